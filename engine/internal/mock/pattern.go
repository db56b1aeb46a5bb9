package mock

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"naftiko/spec/expr"
)

// pattern is a compiled path: its segments, and the pairs of its query.
type pattern struct {
	// text is the path with placeholders as {name}, for people.
	text     string
	segments []segment
	// slash is set when the path ends with a slash.
	slash bool
	query []pair
}

// pair is one name=value of a query that a path spells out.
type pair struct {
	name  string
	value segment
	// bare is set for a name without a value.
	bare bool
}

// segment is what stands between two slashes: text and placeholders in turn.
// All parts of a segment without placeholders are one text.
type segment []part

type part struct {
	// text is literal text, not encoded; name a placeholder when not "".
	text, name string
}

// binding is the text that a placeholder stands for in a request.
type binding struct{ name, text string }

// basePattern compiles the path of a base URI: what follows the first slash
// behind the authority. A base URI that is one placeholder has none.
func basePattern(base string) pattern {
	t, err := expr.ParseURITemplate(base)
	if err != nil {
		return pattern{}
	}
	parts := parts(t)
	if len(parts) > 0 && parts[0].name != "" {
		parts = parts[1:] // a whole origin
	} else if len(parts) > 0 {
		parts = behindScheme(parts)
	}
	for i, p := range parts {
		if slash := strings.IndexByte(p.text, '/'); slash >= 0 {
			parts = append([]part{{text: p.text[slash:]}}, parts[i+1:]...)
			p := newPattern(parts)
			p.query = nil // a base URI has no query, so neither has what is called
			p.trimSlash()
			return p
		}
	}
	return pattern{}
}

// behindScheme cuts scheme:// off.
func behindScheme(parts []part) []part {
	if _, rest, ok := strings.Cut(parts[0].text, "://"); ok {
		return append([]part{{text: rest}}, parts[1:]...)
	}
	return parts
}

func (p *pattern) trimSlash() {
	p.slash = false
	p.text = strings.TrimSuffix(p.text, "/")
	if path, _, ok := strings.Cut(p.text, "?"); ok {
		p.text = strings.TrimSuffix(path, "/")
	}
}

// opPattern compiles an operation's path; ok is false for one that cannot be
// read. One that is empty or begins with its query adds no slash.
func opPattern(path string) (_ pattern, ok bool) {
	t, err := expr.ParseURITemplate(path)
	if err != nil {
		return pattern{}, false
	}
	list := parts(t)
	switch {
	case len(list) == 0, list[0].text == "":
		list = append([]part{{text: "/"}}, list...)
	case list[0].text[0] != '/':
		list[0].text = "/" + list[0].text
	}
	p := newPattern(list)
	if path == "" || path[0] == '?' {
		p.text, p.slash = p.text[1:], false
	}
	return p, true
}

func parts(t *expr.Template) []part {
	src := t.Parts()
	out := make([]part, len(src))
	for i, p := range src {
		out[i] = part{text: p.Text, name: p.Name}
	}
	return out
}

// newPattern cuts a path that begins with a slash into its segments and pairs.
func newPattern(parts []part) pattern {
	var p pattern
	path, query := cut(parts, "?#")
	p.text = shown(path)
	for path != nil {
		var s segment
		s, path = cut(path, "/")
		p.segments = append(p.segments, s.decoded(url.PathUnescape))
	}
	p.segments = p.segments[1:] // what stands in front of the first slash
	if last := len(p.segments) - 1; last >= 0 && len(p.segments[last]) == 0 {
		p.segments, p.slash = p.segments[:last], true
	}
	query, _ = cut(query, "#")
	if len(query) > 0 {
		p.text += "?" + shown(query)
	}
	for query != nil {
		var s segment
		s, query = cut(query, "&")
		p.addPair(s)
	}
	return p
}

// cut splits parts at the first of the separators; after is nil when there is none.
func cut(parts []part, separators string) (before segment, after []part) {
	for i, p := range parts {
		at := strings.IndexAny(p.text, separators)
		if at < 0 {
			before = append(before, p)
			continue
		}
		if at > 0 {
			before = append(before, part{text: p.text[:at]})
		}
		after = []part{}
		if rest := p.text[at+1:]; rest != "" {
			after = append(after, part{text: rest})
		}
		return before, append(after, parts[i+1:]...)
	}
	return before, nil
}

// addPair adds a pair of the query. One whose name is a placeholder asks for nothing.
func (p *pattern) addPair(s segment) {
	name, val := cut(s, "=")
	if len(name) != 1 || name[0].name != "" {
		return
	}
	q := pair{name: name.decoded(url.QueryUnescape)[0].text, bare: val == nil}
	q.value = segment(val).decoded(url.QueryUnescape)
	p.query = append(p.query, q)
}

// decoded returns s with percent-encoding taken off its texts; what is not
// validly encoded stays as it is.
func (s segment) decoded(unescape func(string) (string, error)) segment {
	out := make(segment, len(s))
	for i, p := range s {
		if text, err := unescape(p.text); err == nil {
			p.text = text
		}
		out[i] = p
	}
	return out
}

func shown(parts []part) string {
	var b strings.Builder
	for _, p := range parts {
		if p.name != "" {
			b.WriteString("{" + p.name + "}")
		}
		b.WriteString(p.text)
	}
	return b.String()
}

// literal reports whether s has no placeholder.
func (s segment) literal() bool { return len(s) == 0 || len(s) == 1 && s[0].name == "" }

// weight orders segments by how little they match: the literal first, then
// those with more text.
func (s segment) weight() int {
	if s.literal() {
		return 1 << 30
	}
	n := 0
	for _, p := range s {
		n += len(p.text)
	}
	return n
}

// match takes the placeholders' values from text. Each stands for at least one
// character, and for as few as the text behind it allows.
func (s segment) match(text string, found []binding) ([]binding, bool) {
	if s.literal() {
		return found, text == shown(s)
	}
	for i, p := range s {
		if p.name == "" {
			if !strings.HasPrefix(text, p.text) {
				return found, false
			}
			text = text[len(p.text):]
			continue
		}
		n := s[i+1:].begin(text)
		if n <= 0 {
			return found, false
		}
		found = append(found, binding{p.name, text[:n]})
		text = text[n:]
	}
	return found, text == ""
}

// begin returns where in text, behind its first character, the parts of s go
// on, or -1. s is what follows a placeholder.
func (s segment) begin(text string) int {
	if len(s) == 0 {
		return len(text)
	}
	_, first := utf8.DecodeRuneInString(text)
	if s[0].name != "" {
		return first
	}
	if len(s) == 1 { // the end of the segment: only its last place will do
		n := len(text) - len(s[0].text)
		if n < first || !strings.HasSuffix(text, s[0].text) {
			return -1
		}
		return n
	}
	n := strings.Index(text[first:], s[0].text)
	if n < 0 {
		return -1
	}
	return first + n
}

package engine

import (
	"fmt"
	"strings"

	"naftiko/engine/internal/run"
	"naftiko/spec/diag"
	"naftiko/spec/schema"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// spelledAs are the keys that the two families of versions spell otherwise; what they
// hold is read alike.
var spelledAs = map[string]string{
	"display": "label", "label": "display",
	"flows": "functions", "functions": "flows",
	"target": "targetName", "targetName": "target",
	"from": "location", "location": "from",
}

// respell gives a key, or the type of an adapter, the word of the declared version.
func respell(o *outline, d diag.Diagnostic) (mend, bool) {
	said, ok := o.said(d.Pos, "other-version-spelling")
	if !ok {
		return mend{}, false
	}
	if p := o.keys[d.Pos]; p != nil {
		word := spelledAs[p.key.Text()]
		if word == "" || said.Hint != fmt.Sprintf("write %q", word) || !p.owner.Get(word).IsNull() {
			return mend{}, false
		}
		return o.rename(p, word)
	}
	if p := o.scalars[d.Pos]; p != nil && p.key.Text() == "type" && p.node.Text() == "api" && said.Hint == `write "rest"` {
		return o.reword(p, "rest", "")
	}
	return mend{}, false
}

// describing are the keys which say what something is, or shape what comes of a call:
// nothing else is sent or allowed because of them.
var describing = map[string]bool{
	"info": true, "label": true, "display": true, "title": true, "description": true, "summary": true, "tags": true,
	"created": true, "modified": true, "stakeholders": true, "fullName": true,
	"outputParameters": true, "outputRawFormat": true,
}

// enabling are the keys of a consumed API without which none of its operations can be
// called, or none of a resource's.
var enabling = map[string]bool{"baseUri": true, "resources": true, "operations": true}

// isHarmless reports whether a key may be called word though it was passed over so far:
// if what worked without it works as it did.
func (p *part) isHarmless(word string) bool {
	if describing[word] || p.isOpenAPI(word) {
		return true
	}
	for up := p.up; up != nil; up = up.up {
		switch up.key.Text() {
		case "outputParameters":
			return true
		case "consumes":
			return enabling[word]
		}
	}
	return false
}

// isOpenAPI reports whether a key of an authentication block is OpenAPI's for what is
// called word here, and read as that.
func (p *part) isOpenAPI(word string) bool {
	key := p.key.Text()
	_, isText := p.node.Plain().(string)
	return p.up != nil && p.up.key.Text() == "authentication" && isText && !hasKey(p.owner, "headers") &&
		(key == "in" && word == "placement" || key == "name" && word == "key")
}

// renameUnknown gives a key that is passed over the name that is proposed for it. From
// then on it counts: one which is not harmless must be needed.
func renameUnknown(o *outline, d diag.Diagnostic) (mend, bool) {
	p := o.keys[d.Pos]
	if _, ignored := o.said(d.Pos, "unknown-key", "missing-version"); p == nil || !ignored {
		return mend{}, false // that it is departed from a schema says nothing of how it is read
	}
	word, ok := strings.CutPrefix(d.Hint, `did you mean "`)
	word, closed := strings.CutSuffix(word, `"?`)
	if !ok || !closed || !schema.Alike(p.key.Text(), word) || hasKey(p.owner, word) {
		return mend{}, false
	}
	m, ok := o.rename(p, word)
	m.mustCure = !p.isHarmless(word)
	return m, ok
}

func hasKey(n yaml.Node, key string) bool {
	for k := range n.Members() {
		if k.Text() == key {
			return true
		}
	}
	return false
}

// rename gives a member another key.
func (o *outline) rename(p *part, word string) (mend, bool) {
	t, ok := o.text.Token(p.key)
	if !ok || !isWord(word) {
		return mend{}, false
	}
	return mend{
		from: t.From, to: t.To, text: inQuotes(word, t.Quote),
		meant:  meant{key: p.key.Pos(), name: word},
		change: Change{Msg: fmt.Sprintf("the key %q is now %q", diag.Short(p.key.Text()), word)},
	}, true
}

// reword gives a member a text as its value, in the quotes that it has. what says what
// was done; without it, the old and the new word are named.
func (o *outline) reword(p *part, word, what string) (mend, bool) {
	t, ok := o.text.Token(p.node)
	if !ok || !isWord(word) {
		return mend{}, false
	}
	if what == "" {
		what = fmt.Sprintf("%q is now %q", diag.Short(p.node.Text()), word)
	}
	return mend{
		from: t.From, to: t.To, text: inQuotes(word, t.Quote),
		meant:  meant{at: p.node.Pos(), value: word},
		change: Change{Msg: what},
	}, true
}

// quoteKey puts a key in quotes.
func quoteKey(o *outline, d diag.Diagnostic) (mend, bool) {
	p := o.keys[d.Pos]
	if p == nil || !p.key.IsPlain() {
		return mend{}, false
	}
	t, ok := o.text.Token(p.key)
	text := p.key.Text()
	if !ok || strings.ContainsAny(text, "\"\\") {
		return mend{}, false
	}
	return mend{
		from: t.From, to: t.To, text: inQuotes(text, '"'),
		meant:  meant{key: p.key.Pos(), name: text},
		change: Change{Msg: fmt.Sprintf("the key %q is put in quotes", diag.Short(text))},
	}, true
}

func inQuotes(word string, quote byte) string {
	if quote == 0 {
		return word
	}
	return string(quote) + word + string(quote)
}

// isWord reports whether a word needs no quotes in YAML and no escapes within them.
func isWord(s string) bool {
	letter := false
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			letter = true
		case c >= '0' && c <= '9', c == '_', c == '-' && i > 0:
		default:
			return false
		}
	}
	return letter
}

// bearerOf is the value of an authentication block for a token.
func bearerOf(token string) value.Value {
	return value.NewObject(value.Member{Name: "type", Value: "bearer"}, value.Member{Name: "token", Value: token})
}

// sendsImplied reports whether a token that is implied goes to a base URI, whatever the
// templates in it become: one that is declared goes to all.
func sendsImplied(baseURI string) bool {
	const https = "https://"
	return len(baseURI) > len(https) && strings.EqualFold(baseURI[:len(https)], https) || run.Loopback(baseURI)
}

// authenticates reports whether a key below n is, or is nearly, that of an
// authentication block or of the header.
func authenticates(n yaml.Node) bool {
	for k, v := range n.Members() {
		if schema.Alike(k.Text(), "authentication") || schema.Alike(k.Text(), "Authorization") || authenticates(v) {
			return true
		}
	}
	for item := range n.Items() {
		if authenticates(item) {
			return true
		}
	}
	return false
}

// declareBearer writes the authentication block that is implied.
func declareBearer(o *outline, d diag.Diagnostic) (mend, bool) {
	_, name, ok := strings.Cut(d.Hint, "{{")
	name, _, closed := strings.Cut(name, "}}")
	entry := o.entryAt(d.Pos)
	if !ok || !closed || entry == nil || entry.node.IsFlow() || !isName(name) {
		return mend{}, false
	}
	at, eol, indent, ok := o.below(entry, "baseUri")
	if !ok || !sendsImplied(entry.node.Get("baseUri").Text()) || authenticates(entry.node) || called(o.root, name) > 1 {
		return mend{}, false
	}
	token := "{{" + name + "}}"
	return mend{
		from: at, to: at,
		text:   eol + indent + "authentication:" + eol + indent + "  type: bearer" + eol + indent + "  token: \"" + token + "\"",
		meant:  meant{into: entry.node.Pos(), name: "authentication", value: bearerOf(token)},
		change: Change{Msg: "the bearer token that is sent is declared under \"authentication\""},
	}, true
}

// called counts the keys that are called name, and the values under "name" that are: a
// variable of which there are several may be another one in a template.
func called(n yaml.Node, name string) int {
	count := 0
	for k, v := range n.Members() {
		if k.Text() == name || k.Text() == "name" && v.Text() == name {
			count++
		}
		count += called(v, name)
	}
	for item := range n.Items() {
		count += called(item, name)
	}
	return count
}

// isName reports whether a text is the name of a variable in a template.
func isName(s string) bool { return s != "" && strings.Trim(s, nameBytes) == "" }

const nameBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."

func (o *outline) entryAt(pos diag.Pos) *part {
	for _, p := range o.entries {
		if p.node.Pos() == pos {
			return p
		}
	}
	return nil
}

// below returns the end of the line of a member of a block, and what begins a line
// below it: the line end of the text and the blanks before the block's keys.
func (o *outline) below(entry *part, key string) (at int, eol, indent string, ok bool) {
	for k, v := range entry.node.Members() {
		if k.Text() != key || o.shared(k) {
			continue
		}
		token, isToken := o.text.Token(v)
		pos := k.Pos()
		from, to, next, ok := o.text.Line(pos.Line)
		keyAt, _ := o.text.Offset(pos)
		if !isToken || !ok || token.To > to || strings.Trim(string(o.data[from:keyAt]), " -") != "" {
			return 0, "", "", false
		}
		if eol = string(o.data[to:next]); eol == "" {
			eol = o.lineEnd()
		}
		return to, eol, strings.Repeat(" ", keyAt-from), true
	}
	return 0, "", "", false
}

// lineEnd is that of the first line.
func (o *outline) lineEnd() string {
	if _, to, next, ok := o.text.Line(1); ok && next > to {
		return string(o.data[to:next])
	}
	return "\n"
}

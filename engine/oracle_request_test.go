package engine_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// What a document declares to be sent, worked out by the judge alone.

// wanted is the request that the upstream must see.
type wanted struct {
	method, path, query string
	header              map[string]string
	body                wantedBody
}

// wantedBody is the entity: kind is "" (none), "exact", "json" or "multipart".
type wantedBody struct {
	kind, text string
	parts      []wantedPart
}

type wantedPart struct{ name, file, media, text string }

// scene is one call: an operation, its arguments, and the values of binds.
type scene struct {
	op   *judgedOp
	args map[string]any
}

// tag is a placeholder in double or triple braces; hole is one in single braces too.
var (
	tag  = regexp.MustCompile(`\{\{\{\s*([^{}]+?)\s*\}\}\}|\{\{&?\s*([^{}]+?)\s*\}\}`)
	hole = regexp.MustCompile(`\{\{\{\s*([^{}]+?)\s*\}\}\}|\{\{&?\s*([^{}]+?)\s*\}\}|\{([^{}]+)\}`)
)

// awkward are the made-up values; each place must encode them in its own way.
const (
	awkwardText = "x y/é&=?#%+"
	awkwardPath = "a b/c"
)

// judgedEnv is the environment of all calls.
var judgedEnv = map[string]string{"E_VAR": "from the environment"}

func bindValue(name string) string { return "bound " + name + "&/=+%" }

// bare takes the name of who called off a placeholder's name.
func bare(name string) string {
	for _, who := range []string{"tools.", "rest.", "mcp."} {
		if rest, ok := strings.CutPrefix(name, who); ok {
			return rest
		}
	}
	return name
}

// lookup gives the value that a placeholder stands for; asked is the parameter
// whose own value is being worked out.
func (s *scene) lookup(name, asked string) (any, bool) {
	name = bare(name)
	if p, ok := s.op.param(name); ok && name != asked {
		return s.param(p)
	}
	if b, ok := s.op.doc.bind(name); ok {
		return bindValue(b.variable), true
	}
	if v, ok := strings.CutPrefix(name, "env."); ok {
		return bindValue(v), true
	}
	v, ok := s.args[name]
	return v, ok
}

// param gives the value of a declared parameter: its value, else the argument,
// else the default.
func (s *scene) param(p judgedParam) (any, bool) {
	if p.value != nil {
		return s.render(p.value.Value, p.name)
	}
	if p.in == "environment" {
		v, ok := judgedEnv[p.name]
		return v, ok
	}
	if v, ok := s.args[p.name]; ok {
		return v, true
	}
	if p.def != nil {
		return plain(p.def), true
	}
	return nil, false
}

// render fills a template. One that is a single tag has the type of its value,
// and is absent when that is.
func (s *scene) render(text, asked string) (any, bool) {
	if m := tag.FindStringSubmatch(text); m != nil && m[0] == text {
		return s.lookup(m[1]+m[2], asked)
	}
	return tag.ReplaceAllStringFunc(text, func(t string) string {
		m := tag.FindStringSubmatch(t)
		v, ok := s.lookup(m[1]+m[2], asked)
		if !ok {
			return ""
		}
		return asText(v)
	}), true
}

// asText writes a value where only text can stand.
func asText(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return asJSON(v)
}

func asJSON(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err.Error()
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// escape percent-encodes all but unreserved characters and those of keep.
func escape(s, keep string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~"+keep, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

// formEscape is the encoding of forms and queries.
func formEscape(s string) string { return strings.ReplaceAll(escape(s, " "), " ", "+") }

// want works the whole request out. base is the path in front of the operation's.
func (s *scene) want(base string) wanted {
	w := wanted{method: s.op.method, header: map[string]string{}}
	path := s.op.path
	if path != "" && !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	path, literal, _ := strings.Cut(path, "?")
	path, literal = s.target(path, func(v string) string { return escape(v, "") }), s.target(literal, formEscape)
	w.path = strings.TrimSuffix(base, "/") + path
	if w.path == "" {
		w.path = "/"
	}
	var query []string
	if literal != "" {
		query = append(query, literal)
	}
	var cookies []string
	for _, p := range s.op.params {
		v, ok := s.param(p)
		if !ok {
			continue
		}
		switch p.in {
		case "query":
			query = append(query, pairs(p.name, v)...)
		case "header":
			w.header[http.CanonicalHeaderKey(p.name)] = headerText(v)
		case "cookie":
			cookies = append(cookies, p.name+"="+cookieText(asText(v)))
		}
	}
	s.wantBody(&w)
	s.wantAuth(&w, &query, &cookies)
	w.query = strings.Join(query, "&")
	if len(cookies) > 0 {
		w.header["Cookie"] = strings.Join(cookies, "; ")
	}
	return w
}

// target fills the placeholders of a path and encodes the rest of it.
func (s *scene) target(path string, enc func(string) string) string {
	var b strings.Builder
	for path != "" {
		at := hole.FindStringSubmatchIndex(path)
		if at == nil {
			break
		}
		b.WriteString(escape(path[:at[0]], "/:@!$&'()*+,;=?%"))
		m := hole.FindStringSubmatch(path)
		v, _ := s.lookup(m[1]+m[2]+m[3], "")
		b.WriteString(enc(asText(v)))
		path = path[at[1]:]
	}
	b.WriteString(escape(path, "/:@!$&'()*+,;=?%"))
	return b.String()
}

func pairs(name string, v any) []string {
	list, ok := v.([]any)
	if !ok {
		return []string{formEscape(name) + "=" + formEscape(asText(v))}
	}
	var out []string
	for _, e := range list {
		out = append(out, formEscape(name)+"="+formEscape(asText(e)))
	}
	return out
}

// cookieText encodes a value that a cookie cannot hold as it is (RFC 6265).
func cookieText(v string) string {
	for _, c := range []byte(v) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`",;\`, c) >= 0 {
			return escape(v, ":@$&+=")
		}
	}
	return v
}

// headerText writes a value for a header: a list is a list there too.
func headerText(v any) string {
	list, ok := v.([]any)
	if !ok {
		return asText(v)
	}
	words := make([]string, len(list))
	for i, e := range list {
		words[i] = asText(e)
	}
	return strings.Join(words, ",")
}

// first drops the second of two results.
func first(v any, _ bool) any { return v }

func (s *scene) wantAuth(w *wanted, query, cookies *[]string) {
	field := func(names ...string) string {
		v, _ := s.render(text(s.op.auth, names...), "")
		return asText(v)
	}
	switch strings.ToLower(text(s.op.auth, "type")) {
	case "":
		if b, ok := s.op.implicitToken(); ok {
			w.header["Authorization"] = "Bearer " + bindValue(b.variable)
		}
	case "bearer":
		w.header["Authorization"] = "Bearer " + field("token")
	case "basic":
		w.header["Authorization"] = "Basic " + base64.StdEncoding.EncodeToString([]byte(field("username")+":"+field("password")))
	case "apikey":
		for _, h := range members(member(s.op.auth, "headers")) {
			w.header[http.CanonicalHeaderKey(h.name)] = asText(first(s.render(h.value.Value, "")))
		}
		key, val := field("key", "name"), field("value")
		if key == "" {
			return
		}
		switch text(s.op.auth, "placement", "in") {
		case "query":
			*query = append(*query, pairs(key, val)...)
		case "cookie":
			*cookies = append(*cookies, key+"="+cookieText(val))
		default:
			w.header[http.CanonicalHeaderKey(key)] = val
		}
	}
}

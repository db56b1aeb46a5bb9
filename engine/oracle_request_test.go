package engine_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
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

// wantBody works the entity and its media type out. A media type that the
// document's parameters give wins.
func (s *scene) wantBody(w *wanted) {
	given, typed := w.header["Content-Type"]
	var media string
	if s.op.body != nil {
		w.body, media = s.bodyTemplate(s.op.body)
	} else {
		w.body, media = s.bodyParams(typed && !strings.Contains(given, "json"))
	}
	if media != "" && !typed {
		w.header["Content-Type"] = media
	}
}

const (
	jsonMedia = "application/json"
	formMedia = "application/x-www-form-urlencoded"
)

func (s *scene) bodyParams(foreign bool) (wantedBody, string) {
	var declared []judgedParam
	for _, p := range s.op.params {
		if p.in == "body" {
			declared = append(declared, p)
		}
	}
	if len(declared) == 1 {
		v, ok := s.param(declared[0])
		if !ok {
			return wantedBody{}, ""
		}
		if t, ok := v.(string); ok && (foreign || json.Valid([]byte(t))) {
			return wantedBody{kind: "exact", text: t}, jsonMedia
		}
		return wantedBody{kind: "json", text: asJSON(v)}, jsonMedia
	}
	var members []string
	for _, p := range declared {
		if v, ok := s.param(p); ok {
			members = append(members, asJSON(p.name)+":"+asJSON(v))
		}
	}
	if len(members) == 0 {
		return wantedBody{}, ""
	}
	return wantedBody{kind: "json", text: "{" + strings.Join(members, ",") + "}"}, jsonMedia
}

func (s *scene) bodyTemplate(n *yaml.Node) (wantedBody, string) {
	if n.Kind == yaml.ScalarNode {
		return wantedBody{kind: "exact", text: s.rawJSON(n.Value)}, jsonMedia
	}
	data := member(n, "data")
	kind := text(n, "type")
	if data == nil {
		return wantedBody{}, ""
	}
	exact := func(media string) (wantedBody, string) {
		v, ok := s.render(data.Value, "")
		if !ok {
			return wantedBody{}, ""
		}
		return wantedBody{kind: "exact", text: asText(v)}, media
	}
	switch {
	case kind == "multipartForm":
		return s.multipart(data), "multipart/form-data"
	case kind == "formUrlEncoded" && data.Kind == yaml.MappingNode:
		return s.form(data), formMedia
	case kind == "formUrlEncoded":
		return wantedBody{kind: "exact", text: s.encoded(data.Value, formEscape)}, formMedia
	case kind == "text":
		return exact("text/plain;charset=utf-8")
	case kind == "xml":
		return exact("application/xml")
	case kind == "sparql":
		return exact("application/sparql-query")
	case data.Kind == yaml.ScalarNode && data.Tag == "!!str":
		if v, ok := s.render(data.Value, ""); !ok {
			return wantedBody{}, ""
		} else if _, isText := v.(string); !isText {
			return wantedBody{kind: "json", text: asJSON(v)}, jsonMedia
		}
		return wantedBody{kind: "exact", text: s.rawJSON(data.Value)}, jsonMedia
	}
	tree, _ := s.tree(data)
	return wantedBody{kind: "json", text: tree}, jsonMedia
}

// tree writes a JSON tree whose leaves are templates; what is absent is left out.
func (s *scene) tree(n *yaml.Node) (string, bool) {
	if n = real(n); n == nil {
		return "null", true
	}
	var parts []string
	switch n.Kind {
	case yaml.SequenceNode:
		for _, e := range n.Content {
			if t, ok := s.tree(e); ok {
				parts = append(parts, t)
			}
		}
		return "[" + strings.Join(parts, ",") + "]", true
	case yaml.MappingNode:
		for _, m := range members(n) {
			if t, ok := s.tree(m.value); ok {
				parts = append(parts, asJSON(m.name)+":"+t)
			}
		}
		return "{" + strings.Join(parts, ",") + "}", true
	}
	if n.Tag != "!!str" {
		return asJSON(plain(n)), true
	}
	v, ok := s.render(n.Value, "")
	return asJSON(v), ok
}

// rawJSON fills a body written as text: inside a JSON string the inserted text
// is escaped, outside a value stands as JSON, or null.
func (s *scene) rawJSON(src string) string {
	var b strings.Builder
	inside := false
	for src != "" {
		at := tag.FindStringSubmatchIndex(src)
		if at == nil {
			b.WriteString(src)
			break
		}
		inside = quoted(src[:at[0]], inside)
		b.WriteString(src[:at[0]])
		m := tag.FindStringSubmatch(src)
		v, ok := s.lookup(m[1]+m[2], "")
		switch {
		case inside && ok:
			t := asJSON(asText(v))
			b.WriteString(t[1 : len(t)-1])
		case !inside && ok:
			b.WriteString(asJSON(v))
		case !inside:
			b.WriteString("null")
		}
		src = src[at[1]:]
	}
	return b.String()
}

// quoted tells whether the end of src lies within a JSON string.
func quoted(src string, inside bool) bool {
	for i := 0; i < len(src); i++ {
		switch {
		case src[i] == '\\' && inside:
			i++
		case src[i] == '"':
			inside = !inside
		}
	}
	return inside
}

func (s *scene) form(data *yaml.Node) wantedBody {
	var out []string
	for _, m := range members(data) {
		if v, ok := s.leaf(m.value); ok {
			out = append(out, pairs(m.name, v)...)
		}
	}
	return wantedBody{kind: "exact", text: strings.Join(out, "&")}
}

// encoded fills a text, each value encoded for it.
func (s *scene) encoded(text string, enc func(string) string) string {
	return tag.ReplaceAllStringFunc(text, func(t string) string {
		v, ok := s.render(t, "")
		if !ok {
			return ""
		}
		return enc(asText(v))
	})
}

func (s *scene) leaf(n *yaml.Node) (any, bool) {
	if n = real(n); n == nil {
		return nil, false
	}
	if n.Kind == yaml.ScalarNode && n.Tag == "!!str" {
		return s.render(n.Value, "")
	}
	return plain(n), true
}

func (s *scene) multipart(data *yaml.Node) wantedBody {
	w := wantedBody{kind: "multipart"}
	for _, e := range data.Content {
		v, ok := s.leaf(member(e, "value"))
		if !ok {
			continue
		}
		p := wantedPart{name: text(e, "name"), file: text(e, "filename"), media: text(e, "contentType"), text: asText(v)}
		switch {
		case p.media == "" && p.file != "":
			p.media = "application/octet-stream"
		case p.media == "":
			p.media = "text/plain"
		}
		w.parts = append(w.parts, p)
	}
	return w
}

// plain gives a YAML value as JSON has it; numbers keep their spelling.
func plain(n *yaml.Node) any {
	n = real(n)
	switch {
	case n == nil:
		return nil
	case n.Kind == yaml.ScalarNode && (n.Tag == "!!int" || n.Tag == "!!float"):
		return json.Number(n.Value)
	case n.Kind == yaml.ScalarNode && n.Tag == "!!bool":
		return n.Value == "true"
	case n.Kind == yaml.ScalarNode:
		return n.Value
	}
	var v any
	if err := n.Decode(&v); err != nil {
		return err.Error()
	}
	return v
}

// The made-up arguments.

// arguments makes the arguments of a call up: all that the operation knows, or
// only those it cannot do without.
func (o *judgedOp) arguments(all bool) map[string]any {
	args := map[string]any{}
	_, token := o.implicitToken()
	for _, p := range o.params {
		signed := p.in == "header" && strings.EqualFold(p.name, "Authorization") && (o.auth != nil || token)
		if p.value != nil || p.in == "environment" || !all && (!p.required || p.def != nil || signed) {
			continue
		}
		if _, ok := args[p.name]; !ok {
			args[p.name] = o.madeUp(p)
		}
	}
	for _, u := range o.uses() {
		if _, ok := args[u.name]; !ok && (all || u.required) {
			args[u.name] = u.value
		}
	}
	return args
}

func (o *judgedOp) madeUp(p judgedParam) any {
	switch {
	case len(p.enum) > 0:
		return plain(p.enum[0])
	case p.kind == "integer" || p.kind == "number":
		return json.Number("7")
	case p.kind == "boolean":
		return true
	case p.kind == "array":
		return []any{"p", "q r"}
	case p.kind == "object":
		return map[string]any{"k": "v w"}
	case o.inPath(p.name):
		return awkwardPath
	}
	return awkwardText
}

func (o *judgedOp) inPath(name string) bool {
	return slices.ContainsFunc(hole.FindAllStringSubmatch(o.path, -1), func(m []string) bool { return bare(m[1]+m[2]+m[3]) == name })
}

// use is a placeholder that neither a parameter nor a bind declares.
type use struct {
	name     string
	value    any
	required bool
}

func (o *judgedOp) uses() []use {
	var out []use
	add := func(name string, value any, required bool) {
		name = bare(name)
		_, declared := o.param(name)
		_, bound := o.doc.bind(name)
		if declared && !required || bound || strings.HasPrefix(name, "env.") {
			return
		}
		if p, ok := o.param(name); ok {
			if p.value != nil || p.def != nil {
				return
			}
			value = o.madeUp(p)
		}
		out = append(out, use{name, value, required})
	}
	for _, m := range hole.FindAllStringSubmatch(o.path, -1) {
		add(m[1]+m[2]+m[3], awkwardPath, true)
	}
	if auth := o.auth; auth != nil {
		eachTag(auth, func(name string, _ bool) { add(name, awkwardText, true) })
	}
	for _, p := range o.params {
		if p.value != nil {
			eachTag(p.value, func(name string, _ bool) { add(name, awkwardText, false) })
		}
	}
	if o.body != nil {
		whole := o.body.Kind != yaml.ScalarNode && member(o.body, "data") != nil && member(o.body, "data").Kind == yaml.ScalarNode
		eachTag(o.body, func(name string, alone bool) { add(name, o.bodyValue(name, alone, whole), false) })
	}
	return out
}

// bodyValue makes a value up for a placeholder of a body: of any type where it
// stands alone, since it keeps its type there.
func (o *judgedOp) bodyValue(name string, alone, whole bool) any {
	values := []any{awkwardText, json.Number("7"), true, []any{"p", "q r"}, map[string]any{"k": "v w"}}
	switch {
	case whole && alone && text(o.body, "type") == "json":
		return values[3+len(name)%2]
	case alone && o.body.Kind != yaml.ScalarNode:
		return values[len(name)%len(values)]
	}
	return awkwardText
}

// eachTag calls f with every placeholder below n; alone tells that it is all of
// its text.
func eachTag(n *yaml.Node, f func(name string, alone bool)) {
	if n = real(n); n == nil {
		return
	}
	for _, c := range n.Content {
		eachTag(c, f)
	}
	if n.Kind != yaml.ScalarNode {
		return
	}
	for _, m := range tag.FindAllStringSubmatch(n.Value, -1) {
		f(m[1]+m[2], m[0] == n.Value)
	}
}

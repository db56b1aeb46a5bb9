package engine_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Documents made up for the judge: the published ones know neither levels of
// parameters nor cookies, forms, parts or templates in many places.

// madeDocuments is how many are made, the same ones in every run.
const madeDocuments = 400

// maker writes one document. Each name has one place and one type, so that a
// document never contradicts itself.
type maker struct {
	*rand.Rand
	// maps writes maps of names in place of lists.
	maps bool
}

// object is a JSON object in order; YAML reads JSON.
type object []any

func (o object) String() string {
	var b strings.Builder
	for i := 0; i+1 < len(o); i += 2 {
		if o[i+1] == nil {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(asJSON(o[i]) + ": " + flow(o[i+1]))
	}
	return "{" + b.String() + "}"
}

func flow(v any) string {
	switch v := v.(type) {
	case object:
		return v.String()
	case []any:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = flow(e)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case []object:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = e.String()
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return asJSON(v)
}

// handMade has what the maker cannot write: YAML's own ways.
const handMade = `
naftiko: 1.0.0-alpha2
binds: &binds
- namespace: env
  keys: {TOK: TOK}
x-common: &common
  in: header
  value: 2025-09-03
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: "https://x.test"
    authentication: &auth
      type: bearer
      token: >-
        {{TOK}}
    inputParameters:
    - {name: X-Date, <<: *common}
    - {name: X-Other, <<: *common, value: 1.0}
    - {name: X-Whole, in: header, value: 100000000000000000000}
    - {name: X-True, in: header, value: true}
    - {name: X-Yes, in: header, value: yes}
    - {name: X-Null, in: header, value: null}
    - {name: X-Empty, in: header, value: ""}
    resources: &resources
    - name: r
      path: /r/{n}
      operations:
      - name: words
        inputParameters: &inputs
        - {name: y, in: query, type: string}
        - {name: n, in: path, type: string}
        - {name: empty, in: query, value: ""}
      - name: block
        method: POST
        inputParameters: *inputs
        body: |
          {
            "y": "{{y}}",
            "n": {{n}}
          }
      - name: folded
        method: PUT
        body: {type: text, data: "é\u20ac {{n}}"}
      - name: tree
        method: PATCH
        body:
          type: json
          data: {y: no, n: 1.50, e: 1e3, big: 12345678901234567890, none: null, t: "{{y}}", l: [], o: {}, date: 2025-01-02, q: '"{{n}}"'}
  - type: http
    namespace: b
    baseUri: https://y.test/v1/
    authentication: *auth
    resources: *resources
`

func makeDocument(seed uint64) string {
	m := &maker{rand.New(rand.NewPCG(seed, 7)), seed%2 == 1}
	head, version := "naftiko", "1.0.0-alpha2"
	if m.maps {
		head, version = "ikanos", "1.0.0-beta5"
	}
	env := object{"namespace", "env", "keys", object{"TOK", "TOK_KEY", "PLACE", "PLACE"}}
	second := object{"namespace", "s", "keys", object{"TOK", "OTHER", "MARK", "MARK"}}
	capability := object{"consumes", m.entries()}
	root := object{head, version, "binds", []object{env}}
	if m.IntN(2) == 0 {
		root = object{head, version, "binds", []object{env, second}}
	} else {
		capability = append(capability, "binds", []object{second})
	}
	return append(root, "capability", capability).String()
}

func (m *maker) entries() []object {
	var out []object
	for i := range 1 + m.IntN(2) {
		e := object{
			"type", "http", "namespace", fmt.Sprintf("a%d", i),
			"baseUri", m.pick("http://x.test", "https://x.test/v1", "https://x.test/v1/", "https://{PLACE}.x.test/{{MARK}}/b"),
		}
		e = append(e, m.auth(3)...)
		e = append(e, m.params(0)...)
		var resources []object
		for n := range 1 + m.IntN(3) {
			resources = append(resources, m.resource(n))
		}
		out = append(out, append(e, "resources", m.named(resources)))
	}
	return out
}

// named gives entries as a list, or as a map by their names; the name stands first.
func (m *maker) named(list []object) any {
	if !m.maps {
		return list
	}
	var out object
	for _, o := range list {
		out = append(out, o[1], o[2:])
	}
	return out
}

func (m *maker) pick(words ...string) string { return words[m.IntN(len(words))] }

func (m *maker) resource(n int) object {
	r := object{"name", fmt.Sprintf("r%d", n), "path", m.path()}
	r = append(r, m.auth(12)...)
	r = append(r, m.params(1)...)
	var ops []object
	for i := range 1 + m.IntN(4) {
		o := object{"name", fmt.Sprintf("op%d", i), "method", m.pick("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")}
		if m.IntN(5) == 0 {
			o = append(o, "path", m.pick("/own/{p_own}", "{p_own}/tail", "/items/{p_id}/more", "/{p_own}"))
		}
		o = append(o, m.auth(12)...)
		o = append(o, m.params(2)...)
		ops = append(ops, append(o, m.body()...))
	}
	return append(r, "operations", m.named(ops))
}

func (m *maker) path() string {
	return m.pick(
		"/items", "items", "", "/", "/items/", "/items/{p_id}", "/items/{{p_id}}/x", "/items/{{{p_id}}}.json", "/a-{p_id}-{p_own}/{u_path}",
		"/items/{tools.u_path}", "/items/{TOK}", "/items/{{s.TOK}}", "/items?fixed=1", "/items/{p_id}?f={u_path}&g", "/it ems/é|<x>/(a)'b'@:!$&*+,;=",
		"/items/%2F/{p_id}", "/items/{p_val}",
	)
}

// auth is the authentication of one in n.
func (m *maker) auth(n int) object {
	if m.IntN(n) > 0 {
		return nil
	}
	token := m.pick("{{TOK}}", "{{env.TOK}}", "{{s.TOK}}", "literal", "x-{{MARK}}", "{{u_token}}", "{{env.UNBOUND}}")
	auths := []object{
		{"type", "bearer", "token", token},
		{"type", "basic", "username", m.pick("ann", "{{u_user}}"), "password", token},
		{"type", "apikey", "key", "X-Key", "value", token},
		{"type", "apikey", "key", "X-Key", "value", token, "placement", "header"},
		{"type", "apikey", "key", "api key", "value", token, "placement", "query"},
		{"type", "apikey", "key", "sid", "value", token, "placement", "cookie"},
		{"type", "none"},
	}
	return object{"authentication", auths[m.IntN(len(auths))]}
}

// madeParam is a parameter that documents choose from.
type madeParam struct {
	name, in, kind string
	more           object
}

// madeParams may stand at any level. Values refer only to later ones.
var madeParams = []madeParam{
	{"h_from", "header", "string", object{"value", "{{q_text}}"}},
	{"h_mixed", "header", "", object{"value", "pre-{{u_one}}-{{MARK}}-{{q_int}}"}},
	{"h_fixed", "header", "", object{"value", "fixed"}},
	{"H_FIXED", "header", "", object{"value", "other case"}},
	{"h_number", "header", "", object{"value", 5}},
	{"h_env", "header", "", object{"value", "{{E_VAR}}"}},
	{"E_VAR", "environment", "", nil},
	{"h_list", "header", "array", nil},
	{"X-Trace", "header", "string", nil},
	{"Accept", "header", "string", nil},
	{"User-Agent", "header", "string", object{"value", "mine/1"}},
	{"If-Match", "header", "string", object{"default", "*"}},
	{"Content-Type", "header", "string", object{"value", "application/vnd.x+json; v=1"}},
	{"p_id", "path", "string", nil},
	{"p_own", "path", "integer", nil},
	{"p_val", "path", "", object{"value", "v-{{u_two}}/{{MARK}}"}},
	{"c_one", "cookie", "string", nil},
	{"c_two", "cookie", "integer", nil},
	{"c_bind", "cookie", "", object{"value", "{{MARK}}"}},
	{"q_bind", "query", "", object{"value", "{{env.TOK}}"}},
	{"q_tool", "query", "", object{"value", "{{tools.u_two}}"}},
	{"q_rest", "query", "", object{"template", "{{rest.u_two}} and {{mcp.q_flag}}"}},
	{"q_self", "query", "string", object{"value", "{{q_self}}"}},
	{"q_text", "query", "string", nil},
	{"filter[a b]", "query", "string", nil},
	{"$select", "query", "string", nil},
	{"q_int", "query", "integer", nil},
	{"q_num", "query", "number", object{"default", 1.5}},
	{"q_flag", "query", "boolean", nil},
	{"q_list", "query", "array", nil},
	{"q_obj", "query", "object", nil},
	{"q_enum", "query", "string", object{"enum", []any{"e 1", "e2"}}},
	{"q_def", "query", "string", object{"default", "d é"}},
	{"b_text", "body", "string", nil},
	{"b_obj", "body", "object", nil},
	{"b_list", "body", "array", nil},
	{"b_int", "body", "integer", nil},
}

func (m *maker) params(level int) object {
	var list []object
	for _, i := range m.Perm(len(madeParams))[:m.IntN(4+2*level)] {
		p := madeParams[i]
		o := object{"name", p.name, "in", p.in}
		if p.kind != "" {
			o = append(o, "type", p.kind)
		}
		if m.IntN(3) == 0 {
			o = append(o, "required", true)
		}
		list = append(list, append(o, p.more...))
	}
	if len(list) == 0 {
		return nil
	}
	return object{"inputParameters", m.named(list)}
}

func (m *maker) body() object {
	if m.IntN(2) == 0 {
		return nil
	}
	tree := object{
		"text", "{{u_text}}", "mixed", "a-{{u_one}}-{{q_int}}", "gone", "{{tools.u_gone}}", "number", 1.5, "yes", true, "nested",
		object{"list", []any{"{{q_list}}", "x", 3, "{{u_item}}"}, "obj", "{{b_obj}}", "bind", "{{MARK}}"},
		"a b", "é\"\\",
	}
	form := object{"a b", "{{u_text}}", "c", "x {{q_int}}", "d", 7, "e", "{{MARK}}", "gone", "{{u_gone}}"}
	parts := []object{
		{"name", "plain", "value", "{{q_text}}"},
		{"name", "file", "value", "abc é {{u_one}}", "filename", "a b.txt"},
		{"name", "typed", "value", "{{MARK}}", "filename", "x.csv", "contentType", "text/csv"},
		{"name", "gone", "value", "{{u_gone}}"},
	}
	bodies := []any{
		`{"a": "{{u_one}}", "b": {{q_list}}, "c": "x-{{q_text}}", "d": {{u_two}}, "e": "\"{{MARK}}"}`,
		object{"type", "json", "data", tree},
		object{"type", "json", "data", "{{u_whole}}"},
		object{"type", "json", "data", `{"s": "{{q_text}}", "n": {{q_int}}}`},
		object{"type", "text", "data", "Hi {{u_one}}, {{MARK}}\n {{q_list}}"},
		object{"type", "xml", "data", "<a b='c'>{{q_int}}</a>"},
		object{"type", "sparql", "data", "SELECT ?x { ?x ?y {{q_int}} }"},
		object{"type", "formUrlEncoded", "data", form},
		object{"type", "formUrlEncoded", "data", "a={{u_one}}&b={{q_int}}"},
		object{"type", "multipartForm", "data", parts},
	}
	return object{"body", bodies[m.IntN(len(bodies))]}
}

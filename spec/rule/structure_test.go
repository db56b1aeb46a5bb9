package rule_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestStructure_calls(t *testing.T) {
	ruleCases{
		"by method and path": {"unknown-call", strings.Replace(tools, "      - {name: delete, method: DELETE}", "      - {method: DELETE}", 1) + `
    - {name: a, call: "shop.order.DELETE /orders/{order_id}"}
    - {name: b, call: "shop.DELETE /orders"} # ERROR "no consumed operation"
    - {name: c, call: "shop.GET /orders/{order_id}"} # ERROR "no consumed operation"
`},
		"a short namespace": {"unknown-call", tools + `
    - {name: a, call: x.list} # ERROR "the namespace \"x\"" HINT "consumes"
`},
	}.run(t)
}

func TestStructure_names(t *testing.T) {
	ruleCases{
		"mappings": {"duplicate-name", tools + `
    - name: a
      steps: [{name: s, type: call, call: shop.list}]
      mappings:
      - {targetName: x, value: $.s.x}
      - {targetName: y, value: $.s.x}
      - {targetName: x, value: $.s.y} # WARNING "another mapping fills x, on line 33"
`},
		"variables": {"duplicate-name", `naftiko: "1.0.0-alpha2"
binds:
- {namespace: e, keys: {KEY: A_KEY, SAME: SAME, NAMED: NAMED}}
- namespace: f
  location: file:///./f.yaml
  keys:
    KEY: B_KEY # WARNING "{{KEY}} does not say which is meant" HINT "{{e.KEY}}  or  {{f.KEY}}"
    NAMED: OTHER
- {namespace: g, keys: {SAME: SAME}}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://api.shop.example
    authentication: {type: basic, username: "{{KEY}}", password: "{{SAME}}"}
    resources: [{name: r, path: "/{{e.NAMED}}/{{f.NAMED}}", operations: [{name: op}]}]
`},
	}.run(t)
}

func TestStructure_routes(t *testing.T) {
	ruleCases{
		"forwards": {"shadowed-route", served + `
    - {name: a, path: /p, forward: {targetNamespace: shop}}
    - {name: b, path: /p, operations: [{name: b, method: GET, call: shop.list}]} # WARNING "GET /p is taken by /p" HINT "into that resource"
    - {name: c, path: /p/q, operations: [{name: c, method: GET, call: shop.list}]}
    - {name: d, path: /d, forward: {targetNamespace: shop}, operations: [{name: d, method: GET, call: shop.list}]}
    - {name: e, path: "/e/{{path}}", forward: {targetNamespace: shop}}
    - {name: f, path: /e, operations: [{name: f, method: GET, call: shop.list}]}
`},
		"the rest": {"shadowed-route", served + `
    - {name: x, path: "/{x}", operations: [{name: x, method: GET, call: shop.list}]}
    - {name: a, path: "/{{path}}", operations: [{name: a, method: GET, call: shop.list}]}
    - {name: b, path: /a/b, operations: [{name: b, method: GET, call: shop.list}]} # WARNING "GET /a/b is taken by /{{path}}"
    - {name: c, path: /a/b, operations: [{name: c, method: POST, call: shop.list}]}
`},
		"parts": {"shadowed-route", served + `
    - {name: a, path: "/a/{x}.json", operations: [{name: a, method: GET, call: shop.list}]}
    - {name: b, path: /a/b.json, operations: [{name: b, method: GET, call: shop.list}]} # WARNING "is taken by /a/{x}.json"
    - {name: c, path: /a/.json, operations: [{name: c, method: GET, call: shop.list}]}
    - {name: d, path: /a/b.xml, operations: [{name: d, method: GET, call: shop.list}]}
    - {name: e, path: "/a/{y}-x.json", operations: [{name: e, method: GET, call: shop.list}]} # WARNING "is taken by /a/{x}.json"
    - {name: f, path: "/f/{x}-{y}", operations: [{name: f, method: GET, call: shop.list}]}
    - {name: g, path: /f/p-q, operations: [{name: g, method: GET, call: shop.list}]} # WARNING "is taken by /f/{x}-{y}"
    - {name: h, path: /f/p-, operations: [{name: h, method: GET, call: shop.list}]}
`},
	}.run(t)
}

func TestStructure_templates(t *testing.T) {
	ruleCases{
		"names": {"template-name", tools + `
    - {name: a, call: shop.get, with: {order_id: "{{id | trim}}"}} # WARNING "id | trim" HINT "{{id}}"
    - {name: b, call: shop.get, with: {order_id: "{{#if id}}{{id}}{{/if id}}"}} # WARNING "if id" HINT "{{id}}"
    - {name: c, call: shop.get, with: {order_id: "{{now()}}"}} # WARNING "now()" HINT "a name alone"
    - {name: d, call: shop.get, with: {order_id: "{{ id }}{{a.b-c_d}}{{$.x[0]}}{{! a note }}"}}
    - {name: e, inputParameters: [{name: the id, type: string}], call: shop.get, with: {order_id: "{{the id}}"}}
`},
		"paths of parameters": {"mapping-syntax", served + `
    - name: a
      path: /a
      operations:
      - name: a
        method: POST
        inputParameters:
        - {name: page, in: body, value: "$.a["} # ERROR "cannot be read" AT "\"$"
        - {name: other, in: body, value: $.a}
        - {name: price, in: body, value: $5 off}
        call: shop.list
`},
	}.run(t)
}

func TestStructure_tunnels(t *testing.T) {
	ruleCases{
		"placeholders": {"tunnel-with-public-baseuri-warns", strings.Replace(tools, "baseUri: https://api.shop.example",
			"baseUri: https://{{TENANT}}.Shop.com/v1 # INFO \"the host \\\"{{TENANT}}.Shop.com\\\"\"\n    tunnel: {type: ziti, service: s, identity: i}", 1) + `
    - {name: a, call: shop.list}
`},
	}.run(t)
}

// Of two findings at one place, the more telling one is left.
func TestStructure_once(t *testing.T) {
	ruleCases{
		"in no path": {"unused-parameter", served + `
    - name: a
      path: /a
      operations:
      - {name: a, method: GET, inputParameters: [{name: lost, in: path}, {name: vain, in: query}], call: shop.list} # WARNING "nothing uses the parameter vain"
`},
	}.run(t)
	assert.Equal(t, []string{"never-set-bind 4:38"}, lookAt(t, `ikanos: "1.0.0-beta5"
info: {display: L, description: D, tags: [a]}
binds:
- {namespace: e, keys: {KEY: KEY, K: ""}}
`, 4))
	assert.Equal(t, []string{"ikanos-import-from-required 4:14"}, lookAt(t, `ikanos: "1.0.0-beta5"
info: {display: L, description: D, tags: [a]}
capability:
  consumes: [{from: ./gone.yaml}]
`, 4))
}

func TestStructure_selfImport(t *testing.T) {
	const doc = "ikanos: \"1.0.0-beta5\"\ninfo: {display: L, description: D, tags: [a]}\ncapability:\n  consumes: [{import: a, from: FROM}]\n"
	for from, want := range map[string]string{
		".":           "ikanos-import-from-not-self 4:32",
		"./doc.yaml":  "ikanos-import-from-not-self 4:32",
		"./gone.yaml": "import-not-found 4:14",
	} {
		assert.Equal(t, []string{want}, lookAt(t, strings.Replace(doc, "FROM", from, 1), 4), from)
	}
}

// lookAt returns what is found in a line, as "CODE LINE:COLUMN".
func lookAt(t *testing.T, doc string, line int) (found []string) {
	t.Helper()
	own, others := findings(t, "recommended", "doc.yaml", []byte(doc))
	for _, d := range append(own, others...) {
		if d.Pos.Line == line {
			found = append(found, fmt.Sprintf("%s %d:%d", d.Code, d.Pos.Line, d.Pos.Column))
		}
	}
	return found
}

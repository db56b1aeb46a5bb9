package rule_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"naftiko/spec/diag"
	"naftiko/spec/diag/diagtest"
	"naftiko/spec/rule"
)

// checkOne lets all rules look at a document, and wants the findings of one to be what
// the comments in it say.
func checkOne(t *testing.T, code, src string) {
	t.Helper()
	r := rule.Find(code)
	require.NotNil(t, r, code)
	own, _ := findings(t, "all", "test.yaml", []byte(src))
	var hits diag.List
	for _, d := range own {
		if rule.Find(d.Code) == r {
			hits = append(hits, d)
		}
	}
	diagtest.CheckAll(t, []byte(src), hits)
}

// head begins the documents of the tests: an API with an operation that takes an id,
// one that lists, and one that deletes.
const head = `naftiko: "1.0.0-alpha2"
binds:
- {namespace: env, keys: {KEY: KEY}}
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://api.shop.example
    authentication: {type: bearer, token: "{{KEY}}"}
    resources:
    - name: order
      path: /orders/{order_id}
      operations:
      - {name: get, method: GET, outputParameters: [{name: total, type: number, value: $.total}]}
      - {name: delete, method: DELETE}
      - name: put
        method: PUT
        inputParameters: [{name: X-Reason, in: header}, {name: body, in: body}]
    - name: orders
      path: /orders
      operations:
      - {name: list, method: GET, inputParameters: [{name: page, in: query}]}
      - {name: add, method: POST, body: {type: json, data: {name: "{{buyer.name}}", note: "{{tools.note}}"}}}
`

const tools = head + `  exposes:
  - type: mcp
    namespace: t
    port: 3000
    tools:
`

const served = head + `  exposes:
  - type: rest
    namespace: r
    port: 8080
    resources:
`

type ruleCases map[string]struct{ rule, doc string }

func (cases ruleCases) run(t *testing.T) {
	t.Helper()
	for name, tc := range cases {
		t.Run(tc.rule+"/"+strings.ReplaceAll(name, " ", "_"), func(t *testing.T) { checkOne(t, tc.rule, tc.doc) })
	}
}

func TestPrompts(t *testing.T) {
	const prompts = head + `  exposes:
  - type: mcp
    namespace: t
    port: 3000
    prompts:
`
	ruleCases{
		"messages": {"prompt-placeholder", prompts + `
    - name: p
      label: P
      arguments: [{name: buyer}, {name: note}]
      template:
      - {role: user, content: "{{byer}}"} # WARNING "no argument \"byer\"" HINT "buyer"
      - {role: user, content: "{{buyer}} {{t.note}} {{KEY}} {{env.X}}"}
    - {name: q, label: Q, template: [{role: user, content: "{{#open}}"}]}
    - {name: r, label: R, location: "file:///./r.md"}
`},
		"arguments": {"unused-parameter", prompts + `
    - name: p
      label: P
      arguments:
      - {name: buyer}
      - {name: note}
      - {name: other} # WARNING "no message of the prompt \"p\" has the argument other" AT "other"
      template: [{role: user, content: "{{byer}}{{t.note}}"}]
    - {name: r, label: R, arguments: [{name: a}], location: "file:///./r.md"}
`},
	}.run(t)
}

func TestUnknownInput(t *testing.T) {
	ruleCases{
		"with": {"unknown-input", tools + `
    - name: a
      inputParameters: [{name: order, type: string}]
      call: shop.get
      with: {order_id: t.odrer} # WARNING "declares no parameter" AT "t.odrer" HINT "order"
    - name: b
      inputParameters: [{name: order, type: string}]
      call: shop.get
      with: {order_id: "{{other}}-{{orders}}-{{t.order}}"} # WARNING "\"orders\"" HINT "order"
    - name: c
      inputParameters: [{name: order, type: string}]
      call: shop.get
      with: {order_id: "{order}"} # WARNING "is text here" HINT "{{order}}"
`},
		"unless it is there": {"unknown-input", tools + `
    - name: a
      inputParameters: [{name: order, type: string}, {name: KEYS, type: string}]
      call: shop.get
      with: {order_id: "{{order_id}}{{Order}}{{KEY}}{{order2}}{{env.KEYZ}}{ord}"}
    - {name: b, inputParameters: [{name: page_no, type: string}], call: shop.list, with: {page: t.page}}
    - {name: c, call: shop.list, with: {page: t.pages}}
`},
		"steps": {"unknown-input", tools + `
    - name: a
      inputParameters: [{name: order, type: string}]
      steps:
      - {name: got, type: call, call: shop.get, with: {order_id: "{{odrer}}"}} # WARNING "declares no parameter"
      - {name: orders, type: call, call: shop.get, with: {order_id: "{{order}}{{orders}}"}}
      - {name: row, type: lookup, index: orders, match: id, lookupValue: "{{odrer}}", outputParameters: [id]} # WARNING "declares no parameter"
`},
		"references": {"unknown-input", head + `
  aggregates:
  - namespace: f
    label: F
    functions:
    - {name: get, inputParameters: [{name: orders, type: string}], call: shop.get, with: {order_id: f.orders}}
  exposes:
  - type: mcp
    namespace: t
    port: 3000
    tools:
    - {name: a, ref: f.get, inputParameters: [{name: order, type: string}], with: {orders: t.orders}}
    - {name: b, ref: f.get, inputParameters: [{name: order, type: string}], with: {orders: t.oder}} # WARNING "declares no parameter"
    - {name: c, ref: f.gone, inputParameters: [{name: order, type: string}], with: {orders: t.oder}}
`},
		"the one that was meant is used": {"unused-parameter", tools + `
    - {name: a, inputParameters: [{name: order, type: string}], call: shop.get, with: {order_id: t.odrer}}
    - {name: b, inputParameters: [{name: order, type: string}], call: shop.get, with: {order_id: t.x}} # WARNING "nothing uses"
`},
	}.run(t)
}

func TestOurs_names(t *testing.T) {
	ruleCases{
		"a step": {"unknown-call", tools + `
    - name: a
      steps:
      - {name: s, type: call, call: shop.gte} # ERROR "no consumed operation" AT "shop.gte" HINT "shop.get"
      - {name: u, type: call, call: shop.order.get}
`},
		"without a namespace": {"unknown-call", tools + `
    - {name: a, call: list} # ERROR "names no consumed operation" AT "list" HINT "shop.list"
    - {name: b, call: nothing} # ERROR "names no consumed operation" HINT "NAMESPACE.OPERATION"
`},
		"a function and a resource": {"unknown-call", head + `
  aggregates:
  - namespace: f
    label: F
    functions: [{name: a, call: shop.nothing}] # ERROR "no consumed operation"
  exposes:
  - type: mcp
    namespace: t
    port: 3000
    resources: [{name: r, uri: "shop://r", call: stores.list}] # ERROR "the namespace \"stores\""
`},
		"an import that failed": {"unknown-call", `naftiko: "1.0.0-alpha2"
capability:
  consumes: [{import: shop, location: ./not-there.yaml}]
  exposes:
  - type: mcp
    namespace: t
    port: 3000
    tools:
    - {name: a, call: shop.whatever}
    - {name: b, call: stores.whatever} # ERROR "the namespace \"stores\""
`},
		"no capability": {"unknown-call", `ikanos: "1.0.0-beta5"
exposes:
- type: mcp
  namespace: t
  port: 3000
  tools: {a: {description: d, call: shop.whatever}}
`},
		"maps": {"unknown-call", `ikanos: "1.0.0-beta5"
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://api.shop.example
    resources: {orders: {path: /orders, operations: {list: {method: GET}}}}
  exposes:
  - type: mcp
    namespace: t
    port: 3000
    tools:
      a: {description: d, call: shop.list}
      b: {description: d, call: shop.lists} # ERROR "no consumed operation" HINT "shop.list"
`},
		"a foreign API": {"unknown-call", `naftiko: "1.0.0-alpha2"
capability:
  consumes:
  - {type: grpc, namespace: shop, baseUri: "https://a.example", resources: [{name: r, path: /r, operations: [{name: list}]}]}
  exposes: [{type: mcp, namespace: t, port: 3000, tools: [{name: a, call: shop.list}]}]
`},
		"forward": {"unknown-namespace", served + `
    - {name: a, path: "/a/{{path}}", forward: {targetNamespace: shop}}
    - {name: b, path: "/b/{{path}}", forward: {targetNamespace: shops}} # ERROR "no consumes entry" AT "shops" HINT "shop"
`},
		"a skill": {"unknown-namespace", tools + `
    - {name: a, call: shop.list}
  - type: skill
    namespace: s
    port: 4000
    skills:
    - name: k
      description: d
      tools:
      - {name: a, description: d, from: {sourceNamespace: t, action: a}}
      - {name: b, description: d, from: {sourceNamespace: s, action: a}} # ERROR "no rest or mcp adapter" AT "s, action"
`},
		"of a rest adapter": {"unknown-action", served + `
    - {name: a, path: /a, operations: [{name: list-a, method: GET, call: shop.list}]}
  - type: skill
    namespace: s
    port: 4000
    skills:
    - name: k
      description: d
      tools:
      - {name: a, description: d, from: {sourceNamespace: r, action: list-a}}
      - {name: b, description: d, from: {sourceNamespace: r, action: list-b}} # ERROR "has no operation" HINT "list-a"
      - {name: c, description: d, from: {sourceNamespace: nothing, action: list-b}}
`},
	}.run(t)
}

func TestOurs_steps(t *testing.T) {
	ruleCases{
		"whose value is not there yet": {"unknown-step", tools + `
    - name: a
      steps:
      - {name: one, type: call, call: shop.get, with: {order_id: "{{two.id}}"}} # ERROR "has not run yet"
      - {name: two, type: call, call: shop.list}
`},
		"variables that are no steps": {"unknown-step", tools + `
    - name: a
      inputParameters: [{name: buyer, type: object, description: d}]
      steps:
      - {name: one, type: call, call: shop.list, with: {page: "{{buyer.page}}"}}
      - name: two
        type: call
        call: shop.get
        with:
          a: "{{tools.id}}{{t.id}}{{env.KEY}}{{KEY}}{{one.id}}{{id}}"
          b: "{{#one.rows}}{{x.y}}{{/one.rows}}"
          c: "{{nothing.id}}" # ERROR "no step called \"nothing\""
`},
		"a mapping of an output without its step": {"unknown-step", tools + `
    - name: a
      steps: [{name: one, type: call, call: shop.get}]
      mappings:
      - {targetName: a, value: $.total}
      - {targetName: b, value: $.}
      - {targetName: c, value: $.one}
      - {targetName: d, value: "$['one'].total"}
      - {targetName: e, value: $.price} # ERROR "no step called \"price\""
`},
		"a mapping of an answer that is not known": {"unknown-step", tools + `
    - name: a
      inputParameters: [{name: n, type: string, description: d}]
      steps: [{name: one, type: call, call: shop.list}]
      mappings:
      - {targetName: a, value: $.price.total}
      - {targetName: n, value: $.n.total}
      - {targetName: b, value: $.One.total} # ERROR "no step called \"One\"" HINT "one"
`},
		"a lookup in a later step": {"unknown-index", tools + `
    - name: a
      steps:
      - {name: find, type: lookup, index: rows, match: id, lookupValue: $.rows.id, outputParameters: [id]} # ERROR "has not run yet" AT "rows"
      - {name: rows, type: call, call: shop.list}
      - {name: again, type: lookup, index: rows, match: id, lookupValue: $.rows.id, outputParameters: [id]}
`},
	}.run(t)
}

func TestOurs_arguments(t *testing.T) {
	ruleCases{
		"names in any spelling": {"unknown-argument", tools + `
    - {name: a, call: shop.get, with: {orderId: tools.id}}
    - {name: b, call: shop.put, with: {order_id: tools.id, x_reason: why, body: tools.body}}
    - {name: c, call: shop.add, with: {note: tools.note, buyer: tools.buyer, "buyer.name": x}}
    - {name: d, call: shop.list, with: {pages: 1}} # ERROR "no parameter \"pages\"" AT "pages" HINT "page"
    - {name: e, call: shop.nothing, with: {a: 1}}
`},
		"of steps": {"unknown-argument", tools + `
    - name: a
      steps:
      - {name: s, type: call, call: shop.list, with: {page: 1, number: 2}} # ERROR "no parameter \"number\"" AT "number"
`},
		"of functions": {"unknown-argument", head + `
  aggregates:
  - namespace: f
    label: F
    functions:
    - {name: a, call: shop.get, with: {order_id: f.number}}
    - {name: b, inputParameters: [{name: x, type: string, description: d}], steps: [{name: s, type: script, language: python, location: "file:///a", file: a.py}]}
  exposes:
  - type: mcp
    namespace: t
    port: 3000
    tools:
    - {name: a, ref: f.a, with: {number: 1}}
    - {name: b, ref: f.a, with: {order-id: 1}}
    - {name: c, ref: f.a, with: {size: 1}} # ERROR "no parameter \"size\""
    - {name: d, ref: f.b, with: {size: 1}}
`},
		"one name for two": {"unknown-argument", `naftiko: "1.0.0-alpha2"
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://api.shop.example
    resources:
    - {name: a, path: "/a/{x}", operations: [{name: get}]}
    - {name: b, path: "/b/{y}", operations: [{name: get}]}
  exposes:
  - type: mcp
    namespace: t
    port: 3000
    tools:
    - {name: a, call: shop.get, with: {x: 1, y: 2}}
    - {name: b, call: shop.a.get, with: {y: 2}} # ERROR "no parameter \"y\""
`},
		"what uses them": {"unused-parameter", tools + `
    - name: a
      call: shop.get
      inputParameters:
      - {name: OrderID, type: string, description: d}
      - {name: unused, type: string, description: d} # WARNING "the parameter unused" AT "unused"
      with: {}
    - name: b
      call: shop.list
      inputParameters: [{name: x, type: string, description: d}, {name: y, type: string, description: d}, {name: z, type: object, description: d}]
      with: {page: "{{x}}-{{tools.y}}-{{z.name}}"}
    - name: c
      call: shop.nothing
      inputParameters: [{name: x, type: string, description: d}]
    - name: d
      inputParameters: [{name: x, type: string, description: d}]
      outputParameters: [{type: string, value: a}]
    - name: e
      inputParameters: [{name: x, type: string, description: d}]
      steps: [{name: s, type: script, language: python, location: "file:///a", file: a.py}]
    - name: f
      inputParameters: [{name: x, type: string, description: d}, {name: n, type: string, description: d}] # WARNING "the parameter n"
      steps: [{name: s, type: call, call: shop.list, with: {page: t.x}}]
    - name: g
      call: shop.list
      inputParameters: [{name: x, type: string, description: d}]
      with: {page: $this.t.x}
    - name: h
      call: shop.list
      inputParameters: [{name: x, type: string, description: d}]
      outputParameters: [{type: object, properties: {x: {type: string, value: "{{x}}"}}}]
`},
		"with a stray mapping": {"unused-parameter", tools + `
    - name: a
      inputParameters:
      - {mapping: $.x, name: x, type: string, description: d}
      - name: z # WARNING "nothing uses the parameter z"
        type: object
        properties: [{name: u, mapping: $.u}]
      - name: y
        mapping: $.y
      call: shop.list
`},
		"of served operations": {"unused-parameter", served + `
    - name: a
      path: /a/{id}
      operations:
      - name: a
        method: PUT
        call: shop.put
        inputParameters: [{name: payload, in: body, type: object}, {name: Accept, in: header, type: string}, {name: x, in: query, type: string}] # WARNING "the parameter x"
        with: {order_id: rest.id}
`},
		"of functions and what refers to them": {"unused-parameter", head + `
  aggregates:
  - namespace: f
    label: F
    functions:
    - name: a
      inputParameters: [{name: number, type: string, description: d}, {name: size, type: string, description: d}] # WARNING "the parameter size of the function"
      call: shop.get
      with: {order_id: f.number}
  exposes:
  - type: mcp
    namespace: t
    port: 3000
    tools:
    - {name: a, ref: f.a, inputParameters: [{name: number, type: string, description: d}, {name: colour, type: string, description: d}]} # WARNING "the parameter colour"
    - {name: b, ref: f.nothing, inputParameters: [{name: number, type: string, description: d}]}
`},
		"of an MCP resource": {"unused-parameter", head + `
  exposes:
  - type: mcp
    namespace: t
    port: 3000
    resources: [{name: a, uri: "shop://orders/{id}", call: shop.get, with: {order_id: "{{id}}"}, inputParameters: [{name: id, type: string}]}]
`},
		"in all levels": {"path-parameter-missing", `naftiko: "1.0.0-alpha2"
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://{region}.shop.example
    inputParameters: [{name: region, in: path}, {name: zone, in: path}] # ERROR "zone has no place" AT "zone"
    resources:
    - name: a
      path: /a/{{a_id}}
      inputParameters: [{name: aId, in: path}, {name: v, in: path}, {name: w, in: path}] # ERROR "w has no place"
      operations:
      - {name: get, path: "/a/{a_id}/{v}", inputParameters: [{name: a-id, in: path}]}
      - {name: put, inputParameters: [{name: x, in: path}, {name: y, in: header, value: "{{x}}"}]}
      - {name: add, inputParameters: [{name: x, in: path}, {name: y, in: query}]} # ERROR "x has no place" AT "x"
`},
		"of served paths": {"path-parameter-missing", served + `
    - name: a
      path: /a/{{order-id}}
      operations:
      - {name: a, method: GET, call: shop.get, inputParameters: [{name: orderId, in: path, type: string}, {name: x, in: path, type: string}]} # ERROR "x has no place"
`},
	}.run(t)
}

func TestOurs_variables(t *testing.T) {
	ruleCases{
		"in credentials": {"unresolved-placeholder", `naftiko: "1.0.0-alpha2"
binds:
- {namespace: env, keys: {KEY: KEY}}
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.example
    inputParameters: [{name: token, in: query}]
    authentication: {type: basic, username: "{{token}}", password: "{{env.KEY}}{{KEY}}"}
    resources:
    - name: a
      path: /a/{x}/{{y}}
      authentication: {type: apikey, key: X-Key, value: "{{KEYS}}"} # ERROR "{{KEYS}} in credentials" HINT "KEY"
      operations: [{name: get, authentication: {type: bearer, token: "{{given}}{{tools.t}}{{env.OTHER}}"}}]
  exposes:
  - type: mcp
    namespace: t
    port: 3000
    authentication: {type: bearer, token: "{{MCP_KEY}}"} # ERROR "{{MCP_KEY}} in credentials"
    tools: [{name: a, call: a.get, with: {given: tools.g}}]
`},
		"in hosts": {"unresolved-placeholder", `naftiko: "1.0.0-alpha2"
binds:
- {namespace: env, keys: {HOST: HOST}}
capability:
  consumes:
  - {type: http, namespace: a, baseUri: "https://{{HOST}}/{x}", resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: b, baseUri: "https://{zone}.b.example", inputParameters: [{name: zone}], resources: [{name: a, path: /a, operations: [{name: get}]}]}
  - {type: http, namespace: c, baseUri: "https://{zone}.c.example/v1", resources: [{name: a, path: /a, operations: [{name: get}]}]} # ERROR "{zone} in the host"
  - {type: http, namespace: d, baseUri: "{{base}}/v1", resources: [{name: a, path: /a, operations: [{name: get}]}]} # ERROR "{base} in the host"
  exposes: [{type: mcp, namespace: t, port: 3000, tools: [{name: a, call: a.get}]}]
`},
		"in hosts that only people call": {"unresolved-placeholder", `naftiko: "1.0.0-alpha2"
capability:
  consumes:
  - {type: http, namespace: c, baseUri: "https://{zone}.c.example/v1", resources: [{name: a, path: /a, operations: [{name: get}]}]}
`},
		"in tunnels": {"unresolved-placeholder", `ikanos: "1.0.0-beta5"
binds:
- {namespace: env, keys: {KEY: KEY}}
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.example
    tunnel: {type: ziti, identity: "{{no.one}}", fallback: direct, service: "{{SERVICE}}"} # ERROR "{{SERVICE}} in a tunnel"
    resources: {a: {path: /a, operations: {get: {method: GET}}}}
`},
		"in what is imported elsewhere": {"unresolved-placeholder", `naftiko: "1.0.0-alpha2"
consumes:
- {type: http, namespace: a, baseUri: "https://a.example", authentication: {type: bearer, token: "{{KEY}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]}
`},
		"halves": {"template-unterminated", `naftiko: "1.0.0-alpha2"
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.example
    authentication: {type: basic, username: "USER}}", password: "{{PASS"} # ERROR "does not begin" # ERROR "does not end"
    inputParameters:
    - {name: X-A, in: header, value: "Key {{A }"} # ERROR "does not end" HINT "{{A}}"
    - {name: X-B, in: header, value: '{"a": {"b": 1}}'}
    - {name: body, in: body, value: '{"a": {{'}
    resources:
    - {name: a, path: "/a}}", operations: [{name: get, body: {type: json, data: '{"a": {"b": {{c}}}}'}}]} # ERROR "does not begin"
    - {name: b, path: "/a/{{b", operations: [{name: put}]}
  exposes:
  - type: mcp
    namespace: t
    port: 3000
    tools:
    - name: a
      call: a.get
      with: {x: "{{tools.x"} # ERROR "does not end" HINT "{{tools.x}}"
    prompts:
    - name: p
      description: d
      template:
      - {role: user, content: 'Answer with {"a": {"b": 1}}, or {{'}
      - {role: user, content: "About {{topic}} and {{place"} # ERROR "does not end"
`},
		"what compiling does not look at": {"mapping-syntax", tools + `
    - name: a
      steps:
      - {name: s, type: call, call: shop.list, with: {page: "{{#a}}"}} # ERROR "not closed"
      - {name: u, type: lookup, index: s, match: a, lookupValue: "$.s[", outputParameters: [a]} # ERROR "mapping-syntax"
      mappings:
      - {targetName: a, value: "$.s..["} # ERROR "mapping-syntax"
      - {targetName: b, value: "{{s.total}}"}
      - {targetName: c, value: s.total}
      outputParameters: [{type: object, properties: {a: {type: string, mapping: "$.["}}}] # ERROR "mapping-syntax"
    - {name: b, call: shop.list, outputParameters: [{type: string, mapping: "$.["}]}
    prompts:
    - {name: p, description: d, template: [{role: user, content: "{{> partial}}"}]} # ERROR "mapping-syntax"
`},
		"of binds": {"never-set-bind", `naftiko: "1.0.0-alpha2"
binds:
- {namespace: shop-env, keys: {KEY: KEY, EMPTY: ""}} # ERROR "the key EMPTY"
- {namespace: t, keys: {OTHER: OTHER}}
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.example
    inputParameters:
    - {name: X-A, in: header, value: "{{shop-env.KEYS}}"} # ERROR "the bind shop-env has no key" HINT "KEY"
    - {name: X-B, in: header, value: "{{shop-env.KEY}}{{env.KEY}}{{t.OTHER}}"}
    resources: [{name: a, path: "/a/{id}", operations: [{name: get}]}]
  exposes:
  - type: mcp
    namespace: t
    port: 3000
    tools: [{name: a, call: a.get, with: {id: "{{t.id}}"}}]
`},
		"used anywhere": {"unused-bind", `naftiko: "1.0.0-alpha2"
binds:
- namespace: env
  keys:
    A: A
    B: B
    C: C
    D: D
    E: E
    F: F
    G: G
    SHOP_TOKEN: SHOP_TOKEN # WARNING "the bind SHOP_TOKEN" HINT "authentication"
    UNUSED: UNUSED # WARNING "the bind UNUSED" AT "UNUSED" HINT "leave it out"
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://{A}.example
    authentication: {type: bearer, token: $env.B}
    inputParameters: [{name: C, in: environment}, {name: X-D, in: header, value: "{{D.part}}"}]
    resources: [{name: a, path: "/a/{id}", operations: [{name: get, body: {type: json, data: {a: ["{{E}}"]}}}]}]
  exposes:
  - type: mcp
    namespace: t
    port: 3000
    authentication: {type: bearer, token: "{{env.F}}"}
    tools: [{name: a, call: a.get, with: {id: "{{G}}"}}]
`},
		"one that was misspelled": {"unused-bind", `naftiko: "1.0.0-alpha2"
binds:
- {namespace: env, keys: {SHOP_KEY: SHOP_KEY, SHOP_HOST: SHOP_HOST, OTHER: OTHER}} # WARNING "OTHER"
capability:
  consumes:
  - {type: http, namespace: a, baseUri: "https://{SHOPHOST}", authentication: {type: bearer, token: "{{SHOP_KYE}}"}, resources: [{name: a, path: /a, operations: [{name: get}]}]}
`},
		"the implicit token": {"unused-bind", `naftiko: "1.0.0-alpha2"
binds:
- {namespace: env, keys: {SHOP_TOKEN: SHOP_TOKEN}}
capability:
  consumes:
  - {type: http, namespace: a, baseUri: "https://a.example", resources: [{name: a, path: /a, operations: [{name: get}]}]}
`},
		"two tokens, of which none is sent": {"unused-bind", `naftiko: "1.0.0-alpha2"
binds:
- {namespace: env, keys: {SHOP_TOKEN: SHOP_TOKEN, POST_TOKEN: POST_TOKEN}} # WARNING "SHOP_TOKEN" # WARNING "POST_TOKEN"
capability:
  consumes:
  - {type: http, namespace: a, baseUri: "https://a.example", resources: [{name: a, path: /a, operations: [{name: get}]}]}
`},
		"a file of binds": {"unused-bind", `ikanos: "1.0.0-beta5"
binds:
- {namespace: env, keys: {KEY: KEY}}
`},
		"an import that failed": {"unused-bind", `naftiko: "1.0.0-alpha2"
binds:
- {namespace: env, keys: {KEY: KEY}}
capability:
  consumes: [{import: shop, location: ./not-there.yaml}]
`},
		"a script": {"unused-bind", tools + `
    - {name: a, steps: [{name: s, type: script, language: python, location: "file:///a", file: a.py}]}
`},
		"of the machine": {"reserved-env", `naftiko: "1.0.0-alpha2"
binds:
- {namespace: env, keys: {A: AWS_SECRET_ACCESS_KEY, HOME: HOME, SHOP: SHOP, PATH: PATH}} # INFO "AWS_SECRET_ACCESS_KEY" HINT "--bind A" # INFO "HOME belongs"
- {namespace: file, location: "file:///./s.yaml", keys: {B: GITHUB_TOKEN}}
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.example
    authentication: {type: basic, username: "{{A}}{{SHOP}}", password: "{{HOME}}{{B}}"}
    resources: [{name: a, path: /a, operations: [{name: get}]}]
`},
		"in parameters": {"reserved-env", `naftiko: "1.0.0-alpha2"
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.example
    inputParameters:
    - {name: GITHUB_TOKEN, in: environment} # INFO "GITHUB_TOKEN belongs" AT "GITHUB" HINT "--bind GITHUB_TOKEN"
    - {name: SHOP_TOKEN, in: environment}
    - {name: Authorization, in: header, value: "{{GITHUB_TOKEN}}{{SHOP_TOKEN}}"}
    resources: [{name: a, path: /a, operations: [{name: get}]}]
`},
	}.run(t)
}

func TestOurs_exposed(t *testing.T) {
	ruleCases{
		"of everything": {"duplicate-name", `naftiko: "1.0.0-alpha2"
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.example
    resources:
    - {name: a, path: /a, operations: [{name: get, inputParameters: [{name: x, in: query}, {name: x, in: header}, {name: x, in: query}]}]} # WARNING "another parameter is called x"
    - {name: a, path: /b, operations: [{name: put}]} # WARNING "another resource is called a" AT "a, path"
  exposes:
  - type: mcp
    namespace: t
    port: 3000
    tools:
    - {name: a, call: a.get, inputParameters: [{name: x, type: string, description: d}, {name: X, type: string, description: d}]}
    - {name: a, call: a.get} # WARNING "another tool is called a"
    - {name: b, steps: [{name: s, type: call, call: a.get}, {name: s, type: call, call: a.get}]} # WARNING "another step is called s"
    resources:
    - {name: a, uri: "x://a", call: a.get}
    - {name: b, uri: "x://a", call: a.get} # WARNING "another URI is called x://a"
    prompts: [{name: p, description: d, template: [{role: user, content: a}]}, {name: p, description: d, template: [{role: user, content: a}]}] # WARNING "another prompt"
  - type: mcp
    namespace: u
    port: 3001
    tools: [{name: a, call: a.get}]
`},
		"placeholders": {"duplicate-route", served + `
    - {name: a, path: "/a/{{x}}/b", operations: [{name: a, method: GET, call: shop.list}, {name: b, method: POST, call: shop.list}]}
    - {name: b, path: "/a/{y}/b", operations: [{name: c, method: get, call: shop.list}, {name: d, method: PUT, call: shop.list}]} # ERROR "GET /a/{y}/b is taken" AT "c"
    - {name: c, path: "/a/{y}/c", operations: [{name: e, method: GET, call: shop.list}]}
    - {name: d, path: "/a/{y}", operations: [{name: f, method: GET, call: shop.list}]}
    - {name: e, path: "/a/{y}.json", operations: [{name: g, method: GET, call: shop.list}]}
  - {type: rest, namespace: r2, port: 8081, resources: [{name: a, path: "/a/{{x}}/b", operations: [{name: a, method: GET, call: shop.list}]}]}
`},
		"literals": {"shadowed-route", served + `
    - {name: a, path: "/a/{x}", operations: [{name: a, method: GET, call: shop.list}]}
    - {name: b, path: "/a/b", operations: [{name: b, method: POST, call: shop.list}]}
    - {name: c, path: "/a/c", operations: [{name: c, method: GET, call: shop.list}]} # WARNING "GET /a/c is taken by /a/{x}" AT "\""
    - {name: d, path: "/b/c", operations: [{name: d, method: GET, call: shop.list}]}
    - {name: e, path: "/b/{x}", operations: [{name: e, method: GET, call: shop.list}]}
    - {name: f, path: "/c/{{path}}", forward: {targetNamespace: shop}}
    - {name: g, path: "/c/d/e", operations: [{name: g, method: GET, call: shop.list}]} # WARNING "is taken by /c/{{path}}"
    - {name: h, path: "/{x}/y/z", operations: [{name: h, method: GET, call: shop.list}]}
    - {name: i, path: "/q/{x}/z", operations: [{name: i, method: GET, call: shop.list}]}
`},
		"of adapters": {"duplicate-port", head + `
  exposes:
  - {type: rest, namespace: a, port: 8080, resources: []}
  - {type: mcp, namespace: b, port: 8080, tools: []} # ERROR "port 8080" AT "8080"
  - {type: mcp, namespace: c, transport: stdio, tools: []}
  - {type: skill, namespace: d, address: 0.0.0.0, port: 8080, skills: []} # ERROR "port 8080"
  - {type: control, port: 8080}
  - {type: rest, namespace: e, address: 10.0.0.1, port: 9000, resources: []}
  - {type: rest, namespace: f, address: 10.0.0.2, port: 9000, resources: []}
`},
		"of tools": {"tool-name-characters", tools + `
    - {name: get_order.v2-a, call: shop.list}
    - {name: "order/get", call: shop.list} # WARNING "has the character '/'" HINT "order-get"
    - {name: commande_été, call: shop.list} # WARNING "has the character 'é'"
`},
		"addresses": {"open-adapter", head + `
  exposes:
  - {type: rest, namespace: a, port: 1, resources: []}
  - {type: rest, namespace: b, port: 2, address: 127.0.0.2, resources: []}
  - {type: rest, namespace: c, port: 3, address: "::1", resources: []}
  - {type: rest, namespace: d, port: 4, address: "0.0.0.0", resources: []} # ERROR "can use the rest adapter"
  - {type: rest, namespace: e, port: 5, address: "0.0.0.0", authentication: {type: bearer, token: "{{KEY}}"}, resources: []}
  - {type: mcp, namespace: f, transport: stdio, address: "0.0.0.0", tools: []}
  - {type: skill, namespace: g, port: 6, address: "::", skills: []} # ERROR "can read the skill adapter"
  - {type: control, port: 7, address: 0.0.0.0}
  - {type: rest, namespace: h, port: 8, address: 127.evil.example, resources: []} # ERROR "who reaches 127.evil.example"
  - {type: rest, namespace: i, port: 9, address: "::ffff:127.0.0.1", resources: []}
  - {type: rest, namespace: j, port: 10, address: "0:0:0:0:0:0:0:1", resources: []}
  - {type: rest, namespace: k, port: 11, address: "0.0.0.0", authentication: {type: bearer, token: ""}, resources: []} # ERROR "can use"
`},
		"literals and types": {"impossible-output", `naftiko: "1.0.0-alpha2"
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.example
    inputParameters:
    - {name: n, type: integer, default: 1.5} # ERROR "the default of parameter n" AT "1.5"
    - {name: m, type: integer, default: "12", enum: [1, 2, x]} # ERROR "the enum of parameter m"
    - {name: s, type: string, default: 12}
    - {name: l, type: array, default: one}
    - {name: b, type: boolean, default: "true"}
    resources:
    - name: a
      path: /a
      operations:
      - name: get
        outputParameters:
        - {name: a, type: number, value: $.a}
        - {name: b, type: number, value: "{{KEY}}"}
        - {name: c, type: number, value: 1e400}
        - {name: d, type: boolean, value: 1} # ERROR "the value of output d"
        - {name: e, type: object, value: "{}"}
        - {name: f, type: date, value: x}
`},
		"parts without a published schema": {"impossible-output", `naftiko: "9.9"
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.example
    resources:
    - name: a
      path: /a
      operations:
      - name: get
        outputParameters:
        - {name: a, type: string, value: $.a, properties: [{name: b, type: string, value: $.b}]} # ERROR "a string has none" AT "string"
        - {name: b, type: array, value: $.a, properties: [{name: b, type: string, value: $.b}]} # ERROR "an array has items"
        - {name: c, type: object, value: $.a, items: {type: string}} # ERROR "an object has properties"
        - {name: d, type: number, value: $.a, items: {type: string}} # ERROR "a number has none"
        - {name: e, type: array, value: $.a, items: {type: object, properties: {f: {type: string, value: $.f}}}}
`},
	}.run(t)
}

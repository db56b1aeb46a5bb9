package engine_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/binding"
	"naftiko/engine"
	"naftiko/spec/value"
)

const exposedDoc = `
naftiko: 1.0.0-alpha2
binds:
- namespace: env
  keys: {TENANT: TENANT}
capability:
  consumes:
  - type: http
    namespace: svc
    baseUri: http://UP/v1
    resources:
    - name: ship
      path: /ships/{imo_number}
      operations:
      - name: get-ship
        method: POST
        inputParameters:
        - {name: imo_number, in: path, type: string, required: true, description: The number.}
        - {name: page, in: query, type: integer}
        - {name: tenant, in: query}
        - {name: body, in: body, type: object}
        outputParameters:
        - {name: ignored, value: $.nope}
  aggregates:
  - label: Fleet
    namespace: fleet
    functions:
    - name: ship
      description: From the fleet.
      call: svc.get-ship
      with: {imo_number: fleet.imo}
      outputParameters: [{type: string, mapping: $.name}]
  exposes:
  - type: mcp
    namespace: ship-tools
    tools:
    - name: read-ship
      description: Read a ship.
      call: svc.get-ship
      with: {imo_number: tools.imo, page: 3, tenant: "{{TENANT}}", body: tools.body}
      outputParameters: [{type: object, mapping: $.}]
    - name: whole
      call: svc.ship.get-ship
      with: {imo_number: "IMO-{{tools.number}}", body: {a: "{{ship-tools.a}}", b: 1}}
      outputParameters:
      - {name: n, type: string, mapping: $.name}
      - {name: y, type: integer, mapping: $.year}
    - {name: inherits, call: svc.get-ship}
    - {name: refers, ref: fleet.ship, with: {imo: ship-tools.number}}
    - {name: broken, call: svc.none}
    - {name: lost, ref: fleet.none}
    - {name: steps, steps: [{name: a, type: call, call: svc.get-ship}]}
  - type: rest
    namespace: ship-api
    resources:
    - name: ships
      path: /ships/{imo-number}
      operations:
      - {name: show, method: GET, call: svc.get-ship, with: {imo_number: rest.imoNumber}, outputParameters: [{type: string, mapping: $.none}, {type: string, mapping: $.name}]}
`

// exposedUpstream loads the document against an upstream that answers one ship.
func exposedUpstream(t *testing.T) (*engine.Program, engine.Call, *seen) {
	t.Helper()
	addr, last := upstream(t, `{"name":"Ever Given","year":2018}`)
	prog, diags := engine.Load(engine.Source{Name: "doc.yaml", Data: []byte(strings.ReplaceAll(exposedDoc, "http://UP", "http://"+addr))}, nil)
	require.NotNil(t, prog, "%v", diags)
	t.Cleanup(prog.Close)
	return prog, engine.Call{Binds: prog.NewBinds(binding.Options{Values: map[string]string{"TENANT": "acme"}})}, last
}

func TestInvoke_exposed(t *testing.T) {
	prog, call, last := exposedUpstream(t)
	tests := map[string]struct{ op, in, target, body, want string }{
		"tool with references": {
			"read-ship", `{"imo":"I 1","body":{"k":"v"}}`, "/v1/ships/I%201?page=3&tenant=acme", `{"k":"v"}`, `{"name":"Ever Given","year":2018}`,
		},
		"by its full name":        {"ship-tools.read-ship", `{"imo":"I"}`, "/v1/ships/I?page=3&tenant=acme", "", `{"name":"Ever Given","year":2018}`},
		"templates and data":      {"whole", `{"number":"7","a":"x"}`, "/v1/ships/IMO-7", `{"a":"x","b":1}`, `{"n":"Ever Given","y":2018}`},
		"nothing declared":        {"inherits", `{"imo_number":"I","page":2}`, "/v1/ships/I?page=2", "", `{"name":"Ever Given","year":2018}`},
		"operation, first mapped": {"show", `{"imoNumber":"I"}`, "/v1/ships/I", "", `"Ever Given"`},
		"function":                {"fleet.ship", `{"imo":"I"}`, "/v1/ships/I", "", `"Ever Given"`},
		"reference to a function": {"refers", `{"number":"I"}`, "/v1/ships/I", "", `"Ever Given"`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			res, err := prog.Invoke(t.Context(), find(t, prog, tc.op), args(t, tc.in), call)
			require.NoError(t, err)
			assert.Equal(t, tc.target, last.target)
			assert.Equal(t, tc.body, last.body)
			assert.Equal(t, tc.want, string(value.Append(nil, res.Value())))
		})
	}
}

// Inputs that a unit does not declare are inferred, typed by what they fill.
func TestExposed_inferredInputs(t *testing.T) {
	prog, _, _ := exposedUpstream(t)
	tests := map[string]string{
		"read-ship": "imo:string! body:object",
		"whole":     "number: a: page:integer tenant:",
		"inherits":  "imo_number:string! page:integer tenant: body:object",
		"refers":    "number:string! page:integer tenant: body:object",
		"show":      "imoNumber:string! page:integer tenant: body:object",
	}
	for name, want := range tests {
		var got []string
		for _, p := range find(t, prog, name).Params {
			text := p.Name + ":" + p.Type
			if p.Required {
				text += "!"
			}
			got = append(got, text)
		}
		assert.Equal(t, want, strings.Join(got, " "), name)
	}
	assert.Equal(t, "The number.", find(t, prog, "read-ship").Params[0].Description)
}

func TestExposed_cannotRun(t *testing.T) {
	prog, call, last := exposedUpstream(t)
	for name, code := range map[string]string{"broken": "unknown-call", "lost": "unknown-ref", "steps": "steps"} {
		_, err := prog.Invoke(t.Context(), find(t, prog, name), nil, call)
		var e *engine.Error
		require.ErrorAs(t, err, &e)
		assert.Equal(t, engine.Document, e.Kind)
		assert.Equal(t, code, e.Code)
		assert.True(t, e.Pos.IsValid())
	}
	_, err := prog.Invoke(t.Context(), find(t, prog, "read-ship"), nil, call)
	assert.ErrorContains(t, err, "read-ship needs the argument imo")
	assert.Empty(t, last.method)
}

// A consumed operation has its name before an exposed one.
func TestFind_consumedFirst(t *testing.T) {
	prog := load(t, `
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - {type: http, namespace: a, baseUri: "https://a.test", resources: [{name: r, path: /r, operations: [{name: same}]}]}
  exposes:
  - {type: mcp, namespace: t, tools: [{name: same, description: d, call: a.same}]}
`)
	assert.Empty(t, find(t, prog, "same").Exposed)
	assert.Equal(t, "tool", find(t, prog, "t.same").Exposed)
}

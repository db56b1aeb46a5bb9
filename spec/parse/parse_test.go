package parse_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/parse"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// load reads src, which must give no findings.
func load(t *testing.T, src string) *spec.Document {
	t.Helper()
	doc, diags := parse.Bytes("f", []byte(src))
	require.Empty(t, diags)
	return doc
}

// lenient reads src, which may give warnings.
func lenient(t *testing.T, src string) *spec.Document {
	t.Helper()
	doc, diags := parse.Bytes("f", []byte(src))
	require.NoError(t, diags.Err())
	return doc
}

func at(line, column int) diag.Pos { return diag.Pos{File: "f", Line: line, Column: column} }

func TestBytes_kinde(t *testing.T) {
	data, err := os.ReadFile("../../capabilities/kinde-users.yaml")
	require.NoError(t, err)
	doc := load(t, string(data))

	assert.Equal(t, spec.Version{Pos: at(1, 1), Key: "naftiko", Text: "1.0.0-alpha2"}, doc.Version)
	assert.Equal(t, "Kinde Management API — Users", doc.Info.Label.Text)
	assert.Equal(t, spec.Str{Text: "2026-05-22", Pos: at(12, 12)}, doc.Info.Created)
	assert.Len(t, doc.Info.Tags, 3)
	require.Len(t, doc.Binds, 1)
	assert.Equal(t, []spec.BindKey{
		{Pos: at(17, 5), Name: "KINDE_SUBDOMAIN", Key: spec.Str{Text: "KINDE_SUBDOMAIN", Pos: at(17, 22)}},
		{Pos: at(18, 5), Name: "KINDE_ACCESS_TOKEN", Key: spec.Str{Text: "KINDE_ACCESS_TOKEN", Pos: at(18, 25)}},
	}, doc.Binds[0].Keys)

	require.NotNil(t, doc.Capability)
	api := doc.Capability.Consumes[0]
	assert.Equal(t, at(21, 5), api.Pos)
	assert.Equal(t, spec.Str{Text: "https://{KINDE_SUBDOMAIN}.kinde.com/api/v1", Pos: at(23, 14)}, api.BaseURI)
	assert.Nil(t, api.Auth)
	assert.Nil(t, api.Import)
	require.Len(t, api.Resources, 4)
	names := []string{}
	for _, r := range api.Resources {
		for _, o := range r.Operations {
			names = append(names, r.Name.Text+" "+o.Method.Text+" "+o.Name.Text)
		}
	}
	assert.Equal(t, []string{
		"users GET getUsers", "users POST createUser", "user GET getUser", "user PATCH updateUser", "user DELETE deleteUser",
		"users-user_id-refresh_claims POST refreshUserClaims", "users-user_id-password PUT setUserPassword",
	}, names)
	create := api.Resources[0].Operations[1]
	assert.Equal(t, "json", create.RawFormat.Text)
	assert.Equal(t, value.Value("$."), create.Outputs[0].Value.Scalar)
	body := create.Inputs[0]
	assert.Equal(t, []string{"body", "body", "object"}, []string{body.Name.Text, body.In.Text, body.Type.Text})
	assert.True(t, body.Required)
	assert.Equal(t, at(59, 21), body.RequiredPos)
}

// twoForms is one capability as naftiko and as ikanos write it.
var twoForms = [2]string{`
naftiko: 1.0.0-alpha2
info: {label: L, description: D}
capability:
  consumes:
  - namespace: a
    type: http
    baseUri: http://a
    inputParameters: [{name: h, in: header, value: x}]
    resources:
    - name: r
      label: R
      path: /r
      operations:
      - name: o
        method: GET
        inputParameters: [{name: q, in: query}]
        outputParameters: [{name: id, type: string, value: $.id}]
  - location: b.yaml
    import: b
    as: c
  aggregates:
  - label: A
    namespace: g
    functions:
    - name: f
      description: F
      semantics: {safe: true}
      inputParameters: [{name: i, type: string, description: I, required: false}]
      steps:
      - {name: s, type: call, call: a.o, with: {q: g.i}}
      - {name: l, type: lookup, index: s, match: id, lookupValue: $.s.id, outputParameters: [id]}
      - {name: j, type: script, language: javascript, file: j.js, dependencies: [k.js]}
      mappings:
      - {targetName: x.y, value: $.s.id}
      outputParameters:
      - {name: x, type: object, properties: {y: {name: y, type: string}}}
      - {name: z, type: array, items: [{name: p, type: string}, {name: q, type: number}]}
  exposes:
  - type: mcp
    namespace: m
    port: 9090
    tools:
    - name: t
      label: T
      hints: {readOnly: true, openWorld: false}
      ref: g.f
    - name: u
      call: a.o
      with: {q: tools.q}
      outputParameters: [{type: object, mapping: $., properties: {id: {type: string, mapping: $.id}}}]
    resources: [{name: d, label: D, uri: "d://{id}", description: D, call: a.o}]
    prompts:
    - name: p
      label: P
      description: P
      arguments: [{name: w, description: W}]
      template: [{role: user, content: "{{w}}"}]
  - type: rest
    namespace: n
    port: 8080
    resources:
    - name: e
      path: /e
      operations: [{name: v, method: GET, call: a.o}]
      forward: {targetNamespace: a, trustedHeaders: [Accept]}
  - type: skill
    namespace: k
    port: 8081
    skills:
    - name: y
      description: Y
      allowed-tools: t
      metadata: {a: b}
      tools:
      - {name: t, description: T, from: {sourceNamespace: m, action: t}}
`, `
ikanos: 1.0.0-beta5
info: {display: L, description: D}
capability:
  consumes:
  - namespace: a
    type: http
    baseUri: http://a
    inputParameters: {h: {in: header, value: x}}
    resources:
      r:
        display: R
        path: /r
        operations:
          o:
            method: GET
            inputParameters: {q: {in: query}}
            outputParameters: {id: {type: string, value: $.id}}
  - from: b.yaml
    import: b
    as: c
  aggregates:
  - display: A
    namespace: g
    flows:
      f:
        description: F
        semantics: {safe: true}
        inputParameters: {i: {type: string, description: I, required: false}}
        steps:
          s: {type: call, call: a.o, with: {q: g.i}}
          l: {type: lookup, index: s, match: id, lookupValue: $.s.id, outputParameters: [id]}
          j: {type: script, language: javascript, file: j.js, dependencies: [k.js]}
        mappings:
        - {target: x.y, value: $.s.id}
        outputParameters:
          x: {type: object, properties: {y: {type: string}}}
          z: {type: array, items: {p: {type: string}, q: {type: number}}}
  exposes:
  - type: mcp
    namespace: m
    port: 9090
    tools:
      t:
        display: T
        hints: {readOnly: true, openWorld: false}
        ref: g.f
      u:
        call: a.o
        with: {q: tools.q}
        outputParameters: [{type: object, mapping: $., properties: {id: {type: string, mapping: $.id}}}]
    resources: {d: {display: D, uri: "d://{id}", description: D, call: a.o}}
    prompts:
      p:
        display: P
        description: P
        arguments: {w: {description: W}}
        template: [{role: user, content: "{{w}}"}]
  - type: rest
    namespace: n
    port: 8080
    resources:
      e:
        path: /e
        operations: {v: {method: GET, call: a.o}}
        forward: {targetNamespace: a, trustedHeaders: [Accept]}
  - type: skill
    namespace: k
    port: 8081
    skills:
      y:
        description: Y
        allowed-tools: t
        metadata: {a: b}
        tools:
          t: {description: T, from: {sourceNamespace: m, action: t}}
`}

func TestDocument_forms(t *testing.T) {
	lists, maps := load(t, twoForms[0]), load(t, twoForms[1])

	t.Run("C26 C27 both give the same model", func(t *testing.T) {
		assert.Equal(t, "1.0.0-alpha2", lists.Version.Text)
		assert.Equal(t, "1.0.0-beta5", maps.Version.Text)
		lists.Version, maps.Version = spec.Version{}, spec.Version{}
		assert.Equal(t, texts(lists), texts(maps))
	})

	t.Run("what is in it", func(t *testing.T) {
		c := maps.Capability
		assert.Equal(t, "b.yaml b c", c.Consumes[1].Import.From.Text+" "+c.Consumes[1].Import.Name.Text+" "+c.Consumes[1].Import.As.Text)
		f := c.Aggregates[0].Functions[0]
		assert.Equal(t, "f", f.Name.Text)
		assert.True(t, f.Semantics.Safe.Value)
		assert.False(t, f.Semantics.Idempotent.Set())
		assert.Equal(t, "id", f.Steps[1].Fields[0].Text)
		assert.Equal(t, "object", f.Outputs[1].Items.Type.Text)
		assert.Equal(t, "q", f.Outputs[1].Items.Properties[1].Name.Text)
		assert.False(t, f.Inputs[0].Required)
		assert.True(t, f.Inputs[0].RequiredPos.IsValid())
		assert.Equal(t, "x.y", f.Mappings[0].Target.Text)
		tools := c.Exposes[0].Tools
		assert.Equal(t, "g.f", tools[0].Ref.Text)
		assert.True(t, tools[0].Hints.OpenWorld.Set())
		assert.False(t, tools[0].Hints.OpenWorld.Value)
		assert.Equal(t, value.Value("tools.q"), tools[1].With[0].Node.Scalar)
		assert.Equal(t, "Accept", c.Exposes[1].Resources[0].Forward.Headers[0].Text)
		assert.Equal(t, "m", c.Exposes[2].Skills[0].Tools[0].From.Namespace.Text)
	})
}

func TestDocument_cases(t *testing.T) {
	const head = "naftiko: 1.0.0-alpha2\ncapability: {consumes: [{namespace: a, type: http, baseUri: http://a, resources: [{name: r, path: /r, operations: [{name: o, "
	const tail = "}]}]}]}\n"
	operation := func(t *testing.T, src string) spec.Operation {
		t.Helper()
		return lenient(t, head+src+tail).Capability.Consumes[0].Resources[0].Operations[0]
	}

	t.Run("C28 location in an ikanos document", func(t *testing.T) {
		doc, diags := parse.Bytes("f", []byte("ikanos: 1.0.0-beta5\ncapability: {consumes: [{location: b.yaml, import: b}]}"))
		require.Len(t, diags, 1)
		assert.Equal(t, diag.Warning, diags[0].Severity)
		assert.Equal(t, `write "from"`, diags[0].Hint)
		assert.Equal(t, "b.yaml", doc.Capability.Consumes[0].Import.From.Text)
	})
	t.Run("C29 no exposes", func(t *testing.T) {
		assert.Len(t, load(t, head+tail).Capability.Consumes, 1)
	})
	t.Run("C30 dates without quotes", func(t *testing.T) {
		doc := load(t, "naftiko: 1.0.0-alpha2\ninfo: {label: L, description: D, created: 2026-05-22}\nconsumes: []")
		assert.Equal(t, "2026-05-22", doc.Info.Created.Text)
	})
	t.Run("C31 required as flag or list", func(t *testing.T) {
		in := operation(t, "inputParameters: [{name: a, required: true}, {name: b, required: [x, y]}, {name: c, required: false}]").Inputs
		assert.True(t, in[0].Required)
		assert.Equal(t, []string{"x", "y"}, []string{in[1].RequiredNames[0].Text, in[1].RequiredNames[1].Text})
		assert.False(t, in[1].Required)
		assert.True(t, in[2].RequiredPos.IsValid())
	})
	t.Run("C32 items as list of one", func(t *testing.T) {
		in := operation(t, "inputParameters: [{name: a, items: [{type: string}]}, {name: b, items: {type: string}}, {name: c, items: []}]").Inputs
		assert.Equal(t, "string", in[0].Items.Type.Text)
		assert.Equal(t, "string", in[1].Items.Type.Text)
		assert.Nil(t, in[2].Items)
	})
	t.Run("C33 value and mapping are kept as written", func(t *testing.T) {
		out := operation(t, `outputParameters: [{name: a, value: $.x}, {type: string, value: Hi}, {name: n, value: 5, mapping: $.y}]`).Outputs
		assert.Equal(t, value.Value("$.x"), out[0].Value.Scalar)
		assert.Equal(t, value.Value("Hi"), out[1].Value.Scalar)
		assert.Equal(t, value.Value(value.Number("5")), out[2].Value.Scalar)
		assert.Equal(t, "$.y", out[2].Mapping.Text)
	})
	t.Run("C34 anchors and aliases", func(t *testing.T) {
		doc := load(t, "naftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n  - &a {namespace: a, type: http, baseUri: x, resources: &r [{name: r, path: /r, operations: []}]}\n  - {<<: *a, namespace: b}\n  - {namespace: c, type: http, baseUri: x, resources: *r}\n")
		for i, ns := range []string{"a", "b", "c"} {
			assert.Equal(t, ns, doc.Capability.Consumes[i].Namespace.Text)
			assert.Equal(t, "/r", doc.Capability.Consumes[i].Resources[0].Path.Text)
		}
	})
	t.Run("nested mapping", func(t *testing.T) {
		out := operation(t, "outputParameters: [{name: a, type: object, mapping: {properties: {x: {type: string, mapping: $.x}}}}, {name: b, type: array, mapping: {items: {type: string}}}]").Outputs
		assert.Equal(t, "x", out[0].Properties[0].Name.Text)
		assert.Equal(t, "string", out[1].Items.Type.Text)
		assert.False(t, out[0].Mapping.Set())
	})
	t.Run("kinds of items", func(t *testing.T) {
		out := operation(t, "outputParameters: [{items: {properties: {a: {type: string}}}}, {items: {mapping: $.}}, {items: {properties: {type: string}, a: {type: string}}}, {items: [{type: string}]}, {items: [{name: a, type: string}]}, {items: }]").Outputs
		assert.Equal(t, "a", out[0].Items.Properties[0].Name.Text)
		assert.False(t, out[0].Items.Type.Set())
		assert.Equal(t, "$.", out[1].Items.Mapping.Text)
		assert.Len(t, out[2].Items.Properties, 2)
		assert.Equal(t, "string", out[3].Items.Type.Text)
		assert.Equal(t, "a", out[4].Items.Properties[0].Name.Text)
		assert.Nil(t, out[5].Items)
	})
	t.Run("body", func(t *testing.T) {
		raw := operation(t, `body: '{"a": 1}'`).Body
		assert.Equal(t, `{"a": 1}`, raw.Raw.Text)
		assert.Nil(t, raw.Data)
		typed := operation(t, "body: {type: json, data: {z: '{{z}}', a: 1.10, d: 2024-01-02}}").Body
		assert.Equal(t, "json", typed.Type.Text)
		assert.False(t, typed.Raw.Set())
		assert.Equal(t, `{"z":"{{z}}","a":1.10,"d":"2024-01-02"}`, string(value.Append(nil, typed.Data.Plain())))
		assert.Nil(t, operation(t, "body: ").Body)
	})
	t.Run("scalars stand for texts", func(t *testing.T) {
		op := operation(t, "method: 5, maxBinarySize: 10, inputParameters: [{name: 7, value: 1.10, default: true, maxLength: 0x10}]")
		assert.Equal(t, "5", op.Method.Text)
		assert.Equal(t, "7", op.Inputs[0].Name.Text)
		assert.Equal(t, value.Value(value.Number("1.10")), op.Inputs[0].Value.Scalar)
		assert.Equal(t, value.Value(true), op.Inputs[0].Default.Scalar)
		assert.Equal(t, "0x10", op.Inputs[0].Facets.MaxLength.Text)
	})
	t.Run("null is absent, empty is not", func(t *testing.T) {
		op := operation(t, "inputParameters: , outputParameters: ~, method: , description: ''")
		assert.Nil(t, op.Inputs)
		assert.Nil(t, op.Outputs)
		assert.False(t, op.Method.Set())
		assert.True(t, op.Description.Set())
	})
	t.Run("an operation needs no name", func(t *testing.T) {
		doc := load(t, "naftiko: 1.0.0-alpha2\ncapability: {consumes: [{namespace: a, resources: [{path: /r, operations: [{method: GET}]}]}]}")
		assert.False(t, doc.Capability.Consumes[0].Resources[0].Operations[0].Name.Set())
	})
	t.Run("a mapping gives a name to nothing", func(t *testing.T) {
		doc := load(t, "ikanos: 1.0.0-beta5\ncapability: {consumes: [{namespace: a, resources: {r: {path: /r, operations: {o: }}}}]}")
		o := doc.Capability.Consumes[0].Resources[0].Operations[0]
		assert.Equal(t, "o", o.Name.Text)
		assert.Equal(t, o.Name.Pos, o.Pos)
	})
	t.Run("same name, other place", func(t *testing.T) {
		in := operation(t, "inputParameters: [{name: id, in: path}, {name: id, in: query}]").Inputs
		assert.Len(t, in, 2)
	})
}

func TestDocument_versions(t *testing.T) {
	tests := map[string]struct {
		src, code string
	}{
		"naftiko 0.4":           {"naftiko: 0.4\ncapability: {}", ""},
		"naftiko 0.5, quoted":   {"naftiko: '0.5'\ncapability: {}", ""},
		"naftiko alpha1":        {"naftiko: 1.0.0-alpha1\ncapability: {}", ""},
		"naftiko alpha3":        {"naftiko: \"1.0.0-alpha3\"\ncapability: {}", ""},
		"naftiko alpha4":        {"naftiko: 1.0.0-alpha4\ncapability: {}", "unknown-version"},
		"ikanos alpha3":         {"ikanos: 1.0.0-alpha3\ncapability: {}", ""},
		"ikanos beta5":          {"ikanos: 1.0.0-beta5\nconsumes: []", ""},
		"ikanos alpha1":         {"ikanos: 1.0.0-alpha1\ncapability: {}", "unknown-version"},
		"no value":              {"naftiko:\ncapability: {}", "unknown-version"},
		"no version":            {"consumes: []", "missing-version"},
		"no version, any words": {"info: {display: a, label: b}\ncapability: {}", "missing-version"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, diags := parse.Bytes("f", []byte(tc.src))
			require.NoError(t, diags.Err())
			if tc.code == "" {
				assert.Empty(t, diags)
				return
			}
			require.Len(t, diags, 1)
			assert.Equal(t, tc.code, diags[0].Code)
		})
	}
}

func TestDocument_twoSpellings(t *testing.T) {
	tests := map[string]struct{ version, want string }{
		"naftiko": {"naftiko: 1.0.0-alpha2", "L"},
		"ikanos":  {"ikanos: 1.0.0-beta5", "D"},
		"none":    {"consumes: []", "D"},
	}
	for name, tc := range tests {
		for _, info := range []string{"{label: L, display: D}", "{display: D, label: L}"} {
			t.Run(name+" "+info, func(t *testing.T) {
				assert.Equal(t, tc.want, lenient(t, tc.version+"\ninfo: "+info+"\n").Info.Label.Text)
			})
		}
	}
	assert.Equal(t, "D", load(t, "ikanos: 1.0.0-beta5\ninfo: {display: D}").Info.Label.Text)
	assert.Equal(t, "L", lenient(t, "ikanos: 1.0.0-beta5\ninfo: {label: L}").Info.Label.Text)
	assert.Equal(t, "L", lenient(t, "ikanos: 1.0.0-beta5\ninfo: {label: L, display: }").Info.Label.Text)
}

func TestDocument_foreign(t *testing.T) {
	t.Run("externalRefs are binds", func(t *testing.T) {
		doc := load(t, "naftiko: 0.5\nexternalRefs:\n- {name: n, type: environment, resolution: file, uri: file:///a.json, keys: {t: T}}\n- {name: e, type: variables, resolution: runtime, keys: {u: U}}\ncapability: {}")
		require.Len(t, doc.Binds, 2)
		assert.Equal(t, "n file:///a.json", doc.Binds[0].Namespace.Text+" "+doc.Binds[0].Location.Text)
		assert.Equal(t, "T", doc.Binds[0].Keys[0].Key.Text)
		assert.False(t, doc.Binds[1].Location.Set())
	})
	t.Run("api is rest", func(t *testing.T) {
		doc := load(t, "naftiko: 0.4\ncapability: {exposes: [{type: api, port: 80, namespace: n, resources: [{path: /, operations: []}]}]}")
		assert.Equal(t, "rest", doc.Capability.Exposes[0].Type.Text)
		assert.Len(t, doc.Capability.Exposes[0].Resources, 1)
	})
	t.Run("unknown adapters keep their keys", func(t *testing.T) {
		x := lenient(t, "naftiko: 0.5\ncapability: {exposes: [{type: agent-skill, namespace: n, skill: {name: s}}]}").Capability.Exposes[0]
		assert.Equal(t, "agent-skill n", x.Type.Text+" "+x.Namespace.Text)
		require.Len(t, x.More, 1)
		assert.Equal(t, "skill", x.More[0].Name)
	})
	t.Run("unknown steps keep their keys", func(t *testing.T) {
		x := lenient(t, "naftiko: 0.5\ncapability: {exposes: [{type: mcp, namespace: n, tools: [{name: t, steps: [{name: s, type: transform, forEach: $.a, outputParameters: [{name: x}]}]}]}]}").Capability.Exposes[0]
		step := x.Tools[0].Steps[0]
		assert.Equal(t, "s transform", step.Name.Text+" "+step.Type.Text)
		assert.Len(t, step.More, 2)
	})
	t.Run("an adapter without a type is told by its keys", func(t *testing.T) {
		x := load(t, "naftiko: 0.5\ncapability: {exposes: [{namespace: n, tools: [{name: t}]}]}").Capability.Exposes[0]
		assert.Len(t, x.Tools, 1)
		assert.False(t, x.Type.Set())
	})
	t.Run("authentication", func(t *testing.T) {
		a := load(t, "naftiko: 1.0.0-alpha2\ncapability: {exposes: [{type: rest, authentication: {type: oauth2, resource: r, scopes: [a]}}]}").Capability.Exposes[0].Auth
		assert.Equal(t, []string{"resource", "scopes"}, []string{a.More[0].Name, a.More[1].Name})
		b := lenient(t, "naftiko: 1.0.0-alpha2\ncapability: {consumes: [{authentication: {type: hmac, secret: s, key: k}}]}").Capability.Consumes[0].Auth
		assert.Equal(t, "k", b.Key.Text)
		assert.Equal(t, "secret", b.More[0].Name)
	})
	t.Run("call with arguments", func(t *testing.T) {
		x := load(t, "naftiko: 1.0.0-alpha2\ncapability: {exposes: [{type: mcp, tools: [{name: t, call: {operation: a.o, with: {x: 1}}, with: {y: 2}}]}]}").Capability.Exposes[0].Tools[0]
		assert.Equal(t, "a.o", x.Call.Text)
		assert.Len(t, x.With, 2)
	})
	t.Run("control", func(t *testing.T) {
		x := load(t, "naftiko: 1.0.0-alpha2\ncapability: {exposes: [{type: control, port: 9, management: {logs: {level-control: true}}, observability: {traces: {sampling: 0.5}}}]}").Capability.Exposes[0]
		assert.Equal(t, `{"traces":{"sampling":0.5}}`, string(value.Append(nil, x.Observability.Plain())))
		assert.Equal(t, `{"logs":{"level-control":true}}`, string(value.Append(nil, x.Management.Plain())))
	})
	t.Run("responses", func(t *testing.T) {
		o := load(t, "ikanos: 1.0.0-beta5\ncapability: {exposes: [{type: rest, resources: {r: {path: /, operations: {o: {method: GET, responses: {'200': {description: D, content: {image/png: {binary: true}}}}, responseBinary: {status: 200, mediaType: image/png}}}}}}]}").Capability.Exposes[0].Resources[0].Operations[0]
		assert.Equal(t, "200", o.Responses[0].Status.Text)
		assert.Equal(t, "image/png", o.Responses[0].Content[0].MediaType.Text)
		assert.True(t, o.Responses[0].Content[0].Binary.Value)
		assert.Equal(t, "200", o.BinaryResponse.Status.Text)
	})
}

// TestDocument_standalone reads section files.
func TestDocument_standalone(t *testing.T) {
	doc := load(t, "ikanos: 1.0.0-alpha3\nconsumes: [{namespace: a}]\nexposes: [{type: rest}]\naggregates: [{namespace: g}]\nbinds: [{namespace: b, keys: {A: a}}]\n")
	assert.Nil(t, doc.Capability)
	assert.Len(t, doc.Consumes, 1)
	assert.Len(t, doc.Exposes, 1)
	assert.Len(t, doc.Aggregates, 1)
	assert.Len(t, doc.Binds, 1)
}

func TestDocument_absent(t *testing.T) {
	doc, diags := parse.Document(yaml.Node{})
	require.NotNil(t, doc)
	require.Len(t, diags, 1)
	assert.Equal(t, "empty-document", diags[0].Code)
}

package compile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/compile"
	"naftiko/engine/internal/run"
	"naftiko/spec/diag"
	"naftiko/spec/diag/diagtest"
	"naftiko/spec/parse"
	"naftiko/spec/value"
)

func document(t *testing.T, src string) (*compile.Program, diag.List) {
	t.Helper()
	doc, diags := parse.Bytes("doc.yaml", []byte(src))
	require.False(t, diags.HasErrors(), "%v", diags)
	return compile.Document(doc, compile.Options{Check: true})
}

// Each fixture says where it is wrong.
func TestFixtures(t *testing.T) {
	files, err := filepath.Glob("../../../testdata/bad/compile-*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			require.NoError(t, err)
			_, diags := document(t, string(src))
			diagtest.CheckAll(t, src, diags)
		})
	}
}

// consume is a document with one operation; %s stand for binds, entry and operation.
func consume(binds, entry string) string {
	return "naftiko: 1.0.0-alpha2\nbinds:\n- namespace: env\n  keys: {" + binds + "}\ncapability:\n  consumes:\n  - type: http\n" +
		"    namespace: a\n" + entry + "    resources:\n    - {name: r, path: '/r/{ID}', operations: [{name: op}]}\n"
}

// The implicit bearer needs every one of its conditions.
func TestImplicitBearer_conditions(t *testing.T) {
	const base = "    baseUri: https://a.test\n"
	tests := map[string]struct {
		src  string
		want bool
	}{
		"one token":                  {consume("A_TOKEN: A_TOKEN", base), true},
		"origin from a bind":         {consume("A_TOKEN: A_TOKEN, H: H", "    baseUri: https://{H}/v1\n"), true},
		"beside another bind":        {consume("A_TOKEN: A_TOKEN, ID: ID", base), true},
		"origin from an argument":    {consume("A_TOKEN: A_TOKEN", "    baseUri: https://{host}/v1\n"), false},
		"two tokens":                 {consume("A_TOKEN: A_TOKEN, B_TOKEN: B_TOKEN", base), false},
		"used elsewhere":             {consume("A_TOKEN: A_TOKEN", base+"    inputParameters: [{name: t, in: query, value: '{{A_TOKEN}}'}]\n"), false},
		"another key":                {consume("A_TOKEN: B", base), false},
		"another ending":             {consume("A_KEY: A_KEY", base), false},
		"a reserved name":            {consume("GITHUB_TOKEN: GITHUB_TOKEN", base), false},
		"declared authentication":    {consume("A_TOKEN: A_TOKEN", base+"    authentication: {type: apikey, key: k, value: v}\n"), false},
		"declared none":              {consume("A_TOKEN: A_TOKEN", base+"    authentication: {type: none}\n"), false},
		"an Authorization parameter": {consume("A_TOKEN: A_TOKEN", base+"    inputParameters: [{name: authorization, in: header}]\n"), false},
		"used by an adapter": {
			consume("A_TOKEN: A_TOKEN", base) + "  exposes:\n  - {type: mcp, namespace: m, authentication: {type: bearer, token: '{{A_TOKEN}}'}}\n", false,
		},
		"used by a step": {
			consume("A_TOKEN: A_TOKEN", base) + "  exposes:\n  - {type: mcp, namespace: m, tools: [{name: t, description: d, steps: [{name: s, type: call, call: a.op, with: {x: '{{A_TOKEN}}'}}]}]}\n", false,
		},
		"used as env.X": {consume("A_TOKEN: A_TOKEN", base+"    inputParameters: [{name: X, in: header, value: '{{env.A_TOKEN}}'}]\n"), false},
		"origin by way of a parameter": {
			consume("A_TOKEN: A_TOKEN", "    baseUri: https://{host}/v1\n    inputParameters: [{name: host, in: path, value: '{{tenant}}.test'}]\n"), false,
		},
		"origin from a parameter like a bind": {
			consume("A_TOKEN: A_TOKEN, HOST: HOST", "    baseUri: https://{HOST}/v1\n    inputParameters: [{name: HOST, in: path}]\n"), false,
		},
		"two entries": {
			consume("A_TOKEN: A_TOKEN", base) + "  - {type: http, namespace: b, baseUri: https://b.test, resources: [{name: r, path: /r, operations: [{name: op}]}]}\n", false,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			prog, _ := document(t, tc.src)
			assert.Equal(t, tc.want, prog.Ops[0].Auth.Implicit)
		})
	}
}

// A bind is secret unless it is used only in base URIs and paths under a name
// that does not tell of a secret.
func TestSecrets(t *testing.T) {
	prog, _ := document(t, consume(
		"H: H, ID: ID, HOST_KEY: HOST_KEY, RENAMED: SOME_PASSWORD, BOTH: BOTH, UNUSED: UNUSED",
		"    baseUri: https://{H}{HOST_KEY}{RENAMED}{BOTH}/v1\n    inputParameters: [{name: X, in: header, value: '{{BOTH}}'}]\n"))
	got := map[string]bool{}
	for _, d := range prog.Decls {
		got[d.Name] = d.Secret
	}
	want := map[string]bool{"H": false, "ID": false, "HOST_KEY": true, "RENAMED": true, "BOTH": true, "UNUSED": true}
	assert.Equal(t, want, got)
}

func TestParams(t *testing.T) {
	prog, diags := document(t, `
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://{region}.a.test
    authentication: {type: bearer, token: "{{session}}"}
    inputParameters:
    - {name: region, in: path, default: eu}
    - {name: Authorization, in: header, required: true}
    resources:
    - name: r
      path: /r/{userId}/{other}
      operations:
      - name: op
        method: POST
        inputParameters:
        - {name: user_id, in: path}
        - {name: fixed, in: query, value: "{{from}}-{{tools.tool}}"}
        - {name: q, in: query}
        body: {type: json, data: {a: "{{member}}", b: "{{q}}", c: "{{#list}}{{inner}}{{/list}}"}}
`)
	assert.Empty(t, diags)
	var got []string
	for _, p := range prog.Ops[0].Params {
		name := p.Name
		if p.Required {
			name += "!"
		}
		got = append(got, name)
	}
	assert.Equal(t, "region Authorization user_id! q from tool other! member list session", strings.Join(got, " "))
}

func TestBaseURI_unclosed(t *testing.T) {
	prog, _ := document(t, consume("A: A", "    baseUri: '"+strings.Repeat("{", 1000)+"'\n"))
	assert.NotEmpty(t, prog.Ops[0].Problems)
}

// {{env.X}} is another name of the bind X of any namespace, not another variable.
func TestEnvAlias(t *testing.T) {
	src := strings.Replace(consume("A: A", "    baseUri: https://a.test\n    inputParameters: [{name: X, in: header, value: '{{env.A}}'}]\n"), "namespace: env", "namespace: other", 1)
	prog, _ := document(t, src)
	require.Len(t, prog.Decls, 1)
	d, ok := prog.Index.Find("env.A")
	assert.True(t, ok)
	assert.Equal(t, "other.A", d.ID())
}

// A list without a type is one when it says what its items are.
func TestOutputs_shapeWithoutType(t *testing.T) {
	prog, _ := document(t, consume("A: A", "    baseUri: https://a.test\n")+
		"    - {name: s, path: /s, operations: [{name: out, outputParameters: [{name: l, mapping: $.l, items: {properties: {id: {mapping: $.id}}}}]}]}\n")
	out := prog.Ops[1].Outputs
	v, err := value.Decode([]byte(`{"l":[{"id":1},{"id":2}]}`))
	require.NoError(t, err)
	got, _ := run.Outputs(out, v)
	assert.Equal(t, `{"l":[{"id":1},{"id":2}]}`, string(value.Append(nil, got)))
}

// What a shared file leaves to those that import it is no finding; what uses it alone
// fails.
func TestShared(t *testing.T) {
	const exposed = "exposes:\n- {type: rest, namespace: r, port: 1, resources: [{path: /r, operations: [{name: op, method: GET, ref: agg.f}]}]}\n"
	const other = "aggregates:\n- {namespace: other, label: O, functions: [{name: g, call: a.g}]}\n"
	const consumed = "consumes:\n- {type: http, namespace: a, baseUri: 'https://{{env.H}}.test', resources: [{name: r, path: /, operations: [{name: op}]}]}\n"
	capability := func(sections ...string) string {
		return "capability:\n  " + strings.ReplaceAll(strings.Join(sections, ""), "\n", "\n  ")
	}
	tests := map[string]struct {
		src  string
		want []string
	}{
		"shared exposes":                   {exposed, nil},
		"shared exposes beside aggregates": {exposed + other, []string{"unknown-ref"}},
		"shared consumes":                  {consumed, nil},
		"capability exposes":               {capability(exposed), []string{"unknown-ref"}},
		"capability consumes":              {capability(consumed), []string{"undeclared-env"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			prog, diags := document(t, "ikanos: 1.0.0-beta5\n"+tc.src)
			var codes []string
			for _, d := range diags {
				codes = append(codes, d.Code)
			}
			assert.Equal(t, tc.want, codes)
			ops, _ := prog.Exposed()
			for _, op := range ops {
				if op.Exposed == "operation" {
					assert.Equal(t, "unknown-ref", op.Problems[0].Code)
				}
			}
		})
	}
}

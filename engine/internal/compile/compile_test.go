package compile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/compile"
	"naftiko/spec/diag"
	"naftiko/spec/diag/diagtest"
	"naftiko/spec/parse"
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

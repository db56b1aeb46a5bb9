package rule_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine"
	"naftiko/spec/diag"
	"naftiko/spec/rule"
)

// look returns what validation finds in a document, as "CODE LINE:COLUMN"; of one rule
// or code alone, in any spelling. Files are put beside the document.
func look(t *testing.T, doc, code string, files map[string]string) []string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	rules, err := engine.NewRules("all")
	require.NoError(t, err)
	source := engine.Source{Name: filepath.Join(folder, "doc.yaml"), Data: []byte(doc), Folder: folder}
	found, isCapability := engine.Validate(source, &engine.Checks{Rules: rules})
	require.True(t, isCapability, "%v", found)
	var out []string
	for _, d := range found {
		if rule.Canonical(d.Code) == rule.Canonical(code) {
			out = append(out, fmt.Sprintf("%s %d:%d", d.Code, d.Pos.Line, d.Pos.Column))
		}
	}
	return out
}

// publishedCase is one document with what one rule finds in it.
type publishedCase struct {
	code, doc string
	files     map[string]string
	want      []string
}

func check(t *testing.T, tests map[string]publishedCase) {
	t.Helper()
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tc.want, look(t, strings.TrimPrefix(tc.doc, "\n"), tc.code, tc.files), "\n%s", tc.doc)
		})
	}
}

// lib is a file to import from.
const lib = `ikanos: "1.0.0-beta5"
consumes:
- {type: http, namespace: pets, baseUri: https://pets.test, resources: {}}
- {type: http, namespace: owners, baseUri: https://owners.test, resources: {}}
`

func TestNamespacesUnique(t *testing.T) {
	imports := map[string]string{"lib.yaml": lib}
	check(t, map[string]publishedCase{
		"of binds, consumes and exposes, at the root and in the capability": {code: "namespaces-unique", want: []string{
			"naftiko-namespaces-unique 6:17", "naftiko-namespaces-unique 8:17",
		}, doc: `
naftiko: "1.0.0-alpha2"
binds:
- {namespace: a, keys: {K: K}}
capability:
  consumes:
  - {namespace: a, type: http, baseUri: https://a.test}
  exposes:
  - {namespace: a, type: rest, port: 80}
`},
		"of aggregates among themselves": {code: "namespaces-unique", want: []string{"ikanos-namespaces-unique 7:17"}, doc: `
ikanos: "1.0.0-beta5"
capability:
  consumes:
  - {namespace: a, type: http, baseUri: https://a.test}
  aggregates:
  - {namespace: a, flows: {}}
  - {namespace: a, flows: {}}
`},
		"stands for the loader's finding": {code: "duplicate-namespace", doc: `
naftiko: "1.0.0-alpha2"
capability:
  consumes:
  - {namespace: a, type: http, baseUri: https://a.test}
  - {namespace: a, type: http, baseUri: https://b.test}
`},
		"no version": {code: "namespaces-unique", want: []string{"naftiko-namespaces-unique 4:17"}, doc: `
capability:
  consumes:
  - {namespace: a, type: http, baseUri: https://a.test}
  - {namespace: a, type: http, baseUri: https://b.test}
`},
		"no namespaces, empty sections": {code: "namespaces-unique", doc: `
naftiko: "1.0.0-alpha2"
binds:
capability:
  consumes:
  - {type: http, baseUri: https://a.test}
  - {type: http, baseUri: https://b.test}
  exposes: []
`},
		"an import and an own entry": {code: "namespaces-unique", files: imports, want: []string{"ikanos-namespaces-unique 5:5"}, doc: `
ikanos: "1.0.0-beta5"
capability:
  consumes:
  - {namespace: cats, type: http, baseUri: https://a.test, resources: {}}
  - {import: pets, from: lib.yaml, as: cats}
  - {import: owners, from: lib.yaml}
`},
		"imports that cannot be followed": {code: "namespaces-unique", want: []string{"ikanos-namespaces-unique 6:17"}, doc: `
ikanos: "1.0.0-beta5"
capability:
  consumes:
  - {import: pets, from: nowhere.yaml}
  exposes:
  - {namespace: pets, type: rest, port: 80}
`},
		"two imports are told as imports": {code: "namespaces-unique", files: imports, doc: `
ikanos: "1.0.0-beta5"
capability:
  consumes:
  - {import: pets, from: lib.yaml}
  - {import: pets, from: lib.yaml}
`},
		"an entry that only looks like an import": {code: "namespaces-unique", want: []string{"ikanos-namespaces-unique 5:17"}, doc: `
ikanos: "1.0.0-beta5"
capability:
  consumes:
  - {namespace: a, type: http, baseUri: https://a.test, resources: {}}
  - {namespace: a, type: http, baseUri: https://b.test, resources: {}, as: b}
`},
	})
}

func TestImportRules(t *testing.T) {
	imports := map[string]string{"lib.yaml": lib, "chain.yaml": "ikanos: \"1.0.0-beta5\"\nconsumes:\n- {from: lib.yaml, as: pets}\n"}
	const head = "ikanos: \"1.0.0-beta5\"\ncapability:\n  consumes:\n"
	check(t, map[string]publishedCase{
		"no import":           {code: "import-from-required", doc: head + "  - {from: lib.yaml}\n", files: imports, want: []string{"ikanos-import-from-required 4:5"}},
		"no import, replaced": {code: "import-without-name", doc: head + "  - {from: lib.yaml}\n", files: imports},
		"no import, schema":   {code: "schema-required", doc: head + "  - {from: lib.yaml}\n", files: imports},
		"no import further down": {
			code: "import-from-required", doc: head + "  - {from: chain.yaml, import: pets}\n", files: imports,
			want: []string{"ikanos-import-from-required 4:5"},
		},
		"file alone":            {code: "import-from-required", doc: head + "  - {import: one.yaml}\n", files: map[string]string{"one.yaml": lib}},
		"no from":               {code: "import-import-required", doc: head + "  - {import: pets}\n", want: []string{"ikanos-import-import-required 4:5"}},
		"no from, replaced":     {code: "import-without-file", doc: head + "  - {import: pets}\n"},
		"no from, schema":       {code: "schema-required", doc: head + "  - {import: pets}\n"},
		"no from, alpha2":       {code: "import-import-required", doc: "naftiko: \"1.0.0-alpha2\"\nconsumes:\n- {import: pets}\n", want: []string{"naftiko-import-import-required 3:3"}},
		"no from, alpha2, once": {code: "schema-required", doc: "naftiko: \"1.0.0-alpha2\"\ninfo: {label: L, description: D}\ncapability:\n  consumes:\n  - {import: pets}\n"},
		"alias twice": {
			code: "import-unique-alias", doc: head + "  - {from: lib.yaml, import: pets}\n  - {from: lib.yaml, import: owners, as: pets}\n", files: imports,
			want: []string{"ikanos-import-unique-alias 5:5"},
		},
		"alias twice, not followed": {
			code: "import-unique-alias", doc: head + "  - {from: no.yaml, import: pets}\n  - {from: no.yaml, import: pets}\n",
			want: []string{"ikanos-import-unique-alias 5:5"},
		},
		"alias in two sections": {code: "import-unique-alias", doc: head + "  - {from: no.yaml, import: pets}\n  exposes:\n  - {from: no.yaml, import: pets}\n"},
		"files alone":           {code: "import-unique-alias", doc: head + "  - {import: no.yaml}\n  - {import: no.yaml}\n"},
		"from here":             {code: "import-from-not-self", doc: head + "  - {import: pets, from: .}\n", want: []string{"ikanos-import-from-not-self 4:26"}},
		"from here, longer":     {code: "import-from-not-self", doc: head + "  - {import: pets, from: ./}\n", want: []string{"ikanos-import-from-not-self 4:26"}},
		"from itself":           {code: "import-from-not-self", doc: head + "  - {import: pets, from: ./doc.yaml}\n", want: []string{"ikanos-import-from-not-self 4:26"}},
		"from another":          {code: "import-from-not-self", doc: head + "  - {import: pets, from: sub/doc.yaml}\n"},
		"no file":               {code: "import-from-not-self", doc: head + "  - {import: pets, from: ''}\n"},
		"standalone":            {code: "standalone-no-imports", doc: "ikanos: \"1.0.0-beta5\"\nexposes:\n- {from: lib.yaml, import: pets}\n", want: []string{"ikanos-standalone-no-imports 3:3"}},
		"capability":            {code: "standalone-no-imports", doc: head + "  - {from: lib.yaml, import: pets}\n", files: imports},
		"standalone, own":       {code: "standalone-no-imports", doc: lib},
	})
}

func TestRequiredTexts(t *testing.T) {
	const ikanos, naftiko = "ikanos: \"1.0.0-beta5\"\n", "naftiko: \"1.0.0-alpha2\"\n"
	check(t, map[string]publishedCase{
		"consumes at the root": {code: "consumes-description", doc: ikanos + "consumes:\n- {type: http, namespace: a, baseUri: https://a.test}\n", want: []string{"ikanos-consumes-description 3:3"}},
		"import":               {code: "consumes-description", doc: ikanos + "capability:\n  consumes:\n  - {import: pets, from: lib.yaml}\n", files: map[string]string{"lib.yaml": lib}},
		"failed import":        {code: "consumes-description", doc: ikanos + "capability:\n  consumes:\n  - {import: pets, from: lib.yaml}\n"},
		"blank":                {code: "consumes-description", doc: naftiko + "consumes:\n- {type: http, description: ' '}\n", want: []string{"naftiko-consumes-description 3:29"}},
		"no version":           {code: "consumes-description", doc: "consumes:\n- {type: http, baseUri: https://a.test}\n", want: []string{"naftiko-consumes-description 2:3"}},
		"function, older name": {
			code: "aggregate-flow-description", want: []string{"naftiko-aggregate-function-description 3:66"},
			doc: naftiko + "capability:\n  aggregates: [{namespace: a, functions: [{name: f, description: ''}]}]\n",
		},
		"function, told by the schema": {
			code: "aggregate-flow-description",
			doc:  naftiko + "capability:\n  aggregates: [{label: L, namespace: a, functions: [{name: f, call: a.b}]}]\n",
		},
		"flow": {
			code: "aggregate-flow-description", want: []string{"ikanos-aggregate-flow-description 6:7"},
			doc: ikanos + "capability:\n  aggregates:\n  - namespace: a\n    flows:\n      f: {description: }\n",
		},
		"resources of a mapping": {
			code: "rest-resource-description", want: []string{"ikanos-rest-resource-description 6:7"},
			doc: ikanos + "capability:\n  exposes:\n  - type: rest\n    resources:\n      pets: {path: /pets}\n",
		},
		"resources of mcp": {code: "rest-resource-description", doc: ikanos + "capability:\n  exposes:\n  - {type: mcp, resources: {r: {uri: 'a://b'}}}\n"},
		"operation": {
			code: "rest-operation-description", want: []string{"ikanos-rest-operation-description 7:39"},
			doc: ikanos + "capability:\n  exposes:\n  - type: rest\n    resources:\n      pets:\n        operations: {x: {description: ''}, y: {method: GET, description: Y}}\n",
		},
		"operation of a function with a description": {
			code: "rest-operation-description",
			doc: ikanos + "capability:\n  aggregates: [{namespace: a, flows: {f: {description: F}}}]\n  exposes:\n  - type: rest\n    resources:\n" +
				"      pets:\n        operations: {x: {ref: a.f}, y: {ref: no.where}}\n",
		},
		"operation of a function without": {
			code: "rest-operation-description", want: []string{"ikanos-rest-operation-description 8:22"},
			doc: ikanos + "capability:\n  aggregates: [{namespace: a, flows: {f: {call: a.b}}}]\n  exposes:\n  - type: rest\n    resources:\n" +
				"      pets:\n        operations: {x: {ref: a.f}}\n",
		},
		"tags":             {code: "info-tags", doc: naftiko + "info: {tags: []}\n", want: []string{"naftiko-info-tags 2:1"}},
		"no info":          {code: "info-tags", doc: naftiko + "consumes: []\n"},
		"adapter":          {code: "exposes-namespace-required", doc: ikanos + "exposes:\n- {type: skill, skills: {}}\n", want: []string{"ikanos-exposes-namespace-required 3:3"}},
		"control adapter":  {code: "exposes-namespace-required", doc: ikanos + "exposes:\n- {type: control, port: 9090}\n- {management: {}}\n"},
		"imported adapter": {code: "exposes-namespace-required", doc: ikanos + "capability:\n  exposes:\n  - {import: a, from: no.yaml}\n"},
		"aggregate":        {code: "aggregates-namespace-required", doc: ikanos + "capability:\n  aggregates:\n  - {flows: {}}\n", want: []string{"ikanos-aggregates-namespace-required 4:5"}},
	})
}

// TestToldOnce holds that a mistake which a rule and a schema know gives one finding.
func TestToldOnce(t *testing.T) {
	const naftiko = "naftiko: \"1.0.0-alpha2\"\ninfo: {label: L, description: D}\ncapability:\n  consumes: [{type: http, namespace: c, description: D, baseUri: 'https://c.test', resources: [{name: r, path: /r, operations: [{name: o, method: GET}]}]}]\n"
	const ikanos = "ikanos: \"1.0.0-beta5\"\ninfo: {display: L, description: D}\ncapability:\n  consumes: [{type: http, namespace: c, description: D, baseUri: 'https://c.test', resources: {r: {path: /r, operations: {o: {method: GET}}}}}]\n"
	tests := map[string]struct {
		doc  string
		pos  string
		code string // "" for that of the schema
	}{
		"exposes-namespace-required, alpha2": {
			naftiko + "  exposes:\n  - {type: rest, port: 80, resources: [{path: /r, description: D, operations: [{method: GET, description: D, call: c.o}]}]}\n", "6:5", "",
		},
		"exposes-namespace-required, beta5": {
			ikanos + "  exposes:\n  - {type: rest, port: 80, resources: {r: {path: /r, description: D, operations: {x: {method: GET, description: D, call: c.o}}}}}\n", "6:5", "",
		},
		"aggregates-namespace-required, alpha2": {
			naftiko + "  aggregates:\n  - {label: L, functions: [{name: f, description: D, call: c.o}]}\n", "6:5", "",
		},
		"aggregate-flow-description, alpha2": {
			naftiko + "  aggregates:\n  - {label: L, namespace: n, functions: [{name: f, call: c.o}]}\n", "6:42", "",
		},
		"aggregate-flow-description, beta5": {
			ikanos + "  aggregates:\n  - {display: L, namespace: n, flows: {f: {call: c.o}}}\n", "6:40", "",
		},
		"steps-name-pattern, alpha2": {
			naftiko + "  aggregates:\n  - label: L\n    namespace: n\n    functions:\n    - {name: f, description: D, steps: [{type: call, name: a b, call: c.o}]}\n", "9:60", "naftiko-steps-name-pattern",
		},
		"steps-name-pattern, beta5": {
			ikanos + "  aggregates:\n  - display: L\n    namespace: n\n    flows:\n      f: {description: D, steps: {a b: {type: call, call: c.o}}}\n", "9:35", "ikanos-steps-name-pattern",
		},
	}
	rules, err := engine.NewRules("recommended")
	require.NoError(t, err)
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			found, _ := engine.Validate(engine.Source{Name: "doc.yaml", Data: []byte(tc.doc)}, &engine.Checks{Rules: rules})
			var here diag.List
			for _, d := range found {
				if fmt.Sprintf("%d:%d", d.Pos.Line, d.Pos.Column) == tc.pos {
					here = append(here, d)
				}
			}
			require.Len(t, here, 1, "%v", found)
			if tc.code == "" {
				assert.False(t, rule.IsRule(here[0].Code), "%v", here[0])
			} else {
				assert.Equal(t, tc.code, here[0].Code)
			}
		})
	}
}

// TestCovers holds that of two rules which find one mistake the more telling one is
// left, and the other where that is off.
func TestCovers(t *testing.T) {
	doc := []byte("ikanos: \"1.0.0-beta5\"\ncapability:\n  exposes: [{type: rest, address: example.com}]\n")
	codes := func(rules *engine.Rules) (out []string) {
		found, _ := engine.Validate(engine.Source{Name: "doc.yaml", Data: doc}, &engine.Checks{Rules: rules})
		for _, d := range found {
			if d.Pos.Column == 35 {
				out = append(out, d.Code)
			}
		}
		return out
	}
	rules, err := engine.NewRules("recommended")
	require.NoError(t, err)
	assert.Equal(t, []string{"ikanos-address-not-example"}, codes(rules))
	require.NoError(t, rules.Give("address-not-example", "off"))
	assert.Equal(t, []string{"open-adapter"}, codes(rules))
}

// A rule is known by each published id, under the key of either product.
func TestNames(t *testing.T) {
	for _, name := range []string{
		"aggregate-function-description", "naftiko-aggregate-function-description", "ikanos-aggregate-function-description",
		"ikanos-aggregate-flow-description", "naftiko-aggregate-flow-description",
	} {
		assert.Equal(t, "aggregate-flow-description", rule.Canonical(name))
	}
}

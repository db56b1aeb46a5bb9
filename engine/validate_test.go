package engine_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine"
	"naftiko/spec/diag"
)

// rightDoc is a document without a fault.
const rightDoc = `naftiko: 1.0.0-alpha2
info: {label: Ships, description: Ships of a fleet.}
capability:
  consumes:
  - type: http
    namespace: fleet
    baseUri: https://fleet.example.com
    resources:
    - name: ships
      path: /ships
      operations:
      - name: list
        method: GET
`

// edited is rightDoc with some of its text replaced.
func edited(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(rightDoc) }

func validate(t *testing.T, text string, c *engine.Checks) diag.List {
	t.Helper()
	diags, ok := engine.Validate(engine.Source{Name: "ships.yaml", Data: []byte(text)}, c)
	assert.True(t, ok)
	return diags
}

// told are findings in short: severity, line:column, code.
func told(diags diag.List) []string {
	out := []string{}
	for _, d := range diags {
		d.Pos.File = ""
		out = append(out, d.Severity.String()+" "+d.Pos.String()+" "+d.Code)
	}
	return out
}

// TestValidate has each document on both levels.
func TestValidate(t *testing.T) {
	tests := map[string]struct {
		text              string
		practical, strict []string
	}{
		"without a fault": {rightDoc, []string{}, []string{}},
		"what the schema refuses and runs": {
			edited("name: list", "name: list_all"),
			[]string{"warning 12:15 schema-pattern"},
			[]string{"error 12:15 schema-pattern"},
		},
		"what the schema takes and does not run": {
			edited("method: GET", "method: GET\n        outputParameters: [{name: a, type: string, value: \"$[\"}]"),
			[]string{"error 14:59 jsonpath-syntax"},
			[]string{"warning 14:59 jsonpath-syntax"},
		},
		"what neither takes is one finding": {
			edited("path: /ships", "path: [ships]"),
			[]string{"error 10:13 wrong-type"},
			[]string{"error 10:13 schema-type"},
		},
		"a key that nobody knows": {
			edited("label: Ships", "label: Ships, colour: red"),
			[]string{"warning 2:22 unknown-key"},
			[]string{"error 2:22 schema-unknown-key"},
		},
		"a misspelled key is not missing too": {
			edited("label: Ships", "labl: Ships"),
			[]string{"warning 2:8 unknown-key"},
			[]string{"error 2:8 schema-unknown-key"},
		},
		"another version's word": {
			edited("label: Ships", "display: Ships"),
			[]string{"warning 2:8 other-version-spelling"},
			[]string{"error 2:8 schema-unknown-key"},
		},
		"no base URI": {
			edited("    baseUri: https://fleet.example.com\n", ""),
			[]string{"warning 5:5 no-base-uri"},
			[]string{"error 5:5 schema-required"},
		},
		"no YAML": {
			edited("{label", "{{label"),
			[]string{"error 2:7 yaml-syntax"},
			[]string{"error 2:7 yaml-syntax"},
		},
		"a key twice": {
			edited("label: Ships", "label: Ships, label: S"),
			[]string{"error 2:22 duplicate-key"},
			[]string{"error 2:22 duplicate-key"},
		},
		"a version that is not known": {
			edited("1.0.0-alpha2", "1.0.0-alpha7"),
			[]string{"warning 1:10 unknown-version"},
			[]string{"error 1:10 unknown-version"},
		},
		"no version, and more": {
			edited("naftiko: 1.0.0-alpha2\n", "", "method: GET", "method: FETCH"),
			[]string{"warning 1:1 missing-version", "warning 12:17 schema-enum"},
			[]string{"error 1:1 missing-version", "warning 12:17 schema-enum"},
		},
		"a number without a JSON form": {
			edited("label: Ships", "label: .nan"),
			[]string{"warning 2:15 schema-type"},
			[]string{"error 2:15 schema-type"},
		},
		"a name that is a list": {
			edited("method: GET", "method: GET\n        inputParameters: [{name: [a], in: query}]"),
			[]string{"error 14:34 wrong-type"},
			[]string{"error 14:34 schema-type"},
		},
		"a number for a version": {
			edited("1.0.0-alpha2", "0.5", "GET", "GET\n"),
			[]string{"warning 1:10 schema-type"},
			[]string{"error 1:10 schema-type"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tc.practical, told(validate(t, tc.text, nil)))
			assert.Equal(t, tc.strict, told(validate(t, tc.text, &engine.Checks{Strict: true})))
		})
	}
}

// TestValidate_seed counts what the published schema refuses in the user's document.
func TestValidate_seed(t *testing.T) {
	data, err := os.ReadFile("../capabilities/kinde-users.yaml")
	require.NoError(t, err)
	diags, ok := engine.Validate(engine.Source{Name: "kinde-users.yaml", Data: data}, &engine.Checks{Strict: true})
	require.True(t, ok)
	count := map[string]int{}
	for _, d := range diags.Errors() {
		_, what, _ := strings.Cut(d.Msg, "has no key ")
		count[what]++
	}
	assert.Equal(t, map[string]int{`"type" here`: 10, `"required" here`: 8, `"description" here`: 4, "": 2}, count)
	assert.Len(t, diags, 25, "and the implicit bearer")
}

func TestValidate_version(t *testing.T) {
	for name, want := range map[string]string{
		"1.0.0-alpha2":         "",
		"1.0.0-alpha1":         "error 1:10 schema-enum",
		"naftiko 1.0.0-alpha3": "error 1:10 schema-enum",
		"ikanos 1.0.0-beta5":   "error 1:1 schema-unknown-key",
	} {
		full, err := engine.PublishedVersion(name)
		require.NoError(t, err)
		got := told(validate(t, rightDoc, &engine.Checks{Strict: true, Version: full}))
		if want == "" {
			assert.Empty(t, got, name)
			continue
		}
		assert.Contains(t, got, want, name)
	}
	_, err := engine.PublishedVersion("9")
	e, ok := err.(*engine.Error) //nolint:errorlint // it says so
	require.True(t, ok)
	assert.Equal(t, engine.Usage, e.Kind)
	assert.Contains(t, e.Hint, "ikanos 1.0.0-alpha3, ")
	for _, v := range engine.PublishedVersions() {
		full, err := engine.PublishedVersion(v)
		require.NoError(t, err)
		assert.Equal(t, v, full)
		s, err := engine.DocumentSchema(full)
		require.NoError(t, err)
		assert.NotNil(t, s)
	}
}

func TestValidate_foreign(t *testing.T) {
	for _, text := range []string{"kind: Deployment\n", "openapi: 3.1.0\n", "swagger: '2.0'\nconsumes: [a/b]\n", "naftiko: {schema: x}\n", "- a\n", "[1]\n", "x\n", "42\n", "true\n", "[naftiko: \"0.4\"]\n"} {
		diags, ok := engine.Validate(engine.Source{Name: "f.yaml", Data: []byte(text)}, nil)
		assert.False(t, ok, text)
		assert.Len(t, diags.Errors(), 1, text)
		strict, _ := engine.Validate(engine.Source{Name: "f.yaml", Data: []byte(text)}, &engine.Checks{Strict: true})
		assert.Len(t, strict.Errors(), 1, text)
	}
	for text, want := range map[string]bool{
		"naftiko: 1.0.0-alpha2\n\ta: b\n": true, "{\"naftiko\": [\n": true, "\uFEFFcapability:\n  a: b: c\n": true,
		"# see capability: x\na: b: c\n": false, "consumes: [a\n": false, "kind: ConfigMap\n---\nbinds: x\n": false,
	} {
		_, ok := engine.Validate(engine.Source{Name: "f.yaml", Data: []byte(text)}, nil)
		assert.Equal(t, want, ok, text)
	}
}

// TestValidate_imports has many documents import one file at the same time: it is
// parsed once, and each is linked and checked as if it were alone.
func TestValidate_imports(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	write("shared.yaml", strings.Replace(strings.Replace(rightDoc, "capability:\n  consumes:", "consumes:", 1), "label: Ships", "labl: Ships", 1))
	write("chain.yaml", "naftiko: 1.0.0-alpha2\ninfo: {label: C, description: D.}\nconsumes:\n- {location: shared.yaml, import: fleet}\n")
	doc := "naftiko: 1.0.0-alpha2\ninfo: {label: X, description: Y.}\ncapability:\n  consumes:\n  - {location: chain.yaml, import: fleet, as: far}\n" +
		"  - {location: shared.yaml, import: fleet}\n  exposes:\n  - type: mcp\n    namespace: m\n    port: 9090\n    description: M.\n" +
		"    tools:\n    - {name: list, description: L., call: far.list}\n    - {name: none, description: N., call: fleet.none}\n"
	alone, ok := engine.Validate(engine.Source{Name: filepath.Join(dir, "0.yaml"), Data: []byte(doc), Folder: dir}, nil)
	require.True(t, ok)
	require.NotEmpty(t, alone)
	var wg sync.WaitGroup
	imports := &engine.Imports{}
	for range 8 {
		wg.Go(func() {
			for range 20 {
				got, _ := engine.Validate(engine.Source{Name: filepath.Join(dir, "0.yaml"), Data: []byte(doc), Folder: dir}, &engine.Checks{Imports: imports})
				assert.Equal(t, alone, got)
			}
		})
	}
	wg.Wait()
}

// TestValidate_places has positions count characters, whatever the file is like.
func TestValidate_places(t *testing.T) {
	const bom = "\uFEFF"
	for name, tc := range map[string]struct{ text, want string }{
		"byte order mark":       {bom + edited("name: list", "name: a_b"), "12:15"},
		"CR LF":                 {strings.ReplaceAll(edited("name: list", "name: a_b"), "\n", "\r\n"), "12:15"},
		"both":                  {bom + strings.ReplaceAll(edited("name: list", "name: a_b"), "\n", "\r\n"), "12:15"},
		"CR alone":              {strings.ReplaceAll(edited("name: list", "name: a_b"), "\n", "\r"), "12:15"},
		"a tab before":          {edited("name: list", "name:\ta_b"), "12:15"},
		"an emoji before":       {edited("- name: list\n        method: GET", `- {label: "🚢🚢", name: a_b, method: GET}`), "12:29"},
		"a combining mark":      {edited("- name: list\n        method: GET", "- {label: \"e\u0301\", name: a_b, method: GET}"), "12:29"},
		"a family":              {edited("- name: list\n        method: GET", "- {label: \"👨\u200d👩\", name: a_b, method: GET}"), "12:30"},
		"a comment of any kind": {edited("/ships\n", "/ships # ü 漢字\n", "name: list", "name: a_b"), "12:15"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, []string{"warning " + tc.want + " schema-pattern"}, told(validate(t, tc.text, nil)))
		})
	}
}

// TestValidate_errors wants the merging of findings to lose no error: what cannot
// work when it is run is an error, whatever else is found at its place.
func TestValidate_errors(t *testing.T) {
	files, err := filepath.Glob("../testdata/bad/*.yaml")
	require.NoError(t, err)
	shared, err := filepath.Glob("../../shared/reference/*/*.y*ml")
	require.NoError(t, err) // none where the reference is absent
	checked := 0
	for _, file := range append(files, shared...) {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		src := engine.Source{Name: file, Data: data, Folder: filepath.Dir(file)}
		_, raw := engine.Load(src, &engine.Options{Check: true})
		diags, _ := engine.Validate(src, nil)
		assert.Equal(t, raw.HasErrors(), diags.HasErrors(), "%s: %v became %v", file, raw, diags)
		checked++
	}
	assert.Greater(t, checked, 400)
	placement := edited("    resources:", "    authentication: {type: apikey, key: k, value: \"{{K}}\", placement: body}\n    resources:")
	assert.Equal(t, []string{"error 8:71 auth-field"}, told(validate(t, placement, nil)))
}

package engine_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/binding"
	"naftiko/engine"
	"naftiko/spec/diag/diagtest"
)

// tree writes files below a new folder and returns it.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return dir
}

// open loads a file of a folder.
func open(t *testing.T, o *engine.Options, path ...string) (*engine.Program, engine.Diagnostics) {
	t.Helper()
	name := filepath.Join(path...)
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	prog, diags := engine.Load(engine.Source{Name: name, Data: data, Folder: filepath.Dir(name)}, o)
	require.NotNil(t, prog, "%v", diags)
	t.Cleanup(prog.Close)
	return prog, diags
}

func ids(prog *engine.Program) []string {
	var out []string
	for _, op := range prog.Ops() {
		out = append(out, op.ID)
	}
	return out
}

const shared = `ikanos: 1.0.0-beta5
consumes:
- type: http
  namespace: reg
  baseUri: https://reg.test
  inputParameters: {X-Key: {in: header, value: "{{KEY}}"}}
  resources: {ships: {path: /ships, operations: {list: {method: GET}}}}
binds:
- namespace: secrets
  location: file:///./s.yaml
  keys: {KEY: key}
`

const importing = `ikanos: 1.0.0-beta5
binds:
- {from: ./shared/reg.yaml, import: secrets}
capability:
  consumes:
  - {from: ./shared/reg.yaml, import: reg, as: fleet}
  - type: http
    namespace: own
    baseUri: https://own.test
    resources: {r: {path: /r, operations: {get: {method: GET}}}}
`

func TestImport(t *testing.T) {
	dir := tree(t, map[string]string{"doc.yaml": importing, "shared/reg.yaml": shared, "shared/s.yaml": "key: beside the import", "s.yaml": "key: beside the document"})
	prog, diags := open(t, nil, dir, "doc.yaml")
	assert.Empty(t, diags)
	assert.Equal(t, []string{"fleet.ships.list", "own.r.get"}, ids(prog))
	assert.Equal(t, []string{"fleet", "own"}, prog.Namespaces())
	op := find(t, prog, "fleet.list")
	assert.Equal(t, filepath.Join(dir, "shared", "reg.yaml"), op.Pos.File, "positions are those of the imported file")

	set := prog.NewBinds(binding.Options{LookupEnv: func(string) (string, bool) { return "", false }})
	val, err := set.Get("KEY")
	require.NoError(t, err)
	assert.Equal(t, "beside the import", val.Reveal())
}

// An import that cannot be followed keeps only its own operations from being called.
func TestImport_missing(t *testing.T) {
	dir := tree(t, map[string]string{"doc.yaml": importing})
	prog, diags := open(t, nil, dir, "doc.yaml")
	require.Len(t, diags.Errors(), 2)
	assert.Equal(t, []string{"own.r.get"}, ids(prog))
	assert.Equal(t, []string{"own"}, prog.Namespaces())
	_, err := prog.Prepare(find(t, prog, "own.get"), nil, engine.Call{})
	require.NoError(t, err)

	for name, want := range map[string]engine.Kind{"fleet.list": engine.Document, "fleet.ships.list": engine.Document, "list-all-ships": engine.Document, "gett": engine.Usage} {
		_, err = prog.Find(name)
		var e *engine.Error
		require.ErrorAs(t, err, &e, name)
		assert.Equal(t, want, e.Kind, name)
		if want == engine.Document {
			assert.Equal(t, "import-not-found", e.Code)
			assert.Equal(t, filepath.Join(dir, "doc.yaml")+":6:5", e.Pos.String())
			assert.Contains(t, e.Msg, "[consumes] there is no file "+filepath.Join(dir, "shared", "reg.yaml"))
		}
	}
}

// What calls an operation of such an import says so too.
func TestImport_missingCall(t *testing.T) {
	dir := tree(t, map[string]string{"doc.yaml": importing + "  exposes:\n  - type: mcp\n    namespace: m\n    port: 1\n" +
		"    tools: {ships: {description: d, call: fleet.list}}\n"})
	prog, _ := open(t, nil, dir, "doc.yaml")
	_, err := prog.Prepare(find(t, prog, "m.ships"), nil, engine.Call{})
	var e *engine.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, engine.Document, e.Kind)
	assert.Equal(t, "import-not-found", e.Code)
}

// With variables missing, or an entry, no bind can be known to be the only token.
func TestImport_missingImplicitBearer(t *testing.T) {
	const entry = "- {type: http, namespace: a, baseUri: 'https://a.test', resources: [{name: r, path: /r, operations: [{name: op}]}]}\n"
	const head = "naftiko: 1.0.0-alpha2\n"
	for name, tc := range map[string]struct {
		src  string
		want bool
	}{
		"nothing missing": {head + "binds:\n- {namespace: env, keys: {A_TOKEN: A_TOKEN}}\nconsumes:\n" + entry, true},
		"a bind":          {head + "binds:\n- {namespace: env, keys: {A_TOKEN: A_TOKEN}}\n- {import: gone.yaml}\nconsumes:\n" + entry, false},
		"an entry":        {head + "binds:\n- {namespace: env, keys: {A_TOKEN: A_TOKEN}}\nconsumes:\n- {import: gone.yaml}\n" + entry, false},
	} {
		t.Run(name, func(t *testing.T) {
			prog, _ := open(t, nil, tree(t, map[string]string{"doc.yaml": tc.src}), "doc.yaml")
			assert.Equal(t, tc.want, find(t, prog, "a.op").Auth.Implicit)
		})
	}
}

// Imports are read below the document's folder, and where the user allows.
func TestImport_confined(t *testing.T) {
	doc := strings.ReplaceAll(importing, "./shared", "../shared")
	dir := tree(t, map[string]string{"sub/doc.yaml": doc, "shared/reg.yaml": shared})
	_, diags := open(t, nil, dir, "sub", "doc.yaml")
	require.Len(t, diags.Errors(), 2)
	for _, d := range diags.Errors() {
		assert.Equal(t, "import-refused", d.Code)
		assert.Equal(t, "allow it with  --allow-path "+filepath.Join(dir, "shared"), d.Hint)
	}
	prog, diags := open(t, &engine.Options{AllowPaths: []string{filepath.Join(dir, "shared")}}, dir, "sub", "doc.yaml")
	assert.Empty(t, diags)
	assert.Equal(t, []string{"fleet.ships.list", "own.r.get"}, ids(prog))

	_, diags = engine.Load(engine.Source{Name: "built-in:doc.yaml", Data: []byte(importing), BuiltIn: true}, nil)
	require.Len(t, diags.Errors(), 2)
	assert.Contains(t, diags.Errors()[0].Msg, "the document lies in no folder")
}

// Each fixture says where it is wrong.
func TestImport_fixtures(t *testing.T) {
	files, err := filepath.Glob("../testdata/bad/import-*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			require.NoError(t, err)
			_, diags := open(t, nil, file)
			diagtest.CheckAll(t, src, diags)
		})
	}
}

// tutorialImports are the operations that the steps of the tutorial import.
var tutorialImports = map[string][]string{
	"step-5-shipyard-multi-source.yml":        {"registry.list-ships", "registry.get-ship", "legacy.list-vessels"},
	"step-6-shipyard-write-operations.yml":    {"registry.create-voyage"},
	"step-7-shipyard-orchestrated-lookup.yml": {"registry.list-crew"},
	"step-8-shipyard-skill-groups.yml":        {"registry.list-crew"},
	"step-9-shipyard-aggregates.yml":          {"registry.list-crew"},
	"step-10-shipyard-rest-adapter.yml":       {"registry.list-crew"},
	"step-11-shipyard-fleet-manifest.yml":     {"registry.list-crew", "legacy.list-vessels"},
}

// The reference's tutorials import their consumed APIs.
func TestImport_tutorials(t *testing.T) {
	for _, tutorial := range []string{"tutorial-alpha2", "tutorial-beta5"} {
		dir := filepath.Join("../../shared/reference", tutorial)
		if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
			t.Skipf("the reference is not beside the project (%s)", dir)
		}
		for _, name := range slices.Sorted(maps.Keys(tutorialImports)) {
			t.Run(tutorial+"/"+name, func(t *testing.T) {
				prog, diags := open(t, nil, dir, name)
				for _, d := range diags.Errors() {
					assert.Equal(t, "unsupported-format", d.Code, "%v", d)
				}
				assert.Equal(t, []string{"registry", "legacy"}, prog.Namespaces())
				for _, want := range tutorialImports[name] {
					op := find(t, prog, want)
					assert.Equal(t, filepath.Join(dir, "shared"), filepath.Dir(op.Pos.File))
				}
			})
		}
	}
}

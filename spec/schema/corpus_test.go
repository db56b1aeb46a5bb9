package schema_test

import (
	"archive/tar"
	"cmp"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/schema"
	"naftiko/spec/yaml"
)

// shared is the folder of other people's documents, beside the project.
const shared = "../../../shared"

// check reads a YAML document and checks it.
func check(t *testing.T, name string, data []byte) []schema.Violation {
	t.Helper()
	node, diags := yaml.Parse(name, data)
	require.Empty(t, diags.Errors(), name)
	violations, err := schema.Check(node.Plain())
	require.NoError(t, err, name)
	return violations
}

func line(v schema.Violation) string {
	return "/" + strings.Join(v.Path, "/") + ": " + v.Msg
}

func lines(violations []schema.Violation) []string {
	out := make([]string, 0, len(violations))
	for _, v := range violations {
		out = append(out, line(v))
	}
	return out
}

// TestCapabilities checks the documents that are shipped.
func TestCapabilities(t *testing.T) {
	files, err := filepath.Glob("../../capabilities/*.yaml")
	require.NoError(t, err)
	require.Contains(t, files, filepath.FromSlash("../../capabilities/kinde-users.yaml"))
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Empty(t, lines(check(t, file, data)), file)
	}
}

// TestCorpus checks every published document that is at hand. Some follow
// dialects of their own; nearly all pass.
func TestCorpus(t *testing.T) {
	f, err := os.Open(filepath.Join(shared, "corpus", "public.tar.gz"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the corpus is not here: ", err)
	}
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	documents, checked, failing, reasons := 0, 0, []string{}, map[string]int{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		if h.Typeflag != tar.TypeReg {
			continue
		}
		documents++
		if documents%every != 0 {
			continue
		}
		data, err := io.ReadAll(r)
		require.NoError(t, err)
		checked++
		violations := check(t, h.Name, data)
		if len(violations) > 0 {
			failing = append(failing, h.Name)
		}
		for reason := range kinds(violations) {
			reasons[reason]++
		}
	}
	report(t, checked, failing, reasons)
	require.Equal(t, 3543, documents)
	assert.Less(t, len(failing), checked*3/100)
}

// kinds returns the different reasons of violations: their places without names.
func kinds(violations []schema.Violation) map[string]bool {
	out := map[string]bool{}
	for _, v := range violations {
		segments := []string{}
		for _, s := range v.Path {
			if _, err := strconv.Atoi(s); err != nil {
				segments = append(segments, s)
			}
		}
		out["/"+strings.Join(segments, "/")+": "+v.Msg] = true
	}
	return out
}

func report(t *testing.T, documents int, failing []string, reasons map[string]int) {
	t.Helper()
	t.Logf("%d documents, %d do not pass (%.2f %% pass)", documents, len(failing), 100-100*float64(len(failing))/float64(documents))
	for _, r := range slices.SortedFunc(maps.Keys(reasons), func(a, b string) int {
		return cmp.Or(reasons[b]-reasons[a], strings.Compare(a, b))
	}) {
		t.Logf("%5d documents: %s", reasons[r], r)
	}
	for _, name := range failing {
		t.Log(name)
	}
}

// otherFiles are YAML files of the reference that are no capability documents.
var otherFiles = map[string]string{
	"fixtures-alpha2/openapi/":            "OpenAPI documents, for import",
	"fixtures-alpha2/schemas/":            "answers of an upstream",
	"tutorial-upstreams/":                 "OpenAPI documents of the tutorial's upstreams",
	"tutorial-alpha2/shared/secrets.yaml": "values for binds",
	"tutorial-beta5/shared/secrets.yaml":  "values for binds",
	"suites/":                             "cases for expressions",
}

// TestReference checks the documents of the reference project. All pass: those
// that are meant to fail do so for what names refer to.
func TestReference(t *testing.T) {
	root := filepath.Join(shared, "reference")
	if _, err := os.Stat(root); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the reference is not here: ", err)
	}
	documents := 0
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		name := filepath.ToSlash(strings.TrimPrefix(path, root+string(filepath.Separator)))
		ext := filepath.Ext(path)
		if err != nil || d.IsDir() || ext != ".yaml" && ext != ".yml" || isOther(name) {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		documents++
		assert.Empty(t, lines(check(t, name, data)), name)
		return nil
	}))
	assert.Greater(t, documents, 50)
}

func isOther(name string) bool {
	for prefix := range otherFiles {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

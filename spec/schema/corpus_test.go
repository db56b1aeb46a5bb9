package schema_test

import (
	"cmp"
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

// check reads a YAML document and holds it against the practical schema.
func check(t *testing.T, name string, data []byte) []schema.Violation {
	t.Helper()
	root, diags := yaml.Parse(name, data)
	require.Empty(t, diags.Errors(), name)
	s, err := schema.Practical()
	require.NoError(t, err)
	violations, _, err := s.Check(root)
	require.NoError(t, err)
	return violations
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

// TestCorpus checks every published document that is at hand against the practical
// schema. Some follow dialects of their own; nearly all pass.
func TestCorpus(t *testing.T) {
	checked, failing, reasons := 0, []string{}, map[string]int{}
	documents := corpus(t, func(name string, data []byte) {
		checked++
		violations := check(t, name, data)
		if len(violations) > 0 {
			failing = append(failing, name)
		}
		for reason := range reasonsOf(violations) {
			reasons[reason]++
		}
	})
	report(t, checked, failing, reasons)
	require.Equal(t, 3543, documents)
	assert.Less(t, len(failing), checked*3/100)
}

// reasonsOf returns the different reasons of violations: their places without names.
func reasonsOf(violations []schema.Violation) map[string]bool {
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

// TestReference checks the documents of the reference project against the practical
// schema. All pass: those that are meant to fail do so for what names refer to.
func TestReference(t *testing.T) {
	documents := 0
	references(t, func(name string, data []byte) {
		if isOther(name) {
			return
		}
		documents++
		assert.Empty(t, lines(check(t, name, data)), name)
	})
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

package engine_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine"
	"naftiko/spec/diag/diagtest"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// oneComment is what a fixture with one mistake has once: what is wrong, where,
// and the way out.
var oneComment = regexp.MustCompile(`# ERROR ("(?:[^"\\]|\\.)+") AT ("(?:[^"\\]|\\.)+") HINT ("(?:[^"\\]|\\.)*")`)

// TestOne wants exactly one finding for each of the documents that are right but
// for one mistake: when they are held against the published schema, the one that
// the comment demands; when they are checked for running, one on the same line, or
// where a comment "# PRACTICAL" stands, or none where "# PRACTICAL none" does.
func TestOne(t *testing.T) {
	files, err := filepath.Glob("../testdata/bad/one-*.yaml")
	require.NoError(t, err)
	assert.GreaterOrEqual(t, len(files), 200)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			src, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Len(t, oneComment.FindAll(src, -1), 1, "a comment with AT and HINT")
			require.Equal(t, 1, bytes.Count(src, []byte("# ERROR"))+bytes.Count(src, []byte("# WARNING")))
			diagtest.CheckAll(t, src, findings(t, file, src, &engine.Checks{Strict: true}))
			checkPractical(t, src, findings(t, file, src, &engine.Checks{}))
		})
	}
}

// findings validates a fixture. That nobody can open a tunnel here is no mistake of
// a document, and left out.
func findings(t *testing.T, file string, src []byte, c *engine.Checks) engine.Diagnostics {
	t.Helper()
	diags, isCapability := engine.Validate(engine.Source{Name: file, Data: src, Folder: filepath.Dir(file)}, c)
	assert.True(t, isCapability)
	var out engine.Diagnostics
	for _, d := range diags {
		if d.Code != "no-tunnel" {
			out = append(out, d)
		}
	}
	return out
}

func checkPractical(t *testing.T, src []byte, diags engine.Diagnostics) {
	t.Helper()
	want := 0
	for i, line := range strings.Split(string(src), "\n") {
		_, mark, found := strings.Cut(line, "# PRACTICAL")
		switch {
		case found && strings.TrimSpace(mark) == "none":
			assert.Empty(t, diags)
			return
		case found, want == 0 && strings.Contains(line, "# ERROR"):
			want = i + 1
		}
	}
	if assert.Len(t, diags, 1) {
		assert.Equal(t, want, diags[0].Pos.Line, "%v", diags[0])
	}
}

// TestOne_judged wants a validator of draft 2020-12 to refuse the same documents by
// the published schema of their version; by all where they name none that is known.
func TestOne_judged(t *testing.T) {
	schemas, err := filepath.Glob("../../shared/reference/schemas/*.json")
	require.NoError(t, err)
	if len(schemas) == 0 {
		t.Skip("the published schemas are not beside the project")
	}
	judges := map[string]*jsonschema.Schema{}
	for _, file := range schemas {
		judges[strings.TrimSuffix(filepath.Base(file), ".json")], err = jsonschema.NewCompiler().Compile(file)
		require.NoError(t, err)
	}
	files, err := filepath.Glob("../testdata/bad/one-*.yaml")
	require.NoError(t, err)
	for _, file := range files {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		root, diags := yaml.Parse(file, src)
		if diags.HasErrors() {
			continue
		}
		for _, judge := range judgesOf(judges, root) {
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(value.Append(nil, root.Plain())))
			require.NoError(t, err)
			assert.Error(t, judge.Validate(doc), file)
		}
	}
}

func judgesOf(all map[string]*jsonschema.Schema, root yaml.Node) []*jsonschema.Schema {
	var out []*jsonschema.Schema
	for name, judge := range all {
		key, version, _ := strings.Cut(name, "-")
		if root.Get(key).Text() == version {
			return []*jsonschema.Schema{judge}
		}
		out = append(out, judge)
	}
	return out
}

package parse_test

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"naftiko/spec/diag"
	"naftiko/spec/parse"
)

// shared is the folder of other people's documents, beside the project.
const shared = "../../../shared"

// tally counts warnings by code and fails on errors.
type tally struct {
	documents int
	codes     map[string]int
	messages  map[string]int
}

func newTally() *tally { return &tally{codes: map[string]int{}, messages: map[string]int{}} }

func (c *tally) add(t *testing.T, name string, data []byte) diag.List {
	t.Helper()
	c.documents++
	doc, diags := parse.Bytes(name, data)
	if diags.HasErrors() {
		t.Errorf("%v", diags.Err())
	}
	require.NotNil(t, doc)
	for _, d := range diags {
		c.codes[d.Code]++
		c.messages[d.Code+": "+d.Msg]++
	}
	return diags
}

func (c *tally) log(t *testing.T) {
	t.Helper()
	t.Logf("%d documents", c.documents)
	for _, code := range slices.Sorted(maps.Keys(c.codes)) {
		t.Logf("%7d %s", c.codes[code], code)
	}
	msgs := slices.SortedFunc(maps.Keys(c.messages), func(a, b string) int { return c.messages[b] - c.messages[a] })
	for _, m := range msgs[:min(len(msgs), 40)] {
		t.Logf("%7d %s", c.messages[m], m)
	}
}

// TestCorpus loads every published document that is at hand.
func TestCorpus(t *testing.T) {
	f, err := os.Open(filepath.Join(shared, "corpus", "public.tar.gz"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the corpus is not here: ", err)
	}
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	counts := newTally()
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		if h.Typeflag != tar.TypeReg {
			continue
		}
		data, err := io.ReadAll(r)
		require.NoError(t, err)
		_ = counts.add(t, h.Name, data)
	}
	counts.log(t)
	require.Equal(t, 3543, counts.documents)
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

// TestReference loads the documents of the reference project. They follow their
// schemas, so that every warning about them is to be looked at.
func TestReference(t *testing.T) {
	root := filepath.Join(shared, "reference")
	if _, err := os.Stat(root); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the reference is not here: ", err)
	}
	counts := newTally()
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
		for _, d := range counts.add(t, name, data) {
			t.Log(d)
		}
		return nil
	}))
	counts.log(t)
	require.Greater(t, counts.documents, 50)
}

func isOther(name string) bool {
	for prefix := range otherFiles {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

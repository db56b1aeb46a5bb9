package schema_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"github.com/stretchr/testify/require"

	"naftiko/spec/schema"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// shared is the folder of other people's documents, beside the project.
const shared = "../../../shared"

// judges returns the published schemas as a validator of draft 2020-12 reads
// them. It skips the test where they are not at hand.
func judges(t testing.TB) map[schema.Version]*jsonschema.Schema {
	t.Helper()
	dir := filepath.Join(shared, "reference", "schemas")
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the published schemas are not here: ", dir)
	}
	out := map[schema.Version]*jsonschema.Schema{}
	for _, v := range schema.Versions() {
		file := filepath.Join(dir, v.Key+"-"+v.Text+".json")
		s, err := jsonschema.NewCompiler().Compile(file)
		require.NoError(t, err)
		out[v] = s
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	require.NoError(t, err)
	require.Len(t, files, len(out), "a published version is not among ours")
	return out
}

// plain is the form in which the judge reads values.
func plain(v value.Value) any {
	switch v := v.(type) {
	case value.List:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = plain(item)
		}
		return list
	case *value.Object:
		members := map[string]any{}
		for name, m := range v.All() {
			members[name] = plain(m)
		}
		return members
	case value.Number:
		n, err := jsonschema.UnmarshalJSON(strings.NewReader(string(v)))
		if err != nil {
			panic(err)
		}
		return n
	}
	return v
}

// named returns the lines that the judge's error is about: those of the values,
// and of the keys that hold them. Of keys that may not stand together the judge names
// only the mapping; then those of all its keys.
func named(root yaml.Node, err error) map[int]bool {
	var verr *jsonschema.ValidationError
	if !errors.As(err, &verr) {
		return nil
	}
	lines := map[int]bool{}
	var visit func(e *jsonschema.ValidationError)
	visit = func(e *jsonschema.ValidationError) {
		for _, cause := range e.Causes {
			visit(cause)
		}
		if names, ok := e.ErrorKind.(*kind.PropertyNames); ok {
			markKeys(root, names.Property, lines) // its location is often another's
		}
		if len(e.Causes) > 0 {
			return
		}
		at := mark(root, e.InstanceLocation, lines)
		switch e := e.ErrorKind.(type) {
		case *kind.AdditionalProperties:
			for k := range at.Members() {
				for _, name := range e.Properties {
					if k.Text() == name {
						lines[k.Pos().Line] = true
					}
				}
			}
		case *kind.Not, *kind.OneOf:
			for k := range at.Members() {
				lines[k.Pos().Line] = true
			}
		}
	}
	visit(verr)
	return lines
}

// mark adds the lines of the value that path leads to, and of its key.
func mark(n yaml.Node, path []string, lines map[int]bool) yaml.Node {
	line := n.Pos().Line
	for _, segment := range path {
		if n.Type() == yaml.ArrayType {
			want, _ := strconv.Atoi(segment)
			i := 0
			for item := range n.Items() {
				if i == want {
					n, line = item, item.Pos().Line
				}
				i++
			}
			continue
		}
		for k, v := range n.Members() {
			if k.Text() == segment {
				n, line = v, k.Pos().Line
				break
			}
		}
	}
	lines[line] = true
	lines[n.Pos().Line] = true
	return n
}

// markKeys adds the lines of all keys called name.
func markKeys(n yaml.Node, name string, lines map[int]bool) {
	for item := range n.Items() {
		markKeys(item, name, lines)
	}
	for k, v := range n.Members() {
		if k.Text() == name {
			lines[k.Pos().Line] = true
		}
		markKeys(v, name, lines)
	}
}

// declared returns the published version that a document says it follows.
func declared(root yaml.Node) (schema.Version, bool) {
	for _, v := range schema.Versions() {
		if n := root.Get(v.Key); n.Type() == yaml.StringType && n.Text() == v.Text {
			return v, true
		}
	}
	return schema.Version{}, false
}

// corpus calls do with every published document at hand, and returns how many
// there are.
func corpus(t testing.TB, do func(name string, data []byte)) int {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, "corpus", "public.tar.gz"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the corpus is not here: ", err)
	}
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	documents := 0
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return documents
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
		do(h.Name, data)
	}
}

// references calls do with every YAML file of the reference project.
func references(t testing.TB, do func(name string, data []byte)) {
	t.Helper()
	root := filepath.Join(shared, "reference")
	if _, err := os.Stat(root); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the reference is not here: ", err)
	}
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		name := filepath.ToSlash(strings.TrimPrefix(path, root+string(filepath.Separator)))
		ext := filepath.Ext(path)
		if err != nil || d.IsDir() || ext != ".yaml" && ext != ".yml" {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil {
			do(name, data)
		}
		return err
	}))
}

// verdicts compares the verdicts of the judge, ours, and the library's on the whole.
type verdicts struct {
	judges       map[schema.Version]*jsonschema.Schema
	valid, wrong int
	// differ has what they do not agree on, lost the documents whose first violation
	// is on a line that the judge does not name.
	differ, lost []string
}

func (c *verdicts) compare(t testing.TB, name string, root yaml.Node, v schema.Version) {
	t.Helper()
	ours, err := schema.Published(v)
	require.NoError(t, err)
	list, _, err := ours.Check(root)
	require.NoError(t, err)
	theirs := c.judges[v].Validate(plain(root.Plain()))
	if (theirs == nil) != (len(list) == 0) || ours.Fits(root) != (theirs == nil) {
		c.differ = append(c.differ, name+" as "+v.String()+": "+strings.Join(lines(list), "; ")+" | "+reason(theirs))
		return
	}
	if theirs == nil {
		c.valid++
		return
	}
	c.wrong++
	if at := named(root, theirs); !at[list[0].Pos.Line] {
		c.lost = append(c.lost, name+" as "+v.String()+": "+list[0].Pos.String()+" "+line(list[0])+" | "+reason(theirs))
	}
}

func reason(err error) string {
	if err == nil {
		return "valid"
	}
	return strings.ReplaceAll(err.Error(), "\n", " ")
}

func (c *verdicts) report(t testing.TB) {
	t.Helper()
	t.Logf("%d valid, %d invalid", c.valid, c.wrong)
	for i, d := range append(c.differ, c.lost...) {
		if i < 20 {
			t.Errorf("%.1500s", d)
		}
	}
	require.Empty(t, c.differ, "different verdicts")
	require.Empty(t, c.lost, "first violations on other lines")
}

func line(v schema.Violation) string { return "/" + strings.Join(v.Path, "/") + ": " + v.Msg }

func lines(violations []schema.Violation) []string {
	out := make([]string, 0, len(violations))
	for _, v := range violations {
		out = append(out, line(v))
	}
	return out
}

// TestVerdicts_corpus compares the verdicts on every published document.
func TestVerdicts_corpus(t *testing.T) {
	c := &verdicts{judges: judges(t)}
	corpus(t, func(name string, data []byte) {
		root, diags := yaml.Parse(name, data)
		require.Empty(t, diags.Errors(), name)
		if v, ok := declared(root); ok {
			c.compare(t, name, root, v)
		}
	})
	c.report(t)
}

// TestVerdicts_reference compares the verdicts on the reference's own documents,
// as the version they name and as all others.
func TestVerdicts_reference(t *testing.T) {
	c := &verdicts{judges: judges(t)}
	references(t, func(name string, data []byte) {
		for _, v := range schema.Versions() {
			for _, as := range [...][]byte{data, renamedVersion(data, v)} {
				root, diags := yaml.Parse(name, as)
				if len(diags.Errors()) == 0 {
					c.compare(t, name, root, v)
				}
			}
		}
	})
	c.report(t)
}

// renamedVersion is data with a version's line in place of its own.
func renamedVersion(data []byte, v schema.Version) []byte {
	var out [][]byte
	for l := range bytes.SplitSeq(data, []byte("\n")) {
		if bytes.HasPrefix(l, []byte("naftiko:")) || bytes.HasPrefix(l, []byte("ikanos:")) {
			l = []byte(v.Key + `: "` + v.Text + `"`)
		}
		out = append(out, l)
	}
	return bytes.Join(out, []byte("\n"))
}

package engine_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/binding"
	"naftiko/engine"
	"naftiko/spec/diag"
	"naftiko/spec/parse"
	"naftiko/spec/yaml"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// fixCase is a document of testdata/fix: in.yaml or in.json before, want.* after, and
// changes with a line for each change. A comment that begins with "strict:" is of a
// strict check.
type fixCase struct {
	file, name    string
	archive       *txtar.Archive
	in            []byte
	checks        engine.Checks
	want, changes []byte
}

func fixCases(t testing.TB) []fixCase {
	t.Helper()
	files, err := filepath.Glob("testdata/fix/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var out []fixCase
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		require.NoError(t, err)
		c := fixCase{file: file, archive: a, checks: recommended(t)}
		c.checks.Strict = bytes.HasPrefix(a.Comment, []byte("strict:"))
		for _, f := range a.Files {
			switch {
			case strings.HasPrefix(f.Name, "in."):
				c.name, c.in = f.Name, f.Data
			case strings.HasPrefix(f.Name, "want."):
				c.want = f.Data
			case f.Name == "changes":
				c.changes = f.Data
			}
		}
		require.NotEmpty(t, c.in, file)
		out = append(out, c)
	}
	return out
}

func recommended(t testing.TB) engine.Checks {
	t.Helper()
	rules, err := engine.NewRules("recommended")
	require.NoError(t, err)
	return engine.Checks{Rules: rules}
}

func fix(name string, data []byte, c engine.Checks) engine.Fixed {
	return engine.Fix(engine.Source{Name: name, Data: data}, &c)
}

// TestFix compares with the golden files, and has each document with other line ends,
// with a byte order mark and without its last line end, too: all that must stay.
func TestFix(t *testing.T) {
	for _, c := range fixCases(t) {
		t.Run(filepath.Base(c.file), func(t *testing.T) {
			got := fix(c.name, c.in, c.checks)
			var told bytes.Buffer
			for _, ch := range got.Changes {
				fmt.Fprintf(&told, "%d:%d %s: %s\n", ch.Pos.Line, ch.Pos.Column, ch.Code, ch.Msg)
			}
			if *update {
				c.archive.Files = []txtar.File{{Name: c.name, Data: c.in}, {Name: "changes", Data: told.Bytes()}}
				if !bytes.Equal(got.Data, c.in) {
					c.archive.Files = append(c.archive.Files, txtar.File{Name: "want" + filepath.Ext(c.name), Data: got.Data})
				}
				require.NoError(t, os.WriteFile(c.file, txtar.Format(c.archive), 0o644))
				return
			}
			want := c.want
			if want == nil {
				want = c.in
			}
			assert.Equal(t, string(want), string(got.Data))
			assert.Equal(t, string(c.changes), told.String())
			checkFixed(t, c.name, c.in, got, c.checks)
			for name, variant := range variants {
				got := fix(c.name, variant(c.in), c.checks)
				assert.Equal(t, string(variant(want)), string(got.Data), name)
			}
		})
	}
}

var variants = map[string]func([]byte) []byte{
	"CR LF":                 func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")) },
	"a byte order mark":     func(b []byte) []byte { return append([]byte("\uFEFF"), b...) },
	"without its last line": func(b []byte) []byte { return bytes.TrimSuffix(b, []byte("\n")) },
}

// checkFixed holds what comes of mending against what is promised.
func checkFixed(t *testing.T, name string, before []byte, got engine.Fixed, c engine.Checks) {
	t.Helper()
	was, _ := engine.Validate(engine.Source{Name: name, Data: before}, &c)
	now, ok := engine.Validate(engine.Source{Name: name, Data: got.Data}, &c)
	_, read := parse.Bytes(name, before)
	assert.Equal(t, ok, got.IsCapability)
	assert.Equal(t, now, got.Findings)
	if !read.HasErrors() {
		assert.LessOrEqual(t, len(now), len(was)-len(got.Changes), "%s: findings are left that were mended", name)
	}
	for d, n := range tallied(now) {
		if read.HasErrors() {
			break // it could not be compiled, which finds more
		}
		assert.LessOrEqual(t, n, tallied(was)[d], "%s: a new finding: %v", name, d)
	}
	again := fix(name, got.Data, c)
	assert.Empty(t, again.Changes, name)
	assert.Equal(t, string(got.Data), string(again.Data), "%s: mended twice", name)
	assert.Equal(t, len(got.Changes) == 0, bytes.Equal(before, got.Data), name)
	checkOrigins(t, name, before, got)
	if !slices.ContainsFunc(got.Changes, func(c engine.Change) bool { return c.Code == "complex-key" }) { // there is a text where none was
		assert.Equal(t, comments(before), comments(got.Data), "%s: comments", name)
	}
	if filepath.Ext(name) == ".json" {
		assert.True(t, json.Valid(got.Data), name)
	}
	checkMeaning(t, name, before, got)
}

// checkOrigins makes sure that no line is lost.
func checkOrigins(t *testing.T, name string, before []byte, got engine.Fixed) {
	t.Helper()
	if len(got.Changes) == 0 {
		assert.Nil(t, got.Origins, name)
		return
	}
	lines := bytes.SplitAfter(before, []byte("\n"))
	if len(lines[len(lines)-1]) == 0 {
		lines = lines[:len(lines)-1]
	}
	kept := slices.DeleteFunc(slices.Clone(got.Origins), func(n int) bool { return n == 0 })
	for i, n := range kept {
		assert.Equal(t, i+1, n, name)
	}
	assert.Len(t, kept, len(lines), name)
	assert.Len(t, got.Origins, len(slices.Collect(bytes.Lines(got.Data))), name)
}

func tallied(list diag.List) map[string]int {
	count := map[string]int{}
	for _, d := range list {
		count[d.Severity.String()+" "+d.Code+" "+strings.Trim(d.Msg, "0123456789")]++
	}
	return count
}

// comments lists the comments.
func comments(text []byte) []string {
	root, _ := yaml.Parse("", text)
	var out []string
	for _, c := range root.Comments(text, "") {
		out = append(out, c.Text)
	}
	return out
}

// counting are the codes of findings about keys that count only once they are mended.
var counting = []string{"complex-key", "missing-name", "no-base-uri", "no-source", "auth-field", "unknown-key", "schema-unknown-key", "missing-version"}

// checkMeaning reads and runs a document before and after it was mended: it does the
// same, and where a key was passed over before, what worked does.
func checkMeaning(t *testing.T, name string, before []byte, got engine.Fixed) {
	t.Helper()
	sent, sends := shownAll(t, name, before), shownAll(t, name, got.Data)
	if slices.ContainsFunc(got.Changes, func(c engine.Change) bool { return slices.Contains(counting, c.Code) }) {
		sent = slices.DeleteFunc(sent, func(s string) bool { return !strings.HasSuffix(s, " <nil>") })
		assert.Subset(t, sends, sent, "%s: other requests", name)
		return
	}
	assert.Equal(t, sent, sends, "%s: other requests", name)
	if slices.ContainsFunc(got.Changes, func(c engine.Change) bool { return c.Code == "implicit-bearer" || strings.Contains(c.Code, "slash") }) {
		return
	}
	was, now := strings.Join(modelOf(name, before), "\n"), strings.Join(modelOf(name, got.Data), "\n")
	if slices.ContainsFunc(got.Changes, func(c engine.Change) bool { return c.Code == "schema-enum" }) {
		now = strings.ReplaceAll(strings.ToLower(now), "type.text=string rest", "type.text=string api")
		was = strings.ReplaceAll(strings.ToLower(was), "type.text=string rest", "type.text=string api")
	}
	assert.Equal(t, was, now, "%s: another model", name)
}

// shownAll lists the requests of all operations.
func shownAll(t *testing.T, name string, data []byte) []string {
	t.Helper()
	prog, _ := engine.Load(engine.Source{Name: name, Data: data}, nil)
	if prog == nil {
		return nil
	}
	defer prog.Close()
	set := prog.NewBinds(binding.Options{LookupEnv: func(string) (string, bool) { return "", false }})
	var out []string
	for _, op := range prog.Ops() {
		r, err := prog.Prepare(op, madeUp(op), engine.Call{Binds: set, HostArguments: true})
		if err != nil {
			out = append(out, op.ID+" fails")
			continue
		}
		shown, err := r.Show(set)
		if shown != nil {
			shown.Implicit = "" // it is declared then
		}
		out = append(out, fmt.Sprintf("%s %+v %v", op.ID, shown, err))
	}
	return out
}

// modelOf lists all that is read of a document, but for the places.
func modelOf(name string, data []byte) []string {
	doc, _ := parse.Bytes(name, data)
	var out []string
	listModel("", reflect.ValueOf(doc), &out)
	return out
}

func listModel(path string, v reflect.Value, out *[]string) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			listModel(path, v.Elem(), out)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[diag.Pos]() {
			return
		}
		for i := range v.NumField() {
			listModel(path+"."+v.Type().Field(i).Name, v.Field(i), out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			listModel(fmt.Sprintf("%s[%d]", path, i), v.Index(i), out)
		}
	default:
		if !v.IsZero() {
			*out = append(*out, fmt.Sprintf("%s=%s %v", path, v.Kind(), v))
		}
	}
}

// TestFixPublished mends published documents: a sample with a short test.
func TestFixPublished(t *testing.T) {
	changed, codes, n := 0, map[string]int{}, 0
	eachPublished(t, func(name string, data []byte) {
		if n++; n%sampled != 0 {
			return
		}
		for _, strict := range []bool{false, true} {
			c := recommended(t)
			c.Strict = strict
			got := fix(name, data, c)
			if len(got.Changes) > 0 {
				changed++
				checkFixed(t, name, data, got, c)
			}
			for _, ch := range got.Changes {
				codes[ch.Code]++
			}
		}
	})
	t.Logf("%d of %d documents changed: %v", changed, n/sampled, codes)
}

// sampled is how many published documents there are for each that is mended.
const sampled = 10

// TestFixBad mends the documents with mistakes.
func TestFixBad(t *testing.T) {
	files, err := filepath.Glob("../testdata/bad/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, strict := range []bool{false, true} {
		changes := 0
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			c := recommended(t)
			c.Strict = strict
			got := fix(filepath.Base(file), data, c)
			checkFixed(t, filepath.Base(file), data, got, c)
			changes += len(got.Changes)
			for _, ch := range got.Changes {
				t.Logf("%s:%d %s: %s", filepath.Base(file), ch.Pos.Line, ch.Code, ch.Msg)
			}
		}
		t.Logf("%d changes", changes)
	}
}

// TestFixes holds the table against the codes that there are.
func TestFixes(t *testing.T) {
	known := engine.Codes()
	for _, f := range engine.Fixes() {
		assert.NotEmpty(t, f.Codes)
		assert.True(t, strings.HasSuffix(f.Does, "."), f.Does)
		for _, code := range f.Codes {
			assert.Contains(t, known, code)
		}
	}
}

// FuzzFix mends any text: what comes of it can be read, and mending it again changes
// nothing.
func FuzzFix(f *testing.F) {
	for _, c := range fixCases(f) {
		f.Add(c.in, c.checks.Strict)
	}
	files, err := filepath.Glob("../testdata/bad/one-*.yaml")
	require.NoError(f, err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(data, false)
	}
	rules, err := engine.NewRules("recommended")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte, strict bool) {
		c := engine.Checks{Strict: strict, Rules: rules}
		got := fix("fuzz.yaml", data, c)
		if len(got.Changes) > 0 {
			checkFixed(t, "fuzz.yaml", data, got, c)
		}
	})
}

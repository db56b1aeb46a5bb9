package cli

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/report"
	"naftiko/spec/diag"
)

const baselineHead = `{"naftiko-baseline":1}` + "\n"

func TestParseBaseline(t *testing.T) {
	one := known{"a.yaml", "c", "0123"}
	tests := map[string]struct {
		text string
		want map[known]int
		err  string
	}{
		"nothing listed":   {text: baselineHead, want: map[known]int{}},
		"one":              {text: baselineHead + `{"file":"a.yaml","code":"c","fingerprint":"0123","count":2}`, want: map[known]int{one: 2}},
		"any order":        {text: baselineHead + `{"count":2,"fingerprint":"0123","code":"c","file":"a.yaml"}`, want: map[known]int{one: 2}},
		"line ends":        {text: "{\"naftiko-baseline\": 1}\r\n\r\n" + `{"file":"a.yaml","code":"c","fingerprint":"0123","count":2}` + "\r\n \n", want: map[known]int{one: 2}},
		"merged":           {text: baselineHead + `{"file":"a.yaml","code":"c","fingerprint":"0123","count":3}` + "\n" + `{"file":"a.yaml","code":"c","fingerprint":"0123","count":2}`, want: map[known]int{one: 3}},
		"without a code":   {text: baselineHead + `{"file":"a.yaml","code":"","fingerprint":"0123","count":1}`, want: map[known]int{{"a.yaml", "", "0123"}: 1}},
		"empty":            {err: "b:1:1: this file is no baseline"},
		"no head":          {text: `{"file":"a.yaml","code":"c","fingerprint":"0123","count":2}`, err: "b:1:1: this file is no baseline"},
		"a list":           {text: "[]\n", err: "b:1:1: this file is no baseline"},
		"YAML":             {text: "naftiko: 1.0.0-alpha2\n", err: "b:1:1: this file is no baseline"},
		"binary":           {text: "\x00\xff\n", err: "b:1:1: this file is no baseline"},
		"newer":            {text: `{"naftiko-baseline":2}`, err: `b:1:1: this baseline is of another version of the program: it does not begin with  {"naftiko-baseline":1}`},
		"version as text":  {text: `{"naftiko-baseline":"1"}`, err: `b:1:1: this baseline is of another version of the program: it does not begin with  {"naftiko-baseline":1}`},
		"version is a map": {text: `{"naftiko-baseline":{}}`, err: `b:1:1: this baseline is of another version of the program: it does not begin with  {"naftiko-baseline":1}`},
		"conflict":         {text: baselineHead + "<<<<<<< HEAD\n", err: "b:2:1: this is no line of a baseline"},
		"another list":     {text: baselineHead + "\n[]\n", err: "b:3:1: this is no line of a baseline"},
		"head again":       {text: baselineHead + baselineHead, err: "b:2:1: a line of a baseline has file, code, fingerprint and a count from 1"},
		"no file":          {text: baselineHead + `{"code":"c","fingerprint":"0123","count":2}`, err: "b:2:1: a line of a baseline has file, code, fingerprint and a count from 1"},
		"more":             {text: baselineHead + `{"file":"a.yaml","code":"c","fingerprint":"0123","count":2,"x":""}`, err: "b:2:1: a line of a baseline has file, code, fingerprint and a count from 1"},
		"count is 0":       {text: baselineHead + `{"file":"a.yaml","code":"c","fingerprint":"0123","count":0}`, err: "b:2:1: a line of a baseline has file, code, fingerprint and a count from 1"},
		"count is huge":    {text: baselineHead + `{"file":"a.yaml","code":"c","fingerprint":"0123","count":1e400}`, err: "b:2:1: a line of a baseline has file, code, fingerprint and a count from 1"},
		"count is a text":  {text: baselineHead + `{"file":"a.yaml","code":"c","fingerprint":"0123","count":"2"}`, err: "b:2:1: a line of a baseline has file, code, fingerprint and a count from 1"},
		"file is null":     {text: baselineHead + `{"file":null,"code":"c","fingerprint":"0123","count":2}`, err: "b:2:1: a line of a baseline has file, code, fingerprint and a count from 1"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := parseBaseline("b", tc.text)
			if tc.err != "" {
				assert.EqualError(t, err, tc.err+" [bad-baseline]")
				assert.Equal(t, 2, codeOf(err))
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tc.want, got)
		})
	}
}

// What is written is read as it was, and is in one order.
func TestBaseline_text(t *testing.T) {
	b := baseline{left: map[known]int{
		{"b.yaml", "a", "2"}: 1, {"a.yaml", "b", "1"}: 12, {"a.yaml", "a", "2"}: 1, {"a.yaml", "a", "1"}: 1, {"ü \"\n#.yaml", "c", "1"}: 7,
	}}
	want := baselineHead +
		`{"file":"a.yaml","code":"a","fingerprint":"1","count":1}` + "\n" +
		`{"file":"a.yaml","code":"a","fingerprint":"2","count":1}` + "\n" +
		`{"file":"a.yaml","code":"b","fingerprint":"1","count":12}` + "\n" +
		`{"file":"b.yaml","code":"a","fingerprint":"2","count":1}` + "\n" +
		`{"file":"ü \"\n#.yaml","code":"c","fingerprint":"1","count":7}` + "\n"
	assert.Equal(t, want, string(b.text()))
	again, err := parseBaseline("b", want)
	require.NoError(t, err)
	assert.Equal(t, b.left, again)
}

func FuzzParseBaseline(f *testing.F) {
	f.Add(baselineHead + `{"file":"a.yaml","code":"c","fingerprint":"0123","count":2}` + "\n")
	f.Add(baselineHead + "<<<<<<< HEAD\n")
	f.Add("\xff")
	f.Fuzz(func(t *testing.T, text string) {
		left, err := parseBaseline("b", text)
		if err != nil {
			return
		}
		b := baseline{left: left}
		again, err := parseBaseline("b", string(b.text()))
		require.NoError(t, err)
		assert.Equal(t, left, again)
	})
}

func TestBaseline_take(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	require.NoError(t, os.MkdirAll("docs/sub", 0o700))
	b, err := newBaseline(filepath.Join("docs", "known.jsonl"))
	require.NoError(t, err)
	list := diag.List{
		{Pos: diag.Pos{File: "docs/a.yaml", Line: 1}, Code: "c", Msg: "m"},
		{Pos: diag.Pos{File: "docs/a.yaml", Line: 9}, Code: "c", Msg: "m"},
		{Code: "c", Msg: "m"},
		{Pos: diag.Pos{File: "docs/sub/b.yaml"}, Code: "c", Msg: "m"},
		{Pos: diag.Pos{File: "../x.yaml"}, Code: "c", Msg: "m"},
		{Pos: diag.Pos{File: stdinName}, Code: "c", Msg: "m"},
	}
	all := report.Locate(nil, list)
	files := map[string]int{}
	for _, f := range all {
		if k, ok := b.keyOf("docs/sub/../a.yaml", f); ok {
			b.left[k]++
			files[k.file]++
		}
	}
	above := filepath.ToSlash(filepath.Join("..", "..", "x.yaml"))
	assert.Equal(t, map[string]int{"a.yaml": 3, "sub/b.yaml": 1, above: 1}, files)
	assert.True(t, b.take(filepath.Join(dir, "docs", "a.yaml"), all[2]), "by its absolute path")
	assert.True(t, b.take("docs/a.yaml", all[0]))
	assert.False(t, b.take("docs/a.yaml", all[5]))
	b.checked["a.yaml"] = true
	assert.Equal(t, 1, b.gone())
	assert.True(t, b.take("docs/a.yaml", all[1]))
	assert.False(t, b.take("docs/a.yaml", all[1]), "one more than there were")
	assert.Equal(t, 0, b.gone())
	b.checked["sub/b.yaml"] = true
	assert.Equal(t, 1, b.gone())
}

func TestReplaceFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "known.jsonl")
	require.NoError(t, replaceFile(name, []byte("one")))
	require.NoError(t, os.Chmod(name, 0o600))
	require.NoError(t, os.WriteFile(newName(filepath.Join(dir, ".known.jsonl"), 0), []byte("left behind"), 0o600))
	require.NoError(t, replaceFile(name, []byte("two")))
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, "two", string(data))
	if runtime.GOOS != "windows" {
		info, err := os.Stat(name)
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 2, "no file is left beside the two")
	assert.Error(t, replaceFile(dir, nil))
	assert.Error(t, replaceFile(filepath.Join(dir, "none", "x"), nil))
}

// A link is not followed, wherever it leads.
func TestReplaceFile_link(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "target")
	require.NoError(t, os.WriteFile(target, []byte("mine"), 0o600))
	for _, to := range []string{target, filepath.Join(dir, "nothing"), "link"} {
		link := filepath.Join(dir, "link")
		if err := os.Symlink(to, link); err != nil {
			require.Equal(t, "windows", runtime.GOOS, "%v", err)
			t.Skip("links need rights here: ", err)
		}
		assert.EqualError(t, replaceFile(link, []byte("new")), "cannot write "+link+": it is a link [file]")
		require.NoError(t, os.Remove(link))
	}
	data, err := os.ReadFile(target)
	require.NoError(t, err)
	assert.Equal(t, "mine", string(data))
	assert.NoFileExists(t, filepath.Join(dir, "nothing"))
}

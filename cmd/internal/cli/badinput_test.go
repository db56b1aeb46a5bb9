package cli_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const badInputDoc = `
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - type: http
    namespace: up
    baseUri: http://UP
    resources:
    - name: r
      path: /r
      operations:
      - name: put
        method: PUT
        inputParameters:
        - {name: name, in: query}
        - {name: h, in: header}
        - {name: body, in: body}
        outputParameters: [{name: size, value: $.size}]
      - name: text
        method: PUT
        inputParameters: [{name: Content-Type, in: header, value: text/plain}, {name: body, in: body, type: string}]
        outputParameters: [{name: size, value: $.size}]
      - name: many
        method: POST
        inputParameters: [{name: tag, in: query, type: array}, {name: body, in: body, type: object}]
        outputParameters: [{name: size, value: $.size}, {name: tags, value: $.tags}]
`

// hugeSize is the size of what is huge; the race detector makes each byte slow.
func hugeSize() int {
	if raceDetector || testing.Short() {
		return 10 << 20
	}
	return 100 << 20
}

// patience is far longer than any run of these tests takes: one that takes longer hangs.
const patience = time.Minute

// copies bounds the memory of a run: all that it ever allocates is at most so
// many times what it was given.
const copies = 15

// badInput has a folder with doc.yaml, whose upstream tells what came.
func badInput(t *testing.T) (dir, doc string) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		size, err := io.Copy(io.Discard, r.Body)
		if err != nil {
			t.Errorf("reading the request's body: %v", err)
		}
		fmt.Fprintf(w, `{"size":%d,"tags":%d}`, size, len(r.URL.Query()["tag"]))
	}))
	t.Cleanup(s.Close)
	dir = t.TempDir()
	doc = filepath.Join(dir, "doc.yaml")
	text := strings.ReplaceAll(badInputDoc, "http://UP", s.URL)
	require.NoError(t, os.WriteFile(doc, []byte(text), 0o600))
	return dir, doc
}

// outcome is how a run ended.
type outcome struct {
	code           int
	stdout, stderr string
	allocated      uint64
}

// ends runs the program and fails the test if that does not end.
func ends(t *testing.T, args ...string) outcome {
	t.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	done := make(chan outcome, 1)
	go func() {
		var o outcome
		o.code, o.stdout, o.stderr = run(nil, "", args...)
		done <- o
	}()
	select {
	case o := <-done:
		runtime.ReadMemStats(&after)
		o.allocated = after.TotalAlloc - before.TotalAlloc
		return o
	case <-time.After(patience):
		require.FailNow(t, "the program does not end", "%.200q", args)
	}
	return outcome{}
}

// assertOneError checks that a run ended in one short error, whose first line
// has want in it.
func assertOneError(t *testing.T, o outcome, code int, want string) {
	t.Helper()
	assert.Equal(t, code, o.code, "%.2000s", o.stderr)
	assert.Empty(t, o.stdout)
	assert.Less(t, len(o.stderr), 5000)
	lines := strings.Split(strings.TrimSuffix(o.stderr, "\n"), "\n")
	assert.Contains(t, lines[0], want)
	for _, line := range lines[1:] {
		assert.True(t, strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "| "), "more than one error: %.2000s", o.stderr)
	}
}

// TestHuge gives the program more than anyone means to.
func TestHuge(t *testing.T) {
	dir, doc := badInput(t)
	n := hugeSize()
	text := strings.Repeat("x", n)
	file := filepath.Join(dir, "huge.txt")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	object := filepath.Join(dir, "huge.json")
	require.NoError(t, os.WriteFile(object, []byte(`{"body":"`+text+`"}`), 0o600))
	yaml := filepath.Join(dir, "huge.yaml")
	require.NoError(t, os.WriteFile(yaml, []byte("a: "+text+strings.Repeat("y", 33<<20)), 0o600))

	results := map[string]struct {
		args []string
		size int // of the body that arrives
	}{
		"body text":       {[]string{"put", "body=" + text}, n + 2},
		"body exact text": {[]string{"put", "body==" + text}, n + 2},
		"body file":       {[]string{"text", "body=@" + file}, n},
		"body JSON file":  {[]string{"put", "body=@" + object}, n + 11},
		"body object":     {[]string{"many", "body=@" + object}, n + 11},
		"body as JSON":    {[]string{"put", "body:=@" + object}, n + 11},
		"body member":     {[]string{"many", "body.a=" + text}, n + 8},
		"body of --args":  {[]string{"put", "--args", object}, n + 2},
	}
	for name, tc := range results {
		t.Run(name, func(t *testing.T) {
			o := ends(t, append([]string{"invoke", doc}, tc.args...)...)
			t.Logf("allocated %d times the input", o.allocated/uint64(n))
			require.Equal(t, 0, o.code, "%.2000s", o.stderr)
			assert.Contains(t, o.stdout, `"size":`+strconv.Itoa(tc.size))
			assert.Empty(t, o.stderr)
			assert.Less(t, o.allocated, uint64(copies*n))
		})
	}

	failures := map[string]struct {
		args []string
		code int
		want string
	}{
		"unknown name":         {[]string{"invoke", doc, "put", text + "=1"}, 2, "bad-argument"},
		"no operator":          {[]string{"invoke", doc, "put", text}, 2, "bad-argument"},
		"JSON that is none":    {[]string{"invoke", doc, "put", "name:=" + text}, 2, "bad-argument"},
		"name of a file":       {[]string{"invoke", doc, "put", "name=@" + text}, 8, "name: cannot read file"},
		"name of an operation": {[]string{"invoke", doc, text}, 2, "unknown-operation"},
		"name of a capability": {[]string{"invoke", text, "put"}, 2, "unknown-capability"},
		"name of a document":   {[]string{"invoke", "./" + text, "put"}, 8, "cannot read"},
		"name of a command":    {[]string{text}, 2, "unknown-command"},
		"query":                {[]string{"invoke", doc, "put", "-q", "$." + text}, 2, "jsonpath-syntax"},
		"document":             {[]string{"list", yaml}, 3, "too-large"},
		"checked document":     {[]string{"validate", yaml}, 1, "too-large"},
		"environment file":     {[]string{"invoke", doc, "put", "--env-file", file}, 8, "larger than 1 MiB"},
	}
	for name, tc := range failures {
		t.Run(name, func(t *testing.T) {
			o := ends(t, tc.args...)
			t.Logf("allocated %d times the input; %.300s", o.allocated/uint64(n), o.stderr)
			if tc.args[0] == "validate" { // its findings are its result
				assert.Equal(t, "1 document checked: 1 error, 0 warnings\nnaftiko explain CODE  says more of a code in brackets\n", o.stderr)
				o.stdout, o.stderr = "", o.stdout
			}
			assertOneError(t, o, tc.code, tc.want)
			assert.Less(t, o.allocated, uint64(copies*n))
		})
	}

	for _, name := range []string{"name", "h"} { // a query and a header
		t.Run(name, func(t *testing.T) {
			o := ends(t, "invoke", doc, "put", name+"="+text)
			if o.code == 5 { // the upstream does not read it to the end
				assertOneError(t, o, 5, "put")
			} else {
				assertOneError(t, o, 6, "431")
			}
			assert.Less(t, o.allocated, uint64(copies*n))
		})
	}

	t.Run("dry run", func(t *testing.T) {
		o := ends(t, "invoke", doc, "put", "name="+text, "--dry-run")
		require.Equal(t, 0, o.code, "%.2000s", o.stderr)
		assert.Contains(t, o.stdout[:100], "/r?name=xxx")
		assert.Less(t, o.allocated, uint64(copies*n))
	})
}

// TestManyArguments gives 10,000 arguments at a time.
func TestManyArguments(t *testing.T) {
	_, doc := badInput(t)
	const n = 10_000
	many := func(op string, argument func(i int) string) []string {
		words := []string{"invoke", doc, op}
		for i := range n {
			words = append(words, argument(i))
		}
		return words
	}
	o := ends(t, many("many", func(i int) string { return "tag=" + strconv.Itoa(i) })...)
	assert.Equal(t, 0, o.code, o.stderr)
	assert.Contains(t, o.stdout, `"tags":10000`)

	o = ends(t, many("many", func(i int) string { return fmt.Sprintf("body.m%05d:=%d", i, i%10) })...)
	assert.Equal(t, 0, o.code, o.stderr)
	assert.Contains(t, o.stdout, fmt.Sprintf(`"size":%d`, 1+n*len(`"m00000":0,`)))

	o = ends(t, many("many", func(i int) string { return fmt.Sprintf("body.a%s:=%d", strings.Repeat(".a", i%50), i) })...)
	assertOneError(t, o, 2, "bad-argument")

	assertOneError(t, ends(t, many("put", func(int) string { return "name=x" })...), 2, "name is given twice")
	assertOneError(t, ends(t, many("put", func(i int) string { return "nome" + strconv.Itoa(i) + "=x" })...), 2, "nome0")
	assertOneError(t, ends(t, many("put", func(int) string { return "body=@-" })...), 2, "standard input")

	words := []string{"validate"}
	for range n {
		words = append(words, doc)
	}
	o = ends(t, words...)
	assert.Equal(t, 0, o.code)
	assert.Contains(t, o.stderr, "1 document checked", "each file once")
}

// TestNoFile names what is not a file, or no longer is one.
func TestNoFile(t *testing.T) {
	dir, doc := badInput(t)
	gone := filepath.Join(dir, "gone.yaml")
	require.NoError(t, os.WriteFile(gone, []byte(badInputDoc), 0o600))
	require.NoError(t, os.Remove(gone))
	folder := filepath.Join(dir, "folder.yaml")
	require.NoError(t, os.Mkdir(folder, 0o700))

	tests := map[string]struct {
		args []string
		code int
		want string
	}{
		"body is a folder":             {[]string{"invoke", doc, "put", "body=@" + folder}, 8, "it is a folder"},
		"JSON is a folder":             {[]string{"invoke", doc, "put", "body:=@" + folder}, 8, "it is a folder"},
		"--args is a folder":           {[]string{"invoke", doc, "put", "--args", folder}, 8, "it is a folder"},
		"--env-file is a folder":       {[]string{"invoke", doc, "put", "--env-file", folder}, 8, "it is a folder"},
		"document is a folder":         {[]string{"invoke", folder, "put"}, 8, "it is a folder"},
		"--out is a folder":            {[]string{"invoke", doc, "put", "--out", folder}, 8, folder},
		"body has vanished":            {[]string{"invoke", doc, "put", "body=@" + gone}, 8, "body: cannot read file"},
		"--args has vanished":          {[]string{"invoke", doc, "put", "--args", gone}, 8, "cannot read " + gone},
		"--env-file has vanished":      {[]string{"invoke", doc, "put", "--env-file", gone}, 8, "cannot read " + gone},
		"document has vanished":        {[]string{"invoke", gone, "put"}, 2, "no-such-file"},
		"listed document has vanished": {[]string{"list", gone}, 2, "no-such-file"},
		"checked file has vanished":    {[]string{"validate", gone}, 2, "no-such-file"},
		"folder of --out has vanished": {[]string{"invoke", doc, "put", "--out", filepath.Join(gone, "x")}, 8, gone},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { assertOneError(t, ends(t, tc.args...), tc.code, tc.want) })
	}
}

package cli_test

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// corpusFile holds published documents of other people; it lies beside the project.
const corpusFile = "../../../../shared/corpus/public.tar.gz"

const (
	mutationSeed = 20
	// mutatedSize is the most bytes a document has that is mutated.
	mutatedSize = 60_000
	// mutatedEach takes every so manyeth of these documents.
	mutatedEach = 7
	// slowest is the longest that one run may take.
	slowest = time.Second
)

// published returns some of the published documents.
func published(t *testing.T) (names []string, texts [][]byte) {
	t.Helper()
	file, err := os.Open(corpusFile)
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("the published documents are not beside the project (%s)", corpusFile)
	}
	require.NoError(t, err)
	defer file.Close()
	zip, err := gzip.NewReader(file)
	require.NoError(t, err)
	files, seen := tar.NewReader(zip), 0
	for {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return names, texts
		}
		require.NoError(t, err)
		if h.Typeflag != tar.TypeReg || !strings.HasSuffix(h.Name, ".yaml") || h.Size > mutatedSize {
			continue
		}
		if seen++; seen%mutatedEach != 0 {
			continue
		}
		data, err := io.ReadAll(files)
		require.NoError(t, err)
		names, texts = append(names, path.Base(h.Name)), append(texts, data)
	}
}

// TestMutations runs the program on published documents that were spoiled: each
// run ends with a result or with words and an exit code that say what is wrong,
// never with a panic, and soon.
func TestMutations(t *testing.T) {
	names, texts := published(t)
	total, chunks := 10_000, 20
	if raceDetector || testing.Short() {
		total = 500
	}
	require.Greater(t, len(texts), chunks)
	percent := debug.SetGCPercent(500) // nothing here lives long
	t.Cleanup(func() { debug.SetGCPercent(percent) })
	for chunk := range chunks {
		t.Run(strconv.Itoa(chunk), func(t *testing.T) {
			t.Parallel()
			r := &mutantRuns{t: t, file: filepath.Join(t.TempDir(), "doc.yaml"), codes: map[string]int{}}
			last, root := -1, (*yaml.Node)(nil)
			for number := chunk * total / chunks; number < (chunk+1)*total/chunks; number++ {
				doc := number * len(texts) / total
				if doc != last {
					last, root = doc, parsed(texts[doc])
				}
				m := newMutator(mutationSeed, uint64(number))
				r.mutant(m, m.mutate(texts[doc], root))
				if len(r.wrong) > 0 {
					t.Errorf("seed %d, number %d, %s: %s\n%s\n%s", mutationSeed, number, names[doc],
						strings.Join(m.done, "; "), strings.Join(r.wrong, "\n"), firstLines(r.text))
					r.wrong = nil
				}
			}
			t.Logf("exit codes: %v; slowest %v", r.codes, r.slowest)
		})
	}
}

func parsed(text []byte) *yaml.Node {
	var root yaml.Node
	if yaml.Unmarshal(text, &root) != nil {
		return nil
	}
	return &root
}

func firstLines(text []byte) string {
	lines := strings.SplitAfterN(string(text[:min(len(text), 4000)]), "\n", 31)
	if len(lines) > 30 {
		lines[30] = "…"
	}
	return strings.Join(lines, "")
}

// mutantRuns runs the program on one mutant after another.
type mutantRuns struct {
	t       *testing.T
	file    string
	text    []byte
	wrong   []string
	codes   map[string]int // runs by command and exit code
	slowest time.Duration
}

func (r *mutantRuns) mutant(m *mutator, text []byte) {
	r.text = text
	require.NoError(r.t, os.WriteFile(r.file, text, 0o600))
	op, args := "op", []string(nil)
	if listed, ok := r.run("list", r.file, "-o", "json"); ok {
		op, args = madeUpCall(m, listed)
	}
	dry := append([]string{"invoke", r.file, op, "--dry-run"}, args...)
	if m.IntN(3) > 0 { // many documents have no base URI but a variable
		dry = append(dry, "--base-uri", "http://127.0.0.1:1/base")
	}
	if m.IntN(2) == 0 {
		dry = append(dry, "-o", "json")
	}
	r.run(dry...)
	r.run("validate", r.file)
}

// run runs the program and notes what is wrong with that.
func (r *mutantRuns) run(args ...string) (stdout string, ok bool) {
	started := time.Now()
	code, stdout, stderr := run(nil, "", args...)
	took := time.Since(started)
	for again := 0; took > slowest && again < 2; again++ { // the machine may have been busy
		started = time.Now()
		run(nil, "", args...)
		took = min(took, time.Since(started))
	}
	r.slowest = max(r.slowest, took)
	r.codes[args[0]+" "+strconv.Itoa(code)]++
	wrong := func(format string, a ...any) {
		r.wrong = append(r.wrong, fmt.Sprintf("%.300q: ", args)+fmt.Sprintf(format, a...))
	}
	if took > slowest {
		wrong("took %v", took)
	}
	if code < 0 || code > 9 {
		wrong("exit %d: %.3000s", code, stderr)
	}
	if code != 0 && stderr == "" {
		wrong("exit %d without a word", code)
	}
	if args[0] == "validate" && code > 2 {
		wrong("exit %d", code)
	}
	if asJSON := args[len(args)-1] == "json"; asJSON && code == 0 && (!json.Valid([]byte(stdout)) || !utf8.ValidString(stdout)) {
		wrong("standard output is not JSON: %.300q", stdout)
	}
	return stdout, code == 0
}

// listedOp is an operation as list -o json prints it.
type listedOp struct {
	Name, Qualified string
	Parameters      []struct {
		Name, Type string
		Required   bool
	}
}

// madeUpCall picks an operation and makes arguments for it.
func madeUpCall(m *mutator, listed string) (name string, args []string) {
	var ops []listedOp
	if json.Unmarshal([]byte(listed), &ops) != nil || len(ops) == 0 {
		return "op", nil
	}
	op := ops[m.IntN(len(ops))]
	for _, p := range op.Parameters {
		if p.Required && m.IntN(20) > 0 || m.IntN(3) == 0 {
			args = append(args, p.Name+madeUpValue(m, p.Type))
		}
	}
	if m.IntN(2) == 0 {
		return op.Name, args
	}
	return op.Qualified, args
}

// madeUpValue is an operator and a value, mostly of the type.
func madeUpValue(m *mutator, kind string) string {
	odd := []string{"=", "==@x", ":=null", `:={"a":[1,{}]}`, ":=[", "=../..", "=a b&c/d?e#f", "=\r\nX: y", "=http://127.0.0.1:1", "=@nowhere", "=-", "=\x00\u202e", "==" + strings.Repeat("é", 3000)}
	if i := m.IntN(6 * len(odd)); i < len(odd) {
		return odd[i]
	}
	switch kind {
	case "integer", "number":
		return "=7"
	case "boolean":
		return "=true"
	case "array":
		return `=["a","b"]`
	case "object":
		return `={"a":1}`
	}
	return "=x"
}

package engine_test

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"naftiko/binding"
	"naftiko/engine"
	"naftiko/spec/value"
)

// corpusFile holds published documents of other people; it lies beside the project.
const corpusFile = "../../shared/corpus/public.tar.gz"

// eachPublished calls f with every published document.
func eachPublished(t *testing.T, f func(name string, data []byte)) {
	t.Helper()
	file, err := os.Open(corpusFile)
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("the published documents are not beside the project (%s)", corpusFile)
	}
	require.NoError(t, err)
	defer file.Close()
	zip, err := gzip.NewReader(file)
	require.NoError(t, err)
	for files := tar.NewReader(zip); ; {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
		if h.Typeflag != tar.TypeReg || !strings.HasSuffix(h.Name, ".yaml") {
			continue
		}
		data, err := io.ReadAll(files)
		require.NoError(t, err)
		f(path.Base(h.Name), data)
	}
}

// TestPublished loads every published document and prepares each of its
// operations with made-up arguments. What cannot be prepared must have its
// reason in the document; the reasons are counted and printed.
func TestPublished(t *testing.T) {
	documents, operations, prepared := 0, 0, 0
	reasons, first := map[string]int{}, map[string]string{}
	eachPublished(t, func(name string, data []byte) {
		documents++
		prog, diags := engine.Load(engine.Source{Name: name, Data: data}, nil)
		if prog == nil {
			t.Errorf("%s does not load: %v", name, diags.Errors())
			return
		}
		defer prog.Close()
		for _, op := range prog.Ops() {
			operations++
			err := prepare(prog, op)
			if err == nil {
				prepared++
				continue
			}
			var e *engine.Error
			require.ErrorAs(t, err, &e)
			key := e.Kind.String() + " " + e.Code
			reasons[key]++
			if first[key] == "" {
				first[key] = e.Error()
			}
		}
	})
	t.Logf("%d documents, %d operations, %d prepared", documents, operations, prepared)
	for key, n := range reasons {
		t.Logf("%6d %s, as in %s", n, key, first[key])
		if !inDocument[key] {
			t.Errorf("%d operations fail with %s, as in %s", n, key, first[key])
		}
	}
}

// inDocument are reasons that only the documents can mend.
var inDocument = map[string]bool{
	"document no-base-uri":        true, // given with --base-uri when calling
	"document auth-field":         true, // a placement that no version defines
	"document foreign-consume":    true,
	"document unsupported-format": true,
}

func prepare(prog *engine.Program, op *engine.Op) error {
	set := prog.NewBinds(binding.Options{LookupEnv: func(string) (string, bool) { return "", false }})
	r, err := prog.Prepare(op, madeUp(op), engine.Call{Binds: set, HostArguments: true})
	if err != nil {
		return err
	}
	_, err = r.Show(set)
	return err
}

func madeUp(op *engine.Op) *value.Object {
	in := &value.Object{}
	for _, p := range op.Params {
		in.Set(p.Name, argument(&p))
	}
	return in
}

func argument(p *engine.Param) value.Value {
	switch {
	case len(p.Enum) > 0:
		return p.Enum[0]
	case p.Type == "integer" || p.Type == "number":
		return value.Number("7")
	case p.Type == "boolean":
		return true
	case p.Type == "array":
		return value.List{"x"}
	case p.Type == "object":
		return &value.Object{}
	}
	return "x"
}

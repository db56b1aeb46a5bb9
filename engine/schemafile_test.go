package engine_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine"
	"naftiko/spec/value"
)

const schemaFileDoc = `
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - type: http
    namespace: svc
    baseUri: http://UP
    resources:
    - name: r
      path: /x
      operations:
      - {name: op, method: POST, outputRawFormat: avro, outputSchema: "SCHEMA", outputParameters: [{name: id, type: string, value: $.id}]}
`

// The file that outputSchema names is read where imports may be, and before
// anything is sent.
func TestInvoke_schemaFile(t *testing.T) {
	dir := t.TempDir()
	doc := filepath.Join(dir, "doc")
	outside := filepath.Join(dir, "outside")
	const avsc = `{"type":"record","name":"r","fields":[{"name":"id","type":"string"}]}`
	for path, text := range map[string]string{
		"doc/s.avsc": avsc, "doc/sub/s.avsc": avsc, "doc/.dot/s.avsc": avsc, "outside/o.avsc": avsc, "doc/bad.avsc": "{", "doc/secret.env": "TOKEN=hunter2hunter2",
	} {
		full := filepath.Join(dir, path)
		require.NoError(t, os.MkdirAll(filepath.Dir(full), 0o755))
		require.NoError(t, os.WriteFile(full, []byte(text), 0o600))
	}
	if runtime.GOOS != "windows" {
		require.NoError(t, os.Symlink(filepath.Join(outside, "o.avsc"), filepath.Join(doc, "link.avsc")))
	}
	tests := map[string]struct {
		schema string
		allow  []string
		want   string // kind and part of the error, "" for a result
	}{
		"beside the document":  {schema: "s.avsc"},
		"below it":             {schema: "./sub/s.avsc"},
		"as a file URI":        {schema: "file:///./s.avsc"},
		"in an allowed folder": {schema: filepath.ToSlash(filepath.Join(outside, "o.avsc")), allow: []string{outside}},
		"outside":              {schema: "../outside/o.avsc", want: "refused outputSchema: ../outside/o.avsc lies outside the document's folder"},
		"through a link":       {schema: "link.avsc", want: "refused outputSchema: cannot read link.avsc"},
		"in a dot folder":      {schema: ".dot/s.avsc", want: "refused outputSchema: .dot/s.avsc is a dot file"},
		"not there":            {schema: "none.avsc", want: "document outputSchema: cannot read none.avsc: no such file"},
		"not a schema":         {schema: "bad.avsc", want: "document outputSchema: bad.avsc: "},
		"another kind of file": {schema: "secret.env", want: "document outputSchema: secret.env is not read"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if tc.schema == "link.avsc" && runtime.GOOS == "windows" {
				t.Skip("links need rights here")
			}
			addr, last := upstreamOf(t, "avro/binary", "\x04ok")
			src := strings.NewReplacer("http://UP", "http://"+addr, "SCHEMA", tc.schema).Replace(schemaFileDoc)
			prog, _ := engine.Load(engine.Source{Name: "doc.yaml", Data: []byte(src), Folder: doc}, &engine.Options{AllowPaths: tc.allow})
			require.NotNil(t, prog)
			t.Cleanup(prog.Close)
			op, err := prog.Find("op")
			require.NoError(t, err)
			res, err := prog.Invoke(t.Context(), op, nil, engine.Call{})
			if tc.want == "" {
				require.NoError(t, err)
				assert.Equal(t, `{"id":"ok"}`, string(value.Append(nil, res.Value())))
				return
			}
			var e *engine.Error
			require.ErrorAs(t, err, &e)
			kind, msg, _ := strings.Cut(tc.want, " ")
			assert.Equal(t, kind+" output-schema", e.Kind.String()+" "+e.Code)
			assert.Contains(t, e.Msg, msg)
			assert.NotContains(t, e.Error(), "hunter2")
			assert.Empty(t, last.method, "nothing is sent whose answer cannot be read")

			_, err = prog.Invoke(t.Context(), op, nil, engine.Call{Raw: true})
			require.NoError(t, err, "its bytes can be had all the same")
		})
	}
}

// A result may be read by many at once.
func TestResult_concurrent(t *testing.T) {
	addr, _ := upstream(t, `{"id":"u-1","l":[1,2]}`)
	src := strings.NewReplacer("http://UP", "http://"+addr, "outputRawFormat: avro, outputSchema: \"SCHEMA\", ", "").Replace(schemaFileDoc)
	prog, _ := engine.Load(engine.Source{Name: "doc.yaml", Data: []byte(src)}, nil)
	require.NotNil(t, prog)
	t.Cleanup(prog.Close)
	op, err := prog.Find("op")
	require.NoError(t, err)
	res, err := prog.Invoke(t.Context(), op, nil, engine.Call{})
	require.NoError(t, err)
	done := make(chan string)
	for range 8 {
		go func() { done <- string(value.Append(nil, res.Value())) + string(res.AppendJSON(nil)) }()
	}
	for range 8 {
		assert.Equal(t, `{"id":"u-1"}{"id":"u-1"}`, <-done)
	}
}

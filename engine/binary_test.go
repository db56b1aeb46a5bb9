package engine_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine"
	"naftiko/spec/value"
)

const binaryDoc = `
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
      - {name: plain, outputRawFormat: Binary, outputParameters: [{name: unused, type: string, value: $.a}]}
      - {name: typed, outputRawFormat: binary, outputMediaType: image/png}
      - {name: small, outputRawFormat: binary, maxBinarySize: 4KiB}
      - {name: large, outputRawFormat: binary, maxBinarySize: 11MiB}
`

// binaryProgram loads binaryDoc against an upstream that sends body; without a
// length when chunked is set.
func binaryProgram(t *testing.T, contentType string, body []byte, chunked bool, o *engine.Options) *engine.Program {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		} else {
			w.Header()["Content-Type"] = nil // else net/http finds one
		}
		if chunked {
			w.(http.Flusher).Flush()
		} else {
			w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		}
		_, _ = w.Write(body) // the client may have seen enough
	}))
	t.Cleanup(s.Close)
	prog, diags := engine.Load(engine.Source{Name: "doc.yaml", Data: []byte(strings.ReplaceAll(binaryDoc, "http://UP", s.URL))}, o)
	require.NotNil(t, prog, "%v", diags)
	t.Cleanup(prog.Close)
	return prog
}

func call(t *testing.T, prog *engine.Program, name string) (value.Value, error) {
	t.Helper()
	op, err := prog.Find(name)
	require.NoError(t, err)
	res, err := prog.Invoke(t.Context(), op, nil, engine.Call{})
	if err != nil {
		return nil, err
	}
	return res.Value(), nil
}

func TestL128_binary(t *testing.T) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	for _, chunked := range []bool{false, true} {
		got, err := call(t, binaryProgram(t, "", all, chunked, nil), "plain")
		require.NoError(t, err)
		assert.Equal(t, all, got.(value.Blob).Data, "every byte survives, and no output is taken")
	}
	tests := map[string]struct {
		op      string
		size    int
		chunked bool
		own     int64
		want    string // "" for an answer
	}{
		"announced, over the operation's limit":      {"small", 5000, false, 0, "5000"},
		"announced, over it, with both numbers":      {"small", 5000, false, 0, "4 KiB"},
		"not announced, over the operation's limit":  {"small", 5000, true, 0, "4 KiB"},
		"the operation's limit is above the default": {"large", 10<<20 + 5, false, 0, ""},
		"and has an end too":                         {"large", 11<<20 + 5, true, 0, "11 MiB"},
		"the default":                                {"plain", 10<<20 + 5, true, 0, "10 MiB"},
		"the caller's own limit is the lower one":    {"large", 5000, false, 4096, "4 KiB"},
		"the caller's own limit is the higher one":   {"small", 5000, false, 1 << 20, "4 KiB"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			prog := binaryProgram(t, "", make([]byte, tc.size), tc.chunked, &engine.Options{Client: engine.ClientOptions{MaxResponse: tc.own}})
			got, err := call(t, prog, tc.op)
			if tc.want == "" {
				require.NoError(t, err)
				assert.Len(t, got.(value.Blob).Data, tc.size)
				return
			}
			var e *engine.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, "answer too-large", e.Kind.String()+" "+e.Code)
			assert.Contains(t, e.Error(), tc.want)
		})
	}
}

func TestL129_mediaType(t *testing.T) {
	for _, tc := range []struct{ op, upstream, want string }{
		{"typed", "image/gif", "image/png"},
		{"plain", "image/gif", "image/gif"},
		{"plain", "", "application/octet-stream"},
	} {
		got, err := call(t, binaryProgram(t, tc.upstream, []byte("x"), false, nil), tc.op)
		require.NoError(t, err)
		assert.Equal(t, tc.want, got.(value.Blob).MediaType)
	}
}

func TestL130_tunnel(t *testing.T) {
	const doc = "naftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n  - type: http\n    namespace: svc\n    baseUri: http://127.0.0.1:9\n" +
		"    tunnel: {type: ziti, service: s, identity: i%s}\n    resources: [{name: r, path: /x, operations: [{name: op}]}]\n"
	load := func(more string) (engine.Diagnostics, error) {
		prog, diags := engine.Load(engine.Source{Name: "doc.yaml", Data: []byte(strings.Replace(doc, "%s", more, 1))}, nil)
		require.NotNil(t, prog)
		op, err := prog.Find("op")
		require.NoError(t, err)
		_, elsewhere := prog.Prepare(op, nil, engine.Call{BaseURI: map[string]string{"svc": "http://127.0.0.1:8"}})
		assert.NoError(t, elsewhere, "the caller names another address")
		_, err = prog.Prepare(op, nil, engine.Call{})
		return diags, err
	}
	diags, err := load("")
	assert.ErrorContains(t, err, "doc.yaml:7:13: a tunnel of type \"ziti\" cannot be opened")
	assert.Contains(t, diags.Error(), "[no-tunnel]")
	require.Len(t, diags, 1)
	assert.Contains(t, diags[0].Hint, "--base-uri")
	diags, err = load(", fallback: direct")
	assert.NoError(t, err)
	require.Len(t, diags, 1)
	assert.Equal(t, "no-tunnel", diags[0].Code)
}

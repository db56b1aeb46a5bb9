package cli_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/cli"
)

// Binary answers do not go onto terminals.
func TestInvoke_binaryTerminal(t *testing.T) {
	asked := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		_, _ = w.Write([]byte("\x89PNG\x00\xff"))
	}))
	t.Cleanup(s.Close)
	dir := t.TempDir()
	doc := filepath.Join(dir, "doc.yaml")
	require.NoError(t, os.WriteFile(doc, []byte("naftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n  - type: http\n    namespace: svc\n    baseUri: "+s.URL+
		"\n    resources: [{name: r, path: /x, operations: [{name: picture, outputRawFormat: binary}, {name: plain}]}]\n"), 0o600))
	out := filepath.Join(dir, "out.png")
	for name, tc := range map[string]struct {
		args        []string
		code, asked int
	}{
		"declared binary is not asked for": {[]string{"picture"}, 2, 0},
		"its bytes neither":                {[]string{"picture", "-o", "raw"}, 2, 0},
		"what turns out to be binary":      {[]string{"plain", "-o", "raw"}, 2, 1},
		"into a file":                      {[]string{"picture", "--out", out}, 0, 1},
		"as JSON":                          {[]string{"picture", "-o", "json"}, 0, 1},
		"explained":                        {[]string{"picture", "--explain"}, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			asked = 0
			var screen, errs bytes.Buffer
			code := cli.Run(context.Background(), append([]string{"invoke", doc}, tc.args...), cli.Env{
				Stdin: strings.NewReader(""), Stdout: &screen, Stderr: &errs, StdoutTTY: true, GOOS: "linux",
				LookupEnv: func(string) (string, bool) { return "", false },
			})
			assert.Equal(t, tc.code, code, "%s", &errs)
			assert.Equal(t, tc.asked, asked)
			assert.NotContains(t, screen.String(), "\x00")
			if tc.code != 0 {
				assert.Empty(t, screen.String())
				assert.Contains(t, errs.String(), "standard output is a terminal [binary-terminal]")
			}
		})
	}
	data, err := os.ReadFile(out)
	require.NoError(t, err)
	assert.Equal(t, "\x89PNG\x00\xff", string(data))
}

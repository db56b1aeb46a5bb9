package cli_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/cli"
)

// run runs the program in process.
func run(env map[string]string, stdin string, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = cli.Run(context.Background(), args, cli.Env{
		Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &errs, GOOS: "linux",
		LookupEnv: func(name string) (string, bool) {
			v, ok := env[name]
			return v, ok
		},
	})
	return code, out.String(), errs.String()
}

// marked is the value of every secret in TestSecretsNeverShow: it has characters
// that each encoding writes in another way.
const marked = `mARKED/secret+7f3a"&=`

// markedForms are the ways in which it may travel.
func markedForms() []string {
	basic := base64.StdEncoding.EncodeToString([]byte(marked + ":" + marked))
	return []string{
		marked, url.QueryEscape(marked), url.PathEscape(marked), fmt.Sprintf("%q", marked), "mARKED", basic,
		base64.StdEncoding.EncodeToString([]byte(marked)),
	}
}

// echo answers with all that it was sent, as a failure.
func echo(t *testing.T, status int) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("reading the request's body: %v", err)
		}
		w.Header().Set("X-Echo", r.Header.Get("Authorization"))
		w.WriteHeader(status)
		fmt.Fprintf(w, "%s %s\n%v\n%s", r.Method, r.RequestURI, r.Header, body)
	}))
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://")
}

// TestSecretsNeverShow runs every case that has binds, with the value of each
// marked, in every way that prints: the mark may stand nowhere, however it is
// encoded, even where the upstream sends it back.
func TestSecretsNeverShow(t *testing.T) {
	files, err := filepath.Glob("../../../testdata/cases/*.txtar")
	require.NoError(t, err)
	failing, garbling := echo(t, http.StatusUnauthorized), echo(t, http.StatusOK)
	ran := 0
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		require.NoError(t, err)
		parts := map[string]string{}
		for _, f := range ar.Files {
			parts[f.Name] = string(f.Data)
		}
		if parts["env"] == "" || strings.Contains(file, "B24-") { // a host is no secret
			continue
		}
		ran++
		for _, addr := range []string{failing, garbling} {
			t.Run(filepath.Base(file)+"/"+addr, func(t *testing.T) { checkCase(t, parts, addr) })
		}
	}
	assert.Greater(t, ran, 4, "cases with binds")
}

func checkCase(t *testing.T, parts map[string]string, addr string) {
	t.Helper()
	doc := filepath.Join(t.TempDir(), "doc.yaml")
	require.NoError(t, os.WriteFile(doc, []byte(strings.ReplaceAll(parts["doc.yaml"], "http://UP", "http://"+addr)), 0o600))
	env := map[string]string{}
	for line := range strings.FieldsSeq(parts["env"]) {
		name, _, _ := strings.Cut(line, "=")
		env[name] = marked
	}
	for _, flags := range [][]string{
		{"-vv"},
		{"--dry-run"},
		{"--dry-run", "-o", "json"},
		{"--dry-run", "-vv"},
		{"--as", "curl"},
		{"--errors", "json"},
		{"-q", "$.nope"},
		{"--base-uri", "http://127.0.0.1:1"},
		{"--timeout", "1ns"},
		{"--max-response", "1B"},
	} {
		_, stdout, stderr := run(env, "", append([]string{"invoke", doc, "op"}, flags...)...)
		assertUnmarked(t, flags, stdout+stderr)
	}
	_, stdout, stderr := run(env, "", "describe", doc, "op")
	assertUnmarked(t, []string{"describe"}, stdout+stderr)
}

func assertUnmarked(t *testing.T, flags []string, text string) {
	t.Helper()
	for _, form := range markedForms() {
		assert.NotContains(t, text, form, "%v", flags)
	}
}

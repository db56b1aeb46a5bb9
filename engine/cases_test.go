package engine_test

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/binding"
	"naftiko/engine"
	"naftiko/spec/value"
)

// seen is a request as the upstream saw it.
type seen struct {
	method, target string
	header         http.Header
	body           string
}

// upstream answers each request with body, in JSON, and records the last one.
func upstream(t *testing.T, body string) (addr string, last *seen) {
	t.Helper()
	return upstreamOf(t, "application/json", body)
}

func upstreamOf(t *testing.T, contentType, body string) (addr string, last *seen) {
	t.Helper()
	last = &seen{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("reading the request's body: %v", err)
		}
		*last = seen{r.Method, r.RequestURI, r.Header, string(data)}
		last.header.Set("Content-Length", fmt.Sprint(r.ContentLength))
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://"), last
}

// TestCases runs testdata/cases: a document, a call, and what the upstream must
// see (want), what the caller gets (result) or how it fails: before anything is
// sent (error), or with what came (failure). The upstream's answer is that of the
// part upstream, of the type in the part type, JSON by default.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("../testdata/cases/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { runCase(t, file) })
	}
}

func runCase(t *testing.T, file string) {
	t.Helper()
	ar, err := txtar.ParseFile(file)
	require.NoError(t, err)
	parts := map[string]string{}
	for _, f := range ar.Files {
		parts[f.Name] = string(f.Data)
	}
	answer, ok := parts["upstream"]
	if !ok {
		answer = "{}"
	}
	contentType, ok := parts["type"]
	if !ok {
		contentType = "application/json"
	}
	addr, last := upstreamOf(t, strings.TrimSpace(contentType), strings.TrimSpace(answer))
	src := strings.ReplaceAll(parts["doc.yaml"], "http://UP", "http://"+addr)
	prog, diags := engine.Load(engine.Source{Name: "doc.yaml", Data: []byte(src)}, nil)
	require.NotNil(t, prog, "%v", diags)
	t.Cleanup(prog.Close)

	name, in, dry := caseCall(t, parts["call"])
	op, err := prog.Find(name)
	require.NoError(t, err)
	vars, err := binding.ParseEnvFile("env", []byte(parts["env"]))
	require.NoError(t, err)
	call := engine.Call{Binds: prog.NewBinds(binding.Options{LookupEnv: func(n string) (string, bool) {
		v, ok := vars[n]
		return v, ok
	}})}
	if dry {
		r, err := prog.Prepare(op, in, call)
		require.NoError(t, err)
		shown, err := r.Show(call.Binds)
		require.NoError(t, err)
		assert.Equal(t, strings.TrimSpace(parts["want"]), shown.Method+" "+shown.URL)
		return
	}
	res, err := prog.Invoke(t.Context(), op, in, call)
	if want, ok := parts["error"]; ok {
		checkError(t, strings.TrimSpace(want), err)
		assert.Empty(t, last.method, "nothing may be sent")
		return
	}
	if want, ok := parts["failure"]; ok {
		checkError(t, strings.TrimSpace(want), err)
		return
	}
	require.NoError(t, err)
	if want, ok := parts["want"]; ok {
		checkRequest(t, want, last)
	}
	if want, ok := parts["result"]; ok {
		assert.Equal(t, strings.TrimSpace(want), string(value.Append(nil, res.Value())))
	}
}

// caseCall reads "OPERATION [{arguments}] [--dry-run]".
func caseCall(t *testing.T, text string) (name string, in *value.Object, dry bool) {
	t.Helper()
	text, dry = strings.CutSuffix(strings.TrimSpace(text), " --dry-run")
	name, rest, ok := strings.Cut(text, " ")
	if !ok {
		return name, nil, dry
	}
	v, err := value.Decode([]byte(rest))
	require.NoError(t, err)
	return name, v.(*value.Object), dry
}

// checkError wants "KIND CODE: part of the message".
func checkError(t *testing.T, want string, err error) {
	t.Helper()
	var e *engine.Error
	require.ErrorAs(t, err, &e)
	head, msg, _ := strings.Cut(want, ": ")
	assert.Equal(t, head, e.Kind.String()+" "+e.Code, "%v", err)
	assert.Contains(t, e.Error(), msg)
	assert.ErrorIs(t, err, e)
}

var boundary = regexp.MustCompile(`naftiko-[0-9a-f]{40}`)

// unasked are headers that each request has; a case that wants one names it.
var unasked = []string{"Accept", "Accept-Encoding", "Content-Length", "User-Agent"}

// checkRequest wants "METHOD target", then exactly the headers named (beside the
// unasked ones), and behind a blank line the body.
func checkRequest(t *testing.T, want string, got *seen) {
	t.Helper()
	head, body, _ := strings.Cut(strings.TrimSuffix(want, "\n"), "\n\n")
	lines := strings.Split(head, "\n")
	assert.Equal(t, lines[0], got.method+" "+got.target)
	var have []string
	for _, name := range slices.Sorted(maps.Keys(got.header)) {
		line := name + ": " + boundary.ReplaceAllString(strings.Join(got.header[name], " | "), "BOUNDARY")
		if slices.Contains(lines[1:], line) || !slices.Contains(unasked, name) {
			have = append(have, line)
		}
	}
	assert.Equal(t, strings.Join(lines[1:], "\n"), strings.Join(have, "\n"))
	text := strings.ReplaceAll(boundary.ReplaceAllString(got.body, "BOUNDARY"), "\r\n", "\n")
	assert.Equal(t, strings.TrimRight(body, "\n"), strings.TrimRight(text, "\n"))
}

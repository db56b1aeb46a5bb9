package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the texts that the scripts compare with")

// secret is the value that no script may ever find on standard error.
const secret = "s3cret"

// patience is how long a script waits for another process or a request.
const patience = 30 * time.Second

func TestMain(m *testing.M) {
	if os.Getenv("GORACE") == "" {
		_ = os.Setenv("GORACE", "atexit_sleep_ms=10") // else each command waits for a second
	}
	testscript.Main(m, map[string]func(){
		"naftiko": func() { os.Exit(run()) },
		"curl":    printArguments,
	})
}

// printArguments stands in for curl: it prints what it is called with, one
// quoted argument a line.
func printArguments() {
	for _, arg := range os.Args[1:] {
		fmt.Printf("%q\n", arg)
	}
}

func TestScripts(t *testing.T) {
	repo, err := filepath.Abs("../..")
	require.NoError(t, err)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               func(env *testscript.Env) error { return setup(env, repo) },
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits": exits, "saw": saw, "get": get, "generate": generate,
			"start": start, "baseuri": baseURI, "arrived": arrived, "signal": sendSignal,
		},
	})
}

// key is the type of the keys under which a script keeps its own things.
type key string

// setup gives each script an empty environment and two upstreams of its own.
func setup(env *testscript.Env, repo string) error {
	config := env.WorkDir
	if runtime.GOOS == "darwin" {
		config = filepath.Join(env.WorkDir, "Library", "Application Support")
	}
	other := newUpstream("")
	main := newUpstream(other.server.URL)
	env.Defer(other.server.Close)
	env.Defer(main.server.Close)
	env.Values[key("main")], env.Values[key("other")] = main, other
	env.Values[key("job")] = &job{}
	env.Setenv("HOME", env.WorkDir)
	env.Setenv("USERPROFILE", env.WorkDir)
	env.Setenv("XDG_CONFIG_HOME", env.WorkDir)
	env.Setenv("AppData", env.WorkDir)
	env.Setenv("CONFIG", config)
	env.Setenv("REPO", repo)
	env.Setenv("UPSTREAM", strings.TrimPrefix(main.server.URL, "http://"))
	env.Setenv("OTHER", strings.TrimPrefix(other.server.URL, "http://"))
	return secureUpstream(env)
}

// exits runs a command, wants its exit code to be the first argument, and finds
// no secret in what it says on standard error.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARGUMENT...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	compareExit(ts, args[0], err)
	showsNoSecret(ts, ts.ReadFile("stderr"))
}

func showsNoSecret(ts *testscript.TestScript, stderr string) {
	if strings.Contains(stderr, secret) {
		ts.Fatalf("standard error shows a secret")
	}
}

func compareExit(ts *testscript.TestScript, want string, err error) {
	code := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(code) != want {
		ts.Fatalf("exit code %d, not %s", code, want)
	}
}

// saw writes the requests that came to the upstream since it was last asked to
// standard output; "saw other" those that came to the other one.
func saw(ts *testscript.TestScript, neg bool, args []string) {
	name := "main"
	if len(args) == 1 {
		name = args[0]
	}
	u, ok := ts.Value(key(name)).(*upstream)
	if neg || !ok {
		ts.Fatalf("usage: saw [other]")
	}
	fmt.Fprint(ts.Stdout(), u.take())
}

// get writes status, content type and body of what a URL answers to standard output.
func get(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: get URL")
	}
	client := http.Client{Timeout: patience}
	resp, err := client.Get(args[0])
	ts.Check(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	ts.Check(err)
	fmt.Fprintf(ts.Stdout(), "%d %s\n%s\n", resp.StatusCode, resp.Header.Get("Content-Type"), body)
}

// generate writes files that are too large or too strange for an archive.
func generate(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 || generated[args[0]] == nil {
		ts.Fatalf("usage: generate KIND FILE")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), generated[args[0]](), 0o600))
}

var generated = map[string]func() []byte{
	"binary": func() []byte { return []byte("\x7fELF\x02\x01\x01\x00\x00\x00") },
	"huge": func() []byte {
		return append([]byte("naftiko: 1.0.0-alpha2\n# "), bytes.Repeat([]byte("x"), 32<<20)...)
	},
	"deep": func() []byte {
		const depth = 10_000
		return []byte("naftiko: 1.0.0-alpha2\ninfo: " + strings.Repeat("[", depth) + strings.Repeat("]", depth) + "\n")
	},
	"latin1": func() []byte { return []byte("naftiko: 1.0.0-alpha2\ninfo:\n  label: caf\xe9\n") },
	"aliases": func() []byte {
		var b strings.Builder
		b.WriteString("naftiko: 1.0.0-alpha2\nx0: &x0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n")
		for i := range 9 {
			fmt.Fprintf(&b, "x%d: &x%d [%s]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*x%d, ", i), 9))
		}
		return []byte(b.String())
	},
}

// job is the one command that a script runs beside itself.
type job struct {
	cmd    *exec.Cmd
	stdout *bufio.Reader
	stderr bytes.Buffer
}

// inherited are the variables that a started command gets.
var inherited = []string{
	"PATH", "HOME", "USERPROFILE", "XDG_CONFIG_HOME", "AppData", "SYSTEMROOT", "TMPDIR", "TMP", "GOCOVERDIR", "GORACE", "KINDE_SUBDOMAIN", "KINDE_ACCESS_TOKEN",
}

// start starts a command beside the script, which ends after a while at the latest.
func start(ts *testscript.TestScript, neg bool, args []string) {
	j, ok := ts.Value(key("job")).(*job)
	if neg || !ok || len(args) == 0 || j.cmd != nil {
		ts.Fatalf("usage: start COMMAND [ARGUMENT...], once before signal")
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	j.cmd = exec.CommandContext(ctx, args[0], args[1:]...)
	j.cmd.Dir = ts.MkAbs(".")
	for _, name := range inherited {
		if text := ts.Getenv(name); text != "" {
			j.cmd.Env = append(j.cmd.Env, name+"="+text)
		}
	}
	j.cmd.Stderr = &j.stderr
	out, err := j.cmd.StdoutPipe()
	ts.Check(err)
	j.stdout = bufio.NewReader(out)
	ts.Check(j.cmd.Start())
	ts.Defer(func() {
		cancel()
		if j.cmd != nil {
			_ = j.cmd.Wait() // the script failed before it ended the command
		}
	})
}

// baseURI sets a variable to the URL behind --base-uri in the next line that the
// started command prints.
func baseURI(ts *testscript.TestScript, neg bool, args []string) {
	j, ok := ts.Value(key("job")).(*job)
	if neg || !ok || len(args) != 1 || j.cmd == nil {
		ts.Fatalf("usage: baseuri VARIABLE, after start")
	}
	line, err := j.stdout.ReadString('\n')
	if err != nil {
		_ = j.cmd.Wait() // what it said tells more
		j.cmd = nil
		ts.Fatalf("no line on standard output: %v\n%s", err, j.stderr.String())
	}
	uri, ok := strings.CutPrefix(strings.TrimSpace(line), "--base-uri ")
	if !ok {
		ts.Fatalf("not a --base-uri: %q", line)
	}
	ts.Setenv(args[0], uri)
}

// arrived waits until a request has come to the upstream.
func arrived(ts *testscript.TestScript, neg bool, args []string) {
	u, ok := ts.Value(key("main")).(*upstream)
	if neg || !ok || len(args) > 0 {
		ts.Fatalf("usage: arrived")
	}
	select {
	case <-u.first:
	case <-time.After(patience):
		ts.Fatalf("no request came")
	}
}

// sendSignal sends INT or TERM to the started command, wants its exit code, and takes
// over what it wrote.
func sendSignal(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM}
	j, ok := ts.Value(key("job")).(*job)
	if neg || !ok || len(args) != 2 || signals[args[0]] == nil || j.cmd == nil {
		ts.Fatalf("usage: signal INT|TERM CODE, after start")
	}
	ts.Check(j.cmd.Process.Signal(signals[args[0]]))
	rest, err := io.ReadAll(j.stdout)
	ts.Check(err)
	err = j.cmd.Wait()
	j.cmd = nil
	fmt.Fprintf(ts.Stdout(), "%s", rest)
	fmt.Fprintf(ts.Stderr(), "%s", j.stderr.String())
	compareExit(ts, args[1], err)
	showsNoSecret(ts, j.stderr.String())
}

// upstream is a small API that remembers what it was sent.
type upstream struct {
	server *httptest.Server
	// first is closed when a request has come.
	first chan struct{}
	once  sync.Once

	mu  sync.Mutex
	log strings.Builder
}

func newUpstream(other string) *upstream {
	u := &upstream{first: make(chan struct{})}
	mux := answers(other)
	mux.HandleFunc("/drip/", u.drip)
	addCoded(mux)
	addFaults(mux)
	u.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u.record(r)
		mux.ServeHTTP(w, r)
	}))
	u.server.Start() // the handler reads u.server
	return u
}

// take returns the requests since the last call.
func (u *upstream) take() string {
	u.mu.Lock()
	defer u.mu.Unlock()
	text := u.log.String()
	u.log.Reset()
	return text
}

// unrecorded are the headers that every request has.
var unrecorded = []string{"Accept", "Accept-Encoding", "Connection", "Content-Length", "User-Agent"}

func (u *upstream) record(r *http.Request) {
	body, _ := io.ReadAll(r.Body) // a body that breaks off is shown as far as it came
	u.mu.Lock()
	fmt.Fprintf(&u.log, "%s %s\n", r.Method, r.RequestURI)
	var lines []string
	for name, values := range r.Header {
		if !slices.Contains(unrecorded, name) {
			lines = append(lines, name+": "+strings.Join(values, " | ")+"\n")
		}
	}
	if r.Host != u.server.Listener.Addr().String() {
		lines = append(lines, "Host: "+r.Host+"\n")
	}
	slices.Sort(lines)
	u.log.WriteString(strings.Join(lines, ""))
	if len(body) > 0 {
		fmt.Fprintf(&u.log, "\n%s\n", body)
	}
	u.mu.Unlock()
	if !strings.HasPrefix(r.URL.Path, "/drip/") {
		u.once.Do(func() { close(u.first) })
	}
}

// drip sends a body that does not end, and lets the script go on once the client
// must be reading it.
func (u *upstream) drip(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, err := io.WriteString(w, `{"id":"`+strings.Repeat("x", 256<<10))
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for err == nil && r.Context().Err() == nil {
		u.once.Do(func() { close(u.first) })
		<-tick.C
		_, err = io.WriteString(w, "x")
		w.(http.Flusher).Flush()
	}
}

// answers is what the upstream says, by path. The paths of operations follow
// behind, so that --base-uri chooses the answer.
func answers(other string) *http.ServeMux {
	mux := http.NewServeMux()
	fixed := map[string]struct {
		status            int
		contentType, body string
	}{
		"/api/v1/":          {200, "application/json", `{"message":"done"}`},
		"GET /api/v1/user":  {200, "application/json", `{"id":"kp_123","big":9007199254740993,"price":1.10,"z":1,"a":2}`},
		"GET /api/v1/users": {200, "application/json", `{"code":"OK","users":[{"id":"kp_1","email":"ann@example.com"},{"id":"kp_2","email":"bob@example.com"}],"next_token":null}`},
		"/status/401/":      {401, "application/json", `{"error":"no token"}`},
		"/status/403/":      {403, "application/json", `{"error":"not yours"}`},
		"/status/404/":      {404, "application/json", `{"errors":[{"code":"NOT_FOUND"}]}`},
		"/status/500/":      {500, "text/plain", "line one\nline two\n"},
		"/html/":            {200, "text/html", "<html><body>Sign in</body></html>"},
		"/half/":            {200, "application/json", `{"id":"kp_1","na`},
		"/nothing/":         {200, "application/json", ""},
		"/empty/":           {204, "", ""},
		"/control/":         {200, "application/json", "{\"id\":\"\\u001b[31mred\\u202e\"}"},
		"/commands/":        {400, "text/plain", "::error::pwned\n##[group]pwned\n\x1b[31mred\u202e\n"},
		"/leak/":            {400, "text/plain", "your token is " + secret},
		"/deep/":            {200, "application/json", strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)},
		"/latin1/":          {200, "application/json", "{\"id\":\"caf\xe9\"}"},
		"/twice/":           {200, "application/json", `{"id":1,"id":2}`},
		"/bom/":             {200, "application/json", "\ufeff{\"id\":1}"},
		"/unchanged/":       {304, "", ""},
		"/leak-text/":       {200, "text/plain", "your token is " + secret},
		"/xml/":             {200, "application/xml", "<r><user><id>1</id></user><user><nam>x</nam></user></r>"},
		"/xml-cut/":         {200, "application/xml", "<r><user><id>1</id>\x1b[31m</r>"},
		"/png/":             {200, "image/png", "\x89PNG\r\n\x1a\n\x00\xff"},
		"/utf16/":           {200, "application/json; charset=utf-16le", "{\x00\"\x00a\x00\"\x00:\x001\x00}\x00"},
		"/leak-keys/":       {200, "application/json", `{"` + secret + `":1}`},
	}
	for pattern, a := range fixed {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", a.contentType)
			if strings.Contains(a.body, secret) {
				w.Header().Set("X-Echo", secret)
			}
			w.WriteHeader(a.status)
			_, _ = io.WriteString(w, a.body) // a client that is gone needs no answer
		})
	}
	mux.Handle("/loop/", http.RedirectHandler("/loop/user", http.StatusFound))
	mux.Handle("/resend/", http.RedirectHandler(other+"/api/v1/users", http.StatusTemporaryRedirect))
	mux.Handle("/metadata/", http.RedirectHandler("http://169.254.169.254/latest", http.StatusFound))
	mux.Handle("/leak-url/", http.RedirectHandler("ftp://example.com/"+secret, http.StatusFound))
	mux.Handle("/moved/", http.RedirectHandler("/api/v1/user?id=moved", http.StatusFound))
	mux.Handle("/other/", http.RedirectHandler(other+"/api/v1/user", http.StatusFound))
	mux.HandleFunc("/big/", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `"`+strings.Repeat("x", 11<<20)+`"`) // the client may stop reading
	})
	mux.HandleFunc("/cut/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, `{"id":`) // less than was promised
	})
	mux.HandleFunc("/slow/", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	return mux
}

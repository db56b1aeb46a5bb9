package wire_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/textproto"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"naftiko/engine/internal/wire"
)

// secret marks everything that no error may repeat.
const secret = "s3cr3t-marker"

// TestMain lets no goroutine stay but those that toxiproxy leaves where a link
// of its own is stuck.
func TestMain(m *testing.M) {
	log.SetOutput(io.Discard) // net/http logs answers that nobody asked for
	const toxiproxy = "github.com/Shopify/toxiproxy/v2"
	goleak.VerifyTestMain(m,
		goleak.IgnoreAnyFunction(toxiproxy+".(*ToxicLink).read"),
		goleak.IgnoreAnyFunction(toxiproxy+".(*ToxicLink).write"),
		goleak.IgnoreAnyFunction(toxiproxy+"/toxics.(*ToxicStub).Run"),
	)
}

// client returns a client that ends with the test. Time-outs not set are short
// enough to keep a failing test from hanging.
func client(t testing.TB, o wire.Options) *wire.Client {
	t.Helper()
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	c := wire.New(o)
	t.Cleanup(c.Close)
	return c
}

func get(url string) *wire.Request { return &wire.Request{Method: "GET", URL: url} }

// fails asserts that err is a *wire.Error of a kind with these words, and that
// nothing secret is in it or in its causes. It returns the hint.
func fails(t *testing.T, err error, kind wire.Kind, words string) (hint string) {
	t.Helper()
	e := failure(t, err, words)
	assert.Equalf(t, kind, e.Kind, "kind %s of %q", e.Kind, e.Msg)
	return e.Hint
}

// failure is fails for an error that can be of several kinds.
func failure(t *testing.T, err error, words string) *wire.Error {
	t.Helper()
	require.Error(t, err)
	e, ok := errors.AsType[*wire.Error](err)
	require.Truef(t, ok, "%T is not *wire.Error: %v", err, err)
	assert.Contains(t, e.Msg, words)
	assert.NotContains(t, e.Hint, secret)
	for cause := err; cause != nil; cause = errors.Unwrap(cause) {
		assert.NotContains(t, cause.Error(), secret)
	}
	for _, noise := range []string{"net/http", "dial tcp", "read tcp", "context ", "x509:", "tls:"} {
		assert.NotContains(t, e.Msg, noise)
	}
	return e
}

// rawServer answers each connection with handle, on loopback. Everything ends
// with the test.
func rawServer(t testing.TB, handle func(net.Conn, *bufio.Reader)) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	serveRaw(t, l, handle)
	return l.Addr().String()
}

func serveRaw(t testing.TB, l net.Listener, handle func(net.Conn, *bufio.Reader)) {
	t.Helper()
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				defer conn.Close()
				_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
				handle(conn, bufio.NewReader(conn))
			})
		}
	})
	t.Cleanup(func() { _ = l.Close(); wg.Wait() })
}

// readHead reads a request up to the empty line and returns it as it came.
func readHead(r *bufio.Reader) string {
	var b strings.Builder
	for {
		line, err := r.ReadString('\n')
		b.WriteString(line)
		if err != nil || line == "\r\n" {
			return b.String()
		}
	}
}

// answers returns a raw handler that reads a request and writes text.
func answers(text string) func(net.Conn, *bufio.Reader) {
	return func(c net.Conn, r *bufio.Reader) {
		readHead(r)
		_, _ = io.WriteString(c, text)
	}
}

// capture is a raw server that answers 200 and tells what it was sent.
func capture(t testing.TB) (address string, seen <-chan string) {
	t.Helper()
	heads := make(chan string, 16)
	address = rawServer(t, func(c net.Conn, r *bufio.Reader) {
		head := readHead(r)
		if h, err := textproto.NewReader(bufio.NewReader(strings.NewReader(head[strings.Index(head, "\n")+1:]))).ReadMIMEHeader(); err == nil {
			body := make([]byte, len(strings.Repeat("x", atoi(h.Get("Content-Length")))))
			_, _ = io.ReadFull(r, body)
			head += string(body)
		}
		heads <- head
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
	})
	return address, heads
}

func atoi(s string) (n int) {
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}

// onSocket serves h on a Unix socket, so that any host name can be called.
func onSocket(t testing.TB, h http.Handler) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", path)
	require.NoError(t, err)
	s := httptest.NewUnstartedServer(h)
	_ = s.Listener.Close()
	s.Listener = l
	s.Start()
	t.Cleanup(s.Close)
	return path
}

// names is a resolver that knows a few names.
func names(table map[string]string) func(context.Context, string) ([]netip.Addr, error) {
	return func(_ context.Context, host string) ([]netip.Addr, error) {
		text, ok := table[host]
		if !ok {
			return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
		}
		var out []netip.Addr
		for field := range strings.FieldsSeq(text) {
			out = append(out, netip.MustParseAddr(field))
		}
		return out, nil
	}
}

func TestRequestLine(t *testing.T) {
	tests := map[string]struct{ url, want string }{
		"nothing":             {"", "/"},
		"fragment":            {"/a?b#c", "/a?b"},
		"root":                {"/", "/"},
		"encoded slash":       {"/users/a%2Fb%20c", "/users/a%2Fb%20c"},
		"lower-case escape":   {"/a%2fb", "/a%2fb"},
		"needless escape":     {"/%7Euser/%41", "/%7Euser/%41"},
		"double slash":        {"//x", "//x"},
		"double slash escape": {"//x%2Fy%7E?q=1", "//x%2Fy%7E?q=1"},
		"double slash inside": {"/a//b/", "/a//b/"},
		"only slashes":        {"///", "///"},
		"dot segments":        {"/a/../b/./c", "/a/../b/./c"},
		"parameters":          {"/a;b=1,2:3@4!$&'()*+", "/a;b=1,2:3@4!$&'()*+"},
		"loose characters":    {`/a|b^{c}"<d>\`, `/a|b^{c}"<d>\`},
		"bad escape":          {"/100%", "/100%"},
		"query":               {"/p?a=b+c&$select=d", "/p?a=b+c&$select=d"},
		"query without path":  {"?a=b", "/?a=b"},
		"query unencoded":     {"/p?a=[1]&b={x|y}&c=%zz", "/p?a=[1]&b={x|y}&c=%zz"},
		"empty query":         {"/p?", "/p?"},
		"query with ?":        {"/p?a=?/b", "/p?a=?/b"},
		"query with URL":      {"/p?u=http://x@y/", "/p?u=http://x@y/"},
		"colon first":         {"/a:b", "/a:b"},
		"star":                {"/*", "/*"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			address, seen := capture(t)
			resp, err := client(t, wire.Options{}).Do(t.Context(), get("http://"+address+tc.url))
			require.NoError(t, err)
			assert.Equal(t, "ok", string(resp.Body))
			line, _, _ := strings.Cut(<-seen, "\r\n")
			assert.Equal(t, "GET "+tc.want+" HTTP/1.1", line)
		})
	}
}

func TestRequestBytes(t *testing.T) {
	address, seen := capture(t)
	tests := map[string]struct {
		req  wire.Request
		want string
	}{
		"bare": {
			wire.Request{Method: "GET"},
			"GET / HTTP/1.1\r\nHost: " + address + "\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\n",
		},
		"duplicates in order, own names": {
			wire.Request{Method: "GET", Header: []wire.Header{
				{Name: "x-tag", Value: "b"},
				{Name: "User-Agent", Value: "naftiko/1"},
				{Name: "X-Tag", Value: "a"},
				{Name: "Accept-Encoding", Value: "identity"},
				{Name: "X-Text", Value: "tab\tand \xe9"},
			}},
			"GET / HTTP/1.1\r\nHost: " + address + "\r\nUser-Agent: naftiko/1\r\nAccept-Encoding: identity\r\n" +
				"X-Tag: b\r\nX-Tag: a\r\nX-Text: tab\tand \xe9\r\n\r\n",
		},
		"post": {
			wire.Request{Method: "POST", Body: []byte("hello")},
			"POST / HTTP/1.1\r\nHost: " + address + "\r\nContent-Length: 5\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\nhello",
		},
		"post without body": {
			wire.Request{Method: "POST"},
			"POST / HTTP/1.1\r\nHost: " + address + "\r\nContent-Length: 0\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\n",
		},
		"put with empty body": {
			wire.Request{Method: "PUT", Body: []byte{}},
			"PUT / HTTP/1.1\r\nHost: " + address + "\r\nContent-Length: 0\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\n",
		},
		"patch without body": {
			wire.Request{Method: "PATCH"},
			"PATCH / HTTP/1.1\r\nHost: " + address + "\r\nContent-Length: 0\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\n",
		},
		"get with body": {
			wire.Request{Method: "GET", Body: []byte("q")},
			"GET / HTTP/1.1\r\nHost: " + address + "\r\nContent-Length: 1\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\nq",
		},
		"own method": {
			wire.Request{Method: "Purge~1"},
			"Purge~1 / HTTP/1.1\r\nHost: " + address + "\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\n",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tc.req.URL = "http://" + address
			_, err := client(t, wire.Options{}).Do(t.Context(), &tc.req)
			require.NoError(t, err)
			assert.Equal(t, tc.want, <-seen)
		})
	}
}

func TestInvalid(t *testing.T) {
	tests := map[string]struct {
		req   wire.Request
		words string
	}{
		"method empty":     {wire.Request{URL: "http://127.0.0.1/"}, "the method"},
		"method space":     {wire.Request{Method: "GET /" + secret, URL: "http://127.0.0.1/"}, "the method"},
		"method connect":   {wire.Request{Method: "CONNECT", URL: "http://127.0.0.1/"}, "the method"},
		"url empty":        {wire.Request{Method: "GET"}, "http://"},
		"url relative":     {*get("/a?" + secret), "http://"},
		"url hidden":       {*get("a?u=http://" + secret), "http://"},
		"url opaque":       {*get("http:" + secret), "//"},
		"no host":          {*get("http:///" + secret), "no host"},
		"no host but port": {*get("http://:80/" + secret), "no host"},
		"bracket":          {*get("http://[::1/" + secret), "["},
		"bracket name":     {*get("http://[x" + secret + "]/"), "IPv6"},
		"bracket IPv4":     {*get("http://[127.0.0.1]/"), "IPv6"},
		"bracket zone":     {*get("http://[::1%25lo]/"), "IPv6"},
		"bracket rest":     {*get("http://[::1]x" + secret), "port"},
		"port word":        {*get("http://h:" + secret + "/"), "port"},
		"port zero":        {*get("http://h:0/"), "port"},
		"port large":       {*get("http://h:65536/"), "port"},
		"port sign":        {*get("http://h:+80/"), "port"},
		"host space":       {*get("http://a b/"), "host"},
		"host escape":      {*get("http://a%2Eb/"), "host"},
		"host backslash":   {*get(`http://a\b/`), "host"},
		"host wide digits": {*get("http://１２７.０.０.１/"), "host"},
		"host wide dot":    {*get("http://127。0。0。1/"), "host"},
		"host empty label": {*get("http://a..b/"), "host"},
		"host dot":         {*get("http://./"), "host"},
		"host long label":  {*get("http://" + strings.Repeat("a", 64) + "/"), "host"},
		"host long":        {*get("http://" + strings.Repeat("a.", 130) + "/"), "253"},
		"path space":       {*get("http://h/a b" + secret), "percent-encoded"},
		"path line break":  {*get("http://h/a\r\nX: " + secret), "percent-encoded"},
		"path non-ASCII":   {*get("http://h/ü" + secret), "percent-encoded"},
		"query NUL":        {*get("http://h/?\x00" + secret), "percent-encoded"},
		"query DEL":        {*get("http://h/?\x7f" + secret), "percent-encoded"},
		"// loose":         {*get("http://h//a|" + secret), "//"},
		"// bad escape":    {*get("http://h//%" + secret), "//"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := client(t, wire.Options{Resolve: names(nil)}).Do(t.Context(), &tc.req)
			fails(t, err, wire.Invalid, tc.words)
		})
	}
}

func TestInvalidHeader(t *testing.T) {
	tests := map[string]struct {
		header wire.Header
		words  string
	}{
		"no name":           {wire.Header{Value: secret}, "header name"},
		"name with colon":   {wire.Header{Name: "A: " + secret}, `"A"…`},
		"name with line":    {wire.Header{Name: "A\r\n" + secret}, `"A`},
		"name with space":   {wire.Header{Name: "A " + secret}, `"A`},
		"name non-ASCII":    {wire.Header{Name: "Ä" + secret}, "header name"},
		"pseudo":            {wire.Header{Name: ":path", Value: secret}, "header name"},
		"value CR":          {wire.Header{Name: "A", Value: secret + "\rB: c"}, "value of header A"},
		"value LF":          {wire.Header{Name: "A", Value: secret + "\nB: c"}, "value of header A"},
		"value NUL":         {wire.Header{Name: "A", Value: secret + "\x00"}, "value of header A"},
		"value escape":      {wire.Header{Name: "A", Value: secret + "\x1b[2J"}, "value of header A"},
		"value DEL":         {wire.Header{Name: "A", Value: secret + "\x7f"}, "value of header A"},
		"Host":              {wire.Header{Name: "host", Value: secret}, "host"},
		"Content-Length":    {wire.Header{Name: "Content-Length", Value: "3"}, "Content-Length"},
		"Transfer-Encoding": {wire.Header{Name: "transfer-encoding", Value: "chunked"}, "transfer-encoding"},
		"Connection":        {wire.Header{Name: "Connection", Value: "close"}, "Connection"},
		"Proxy-Connection":  {wire.Header{Name: "Proxy-Connection", Value: "close"}, "Proxy-Connection"},
		"Upgrade":           {wire.Header{Name: "UPGRADE", Value: "h2c"}, "UPGRADE"},
		"HTTP2-Settings":    {wire.Header{Name: "HTTP2-Settings", Value: "x"}, "HTTP2-Settings"},
		"TE":                {wire.Header{Name: "TE", Value: "trailers"}, "TE"},
		"Trailer":           {wire.Header{Name: "Trailer", Value: "X"}, "Trailer"},
		"Keep-Alive":        {wire.Header{Name: "Keep-Alive", Value: "300"}, "Keep-Alive"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			r := get("http://127.0.0.1:9/")
			r.Header = []wire.Header{{Name: "Accept", Value: "*/*"}, tc.header}
			_, err := client(t, wire.Options{}).Do(t.Context(), r)
			fails(t, err, wire.Invalid, tc.words)
		})
	}
}

func TestResponse(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\r\n"
	tests := map[string]struct {
		method, answer string
		want           wire.Response
	}{
		"length":       {"GET", ok + "Content-Length: 2\r\n\r\nhi", wire.Response{Status: 200, StatusText: "OK", Body: []byte("hi")}},
		"chunked":      {"GET", ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", wire.Response{Status: 200, StatusText: "OK", Body: []byte("hi")}},
		"until close":  {"GET", "HTTP/1.0 200 OK\r\n\r\nhi", wire.Response{Proto: "HTTP/1.0", Status: 200, StatusText: "OK", Body: []byte("hi")}},
		"own text":     {"GET", "HTTP/1.1 299 Quite  Fine\r\nContent-Length: 0\r\n\r\n", wire.Response{Status: 299, StatusText: "Quite  Fine"}},
		"no text":      {"GET", "HTTP/1.1 204\r\n\r\n", wire.Response{Status: 204}},
		"head":         {"HEAD", ok + "Content-Length: 99999999999\r\n\r\n", wire.Response{Status: 200, StatusText: "OK"}},
		"no content":   {"GET", "HTTP/1.1 204 No Content\r\n\r\n", wire.Response{Status: 204, StatusText: "No Content"}},
		"not modified": {"GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 99999999999\r\n\r\n", wire.Response{Status: 304, StatusText: "Not Modified"}},
		"error":        {"GET", "HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\nno", wire.Response{Status: 503, StatusText: "Busy", Body: []byte("no")}},
		"hints before": {"GET", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nhi", wire.Response{Status: 200, StatusText: "OK", Body: []byte("hi")}},
		"more than announced": {
			"GET", ok + "Connection: close\r\nContent-Length: 2\r\n\r\nhi there",
			wire.Response{Status: 200, StatusText: "OK", Body: []byte("hi")},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			address := rawServer(t, answers(tc.answer))
			resp, err := client(t, wire.Options{}).Do(t.Context(), &wire.Request{Method: tc.method, URL: "http://" + address + "/a%2Fb?q=1"})
			require.NoError(t, err)
			if tc.want.Proto == "" {
				tc.want.Proto = "HTTP/1.1"
			}
			tc.want.URL = "http://" + address + "/a%2Fb"
			assert.NotNil(t, resp.Header)
			resp.Header = nil
			assert.Equal(t, tc.want, *resp)
		})
	}
}

func TestGzip(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(zip(t, []byte("hello")))
	}))
	t.Cleanup(s.Close)
	c := client(t, wire.Options{})
	resp, err := c.Do(t.Context(), get(s.URL))
	require.NoError(t, err)
	assert.Equal(t, "hello", string(resp.Body))
	assert.Empty(t, resp.Header.Get("Content-Encoding"))

	own := get(s.URL)
	own.Undecoded, own.Header = true, []wire.Header{{Name: "Accept-Encoding", Value: "gzip"}}
	resp, err = c.Do(t.Context(), own)
	require.NoError(t, err)
	assert.Equal(t, "gzip", resp.Header.Get("Content-Encoding"))
	assert.Equal(t, zip(t, []byte("hello")), resp.Body)
}

func TestConnectionsAreReused(t *testing.T) {
	var opened atomic.Int32
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/from" {
			http.Redirect(w, r, "/to", http.StatusFound)
			return
		}
		_, _ = io.Copy(w, r.Body)
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	c := client(t, wire.Options{})
	for range 5 {
		resp, err := c.Do(t.Context(), &wire.Request{Method: "POST", URL: s.URL, Body: []byte("x")})
		require.NoError(t, err)
		assert.Equal(t, "x", string(resp.Body))
		_, err = c.Do(t.Context(), get(s.URL+"/from"))
		require.NoError(t, err)
	}
	assert.EqualValues(t, 1, opened.Load())

	c.Close()
	_, err := c.Do(t.Context(), get(s.URL))
	require.NoError(t, err, "a closed client can be used again")
	assert.EqualValues(t, 2, opened.Load())
}

func TestConcurrentUse(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.URL.Path)
	}))
	t.Cleanup(s.Close)
	c := client(t, wire.Options{})
	var wg sync.WaitGroup
	for _, path := range []string{"/a", "/b", "/c", "/d", "/e", "/f"} {
		wg.Go(func() {
			for i := range 20 {
				r := get(s.URL + path)
				r.TrustedHost = i%2 == 0
				resp, err := c.Do(t.Context(), r)
				if assert.NoError(t, err) {
					assert.Equal(t, path, string(resp.Body))
				}
			}
		})
	}
	wg.Wait()
}

func TestRequestIsNotChanged(t *testing.T) {
	s := httptest.NewServer(http.RedirectHandler("http://127.0.0.1:9/", http.StatusSeeOther))
	t.Cleanup(s.Close)
	header := []wire.Header{{Name: "Authorization", Value: "x"}, {Name: "Content-Type", Value: "y"}, {Name: "Z", Value: "z"}}
	r := &wire.Request{Method: "POST", URL: s.URL, Header: append([]wire.Header(nil), header...), Body: []byte("b")}
	_, err := client(t, wire.Options{}).Do(t.Context(), r)
	require.Error(t, err)
	assert.Equal(t, &wire.Request{Method: "POST", URL: s.URL, Header: header, Body: []byte("b")}, r)
}

func TestKindString(t *testing.T) {
	tests := map[string]wire.Kind{
		"unreached": wire.Unreached, "too large": wire.TooLarge, "refused": wire.Refused,
		"invalid": wire.Invalid, "canceled": wire.Canceled, "kind(99)": 99,
	}
	for want, kind := range tests {
		assert.Equal(t, want, kind.String())
	}
}

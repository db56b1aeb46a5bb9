package wire_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/wire"
)

// short is the time-out of tests in which nothing comes.
const short = 200 * time.Millisecond

func zip(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

// reset ends a connection with RST instead of FIN.
func reset(c net.Conn) { _ = c.(*net.TCPConn).SetLinger(0) }

// resets returns a handler that writes text and resets. How much of the text
// the client still sees is up to the system.
func resets(text string) func(net.Conn, *bufio.Reader) {
	return func(c net.Conn, r *bufio.Reader) {
		readHead(r)
		_, _ = io.WriteString(c, text)
		reset(c)
	}
}

func TestBrokenAnswers(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
	zipped := string(zip(t, []byte(strings.Repeat(secret, 100))))
	gzipHead := head + "Content-Encoding: gzip\r\nConnection: close\r\n"
	tests := map[string]struct {
		serve func(net.Conn, *bufio.Reader)
		words string
	}{
		"closed at once":            {answers(""), "closed the connection without an answer"},
		"reset at once":             {resets(""), "without an answer"},
		"cut in status line":        {answers("HTTP/1.1 20"), "did not answer with HTTP"},
		"reset in status line":      {resets("HTTP/1.1 20"), "127.0.0.1"},
		"cut in header":             {answers(head + "X-A: " + secret), "ended within its header lines"},
		"reset in header":           {resets(head + "X-A: " + secret), "127.0.0.1"},
		"cut in body":               {answers(head + "Content-Length: 100\r\n\r\n" + strings.Repeat("x", 17)), "the answer ended after 17 of 100 bytes"},
		"reset in body":             {resets(head + "Content-Length: 100\r\n\r\n" + strings.Repeat("x", 17)), "127.0.0.1"},
		"cut in chunk":              {answers(head + "Transfer-Encoding: chunked\r\n\r\na\r\n" + "12345"), "the answer ended after 5 bytes, before its end"},
		"cut between chunks":        {answers(head + "Transfer-Encoding: chunked\r\n\r\n2\r\n12\r\n"), "the answer ended after 2 bytes"},
		"cut before last chunk":     {answers(head + "Transfer-Encoding: chunked\r\n\r\n2\r\n12\r\n0\r\n"), "the answer ended after 2 bytes"},
		"bad chunk length":          {answers(head + "Transfer-Encoding: chunked\r\n\r\n" + secret + "\r\n"), "not well-formed HTTP"},
		"garbage":                   {answers(secret + "\r\n\r\n"), "did not answer with HTTP"},
		"garbage without end":       {answers(secret), "127.0.0.1"},
		"binary":                    {answers("\x15\x03\x01\x00\x02\x02\x16\r\n"), "did not answer with HTTP"},
		"words of a limit":          {answers("HTTP/1.1 net/http: server response headers exceeded " + secret + "\r\n\r\n"), "did not answer with HTTP"},
		"words of an idle end":      {answers("HTTP/1.1 http: server closed idle connection\r\n\r\n"), "did not answer with HTTP"},
		"words in a header line":    {answers(head + "net/http server response headers exceeded " + secret + "\r\n\r\n"), "did not answer with HTTP"},
		"words of HTTP/2":           {answers("http2: response header list larger than advertised limit\r\n\r\n"), "did not answer with HTTP"},
		"words in a trailer":        {answers(head + "Transfer-Encoding: chunked\r\n\r\n0\r\nunexpected EOF " + secret + "\r\n\r\n"), "not well-formed HTTP"},
		"another protocol":          {answers("SSH-2.0-" + secret + "\r\n"), "did not answer with HTTP"},
		"bad status":                {answers("HTTP/1.1 abc " + secret + "\r\n\r\n"), "did not answer with HTTP"},
		"bad version":               {answers("HTTP/9 200 OK\r\n\r\n"), "did not answer with HTTP"},
		"bad header line":           {answers(head + secret + "\r\n\r\n"), "did not answer with HTTP"},
		"two lengths":               {answers(head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx"), "did not answer with HTTP"},
		"bad length":                {answers(head + "Content-Length: -1\r\n\r\nxx"), "did not answer with HTTP"},
		"unknown transfer encoding": {answers(head + "Transfer-Encoding: rot13\r\n\r\nxx"), "did not answer with HTTP"},
		"unasked switch":            {answers("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n" + secret), "switched to another protocol"},
		"control in Location":       {answers("HTTP/1.1 302 Found\r\nLocation: /" + secret + "\x01\r\nContent-Length: 0\r\n\r\n"), "did not answer with HTTP"},
		"gzip truncated":            {answers(gzipHead + "\r\n" + zipped[:len(zipped)-12]), "before the end of its body, which is coded as gzip"},
		"gzip truncated, length":    {answers(gzipHead + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(zipped)-12) + zipped[:len(zipped)-12]), "before the end of its body, which is coded as gzip"},
		"gzip short of length":      {answers(gzipHead + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(zipped)+9) + zipped), "before the end of its body, which is coded as gzip"},
		"gzip cut in its head":      {answers(gzipHead + "\r\n" + zipped[:5]), "before the end of its body, which is coded as gzip"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			address := rawServer(t, tc.serve)
			_, err := client(t, wire.Options{}).Do(t.Context(), secretRequest("http://"+address))
			fails(t, err, wire.Unreached, tc.words)
			assert.Contains(t, err.Error(), address)
		})
	}
}

// secretRequest has the marker everywhere a request can have one.
func secretRequest(base string) *wire.Request {
	return &wire.Request{
		Method: "PUT", URL: base + "/a?key=" + secret,
		Header: []wire.Header{{Name: "Authorization", Value: secret, Private: true}},
		Body:   []byte(secret),
	}
}

// TestHalfAnswerThenReset sends so much before the reset that the head arrives.
func TestHalfAnswerThenReset(t *testing.T) {
	const sent = 1 << 20
	address := rawServer(t, func(c net.Conn, r *bufio.Reader) {
		readHead(r)
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 8000000\r\n\r\n"+strings.Repeat("x", sent))
		reset(c)
	})
	_, err := client(t, wire.Options{}).Do(t.Context(), get("http://"+address))
	fails(t, err, wire.Unreached, "of 8000000 bytes")
}

func TestNoConnection(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	closed := l.Addr().String()
	require.NoError(t, l.Close())

	_, err = client(t, wire.Options{}).Do(t.Context(), secretRequest("http://"+closed))
	fails(t, err, wire.Unreached, "connection refused by "+closed)
	require.ErrorIs(t, err, syscall.ECONNREFUSED)

	_, port, _ := net.SplitHostPort(closed)
	_, err = client(t, wire.Options{}).Do(t.Context(), secretRequest("http://localhost:"+port))
	fails(t, err, wire.Unreached, "connection refused by localhost:"+port)
}

func TestLookupFailures(t *testing.T) {
	tests := map[string]struct {
		resolve func(context.Context, string) ([]netip.Addr, error)
		words   string
	}{
		"not found": {names(nil), `cannot find host "a.test"`},
		"nothing": {func(context.Context, string) ([]netip.Addr, error) {
			return nil, nil
		}, `cannot find host "a.test"`},
		"server failure": {func(_ context.Context, host string) ([]netip.Addr, error) {
			return nil, &net.DNSError{Err: "server misbehaving", Name: host, IsTemporary: true}
		}, `cannot look host "a.test" up`},
		"time-out": {func(_ context.Context, host string) ([]netip.Addr, error) {
			return nil, &net.DNSError{Err: "i/o timeout", Name: host, IsTimeout: true}
		}, "no connection to a.test:80 within"},
		"never": {func(ctx context.Context, _ string) ([]netip.Addr, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}, "no connection to a.test:80 within 200ms"},
		"own words": {func(context.Context, string) ([]netip.Addr, error) {
			return nil, errors.New("resolver is out")
		}, `cannot look host "a.test" up`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := client(t, wire.Options{Resolve: tc.resolve, ConnectTimeout: short})
			_, err := c.Do(t.Context(), secretRequest("http://a.test"))
			fails(t, err, wire.Unreached, tc.words)
		})
	}
}

func TestZeroAddress(t *testing.T) {
	resolve := func(context.Context, string) ([]netip.Addr, error) { return []netip.Addr{{}}, nil }
	r := get("http://a.test")
	r.TrustedHost = true
	_, err := client(t, wire.Options{Resolve: resolve}).Do(t.Context(), r)
	fails(t, err, wire.Refused, "never called")
}

// hold reads a request, writes text and then waits for the client to leave.
func hold(text string) func(net.Conn, *bufio.Reader) {
	return func(c net.Conn, r *bufio.Reader) {
		readHead(r)
		_, _ = io.WriteString(c, text)
		_, _ = io.Copy(io.Discard, r)
	}
}

// drip writes text and then a byte at a time for as long as it is taken.
func drip(text string) func(net.Conn, *bufio.Reader) {
	return func(c net.Conn, r *bufio.Reader) {
		readHead(r)
		_, err := io.WriteString(c, text)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for err == nil {
			<-tick.C
			_, err = io.WriteString(c, "x")
		}
	}
}

func TestTimeout(t *testing.T) {
	tests := map[string]struct {
		serve func(net.Conn, *bufio.Reader)
		words string
	}{
		"never answers":      {hold(""), "no answer within 200ms"},
		"half a status line": {hold("HTTP/1.1 2"), "no answer within 200ms"},
		"dripping header":    {drip("HTTP/1.1 200 OK\r\nX-A: "), "no answer within 200ms"},
		"hints only":         {hold("HTTP/1.1 103 Early Hints\r\n\r\n"), "no answer within 200ms"},
		"body never comes":   {hold("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), "not complete within 200ms"},
		"dripping body":      {drip("HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n"), "not complete within 200ms"},
		"dripping to close":  {drip("HTTP/1.0 200 OK\r\n\r\n"), "not complete within 200ms"},
		"redirect, no body":  {hold("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 9\r\n\r\n"), "no answer within 200ms"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			address := rawServer(t, tc.serve)
			start := time.Now()
			_, err := client(t, wire.Options{Timeout: short}).Do(t.Context(), get("http://"+address+"/?"+secret))
			fails(t, err, wire.Unreached, tc.words)
			require.ErrorIs(t, err, os.ErrDeadlineExceeded)
			assert.NotErrorIs(t, err, context.DeadlineExceeded, "that is a deadline of the caller")
			assert.Less(t, time.Since(start), 5*time.Second)
		})
	}
}

// TestTimeoutWhileConnecting has the look-up notice the end of the time before the
// call's own timer: it is the call's time that ran out all the same.
func TestTimeoutWhileConnecting(t *testing.T) {
	resolve := func(ctx context.Context, host string) ([]netip.Addr, error) {
		end, _ := ctx.Deadline()
		for time.Now().Before(end) { // no timer wakes so exactly
			runtime.Gosched()
		}
		return nil, &net.DNSError{Err: "i/o timeout", Name: host, IsTimeout: true}
	}
	for range 20 {
		c := client(t, wire.Options{Resolve: resolve, Timeout: 10 * time.Millisecond, ConnectTimeout: time.Minute})
		_, err := c.Do(t.Context(), secretRequest("http://a.test"))
		assert.Contains(t, fails(t, err, wire.Unreached, "no answer within 10ms (from a.test)"), "--timeout")
	}
}

func TestSpanOfSeconds(t *testing.T) {
	address := rawServer(t, hold(""))
	_, err := client(t, wire.Options{Timeout: time.Second}).Do(t.Context(), get("http://"+address))
	fails(t, err, wire.Unreached, "no answer within 1s (from "+address+")")
}

func TestTooLarge(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := atoi(r.URL.Query().Get("n"))
		if r.URL.Path == "/length" {
			w.Header().Set("Content-Length", fmt.Sprint(n))
		}
		chunk := bytes.Repeat([]byte("x"), 64<<10)
		for n > 0 {
			k, err := w.Write(chunk[:min(n, len(chunk))])
			if err != nil {
				return
			}
			n -= k
		}
	}))
	t.Cleanup(s.Close)
	const mib = 1 << 20
	tests := map[string]struct {
		path  string
		size  int
		limit int64
		words string // "" for accepted
	}{
		"10 MiB by default":        {"/length", 10 * mib, 0, ""},
		"10 MiB in chunks":         {"/chunks", 10 * mib, 0, ""},
		"11 MiB":                   {"/length", 11 * mib, 0, "larger than 10 MiB"},
		"11 MiB in chunks":         {"/chunks", 11 * mib, 0, "larger than 10 MiB"},
		"at the limit":             {"/length", 1000, 1000, ""},
		"at the limit, chunks":     {"/chunks", 1000, 1000, ""},
		"over the limit":           {"/length", 1001, 1000, "larger than 1000 bytes"},
		"over the limit, chunks":   {"/chunks", 1001, 1000, "larger than 1000 bytes"},
		"over the limit, KiB":      {"/chunks", 2049, 2048, "larger than 2 KiB"},
		"nothing, smallest limit":  {"/length", 0, 1, ""},
		"one byte, smallest limit": {"/chunks", 1, 1, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := client(t, wire.Options{MaxResponse: tc.limit})
			resp, err := c.Do(t.Context(), get(fmt.Sprintf("%s%s?n=%d", s.URL, tc.path, tc.size)))
			if tc.words == "" {
				require.NoError(t, err)
				assert.Len(t, resp.Body, tc.size)
				return
			}
			fails(t, err, wire.TooLarge, tc.words)
		})
	}
}

// TestAnnouncedTooLarge has no body to read: the announcement is enough.
func TestAnnouncedTooLarge(t *testing.T) {
	address := rawServer(t, hold("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n"))
	_, err := client(t, wire.Options{}).Do(t.Context(), get("http://"+address))
	fails(t, err, wire.TooLarge, "larger than 10 MiB")
}

// TestAnnouncedMemory announces much within a high limit and sends nothing.
func TestAnnouncedMemory(t *testing.T) {
	address := rawServer(t, answers("HTTP/1.1 200 OK\r\nContent-Length: 4000000000\r\n\r\n"))
	before := allocated()
	_, err := client(t, wire.Options{MaxResponse: 1 << 40}).Do(t.Context(), get("http://"+address))
	fails(t, err, wire.Unreached, "after 0 of 4000000000 bytes")
	assert.Less(t, allocated()-before, uint64(16<<20))
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

func TestGzipBomb(t *testing.T) {
	block := zip(t, make([]byte, 1<<20)) // gzip members can be put one after the other
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		for range 10_000 {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}))
	t.Cleanup(s.Close)
	before := allocated()
	_, err := client(t, wire.Options{MaxResponse: 1 << 20}).Do(t.Context(), get(s.URL))
	fails(t, err, wire.TooLarge, "larger than 1 MiB")
	assert.Less(t, allocated()-before, uint64(16<<20))
}

func TestHeadTooLarge(t *testing.T) {
	line := "X-A: " + strings.Repeat("a", 1000) + "\r\n"
	address := rawServer(t, answers("HTTP/1.1 200 OK\r\n"+strings.Repeat(line, 2000)+"\r\n"))
	_, err := client(t, wire.Options{}).Do(t.Context(), get("http://"+address))
	fails(t, err, wire.TooLarge, "header lines of the answer are larger than 256 KiB")

	address = rawServer(t, answers("HTTP/1.1 200 OK\r\n"+strings.Repeat(line, 100)+"Content-Length: 0\r\n\r\n"))
	resp, err := client(t, wire.Options{}).Do(t.Context(), get("http://"+address))
	require.NoError(t, err)
	assert.Len(t, resp.Header["X-A"], 100)
}

func TestEndlessHints(t *testing.T) {
	hint := "HTTP/1.1 103 Early Hints\r\nLink: </" + strings.Repeat("a", 1000) + ">\r\n\r\n"
	address := rawServer(t, answers(strings.Repeat(hint, 2000)))
	_, err := client(t, wire.Options{}).Do(t.Context(), get("http://"+address))
	fails(t, err, wire.TooLarge, "header lines of the answer")
}

func TestCancel(t *testing.T) {
	tests := map[string]string{
		"before the answer": "",
		"within the header": "HTTP/1.1 200 OK\r\nX-A: ",
		"within the body":   "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + secret,
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			address := rawServer(t, func(c net.Conn, r *bufio.Reader) {
				readHead(r)
				_, _ = io.WriteString(c, text)
				cancel()
				_, _ = io.Copy(io.Discard, r)
			})
			start := time.Now()
			_, err := client(t, wire.Options{Timeout: time.Minute}).Do(ctx, get("http://"+address+"/?"+secret))
			fails(t, err, wire.Canceled, "the call to "+address+" was canceled")
			require.ErrorIs(t, err, context.Canceled)
			assert.Less(t, time.Since(start), 5*time.Second)
		})
	}
}

func TestCancelBeforeAnythingIsSent(t *testing.T) {
	address := rawServer(t, func(net.Conn, *bufio.Reader) {})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := client(t, wire.Options{}).Do(ctx, get("http://"+address))
	fails(t, err, wire.Canceled, "canceled")
}

func TestCancelWhileLookingUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	resolve := func(ctx context.Context, _ string) ([]netip.Addr, error) {
		cancel()
		<-ctx.Done() // the look-up sees the end of the call
		close(ended)
		return nil, ctx.Err()
	}
	c := client(t, wire.Options{Resolve: resolve, ConnectTimeout: time.Minute, Timeout: time.Minute})
	_, err := c.Do(ctx, get("http://a.test/"))
	fails(t, err, wire.Canceled, "canceled")
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("the look-up goes on after its call")
	}
}

func TestCallersDeadline(t *testing.T) {
	address := rawServer(t, hold(""))
	ctx, cancel := context.WithTimeout(t.Context(), short)
	defer cancel()
	_, err := client(t, wire.Options{}).Do(ctx, get("http://"+address))
	fails(t, err, wire.Canceled, "ran out")
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

// FuzzURL makes sure that any text is an error or a try to connect, and that
// messages stay printable.
func FuzzURL(f *testing.F) {
	for _, seed := range []string{
		"http://h/a?b#c", "https://[::1]:1/", "http://[::ffff:1.2.3.4]", "http://a:b@c", "http://127.1", "//x", "http:", ":",
		"http://h//x%2F", "http://h//|", "http://\x00", "http://ü/", "http://[", "http://a.0x", "http://h:99999999999",
	} {
		f.Add(seed)
	}
	c := wire.New(wire.Options{UnixSocket: f.TempDir() + "/none", Timeout: time.Second})
	f.Cleanup(c.Close)
	f.Fuzz(func(t *testing.T, url string) {
		_, err := c.Do(t.Context(), get(url))
		e, ok := errors.AsType[*wire.Error](err)
		require.True(t, ok)
		assert.NotEqual(t, wire.TooLarge, e.Kind)
		for _, r := range e.Msg {
			assert.Truef(t, r >= ' ' && r <= '~', "%q", e.Msg)
		}
	})
}

package wire_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/wire"
)

// TestRequestLimit lets a request lower and raise the limit of the client.
func TestRequestLimit(t *testing.T) {
	const hint = "raise maxBinarySize"
	url := "http://" + serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/length" {
			w.Header().Set("Content-Length", "3000")
		}
		_, _ = w.Write(bytes.Repeat([]byte("x"), 3000))
		if r.URL.Path != "/length" {
			w.(http.Flusher).Flush()
		}
	}))
	tests := map[string]struct {
		path   string
		client int64
		own    int64
		words  string // "" for accepted
		hint   string
	}{
		"the client's":           {"/length", 2048, 0, "announces 3000 bytes, which is larger than 2 KiB", "raise the limit with --max-response"},
		"the client's, chunks":   {"/", 2048, 0, "is larger than 2 KiB", "raise the limit with --max-response"},
		"raised":                 {"/length", 2048, 4096, "", ""},
		"raised, chunks":         {"/", 2048, 3000, "", ""},
		"lowered":                {"/length", 4096, 1024, "announces 3000 bytes, which is larger than 1 KiB", hint},
		"lowered, chunks":        {"/", 4096, 1024, "is larger than 1 KiB", hint},
		"as large as can be":     {"/", 1, 1<<63 - 1, "", ""},
		"client's large as such": {"/", 1<<63 - 1, 0, "", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			r := get(url + tc.path)
			r.MaxResponse, r.LimitHint = tc.own, hint
			resp, err := client(t, wire.Options{MaxResponse: tc.client}).Do(t.Context(), r)
			if tc.words == "" {
				require.NoError(t, err)
				assert.Len(t, resp.Body, 3000)
				return
			}
			assert.Equal(t, tc.hint, fails(t, err, wire.TooLarge, tc.words))
			assert.Nil(t, resp, "never truncated")
		})
	}
}

// TestHeaderTimeout bounds the header lines alone.
func TestHeaderTimeout(t *testing.T) {
	const words = "no header lines within 200ms of sending the request (from "
	const long = 3 * time.Second // for header lines that must be in time
	tests := map[string]struct {
		serve func(net.Conn, *bufio.Reader)
		words string // "" for an answer
	}{
		"none":          {hold(""), words},
		"half a line":   {hold("HTTP/1.1 2"), words},
		"dripping line": {drip("HTTP/1.1 200 OK\r\nX-A: "), words},
		"hints only":    {hold("HTTP/1.1 103 Early Hints\r\n\r\n"), words},
		"slow body": {func(c net.Conn, r *bufio.Reader) {
			readHead(r)
			_, _ = io.ReadFull(r, make([]byte, len(secret)))
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n")
			tick := time.NewTicker(long / 6)
			defer tick.Stop()
			for range 8 { // longer than the header lines may take
				<-tick.C
				_, _ = io.WriteString(c, "x")
			}
		}, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // most of it is waiting
			address := rawServer(t, tc.serve)
			limit := short
			if tc.words == "" {
				limit = long
			}
			_, err := client(t, wire.Options{Timeout: time.Minute, HeaderTimeout: limit}).Do(t.Context(), secretRequest("http://"+address))
			if tc.words == "" {
				require.NoError(t, err)
				return
			}
			assert.Contains(t, fails(t, err, wire.Unreached, tc.words+address), "--header-timeout")
			require.ErrorIs(t, err, os.ErrDeadlineExceeded)
		})
	}
}

// endless writes a text again and again, for as long as it is taken.
func endless(first, again string) func(net.Conn, *bufio.Reader) {
	return func(c net.Conn, r *bufio.Reader) {
		readHead(r)
		_, err := io.WriteString(c, first)
		block := []byte(strings.Repeat(again, 1+(16<<10)/len(again)))
		for err == nil {
			_, err = c.Write(block)
		}
	}
}

// TestEndlessAnswers has upstreams that never stop. Memory stays small.
func TestEndlessAnswers(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\n"
	tests := map[string]struct {
		serve func(net.Conn, *bufio.Reader)
		kind  wire.Kind
		words string
	}{
		"header lines":     {endless(head, "X-A: "+secret+"\r\n"), wire.TooLarge, "header lines of the answer are larger"},
		"one header line":  {endless(head+"X-A: ", "a"), wire.TooLarge, "header lines of the answer are larger"},
		"one header name":  {endless(head, "a"), wire.TooLarge, "header lines of the answer are larger"},
		"folded line":      {endless(head+"X-A: b\r\n", " a\r\n"), wire.TooLarge, "header lines of the answer are larger"},
		"status line":      {endless("HTTP/1.1 200 ", "a"), wire.TooLarge, "header lines of the answer are larger"},
		"no line":          {endless("", "a"), wire.TooLarge, "header lines of the answer are larger"},
		"hints":            {endless("", "HTTP/1.1 103 Early Hints\r\n\r\n"), wire.TooLarge, "header lines of the answer are larger"},
		"continue":         {endless("", "HTTP/1.1 100 Continue\r\n\r\n"), wire.TooLarge, "header lines of the answer are larger"},
		"processing":       {endless("", "HTTP/1.1 102 Processing\r\n\r\n"), wire.TooLarge, "header lines of the answer are larger"},
		"body":             {endless("HTTP/1.0 200 OK\r\n\r\n", "a"), wire.TooLarge, "larger than 64 KiB"},
		"chunks":           {endless(head+"Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n"), wire.TooLarge, "larger than 64 KiB"},
		"chunk extensions": {endless(head+"Transfer-Encoding: chunked\r\n\r\n1;", "a"), wire.Unreached, "not well-formed HTTP"},
		"chunk length":     {endless(head+"Transfer-Encoding: chunked\r\n\r\n", "0"), wire.Unreached, "not well-formed HTTP"},
		"trailers":         {endless(head+"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n", "X-A: b\r\n"), wire.Unreached, "not well-formed HTTP"},
		"redirect's body":  {endless("HTTP/1.0 302 Found\r\nLocation: /\r\n\r\n", "a"), wire.Unreached, "more than 8 redirects"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			address := rawServer(t, tc.serve)
			before := allocated()
			_, err := client(t, wire.Options{MaxResponse: 64 << 10, Timeout: time.Minute}).Do(t.Context(), get("http://"+address+"/?"+secret))
			fails(t, err, tc.kind, tc.words)
			assert.Less(t, allocated()-before, uint64(24<<20))
		})
	}
}

// TestOddUpstreams do not keep to the order of request and answer.
func TestOddUpstreams(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
	tests := map[string]struct {
		serve func(net.Conn, *bufio.Reader)
		words string // "" for an answer
	}{
		"banner first":      {func(c net.Conn, r *bufio.Reader) { _, _ = io.WriteString(c, "220 "+secret+"\r\n"); readHead(r) }, "127.0.0.1"},
		"banner, then HTTP": {func(c net.Conn, r *bufio.Reader) { _, _ = io.WriteString(c, "SSH-2.0-x\r\n"); answers(ok)(c, r) }, "127.0.0.1"},
		"half-closed": {func(c net.Conn, r *bufio.Reader) {
			readHead(r)
			_ = c.(*net.TCPConn).CloseWrite()
			_, _ = io.Copy(io.Discard, r)
		}, "closed the connection without an answer"},
		"half-closed in the body": {func(c net.Conn, r *bufio.Reader) {
			readHead(r)
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhi")
			_ = c.(*net.TCPConn).CloseWrite()
			_, _ = io.Copy(io.Discard, r)
		}, "the answer ended after 2 of 100 bytes"},
		"answers before the body": {func(c net.Conn, r *bufio.Reader) {
			readHead(r)
			_, _ = io.WriteString(c, ok)
			_, _ = io.Copy(io.Discard, r)
		}, ""},
		"two answers": {func(c net.Conn, r *bufio.Reader) {
			readHead(r)
			_, _ = io.WriteString(c, ok+ok+ok)
			_, _ = io.Copy(io.Discard, r)
		}, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			address := rawServer(t, tc.serve)
			r := secretRequest("http://" + address)
			r.Body = bytes.Repeat(r.Body, 1000)
			resp, err := client(t, wire.Options{Timeout: time.Minute}).Do(t.Context(), r)
			if tc.words != "" {
				fails(t, err, wire.Unreached, tc.words)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "hi", string(resp.Body))
		})
	}
}

// TestUpstreamThatNeverReads takes what its buffers take, and no more.
func TestUpstreamThatNeverReads(t *testing.T) {
	over := make(chan struct{})
	address := rawServer(t, func(net.Conn, *bufio.Reader) { <-over })
	t.Cleanup(func() { close(over) })
	r := secretRequest("http://" + address)
	r.Body = make([]byte, 64<<20)
	_, err := client(t, wire.Options{Timeout: short, HeaderTimeout: short / 2}).Do(t.Context(), r)
	fails(t, err, wire.Unreached, "no answer within 200ms")
}

// TestSecondAnswerIsDropped sends an answer nobody asked for: the next call may
// not take it for its own.
func TestSecondAnswerIsDropped(t *testing.T) {
	n := 0
	address := rawServer(t, func(c net.Conn, r *bufio.Reader) {
		for {
			if readHead(r) == "" {
				return
			}
			n++
			_, _ = fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nA%dHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno", n)
		}
	})
	c := client(t, wire.Options{})
	for i := range 5 {
		resp, err := c.Do(t.Context(), get("http://"+address))
		require.NoError(t, err)
		assert.Equal(t, fmt.Sprintf("A%d", i+1), string(resp.Body))
	}
}

// TestCancelAtOnce ends calls in states that other tests do not reach.
func TestCancelAtOnce(t *testing.T) {
	tests := map[string]func(cancel func()) func(net.Conn, *bufio.Reader){
		"while a body drips": func(cancel func()) func(net.Conn, *bufio.Reader) {
			return func(c net.Conn, r *bufio.Reader) {
				readHead(r)
				_, err := io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n")
				for i := 0; err == nil; i++ {
					if i == 100 {
						cancel()
					}
					_, err = io.WriteString(c, "x")
				}
			}
		},
		"while a coded body waits": func(cancel func()) func(net.Conn, *bufio.Reader) {
			return func(c net.Conn, r *bufio.Reader) {
				readHead(r)
				_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\x0b")
				cancel()
				_, _ = io.Copy(io.Discard, r)
			}
		},
		"while the body is sent": func(cancel func()) func(net.Conn, *bufio.Reader) {
			return func(_ net.Conn, r *bufio.Reader) {
				readHead(r)
				_, _ = io.ReadFull(r, make([]byte, 1<<20))
				cancel()
				_, _ = io.Copy(io.Discard, r)
			}
		},
	}
	for name, serve := range tests {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			r := secretRequest("http://" + rawServer(t, serve(cancel)))
			if name == "while the body is sent" {
				r.Body = make([]byte, 64<<20)
			}
			start := time.Now()
			_, err := client(t, wire.Options{Timeout: time.Minute}).Do(ctx, r)
			fails(t, err, wire.Canceled, "canceled")
			assert.Less(t, time.Since(start), 5*time.Second)
		})
	}
	t.Run("while connecting", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		c := client(t, wire.Options{Timeout: time.Minute, ConnectTimeout: time.Minute, Resolve: func(context.Context, string) ([]netip.Addr, error) {
			cancel() // so that nothing is connected to any more
			return []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.IPv6Loopback()}, nil
		}})
		r := get("http://a.test:1")
		r.TrustedHost = true
		_, err := c.Do(ctx, r)
		fails(t, err, wire.Canceled, "canceled")
	})
}

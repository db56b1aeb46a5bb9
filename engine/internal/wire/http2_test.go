package wire_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"naftiko/engine/internal/wire"
)

// peer is the server's side of one HTTP/2 connection on which a request has come.
type peer struct {
	*http2.Framer
	conn   net.Conn
	number int // of the connection, from 1
	stream uint32
}

// head sends the header lines of an answer.
func (p *peer) head(end bool, fields ...string) {
	var b bytes.Buffer
	e := hpack.NewEncoder(&b)
	for i := 0; i < len(fields); i += 2 {
		_ = e.WriteField(hpack.HeaderField{Name: fields[i], Value: fields[i+1]})
	}
	_ = p.WriteHeaders(http2.HeadersFrameParam{StreamID: p.stream, BlockFragment: b.Bytes(), EndHeaders: true, EndStream: end})
}

// wait reads until the client leaves.
func (p *peer) wait() { _, _ = io.Copy(io.Discard, p.conn) }

// http2Server speaks HTTP/2 frame by frame: each connection is handed to script
// when its first request is there.
func http2Server(t testing.TB, script func(*peer)) (url string, roots *x509.CertPool) {
	t.Helper()
	s, roots := tlsServer(t, say(""), nil)
	config := s.TLS.Clone()
	config.NextProtos = []string{"h2"}
	l, err := tls.Listen("tcp", "127.0.0.1:0", config)
	require.NoError(t, err)
	var wg sync.WaitGroup
	var opened atomic.Int32
	over, end := context.WithCancel(context.Background()) // a client keeps connections
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				defer conn.Close()
				stop := context.AfterFunc(over, func() { _ = conn.Close() })
				defer stop()
				_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
				if p, ok := greet(conn); ok {
					p.number = int(opened.Add(1))
					script(p)
				}
			})
		}
	})
	t.Cleanup(func() { _ = l.Close(); end(); wg.Wait() })
	return "https://" + l.Addr().String(), roots
}

// greet opens an HTTP/2 connection and waits for a request.
func greet(conn net.Conn) (*peer, bool) {
	if _, err := io.ReadFull(conn, make([]byte, len(http2.ClientPreface))); err != nil {
		return nil, false
	}
	p := &peer{Framer: http2.NewFramer(conn, conn), conn: conn}
	_ = p.WriteSettings()
	for {
		f, err := p.ReadFrame()
		if err != nil {
			return nil, false
		}
		switch f := f.(type) {
		case *http2.SettingsFrame:
			if !f.IsAck() {
				_ = p.WriteSettingsAck()
			}
		case *http2.HeadersFrame:
			p.stream = f.StreamID
			return p, true
		}
	}
}

func TestGoAway(t *testing.T) {
	answer := func(p *peer) {
		p.head(false, ":status", "200")
		_ = p.WriteData(p.stream, true, []byte("done"))
		p.wait()
	}
	tests := map[string]struct {
		script func(*peer)
		words  string // "" for an answer
	}{
		"before, once": {func(p *peer) {
			if p.number == 1 {
				_ = p.WriteGoAway(0, http2.ErrCodeNo, []byte(secret))
				p.wait()
				return
			}
			answer(p)
		}, ""},
		"before, and closed": {func(p *peer) {
			_ = p.WriteGoAway(p.stream, http2.ErrCodeInternal, []byte(secret))
		}, "HTTP/2"},
		"after the head": {func(p *peer) {
			p.head(false, ":status", "200", "content-length", "100")
			_ = p.WriteData(p.stream, false, []byte("seventeen bytes .."[:17]))
			_ = p.WriteGoAway(p.stream, http2.ErrCodeEnhanceYourCalm, []byte(secret))
		}, "the answer ended after 17 of 100 bytes"},
		"and then the rest": {func(p *peer) {
			p.head(false, ":status", "200")
			_ = p.WriteGoAway(p.stream, http2.ErrCodeNo, nil)
			_ = p.WriteData(p.stream, true, []byte("done"))
			p.wait()
		}, ""},
		"reset, not processed, once": {func(p *peer) {
			if p.number == 1 {
				_ = p.WriteGoAway(p.stream, http2.ErrCodeNo, nil)
				_ = p.WriteRSTStream(p.stream, http2.ErrCodeRefusedStream)
				p.wait()
				return
			}
			answer(p)
		}, ""},
		"reset, no answer": {func(p *peer) {
			_ = p.WriteRSTStream(p.stream, http2.ErrCodeInternal)
			p.wait()
		}, "the HTTP/2 exchange with 127.0.0.1"},
		"reset in the body": {func(p *peer) {
			p.head(false, ":status", "200")
			_ = p.WriteData(p.stream, false, []byte("1234"))
			_ = p.WriteRSTStream(p.stream, http2.ErrCodeCancel)
			p.wait()
		}, "the answer ended after 4 bytes"},
		"closed": {func(*peer) {}, "127.0.0.1"},
		"garbage": {func(p *peer) {
			_, _ = io.WriteString(p.conn, strings.Repeat(secret, 100))
			p.wait()
		}, "127.0.0.1"},
		"short of its length": {func(p *peer) {
			p.head(false, ":status", "200", "content-length", "100")
			_ = p.WriteData(p.stream, true, []byte("1234"))
			p.wait()
		}, "the answer ended after 4 of 100 bytes"},
		"no status": {func(p *peer) {
			p.head(true, "x-a", secret)
			p.wait()
		}, "127.0.0.1"},
		"odd status": {func(p *peer) {
			p.head(true, ":status", secret)
			p.wait()
		}, "127.0.0.1"},
		"endless hints": {func(p *peer) {
			for range 2000 {
				p.head(false, ":status", "103", "link", strings.Repeat("a", 1000))
			}
			p.wait()
		}, "127.0.0.1"},
		"never": {func(p *peer) { p.wait() }, "no answer within 2s"},
		"half a head": {func(p *peer) {
			_ = p.WriteHeaders(http2.HeadersFrameParam{StreamID: p.stream, BlockFragment: []byte{0x88}})
			p.wait()
		}, "no answer within 2s"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // some wait
			url, roots := http2Server(t, tc.script)
			limit := time.Minute
			if strings.Contains(tc.words, "within 2s") { // shaking hands included
				limit = 2 * time.Second
			}
			c := client(t, wire.Options{RootCAs: roots, Timeout: limit})
			r := get(url + "/?" + secret)
			r.Header = []wire.Header{{Name: "Authorization", Value: secret, Private: true}}
			resp, err := c.Do(t.Context(), r)
			if tc.words != "" {
				e := failure(t, err, tc.words)
				assert.Contains(t, []wire.Kind{wire.Unreached, wire.TooLarge}, e.Kind)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "done", string(resp.Body))
		})
	}
}

func TestHTTP2HeaderTimeout(t *testing.T) {
	url, roots := http2Server(t, func(p *peer) { p.wait() })
	_, err := client(t, wire.Options{RootCAs: roots, HeaderTimeout: short}).Do(t.Context(), get(url))
	fails(t, err, wire.Unreached, "no header lines within 200ms of sending the request")
}

func TestTrailers(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Trailer", "X-Sum, X-Never")
		w.Header().Set("Content-Type", "text/plain")
		if r.URL.Path == "/gzip" {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(zip(t, []byte("hello")))
		} else {
			_, _ = io.WriteString(w, "hello")
		}
		w.Header().Set("X-Sum", "5")
		w.Header().Set(http.TrailerPrefix+"X-More", "6")
	})
	plain := serve(t, h)
	secure, roots := tlsServer(t, h, nil)
	c := client(t, wire.Options{RootCAs: roots})
	for _, base := range []string{"http://" + plain, secure.URL} {
		for _, path := range []string{"/", "/gzip"} {
			resp, err := c.Do(t.Context(), get(base+path))
			require.NoError(t, err)
			assert.Equal(t, "hello", string(resp.Body))
			assert.Equal(t, http.Header{"X-Sum": {"5"}, "X-More": {"6"}}, resp.Trailer)
			assert.NotContains(t, resp.Header, "X-Sum", "they are merged nowhere")
		}
	}
}

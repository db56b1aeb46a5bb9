package wire_test

import (
	"bufio"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// proxyServer is an HTTP proxy that takes every host for one backend, and keeps
// the lines it was asked with.
type proxyServer struct {
	backend string
	asked   chan string
	tunnels atomic.Int32
}

func newProxy(backend string) *proxyServer {
	return &proxyServer{backend: strings.TrimPrefix(strings.TrimPrefix(backend, "https://"), "http://"), asked: make(chan string, 64)}
}

func (p *proxyServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.asked <- r.Method + " " + r.RequestURI + " " + r.Header.Get("Proxy-Authorization")
	to, err := net.Dial("tcp", p.backend)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	defer to.Close()
	if r.Method != http.MethodConnect {
		_ = r.Write(to)
		resp, err := http.ReadResponse(bufio.NewReader(to), r)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		defer resp.Body.Close()
		maps.Copy(w.Header(), resp.Header)
		w.WriteHeader(resp.StatusCode)
		_, _ = io.Copy(w, resp.Body)
		return
	}
	p.tunnels.Add(1)
	from, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	defer from.Close()
	_, _ = io.WriteString(from, "HTTP/1.1 200 Connection established\r\nX-A: b\r\n\r\n")
	join(from, to)
}

// join passes bytes on in both directions until one ends.
func join(a, b net.Conn) {
	var wg sync.WaitGroup
	for _, pair := range [][2]net.Conn{{a, b}, {b, a}} {
		wg.Go(func() {
			_, _ = io.Copy(pair[0], pair[1])
			_ = pair[0].Close()
			_ = pair[1].Close()
		})
	}
	wg.Wait()
}

func serve(t testing.TB, h http.Handler) (address string) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://")
}

// socksServer is a SOCKS 5 proxy that takes every host for one backend. It wants
// the password if there is one, and answers with reply.
func socksServer(t testing.TB, backend, password string, reply byte) (address string, asked chan string) {
	t.Helper()
	asked = make(chan string, 64)
	address = rawServer(t, func(c net.Conn, r *bufio.Reader) {
		if !greetSOCKS(c, r, password) {
			return
		}
		host, ok := readSOCKS(r)
		if !ok {
			return
		}
		asked <- host
		_, _ = c.Write([]byte{5, reply, 0, 1, 0, 0, 0, 0, 0, 0})
		if reply != 0 {
			return
		}
		to, err := net.Dial("tcp", backend)
		if err != nil {
			return
		}
		join(c, to)
	})
	return address, asked
}

func greetSOCKS(c net.Conn, r *bufio.Reader, password string) bool {
	head := make([]byte, 2)
	if _, err := io.ReadFull(r, head); err != nil || head[0] != 5 {
		return false
	}
	_, _ = r.Discard(int(head[1]))
	if password == "" {
		_, _ = c.Write([]byte{5, 0})
		return true
	}
	_, _ = c.Write([]byte{5, 2})
	var words []string
	_, _ = r.ReadByte()
	for range 2 {
		n, err := r.ReadByte()
		if err != nil {
			return false
		}
		word := make([]byte, n)
		_, _ = io.ReadFull(r, word)
		words = append(words, string(word))
	}
	if words[1] != password {
		_, _ = c.Write([]byte{1, 1})
		return false
	}
	_, _ = c.Write([]byte{1, 0})
	return true
}

// readSOCKS reads the request to connect and returns its host.
func readSOCKS(r *bufio.Reader) (host string, ok bool) {
	head := make([]byte, 4)
	if _, err := io.ReadFull(r, head); err != nil {
		return "", false
	}
	size := map[byte]int{1: 4, 4: 16}[head[3]]
	if head[3] == 3 {
		n, err := r.ReadByte()
		if err != nil {
			return "", false
		}
		size = int(n)
	}
	body := make([]byte, size+2)
	if _, err := io.ReadFull(r, body); err != nil {
		return "", false
	}
	if head[3] == 3 {
		return string(body[:size]), true
	}
	a, _ := netip.AddrFromSlice(body[:size])
	return a.String(), true
}

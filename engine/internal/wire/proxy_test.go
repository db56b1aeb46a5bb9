package wire_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/wire"
)

// noLookup fails the test when a name is looked up.
func noLookup(t testing.TB) func(context.Context, string) ([]netip.Addr, error) {
	t.Helper()
	return func(_ context.Context, host string) ([]netip.Addr, error) {
		t.Errorf("%s was looked up", host)
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
}

func TestProxyForwards(t *testing.T) {
	backend, seen := capture(t)
	p := newProxy(backend)
	c := client(t, wire.Options{
		Resolve: noLookup(t),
		Proxies: wire.Proxies{HTTP: "http://user:" + secret + "%20x@" + serve(t, p) + "/"},
	})
	for uri, line := range map[string]string{
		"/users/a%2Fb%20c?q=a+b": "http://api.test/users/a%2Fb%20c?q=a+b",
		"":                       "http://api.test/",
		"//x|y":                  "", // no request line can be written for it
		"//x":                    "http://api.test//x",
		"/p?":                    "http://api.test/p?",
		":8080/a|b":              "http://api.test:8080/a|b",
	} {
		resp, err := c.Do(t.Context(), get("http://api.test"+uri))
		if line == "" {
			fails(t, err, wire.Invalid, "//")
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, "ok", string(resp.Body))
		want := "GET " + line + " Basic " + base64.StdEncoding.EncodeToString([]byte("user:"+secret+" x"))
		assert.Equal(t, want, <-p.asked)
		assert.NotContains(t, resp.URL, "proxy")
		<-seen
	}
}

func TestProxyTunnels(t *testing.T) {
	s, roots := tlsServer(t, say(""), nil)
	backend := s.Listener.Addr().String()
	plain := newProxy(backend)
	secure := newProxy(backend)
	secureServer, _ := tlsServer(t, secure, nil) // of the same certificate
	secureServer.EnableHTTP2 = false
	socks, socksAsked := socksServer(t, backend, "", 0)
	socksAuth, authAsked := socksServer(t, backend, secret, 0)
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("u:"+secret))
	public := names(map[string]string{"example.com": "93.184.216.34", "localproxy.test": "127.0.0.1"})
	_, plainPort, _ := net.SplitHostPort(serve(t, plain))
	tests := map[string]struct {
		proxy string
		asked chan string
		want  string
	}{
		"http":             {"http://u:" + secret + "@localproxy.test:" + plainPort, plain.asked, "CONNECT example.com:443 " + basic},
		"http, no scheme":  {"127.0.0.1:" + plainPort, plain.asked, "CONNECT example.com:443 "},
		"https":            {secureServer.URL, secure.asked, "CONNECT example.com:443 "},
		"socks5h":          {"socks5h://" + socks, socksAsked, "example.com"},
		"socks5":           {"socks5://" + socks, socksAsked, "93.184.216.34"},
		"socks5 and words": {"socks5h://u:" + secret + "@" + socksAuth, authAsked, "example.com"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := client(t, wire.Options{RootCAs: roots, Resolve: public, Proxies: wire.Proxies{HTTPS: tc.proxy}})
			for range 2 { // the second over the same connection
				resp, err := c.Do(t.Context(), get("https://example.com/a%2Fb?q"))
				require.NoError(t, err)
				assert.Equal(t, "/a%2Fb?q", string(resp.Body))
				assert.Equal(t, "HTTP/2.0", resp.Proto)
			}
			assert.Equal(t, tc.want, <-tc.asked)
			assert.Empty(t, tc.asked, "one connection serves both calls")
		})
	}
}

// TestProxyOfPlainRequests has plain requests go through proxies of the other kinds.
func TestProxyOfPlainRequests(t *testing.T) {
	backend, _ := capture(t)
	secure := newProxy(backend)
	s, roots := tlsServer(t, secure, nil)
	socks, asked := socksServer(t, backend, "", 0)
	for _, proxy := range []string{s.URL, "socks5h://" + socks} {
		c := client(t, wire.Options{RootCAs: roots, Resolve: noLookup(t), Proxies: wire.Proxies{HTTP: proxy}})
		resp, err := c.Do(t.Context(), get("http://api.test/"))
		require.NoError(t, err)
		assert.Equal(t, "ok", string(resp.Body))
	}
	assert.Equal(t, "GET http://api.test/ ", <-secure.asked)
	assert.Equal(t, "api.test", <-asked)
}

func TestNoProxyFor(t *testing.T) {
	backend := serve(t, say(""))
	_, port, _ := net.SplitHostPort(backend)
	p := newProxy(backend)
	proxy := serve(t, p)
	resolve := names(map[string]string{"a.test": "127.0.0.1", "a.test.": "127.0.0.1", "b.a.test": "127.0.0.1", "c.test": "127.0.0.1"})
	tests := map[string]struct {
		host, except string
		proxied      bool
	}{
		"not listed":   {"c.test", "a.test", true},
		"listed":       {"a.test", "x,a.test", false},
		"below listed": {"b.a.test", "a.test", false},
		"star":         {"c.test", "*", false},
		"port":         {"c.test", "c.test:" + port, false},
		"other port":   {"c.test", "c.test:1", true},
		"loopback":     {"127.0.0.1", "", false},
		"loopback v6":  {"[::ffff:127.0.0.1]", "", false},
		"localhost":    {"localhost", "", false},
		"api.loopback": {"api.localhost", "", false},
		"final dot":    {"a.test.", "a.test", false},
		"dot in list":  {"a.test", "c.test,a.test.", false},
		"spaces":       {"a.test", "c.test  a.test", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := client(t, wire.Options{Resolve: resolve, Proxies: wire.Proxies{HTTP: proxy, Except: tc.except}})
			r := get("http://" + tc.host + ":" + port)
			r.TrustedHost = true
			_, err := c.Do(t.Context(), r)
			require.NoError(t, err)
			assert.Equal(t, tc.proxied, len(p.asked) == 1)
			for len(p.asked) > 0 {
				<-p.asked
			}
		})
	}
}

// TestNoProxyForAddresses has a proxy that cannot be used and a call that has ended:
// which of the two is told shows the way, and nothing is connected to.
func TestNoProxyForAddresses(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for host, tc := range map[string]struct {
		except string
		kind   wire.Kind
	}{
		"10.1.2.3":  {"x, 10.0.0.0/8", wire.Canceled},
		"[fd00::1]": {"x [fd00::1]", wire.Canceled},
		"[fd00::2]": {"x, fd00::2", wire.Canceled},
		"[fd00::3]": {"[fd00::3]:80", wire.Canceled},
		"[fd00::4]": {"[fd00::1], [fd00::4]:81", wire.Unreached},
	} {
		c := client(t, wire.Options{Proxies: wire.Proxies{HTTP: "gopher://x", Except: tc.except}})
		_, err := c.Do(ended, get("http://"+host))
		fails(t, err, tc.kind, "")
	}
}

func TestUnixSocketUsesNoProxy(t *testing.T) {
	path := onSocket(t, say(""))
	c := client(t, wire.Options{UnixSocket: path, Proxies: wire.Proxies{HTTP: "http://127.0.0.1:1"}})
	_, err := c.Do(t.Context(), get("http://docker/v1"))
	require.NoError(t, err)
}

func TestProxyPolicy(t *testing.T) {
	p := newProxy("127.0.0.1:1")
	proxy := serve(t, p)
	private := names(map[string]string{"a.test": "10.0.0.1", "meta.test": "169.254.169.254"})
	tests := map[string]struct {
		url, proxy string
		words      string
	}{
		"metadata":              {"http://169.254.169.254/", proxy, "never called"},
		"socks5 looks up":       {"http://a.test/", "socks5://" + proxy, `host "a.test" leads to the private address 10.0.0.1`},
		"proxy at the metadata": {"http://a.test/", "http://meta.test:80", "the proxy cannot be reached: host \"meta.test\" leads to 169.254.169.254"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := client(t, wire.Options{Resolve: private, Proxies: wire.Proxies{HTTP: tc.proxy, HTTPS: tc.proxy}})
			_, err := c.Do(t.Context(), secretRequest(tc.url))
			fails(t, err, wire.Refused, tc.words)
			assert.Empty(t, p.asked)
		})
	}
}

// TestInternalNames has proxies resolve no name that is never public, unless the user
// named it.
func TestInternalNames(t *testing.T) {
	p := newProxy(serve(t, say("")))
	proxy := serve(t, p)
	socks, asked := socksServer(t, "127.0.0.1:1", "", 0)
	for host, internal := range map[string]bool{
		"intranet": true, "intranet.": true, "printer.local": true, "db.corp.internal": true, "DB.Internal.": true, "a.localdomain": true,
		"nas.home.arpa": true, "a.lan": true, "a.corp": true, "a.intranet": true,
		"metadata.goog": true, "metadata.google.internal": true, "metadata.google.internal.": true,
		"api.test": false, "api.test.": false, "internal.test": false, "corp.com": false, "xlan.test": false, "notmetadata.goog": false, "10.1.2.3": false,
	} {
		c := client(t, wire.Options{Resolve: noLookup(t), Proxies: wire.Proxies{HTTP: proxy, HTTPS: "socks5h://" + socks}})
		for _, url := range []string{"http://" + host + "/", "https://" + host + ":8443/"} {
			_, err := c.Do(t.Context(), secretRequest(url))
			if internal {
				hint := fails(t, err, wire.Refused, "is a name inside a network, and the proxy ")
				assert.Contains(t, hint, "--base-uri")
			} else {
				assert.NotContains(t, fmt.Sprint(err), "inside a network", host)
			}
		}
		assert.Equal(t, internal, len(p.asked) == 0, host)
		assert.Equal(t, internal, len(asked) == 0, host)
		for len(p.asked)+len(asked) > 0 {
			select {
			case <-p.asked:
			case <-asked:
			}
		}
		r := get("http://" + host + "/")
		r.TrustedHost = true
		_, err := c.Do(t.Context(), r)
		require.NoError(t, err, host)
		<-p.asked
	}
	here := client(t, wire.Options{Resolve: names(map[string]string{"a.corp": "10.0.0.1"}), Proxies: wire.Proxies{HTTP: "socks5://" + socks}})
	_, err := here.Do(t.Context(), get("http://a.corp/"))
	fails(t, err, wire.Refused, "the private address 10.0.0.1")
}

// TestProxyAfterRedirect goes on through the proxy, and not to where no proxy may.
func TestProxyAfterRedirect(t *testing.T) {
	for location, words := range map[string]string{
		"http://b.test/to":          "",
		"http://169.254.169.254/to": "an address that is never called",
		"http://10.0.0.1/to":        "the private address 10.0.0.1",
		"http://meta.internal./to":  "a.test redirects to meta.internal., a name inside a network, and a proxy would resolve it",
		"http://wiki/to":            "a.test redirects to wiki, a name inside a network",
	} {
		backend, _ := redirector(t, http.StatusFound, location)
		p := newProxy(backend)
		c := client(t, wire.Options{Resolve: noLookup(t), Proxies: wire.Proxies{HTTP: "http://u:" + secret + "@" + serve(t, p)}})
		resp, err := c.Do(t.Context(), get("http://a.test/from"))
		assert.Contains(t, <-p.asked, "GET http://a.test/from Basic ")
		if words != "" {
			fails(t, err, wire.Refused, words)
			assert.Empty(t, p.asked)
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, "http://b.test/to", resp.URL)
		assert.Contains(t, <-p.asked, "GET http://b.test/to Basic ", "the proxy is the same")
	}
}

func TestProxyFailures(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	closed := l.Addr().String()
	require.NoError(t, l.Close())
	says := func(text string) string { return "http://u:" + secret + "@" + rawServer(t, answers(text)) }
	socks := func(reply byte) string {
		address, _ := socksServer(t, "", "", reply)
		return "socks5h://u:" + secret + "@" + address
	}
	strict, _ := socksServer(t, "", "other", 0)
	mute := rawServer(t, hold(""))
	leave := rawServer(t, func(net.Conn, *bufio.Reader) {})
	s, _ := tlsServer(t, say(""), nil)
	tests := map[string]struct{ proxy, words string }{
		"nobody there":         {"http://u:" + secret + "@" + closed, "the proxy cannot be reached: connection refused by " + closed},
		"unknown":              {"http://u:" + secret + "@none.test:3128", `the proxy cannot be reached: cannot find host "none.test"`},
		"wrong password":       {says("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n" + secret), "does not accept the user name and password"},
		"no password":          {"http://" + rawServer(t, answers("HTTP/1.1 407 X\r\n\r\n")), "asks for a user name and a password"},
		"bad gateway":          {says("HTTP/1.1 502 " + secret + "\r\nContent-Length: 3\r\n\r\nno!"), "does not connect to a.test:443: 502 Bad Gateway"},
		"forbidden":            {says("HTTP/1.1 403 No\r\n\r\n" + secret), "does not connect to a.test:443: 403 Forbidden"},
		"own status":           {says("HTTP/1.1 499 No\r\n\r\n" + secret), "does not connect to a.test:443: 499"},
		"redirect":             {says("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/" + secret + "\r\n\r\n"), "302 Found"},
		"leaves":               {"http://u:" + secret + "@" + leave, "closed the connection and did not connect to a.test:443"},
		"cut":                  {says("HTTP/1.1 200 OK\r\nX-A: " + secret), "closed the connection and did not connect"},
		"garbage":              {says(secret + "\r\n\r\n"), "did not answer with HTTP"},
		"endless head":         {says("HTTP/1.1 200 OK\r\n" + strings.Repeat("X-A: "+strings.Repeat("a", 1000)+"\r\n", 1000)), "did not connect to a.test:443"},
		"talks on":             {says("HTTP/1.1 200 OK\r\n\r\n" + secret), "did not answer with HTTP"},
		"silent":               {"http://u:" + secret + "@" + mute, "no connection to a.test:443 through the proxy " + mute + " within 200ms"},
		"not the upstream":     {says("HTTP/1.1 200 OK\r\n\r\n"), "a.test:443 closed the connection during the TLS handshake"},
		"https, unknown":       {s.URL, "the proxy cannot be reached: the certificate of 127.0.0.1 is self-signed"},
		"https that is none":   {"https://u:" + secret + "@" + rawServer(t, func(_ net.Conn, r *bufio.Reader) { _, _ = r.Peek(1) }), "the proxy cannot be reached: "},
		"socks, host":          {socks(4), "does not connect to a.test:443: host unreachable"},
		"socks, refused":       {socks(5), "does not connect to a.test:443: connection refused"},
		"socks, rules":         {socks(2), "connection not allowed by ruleset"},
		"socks, odd":           {socks(99), "does not connect to a.test:443"},
		"socks, password":      {"socks5h://u:" + secret + "@" + strict, "username/password authentication failed"},
		"socks, leaves":        {"socks5h://u:" + secret + "@" + leave, "closed the connection and did not connect"},
		"socks, silent":        {"socks5h://u:" + secret + "@" + rawServer(t, func(_ net.Conn, r *bufio.Reader) { _, _ = io.Copy(io.Discard, r) }), "within 200ms"},
		"socks that is HTTP":   {"socks5h://u:" + secret + "@" + rawServer(t, func(c net.Conn, _ *bufio.Reader) { _, _ = io.WriteString(c, "HTTP/1.1 400 "+secret) }), "does not connect to a.test:443: unexpected protocol version 72"},
		"not a URL":            {"http://u:" + secret + "%@h", "the proxy that is set is not of the form"},
		"loose password":       {"http://u:" + secret + "#x@127.0.0.1:1", "the proxy that is set is not of the form"},
		"loose password slash": {"http://u:" + secret + "/x@127.0.0.1:1", "the proxy that is set is not of the form"},
		"scheme":               {"socks4://u:" + secret + "@127.0.0.1:1", "it can be http, https, socks5 or socks5h"},
		"port":                 {"http://u:" + secret + "@127.0.0.1:99999", "a port that is not a number from 1 to 65535"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			limit := time.Minute
			if strings.Contains(tc.words, "within 200ms") {
				limit = short
			}
			c := client(t, wire.Options{
				Resolve: names(nil), RootCAs: x509.NewCertPool(), Timeout: time.Minute, ConnectTimeout: limit, Insecure: true,
				Proxies: wire.Proxies{HTTPS: tc.proxy},
			})
			_, err := c.Do(t.Context(), secretRequest("https://a.test"))
			fails(t, err, wire.Unreached, tc.words)
		})
	}
}

// TestForwardingProxyFailures has the proxy's own answers come in place of the
// upstream's. Only one of them can be told apart.
func TestForwardingProxyFailures(t *testing.T) {
	proxy := rawServer(t, answers("HTTP/1.1 407 No\r\nContent-Length: 2\r\n\r\nno"))
	c := client(t, wire.Options{Resolve: noLookup(t), Proxies: wire.Proxies{HTTP: "u:" + secret + "@" + proxy}})
	_, err := c.Do(t.Context(), secretRequest("http://a.test"))
	fails(t, err, wire.Unreached, "the proxy "+proxy+" does not accept the user name and password")

	proxy = rawServer(t, answers("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno"))
	c = client(t, wire.Options{Resolve: noLookup(t), Proxies: wire.Proxies{HTTP: proxy}})
	resp, err := c.Do(t.Context(), get("http://a.test"))
	require.NoError(t, err)
	assert.Equal(t, http.StatusBadGateway, resp.Status)

	for text, words := range map[string]string{
		"":                                  " closed the connection without an answer",
		secret + "\r\n\r\n":                 " did not answer with HTTP",
		"HTTP/1.1 200 OK\r\nX-A: " + secret: "the answer ended within its header lines (from the proxy ",
	} {
		proxy = rawServer(t, answers(text))
		c = client(t, wire.Options{Resolve: noLookup(t), Proxies: wire.Proxies{HTTP: "u:" + secret + "@" + proxy}})
		_, err = c.Do(t.Context(), secretRequest("http://a.test"))
		assert.Contains(t, fails(t, err, wire.Unreached, words), "HTTP_PROXY")
		assert.Contains(t, err.Error(), "the proxy "+proxy)
	}

	direct := rawServer(t, answers("HTTP/1.1 407 No\r\nContent-Length: 2\r\n\r\nno"))
	resp, err = client(t, wire.Options{}).Do(t.Context(), get("http://"+direct))
	require.NoError(t, err, "without proxy it is an answer")
	assert.Equal(t, http.StatusProxyAuthRequired, resp.Status)
}

// TestSOCKSTriesAddresses has a proxy that reaches only the second address of a name.
func TestSOCKSTriesAddresses(t *testing.T) {
	backend, _ := capture(t)
	replies := map[string]byte{"203.0.114.1": 4, "203.0.114.2": 0, "203.0.114.9": 2}
	asked := make(chan string, 8)
	proxy := rawServer(t, func(c net.Conn, r *bufio.Reader) {
		if !greetSOCKS(c, r, "") {
			return
		}
		host, _ := readSOCKS(r)
		asked <- host
		_, _ = c.Write([]byte{5, replies[host], 0, 1, 0, 0, 0, 0, 0, 0})
		if replies[host] != 0 {
			return
		}
		to, err := net.Dial("tcp", backend)
		if err == nil {
			join(c, to)
		}
	})
	for addresses, want := range map[string]struct {
		asked []string
		words string
	}{
		"203.0.114.1 203.0.114.2": {[]string{"203.0.114.1", "203.0.114.2"}, ""},
		"203.0.114.1 203.0.114.1": {[]string{"203.0.114.1", "203.0.114.1"}, "host unreachable"},
		"203.0.114.9 203.0.114.2": {[]string{"203.0.114.9"}, "not allowed by ruleset"},
	} {
		c := client(t, wire.Options{Resolve: names(map[string]string{"a.test": addresses}), Proxies: wire.Proxies{HTTP: "socks5://" + proxy}})
		_, err := c.Do(t.Context(), get("http://a.test/"))
		if want.words == "" {
			require.NoError(t, err)
		} else {
			fails(t, err, wire.Unreached, want.words)
		}
		for _, a := range want.asked {
			assert.Equal(t, a, <-asked)
		}
		assert.Empty(t, asked)
	}
}

// TestCertificatesThroughProxy wants the words of a direct call.
func TestCertificatesThroughProxy(t *testing.T) {
	s, roots := tlsServer(t, say(""), nil) // for example.com, 127.0.0.1 and ::1
	stale, staleRoots := tlsServer(t, say(""), &tls.Config{Certificates: []tls.Certificate{selfSigned(t)}})
	old, oldRoots := tlsServer(t, say(""), &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})
	tests := map[string]struct {
		backend, host string
		roots         *x509.CertPool
		words         string
	}{
		"wrong name":   {s.URL, "wrong.test", roots, "the certificate of wrong.test is not valid for it: it is for example.com"},
		"self-signed":  {s.URL, "example.com", x509.NewCertPool(), "the certificate of example.com is self-signed"},
		"out of date":  {stale.URL, "stale.test", staleRoots, "the certificate of stale.test is out of date"},
		"old versions": {old.URL, "example.com", oldRoots, "example.com:443 does not speak TLS 1.2 or later"},
		"no TLS":       {"http://" + serve(t, say("")), "example.com", roots, "example.com:443 does not speak TLS"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p := newProxy(tc.backend)
			c := client(t, wire.Options{RootCAs: tc.roots, Resolve: noLookup(t), Proxies: wire.Proxies{HTTPS: serve(t, p)}})
			_, err := c.Do(t.Context(), secretRequest("https://"+tc.host))
			fails(t, err, wire.Unreached, tc.words)
			assert.Contains(t, <-p.asked, "CONNECT "+tc.host+":443")
		})
	}
}

// TestCancelAtProxy ends a call while the proxy thinks.
func TestCancelAtProxy(t *testing.T) {
	for _, scheme := range []string{"http", "socks5h"} {
		ctx, cancel := context.WithCancel(t.Context())
		left := make(chan struct{})
		proxy := rawServer(t, func(_ net.Conn, r *bufio.Reader) {
			_, _ = r.Peek(1)
			cancel()
			_, _ = io.Copy(io.Discard, r)
			close(left)
		})
		c := client(t, wire.Options{Timeout: time.Minute, ConnectTimeout: time.Minute, Proxies: wire.Proxies{HTTPS: scheme + "://" + proxy}})
		_, err := c.Do(ctx, secretRequest("https://a.test"))
		fails(t, err, wire.Canceled, "canceled")
		select {
		case <-left:
		case <-time.After(5 * time.Second):
			t.Error("the connection to the proxy outlives the call")
		}
	}
}

// An answer to CONNECT may have informational ones before it, may be any of 2xx,
// and its body is not waited for.
func TestConnect_answers(t *testing.T) {
	for name, tc := range map[string]struct{ answer, words string }{
		"informational first":     {"HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 407 Auth\r\n\r\n", "asks for a user name"},
		"a body that never comes": {"HTTP/1.1 407 Auth\r\nContent-Length: 5\r\n\r\n", "asks for a user name"},
		"another success":         {"HTTP/1.1 204 No Content\r\n\r\n", "TLS"},
	} {
		t.Run(name, func(t *testing.T) {
			proxy := rawServer(t, func(c net.Conn, r *bufio.Reader) {
				readHead(r)
				_, _ = io.WriteString(c, tc.answer) // the client may be gone
				if strings.Contains(tc.answer, "204") {
					return // the handshake finds the connection closed
				}
				_, _ = io.Copy(io.Discard, r)
			})
			c := client(t, wire.Options{Timeout: time.Minute, ConnectTimeout: time.Minute, Proxies: wire.Proxies{HTTPS: "http://" + proxy}})
			started := time.Now()
			_, err := c.Do(t.Context(), get("https://a.test/"))
			fails(t, err, wire.Unreached, tc.words)
			assert.Less(t, time.Since(started), 30*time.Second)
		})
	}
}

package wire_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/wire"
)

// tlsServer starts a server whose complaints are not printed, and returns the
// pool that trusts it.
func tlsServer(t testing.TB, h http.Handler, config *tls.Config) (s *httptest.Server, roots *x509.CertPool) {
	t.Helper()
	s = httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.TLS = config
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	roots = x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return s, roots
}

func say(text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, text+r.RequestURI) })
}

func TestHTTP2(t *testing.T) {
	s, roots := tlsServer(t, say(""), nil)
	c := client(t, wire.Options{RootCAs: roots})
	for _, uri := range []string{"/users/a%2Fb%20c", "//x", "/p?a=b+c&$select=d", "/a|b", "/p?"} {
		resp, err := c.Do(t.Context(), get(s.URL+uri))
		require.NoError(t, err)
		assert.Equal(t, "HTTP/2.0", resp.Proto)
		assert.Equal(t, "OK", resp.StatusText)
		assert.Equal(t, uri, string(resp.Body))
	}
}

func TestHTTP2Failures(t *testing.T) {
	blocked := make(chan struct{})
	s, roots := tlsServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/abort":
			panic(http.ErrAbortHandler)
		case "/cut":
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, strings.Repeat("x", 17))
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		case "/never":
			select {
			case <-r.Context().Done():
			case <-blocked:
			}
		case "/head":
			for i := range 600 {
				w.Header().Add("X-A", strings.Repeat("a", 500)+string(rune('a'+i%26)))
			}
		}
	}), nil)
	t.Cleanup(func() { close(blocked) })
	tests := map[string]struct {
		path  string
		kind  wire.Kind
		words string
	}{
		"stream reset":      {"/abort", wire.Unreached, "HTTP/2"},
		"reset in the body": {"/cut", wire.Unreached, "the answer ended after 17 of 100 bytes"},
		"never answers":     {"/never", wire.Unreached, "no answer within"},
		"large header":      {"/head", wire.Unreached, "HTTP/2"}, // net/http ends the connection before it knows the size
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			limit := time.Minute
			if tc.path == "/never" {
				limit = time.Second
			}
			c := client(t, wire.Options{RootCAs: roots, Timeout: limit})
			_, err := c.Do(t.Context(), get(s.URL+tc.path+"?"+secret))
			fails(t, err, tc.kind, tc.words)
		})
	}
}

func TestCertificates(t *testing.T) {
	s, roots := tlsServer(t, say(""), nil) // for example.com, 127.0.0.1 and ::1
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	stale, staleRoots := tlsServer(t, say(""), &tls.Config{Certificates: []tls.Certificate{selfSigned(t)}})
	early, earlyRoots := tlsServer(t, say(""), &tls.Config{Certificates: []tls.Certificate{issued(t, time.Date(2901, 1, 1, 0, 0, 0, 0, time.UTC), nil)}})
	authority := issued(t, time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC), nil)
	other, _ := tlsServer(t, say(""), &tls.Config{Certificates: []tls.Certificate{issued(t, time.Now(), &authority)}})
	resolve := names(map[string]string{"example.com": "127.0.0.1", "wrong.test": "127.0.0.1"})
	tests := map[string]struct {
		url   string
		roots *x509.CertPool
		words string
	}{
		"address":           {s.URL, roots, ""},
		"name":              {"https://example.com:" + port, roots, ""},
		"wrong name":        {"https://wrong.test:" + port, roots, "the certificate of wrong.test is not valid for it: it is for example.com"},
		"self-signed":       {s.URL, x509.NewCertPool(), "the certificate of 127.0.0.1 is self-signed"},
		"unknown authority": {other.URL, x509.NewCertPool(), "the certificate of 127.0.0.1 is not from an authority this machine trusts"},
		"not valid yet":     {early.URL, earlyRoots, "the certificate of 127.0.0.1 is not valid yet: it is valid from 2901-01-01 to 2902-01-01"},
		"out of date":       {stale.URL, staleRoots, "the certificate of 127.0.0.1 is out of date: it is valid from 2001-01-01 to 2002-01-01"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := client(t, wire.Options{RootCAs: tc.roots, Resolve: resolve})
			r := secretRequest(tc.url)
			r.TrustedHost = true
			_, err := c.Do(t.Context(), r)
			if tc.words == "" {
				require.NoError(t, err)
				return
			}
			fails(t, err, wire.Unreached, tc.words)

			insecure := client(t, wire.Options{RootCAs: tc.roots, Resolve: resolve, Insecure: true})
			_, err = insecure.Do(t.Context(), r)
			require.NoError(t, err, "not verified when asked so")
		})
	}
}

// selfSigned is a certificate for 127.0.0.1 that was valid in 2001.
func selfSigned(t testing.TB) tls.Certificate {
	t.Helper()
	return issued(t, time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC), nil)
}

// issued is a certificate for 127.0.0.1 that is valid for a year. Without an
// authority it is its own.
func issued(t testing.TB, from time.Time, by *tls.Certificate) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: from.String()},
		NotBefore:             from,
		NotAfter:              from.AddDate(1, 0, 0),
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA:                  true,
		BasicConstraintsValid: true,
	}
	parent, signer := template, any(key)
	if by != nil {
		signer = by.PrivateKey
		parent, err = x509.ParseCertificate(by.Certificate[0])
		require.NoError(t, err)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	require.NoError(t, err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func TestHandshakeFailures(t *testing.T) {
	old, oldRoots := tlsServer(t, say(""), &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})
	strict, strictRoots := tlsServer(t, say(""), &tls.Config{ClientAuth: tls.RequireAnyClientCert, MaxVersion: tls.VersionTLS12})
	tests := map[string]struct {
		address string
		roots   *x509.CertPool
		words   string
	}{
		"plain HTTP": {rawServer(t, func(c net.Conn, r *bufio.Reader) {
			_, _ = io.WriteString(c, "HTTP/1.1 400 "+secret)
			_, _ = io.Copy(io.Discard, r)
		}), nil, "does not speak TLS"},
		"never answers":         {rawServer(t, func(_ net.Conn, r *bufio.Reader) { _, _ = io.Copy(io.Discard, r) }), nil, "within 200ms"},
		"closed":                {rawServer(t, func(_ net.Conn, r *bufio.Reader) { _, _ = r.Peek(1); _, _ = r.Discard(r.Buffered()) }), nil, "closed the connection during the TLS handshake"},
		"TLS 1.1":               {old.Listener.Addr().String(), oldRoots, "does not speak TLS 1.2 or later"},
		"client without a cert": {strict.Listener.Addr().String(), strictRoots, "refused the TLS handshake: "},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			limit := time.Minute
			if strings.Contains(tc.words, "within 200ms") {
				limit = short
			}
			c := client(t, wire.Options{RootCAs: tc.roots, Timeout: time.Minute, ConnectTimeout: limit})
			_, err := c.Do(t.Context(), get("https://"+tc.address+"/?"+secret))
			fails(t, err, wire.Unreached, tc.words)
			assert.Contains(t, err.Error(), tc.address)
		})
	}
}

func TestMinTLS(t *testing.T) {
	s, roots := tlsServer(t, say(""), &tls.Config{MaxVersion: tls.VersionTLS12})
	for version, words := range map[uint16]string{
		0: "", tls.VersionTLS12: "", tls.VersionTLS13: s.Listener.Addr().String() + " does not speak TLS 1.3 or later",
	} {
		_, err := client(t, wire.Options{RootCAs: roots, MinTLS: version}).Do(t.Context(), get(s.URL))
		if words == "" {
			require.NoError(t, err)
			continue
		}
		assert.Contains(t, fails(t, err, wire.Unreached, words), "--tls-min 1.2")
	}
}

// TestCancelWhileShakingHands makes sure that no handshake outlives its call.
func TestCancelWhileShakingHands(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	left := make(chan struct{})
	address := rawServer(t, func(_ net.Conn, r *bufio.Reader) {
		_, _ = r.Peek(1)
		cancel()
		_, _ = io.Copy(io.Discard, r)
		close(left)
	})
	c := client(t, wire.Options{ConnectTimeout: time.Minute, Timeout: time.Minute})
	_, err := c.Do(ctx, get("https://"+address))
	fails(t, err, wire.Canceled, "canceled")
	select {
	case <-left:
	case <-time.After(5 * time.Second):
		t.Error("the handshake goes on after its call")
	}
}

func TestRedirectAcrossSchemes(t *testing.T) {
	plain, requests := recorder(t)
	secure, roots := tlsServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/down" {
			http.Redirect(w, r, plain, http.StatusFound)
			return
		}
		_, _ = io.WriteString(w, r.Header.Get("X-Key"))
	}), nil)
	c := client(t, wire.Options{RootCAs: roots})

	_, err := c.Do(t.Context(), get(secure.URL+"/down"))
	fails(t, err, wire.Refused, "from https to http")
	assert.Empty(t, requests)

	up, _ := redirector(t, 301, secure.URL+"/up")
	r := get(up + "/from")
	r.Header = travellers()
	resp, err := c.Do(t.Context(), r)
	require.NoError(t, err)
	assert.Equal(t, secure.URL+"/up", resp.URL)
	assert.Empty(t, resp.Body, "a private header does not reach another scheme")
}

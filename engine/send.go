package engine

import (
	"context"
	"crypto/x509"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"naftiko/binding"
	"naftiko/engine/internal/auth"
	"naftiko/engine/internal/run"
	"naftiko/engine/internal/wire"
)

// ClientOptions adjusts the HTTP client. Zero fields have the defaults.
type ClientOptions struct {
	// ConnectTimeout is for reaching the upstream, 15 s by default.
	ConnectTimeout time.Duration
	// Timeout is for a whole call, 60 s by default.
	Timeout time.Duration
	// MaxResponse is the size of a decoded answer in bytes, 10 MiB by default.
	MaxResponse int64
	// Insecure turns the verification of TLS certificates off.
	Insecure bool
	// UnixSocket is dialled in place of the upstream's address.
	UnixSocket string
	// HeaderTimeout is for the upstream's header lines, once the request is sent.
	// There is none by default.
	HeaderTimeout time.Duration
	// MinTLS is the oldest version of TLS to speak, as package crypto/tls numbers
	// them; 1.2 by default.
	MinTLS uint16
	// RootCAs are the authorities to trust in place of the system's.
	RootCAs *x509.CertPool
	// Proxies are the proxies to use, by default none: the environment is for the
	// caller to read.
	Proxies Proxies
}

// Proxies says which calls go through a proxy: a URL of scheme http, https,
// socks5 or socks5h, which may hold a user name and a password. Loopback hosts
// and Unix sockets are always called directly. A name that the proxy resolves (all
// but socks5 do) is judged by its text alone, and refused if it is one that is never
// public and the user did not name it: where others lead to is for the proxy to check.
type Proxies struct {
	// HTTP and HTTPS are for URLs of these schemes; "" is no proxy.
	HTTP, HTTPS string
	// Except lists the hosts to call directly, in the form of NO_PROXY.
	Except string
}

// Check reports whether the proxies can be used. Its error quotes nothing of them.
func (p Proxies) Check() error {
	if err := wire.CheckProxy(p.HTTP); err != nil {
		return err
	}
	return wire.CheckProxy(p.HTTPS)
}

func (o ClientOptions) new() *wire.Client {
	return wire.New(wire.Options{
		ConnectTimeout: o.ConnectTimeout, Timeout: o.Timeout, HeaderTimeout: o.HeaderTimeout, MaxResponse: o.MaxResponse,
		Insecure: o.Insecure, MinTLS: o.MinTLS, RootCAs: o.RootCAs, UnixSocket: o.UnixSocket,
		Proxies: wire.Proxies(o.Proxies),
	})
}

// sender opens prepared requests and sends them over HTTP.
type sender struct {
	client *wire.Client
	// most is the limit that the caller set for answers, or 0.
	most  int64
	binds *binding.Set
}

// Send implements run.Sender.
func (s *sender) Send(ctx context.Context, r *run.Request) (*run.Response, error) {
	open, err := r.Open(s.binds)
	if err != nil {
		return nil, err
	}
	req := &wire.Request{
		Method: open.Method, URL: open.URL, TrustedHost: open.TrustedHost, Undecoded: r.Raw,
		MaxResponse: s.limit(r), LimitHint: "the document's maxBinarySize says so",
	}
	if b := open.Body; b != nil {
		req.Body = b.Data
		if b.Open != nil {
			req.Stream = &wire.Stream{Open: b.Open, Size: b.Size}
		}
	}
	for _, h := range open.Header {
		req.Header = append(req.Header, wire.Header{Name: h.Name, Value: h.Value, Private: h.Private})
	}
	a, err := s.do(ctx, req, open.Digest)
	if err != nil {
		return nil, wireError(err)
	}
	return &run.Response{Proto: a.Proto, Status: a.Status, StatusText: a.StatusText, Header: a.Header, Trailer: a.Trailer, Body: a.Body, URL: a.URL}, nil
}

// limit is the operation's own limit for the size of an answer, or 0 where it has
// none, or the caller set a smaller one, which the client then holds to.
func (s *sender) limit(r *run.Request) int64 {
	if r.MaxResponse > 0 && s.most > 0 && s.most < r.MaxResponse {
		return 0
	}
	return r.MaxResponse
}

// do sends a request and answers the challenges of digest authentication: one,
// and a second where the upstream calls the nonce of the first stale.
func (s *sender) do(ctx context.Context, req *wire.Request, d *run.SentDigest) (*wire.Response, error) {
	a, err := s.client.Do(ctx, req)
	if d == nil {
		return a, err
	}
	header := req.Header
	for try := 1; err == nil && a.Status == http.StatusUnauthorized && a.Redirects == 0 && try <= 2; try++ {
		line, stale, ok := auth.AnswerChallenge(a.Header, d, req.Method, requestURI(req.URL), 1)
		if !ok || try > 1 && !stale {
			break
		}
		req.Header = append(slices.Clip(header), wire.Header{Name: "Authorization", Value: line, Private: true})
		a, err = s.client.Do(ctx, req)
	}
	return a, err
}

// requestURI returns path and query as they stand in the request line.
func requestURI(rawURL string) string {
	_, rest, _ := strings.Cut(rawURL, "://")
	i := strings.IndexAny(rest, "/?")
	switch {
	case i < 0:
		return "/"
	case rest[i] == '?':
		return "/" + rest[i:]
	}
	return rest[i:]
}

// wireKinds gives each kind of transport failure its kind and code.
var wireKinds = map[wire.Kind]struct {
	kind run.Kind
	code string
}{
	wire.Unreached: {run.Unreached, "unreached"},
	wire.TooLarge:  {run.Answer, "too-large"},
	wire.Undecoded: {run.Answer, "undecodable"},
	wire.Refused:   {run.Refused, "network-policy"},
	wire.Invalid:   {run.Refused, "bad-request"},
	wire.Canceled:  {run.Canceled, "canceled"},
	wire.Local:     {run.Local, "file"},
}

func wireError(err error) error {
	var w *wire.Error
	if !errors.As(err, &w) {
		return err
	}
	k := wireKinds[w.Kind]
	return &run.Error{Kind: k.kind, Code: k.code, Msg: w.Msg, Hint: w.Hint, Err: err}
}

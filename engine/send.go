package engine

import (
	"context"
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
}

func (o ClientOptions) new() *wire.Client {
	return wire.New(wire.Options{
		ConnectTimeout: o.ConnectTimeout, Timeout: o.Timeout, MaxResponse: o.MaxResponse, Insecure: o.Insecure, UnixSocket: o.UnixSocket,
	})
}

// sender opens prepared requests and sends them over HTTP.
type sender struct {
	client *wire.Client
	binds  *binding.Set
}

// Send implements run.Sender.
func (s *sender) Send(ctx context.Context, r *run.Request) (*run.Response, error) {
	open, err := r.Open(s.binds)
	if err != nil {
		return nil, err
	}
	req := &wire.Request{Method: open.Method, URL: open.URL, TrustedHost: open.TrustedHost}
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
	return &run.Response{Proto: a.Proto, Status: a.Status, StatusText: a.StatusText, Header: a.Header, Body: a.Body, URL: a.URL}, nil
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

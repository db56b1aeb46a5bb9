// Package wire sends one HTTP request and brings back one answer.
//
// It knows which addresses may be reached, how long things may take, how large
// an answer may be, and what travels along with a redirect. It knows nothing of
// documents, parameters, authentication schemes or media types: what it is given
// is sent as written, and a status of 400 or more is an answer like any other.
//
// A request is written by someone else's document and answered by a machine
// nobody here controls, so both are treated as hostile: names are resolved here
// and only checked addresses are connected to, and no error text repeats a
// query, user info, header value or body.
package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

const (
	// defaultConnectTimeout bounds the look-up and the TCP connection together,
	// and the TLS handshake by itself.
	defaultConnectTimeout = 15 * time.Second
	// defaultTimeout bounds a whole call, from the first look-up to the last byte
	// of the last answer.
	defaultTimeout = 60 * time.Second
	// defaultMaxResponse is 10 MiB.
	defaultMaxResponse = 10 << 20
	// mostResponse keeps sums of sizes from overflowing.
	mostResponse = 1 << 60
)

// Header is one header line. Private ones (from binds, authentication or the
// user) never travel to another origin.
type Header struct {
	Name, Value string
	Private     bool
}

// Request is what to send.
type Request struct {
	// Method is a token of RFC 9110, section 9.1, in the case it is sent in.
	Method string
	// URL is absolute, http or https, and already encoded: path and query reach
	// the server byte for byte. A fragment is left out.
	URL string
	// Header holds the lines to send; lines of one name keep their order. Lines
	// about the connection and the length of the body are not accepted. Without a
	// User-Agent none is sent. An Accept-Encoding given here is sent in place of our
	// own, and a Range turns the decoding of content codings off.
	Header []Header
	// Undecoded leaves an answer in its content codings if Header has an
	// Accept-Encoding.
	Undecoded bool
	// Body is the entity; nil means there is none, unless Stream is set.
	Body []byte
	// Stream is an entity that is too large to be held, or nil.
	Stream *Stream
	// TrustedHost says that the user named this origin, so that its name may
	// resolve to a private or loopback address.
	TrustedHost bool
	// MaxResponse limits the decoded body of this answer, if its status is below
	// 400. If zero, the client's limit holds.
	MaxResponse int64
	// LimitHint says how MaxResponse is raised, or is "".
	LimitHint string
}

// Response is a complete answer. One of 400 or more is that without its whole body,
// too: what cannot be decoded is left as it came, what is cut off has what came, and
// what is over the limit is left out.
type Response struct {
	Proto      string // such as "HTTP/1.1"
	Status     int
	StatusText string // as the server wrote it
	Header     http.Header
	Body       []byte      // decoded, unless Header has a Content-Encoding
	Trailer    http.Header // what came behind the body, or nil
	URL        string      // where it came from, after redirects, without query
	Redirects  int         // how many were followed
}

// Options adjusts a client. The zero value is ready to use.
type Options struct {
	// ConnectTimeout bounds look-up and TCP connection, and once more the TLS
	// handshake. If zero, 15 s.
	ConnectTimeout time.Duration
	// Timeout bounds a whole call with redirects and body. If zero, 60 s.
	Timeout time.Duration
	// HeaderTimeout bounds the wait from the last byte of a request to the end of
	// the header lines of its answer. If zero, only Timeout does.
	HeaderTimeout time.Duration
	// MaxResponse limits the decoded body. If zero, 10 MiB.
	MaxResponse int64
	// Insecure accepts any TLS certificate.
	Insecure bool
	// UnixSocket is a path to connect to instead of the host of the URL.
	UnixSocket string
	// Resolve looks a name up. If nil, the system does.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	// RootCAs are the authorities to trust. If nil, those of the system.
	RootCAs *x509.CertPool
	// MinTLS is the oldest version of TLS to speak, such as [tls.VersionTLS13]. If
	// zero, 1.2.
	MinTLS uint16
	// Proxies are the proxies to use.
	Proxies Proxies
}

// Client sends requests and keeps connections for the next ones. It is safe for
// concurrent use. It has no cookies and reads no environment.
type Client struct {
	opts    Options
	proxies func() *choice

	mu sync.Mutex
	// pools are built when first needed. Trusted and other requests never share a
	// connection: one opened under the looser policy must not serve the stricter.
	pools [2]*http.Transport
}

// New returns a client. It opens nothing.
func New(o Options) *Client {
	if o.ConnectTimeout <= 0 {
		o.ConnectTimeout = defaultConnectTimeout
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.MaxResponse <= 0 {
		o.MaxResponse = defaultMaxResponse
	}
	if o.Resolve == nil {
		o.Resolve = systemResolve
	}
	if o.MinTLS == 0 {
		o.MinTLS = tls.VersionTLS12
	}
	return &Client{opts: o, proxies: o.Proxies.choose()}
}

// Do sends r, follows redirects and reads the answer whole. Every error is an
// [*Error]. r is not changed and not kept.
func (c *Client) Do(ctx context.Context, r *Request) (*Response, error) {
	call, err := newCall(r)
	if err != nil {
		return nil, err
	}
	if call.limit <= 0 {
		c.limit(call)
	}
	call.limit = min(call.limit, mostResponse)
	ctx, cancel := context.WithTimeoutCause(ctx, c.opts.Timeout, errTimedOut)
	defer cancel()
	for {
		resp, err := c.send(ctx, call)
		if err != nil {
			return nil, err
		}
		again, err := call.follow(resp, c.resolvedThere)
		switch {
		case err != nil:
			_ = resp.Body.Close()
			return nil, err
		case !again:
			return c.answer(ctx, call, resp)
		}
		discard(resp)
	}
}

// Close ends the connections that are kept for later. Calls under way finish,
// and a closed client can be used again.
func (c *Client) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range c.pools {
		if t != nil {
			t.CloseIdleConnections()
		}
	}
}

// send makes one exchange, up to the head of the answer.
func (c *Client) send(ctx context.Context, call *call) (*http.Response, error) {
	way, err := c.routeOf(call)
	if err != nil {
		return nil, err
	}
	req, err := call.request(ctx, way)
	if err != nil {
		return nil, err
	}
	resp, err := c.transport(call.trusted).RoundTrip(req)
	if err != nil {
		return nil, c.headError(ctx, call.target, way, err)
	}
	if err := call.headFault(way, resp.StatusCode); err != nil {
		_ = resp.Body.Close()
		return nil, err
	}
	return resp, nil
}

// headFault explains an answer that is not the upstream's, or whose body is the
// raw connection, which would never end.
func (c *call) headFault(way route, status int) error {
	if status == http.StatusSwitchingProtocols {
		return &Error{Kind: Unreached, Msg: c.target.place() + " switched to another protocol without being asked", Err: errNotHTTP}
	}
	if way.forwarded {
		return way.proxy.statusError(status)
	}
	return nil
}

// limit puts call under the client's own limit.
func (c *Client) limit(call *call) {
	call.limit, call.limitHint = min(c.opts.MaxResponse, mostResponse), "raise the limit with --max-response"
}

// answer reads the body and closes it.
func (c *Client) answer(ctx context.Context, call *call, resp *http.Response) (*Response, error) {
	read := c.readBody
	if resp.StatusCode >= http.StatusBadRequest {
		c.limit(call) // it says what went wrong, and is not what the request's limit is for
		read = c.readFault
	}
	body, err := read(ctx, call, resp)
	_ = resp.Body.Close()
	if err != nil {
		return nil, err
	}
	_, text, _ := strings.Cut(resp.Status, " ")
	return &Response{
		Proto:      resp.Proto,
		Status:     resp.StatusCode,
		StatusText: text,
		Header:     resp.Header,
		Body:       body,
		Trailer:    trailer(resp),
		URL:        call.target.shown(),
		Redirects:  call.redirects,
	}, nil
}

// trailer returns the fields behind a body that was read to its end. Announced
// ones that did not come are left out.
func trailer(resp *http.Response) http.Header {
	var came http.Header
	for name, values := range resp.Trailer {
		if len(values) > 0 {
			if came == nil {
				came = http.Header{}
			}
			came[name] = values
		}
	}
	return came
}

package wire

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
)

// call is a request on its way through redirects. It belongs to one Do.
type call struct {
	method    string
	target    target
	header    []Header
	body      []byte // nil: none, but for stream
	stream    *Stream
	trusted   bool
	redirects int
	limit     int64 // of the decoded body
	limitHint string
	undecoded bool // the codings that the request asks for stay
	decodes   bool // the codings of the body are ours to undo
}

// newCall checks everything about r that does not need the network.
func newCall(r *Request) (*call, error) {
	if !isToken(r.Method) || r.Method == http.MethodConnect {
		return nil, invalidf("the method is not one that can be sent")
	}
	t, err := parseTarget(r.URL)
	if err != nil {
		return nil, err
	}
	if t.class() == forbidden {
		return nil, refusedf("", "%s is an address that is never called", t.place())
	}
	for _, h := range r.Header {
		if err := checkHeader(h); err != nil {
			return nil, err
		}
	}
	c := &call{
		method: r.Method, target: t, header: r.Header, body: r.Body, stream: r.Stream, trusted: r.TrustedHost,
		limit: r.MaxResponse, limitHint: r.LimitHint, undecoded: r.Undecoded,
	}
	return c, nil
}

// request builds what net/http sends, by a route.
func (c *call) request(ctx context.Context, r route) (*http.Request, error) {
	var body io.Reader
	if c.body != nil {
		body = bytes.NewReader(c.body) // net/http takes length and rewinding from this type
	}
	if r.proxy != nil {
		ctx = context.WithValue(ctx, routeKey{}, r)
	}
	ctx = context.WithValue(ctx, callKey{}, ctx)
	req, err := http.NewRequestWithContext(ctx, c.method, c.target.scheme+"://"+c.target.address()+"/", body)
	if err != nil {
		return nil, &Error{Kind: Invalid, Msg: "the URL for " + c.target.place() + " cannot be sent", Err: err}
	}
	if c.stream != nil {
		if err := c.stream.attach(req); err != nil {
			return nil, err
		}
	}
	c.target.fill(req.URL)
	req.Host = c.target.authority
	for _, h := range c.header {
		req.Header.Add(h.Name, h.Value)
	}
	if _, ok := req.Header["User-Agent"]; !ok {
		req.Header["User-Agent"] = nil // else net/http sends its own
	}
	own := req.Header["Accept-Encoding"] != nil
	if c.decodes = c.mayDecode(req.Header, own); c.decodes && !own {
		req.Header["Accept-Encoding"] = []string{accepted}
	}
	if r.forwarded {
		r.proxy.forward(req, &c.target)
	}
	return req, nil
}

// checkHeader refuses lines that are not well-formed (RFC 9110, sections 5.1 and
// 5.5) and those that would change how the message is framed or routed.
func checkHeader(h Header) error {
	if !isToken(h.Name) {
		return invalidf("header name %q… holds a character that no header name may hold", tokenPrefix(h.Name))
	}
	switch name := textproto.CanonicalMIMEHeaderKey(h.Name); name {
	case "Host", "Content-Length", "Transfer-Encoding", "Connection", "Proxy-Connection",
		"Keep-Alive", "Upgrade", "Http2-Settings", "Te", "Trailer":
		return invalidf("header %s belongs to the connection and cannot be set", h.Name)
	}
	for _, c := range []byte(h.Value) {
		if c < ' ' && c != '\t' || c == 0x7f {
			return invalidf("the value of header %s holds a line break or another control character", h.Name)
		}
	}
	return nil
}

// isToken implements "token" of RFC 9110, section 5.6.2.
func isToken(s string) bool { return s != "" && tokenPrefix(s) == s }

func tokenPrefix(s string) string {
	for i, c := range []byte(s) {
		if !isAlpha(c) && !isDigit(c) && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return s[:i]
		}
	}
	return s
}

// leaveOrigin drops for good what another origin must not see.
func (c *call) leaveOrigin() {
	c.header = slices.DeleteFunc(slices.Clone(c.header), func(h Header) bool {
		switch name := textproto.CanonicalMIMEHeaderKey(h.Name); name {
		case "Authorization", "Cookie", "Cookie2", "Referer", "Origin":
			return true
		default:
			return h.Private || strings.HasPrefix(name, "Proxy-")
		}
	})
}

// mayDecode reports whether the codings of the answer are ours to undo. A part of a
// coded body cannot be decoded. What a request accepts itself, often a line copied
// from a browser, asks for no coded result.
func (c *call) mayDecode(header http.Header, own bool) bool {
	return c.method != http.MethodHead && header["Range"] == nil && !(own && c.undecoded)
}

func (c *call) hasBody() bool { return c.body != nil || c.stream != nil }

// dropBody turns the call into one without entity and without the header lines
// that describe one.
func (c *call) dropBody() {
	c.body, c.stream = nil, nil
	c.header = slices.DeleteFunc(slices.Clone(c.header), func(h Header) bool {
		return strings.HasPrefix(textproto.CanonicalMIMEHeaderKey(h.Name), "Content-")
	})
}

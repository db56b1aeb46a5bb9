package wire

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
	"time"
)

// headError explains why no head of an answer came by a route. Errors of the dialer
// are explained already.
func (c *Client) headError(ctx context.Context, t target, way route, err error) error {
	if ended := c.contextError(ctx, "no answer within %s (from %s)", t); ended != nil {
		return ended
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	text := ownText(err)
	switch {
	case isTimeout(err) && strings.HasSuffix(text, ": timeout awaiting response headers"):
		return &Error{
			Kind: Unreached, Err: os.ErrDeadlineExceeded, Hint: "allow more time with --header-timeout",
			Msg: fmt.Sprintf("no header lines within %s of sending the request (from %s)", span(c.opts.HeaderTimeout), t.place()),
		}
	case strings.HasPrefix(text, "net/http: server response headers exceeded "), text == "http2: response header list larger than advertised limit":
		return &Error{Kind: TooLarge, Msg: fmt.Sprintf("the header lines of the answer are larger than %s (from %s)", size(maxHead), t.place()), Err: errHeadTooLarge}
	}
	e := &Error{Kind: Unreached, Err: err}
	who := t.place()
	if way.forwarded {
		who, e.Hint = "the proxy "+way.proxy.address, proxyHint
	}
	e.explainHead(who, text)
	if e.Err == errNotHTTP && e.Hint == "" && t.scheme == "http" { //nolint:errorlint // set just now
		e.Hint = "is it an https address?"
	}
	return e
}

// explainHead puts into words how an exchange with who ended before an answer.
func (e *Error) explainHead(who, text string) {
	err := e.Err
	alert, isAlert := remoteAlert(err)
	switch {
	case isAlert: // TLS 1.3 refuses a client after its handshake
		e.Msg = fmt.Sprintf("%s ended the TLS connection: %s", who, alert)
	case errors.Is(err, io.ErrUnexpectedEOF):
		e.Msg = fmt.Sprintf("the answer ended within its header lines (from %s)", who)
	case errors.Is(err, io.EOF), errors.Is(err, net.ErrClosed), // net/http ends what the server has ended, even while it writes
		text == "http: server closed idle connection":
		e.Msg = who + " closed the connection without an answer"
	case isReset(err):
		e.Msg = who + " broke the connection off without an answer"
	case isHTTP2(text):
		e.Msg, e.Err = "the HTTP/2 exchange with "+who+" broke off without an answer", errHTTP2
	case isNetwork(err):
		e.Msg = "the connection to " + who + " failed before an answer came" + errnoText(err)
	default: // the text quotes what came
		e.Msg, e.Err = who+" did not answer with HTTP", errNotHTTP
	}
}

// ownText is the text of an error of net/http without its frame, or "" where it
// quotes the server, whose words must not choose the kind of a failure.
func ownText(err error) string {
	text := strings.TrimPrefix(err.Error(), "net/http: HTTP/1.x transport connection broken: ")
	text, _, _ = strings.Cut(text, `"`)
	if strings.Contains(text, "malformed") {
		return "" // some of these quote without marks
	}
	return text
}

// bodyError explains why a body did not come to its end, and how far it came.
func (c *Client) bodyError(ctx context.Context, t target, progress fmt.Stringer, err error) error {
	if ended := c.contextError(ctx, "the answer was not complete within %s (from %s)", t); ended != nil {
		return ended
	}
	e := &Error{Kind: Unreached, Err: err}
	text := ownText(err)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), text == "http: unexpected EOF reading trailer", // which has no type
		isReset(err), isNetwork(err), isHTTP2(text):
		e.Msg = fmt.Sprintf("the answer ended %s (from %s)", progress, t.place())
		if isHTTP2(text) {
			e.Err = errHTTP2
		}
	default:
		e.Msg, e.Err = fmt.Sprintf("the body of the answer is not well-formed HTTP (from %s)", t.place()), errNotHTTP
	}
	return e
}

// contextError returns the error for a call that was ended from outside, or nil.
// late takes the time-out and the place.
func (c *Client) contextError(ctx context.Context, late string, t target) error {
	if end, ok := ctx.Deadline(); ok && !time.Now().Before(end) {
		<-ctx.Done() // a socket's deadline can be noticed before the context's own timer
	}
	switch {
	case ctx.Err() == nil:
		return nil
	case errors.Is(context.Cause(ctx), errTimedOut):
		return &Error{
			Kind: Unreached, Err: os.ErrDeadlineExceeded,
			Msg:  fmt.Sprintf(late, span(c.opts.Timeout), t.place()),
			Hint: "allow more time with --timeout",
		}
	case errors.Is(ctx.Err(), context.Canceled):
		return &Error{Kind: Canceled, Msg: "the call to " + t.place() + " was canceled", Err: ctx.Err()}
	}
	return &Error{Kind: Canceled, Msg: "the caller's time for the call to " + t.place() + " ran out", Err: ctx.Err()}
}

// dialError explains why there is no connection.
func (d *dialer) dialError(ctx context.Context, address string, err error) error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	e := &Error{Kind: Unreached, Err: err}
	host, _, _ := net.SplitHostPort(address)
	if d.opts.UnixSocket != "" {
		address = "the socket " + d.opts.UnixSocket
	}
	lookup, isLookup := errors.AsType[*lookupError](err)
	switch {
	case isTimeout(err) || ctx.Err() != nil:
		e.Msg, e.Err = fmt.Sprintf("no connection to %s within %s", address, span(d.opts.ConnectTimeout)), os.ErrDeadlineExceeded
	case isLookup && isNotFound(lookup.error):
		e.Msg = fmt.Sprintf("cannot find host %q", host)
	case isLookup:
		e.Msg = fmt.Sprintf("cannot look host %q up", host)
		e.Hint = "is the network up?"
	case isErrno(err, syscall.ECONNREFUSED, wsaRefused):
		e.Msg = "connection refused by " + address
	case errors.Is(err, fs.ErrNotExist):
		e.Msg = address + " does not exist"
	default:
		e.Msg = "cannot connect to " + address + errnoText(err)
	}
	return e
}

func isNotFound(err error) bool {
	e, ok := errors.AsType[*net.DNSError](err)
	return ok && e.IsNotFound
}

// handshakeError explains why TLS was not agreed on.
func (d *dialer) handshakeError(ctx context.Context, address string, err error) error {
	e := &Error{Kind: Unreached, Err: err}
	host, _, _ := net.SplitHostPort(address)
	alert, isAlert := remoteAlert(err)
	_, notTLS := errors.AsType[tls.RecordHeaderError](err)
	reason, hint, isCertificate := certificateFault(host, err)
	switch {
	case isTimeout(err) || ctx.Err() != nil:
		e.Msg, e.Err = fmt.Sprintf("no TLS handshake with %s within %s", address, span(d.opts.ConnectTimeout)), os.ErrDeadlineExceeded
	case isCertificate:
		e.Msg, e.Hint = reason, hint
	case strings.Contains(err.Error(), "protocol version"): // ours or the server's alert
		e.Msg = fmt.Sprintf("%s does not speak TLS %s or later", address, versionName(d.opts.MinTLS))
		if d.opts.MinTLS > tls.VersionTLS12 {
			e.Hint = "allow an older version with --tls-min 1.2"
		}
	case notTLS:
		e.Msg = address + " does not speak TLS"
		e.Hint = "is it an http address?"
	case isAlert:
		e.Msg = fmt.Sprintf("%s refused the TLS handshake: %s", address, alert)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), isReset(err):
		e.Msg = address + " closed the connection during the TLS handshake"
	default:
		e.Msg = fmt.Sprintf("no TLS connection with %s: %s", address, harmless(strings.TrimPrefix(err.Error(), "tls: ")))
	}
	return e
}

// remoteAlert returns the words for the alert by which the server ended TLS.
func remoteAlert(err error) (string, bool) {
	op, ok := errors.AsType[*net.OpError](err)
	if !ok || op.Op != "remote error" || op.Err == nil {
		return "", false
	}
	return strings.TrimPrefix(op.Err.Error(), "tls: "), true
}

func versionName(v uint16) string { return strings.TrimPrefix(tls.VersionName(v), "TLS ") }

// certificateFault says what is wrong with a certificate, if that is the error,
// and what can be done.
func certificateFault(host string, err error) (reason, hint string, is bool) {
	const trust = "if that is expected, name the authority's certificate with --cacert FILE"
	name, wrongName := errors.AsType[x509.HostnameError](err)
	invalid, isInvalid := errors.AsType[x509.CertificateInvalidError](err)
	authority, unknown := errors.AsType[x509.UnknownAuthorityError](err)
	_, noRoots := errors.AsType[x509.SystemRootsError](err)
	_, other := errors.AsType[*tls.CertificateVerificationError](err)
	switch {
	case wrongName:
		return fmt.Sprintf("the certificate of %s is not valid for it: it is for %s", host, certificateNames(name.Certificate)), "", true
	case isInvalid && invalid.Reason == x509.Expired: // or too young
		return outOfDate(host, invalid.Cert), "is the clock of this machine right?", true
	case unknown && isSelfSigned(authority.Cert):
		return fmt.Sprintf("the certificate of %s is self-signed, and not one this machine trusts", host), trust, true
	case unknown:
		return fmt.Sprintf("the certificate of %s is not from an authority this machine trusts", host), trust, true
	case noRoots:
		return "this machine has no list of trusted certificate authorities", "name one with --cacert FILE", true
	case isInvalid, other:
		return fmt.Sprintf("the certificate of %s is not valid", host), "", true
	}
	return "", "", false
}

func outOfDate(host string, c *x509.Certificate) string {
	fault := "is out of date"
	if time.Now().Before(c.NotBefore) {
		fault = "is not valid yet"
	}
	const day = "2006-01-02"
	return fmt.Sprintf("the certificate of %s %s: it is valid from %s to %s", host, fault, c.NotBefore.UTC().Format(day), c.NotAfter.UTC().Format(day))
}

func isSelfSigned(c *x509.Certificate) bool {
	return c != nil && bytes.Equal(c.RawIssuer, c.RawSubject)
}

// certificateNames lists a few of the names in a certificate.
func certificateNames(c *x509.Certificate) string {
	const most = 3
	var names []string
	if c != nil {
		names = append(names, c.DNSNames...)
		for _, ip := range c.IPAddresses {
			names = append(names, ip.String())
		}
	}
	if len(names) == 0 {
		return "no name"
	}
	shown := harmless(strings.Join(names[:min(len(names), most)], ", "))
	if len(names) > most {
		shown += fmt.Sprintf(" and %d more", len(names)-most)
	}
	return shown
}

// harmless keeps the printable ASCII of a text that is not ours, and not much.
func harmless(s string) string {
	const most = 160
	s = s[:min(len(s), most)]
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, s)
}

// The numbers Windows has for what syscall names after POSIX, without mapping
// one to the other. No other system uses them.
const (
	wsaAborted syscall.Errno = 10053
	wsaReset   syscall.Errno = 10054
	wsaRefused syscall.Errno = 10061
)

func isErrno(err error, numbers ...syscall.Errno) bool {
	for _, n := range numbers {
		if errors.Is(err, n) {
			return true
		}
	}
	return false
}

func isReset(err error) bool {
	return isErrno(err, syscall.ECONNRESET, syscall.ECONNABORTED, syscall.EPIPE, wsaReset, wsaAborted)
}

// errnoText is what the system says, which names nothing of the request.
func errnoText(err error) string {
	if n, ok := errors.AsType[syscall.Errno](err); ok {
		return ": " + n.Error()
	}
	return ""
}

func isNetwork(err error) bool {
	_, ok := errors.AsType[net.Error](err)
	return ok
}

// isHTTP2 recognises the errors of the bundled HTTP/2 client, whose types are
// not exported.
func isHTTP2(text string) bool {
	return strings.HasPrefix(text, "http2: ") || strings.HasPrefix(text, "stream error: ") || strings.HasPrefix(text, "connection error: ")
}

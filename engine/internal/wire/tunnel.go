package wire

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	socks "golang.org/x/net/proxy"
)

// routeKey finds the route of a call in the context of its dial.
type routeKey struct{}

// route is the way of one exchange. The proxy of a target is always the same, so
// that net/http can keep connections by target.
type route struct {
	proxy *proxy // or nil
	// forwarded says that the proxy takes the request itself, instead of
	// connecting to the target and passing bytes on.
	forwarded bool
}

// resolvesThere reports whether names are resolved at the end of a route, where
// nothing here sees what they lead to.
func (r route) resolvesThere() bool { return r.proxy != nil && r.proxy.scheme != "socks5" }

// contextRoute returns the route that a connection is for.
func contextRoute(ctx context.Context) route {
	r, _ := ctx.Value(routeKey{}).(route)
	return r
}

// viaProxy returns a connection on which the target, "host:port", can be spoken
// to. Errors are explained.
func (d *dialer) viaProxy(ctx context.Context, r route, address string) (net.Conn, error) {
	asked := []string{address}
	if r.proxy.scheme == "socks5" { // as curl has it: the name is resolved, and judged, here
		var err error
		if asked, err = d.resolve(ctx, address); err != nil {
			return nil, d.dialError(ctx, address, err)
		}
	}
	var first error
	for _, a := range asked {
		conn, err := d.through(ctx, r, a, address)
		if err == nil {
			return conn, nil
		}
		if first == nil {
			first = err
		}
		if !isNotThere(err) {
			break
		}
	}
	return nil, first
}

// through has a proxy connect to asked, which stands for address.
func (d *dialer) through(ctx context.Context, r route, asked, address string) (net.Conn, error) {
	conn, err := d.toProxy(ctx, r.proxy)
	if err != nil {
		return nil, atProxy(err)
	}
	if r.forwarded {
		return conn, nil
	}
	if err := r.proxy.connect(ctx, conn, asked); err != nil {
		_ = conn.Close()
		return nil, d.tunnelError(ctx, r.proxy, address, err)
	}
	return conn, nil
}

// resolve puts the addresses of a host in its place.
func (d *dialer) resolve(ctx context.Context, address string) ([]string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	addrs, err := d.lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, a := range addrs[:min(len(addrs), maxAddresses)] {
		all = append(all, net.JoinHostPort(a.String(), port))
	}
	return all, nil
}

// toProxy opens a connection to the proxy, which the user named.
func (d *dialer) toProxy(ctx context.Context, p *proxy) (net.Conn, error) {
	own := &dialer{opts: d.opts, trusted: true}
	conn, err := own.open(ctx, net.JoinHostPort(p.host, p.port()))
	if err != nil {
		return nil, own.dialError(ctx, p.address, err)
	}
	if p.scheme != "https" {
		return conn, nil
	}
	// What is not verified of the upstream is verified of the proxy, as curl does.
	config := &tls.Config{MinVersion: d.tls.MinVersion, RootCAs: d.tls.RootCAs, ServerName: p.host, NextProtos: []string{"http/1.1"}}
	return own.shake(ctx, conn, p.address, config)
}

func (p *proxy) port() string {
	_, port, _ := net.SplitHostPort(p.address)
	return port
}

// connect has the proxy connect to address. It ends with ctx.
func (p *proxy) connect(ctx context.Context, conn net.Conn, address string) error {
	if strings.HasPrefix(p.scheme, "socks") {
		return p.connectSOCKS(ctx, conn, address)
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	return p.connectHTTP(conn, address)
}

// connectHTTP implements the CONNECT method (RFC 9110, section 9.3.6).
func (p *proxy) connectHTTP(conn net.Conn, address string) error {
	req := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: address}, Host: address, Header: http.Header{"User-Agent": nil}}
	if a := p.authorization(); a != "" {
		req.Header.Set("Proxy-Authorization", a)
	}
	if err := req.Write(conn); err != nil {
		return err
	}
	r := bufio.NewReader(io.LimitReader(conn, maxHead))
	status, err := finalStatus(r, req)
	switch {
	case err != nil:
		return err
	case status/100 != 2:
		return refusal{status}
	case r.Buffered() > 0: // a TLS server speaks second
		return errNotHTTP
	}
	return nil
}

// finalStatus reads heads of answers up to one that is not informational. Bodies
// are not read: that of a refusal may never come.
func finalStatus(r *bufio.Reader, req *http.Request) (int, error) {
	for {
		resp, err := http.ReadResponse(r, req) //nolint:bodyclose // closing reads the body, and the connection ends anyway
		if err != nil {
			return 0, err
		}
		if resp.StatusCode/100 != 1 || resp.StatusCode == http.StatusSwitchingProtocols {
			return resp.StatusCode, nil
		}
	}
}

// refusal is the status by which a proxy does not connect.
type refusal struct{ status int }

func (r refusal) Error() string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", r.status, http.StatusText(r.status)))
}

// connectSOCKS implements SOCKS 5 (RFC 1928) with its passwords (RFC 1929).
func (p *proxy) connectSOCKS(ctx context.Context, conn net.Conn, address string) error {
	var auth *socks.Auth
	if p.user != nil {
		password, _ := p.user.Password()
		auth = &socks.Auth{User: p.user.Username(), Password: password}
	}
	d, err := socks.SOCKS5("tcp", p.address, auth, opened{conn})
	if err != nil {
		return err
	}
	over, ok := d.(socks.ContextDialer)
	if !ok {
		return errors.ErrUnsupported
	}
	_, err = over.DialContext(ctx, "tcp", address)
	return err
}

// isNotThere reports whether a SOCKS proxy cannot connect to the one address that it
// was asked for, so that another may do.
func isNotThere(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	if !ok || op.Op != "socks connect" || op.Err == nil {
		return false
	}
	switch strings.TrimPrefix(op.Err.Error(), "unknown error ") {
	case "network unreachable", "host unreachable", "connection refused", "TTL expired", "address type not supported":
		return true
	}
	return false
}

// opened gives the SOCKS client a connection that stands already.
type opened struct{ net.Conn }

// Dial implements socks.Dialer.
func (o opened) Dial(string, string) (net.Conn, error) { return o.Conn, nil }

// DialContext implements socks.ContextDialer.
func (o opened) DialContext(context.Context, string, string) (net.Conn, error) { return o.Conn, nil }

// atProxy says of an explained error that it is about the proxy.
func atProxy(err error) error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return err
	}
	return &Error{Kind: e.Kind, Msg: "the proxy cannot be reached: " + e.Msg, Hint: proxyHint, Err: e.Err}
}

// tunnelError explains why a proxy does not connect to address.
func (d *dialer) tunnelError(ctx context.Context, p *proxy, address string, err error) error {
	e := &Error{Kind: Unreached, Err: err, Hint: proxyHint}
	op, isSOCKS := errors.AsType[*net.OpError](err)
	isSOCKS = isSOCKS && op.Op == "socks connect"
	refused, isRefused := errors.AsType[refusal](err)
	switch {
	case isRefused && p.statusError(refused.status) != nil:
		return p.statusError(refused.status)
	case isRefused:
		e.Msg = fmt.Sprintf("the proxy %s does not connect to %s: %s", p.address, address, refused)
	case isTimeout(err) || ctx.Err() != nil:
		e.Msg = fmt.Sprintf("no connection to %s through the proxy %s within %s", address, p.address, span(d.opts.ConnectTimeout))
		e.Err = os.ErrDeadlineExceeded
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), isReset(err):
		e.Msg = fmt.Sprintf("the proxy %s closed the connection and did not connect to %s", p.address, address)
	case isSOCKS && op.Err != nil:
		why := strings.TrimPrefix(op.Err.Error(), "unknown error ")
		e.Msg = fmt.Sprintf("the proxy %s does not connect to %s: %s", p.address, address, harmless(why))
	default: // the text quotes what came
		e.Msg, e.Err = "the proxy "+p.address+" did not answer with HTTP", errNotHTTP
	}
	return e
}

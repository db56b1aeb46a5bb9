package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"time"
)

const (
	// maxIdle keeps one connection for each of many concurrent calls, to one
	// upstream or several.
	maxIdle = 256
	// idleTimeout is below what servers and middleboxes commonly allow.
	idleTimeout = 90 * time.Second
	// maxHead bounds the header lines of an answer.
	maxHead = 256 << 10
	// pingAfter finds HTTP/2 connections that died silently while kept.
	pingAfter = 30 * time.Second
	// familyDelay is the head start of the first address family (RFC 8305, section 5).
	familyDelay = 300 * time.Millisecond
	// maxAddresses is how many addresses of one name are tried.
	maxAddresses = 16
)

// callKey finds the context of a call in the context of its dial.
type callKey struct{}

// dialer opens connections, and is the only place that does. It is immutable.
type dialer struct {
	opts    *Options
	trusted bool
	tls     *tls.Config // shared with the transport, which adds the protocols
}

// transport returns the pool for trusted or other requests.
func (c *Client) transport(trusted bool) *http.Transport {
	i := 0
	if trusted {
		i = 1
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pools[i] == nil {
		c.pools[i] = newTransport(&c.opts, trusted)
	}
	return c.pools[i]
}

func newTransport(o *Options, trusted bool) *http.Transport {
	config := &tls.Config{
		MinVersion:         o.MinTLS,
		RootCAs:            o.RootCAs,
		InsecureSkipVerify: o.Insecure, //nolint:gosec // asked for with a flag
	}
	d := &dialer{opts: o, trusted: trusted, tls: config}
	return &http.Transport{
		DialContext:            d.dial,
		DialTLSContext:         d.dialTLS,
		TLSClientConfig:        config,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           maxIdle,
		MaxIdleConnsPerHost:    maxIdle,
		IdleConnTimeout:        idleTimeout,
		ResponseHeaderTimeout:  o.HeaderTimeout,
		MaxResponseHeaderBytes: maxHead,
		DisableCompression:     true, // see codings
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: pingAfter},
	}
}

// systemResolve asks the system's resolver.
func systemResolve(ctx context.Context, host string) ([]netip.Addr, error) {
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}

// dial connects to address, "host:port". net/http lets a dial go on when its
// request has ended; this one ends with it, so that no goroutine stays behind.
// Proxies are dealt with here alone: net/http knows of none.
func (d *dialer) dial(ctx context.Context, _, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(callContext(ctx), d.opts.ConnectTimeout)
	defer cancel()
	if r := contextRoute(ctx); r.proxy != nil {
		return d.viaProxy(ctx, r, address)
	}
	conn, err := d.open(ctx, address)
	if err != nil {
		return nil, d.dialError(ctx, address, err)
	}
	return conn, nil
}

// callContext returns the context of the call that wants the connection.
func callContext(ctx context.Context) context.Context {
	if own, ok := ctx.Value(callKey{}).(context.Context); ok {
		return own
	}
	return ctx
}

func (d *dialer) open(ctx context.Context, address string) (net.Conn, error) {
	var nd net.Dialer
	if d.opts.UnixSocket != "" {
		return nd.DialContext(ctx, "unix", d.opts.UnixSocket)
	}
	host, portText, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return nil, err
	}
	addrs, err := d.lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	targets := make([]netip.AddrPort, 0, maxAddresses)
	for _, a := range addrs[:min(len(addrs), maxAddresses)] {
		targets = append(targets, netip.AddrPortFrom(a, uint16(port)))
	}
	return connect(ctx, targets)
}

// lookup returns the checked addresses of a host. What comes back is connected
// to as it is: a second look-up could answer differently.
func (d *dialer) lookup(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		a = a.Unmap()
		return []netip.Addr{a}, checkAddresses(host, []netip.Addr{a}, true)
	}
	if isLocalhost(host) {
		return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()}, nil
	}
	found, err := d.opts.Resolve(ctx, host)
	if err != nil {
		return nil, &lookupError{err}
	}
	if len(found) == 0 {
		return nil, &lookupError{&net.DNSError{Err: "no address", Name: host, IsNotFound: true}}
	}
	addrs := make([]netip.Addr, len(found))
	for i, a := range found {
		addrs[i] = a.Unmap()
	}
	return addrs, checkAddresses(host, addrs, d.trusted)
}

// lookupError marks a failure as one of the look-up.
type lookupError struct{ error }

func (e *lookupError) Unwrap() error { return e.error }

// dialTLS connects and shakes hands, within the connect time-out each.
func (d *dialer) dialTLS(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := d.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	config := d.tls.Clone()
	config.ServerName = host
	ctx, cancel := context.WithTimeout(callContext(ctx), d.opts.ConnectTimeout)
	defer cancel()
	return d.shake(ctx, conn, address, config)
}

// shake makes conn a TLS connection, or closes it.
func (d *dialer) shake(ctx context.Context, conn net.Conn, address string, config *tls.Config) (net.Conn, error) {
	secure := tls.Client(conn, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, d.handshakeError(ctx, address, err)
	}
	return secure, nil
}

// connect tries the addresses, both families side by side with a head start for
// the one that comes first (RFC 8305).
func connect(ctx context.Context, addrs []netip.AddrPort) (net.Conn, error) {
	var first, second []netip.AddrPort
	for _, a := range addrs {
		if a.Addr().Is4() == addrs[0].Addr().Is4() {
			first = append(first, a)
		} else {
			second = append(second, a)
		}
	}
	if len(second) == 0 {
		return connectInTurn(ctx, first)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	results, failed := make(chan dialed), make(chan struct{})
	go func() {
		conn, err := connectInTurn(ctx, first)
		if err != nil {
			close(failed)
		}
		results <- dialed{conn, err}
	}()
	go func() {
		conn, err := connectLater(ctx, second, failed)
		results <- dialed{conn, err}
	}()
	return winner(results, cancel)
}

// dialed is the outcome of one family.
type dialed struct {
	conn net.Conn
	err  error
}

// winner takes the first connection of two and closes the other. It waits for
// both, so that neither goroutine stays behind.
func winner(results <-chan dialed, cancel func()) (net.Conn, error) {
	a := <-results
	if a.err == nil {
		cancel()
	}
	b := <-results
	switch {
	case a.err != nil && b.err == nil:
		return b.conn, nil
	case a.err == nil && b.err == nil:
		_ = b.conn.Close()
	}
	return a.conn, a.err
}

// connectLater waits for the head start of the other family to pass or fail.
func connectLater(ctx context.Context, addrs []netip.AddrPort, failed <-chan struct{}) (net.Conn, error) {
	timer := time.NewTimer(familyDelay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-failed:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return connectInTurn(ctx, addrs)
}

// connectInTurn tries one address after the other, sharing the time that is
// left among them. It returns the first error, which is the best-known one.
func connectInTurn(ctx context.Context, addrs []netip.AddrPort) (net.Conn, error) {
	var firstErr error
	for i, a := range addrs {
		conn, err := connectOne(ctx, a, len(addrs)-i)
		if err == nil {
			return conn, nil
		}
		if firstErr == nil {
			firstErr = err
		}
		if ctx.Err() != nil {
			break
		}
	}
	return nil, firstErr
}

func connectOne(ctx context.Context, a netip.AddrPort, left int) (net.Conn, error) {
	if deadline, ok := ctx.Deadline(); ok && left > 1 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Until(deadline)/time.Duration(left))
		defer cancel()
	}
	var nd net.Dialer
	conn, err := nd.DialTCP(ctx, "tcp", netip.AddrPort{}, a)
	if err != nil {
		return nil, err // not conn: a nil *TCPConn in an interface is not nil
	}
	return conn, nil
}

// isTimeout reports whether err is a time-out of any layer.
func isTimeout(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	t, ok := errors.AsType[net.Error](err)
	return ok && t.Timeout()
}

package wire

import (
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/net/http/httpproxy"
)

// Proxies says which calls go through a proxy. The zero value is none.
//
// A proxy is a URL of scheme http, https, socks5 or socks5h, or "host:port" of
// one that speaks HTTP; it may hold a user name and a password. Loopback hosts
// and Unix sockets are always called directly.
//
// The address of a proxy is the user's own choice and may be private. A name that
// a proxy resolves (all but socks5 do) is judged by its text alone, and refused if it
// is one that is never public and the user did not name it: where others lead to is
// for the proxy to check.
type Proxies struct {
	// HTTP and HTTPS are for URLs of these schemes.
	HTTP, HTTPS string
	// Except lists the hosts to call directly, as NO_PROXY does.
	Except string
}

// proxySchemes gives the schemes of proxies their ports.
var proxySchemes = map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}

// proxyHint is the way out of most failures of a proxy.
const proxyHint = "the proxy comes from --proxy, HTTP_PROXY, HTTPS_PROXY or ALL_PROXY; --proxy '' uses none"

// errProxySetting stands for the errors of package url, which quote what they read.
var errProxySetting = errors.New("not the URL of a proxy")

// proxy is where calls are sent instead of their target.
type proxy struct {
	scheme, host string
	address      string        // "host:port"; the only part that is ever shown
	user         *url.Userinfo // or nil
}

// choice is what [Proxies] come to.
type choice struct {
	plain, secure       *proxy
	plainErr, secureErr error
	listed              func(*url.URL) bool
}

// choose reads the settings at the first call that may need them.
func (p Proxies) choose() func() *choice {
	return sync.OnceValue(func() *choice {
		c := &choice{listed: exceptions(p.Except)}
		c.plain, c.plainErr = parseProxy(p.HTTP)
		c.secure, c.secureErr = parseProxy(p.HTTPS)
		return c
	})
}

// exceptions returns whether a URL is called without proxy. The library is asked
// with a stand-in, because it goes without proxy where it cannot read one.
func exceptions(list string) func(*url.URL) bool {
	config := httpproxy.Config{HTTPProxy: "http://proxy", HTTPSProxy: "http://proxy", NoProxy: listOf(list)}
	find := config.ProxyFunc()
	return func(u *url.URL) bool {
		found, err := find(u)
		return err == nil && found == nil
	}
}

// listOf writes a list as the library reads it: spaces separate too, a final dot
// changes nothing, and an IPv6 address may stand in brackets.
func listOf(list string) string {
	hosts := strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	for i, h := range hosts {
		if strings.HasPrefix(h, "[") && strings.HasSuffix(h, "]") {
			h = h[1 : len(h)-1]
		}
		hosts[i] = strings.TrimSuffix(h, ".")
	}
	return strings.Join(hosts, ",")
}

// parseProxy reads a setting; "" is no proxy. Its errors do not quote it.
func parseProxy(s string) (*proxy, error) {
	if s == "" {
		return nil, nil
	}
	if !strings.Contains(s, "://") {
		s = "http://" + s
	}
	u, err := url.Parse(s)
	// What stands behind the port is most likely a part of a password that is not
	// encoded, and the host a part of it too.
	if err != nil || u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" {
		return nil, settingError("is not of the form http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, with special characters percent-encoded")
	}
	port, known := proxySchemes[u.Scheme]
	if !known {
		return nil, settingError("is of a kind that is not known: it can be http, https, socks5 or socks5h")
	}
	if u.Port() != "" {
		port = u.Port()
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return nil, settingError("has a port that is not a number from 1 to 65535")
	}
	host := strings.ToLower(u.Hostname())
	return &proxy{scheme: u.Scheme, host: host, address: net.JoinHostPort(harmless(host), port), user: u.User}, nil
}

func settingError(fault string) *Error {
	return &Error{Kind: Unreached, Msg: "the proxy that is set " + fault, Hint: proxyHint, Err: errProxySetting}
}

// CheckProxy reports whether a setting of [Proxies] can be used.
func CheckProxy(s string) error {
	_, err := parseProxy(s)
	return err
}

// routeOf returns the way that a call goes. A proxy that resolves names itself may
// stand inside a network whose names the document must not reach.
func (c *Client) routeOf(call *call) (route, error) {
	r, err := c.routeTo(&call.target)
	if err == nil && r.resolvesThere() && !call.trusted && call.target.isInternal() {
		return route{}, refusedf("if that is meant, name the origin yourself (--base-uri)",
			"host %q is a name inside a network, and the proxy %s would resolve it", call.target.host, r.proxy.address)
	}
	return r, err
}

// resolvedThere reports whether a proxy resolves the name of a target.
func (c *Client) resolvedThere(t *target) bool {
	r, err := c.routeTo(t)
	return err == nil && r.resolvesThere()
}

// routeTo returns the way to a target.
func (c *Client) routeTo(t *target) (route, error) {
	set := c.opts.Proxies.HTTP
	if t.scheme == "https" {
		set = c.opts.Proxies.HTTPS
	}
	if set == "" || c.opts.UnixSocket != "" || t.class() == loopback {
		return route{}, nil
	}
	choice := c.proxies()
	switch {
	case choice.listed(&url.URL{Scheme: t.scheme, Host: t.listedAs()}):
		return route{}, nil
	case t.scheme == "https":
		return route{proxy: choice.secure}, choice.secureErr
	case choice.plainErr != nil:
		return route{}, choice.plainErr
	}
	return route{proxy: choice.plain, forwarded: !strings.HasPrefix(choice.plain.scheme, "socks")}, nil
}

// listedAs is the host and port as a list of exceptions has them: a final dot of
// the name must not lead around the list.
func (t *target) listedAs() string {
	return net.JoinHostPort(strings.TrimSuffix(t.host, "."), strconv.Itoa(int(t.port)))
}

// authorization is the value for Proxy-Authorization, or "".
func (p *proxy) authorization() string {
	if p.user == nil {
		return ""
	}
	password, _ := p.user.Password()
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(p.user.Username()+":"+password))
}

// forward makes req one for the proxy (RFC 9112, section 3.2.2). Opaque writes
// the absolute form without changing a byte of it.
func (p *proxy) forward(req *http.Request, t *target) {
	req.URL.Opaque = "//" + t.authority + t.path
	req.URL.Path, req.URL.RawPath = "", ""
	if a := p.authorization(); a != "" {
		req.Header.Set("Proxy-Authorization", a)
	}
}

// statusError explains an answer that is the proxy's own, or returns nil.
func (p *proxy) statusError(status int) error {
	if status != http.StatusProxyAuthRequired {
		return nil
	}
	e := &Error{
		Kind: Unreached, Msg: "the proxy " + p.address + " asks for a user name and a password (407)",
		Hint: "write them into its URL: http://USER:PASSWORD@HOST:PORT",
	}
	if p.user != nil {
		e.Msg = "the proxy " + p.address + " does not accept the user name and password of its URL (407)"
	}
	return e
}

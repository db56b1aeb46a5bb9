package wire

import (
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// target is a URL taken apart without changing a byte of path and query, which
// net/url would do.
type target struct {
	scheme    string // "http" or "https"
	authority string // as written, for the Host line
	host      string // lower case, without brackets
	literal   netip.Addr
	port      uint16
	path      string // starts with "/"
	query     string // with its "?", or ""
}

// parseTarget reads an absolute http or https URL (RFC 3986, section 3). Errors
// name no part of it but the host.
func parseTarget(raw string) (target, error) {
	scheme, rest, ok := cutScheme(raw)
	switch {
	case !ok:
		return target{}, invalidf("the URL does not start with http:// or https://")
	case scheme != "http" && scheme != "https":
		return target{}, refusedf("", "the URL does not start with http:// or https://; nothing else is called")
	case !strings.HasPrefix(rest, "//"):
		return target{}, invalidf("the URL has no // after %s:", scheme)
	}
	rest, _, _ = strings.Cut(rest[2:], "#")
	t := target{scheme: scheme, path: "/"}
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	if err := t.setAuthority(rest[:end]); err != nil {
		return target{}, err
	}
	t.setPath(rest[end:])
	return t, t.checkBytes()
}

// cutScheme splits "scheme:rest" and puts the scheme in lower case.
func cutScheme(s string) (scheme, rest string, ok bool) {
	scheme, rest, ok = strings.Cut(s, ":")
	if !ok || scheme == "" {
		return "", s, false
	}
	for i, c := range []byte(scheme) {
		if !isAlpha(c) && (i == 0 || !isDigit(c) && c != '+' && c != '-' && c != '.') {
			return "", s, false
		}
	}
	return strings.ToLower(scheme), rest, true
}

func (t *target) setPath(s string) {
	path, query, found := strings.Cut(s, "?")
	if path != "" {
		t.path = path
	}
	if found {
		t.query = "?" + query
	}
}

func (t *target) setAuthority(s string) error {
	if strings.Contains(s, "@") {
		return refusedf("use authentication of type basic", "the URL carries a user name or password")
	}
	host, port, err := splitAuthority(s)
	if err != nil {
		return err
	}
	if t.port, err = t.parsePort(port); err != nil {
		return err
	}
	t.authority = strings.TrimSuffix(s, ":")
	if strings.HasPrefix(host, "[") {
		return t.setIPv6(host[1 : len(host)-1])
	}
	return t.setHost(host)
}

// splitAuthority cuts host and port apart; the host keeps its brackets.
func splitAuthority(s string) (host, port string, err error) {
	host, after := s, ""
	if strings.HasPrefix(s, "[") {
		end := strings.IndexByte(s, ']')
		if end < 0 {
			return "", "", invalidf("the URL has a [ without ] in its host")
		}
		host, after = s[:end+1], s[end+1:]
	} else if colon := strings.IndexByte(s, ':'); colon >= 0 {
		host, after = s[:colon], s[colon:]
	}
	if host == "" {
		return "", "", invalidf("the URL has no host")
	}
	if after != "" && after[0] != ':' {
		return "", "", invalidf("the URL has something other than a port after its host")
	}
	return host, strings.TrimPrefix(after, ":"), nil
}

func (t *target) parsePort(s string) (uint16, error) {
	switch {
	case s == "" && t.scheme == "https":
		return 443, nil
	case s == "":
		return 80, nil
	}
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil || n == 0 {
		return 0, invalidf("the port of the URL is not a number from 1 to 65535")
	}
	return uint16(n), nil
}

func (t *target) setIPv6(s string) error {
	addr, err := netip.ParseAddr(s)
	if err != nil || !addr.Is6() || addr.Zone() != "" {
		return invalidf("the URL has no plain IPv6 address between [ and ]")
	}
	t.literal = addr.Unmap()
	t.host = t.literal.String()
	return nil
}

// setHost takes a name or an IPv4 address. Other ways to write an address
// (0x7f.1, 2130706433, 127.1) would be understood by some resolvers and are
// refused, as is what other software might turn into one.
func (t *target) setHost(s string) error {
	s = strings.ToLower(s)
	if addr, err := netip.ParseAddr(s); err == nil && addr.Is4() {
		t.host, t.literal = s, addr
		return nil
	}
	bare := strings.TrimSuffix(s, ".")
	if len(bare) > 253 {
		return invalidf("the host of the URL is longer than 253 characters")
	}
	last := ""
	for last = range strings.SplitSeq(bare, ".") {
		if !isLabel(last) {
			return &Error{
				Kind: Invalid, Msg: "the host of the URL is not a name or address",
				Hint: "write a name with other than ASCII letters in its xn-- form",
			}
		}
	}
	if isNumeric(last) {
		return refusedf("write an IPv4 address as four decimal numbers", "host %q is an unusual way to write an address", s)
	}
	t.host = s
	return nil
}

// isLabel accepts what host names are made of, and "_", which many carry.
func isLabel(s string) bool {
	for _, c := range []byte(s) {
		if !isAlpha(c) && !isDigit(c) && c != '-' && c != '_' {
			return false
		}
	}
	return s != "" && len(s) <= 63
}

// isNumeric reports whether a last label makes the host a number for parsers
// that follow the URL standard: digits, or 0x and hexadecimal digits.
func isNumeric(label string) bool {
	hex, isHex := strings.CutPrefix(label, "0x")
	for _, c := range []byte(hex) {
		if !isDigit(c) && (!isHex || c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// checkBytes refuses what would break the request line.
func (t *target) checkBytes() error {
	for _, part := range []string{t.path, t.query} {
		for _, c := range []byte(part) {
			if c <= ' ' || c >= 0x7f {
				return invalidf("the URL for %s holds a space, control or non-ASCII character that is not percent-encoded", t.place())
			}
		}
	}
	if probe := new(url.URL); !t.fill(probe) {
		return invalidf("the path of the URL for %s starts with // and holds a character that is not percent-encoded", t.place())
	}
	return nil
}

// fill makes u write the path and query of t unchanged, and reports whether it
// does. Opaque does for all paths but those that start with "//", which it would
// take for an authority; for them, RawPath does if the path is well-formed.
func (t *target) fill(u *url.URL) bool {
	if t.query != "" {
		u.RawQuery = t.query[1:]
		u.ForceQuery = u.RawQuery == ""
	}
	u.Path, u.RawPath = "", ""
	if !strings.HasPrefix(t.path, "//") {
		u.Opaque = t.path
		return true
	}
	plain, err := url.PathUnescape(t.path)
	if err != nil {
		return false
	}
	u.Path, u.RawPath = plain, t.path
	return u.EscapedPath() == t.path
}

// address is "host:port", as connected to.
func (t *target) address() string {
	return net.JoinHostPort(t.host, strconv.Itoa(int(t.port)))
}

// place is the host as shown to people, with its port unless that is implied.
func (t *target) place() string {
	if t.port == 443 && t.scheme == "https" || t.port == 80 && t.scheme == "http" {
		return t.host
	}
	return t.address()
}

// shown is the URL without its query.
func (t *target) shown() string { return t.scheme + "://" + t.authority + t.path }

// class tells what the text of the host says about where it is. A name is
// public until its addresses are known.
func (t *target) class() class {
	switch {
	case t.literal.IsValid():
		return classOf(t.literal)
	case isLocalhost(t.host):
		return loopback
	}
	return public
}

// isInternal reports whether the host is a name that is never public.
func (t *target) isInternal() bool { return !t.literal.IsValid() && isInternal(t.host) }

// sameOrigin compares scheme, host and port (RFC 6454, section 5).
func (t *target) sameOrigin(o target) bool {
	return t.scheme == o.scheme && t.host == o.host && t.port == o.port
}

func isAlpha(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }

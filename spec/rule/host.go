package rule

import (
	"net/netip"
	"strings"
)

// hostOf returns the host of an absolute URL in lower case, without its port and the
// brackets of an IPv6 address, or "". Variables in it stay as they are written.
func hostOf(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		return ""
	}
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	rest = rest[strings.LastIndexByte(rest, '@')+1:]
	return hostOnly(rest)
}

// hostOnly returns the host of HOST[:PORT] in lower case, without the brackets of an
// IPv6 address and the dot that may end a name.
func hostOnly(address string) string {
	host := strings.ToLower(strings.TrimSpace(address))
	if inner, ok := strings.CutPrefix(host, "["); ok {
		host, _, _ = strings.Cut(inner, "]")
		return host
	}
	if at := strings.LastIndexByte(host, ':'); at >= 0 && strings.IndexByte(host, ':') == at {
		host = host[:at]
	}
	return strings.TrimSuffix(host, ".")
}

// isLoopback reports whether a host, as [hostOf] returns it, is this machine alone.
func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// isPrivateIP reports whether a host is an address of a private network.
func isPrivateIP(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && (ip.Unmap().IsPrivate() || ip.Unmap().IsLinkLocalUnicast())
}

// examples of hosts that nobody serves anything at: they are kept for texts.
var exampleHosts = [...]string{"example.com", "example.org", "example.net"}

// isExampleHost reports whether a host is one that is kept for examples, or below.
func isExampleHost(host string) bool {
	for _, name := range exampleHosts {
		if before, ok := strings.CutSuffix(host, name); ok && (before == "" || strings.HasSuffix(before, ".")) {
			return true
		}
	}
	return false
}

// isTemplate reports whether a text is not known before variables are filled in.
func isTemplate(text string) bool { return strings.Contains(text, "{{") }

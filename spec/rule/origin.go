package rule

import (
	"net/netip"
	"net/url"
	"strings"
)

// originOf returns the scheme and the host of a base URI, in lower case; false where
// placeholders are among them, or it is no URL.
func originOf(base string) (scheme, host string, ok bool) {
	scheme, rest, ok := strings.Cut(base, "://")
	if !ok {
		return "", "", false
	}
	authority, _, _ := strings.Cut(rest, "/")
	if authority == "" || strings.ContainsAny(scheme+authority, "{} ") {
		return "", "", false
	}
	u, err := url.Parse(scheme + "://" + authority)
	if err != nil {
		return "", "", false
	}
	return strings.ToLower(u.Scheme), strings.ToLower(u.Hostname()), u.Hostname() != ""
}

// privateSuffixes are those of names that mean nothing outside of one network.
var privateSuffixes = [...]string{".local", ".localhost", ".internal", ".lan", ".home.arpa", ".test", ".svc", ".cluster.local"}

// isPrivate reports whether a host is on the machine or in one network.
func isPrivate(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified()
	}
	if !strings.Contains(host, ".") {
		return true // localhost, and the names of containers
	}
	for _, suffix := range privateSuffixes {
		if strings.HasSuffix(host, suffix) {
			return true
		}
	}
	return false
}

// domainOf is the part of a host's name that one owner has, as far as its looks tell.
func domainOf(host string) string {
	if _, err := netip.ParseAddr(host); err == nil {
		return host
	}
	labels := strings.Split(host, ".")
	n := 2
	if len(labels) > 2 && len(labels[len(labels)-1]) == 2 && len(labels[len(labels)-2]) <= 3 {
		n = 3 // as in example.co.uk
	}
	return strings.Join(labels[max(0, len(labels)-n):], ".")
}

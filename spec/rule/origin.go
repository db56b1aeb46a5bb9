package rule

import (
	"net/netip"
	"strings"
)

// anyText stands for a placeholder in hosts.
const anyText = "*"

// originOf returns the scheme and the host of a base URI, in lower case and with an
// asterisk for each placeholder; false where it is no URL, or the end of the host is a
// placeholder, so that nothing is known of it.
func originOf(base string) (scheme, host string, ok bool) {
	base = maskPlaceholders(base)
	scheme, _, _ = strings.Cut(base, "://")
	host = hostOf(base)
	if host == "" || strings.Contains(host, " ") || strings.Contains(host[strings.LastIndexByte(host, '.')+1:], anyText) {
		return "", "", false
	}
	return strings.ToLower(scheme), host, true
}

// maskPlaceholders returns a base URI with an asterisk for each {x} and {{x}}.
func maskPlaceholders(base string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(base, "{")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		out.WriteString(anyText)
		_, rest, _ = strings.Cut(rest, "}")
		base = strings.TrimPrefix(rest, "}")
	}
}

// privateSuffixes are those of names that mean nothing outside of one network.
var privateSuffixes = [...]string{".local", ".localhost", ".internal", ".lan", ".home.arpa", ".test", ".svc", ".cluster.local"}

// isPrivate reports whether a host is on the machine or in one network.
func isPrivate(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		ip = ip.Unmap()
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

// sharedSuffixes are those under which each name has an owner of its own.
var sharedSuffixes = [...]string{
	".github.io", ".herokuapp.com", ".azurewebsites.net", ".cloudfront.net", ".vercel.app", ".netlify.app", ".pages.dev", ".workers.dev",
	".web.app", ".onrender.com", ".fly.dev",
}

// sharedParts are in the hosts of services whose names each have an owner of their own,
// with regions and other parts between the name and the suffix.
var sharedParts = [...]string{".run.app", ".appspot.com", ".execute-api.", ".elb."}

// privateOwner is the owner of all that is in one network.
const privateOwner = "private"

// ownerOf is the part of a host's name that one owner has, as far as its looks tell, or
// "" where a placeholder is in it.
func ownerOf(host string) string {
	owner := domainOf(host)
	if strings.Contains(owner, anyText) {
		return ""
	}
	return owner
}

func domainOf(host string) string {
	if isPrivate(host) {
		return privateOwner
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return host
	}
	for _, suffix := range sharedSuffixes {
		if name, ok := strings.CutSuffix(host, suffix); ok {
			return name[strings.LastIndexByte(name, '.')+1:] + suffix
		}
	}
	for _, part := range sharedParts {
		if strings.Contains(host, part) {
			return host
		}
	}
	labels := strings.Split(host, ".")
	n := 2
	if len(labels) > 2 && len(labels[len(labels)-1]) == 2 && len(labels[len(labels)-2]) <= 3 {
		n = 3 // as in example.co.uk
	}
	return strings.Join(labels[max(0, len(labels)-n):], ".")
}

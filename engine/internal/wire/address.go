package wire

import (
	"net/netip"
	"strings"
	"sync"
)

// class is how far an address may be reached.
type class uint8

const (
	public class = iota
	loopback
	private
	special   // reserved for documentation, tests, tunnels and the like
	forbidden // never connected to
)

// String returns the word used in messages.
func (c class) String() string {
	return [...]string{"public", "loopback", "private", "reserved", "forbidden"}[c]
}

// block is a range of addresses. The first block that holds an address counts.
type block struct {
	prefix netip.Prefix
	class  class
}

// blocks is the table of what is not public, after the IANA special-purpose
// address registries (RFC 6890). It is read when the first address is judged.
var blocks = sync.OnceValue(func() []block {
	table := []struct {
		class    class
		prefixes string
	}{
		// "This host", link-local with the metadata service of most clouds, the
		// other metadata services (Alibaba, Oracle, Azure, Amazon, Google over
		// IPv6), multicast, broadcast.
		{forbidden, "0.0.0.0/8 169.254.0.0/16 100.100.100.200/32 192.0.0.192/32 168.63.129.16/32 224.0.0.0/4 255.255.255.255/32"},
		{forbidden, "::/128 fe80::/10 fd00:ec2::254/128 fd20:ce::254/128 ff00::/8"},
		{loopback, "127.0.0.0/8 ::1/128"},
		{private, "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 fc00::/7"},
		{special, "192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4"},
		{special, "2001::/23 2001:db8::/32 3fff::/20"},
	}
	var all []block
	for _, row := range table {
		for text := range strings.FieldsSeq(row.prefixes) {
			all = append(all, block{netip.MustParsePrefix(text), row.class})
		}
	}
	return all
})

// classOf judges an address. IPv4 inside IPv6 counts as what it is inside, so
// that no notation gets round the table.
func classOf(a netip.Addr) class {
	if !a.IsValid() {
		return forbidden // package net would take it for this machine
	}
	a = a.Unmap().WithZone("")
	for _, b := range blocks() {
		if b.prefix.Contains(a) {
			return b.class
		}
	}
	if a.Is4() {
		return public
	}
	if inner, ok := embedded(a); ok {
		return classOf(inner)
	}
	if a.As16()[0]&0xe0 != 0x20 { // RFC 4291: only 2000::/3 is global unicast
		return special
	}
	return public
}

// embedded returns the IPv4 address that a NAT64 (RFC 6052) or 6to4 (RFC 3056)
// gateway would send to.
func embedded(a netip.Addr) (netip.Addr, bool) {
	b := a.As16()
	switch {
	case [12]byte(b[:12]) == [12]byte{0, 0x64, 0xff, 0x9b}:
		return netip.AddrFrom4([4]byte(b[12:])), true
	case b[0] == 0x20 && b[1] == 0x02:
		return netip.AddrFrom4([4]byte(b[2:6])), true
	}
	return netip.Addr{}, false
}

// isLocalhost reports whether a name always means this machine (RFC 6761,
// section 6.3). host is in lower case.
func isLocalhost(host string) bool {
	host = strings.TrimSuffix(host, ".")
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// internalSuffixes end names that are never public: reserved ones (RFC 6762, RFC
// 8375, ICANN's .internal) and those that private networks commonly use.
var internalSuffixes = []string{
	".internal", ".local", ".localdomain", ".home.arpa", ".lan", ".corp", ".intranet",
	".metadata.goog", // the metadata service of Google
}

// isInternal reports whether the text of a name says that it is not public. host
// is in lower case and no address.
func isInternal(host string) bool {
	host = strings.TrimSuffix(host, ".")
	if !strings.Contains(host, ".") { // completed with a search domain
		return true
	}
	for _, s := range internalSuffixes {
		if strings.HasSuffix("."+host, s) {
			return true
		}
	}
	return false
}

// checkAddresses refuses a name if any of its addresses may not be reached: an
// attacker who owns the name would otherwise choose which one is tried.
func checkAddresses(host string, addrs []netip.Addr, trusted bool) error {
	for _, a := range addrs {
		switch c := classOf(a); {
		case c == forbidden:
			return refusedf("", "host %q leads to %s, an address that is never called", host, a)
		case c != public && !trusted:
			return refusedf("if that is meant, name the origin yourself (--base-uri)",
				"host %q leads to the %s address %s", host, c, a)
		}
	}
	return nil
}

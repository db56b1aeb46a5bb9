package rule

import (
	"slices"
	"strings"

	"naftiko/spec/diag"
)

var tunnelWithPublicBaseURIWarns = Rule{
	Code: "tunnel-with-public-baseuri-warns", Published: true, Level: Info, In: Recommended,
	Title: "a tunnel to a host with a public name",
	Why: "A tunnel is for APIs of private networks. A name that public DNS has too may be right, since the tunnel's own names go " +
		"before; but whatever does not pass the tunnel reaches whoever has that name in public.",
	Check: checkTunnelHost,
}

// publicDomains are the top-level domains that such names mostly have.
var publicDomains = [...]string{"com", "net", "org", "io", "co", "app", "dev", "cloud", "ai"}

func checkTunnelHost(p *Pass) {
	for _, c := range p.consumes() {
		if c.Tunnel == nil {
			continue
		}
		host := hostOf(c.BaseURI.Text)
		dot := strings.LastIndexByte(host, '.')
		if dot > 0 && slices.Contains(publicDomains[:], host[dot+1:]) {
			p.report(c.BaseURI.Pos, "make sure that the tunnel resolves it", "the host %q behind the tunnel has a public name", diag.Short(asWritten(host, c.BaseURI.Text)))
		}
	}
}

// asWritten is a host in lower case as it stands in a URL: names of placeholders in it
// are what they are.
func asWritten(host, url string) string {
	if i := strings.Index(strings.ToLower(url), host); i >= 0 && len(strings.ToLower(url)) == len(url) {
		return url[i : i+len(host)]
	}
	return host
}

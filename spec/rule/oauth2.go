package rule

import (
	"strings"

	"naftiko/spec"
)

// oauth2Adapters lists the authentication of the document's own adapters that is OAuth
// 2.
func (p *Pass) oauth2Adapters() []*spec.Auth {
	var out []*spec.Auth
	for _, x := range p.exposes("") {
		if x.Auth != nil && x.Auth.Type.Text == "oauth2" {
			out = append(out, x.Auth)
		}
	}
	return out
}

// notTLS reports a URL of an OAuth 2 block that is not https. One of this machine, and
// one that is not known before variables are filled in, is fine.
func (p *Pass) notTLS(key, hint string) {
	for _, a := range p.oauth2Adapters() {
		m := memberOf(a.More, key)
		if m == nil {
			continue
		}
		url, _ := m.Node.Scalar.(string)
		if url == "" || strings.HasPrefix(url, "{{") || hasFold(url, "https://") || isLoopback(hostOf(url)) {
			continue
		}
		p.report(m.Node.Pos, hint, "the %s does not begin with https://", key)
	}
}

// hasFold reports whether text begins with prefix, whatever the case of letters.
func hasFold(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}

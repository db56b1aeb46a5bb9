package rule

import (
	"naftiko/spec"
	"naftiko/spec/diag"
)

var credentialsOverHTTP = Rule{
	Code: "credentials-over-http", Level: Warning, Strict: Error, In: Recommended,
	Title: "credentials that are sent without encryption",
	Why: "Over http:// everybody on the way reads what is sent, and can change it. Credentials that travel so are known to others " +
		"from the first call on.",
	Check: checkCredentialsOverHTTP,
}

func checkCredentialsOverHTTP(p *Pass) {
	var plain map[*spec.Consume]string
	for _, c := range p.consumes() {
		if scheme, host, ok := originOf(c.BaseURI.Text); ok && scheme == "http" && !isPrivate(host) {
			if plain == nil {
				plain = map[*spec.Consume]string{}
			}
			plain[c] = host
		}
	}
	if plain == nil {
		return
	}
	sends := p.sending()
	for _, c := range p.consumes() {
		if host := plain[c]; host != "" && sends[c] {
			p.report(c.BaseURI.Pos, "write https://", "credentials are sent to %s over http, which everybody on the way can read", diag.Short(host))
		}
	}
}

// sending tells which consumed APIs are sent credentials, or binds that are secrets.
func (s *Subject) sending() map[*spec.Consume]bool {
	out := map[*spec.Consume]bool{}
	for i := range s.entries {
		if c := s.entries[i].consume; c != nil && sendsCredentials(c.Auth) {
			out[c] = true
		}
	}
	ops := s.operations()
	for i := range ops {
		if sendsCredentials(ops[i].auth()) {
			out[ops[i].consume] = true
		}
	}
	binds := s.bindNames()
	mentions := s.mentions()
	for i := range mentions {
		if m := &mentions[i]; m.consume != nil && binds.isSecret(m) {
			out[m.consume] = true
		}
	}
	return out
}

// sendsCredentials reports whether an authentication puts anything on a request.
func sendsCredentials(a *spec.Auth) bool {
	return a != nil && (a.Token.Text != "" || a.Password.Text != "" || a.Value.Text != "")
}

package rule

import (
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

var openAdapter = Rule{
	Code: "open-adapter", Level: Warning, Strict: Error, In: Recommended | AgentSafety,
	Title: "an adapter that everybody in reach may use",
	Why: "An adapter on an address that other machines reach, without authentication, lets everybody there call what it offers " +
		"with the document's own credentials, or read its skills.",
	Check: checkOpenAdapter,
}

func checkOpenAdapter(p *Pass) {
	for _, e := range p.exposes("") {
		address := e.Address
		if asksWhoCalls(e.Auth) || e.Type.Text == "control" || isStdio(e) {
			continue // a rule of its own looks at control
		}
		if isLocal(address.Text) || strings.ContainsAny(address.Text, "{$/ ") {
			continue
		}
		verb := "use"
		if e.Type.Text == "skill" {
			verb = "read"
		}
		p.report(address.Pos, "add  authentication:, or listen on localhost", "everybody who reaches %s can %s the %s adapter: it has no authentication",
			diag.Short(address.Text), verb, diag.Short(e.Type.Text))
	}
}

// asksWhoCalls reports whether an authentication is one: an empty credential is what
// callers without any have too.
func asksWhoCalls(a *spec.Auth) bool {
	if a == nil {
		return false
	}
	switch strings.ToLower(a.Type.Text) {
	case "none":
		return false
	case "bearer":
		return a.Token.Text != ""
	case "apikey":
		return a.Value.Text != ""
	case "basic", "digest":
		return a.Username.Text != "" || a.Password.Text != ""
	}
	return true
}

package rule

import "naftiko/spec"

var oauth2ScopesDefined = Rule{
	Code: "oauth2-scopes-defined", Published: true, Level: Warning, In: Recommended, Lacks: []string{"scopes"},
	Title: "OAuth 2 without scopes",
	Why: "Without scopes any valid token of the authorization server opens the adapter, whatever it was issued for, and clients " +
		"are not told which ones to ask for: they appear in the challenge and in the metadata of the resource.",
	Check: checkScopes,
}

func checkScopes(p *Pass) {
	for _, a := range p.oauth2Adapters() {
		m := memberOf(a.More, "scopes")
		switch {
		case m == nil:
			p.report(a.Pos, "add  scopes: [NAME]", "the OAuth 2 authentication has no scopes")
		case isEmptyNode(&m.Node):
			p.report(m.Pos, "name those that a token must have", "the scopes are empty")
		}
	}
}

// isEmptyNode reports whether a node is null, an empty text or an empty list.
func isEmptyNode(n *spec.Node) bool {
	switch n.Kind {
	case spec.ListNode:
		return len(n.Items) == 0
	case spec.ObjectNode:
		return len(n.Members) == 0
	}
	return n.Scalar == nil || n.Scalar == ""
}

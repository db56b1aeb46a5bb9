package rule

import (
	"slices"
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
)

var tunnelIdentityMustBind = Rule{
	Code: "tunnel-identity-must-bind", Published: true, Level: Warning, Strict: Error, In: Recommended,
	Covers: []string{"never-set-bind", "unresolved-placeholder"},
	Title:  "a tunnel whose identity no bind provides",
	Why: "The identity of a tunnel is a secret, and comes from a bind: {{NAMESPACE.VARIABLE}}. If no bind has that variable, " +
		"nothing can be put in its place and the tunnel cannot be opened.",
	Check: checkTunnelIdentity,
}

func checkTunnelIdentity(p *Pass) {
	if p.isMissing("binds") {
		return // what could not be imported may have it
	}
	for _, c := range p.consumes() {
		if n := tunnelMember(c, "identity"); n != nil {
			p.identity(n)
		}
	}
}

// identity reports the variables of a tunnel's identity that no bind has.
func (p *Pass) identity(n *spec.Node) {
	text, _ := n.Scalar.(string)
	t, err := expr.ParseTemplate(text)
	if err != nil {
		return // that is told where it is compiled
	}
	for _, ref := range t.Refs() {
		known := p.variables()
		if slices.Contains(known, ref.Name) {
			continue
		}
		pos := n.Pos
		if !strings.Contains(text, "\n") {
			pos.Column += ref.Offset
		}
		hint := "declare it in binds"
		if near := diag.Nearest(ref.Name, known); near != "" {
			hint = "did you mean {{" + diag.Short(near) + "}}?"
		}
		p.report(pos, hint, "no bind has the variable %q of the tunnel's identity", diag.Short(ref.Name))
	}
}

// variables lists the names that templates may call the variables of binds by.
func (s *Subject) variables() []string {
	var names []string
	for i := range s.entries {
		b := s.entries[i].bind
		if b == nil {
			continue
		}
		for _, k := range b.Keys {
			names = append(names, k.Name, b.Namespace.Text+"."+k.Name, "env."+k.Name)
		}
	}
	return names
}

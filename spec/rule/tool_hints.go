package rule

var toolHints = Rule{
	Code: "tool-hints", Level: Warning, In: AgentSafety,
	Title: "a tool without hints",
	Why: "Hints tell a client whether a tool only reads, whether it destroys, and whether it may be called again. Without them a " +
		"client either asks its user every time, or asks never.",
	Check: checkToolHints,
}

func checkToolHints(p *Pass) {
	for _, u := range p.tools() {
		if u.tool.Hints != nil || p.hasSemantics(u) || p.calls(u, "DELETE") != nil {
			continue // a rule of its own looks at what deletes
		}
		hint := "add  hints: {readOnly: true}"
		if p.calls(u, "POST", "PUT", "PATCH") != nil {
			hint = "add  hints: {readOnly: false}"
		}
		p.report(u.at(), hint, "%s has no hints", u.title())
	}
}

// hasSemantics reports whether hints follow from the function that a unit refers to,
// or may do so.
func (s *Subject) hasSemantics(u *unit) bool {
	if u.Ref.Text == "" {
		return false
	}
	f := s.functions()[u.Ref.Text]
	return f == nil || f.Semantics != nil
}

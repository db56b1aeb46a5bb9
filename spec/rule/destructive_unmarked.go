package rule

var destructiveUnmarked = Rule{
	Code: "destructive-unmarked", Level: Warning, In: AgentSafety,
	Covers: []string{"destructive-unconfirmed"},
	Title:  "a tool that deletes without saying so",
	Why: "Clients ask their users before they call a tool that is marked as destructive. One that deletes and is not marked " +
		"is called like any other.",
	Check: checkDestructiveUnmarked,
}

func checkDestructiveUnmarked(p *Pass) {
	for _, u := range p.tools() {
		if h := u.tool.Hints; h != nil && h.Destructive.Set() {
			continue // marked, or told as wrong
		}
		if op := p.calls(u, "DELETE"); op != nil {
			p.report(u.at(), "add  hints: {destructive: true}", "%s calls DELETE %s, and is not marked as destructive", u.title(), nameOfOperation(op))
		}
	}
}

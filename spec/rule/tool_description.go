package rule

var toolDescription = Rule{
	Code: "tool-description", Level: Warning, In: Recommended | AgentSafety, Lacks: []string{"description"},
	Title: "a tool without a description",
	Why: "A model chooses among tools by what their descriptions say. One without is chosen by its name alone: not when it " +
		"should be, and when it should not. A tool that refers to a function of an aggregate has that of the function.",
	Check: checkToolDescription,
}

func checkToolDescription(p *Pass) {
	for _, u := range p.tools() {
		if !p.inherits(u) {
			p.lacks(u.Description, "description", u.Pos, u.title(), "say in a sentence what it does, and when to use it")
		}
	}
}

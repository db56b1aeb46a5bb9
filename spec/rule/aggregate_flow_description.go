package rule

var aggregateFlowDescription = Rule{
	Code: "aggregate-flow-description", Published: true, Older: "aggregate-function-description",
	Level: Warning, In: Recommended | AgentSafety, Lacks: []string{"description"},
	Title: "a function of an aggregate without a description",
	Why: "Tools and operations that refer to a function have its description where they have none of their own. It is what a " +
		"model or a reader goes by when choosing what to call; without one there is only the name.",
	Check: checkFunctionDescriptions,
}

func checkFunctionDescriptions(p *Pass) {
	for _, a := range p.aggregates() {
		for i := range a.Functions {
			f := &a.Functions[i]
			p.lacks(f.Description, "description", f.Pos, nameOf("function", f.Name), "say in a sentence what it does, and when to use it")
		}
	}
}

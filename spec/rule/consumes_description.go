package rule

var consumesDescription = Rule{
	Code: "consumes-description", Published: true, Level: Warning, In: Recommended | AgentSafety, Lacks: []string{"description"},
	Title: "a consumed API without a description",
	Why: "The description of a consumed API says what the service is and why it is called: to people who review what a " +
		"capability reaches, and to models that choose between several. The namespace alone rarely says enough.",
	Check: checkConsumeDescriptions,
}

func checkConsumeDescriptions(p *Pass) {
	for _, c := range p.consumes() {
		p.lacks(c.Description, "description", c.Pos, nameOf("consumed API", c.Namespace), "say in a sentence what the API is, and what for")
	}
}

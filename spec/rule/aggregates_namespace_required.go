package rule

var aggregatesNamespaceRequired = Rule{
	Code: "aggregates-namespace-required", Published: true, Level: Warning, Strict: Error, In: Recommended, Lacks: []string{"namespace"},
	Title: "an aggregate without a namespace",
	Why: "Tools and operations refer to a function as NAMESPACE.FUNCTION, and an import names the namespace. The functions of an " +
		"aggregate without one cannot be referred to at all.",
	Check: checkAggregateNamespaces,
}

func checkAggregateNamespaces(p *Pass) {
	for _, a := range p.aggregates() {
		p.lacks(a.Namespace, "namespace", a.Pos, nameOf("aggregate", a.Label), "add  namespace: NAME")
	}
}

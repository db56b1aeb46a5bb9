package rule

var exposesNamespaceRequired = Rule{
	Code: "exposes-namespace-required", Published: true, Level: Warning, Strict: Error, In: Recommended, Lacks: []string{"namespace"},
	Title: "an adapter without a namespace",
	Why: "An adapter is imported, and its tools and operations are referred to by skills, by its namespace. Without one neither " +
		"is possible. A control adapter has none, and needs none.",
	Check: checkExposeNamespaces,
}

func checkExposeNamespaces(p *Pass) {
	for _, x := range p.exposes("") {
		isControl := x.Type.Text == "control" || x.Type.Text == "" && x.Management != nil
		if !isControl {
			p.lacks(x.Namespace, "namespace", x.Pos, nameOf(kindOf(x.Type.Text), x.Namespace), "add  namespace: NAME")
		}
	}
}

func kindOf(adapter string) string {
	if !isPlainName(adapter) {
		return "adapter"
	}
	return adapter + " adapter"
}

package rule

import "naftiko/spec"

var restResourceDescription = Rule{
	Code: "rest-resource-description", Published: true, Level: Warning, In: Recommended | AgentSafety, Lacks: []string{"description"},
	Title: "a served resource without a description",
	Why: "What a resource is for is shown in generated documentation and read by models that decide which endpoint to use. A " +
		"path such as /orders/{{id}} says neither what an order is nor what may be done with it.",
	Check: checkResourceDescriptions,
}

func checkResourceDescriptions(p *Pass) {
	for _, x := range p.exposes("rest") {
		for i := range x.Resources {
			r := &x.Resources[i]
			p.lacks(r.Description, "description", r.Pos, nameOf("resource", firstOf(r.Name, r.Path)), "say in a sentence what it is")
		}
	}
}

// firstOf returns the first of some texts that is not empty.
func firstOf(list ...spec.Str) spec.Str {
	for _, s := range list {
		if s.Text != "" {
			return s
		}
	}
	return spec.Str{}
}

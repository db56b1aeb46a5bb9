package rule

import "naftiko/spec/diag"

var addressNotExample = Rule{
	Code: "address-not-example", Published: true, Level: Warning, In: Recommended,
	Covers: []string{"open-adapter"},
	Title:  "an adapter that listens at an example's host",
	Why: "example.com, example.org and example.net are kept for texts and belong to nobody who could serve a capability. As " +
		"the address of an adapter such a name was left over from a template: nothing can listen there.",
	Check: checkAddressExample,
}

func checkAddressExample(p *Pass) {
	for _, x := range p.exposes("") {
		switch x.Type.Text {
		case "rest", "mcp", "skill":
			if isExampleHost(hostOnly(x.Address.Text)) {
				p.report(x.Address.Pos, "write localhost, or the host that serves it", "the address %q is kept for examples", diag.Short(x.Address.Text))
			}
		}
	}
}

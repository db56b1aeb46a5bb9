package rule

import "naftiko/spec/diag"

var baseURINotExample = Rule{
	Code: "baseuri-not-example", Published: true, Level: Warning, In: Strict,
	Title: "a base URI at an example's host",
	Why: "example.com, example.org and example.net are kept for texts: no API answers there. In a document that is to be run, " +
		"such a base URI was left over from a template; in one that explains something it is right.",
	Check: checkBaseURIExample,
}

func checkBaseURIExample(p *Pass) {
	for _, c := range p.consumes() {
		if host := hostOf(c.BaseURI.Text); isExampleHost(host) {
			p.report(c.BaseURI.Pos, "write the URL of the API", "the host %q is kept for examples", diag.Short(host))
		}
	}
}

package rule

import "strings"

var consumesBaseURINoTrailingSlash = Rule{
	Code: "consumes-baseuri-no-trailing-slash", Published: true, Level: Warning, In: Recommended,
	Title: "a base URI that ends with a slash",
	Why: "Paths begin with a slash of their own, and runtimes that only join the two send https://api.example.com//users. " +
		"This one drops the slash of the base URI; others may not, and the document should mean the same everywhere.",
	Check: checkBaseURISlash,
}

func checkBaseURISlash(p *Pass) {
	for _, c := range p.consumes() {
		if strings.HasSuffix(c.BaseURI.Text, "/") {
			p.report(c.BaseURI.Pos, "leave the slash out", "the baseUri ends with a slash, which is dropped")
		}
	}
}

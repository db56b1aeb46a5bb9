package rule

import "strings"

var restResourcePathNoTrailingSlash = Rule{
	Code: "rest-resource-path-no-trailing-slash", Published: true, Level: Warning, In: Recommended,
	Title: "a served path that ends with a slash",
	Why: "To a server /orders and /orders/ are two paths. Callers write the one without the slash, as documentation and " +
		"generated clients do, and get a 404 where only the other is served. The path / itself is fine.",
	Check: checkRouteSlash,
}

func checkRouteSlash(p *Pass) {
	for _, x := range p.exposes("rest") {
		for i := range x.Resources {
			path := x.Resources[i].Path
			if len(path.Text) > 1 && strings.HasSuffix(path.Text, "/") {
				p.report(path.Pos, "leave the slash out", "the path ends with a slash")
			}
		}
	}
}

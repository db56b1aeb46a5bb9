package rule

var restResourcePathNoQuery = Rule{
	Code: "rest-resource-path-no-query", Published: true, Level: Warning, In: Recommended,
	Title: "a served path with a query string",
	Why: "A server compares the path of a request, which ends before the question mark: a route with a query string is " +
		"never found. What callers send in the query is declared as parameters with  in: query.",
	Check: checkRouteQuery,
}

func checkRouteQuery(p *Pass) {
	for _, x := range p.exposes("rest") {
		for i := range x.Resources {
			p.noQuery(x.Resources[i].Path)
		}
	}
}

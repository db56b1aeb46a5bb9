package rule

import "naftiko/spec/diag"

var duplicateRoute = Rule{
	Code: "duplicate-route", Level: Warning, Strict: Error, In: Recommended,
	Title: "two operations for the same requests",
	Why: "A request is taken by the first operation with its method and path; how placeholders are called makes no difference. " +
		"The second one is never reached.",
	Check: checkDuplicateRoute,
}

func checkDuplicateRoute(p *Pass) {
	for _, e := range p.exposes("rest") {
		seen := map[string]*route{}
		routes := routesOf(e)
		for i := range routes {
			r := &routes[i]
			if r.method == "" {
				continue
			}
			if before := seen[r.key()]; before != nil {
				p.report(r.at.Pos, "leave one of them out", "%s %s is taken by the operation on line %d already", r.method, diag.Short(r.path.Text), before.at.Pos.Line)
				continue
			}
			seen[r.key()] = r
		}
	}
}

package rule

import "naftiko/spec/diag"

var aggregatesUniqueFunctionName = Rule{
	Code: "aggregates-unique-function-name", Published: true, Level: Warning, Strict: Error, In: Recommended,
	Title: "two functions of an aggregate with one name",
	Why: "Tools and operations refer to a function as NAMESPACE.FUNCTION. Where an aggregate has the name twice, only one of the " +
		"two can be meant, and which one differs from one runtime to the next; the other is never used.",
	Check: checkFunctionNames,
}

func checkFunctionNames(p *Pass) {
	for _, a := range p.aggregates() {
		first := map[string]diag.Pos{}
		for i := range a.Functions {
			name := a.Functions[i].Name
			if name.Text == "" {
				continue
			}
			if at, taken := first[name.Text]; taken {
				p.report(name.Pos, "give it another name", "the function %q is there already, at %v", diag.Short(name.Text), at)
				continue
			}
			first[name.Text] = name.Pos
		}
	}
}

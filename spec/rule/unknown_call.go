package rule

import (
	"cmp"
	"slices"
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

var unknownCall = Rule{
	Code: "unknown-call", Form: true, Level: Warning, Strict: Error, In: Recommended,
	Title: "a call of an operation that is not there",
	Why: "A tool, a REST operation, a function or a step calls a consumed operation by NAMESPACE.OPERATION. " +
		"Where no consumed operation has that name, every use of it fails.",
	Check: checkUnknownCall,
}

func checkUnknownCall(p *Pass) {
	if p.Doc.Capability == nil {
		return // what is called is declared by whoever imports the document
	}
	known, guess := p.called(), newGuesser()
	var namespaces, operations []string
	for i := range p.entries {
		if c := p.entries[i].consume; c != nil && c.Namespace.Text != "" {
			namespaces = append(namespaces, c.Namespace.Text)
		}
	}
	for name := range known {
		operations = append(operations, name)
	}
	slices.Sort(operations)
	p.eachCall(func(_ *unit, call spec.Str, _ []spec.NodeMember) {
		name := call.Text
		if len(known[name]) > 0 || p.isMissed("consumes", name) {
			return
		}
		ns, _, dotted := strings.Cut(name, ".")
		isNamespace := func(n string) bool { return strings.HasPrefix(name, n+".") }
		switch {
		case slices.ContainsFunc(namespaces, isNamespace) && strings.Contains(name, " /"):
			if !p.isNameless(name) {
				p.report(call.Pos, "give the operation a name, and write NAMESPACE.NAME", "no consumed operation is called %q", diag.Short(name))
			}
		case dotted && !slices.ContainsFunc(namespaces, isNamespace):
			p.report(call.Pos, guess.hint(ns, namespaces, "add it under  consumes:"), "no consumes entry has the namespace %q", diag.Short(ns))
		case dotted:
			p.report(call.Pos, guess.hint(name, operations, ""), "no consumed operation is called %q", diag.Short(name))
		default:
			p.report(call.Pos, guess.hint(name, operations, "write "+qualified(operations, name)), "%q names no consumed operation", diag.Short(name))
		}
	})
}

// isNameless reports whether a call such as NAMESPACE.METHOD /path may mean an operation
// that has no name.
func (s *Subject) isNameless(call string) bool {
	ops := s.operations()
	for i := range ops {
		o := &ops[i]
		path, method := o.Path.Text, cmp.Or(strings.ToUpper(strings.TrimSpace(o.Method.Text)), "GET")
		if path == "" {
			path = o.resource.Path.Text
		}
		if o.Name.Text == "" && strings.HasPrefix(call, o.consume.Namespace.Text+".") && strings.Contains(call, method+" ") && strings.HasSuffix(call, path) {
			return true
		}
	}
	return false
}

// qualified returns the first of operations that is called name in its namespace, or
// what a call looks like.
func qualified(operations []string, name string) string {
	for _, full := range operations {
		if strings.HasSuffix(full, "."+name) {
			return full
		}
	}
	return "NAMESPACE.OPERATION of a consumed operation"
}

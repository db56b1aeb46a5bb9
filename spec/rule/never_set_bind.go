package rule

import (
	"strings"

	"naftiko/spec/diag"
)

var neverSetBind = Rule{
	Code: "never-set-bind", Form: true, Level: Warning, Strict: Error, In: Recommended,
	Title: "a variable that its bind does not set",
	Why: "{{NAMESPACE.NAME}} takes NAME from the bind with that namespace. Where the bind has no such key, or the key does not say " +
		"what the provider calls it, nothing sets the variable, and the request that needs it is not sent.",
	Check: checkNeverSet,
}

func checkNeverSet(p *Pass) {
	for i := range p.entries {
		e := &p.entries[i]
		if e.bind == nil || !e.isOwn() {
			continue
		}
		for _, k := range e.bind.Keys {
			if k.Key.Set() && strings.TrimSpace(k.Key.Text) == "" {
				p.report(k.Key.Pos, "write "+diag.Short(k.Name)+": and the name that the provider has for it",
					"the key %s does not say what the provider calls it", diag.Short(k.Name))
			}
		}
	}
	if p.isMissing("binds") {
		return
	}
	binds, guess := p.bindNames(), newGuesser()
	var others map[string]bool
	mentions := p.mentions()
	for i := range mentions {
		m := &mentions[i]
		ns, name, dotted := strings.Cut(m.name, ".")
		if !dotted || ns == "env" || !binds.namespaces[ns] || binds.has[m.name] || binds.has[ns+"."+first(name)] || binds.has[ns] {
			continue
		}
		if others == nil {
			others = p.exposedNames()
		}
		if m.consume == nil && others[ns] {
			continue // an argument, or the value of a step
		}
		p.report(m.pos, guess.hint(name, binds.names, "add it to the keys of the bind"), "the bind %s has no key %q", diag.Short(ns), diag.Short(name))
	}
}

// exposedNames are the first names of variables of exposed things that are no binds:
// the namespaces of adapters and aggregates, steps and parameters.
func (s *Subject) exposedNames() map[string]bool {
	names := map[string]bool{}
	units := s.units()
	for i := range units {
		u := &units[i]
		names[u.namespaceOf()] = true
		for j := range u.Steps {
			names[u.Steps[j].Name.Text] = true
		}
		for j := range u.Inputs {
			names[u.Inputs[j].Name.Text] = true
		}
	}
	return names
}

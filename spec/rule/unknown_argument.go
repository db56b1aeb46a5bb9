package rule

import (
	"naftiko/spec"
	"naftiko/spec/diag"
)

var unknownArgument = Rule{
	Code: "unknown-argument", Level: Warning, Strict: Error, In: Recommended,
	Title: "a value for a parameter that is not there",
	Why: "with gives parameters of what is called their values. A key that names neither a parameter nor a placeholder of it " +
		"is sent nowhere, and the parameter that was meant stays empty.",
	Check: checkUnknownArgument,
}

func checkUnknownArgument(p *Pass) {
	guess, accepted := newGuesser(), p.acceptances()
	p.eachCall(func(_ *unit, call spec.Str, with []spec.NodeMember) {
		if len(with) == 0 {
			return
		}
		n := accepted.of(call.Text)
		if n == nil {
			return // told as an unknown call, or not to be known
		}
		p.arguments(with, arguments{n}, diag.Short(call.Text), guess)
	})
	reached := p.reaches(accepted)
	units := p.units()
	for i := range units {
		u := &units[i]
		if len(u.With) == 0 || !u.Ref.Set() {
			continue
		}
		if n := reached[u.Ref.Text]; n != nil {
			p.arguments(u.With, n, diag.Short(u.Ref.Text), guess)
		}
	}
}

func (p *Pass) arguments(with []spec.NodeMember, accepted arguments, called string, guess *guesser) {
	for i := range with {
		name := with[i].Name
		if accepted.has(name) || accepted.has(first(name)) {
			continue
		}
		hint := "leave it out, or declare the parameter there"
		p.report(with[i].Pos, guess.hintOf(name, accepted, hint), "%s has no parameter %q", called, diag.Short(name))
	}
}

// reaches tells of each function of an aggregate what its arguments can be: what it
// declares and mentions, and what it calls takes. Nil is one of which that is not
// known.
func (s *Subject) reaches(accepted *acceptances) map[string]arguments {
	out := map[string]arguments{}
	units := s.units()
	for i := range units {
		u := &units[i]
		if u.kind != "function" {
			continue
		}
		out[u.aggregate.Namespace.Text+"."+u.Name.Text] = s.reach(u, accepted)
	}
	return out
}

// reach tells what a function can use of its arguments, or nil where that is not known.
func (s *Subject) reach(u *unit, accepted *acceptances) arguments {
	if u.Ref.Set() {
		return nil
	}
	a := s.uses(u, accepted)
	if a != nil {
		a[0].inputs(u.Inputs)
	}
	return a
}

// references adds the arguments that values of with name as a whole.
func (n names) references(u *unit, namespace string) {
	var walk func(members []spec.NodeMember)
	walk = func(members []spec.NodeMember) {
		for i := range members {
			node := &members[i].Node
			if text, ok := node.Scalar.(string); ok {
				if name, ok := isReference(text, namespace); ok {
					n.add(name)
					n.add(first(name))
				}
			}
			walk(node.Members)
			for j := range node.Items {
				walk([]spec.NodeMember{{Node: node.Items[j]}})
			}
		}
	}
	walk(u.With)
	for i := range u.Steps {
		walk(u.Steps[i].With)
	}
}

// unitMentions are the variables that the templates of a unit name.
func unitMentions(u *spec.Unit) []mention {
	m := newMentioner()
	m.unit(u)
	return m.out
}

package rule

import (
	"slices"
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

var unusedParameter = Rule{
	Code: "unused-parameter", Level: Warning, In: Recommended,
	Title: "a parameter that is asked for and not used",
	Why: "Whoever calls is asked for a value that goes nowhere: no with, step, output, message or template names it, and what is " +
		"called has no parameter of that name. Mostly its name was misspelled on one of the two sides.",
	Check: checkUnusedParameter,
}

func checkUnusedParameter(p *Pass) {
	p.unusedArguments()
	accepted, stray, meant := p.acceptances(), p.strayMappings(), p.meant()
	var reached map[string]arguments
	units := p.units()
	for i := range units {
		u := &units[i]
		if len(u.Inputs) == 0 || !u.own {
			continue
		}
		var a arguments
		switch {
		case u.Ref.Set():
			if reached == nil {
				reached = p.reaches(accepted)
			}
			more := reached[u.Ref.Text]
			if more == nil {
				continue // what is used is not known
			}
			n := names{}
			n.ownUses(u)
			a = append(arguments{n}, more...)
		case u.Call.Text == "" && len(u.Steps) == 0:
			continue // it answers by itself, and shows what it will ask for
		default:
			if a = p.uses(u, accepted); a == nil {
				continue
			}
		}
		p.unused(u, append(a, meant[u]), stray)
	}
}

// ownUses adds what a unit itself names.
func (n names) ownUses(u *unit) {
	n.variables(unitMentions(u.Unit), u.namespaceOf())
	n.references(u, u.namespaceOf())
	m := newMentioner()
	if u.resource != nil {
		m.url(u.resource.URI)
	}
	n.variables(m.out, "")
}

// meant are the parameters of each unit that misspelled ones were to be, which is told.
func (p *Pass) meant() map[*unit]names {
	out := map[*unit]names{}
	for _, r := range p.misnamed() {
		if out[r.unit] == nil {
			out[r.unit] = names{}
		}
		out[r.unit].add(r.meant)
	}
	return out
}

// bodyArgument stands for an argument of whatever name that is sent as the body.
const bodyArgument = "in:body"

// uses are the arguments that a unit has a use for, first those that it names itself,
// or nil where that is not known.
func (s *Subject) uses(u *unit, accepted *acceptances) arguments {
	if hasScript(u.Unit) {
		return nil
	}
	n := names{}
	n.ownUses(u)
	a := arguments{n}
	calls := []string{u.Call.Text}
	for i := range u.Steps {
		calls = append(calls, u.Steps[i].Call.Text)
	}
	slices.Sort(calls)
	for _, call := range slices.Compact(calls) {
		if call == "" {
			continue
		}
		taken := accepted.of(call)
		if taken == nil {
			return nil
		}
		a = append(a, taken)
		if s.target(call).hasBody() {
			n[bodyArgument] = ""
		}
	}
	return a
}

// unused reports the parameters of a unit that nothing uses; of one with a stray mapping
// that is told already.
func (p *Pass) unused(u *unit, used arguments, stray map[diag.Pos]bool) {
	body := used.hasFolded(bodyArgument)
	for i := range u.Inputs {
		in := &u.Inputs[i]
		name := in.Name.Text
		if name == "" || used.has(name) || body && strings.EqualFold(in.In.Text, "body") || isContext(in) || stray[in.Pos] {
			continue
		}
		p.report(in.Name.Pos, "use it in  with, or leave it out", "nothing uses the parameter %s of %s", diag.Short(name), u.title())
	}
}

// isContext reports whether a parameter describes a request of its own adapter and
// not what is passed on.
func isContext(in *spec.Input) bool {
	if !strings.EqualFold(in.In.Text, "header") {
		return false
	}
	switch strings.ToLower(in.Name.Text) {
	case "authorization", "accept", "content-type", "user-agent":
		return true
	}
	return false
}

package rule

import (
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

var unknownInput = Rule{
	Code: "unknown-input", Level: Warning, In: Recommended,
	Title: "a reference to a parameter of another name",
	Why: "What is exposed takes the values that it is called with by the names of its parameters, as NAMESPACE.name or {{name}}. A " +
		"misspelled name is that of another parameter, which nobody declares and which callers are asked for too; the declared one is " +
		"used for nothing. A name in single braces is text, and is sent as it stands.",
	Check: checkUnknownInput,
}

func checkUnknownInput(p *Pass) {
	for _, r := range p.misnamed() {
		if r.single {
			p.report(r.pos, "write  {{"+diag.Short(r.meant)+"}}", "{%s} is text here, not the parameter", diag.Short(r.name))
			continue
		}
		p.report(r.pos, "did you mean \""+diag.Short(r.meant)+"\"?", "%s declares no parameter %q", r.unit.title(), diag.Short(r.name))
	}
}

// misnaming is a reference to a parameter that was meant to have another name, or that
// was to be a template.
type misnaming struct {
	unit        *unit
	name, meant string
	pos         diag.Pos
	single      bool
}

// findMisnamed finds references of exposed things to parameters that are not there,
// where the name is nearly that of one they declare. Others are parameters that are
// inferred.
func (s *Subject) findMisnamed() []misnaming {
	if s.isMissing("binds") {
		return nil
	}
	f := &misnamings{s: s, binds: s.bindNames(), accepted: s.acceptances(), guess: newGuesser()}
	units := s.units()
	for i := range units {
		if u := &units[i]; u.own && (len(u.With) > 0 || len(u.Steps) > 0) {
			f.unit(u)
		}
	}
	return f.out
}

// misnamings looks for them.
type misnamings struct {
	s        *Subject
	binds    binds
	accepted *acceptances
	guess    *guesser
	out      []misnaming

	// Of the unit that is looked at: the names of its parameters, what else a name may
	// mean, and its namespace.
	declared  names
	known     arguments
	namespace string
}

func (f *misnamings) unit(u *unit) {
	f.declared, f.namespace = names{}, u.namespaceOf()
	for _, inputs := range [][]spec.Input{u.Inputs, u.inherited[0], u.inherited[1]} {
		f.declared.inputs(inputs)
	}
	if len(f.declared) == 0 || !f.know(u) {
		return
	}
	f.members(u, u.With)
	for i := range u.Steps {
		st := &u.Steps[i]
		f.members(u, st.With)
		f.text(u, st.Value.Text, st.Value.Pos)
	}
}

// know finds what names can mean besides parameters: steps, and the arguments of what
// is called, which callers may give undeclared. It reports false where that is not known.
func (f *misnamings) know(u *unit) bool {
	steps, calls := names{}, []string{u.Call.Text}
	of := u.Unit
	if u.Ref.Set() {
		fn := f.s.functions()[u.Ref.Text]
		if fn == nil || fn.Ref.Set() {
			return false
		}
		of = &fn.Unit
		steps.inputs(fn.Inputs)
		calls = []string{fn.Call.Text}
	}
	for i := range of.Steps {
		steps.add(of.Steps[i].Name.Text)
		calls = append(calls, of.Steps[i].Call.Text)
	}
	f.known = arguments{f.declared, steps}
	for _, call := range calls {
		if call == "" {
			continue
		}
		taken := f.accepted.of(call)
		if taken == nil {
			return false
		}
		f.known = append(f.known, taken)
	}
	return true
}

func (f *misnamings) members(u *unit, members []spec.NodeMember) {
	v := &valueVisitor{visit: anywhere(func(text string, pos diag.Pos) { f.text(u, text, pos) })}
	v.members(members)
}

// text looks at a reference, or at the variables of a template.
func (f *misnamings) text(u *unit, text string, pos diag.Pos) {
	if name, ok := isReference(text, f.namespace); ok {
		f.name(u, name, pos)
		return
	}
	if name, ok := strings.CutPrefix(text, "{"); ok {
		if name, ok = strings.CutSuffix(name, "}"); ok && isPlainName(name) && f.isDeclared(name) {
			f.out = append(f.out, misnaming{unit: u, name: name, meant: name, pos: pos, single: true})
			return
		}
	}
	m := newMentioner()
	m.add(site{}, text, pos)
	for _, found := range m.out {
		name := argument(found.name, f.namespace)
		root := first(name)
		if f.binds.has[found.name] || f.binds.has[root] || f.binds.namespaces[root] || root == "env" || root != name && len(u.Steps) > 0 {
			continue
		}
		f.name(u, name, found.pos)
	}
}

func (f *misnamings) isDeclared(name string) bool { return f.declared[folded(name)] == name }

// name looks at a name of a parameter.
func (f *misnamings) name(u *unit, name string, pos diag.Pos) {
	root := first(name)
	if root == "" || strings.HasPrefix(root, "$") || f.known.has(name) || f.known.has(root) {
		return
	}
	f.guess.left -= len(f.declared)
	if f.guess.left < 0 {
		return
	}
	near := f.guess.near(root, f.declared.list())
	if near != "" && withoutDigits(near) != withoutDigits(root) {
		f.out = append(f.out, misnaming{unit: u, name: root, meant: near, pos: pos})
	}
}

// withoutDigits is a name without the digits that number several of its kind.
func withoutDigits(name string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return -1
		}
		return r
	}, name)
}

package rule

import (
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
)

var unknownStep = Rule{
	Code: "unknown-step", Level: Warning, Strict: Error, In: Recommended,
	Title: "a value of a step that is not there",
	Why: "A mapping and a lookupValue begin with the name of a step, as $.get-ship.name, and so do templates in the with of " +
		"later steps, as {{get-ship.name}}. A step that is not there, or that runs later, has no value: what should have been filled is empty.",
	Check: checkUnknownStep,
}

func checkUnknownStep(p *Pass) {
	units := p.units()
	guess := newGuesser()
	var known map[string]bool
	for i := range units {
		if len(units[i].Steps) == 0 {
			continue
		}
		if known == nil {
			known = p.variableRoots()
		}
		s := newStepScope(p, &units[i], guess, known)
		for j := range s.u.Mappings {
			s.path(s.u.Mappings[j].Value, len(s.u.Steps))
		}
		for j := range s.u.Steps {
			st := &s.u.Steps[j]
			s.path(st.Value, j)
			s.members(st.With, j)
		}
	}
}

// variableRoots are the first names of variables that are no steps: binds and the
// namespaces of binds and adapters.
func (s *Subject) variableRoots() map[string]bool {
	known := map[string]bool{"env": true, "tools": true, "rest": true, "mcp": true, "$this": true, "": true}
	for i := range s.entries {
		e := &s.entries[i]
		if e.consume == nil {
			known[first(e.namespace.Text)] = true
		}
		if e.bind != nil {
			for _, k := range e.bind.Keys {
				known[first(k.Name)] = true
			}
		}
	}
	return known
}

// stepScope is what the steps of a unit can refer to.
type stepScope struct {
	p     *Pass
	u     *unit
	guess *guesser
	names []string
	// place is that of each step, by name.
	place map[string]int
	// nameless tells that a step has no name.
	nameless bool
	known    map[string]bool
	// outputs are those of each step, once one was asked for.
	outputs []names
	// arguments are the parameters that the unit declares.
	arguments names
}

func newStepScope(p *Pass, u *unit, guess *guesser, known map[string]bool) *stepScope {
	s := &stepScope{p: p, u: u, guess: guess, place: map[string]int{}, known: known, arguments: names{}}
	for i := range u.Steps {
		name := u.Steps[i].Name.Text
		s.nameless = s.nameless || name == ""
		if _, ok := s.place[name]; !ok && name != "" {
			s.place[name] = i
			s.names = append(s.names, name)
		}
	}
	for _, inputs := range [][]spec.Input{u.Inputs, u.inherited[0], u.inherited[1]} {
		s.arguments.inputs(inputs)
	}
	return s
}

// path looks at a path of the step with the number i, or behind all steps.
func (s *stepScope) path(text spec.Str, i int) {
	name, more := pathRoot(text.Text)
	if name == "" || s.arguments.has(name) {
		return
	}
	at, ok := s.place[name]
	switch {
	case ok && at < i:
	case ok:
		s.later(text.Pos, name)
	default:
		near := s.guess.near(name, s.names)
		if near != "" && (more || diag.Fold(near) == diag.Fold(name)) || s.lacks(name, i) {
			s.unknown(text.Pos, name, near)
		}
	}
}

// pathRoot returns the first name of a path such as $.name.rest, and whether more
// follows; "" where there is none.
func pathRoot(text string) (name string, more bool) {
	if !strings.HasPrefix(strings.TrimSpace(text), "$") {
		return "", false
	}
	path, err := expr.ParsePath(text)
	if err != nil {
		return "", false
	}
	steps, ok := path.Plain()
	if !ok || len(steps) == 0 {
		return "", false
	}
	return steps[0].Name, len(steps) > 1
}

// lacks reports whether it is certain that no step before i has an output called
// name: a path may leave the step out where one has it.
func (s *stepScope) lacks(name string, i int) bool {
	if s.guess.left -= i; s.guess.left < 0 {
		return false
	}
	if s.outputs == nil {
		s.outputs = make([]names, len(s.u.Steps))
		for j := range s.u.Steps {
			s.outputs[j] = s.p.outputsOf(&s.u.Steps[j])
		}
	}
	for _, outputs := range s.outputs[:i] {
		if outputs == nil || outputs.has(name) {
			return false
		}
	}
	return true
}

// outputsOf are the names of what a step answers, or nil where they are not known.
func (s *Subject) outputsOf(st *spec.Step) names {
	n := names{}
	if op := s.target(st.Call.Text); op != nil {
		for i := range op.Outputs {
			if op.Outputs[i].Name.Text == "" {
				return nil
			}
			n.add(op.Outputs[i].Name.Text)
		}
	} else if st.Type.Text == "lookup" {
		for _, f := range st.Fields {
			n.add(f.Text)
		}
	}
	if len(n) == 0 {
		return nil
	}
	return n
}

func (s *stepScope) members(members []spec.NodeMember, i int) {
	for j := range members {
		s.node(&members[j].Node, i)
	}
}

func (s *stepScope) node(n *spec.Node, i int) {
	for j := range n.Items {
		s.node(&n.Items[j], i)
	}
	s.members(n.Members, i)
	text, ok := n.Scalar.(string)
	if !ok || !strings.Contains(text, "{{") {
		return
	}
	t, err := expr.ParseTemplate(text)
	if err != nil {
		return // reported where it is compiled
	}
	for _, ref := range t.Refs() {
		if !ref.Inner {
			s.variable(ref.Name, n.Pos, i)
		}
	}
}

// variable looks at a name in the with of the step with the number i.
func (s *stepScope) variable(name string, pos diag.Pos, i int) {
	root, _, dotted := strings.Cut(name, ".")
	at, ok := s.place[root]
	switch {
	case !dotted || ok && at < i || s.known[root] || s.arguments.has(root) || s.arguments.has(name):
	case ok:
		s.later(pos, root)
	default:
		s.unknown(pos, root, s.guess.near(root, s.names))
	}
}

func (s *stepScope) later(pos diag.Pos, name string) {
	s.p.report(pos, "put it behind that step", "the step %s has not run yet where its value is used", diag.Short(name))
}

func (s *stepScope) unknown(pos diag.Pos, name, near string) {
	if near == "" && s.nameless {
		return // it may be that one
	}
	hint := "a value begins with the name of a step"
	if len(s.names) > 0 {
		hint += ", as  $." + diag.Short(s.names[0])
	}
	if near != "" {
		hint = "did you mean \"" + diag.Short(near) + "\"?"
	}
	s.p.report(pos, hint, "%s has no step called %q", s.u.title(), diag.Short(name))
}

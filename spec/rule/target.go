package rule

import (
	"maps"
	"slices"
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

// isMissed reports whether an import of a section that failed has a name such as
// NAMESPACE.THING, or may have it.
func (s *Subject) isMissed(section, name string) bool {
	for i := range s.entries {
		e := &s.entries[i]
		if e.section != section || e.imported == nil || e.imported.Problem == nil {
			continue
		}
		if label := e.imported.Label(); label == "" || name == label || strings.HasPrefix(name, label+".") {
			return true
		}
	}
	return false
}

// target returns the consumed operation that a call names, the first of several, or
// nil.
func (s *Subject) target(call string) *operation {
	if hits := s.called()[call]; len(hits) > 0 {
		return hits[0]
	}
	return nil
}

// hasScript reports whether a unit runs a script, which may use everything there is,
// or steps of a type that is not known.
func hasScript(u *spec.Unit) bool {
	for i := range u.Steps {
		if t := u.Steps[i].Type.Text; t != "call" && t != "lookup" && t != "" {
			return true
		}
	}
	return false
}

// argumentPrefixes are those under which templates name what a caller gives.
var argumentPrefixes = [...]string{"tools.", "rest.", "mcp."}

// argument returns the argument that a variable means: tools.x, rest.x and mcp.x mean
// x, and so does NAMESPACE.x in an exposed thing of that namespace.
func argument(variable, namespace string) string {
	for _, prefix := range argumentPrefixes {
		if rest, ok := strings.CutPrefix(variable, prefix); ok {
			return rest
		}
	}
	if namespace != "" {
		return strings.TrimPrefix(variable, namespace+".")
	}
	return variable
}

// isReference reports whether a whole text refers to an argument, as rest.x, and
// returns its name.
func isReference(text, namespace string) (name string, ok bool) {
	if strings.ContainsAny(text, " \t\n{}") {
		return "", false
	}
	text = strings.TrimPrefix(text, "$this.")
	name = argument(text, namespace)
	return name, name != text && name != ""
}

// first returns a name up to its first dot.
func first(name string) string {
	name, _, _ = strings.Cut(name, ".")
	return name
}

// names is a set of names that are equal when only case and punctuation differ, with
// the spelling that came first.
type names map[string]string

// folded is name without what does not tell names apart.
func folded(name string) string {
	if fold := diag.Fold(name); fold != "" {
		return fold
	}
	return name
}

func (n names) add(name string) {
	fold := folded(name)
	if _, ok := n[fold]; !ok {
		n[fold] = name
	}
}

func (n names) has(name string) bool {
	_, ok := n[folded(name)]
	return ok
}

// list returns the names, sorted.
func (n names) list() []string { return slices.Sorted(maps.Values(n)) }

func (n names) inputs(inputs []spec.Input) {
	for i := range inputs {
		n.add(inputs[i].Name.Text)
	}
}

// variables adds what templates mention in an operation, an entry or a unit.
func (n names) variables(found []mention, namespace string) {
	for i := range found {
		name := argument(found[i].name, namespace)
		n.add(name)
		if short := first(name); short != name {
			n.add(short)
		}
	}
}

// accepted are the arguments of a consumed operation: its parameters and all that its
// templates mention.
func (o *operation) accepted() names {
	n := o.mentioned()
	for _, level := range o.levels() {
		n.inputs(level)
	}
	return n
}

// mentioned are the variables in all that makes the request of an operation.
func (o *operation) mentioned() names {
	m := newMentioner()
	for _, s := range []spec.Str{o.consume.BaseURI, o.resource.Path, o.Path} {
		m.url(s)
	}
	for _, level := range o.levels() {
		m.inputs(level)
	}
	m.auth(o.auth())
	m.node(o.consume.Tunnel)
	if o.Body != nil {
		m.str(o.Body.Raw)
		m.node(o.Body.Data)
	}
	m.outputs(o.Outputs)
	n := names{}
	n.variables(m.out, "")
	return n
}

// hasBody reports whether an operation has a parameter in: body.
func (o *operation) hasBody() bool {
	for _, level := range o.levels() {
		for i := range level {
			if strings.EqualFold(level[i].In.Text, "body") {
				return true
			}
		}
	}
	return false
}

// arguments are the names that a value can be given by: those of several sets, so that
// none is copied for each that uses it.
type arguments []names

func (a arguments) has(name string) bool { return a.hasFolded(folded(name)) }

func (a arguments) hasFolded(fold string) bool {
	for _, n := range a {
		if _, ok := n[fold]; ok {
			return true
		}
	}
	return false
}

func (a arguments) list() []string {
	var out []string
	for _, n := range a {
		out = append(out, n.list()...)
	}
	return out
}

// acceptances remembers the arguments of operations that are called often, by the name
// of the call.
type acceptances struct {
	s     *Subject
	known map[string]names
}

func (s *Subject) acceptances() *acceptances { return &acceptances{s: s, known: map[string]names{}} }

// of are the arguments that a call takes, of any operation that its name means; nil for
// none.
func (a *acceptances) of(call string) names {
	n, ok := a.known[call]
	if ok {
		return n
	}
	for i, o := range a.s.called()[call] {
		if i == 0 {
			n = o.accepted()
			continue
		}
		maps.Copy(n, o.accepted())
	}
	a.known[call] = n
	return n
}

// namespaceOf is that of the adapter or the aggregate of a unit.
func (u *unit) namespaceOf() string {
	switch {
	case u.expose != nil:
		return u.expose.Namespace.Text
	case u.aggregate != nil:
		return u.aggregate.Namespace.Text
	}
	return ""
}

// title names a unit in a message.
func (u *unit) title() string {
	name := u.Name
	if name.Text == "" && u.operation != nil {
		name.Text = strings.TrimSpace(strings.ToUpper(u.operation.Method.Text) + " " + u.route.Path.Text)
	}
	return nameOf(u.kind, name)
}

// at is where a unit is told of: at its name.
func (u *unit) at() diag.Pos {
	if u.Name.Set() {
		return u.Name.Pos
	}
	return u.Pos
}

// guesser finds what a misspelled name was to be, as long as that takes no long time.
type guesser struct{ left int }

func newGuesser() *guesser { return &guesser{left: 300_000} }

// near returns the candidate that was meant, or "".
func (g *guesser) near(name string, candidates []string) string {
	if g.left -= len(candidates); g.left < 0 {
		return ""
	}
	return diag.Nearest(name, candidates)
}

// hintOf is hint for names that are in sets.
func (g *guesser) hintOf(name string, a arguments, otherwise string) string {
	for _, n := range a {
		g.left -= len(n) // to sort them takes time too
	}
	if g.left < 0 {
		return otherwise
	}
	return g.hint(name, a.list(), otherwise)
}

// hint asks whether one of candidates was meant, else returns otherwise.
func (g *guesser) hint(name string, candidates []string, otherwise string) string {
	if near := g.near(name, candidates); near != "" {
		return "did you mean \"" + diag.Short(near) + "\"?"
	}
	return otherwise
}

// eachCall visits what calls an operation, with the values that it gives: units, and
// steps of units.
func (s *Subject) eachCall(visit func(u *unit, call spec.Str, with []spec.NodeMember)) {
	units := s.units()
	for i := range units {
		u := &units[i]
		if u.Call.Text != "" && !u.Ref.Set() {
			visit(u, u.Call, u.With)
		}
		for j := range u.Steps {
			if st := &u.Steps[j]; st.Call.Text != "" {
				visit(u, st.Call, st.With)
			}
		}
	}
}

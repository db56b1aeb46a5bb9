package rule

import (
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
)

// mention is one place where a template names a variable.
type mention struct {
	name string
	pos  diag.Pos
	// Where it stands: in a consumed entry, or in an exposed thing.
	consume *spec.Consume
	// op is nil where the text belongs to the whole entry.
	op *operation
	// inURL tells that it is in a base URI or a path, inAuth in credentials.
	inURL, inAuth bool
}

// mentioner collects mentions.
type mentioner struct {
	out  []mention
	here mention
}

// text adds the variables that a text names. In base URIs and paths {x} counts too.
// What does not parse is reported where it is compiled.
func (m *mentioner) text(text string, pos diag.Pos) {
	if !strings.Contains(text, "{") {
		return
	}
	parse := expr.ParseTemplate
	if m.here.inURL {
		parse = expr.ParseURITemplate
	}
	t, err := parse(text)
	if err != nil {
		return
	}
	for _, ref := range t.Refs() {
		found := m.here
		found.name, found.pos = ref.Name, pos
		if !strings.Contains(text, "\n") { // an offset says nothing of lines
			found.pos.Column += ref.Offset
		}
		m.out = append(m.out, found)
	}
}

func (m *mentioner) str(s spec.Str) { m.text(s.Text, s.Pos) }

func (m *mentioner) node(n *spec.Node) {
	if n == nil {
		return
	}
	if text, ok := n.Scalar.(string); ok {
		m.text(text, n.Pos)
	}
	for i := range n.Items {
		m.node(&n.Items[i])
	}
	m.members(n.Members)
}

func (m *mentioner) members(members []spec.NodeMember) {
	for i := range members {
		m.node(&members[i].Node)
	}
}

func (m *mentioner) inputs(inputs []spec.Input) {
	for i := range inputs {
		in := &inputs[i]
		for _, n := range []*spec.Node{in.Value, in.Template, in.Default} {
			m.node(n)
		}
		m.inputs(in.Properties)
	}
}

func (m *mentioner) outputs(outputs []spec.Output) {
	for i := range outputs {
		m.node(outputs[i].Value)
		m.outputs(outputs[i].Properties)
	}
}

func (m *mentioner) auth(a *spec.Auth) {
	if a == nil {
		return
	}
	m.here.inAuth = true
	for _, s := range []spec.Str{a.Username, a.Password, a.Token, a.Key, a.Value} {
		m.str(s)
	}
	m.members(a.More)
	m.here.inAuth = false
}

func (m *mentioner) url(s spec.Str) {
	m.here.inURL = true
	m.str(s)
	m.here.inURL = false
}

// findMentions lists every mention of a variable, those of consumed entries first.
func (s *Subject) findMentions() []mention {
	m := &mentioner{}
	for i := range s.entries {
		if c := s.entries[i].consume; c != nil {
			m.here = mention{consume: c}
			m.url(c.BaseURI)
			m.inputs(c.Inputs)
			m.auth(c.Auth)
			m.node(c.Tunnel)
			for j := range c.Resources {
				m.url(c.Resources[j].Path)
				m.inputs(c.Resources[j].Inputs)
				m.auth(c.Resources[j].Auth)
			}
		}
	}
	ops := s.operations()
	for i := range ops {
		o := &ops[i]
		m.here = mention{consume: o.consume, op: o}
		m.url(o.Path)
		m.inputs(o.Inputs)
		m.auth(o.Auth)
		if o.Body != nil {
			m.str(o.Body.Raw)
			m.node(o.Body.Data)
		}
		m.outputs(o.Outputs)
	}
	m.here = mention{}
	s.exposedMentions(m)
	return m.out
}

func (s *Subject) exposedMentions(m *mentioner) {
	for i := range s.entries {
		e := s.entries[i].expose
		if e == nil {
			continue
		}
		m.auth(e.Auth)
		m.node(e.Management)
		m.node(e.Observability)
		m.members(e.More)
		for j := range e.Prompts {
			for _, msg := range e.Prompts[j].Template {
				m.str(msg.Content)
			}
		}
	}
	units := s.units()
	for i := range units {
		m.unit(units[i].Unit)
	}
}

func (m *mentioner) unit(u *spec.Unit) {
	m.inputs(u.Inputs)
	m.members(u.With)
	m.outputs(u.Outputs)
	for j := range u.Steps {
		st := &u.Steps[j]
		m.members(st.With)
		m.members(st.More)
		m.str(st.Value)
	}
	for j := range u.Mappings {
		m.str(u.Mappings[j].Value)
	}
}

package rule

import (
	"slices"
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

// site is where a value stands: in a consumed entry, or in an exposed thing.
type site struct {
	consume *spec.Consume
	// op is nil where the value belongs to the whole entry.
	op *operation
	// inURL tells that it is a base URI or a path, inAuth that it is in credentials.
	inURL, inAuth bool
	// inField tells that it is the value of a header, a cookie or a part of the query.
	inField bool
	// inCredential tells that it is a credential: that of an authentication, not who it
	// belongs to, or a field with the name of one.
	inCredential bool
}

// valueVisitor visits the texts of a document that are sent, compared or answered:
// all but names, descriptions and the keys that have a meaning of their own.
type valueVisitor struct {
	here  site
	visit func(at site, text string, pos diag.Pos)
}

// anywhere is a visit to which it does not matter where a text stands.
func anywhere(visit func(text string, pos diag.Pos)) func(site, string, diag.Pos) {
	return func(_ site, text string, pos diag.Pos) { visit(text, pos) }
}

// eachValue visits the values of the document, those of imported entries too, and
// those of consumed entries first.
func (s *Subject) eachValue(visit func(at site, text string, pos diag.Pos)) {
	v := &valueVisitor{visit: visit}
	for i := range s.entries {
		if c := s.entries[i].consume; c != nil {
			v.here = site{consume: c}
			v.consume(c)
		}
	}
	ops := s.operations()
	for i := range ops {
		v.here = site{consume: ops[i].consume, op: &ops[i]}
		v.operation(ops[i].Operation)
	}
	v.here = site{}
	for i := range s.entries {
		if e := s.entries[i].expose; e != nil {
			v.expose(e)
		}
	}
	units := s.units()
	for i := range units {
		v.unit(units[i].Unit)
	}
}

func (v *valueVisitor) str(s spec.Str) {
	if s.Text != "" {
		v.visit(v.here, s.Text, s.Pos)
	}
}

func (v *valueVisitor) url(s spec.Str) {
	v.here.inURL = true
	v.str(s)
	v.here.inURL = false
}

func (v *valueVisitor) node(n *spec.Node) {
	if n == nil {
		return
	}
	if text, ok := n.Scalar.(string); ok && text != "" {
		v.visit(v.here, text, n.Pos)
	}
	for i := range n.Items {
		v.node(&n.Items[i])
	}
	v.members(n.Members)
}

func (v *valueVisitor) members(members []spec.NodeMember) {
	for i := range members {
		v.node(&members[i].Node)
	}
}

func (v *valueVisitor) inputs(inputs []spec.Input) {
	for i := range inputs {
		v.input(&inputs[i])
	}
}

func (v *valueVisitor) input(in *spec.Input) {
	if in == nil {
		return
	}
	if in.Value != nil || in.Template != nil {
		v.here.inField = isField(in)
		v.here.inCredential = v.here.inField && namesCredential(in.Name.Text)
		v.node(in.Value)
		v.node(in.Template)
		v.here.inField, v.here.inCredential = false, false
	}
	v.node(in.Default)
	if in.In.Text == "environment" {
		v.str(in.Name)
	}
	for i := range in.Enum {
		v.node(&in.Enum[i])
	}
	if in.Facets != nil {
		v.node(in.Facets.Const)
		v.node(in.Facets.Example)
	}
	v.inputs(in.Properties)
	v.input(in.Items)
	v.input(in.Values)
}

// isField reports whether a parameter is sent as a header, a cookie or a part of the
// query.
func isField(in *spec.Input) bool {
	return slices.ContainsFunc(fieldPlaces[:], func(place string) bool { return strings.EqualFold(in.In.Text, place) })
}

var fieldPlaces = [...]string{"header", "query", "cookie"}

func (v *valueVisitor) outputs(outputs []spec.Output) {
	for i := range outputs {
		v.output(&outputs[i])
	}
}

func (v *valueVisitor) output(o *spec.Output) {
	if o == nil {
		return
	}
	v.node(o.Value)
	if o.Facets != nil {
		v.node(o.Facets.Const)
		v.node(o.Facets.Example)
	}
	v.outputs(o.Properties)
	v.output(o.Items)
	v.output(o.Values)
}

func (v *valueVisitor) auth(a *spec.Auth) {
	if a == nil {
		return
	}
	v.here.inAuth = true
	v.str(a.Username)
	v.str(a.Key)
	v.here.inCredential = true
	for _, s := range [...]spec.Str{a.Password, a.Token, a.Value} {
		v.str(s)
	}
	v.members(a.More)
	v.here.inAuth, v.here.inCredential = false, false
}

func (v *valueVisitor) consume(c *spec.Consume) {
	v.url(c.BaseURI)
	v.inputs(c.Inputs)
	v.auth(c.Auth)
	v.node(c.Tunnel)
	for i := range c.Resources {
		v.url(c.Resources[i].Path)
		v.inputs(c.Resources[i].Inputs)
		v.auth(c.Resources[i].Auth)
	}
}

func (v *valueVisitor) operation(o *spec.Operation) {
	v.url(o.Path)
	v.inputs(o.Inputs)
	v.auth(o.Auth)
	if o.Body != nil {
		v.str(o.Body.Raw)
		v.node(o.Body.Data)
	}
	v.outputs(o.Outputs)
}

func (v *valueVisitor) expose(e *spec.Expose) {
	v.auth(e.Auth)
	v.inputs(e.Inputs)
	v.node(e.Management)
	v.node(e.Observability)
	v.members(e.More)
	for i := range e.Resources {
		v.inputs(e.Resources[i].Inputs)
	}
	for i := range e.Prompts {
		for _, msg := range e.Prompts[i].Template {
			v.str(msg.Content)
		}
	}
	for i := range e.Skills {
		v.members(e.Skills[i].Metadata)
	}
}

func (v *valueVisitor) unit(u *spec.Unit) {
	v.inputs(u.Inputs)
	v.members(u.With)
	v.outputs(u.Outputs)
	for i := range u.Steps {
		st := &u.Steps[i]
		v.members(st.With)
		v.members(st.More)
		v.str(st.Value)
	}
	for i := range u.Mappings {
		v.str(u.Mappings[i].Value)
	}
}

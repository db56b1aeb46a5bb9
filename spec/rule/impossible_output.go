package rule

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/value"
)

var impossibleOutput = Rule{
	Code: "impossible-output", Level: Warning, Strict: Error, In: Recommended,
	Title: "a type that its own parts or values contradict",
	Why: "A text has no properties, a list no properties of its own, and abc is no number. One of the two is wrong: what is " +
		"answered or asked for is not what the document says, and generated schemas refuse the values that they show.",
	Check: checkImpossible,
}

func checkImpossible(p *Pass) {
	c := &contradictions{p: p}
	for _, con := range p.consumes() {
		c.inputs(con.Inputs)
		for i := range con.Resources {
			c.inputs(con.Resources[i].Inputs)
		}
	}
	ops := p.operations()
	for i := range ops {
		c.inputs(ops[i].Inputs)
		c.outputs(ops[i].Outputs)
	}
	for _, e := range p.exposes("") {
		c.inputs(e.Inputs)
		for i := range e.Resources {
			c.inputs(e.Resources[i].Inputs)
		}
	}
	units := p.units()
	for i := range units {
		c.inputs(units[i].Inputs)
		c.outputs(units[i].Outputs)
	}
}

// contradictions looks for types that do not fit.
type contradictions struct{ p *Pass }

// shape is what parts something of a type has.
type shape struct {
	what, name        string
	typ               spec.Str
	properties, items bool
}

// shape looks at the keys of parts beside a type. Published schemas do so too.
func (c *contradictions) shape(s *shape) {
	if c.p.Published {
		return
	}
	switch strings.ToLower(s.typ.Text) {
	case "string", "number", "integer", "boolean":
		if s.properties {
			c.p.report(s.typ.Pos, "write  type: object", "%s has properties, and a %s has none", s.title(), s.typ.Text)
		} else if s.items {
			c.p.report(s.typ.Pos, "write  type: array", "%s has items, and a %s has none", s.title(), s.typ.Text)
		}
	case "array":
		if s.properties && !s.items {
			c.p.report(s.typ.Pos, "write  type: object, or put the properties under  items:", "%s has properties, and an array has items", s.title())
		}
	case "object":
		if s.items && !s.properties {
			c.p.report(s.typ.Pos, "write  type: array", "%s has items, and an object has properties", s.title())
		}
	}
}

func (s *shape) title() string {
	if s.name == "" {
		return "the " + s.what
	}
	return s.what + " " + diag.Short(s.name)
}

func (c *contradictions) inputs(inputs []spec.Input) {
	for i := range inputs {
		c.input(&inputs[i])
	}
}

func (c *contradictions) input(in *spec.Input) {
	if in == nil {
		return
	}
	s := &shape{what: "parameter", name: in.Name.Text, typ: in.Type, properties: len(in.Properties) > 0, items: in.Items != nil}
	c.shape(s)
	c.value(s, in.Default, "default")
	for i := range in.Enum {
		c.value(s, &in.Enum[i], "enum")
	}
	if in.Facets != nil {
		c.value(s, in.Facets.Const, "const")
	}
	c.inputs(in.Properties)
	c.input(in.Items)
	c.input(in.Values)
}

func (c *contradictions) outputs(outputs []spec.Output) {
	for i := range outputs {
		c.output(&outputs[i])
	}
}

func (c *contradictions) output(o *spec.Output) {
	if o == nil {
		return
	}
	s := &shape{what: "output", name: o.Name.Text, typ: o.Type, properties: len(o.Properties) > 0, items: o.Items != nil}
	c.shape(s)
	c.value(s, o.Value, "value")
	if o.Facets != nil {
		for i := range o.Facets.Enum {
			c.value(s, &o.Facets.Enum[i], "enum")
		}
		c.value(s, o.Facets.Const, "const")
	}
	c.outputs(o.Properties)
	c.output(o.Items)
	c.output(o.Values)
}

// value looks at a literal; paths and templates are none.
func (c *contradictions) value(s *shape, n *spec.Node, key string) {
	if n == nil || s.typ.Text == "" || fits(n, strings.ToLower(s.typ.Text)) {
		return
	}
	c.p.report(n.Pos, "", "the %s of %s is not of type %s", key, s.title(), diag.Short(s.typ.Text))
}

// fits reports whether a literal is of a type or can be read as one.
func fits(n *spec.Node, typ string) bool {
	text, isText := n.Scalar.(string)
	if n.Kind == spec.ScalarNode && n.Scalar == nil || isText && (strings.Contains(text, "{{") || strings.HasPrefix(text, "$") || text == "") {
		return true
	}
	switch typ {
	case "string":
		return n.Kind == spec.ScalarNode
	case "number", "integer":
		return n.Kind == spec.ScalarNode && isNumber(n, typ == "integer")
	case "boolean":
		_, isBool := n.Scalar.(bool)
		return isBool || isText && (strings.EqualFold(text, "true") || strings.EqualFold(text, "false"))
	case "object":
		return n.Kind == spec.ObjectNode || strings.HasPrefix(strings.TrimSpace(text), "{")
	case "array":
		return n.Kind != spec.ObjectNode
	}
	return true
}

func isNumber(n *spec.Node, whole bool) bool {
	number, ok := n.Scalar.(value.Number)
	text := string(number)
	if !ok {
		if text, ok = n.Scalar.(string); !ok {
			return false
		}
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if errors.Is(err, strconv.ErrRange) {
		return true
	}
	return err == nil && (!whole || f == math.Trunc(f))
}

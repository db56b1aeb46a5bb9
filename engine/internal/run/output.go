package run

import (
	"unicode/utf8"

	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// Output is a compiled output parameter: how one value is taken from an answer.
type Output struct {
	Name        string
	Type        string
	Description string
	// Path is where it stands, or nil.
	Path *expr.Path
	// Literal is the value itself when IsLiteral is set.
	Literal   value.Value
	IsLiteral bool
	// MaxLength cuts text results; 0 does not.
	MaxLength  int
	Properties []Output
	Items      *Output
	Values     *Output
}

// Outputs maps root by the declared outputs: an object by name, or root itself
// when none is declared.
func Outputs(outs []Output, root value.Value) value.Value {
	if len(outs) == 0 {
		return root
	}
	o := &value.Object{}
	for i := range outs {
		v, _ := outs[i].Eval(root, root)
		o.Set(outs[i].Name, v)
	}
	return o
}

// Eval takes the output from root; a path that finds nothing there is tried
// from outer. Missing is null, and ok tells a miss from a null that is there.
func (o *Output) Eval(root, outer value.Value) (v value.Value, ok bool) {
	if o.IsLiteral {
		return o.Literal, true
	}
	node, found := root, true
	if o.Path != nil {
		if node, found = o.Path.Eval(root); !found {
			node, found = o.Path.Eval(outer)
		}
	}
	if !found {
		return nil, false
	}
	switch {
	case o.Type == "array":
		return o.list(node, root)
	case o.Type == "object" && o.Values != nil:
		return o.mapValues(node, root)
	case o.Type == "object" && len(o.Properties) > 0:
		return o.object(node, root), true
	case o.Path == nil:
		return nil, false // neither a path nor a shape: nothing says what it is
	}
	return o.cut(node), true
}

func (o *Output) list(node, root value.Value) (value.Value, bool) {
	list, ok := node.(value.List)
	if !ok {
		return nil, false
	}
	if o.Items == nil || (o.Items.Path == nil && len(o.Items.Properties) == 0 && o.Items.Items == nil && o.Items.Values == nil) {
		return list, true
	}
	out := make(value.List, len(list))
	for i, item := range list {
		out[i], _ = o.Items.Eval(item, root)
	}
	return out, true
}

func (o *Output) mapValues(node, root value.Value) (value.Value, bool) {
	obj, ok := node.(*value.Object)
	if !ok {
		return nil, false
	}
	out := &value.Object{}
	for name, v := range obj.All() {
		if o.Values.Path != nil || len(o.Values.Properties) > 0 {
			v, _ = o.Values.Eval(v, root)
		}
		out.Set(name, v)
	}
	return out, true
}

func (o *Output) object(node, root value.Value) value.Value {
	out := &value.Object{}
	for i := range o.Properties {
		p := &o.Properties[i]
		v, _ := p.Eval(node, root)
		out.Set(p.Name, v)
	}
	return out
}

func (o *Output) cut(v value.Value) value.Value {
	text, ok := v.(string)
	if !ok || o.MaxLength <= 0 || utf8.RuneCountInString(text) <= o.MaxLength {
		return v
	}
	return string([]rune(text)[:o.MaxLength])
}

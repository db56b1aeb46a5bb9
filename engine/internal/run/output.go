package run

import (
	"unicode/utf8"

	"naftiko/spec/diag"
	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// Output is a compiled output parameter: how one value is taken from an answer.
type Output struct {
	Name        string
	Type        string
	Description string
	Pos         diag.Pos
	// Path is where it stands, or nil.
	Path *expr.Path
	// Literal is the value itself when IsLiteral is set.
	Literal   value.Value
	IsLiteral bool
	// Template is a literal that names variables, or nil; see [Frame.Fill].
	Template *expr.Template
	// MaxLength cuts text results; 0 does not.
	MaxLength  int
	Properties []Output
	Items      *Output
	Values     *Output
	// Wrap makes a list of what is none, and an empty one of nothing: in formats
	// that cannot tell a list of one from a single thing.
	Wrap bool
}

// Miss is an output for which an answer had nothing.
type Miss struct {
	Output *Output
	// Unfit tells that something was there, and not a list or an object as wanted.
	Unfit bool
}

// found says what became of an output.
type found uint8

const (
	absent found = iota
	present
	// unfit is a value that is no list or no object where one is wanted.
	unfit
	// sourceless is an output that neither a path nor a shape says anything of.
	sourceless
)

// Outputs maps root by the declared outputs: an object by name, or root itself
// when none is declared.
func Outputs(outs []Output, root value.Value) (value.Value, []Miss) {
	if len(outs) == 0 {
		return root, nil
	}
	o := &value.Object{}
	var misses []Miss
	for i := range outs {
		v, s := outs[i].eval(root, root)
		o.Set(outs[i].Name, v)
		if s == absent || s == unfit {
			misses = append(misses, Miss{Output: &outs[i], Unfit: s == unfit})
		}
	}
	return o, misses
}

// First returns the value of the first output that is not null; ok is false when
// there is none.
func First(outs []Output, root value.Value) (v value.Value, ok bool) {
	for i := range outs {
		if v, s := outs[i].eval(root, root); s == present && v != nil {
			return v, true
		}
	}
	return nil, false
}

// Sourceless reports whether neither a path, a value nor a shape says what o is.
func (o *Output) Sourceless() bool {
	return o.asIs() && o.Type != "array"
}

// asIs reports whether o, the items of a list or the values of an object, leaves
// them as they are.
func (o *Output) asIs() bool {
	return o == nil || !o.IsLiteral && o.Template == nil && o.Path == nil && len(o.Properties) == 0 && o.Items == nil && o.Values == nil
}

// eval takes the output from root; a path that finds nothing there is tried from
// outer. The value is nil unless the state is present.
func (o *Output) eval(root, outer value.Value) (value.Value, found) {
	if o.IsLiteral {
		return o.Literal, present
	}
	node, ok := o.node(root, outer)
	switch {
	case o.Type == "array" && o.Wrap:
		return o.list(wrapList(node), root)
	case !ok:
		return nil, absent
	case o.Type == "array":
		return o.list(node, root)
	case o.Type == "object" && o.Values != nil:
		return o.mapValues(node, root)
	case o.Type == "object" && len(o.Properties) > 0:
		return o.object(node, root), present
	case o.Path == nil:
		return nil, sourceless
	}
	return o.cut(node), present
}

// node returns what the path of o leads to from root, else from outer; without a
// path it is root.
func (o *Output) node(root, outer value.Value) (value.Value, bool) {
	if o.Path == nil {
		return root, true
	}
	if v, ok := o.Path.Eval(root); ok {
		return v, true
	}
	return o.Path.Eval(outer)
}

// wrapList makes a list of a single thing: XML has one element for a list of one,
// and none or an empty one for an empty list.
func wrapList(node value.Value) value.List {
	switch v := node.(type) {
	case value.List:
		return v
	case nil:
		return value.List{}
	case string:
		if v == "" {
			return value.List{}
		}
	}
	return value.List{node}
}

func (o *Output) list(node, root value.Value) (value.Value, found) {
	list, ok := node.(value.List)
	if !ok {
		return nil, unfit
	}
	if o.Items.asIs() {
		return list, present
	}
	out := make(value.List, len(list))
	for i, item := range list {
		out[i], _ = o.Items.eval(item, root)
	}
	return out, present
}

func (o *Output) mapValues(node, root value.Value) (value.Value, found) {
	obj, ok := node.(*value.Object)
	if !ok {
		return nil, unfit
	}
	out := &value.Object{}
	for name, v := range obj.All() {
		if !o.Values.asIs() {
			v, _ = o.Values.eval(v, root)
		}
		out.Set(name, v)
	}
	return out, present
}

func (o *Output) object(node, root value.Value) value.Value {
	out := &value.Object{}
	for i := range o.Properties {
		p := &o.Properties[i]
		v, _ := p.eval(node, root)
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

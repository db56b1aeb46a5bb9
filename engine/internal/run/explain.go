package run

import (
	"naftiko/spec/diag"
	"naftiko/spec/value"
)

// Explanation says what became of one output, or of a part of one, in an answer.
type Explanation struct {
	Output *Output
	// Name leads to it: "ships[].name", "totals{}.sum".
	Name string
	// Tried is how many nodes it was looked for in, one for each entry of the list
	// it is part of, and Found in how many of them something was.
	Tried, Found int
	// Value is what was found first; ok tells a null from nothing.
	Value value.Value
	OK    bool
	// Unfit tells that what was found is no list or no object as the type wants.
	Unfit bool
	// At is the longest part of the path that leads somewhere in the first node it
	// finds nothing in, Keys are the names there, and Near is the one that is most
	// like what was looked for.
	At   string
	Keys []string
	Near string
}

// maxExplained is how many entries of a list are looked at.
const maxExplained = 10_000

// Explain tells for each output, and each part of one, what it finds in root.
func Explain(outs []Output, root value.Value) []Explanation {
	var all explainer
	for i := range outs {
		all.output(&outs[i], outs[i].Name, []around{{root, root}})
	}
	return all
}

// around is a node to look in, and the one to look in next.
type around struct{ root, outer value.Value }

type explainer []Explanation

// output explains o in each of the nodes.
func (x *explainer) output(o *Output, name string, nodes []around) {
	e := Explanation{Output: o, Name: name, Tried: len(nodes)}
	at := len(*x)
	*x = append(*x, e)
	var found []around // what o stands for, and where it was looked for
	for _, n := range nodes {
		node, ok := o.find(n.root, n.outer)
		switch {
		case !ok && e.At == "" && o.Path != nil:
			e.trace(n.root)
		case ok:
			if !e.OK {
				e.Value, e.OK = node, true
			}
			e.Found++
			e.Unfit = e.Unfit || !o.fits(node)
			found = append(found, around{node, n.root})
		}
	}
	(*x)[at] = e
	x.parts(o, name, found)
}

// find returns the node that o stands for.
func (o *Output) find(root, outer value.Value) (value.Value, bool) {
	if o.IsLiteral {
		return o.Literal, true
	}
	v, ok := o.node(root, outer)
	if list, isList := v.(value.List); isList && len(list) == 0 && o.Path != nil && !o.Path.Definite() {
		return nil, false // a path to many that matches none of them
	}
	return v, ok
}

// fits reports whether a node is a list or an object where o wants one.
func (o *Output) fits(node value.Value) bool {
	_, isList := node.(value.List)
	_, isObject := node.(*value.Object)
	switch {
	case o.IsLiteral:
		return true
	case o.Type == "array":
		return isList || o.Wrap
	case o.Type == "object" && o.Values != nil:
		return isObject
	}
	return true
}

// parts explains what o is made of.
func (x *explainer) parts(o *Output, name string, found []around) {
	switch {
	case o.IsLiteral:
	case o.Type == "array" && !o.Items.asIs():
		x.output(o.Items, name+"[]", entries(found, o.Wrap))
	case o.Type == "object" && !o.Values.asIs():
		x.output(o.Values, name+"{}", entries(found, false))
	case o.Type == "object":
		for i := range o.Properties {
			p := &o.Properties[i]
			x.output(p, join(name, p.Name), found)
		}
	}
}

func join(name, member string) string {
	if name == "" {
		return member
	}
	return name + "." + member
}

// entries returns the entries of lists and the members of objects, as far as they
// are looked at.
func entries(found []around, wrap bool) []around {
	var out []around
	for _, n := range found {
		var nodes value.List
		o, isObject := n.root.(*value.Object)
		switch list, isList := n.root.(value.List); {
		case isList:
			nodes = list
		case wrap:
			nodes = wrapList(n.root)
		case isObject:
			for _, m := range o.All() {
				nodes = append(nodes, m)
			}
		}
		for _, node := range nodes {
			if len(out) == maxExplained {
				return out
			}
			out = append(out, around{node, n.outer})
		}
	}
	return out
}

// trace notes how far the path leads in root.
func (e *Explanation) trace(root value.Value) {
	var missing string
	e.At, missing, e.Keys = e.Output.Path.Trace(root)
	e.Near = diag.Nearest(missing, e.Keys)
}

package args

import (
	"strings"

	"naftiko/spec/value"
)

// node is a place that arguments fill: with a value, or with members.
type node struct {
	whole   bool
	value   value.Value
	names   []string // of members, in the order in which they came
	members map[string]*node
}

func (n *node) member(name string) *node {
	if child := n.members[name]; child != nil {
		return child
	}
	if n.members == nil {
		n.members = map[string]*node{}
	}
	child := &node{}
	n.members[name] = child
	n.names = append(n.names, name)
	return child
}

// add puts v in the place t names, next to what other arguments have put there.
func (p *parser) add(t target, v value.Value) *Error {
	n := p.given[t.param]
	if n == nil {
		n = &node{}
		p.given[t.param] = n
		p.order = append(p.order, t.param)
	}
	for i, name := range t.path {
		if n.whole {
			return insideWhole(t, t.path[:i], n.value)
		}
		n = n.member(name)
	}
	isList := t.kind() == "array"
	switch {
	case len(n.names) > 0:
		return &Error{
			Arg: cut(t.typed), Param: t.param.Name, Msg: cut(t.typed) + " is given as a whole and by its members",
			Hint: "write either one value or only members",
		}
	case n.whole && !isList:
		return p.twice(t)
	case n.whole || isList:
		n.value = appendItems(n.value, v)
	default:
		n.value = v
	}
	n.whole = true
	return nil
}

// appendItems adds v, or the items of v, to the list so far. null adds nothing,
// so that null alone stays null.
func appendItems(list, v value.Value) value.Value {
	if v == nil {
		return list
	}
	items, _ := list.(value.List)
	if more, ok := v.(value.List); ok {
		if items == nil {
			return more
		}
		return append(items, more...)
	}
	return append(items, v)
}

func (p *parser) twice(t target) *Error {
	e := &Error{Arg: cut(t.typed), Param: t.param.Name, Msg: cut(t.typed) + " is given twice", Hint: "keep one of them"}
	if kind := t.kind(); kind == "" || kind == "string" {
		e.Hint += "; for a list, write " + p.grammar.quote(cut(t.typed)+`:=["a","b"]`)
	}
	return e
}

// insideWhole is about a member of something that already has a value.
func insideWhole(t target, above []string, v value.Value) *Error {
	name := cut(strings.Join(append([]string{t.param.Name}, above...), "."))
	if _, ok := v.(*value.Object); ok {
		return &Error{
			Arg: cut(t.typed), Param: t.param.Name, Msg: name + " is given as a whole and by its members",
			Hint: "write either one value or only members",
		}
	}
	return &Error{
		Arg: cut(t.typed), Param: t.param.Name,
		Msg: name + " is " + kindOf(v) + ": it has no member " + show(t.path[len(above)]),
	}
}

// merge puts what the command line gave into the object of --args.
func (p *parser) merge(base *value.Object) error {
	for _, param := range p.order {
		before, _ := base.Get(param.Name)
		v, e := p.given[param].build(param.Name, before)
		if e != nil {
			e.Param = param.Name
			return e
		}
		base.Set(param.Name, v)
	}
	return nil
}

// build returns the value of n, with members set inside before, which is called
// name in errors.
func (n *node) build(name string, before value.Value) (value.Value, *Error) {
	if n.whole {
		return n.value, nil
	}
	o, ok := before.(*value.Object)
	if !ok {
		if before != nil {
			return nil, &Error{
				Arg: cut(name),
				Msg: cut(name) + " is " + kindOf(before) + " in --args: it has no member " + show(n.names[0]),
			}
		}
		o = &value.Object{}
	}
	for _, member := range n.names {
		inside, _ := o.Get(member)
		v, e := n.members[member].build(within(name, member), inside)
		if e != nil {
			return nil, e
		}
		o.Set(member, v)
	}
	return o, nil
}

// within joins names for a message. What would be cut anyway is left out, so
// that deep nesting costs no more than its depth.
func within(name, member string) string { return cut(cut(name) + "." + cut(member)) }

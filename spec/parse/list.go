package parse

import (
	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

// plain reads a list of objects. A list item that is null is reported and left out.
func plain[T any](p *parser, e entry, read func(*parser, item, *T)) []T {
	switch e.node.Kind() {
	case yaml.Null:
		return nil
	case yaml.List:
		return items(p, e, read)
	}
	p.wrongType(e, "a list", listHint)
	return nil
}

// items reads the objects of a list.
func items[T any](p *parser, e entry, read func(*parser, item, *T)) []T {
	if !p.grow(e) {
		return nil
	}
	out := make([]T, 0, e.node.Len())
	for n := range e.node.Items() {
		switch n.Kind() {
		case yaml.Map:
			out = out[:len(out)+1]
			read(p, item{node: n, pos: n.Pos()}, &out[len(out)-1])
		case yaml.Null:
			p.warnf(n.Pos(), "empty-entry", "", "an entry of %q is empty", diag.Short(e.name()))
		default:
			p.badItem(e, n, "")
		}
	}
	return out
}

func (p *parser) badItem(e entry, n yaml.Node, hint string) {
	p.errorf(n.Pos(), "wrong-type", hint, "an entry of %q must be a mapping, not %s", diag.Short(e.name()), n.Kind())
}

// naming says how objects that have names are read.
type naming[T any] struct {
	// what the object is, for messages.
	what string
	// need is set where an object without a name is of no use.
	need bool
	// anyForm is set where the versions do not differ in writing a list or a
	// mapping.
	anyForm bool
	read    func(*parser, item, *T)
	name    func(*T) *spec.Str
}

// named reads objects from a list, or from a mapping whose keys are the names.
// Such a key wins over a name inside of the object.
func named[T any](p *parser, e entry, n naming[T]) []T {
	var out []T
	switch e.node.Kind() {
	case yaml.List:
		if !n.anyForm {
			p.form(e, eraLists)
		}
		out = items(p, e, n.readItem)
	case yaml.Map:
		if (p.era == eraLists || n.anyForm) && e.name() != "properties" && isOneEntry(e.node) {
			p.wrongType(e, "a list", listHint)
			return nil
		}
		if !n.anyForm {
			p.form(e, eraMaps)
		}
		out = byName(p, e, n.readItem)
	case yaml.Scalar:
		p.wrongType(e, "a list or a mapping by name", "")
	}
	return out
}

// isOneEntry reports whether a mapping that is to name its entries is one of them: it
// has nothing that could be an entry.
func isOneEntry(n yaml.Node) bool {
	for _, v := range n.Members() {
		if v.Kind() != yaml.Scalar {
			return false
		}
	}
	return n.Len() > 0
}

func byName[T any](p *parser, e entry, read func(*parser, item, *T)) []T {
	if !p.grow(e) {
		return nil
	}
	out := make([]T, 0, e.node.Len())
	for k, v := range e.node.Members() {
		if kind := v.Kind(); kind == yaml.Scalar || kind == yaml.List {
			p.badItem(e, v, listHint)
			continue
		}
		out = out[:len(out)+1]
		read(p, item{node: v, pos: k.Pos(), name: keyed(k)}, &out[len(out)-1])
	}
	return out
}

func (n naming[T]) readItem(p *parser, it item, dst *T) {
	n.read(p, it, dst)
	name := n.name(dst)
	if it.name.Set() {
		if name.Set() && name.Text != it.name.Text {
			p.warnf(name.Pos, "ignored-name", "leave it out", "the name %q is ignored: the key %q is the name", diag.Short(name.Text), diag.Short(it.name.Text))
		}
		*name = it.name
	}
	if n.need && name.Text == "" && !it.hasBadName() {
		p.errorf(it.pos, "missing-name", `add "name"`, "this %s has no name", n.what)
	}
}

// hasBadName reports whether the name is no text, which is told already.
func (it item) hasBadName() bool {
	kind := it.node.Get("name").Kind()
	return kind == yaml.List || kind == yaml.Map
}

package engine

import (
	"slices"

	"naftiko/spec/diag"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// outline finds the parts of a document by their places.
type outline struct {
	root yaml.Node
	text *yaml.Text
	data []byte
	// keys has the members of mappings by the places of their keys, scalars the
	// members and items that are scalars by their own. What stands in several places of
	// the tree is in none: a change would be one of all.
	keys, scalars map[diag.Pos]*part
	// entries are the mappings in the lists of consumed APIs.
	entries []*part
	// read are the findings of the parser: they tell what it does with a key.
	read map[diag.Pos]diag.List
	// shared reports what stands in several places.
	shared func(yaml.Node) bool
}

// part is a member of a mapping, or an item of a list, which has the list's key.
type part struct {
	key, node yaml.Node
	isItem    bool
	// owner is the mapping or the list, up the part that this is the value of.
	owner yaml.Node
	up    *part
}

// newOutline takes the document and what the parser found in it.
func newOutline(root yaml.Node, data []byte, found diag.List) *outline {
	o := &outline{
		root: root, data: data, text: yaml.NewText(data), shared: root.Shared(),
		keys: map[diag.Pos]*part{}, scalars: map[diag.Pos]*part{}, read: map[diag.Pos]diag.List{},
	}
	for _, d := range found {
		o.read[d.Pos] = append(o.read[d.Pos], d)
	}
	o.walk(root, nil)
	return o
}

func (o *outline) walk(n yaml.Node, up *part) {
	for k, v := range n.Members() {
		o.add(&part{key: k, node: v, owner: n, up: up})
	}
	for item := range n.Items() {
		p := &part{node: item, owner: n, up: up, isItem: true}
		if up != nil {
			p.key = up.key
		}
		o.add(p)
	}
}

func (o *outline) add(p *part) {
	if !p.isItem && !o.shared(p.key) {
		o.keys[p.key.Pos()] = p
	}
	switch {
	case o.shared(p.node):
		return
	case p.node.Kind() == yaml.Scalar:
		o.scalars[p.node.Pos()] = p
		return
	case p.isItem && p.key.Text() == "consumes" && p.node.Kind() == yaml.Map:
		o.entries = append(o.entries, p)
	}
	o.walk(p.node, p)
}

// scalar returns the scalar that a finding at a place is about, or nil.
func (o *outline) scalar(pos diag.Pos) *part {
	if p := o.scalars[pos]; p != nil {
		return p
	}
	if p := o.keys[pos]; p != nil && p.node.Kind() == yaml.Scalar && !o.shared(p.node) {
		return p
	}
	return nil
}

// said returns the parser's finding of one of some codes at a place.
func (o *outline) said(pos diag.Pos, codes ...string) (diag.Diagnostic, bool) {
	for _, d := range o.read[pos] {
		if slices.Contains(codes, d.Code) {
			return d, true
		}
	}
	return diag.Diagnostic{}, false
}

// freeKeys are the keys that hold data of the user's: what is a number there is sent
// as one.
var freeKeys = map[string]bool{
	"body": true, "const": true, "data": true, "default": true, "enum": true, "example": true, "management": true, "metadata": true,
	"observability": true, "schema": true, "template": true, "tunnel": true, "value": true, "with": true,
}

// isFree reports whether a part is, or lies in, data of the user's.
func (p *part) isFree() bool {
	for ; p != nil; p = p.up {
		if freeKeys[p.key.Text()] {
			return true
		}
	}
	return false
}

// meant is what a change does to what a document says: a key that is renamed, a value
// that is another, or a member that is added to a mapping.
type meant struct {
	key, at, into diag.Pos
	name          string
	value         value.Value
}

// meaning is what several changes are to do.
type meaning struct {
	names  map[diag.Pos]string
	values map[diag.Pos]value.Value
	// added are the members that mappings get, by the places of these.
	added map[diag.Pos]meant
}

func says(list []mend) meaning {
	m := meaning{names: map[diag.Pos]string{}, values: map[diag.Pos]value.Value{}, added: map[diag.Pos]meant{}}
	for i := range list {
		switch is := list[i].meant; {
		case is.key.IsValid():
			m.names[is.key] = is.name
		case is.at.IsValid():
			m.values[is.at] = is.value
		case is.into.IsValid():
			m.added[is.into] = is
		}
	}
	return m
}

// same reports whether the document after the changes says what the one before says,
// but for what is meant.
func (m meaning) same(before, after yaml.Node) bool {
	if before.Kind() == yaml.Scalar {
		if want, ok := m.values[before.Pos()]; ok {
			return value.Equal(want, after.Plain())
		}
		return after.Kind() == yaml.Scalar && before.Text() == after.Text() && before.Type() == after.Type()
	}
	if before.Kind() != after.Kind() {
		return false
	}
	return m.sameItems(before, after) && m.sameMembers(before, after)
}

func (m meaning) sameItems(before, after yaml.Node) bool {
	var items []yaml.Node
	for item := range after.Items() {
		items = append(items, item)
	}
	i := 0
	for item := range before.Items() {
		if i >= len(items) || !m.same(item, items[i]) {
			return false
		}
		i++
	}
	return i == len(items)
}

func (m meaning) sameMembers(before, after yaml.Node) bool {
	type member struct{ key, node yaml.Node }
	more, grows := m.added[before.Pos()]
	grows = grows && before.Kind() == yaml.Map && before.Get(more.name).IsNull()
	var members []member
	for k, v := range after.Members() {
		if grows && k.Text() == more.name {
			if grows = false; !value.Equal(more.value, v.Plain()) {
				return false
			}
			continue
		}
		members = append(members, member{k, v})
	}
	i := 0
	for k, v := range before.Members() {
		name, ok := m.names[k.Pos()]
		if !ok {
			name = k.Text()
		}
		if i >= len(members) || members[i].key.Text() != name || !m.same(v, members[i].node) {
			return false
		}
		i++
	}
	return i == len(members) && !grows
}

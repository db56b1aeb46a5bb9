package format

import (
	"cmp"
	"slices"

	"naftiko/spec/value"
)

// protoNode is a message while it is read: a later occurrence of a field may
// still replace, extend or merge with an earlier one.
type protoNode struct {
	entries []protoEntry
	// index finds entries by slot once they are many.
	index map[int]int
}

// protoEntry is what was read of a field. Its value is in list if the field is
// repeated, in node if it is a message, and else in value.
type protoEntry struct {
	field *protoField
	value value.Value
	node  *protoNode
	list  value.List
}

// nodeIndexFrom is the number of entries from which a map is worth its making.
const nodeIndexFrom = 16

// entry returns the entry of f, a new one if there is none. Of the fields of a
// oneof the last takes the place of the one before.
func (n *protoNode) entry(f *protoField) *protoEntry {
	i := n.find(f.slot)
	if i < 0 {
		i = len(n.entries)
		n.entries = append(n.entries, protoEntry{})
		switch {
		case n.index != nil:
			n.index[f.slot] = i
		case len(n.entries) == nodeIndexFrom:
			n.index = make(map[int]int, 2*nodeIndexFrom)
			for j, e := range n.entries[:i] {
				n.index[e.field.slot] = j
			}
			n.index[f.slot] = i
		}
	}
	if n.entries[i].field != f {
		n.entries[i] = protoEntry{field: f}
	}
	return &n.entries[i]
}

func (n *protoNode) find(slot int) int {
	if n.index != nil {
		if i, ok := n.index[slot]; ok {
			return i
		}
		return -1
	}
	for i := range n.entries {
		if n.entries[i].field.slot == slot {
			return i
		}
	}
	return -1
}

// object returns the message as an object, its fields in the order in which
// they are declared.
func (n *protoNode) object() *value.Object {
	slices.SortFunc(n.entries, func(a, b protoEntry) int { return cmp.Compare(a.field.index, b.field.index) })
	o := &value.Object{}
	for _, e := range n.entries {
		switch {
		case e.list != nil:
			o.Set(e.field.name, e.list)
		case e.node != nil:
			o.Set(e.field.name, e.node.object())
		case e.value != nil: // an empty packed list leaves nothing
			o.Set(e.field.name, e.value)
		}
	}
	return o
}

// message reads all of r as fields of m into node.
func (r *protoReader) message(m *protoMessage, node *protoNode, depth int) error {
	if depth > maxWireDepth {
		return errWireDeep
	}
	for len(r.data) > 0 {
		number, wire, err := r.tag()
		if err != nil {
			return err
		}
		if err := r.fieldOrSkip(m, node, number, wire, depth); err != nil {
			return err
		}
	}
	return nil
}

// group reads fields of m up to the end of the group of that number.
func (r *protoReader) group(m *protoMessage, node *protoNode, end uint64, depth int) error {
	return r.toGroupEnd(end, depth, func(number uint64, wire int) error {
		return r.fieldOrSkip(m, node, number, wire, depth)
	})
}

// toGroupEnd reads what stands behind each tag up to the end of a group.
func (r *protoReader) toGroupEnd(end uint64, depth int, read func(number uint64, wire int) error) error {
	if depth > maxWireDepth {
		return errWireDeep
	}
	for {
		number, wire, err := r.tag()
		if err != nil {
			return err
		}
		if wire == wireGroupEnd && number == end {
			return nil
		}
		if err := read(number, wire); err != nil {
			return err
		}
	}
}

// fieldOrSkip reads the value behind a tag. What m does not declare, with this
// wire type, is no error: the sender may know more than the schema.
func (r *protoReader) fieldOrSkip(m *protoMessage, node *protoNode, number uint64, wire, depth int) error {
	if number > maxProtoNumber {
		return errWireNumber
	}
	f := m.byNumber[int32(number)]
	if f == nil || !f.takes(wire) {
		return r.skip(number, wire, depth)
	}
	if err := r.field(f, node.entry(f), wire, depth); err != nil {
		return inField(f.name, err)
	}
	return nil
}

// takes reports whether values of f come with this wire type.
func (f *protoField) takes(wire int) bool {
	return wire == f.wireType() || f.packed(wire)
}

// packed reports whether bytes of this wire type are many values of f.
func (f *protoField) packed(wire int) bool {
	return wire == wireBytes && f.repeated && f.wireType() != wireBytes && f.wireType() != wireGroup
}

func (f *protoField) wireType() int {
	switch {
	case f.key != scalarNone:
		return wireBytes
	case f.group:
		return wireGroup
	case f.message != nil:
		return wireBytes
	case f.enum != nil:
		return wireVarint
	}
	return f.scalar.wireType()
}

func (s protoScalar) wireType() int {
	switch s {
	case scalarBytes, scalarString:
		return wireBytes
	case scalarDouble, scalarFixed64, scalarSfixed64:
		return wireFixed64
	case scalarFloat, scalarFixed32, scalarSfixed32:
		return wireFixed32
	}
	return wireVarint
}

// field reads one occurrence of f into e.
func (r *protoReader) field(f *protoField, e *protoEntry, wire, depth int) error {
	switch {
	case f.key != scalarNone:
		return r.mapEntry(f, e, depth)
	case f.packed(wire):
		return r.packedList(f, e)
	case f.message != nil:
		return r.nested(f, e, depth)
	}
	v, err := r.single(f)
	if err != nil {
		return err
	}
	if f.repeated {
		e.list = append(e.list, v)
	} else {
		e.value = v
	}
	return nil
}

func (r *protoReader) packedList(f *protoField, e *protoEntry) error {
	items, err := r.bytes()
	if err != nil {
		return err
	}
	list := protoReader{wireReader{items}}
	for len(list.data) > 0 {
		v, err := list.single(f)
		if err != nil {
			return err
		}
		e.list = append(e.list, v)
	}
	return nil
}

// nested reads a message. One that is not repeated merges with what was read of
// it before.
func (r *protoReader) nested(f *protoField, e *protoEntry, depth int) error {
	node := e.node
	if node == nil {
		node = &protoNode{}
	}
	if err := r.nestedInto(f, node, depth); err != nil {
		return err
	}
	if f.repeated {
		e.list = append(e.list, node.object())
	} else {
		e.node = node
	}
	return nil
}

func (r *protoReader) nestedInto(f *protoField, node *protoNode, depth int) error {
	if f.group {
		return r.group(f.message, node, uint64(f.number), depth+1) //nolint:gosec // numbers of fields are positive
	}
	b, err := r.bytes()
	if err != nil {
		return err
	}
	inner := protoReader{wireReader{b}}
	return inner.message(f.message, node, depth+1)
}

// mapEntry reads one key and its value. Either may be absent, which stands for
// zero, and of two entries with one key the later counts.
func (r *protoReader) mapEntry(f *protoField, e *protoEntry, depth int) error {
	b, err := r.bytes()
	if err != nil {
		return err
	}
	entry := protoReader{wireReader{b}}
	key, item := f.key.zero(), protoEntry{field: f.item}
	for len(entry.data) > 0 {
		number, wire, err := entry.tag()
		if err != nil {
			return err
		}
		switch {
		case number > maxProtoNumber:
			err = errWireNumber
		case number == 1 && wire == f.key.wireType():
			key, err = entry.scalar(f.key)
		case number == 2 && f.item.takes(wire):
			err = entry.field(f.item, &item, wire, depth)
		default:
			err = entry.skip(number, wire, depth)
		}
		if err != nil {
			return err
		}
	}
	o, _ := e.value.(*value.Object)
	if o == nil {
		o = &value.Object{}
		e.value = o
	}
	o.Set(value.Text(key), item.orZero())
	return nil
}

// orZero returns the value of a map's entry, which may be absent.
func (e *protoEntry) orZero() value.Value {
	switch f := e.field; {
	case e.node != nil:
		return e.node.object()
	case e.value != nil:
		return e.value
	case f.message != nil:
		return &value.Object{}
	case f.enum != nil:
		return f.enum.value(f.enum.first)
	default:
		return f.scalar.zero()
	}
}

package mock

import (
	"naftiko/engine/internal/run"
)

const (
	// maxIndex is the largest index that a list is made long enough for.
	maxIndex = 31
	// maxDepth is how deep an answer nests: nothing sensible is deeper.
	maxDepth = 100
)

type shapeKind uint8

const (
	anyShape shapeKind = iota
	objectShape
	listShape
	leafShape
)

// shape is the plan of an answer: what has to stand where so that every path of
// the outputs finds something.
type shape struct {
	kind shapeKind
	name string
	// typ is the declared type of a leaf.
	typ string
	// fill asks for members, or elements, that no output names.
	fill    bool
	members []*shape
	index   map[string]*shape
	// item is what a list's elements are like, count how many there must be.
	item  *shape
	count int
	depth int
}

// newShape plans the answer from which outs are mapped.
func newShape(outs []run.Output) *shape {
	s := &shape{fill: len(outs) == 0}
	if s.fill {
		s.kind = objectShape
	}
	// Paths through members first: a wildcard then goes through what they made.
	for _, plural := range []bool{false, true} {
		for i := range outs {
			if t, _ := trailOf(&outs[i]); t.plural == plural {
				s.declare(&outs[i])
			}
		}
	}
	if s.kind == anyShape {
		s.kind = objectShape
	}
	return s
}

// trailOf returns how an output's path leads to its place.
func trailOf(o *run.Output) (trail, bool) {
	if o.Path == nil {
		return trail{}, true
	}
	return parseTrail(o.Path.String())
}

// declare makes place for an output that is evaluated at s.
func (s *shape) declare(o *run.Output) {
	if o.IsLiteral || o.Path == nil && !structured(o) {
		return
	}
	t, ok := trailOf(o)
	if !ok {
		return
	}
	for _, h := range t.hops {
		if s = s.hop(h); s == nil {
			return
		}
	}
	switch {
	case t.call != "":
		s.called(t.call, o)
	case t.plural && o.Type == "array":
		s.part(o.Items)
	default:
		s.be(o)
	}
}

// structured reports whether an output without a path is made of its parts.
func structured(o *run.Output) bool {
	return o.Type == "array" || o.Type == "object" && (o.Values != nil || len(o.Properties) > 0)
}

// part makes place for the items or values of an output at s, which may be nil:
// without a path they are what stands there.
func (s *shape) part(o *run.Output) {
	switch {
	case s == nil:
	case o == nil:
		s.fill = s.kind != leafShape
	case o.Path == nil && !o.IsLiteral:
		s.be(o)
	default:
		s.declare(o)
	}
}

// be gives s the type of an output.
func (s *shape) be(o *run.Output) {
	switch {
	case o.Type == "array":
		s.element(0).part(o.Items)
	case o.Type == "object":
		s.object(o)
	case s.kind == anyShape && s.depth == 0 && o.Type == "":
		s.kind, s.fill = objectShape, true
	case s.kind == anyShape:
		s.kind, s.typ = leafShape, o.Type
	}
}

func (s *shape) object(o *run.Output) {
	if !s.become(objectShape) {
		return
	}
	switch {
	case o.Values != nil:
		s.member("example").part(o.Values)
	case len(o.Properties) > 0:
		for i := range o.Properties {
			s.declare(&o.Properties[i])
		}
	default:
		s.fill = true
	}
}

// called makes place for the argument of a function at the end of a path.
func (s *shape) called(name string, o *run.Output) {
	switch name {
	case "keys":
		if s.become(objectShape) {
			s.fill = true
		}
	case "first", "last":
		s.element(0).part(&run.Output{Type: o.Type, Items: o.Items, Values: o.Values, Properties: o.Properties})
	case "length", "size":
		if s.kind != objectShape {
			s.element(0).part(nil)
		}
	default:
		s.element(0).part(&run.Output{Type: "number"})
	}
}

// become turns s into an object or a list; what is one already stays it.
func (s *shape) become(k shapeKind) bool {
	if s.kind == anyShape || s.kind == leafShape {
		s.kind, s.typ = k, ""
	}
	return s.kind == k
}

// hop returns the place that a step leads to, or nil where something else
// stands in its way.
func (s *shape) hop(h hop) *shape {
	switch {
	case !h.list:
		return s.member(h.name)
	case h.any && s.kind == objectShape && len(s.members) > 0:
		return s.members[0]
	}
	return s.element(h.index)
}

func (s *shape) member(name string) *shape {
	if s.depth >= maxDepth || !s.become(objectShape) {
		return nil
	}
	if m, ok := s.index[name]; ok {
		return m
	}
	if s.index == nil {
		s.index = map[string]*shape{}
	}
	m := &shape{name: name, depth: s.depth + 1}
	s.index[name] = m
	s.members = append(s.members, m)
	return m
}

// element returns what the elements are like, of which there are then more than n.
func (s *shape) element(n int) *shape {
	if s.depth >= maxDepth || n > maxIndex || !s.become(listShape) {
		return nil
	}
	if s.item == nil {
		s.item = &shape{name: singular(s.name), depth: s.depth + 1}
	}
	s.count = max(s.count, n+1)
	return s.item
}

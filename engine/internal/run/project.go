package run

import (
	"slices"
	"sync"

	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// Projection is outputs that are taken from the bytes of a JSON answer in one pass,
// without a tree of it: every path among them is plain ([expr.Path.Plain]) and
// every literal fixed. It never changes and is safe for concurrent use.
type Projection struct {
	outs []Output
	root *scope
	// parts are those of outs, and names what stands in front of each.
	parts []part
	names []string
	// first asks for the first output that is not null instead of all by name.
	first bool
	// passes keeps the buffers of finished passes.
	passes sync.Pool
}

// NewProjection compiles outputs as [Outputs] applies them, or with first as
// [First] does; none at all are the answer itself. It returns nil for those that
// need the whole tree.
func NewProjection(outs []Output, first bool) *Projection {
	p := &Projection{outs: outs, root: &scope{}, first: first}
	c := planner{}
	c.tree = !first && repeated(outs)
	for i := range outs {
		p.names = append(p.names, label(i, outs[i].Name))
		p.parts = append(p.parts, c.output(&outs[i], spot{scope: p.root}, spot{scope: p.root}))
	}
	if c.tree {
		return nil
	}
	return p
}

// scope is one root that paths start at: the answer, or an element of a list.
type scope struct {
	top   stop
	slots int
	// part is what becomes of an element.
	part part
	// guards are slots that say whether something stands where a path that was
	// missed would be looked for next.
	guards []int
}

// stop is a place that paths pass or end at.
type stop struct {
	members  []memberStop
	elements []elementStop
	needs    []need
}

type memberStop struct {
	name string
	stop stop
}

type elementStop struct {
	index int
	stop  stop
}

// need is what is to be kept of the value at a stop.
type need struct {
	kind needKind
	slot int
	// elem shapes each element or member; nil leaves them as they are.
	elem *scope
	// steps lead on behind the first wildcard.
	steps []expr.PlainStep
}

type needKind uint8

const (
	// needPresence notes that something is there.
	needPresence needKind = iota
	needWhole
	// needList wants a list, needMembers an object.
	needList
	needMembers
	// needEach collects what steps lead to.
	needEach
)

// part is a piece of the result.
type part struct {
	kind partKind
	// text is a fixed piece, or what an absent slot gives.
	text  string
	slot  int
	guard guard
	max   int
	// names are those of parts, quoted and with what stands around them.
	names []string
	parts []part
}

type partKind uint8

const (
	fixedPart partKind = iota
	slotPart
	// objectPart is an object of parts; with a slot of -1 it is always there.
	objectPart
)

// guard is the slot of the place where a path that misses is tried again; outer
// tells that it belongs to the scope around.
type guard struct {
	slot  int
	outer bool
}

var unguarded = guard{slot: -1}

// spot is a place: a scope, and the way from its root.
type spot struct {
	scope *scope
	steps []expr.PlainStep
}

func (s spot) join(steps []expr.PlainStep) spot {
	return spot{s.scope, append(slices.Clip(s.steps), steps...)}
}

func (s spot) same(o spot) bool { return s.scope == o.scope && slices.Equal(s.steps, o.steps) }

// planner turns outputs into scopes and parts.
type planner struct {
	// tree is set when something needs the tree.
	tree bool
}

// output plans o, evaluated at root and tried again from outer, as eval does.
func (c *planner) output(o *Output, root, outer spot) part {
	switch {
	case o.IsLiteral:
		return part{slot: -1, text: string(value.Append(nil, o.Literal))}
	case o.Template != nil || o.Wrap:
		c.tree = true
		return part{}
	}
	node, again := root, unguarded
	if o.Path != nil {
		steps, plain := o.Path.Plain()
		if !plain {
			c.tree = true
			return part{}
		}
		node, again = root.join(steps), c.guard(root, outer, steps)
	}
	switch {
	case o.Type == "array":
		return c.slot(node, need{kind: needList, elem: c.elem(o.Items, root)}, again)
	case o.Type == "object" && o.Values != nil:
		return c.slot(node, need{kind: needMembers, elem: c.elem(o.Values, root)}, again)
	case o.Type == "object" && len(o.Properties) > 0:
		return c.object(o, root, node, again)
	case o.Path == nil:
		return part{slot: -1, text: "null"}
	}
	p := c.slot(node, need{kind: needWhole}, again)
	p.max = o.MaxLength
	return p
}

// guard watches the place at which a path that finds nothing at root is tried again.
func (c *planner) guard(root, outer spot, steps []expr.PlainStep) guard {
	if root.same(outer) || slices.ContainsFunc(steps, func(s expr.PlainStep) bool { return s.All }) {
		return unguarded
	}
	slot := c.need(outer.join(steps), need{kind: needPresence})
	outer.scope.guards = append(outer.scope.guards, slot)
	return guard{slot: slot, outer: outer.scope != root.scope}
}

// elem plans what an array's items or an object's values are, or gives nil where
// they stay what they are.
func (c *planner) elem(o *Output, root spot) *scope {
	if o.asIs() {
		return nil
	}
	s := &scope{}
	s.part = c.output(o, spot{scope: s}, root)
	return s
}

// slot plans a piece that is kept while the answer is read.
func (c *planner) slot(at spot, n need, again guard) part {
	p := part{kind: slotPart, text: "null", guard: again}
	if i := slices.IndexFunc(at.steps, func(s expr.PlainStep) bool { return s.All }); i >= 0 {
		if n.kind == needMembers {
			c.tree = true
			return part{}
		}
		n.kind, n.steps = needEach, at.steps[i:]
		at.steps, p.text = at.steps[:i], "[]"
	}
	p.slot = c.need(at, n)
	return p
}

func (c *planner) object(o *Output, root, node spot, again guard) part {
	p := part{kind: objectPart, slot: -1, text: "null", guard: again}
	if o.Path != nil {
		p.slot = c.need(node, need{kind: needPresence})
	}
	c.tree = c.tree || repeated(o.Properties)
	for i := range o.Properties {
		prop := &o.Properties[i]
		p.names = append(p.names, label(i, prop.Name))
		p.parts = append(p.parts, c.output(prop, node, root))
	}
	return p
}

// repeated reports whether two outputs have one name: the last counts then.
func repeated(outs []Output) bool {
	seen := map[string]bool{}
	for i := range outs {
		if seen[outs[i].Name] {
			return true
		}
		seen[outs[i].Name] = true
	}
	return false
}

// label is the name of the i-th member with what stands before and behind it.
func label(i int, name string) string {
	b := []byte{','}
	if i == 0 {
		b = []byte{'{'}
	}
	return string(append(value.Quote(b, name), ':'))
}

// maxStops is how many members one stop may tell apart.
const maxStops = 64

// need notes n at a place and returns its slot.
func (c *planner) need(at spot, n need) int {
	s := &at.scope.top
	for _, step := range at.steps {
		if step.All {
			c.tree = true // only the end of a path may be behind a wildcard
			return 0
		}
		s = s.next(step)
		c.tree = c.tree || len(s.members) > maxStops
	}
	n.slot = at.scope.slots
	at.scope.slots++
	s.needs = append(s.needs, n)
	return n.slot
}

// next returns the stop that a step leads to, made where it is not there yet.
func (s *stop) next(step expr.PlainStep) *stop {
	if step.Element {
		for i := range s.elements {
			if s.elements[i].index == step.Index {
				return &s.elements[i].stop
			}
		}
		s.elements = append(s.elements, elementStop{index: step.Index})
		return &s.elements[len(s.elements)-1].stop
	}
	for i := range s.members {
		if s.members[i].name == step.Name {
			return &s.members[i].stop
		}
	}
	s.members = append(s.members, memberStop{name: step.Name})
	return &s.members[len(s.members)-1].stop
}

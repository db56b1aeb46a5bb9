package spectral

import (
	"strconv"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

const (
	// maxWork is how many steps one check may take: visits of nodes, above all.
	maxWork = 20_000_000
	// maxRuleWork is how many of them one rule may take.
	maxRuleWork = 4_000_000
	// textUnit is how many bytes of text count as a step.
	textUnit = 64
)

// spot is a place in a document. Each place is one spot, so that spots can be compared.
type spot struct {
	up    *spot
	key   yaml.Node // of a member
	node  yaml.Node
	index int // of an item
	kids  []*spot
	grown bool
	// seen and entered are the last step that took s, and that went down from it.
	seen, entered int
}

// isItem reports whether s is an item of a list.
func (s *spot) isItem() bool { return s.up != nil && s.up.node.Kind() == yaml.List }

func (s *spot) value() any { return valueOf(s.node) }

func (s *spot) root() *spot {
	for s.up != nil {
		s = s.up
	}
	return s
}

// name returns the key or the index of s as a text, "" for the root.
func (s *spot) name() string {
	if s.isItem() {
		return strconv.Itoa(s.index)
	}
	return s.key.Text()
}

// keyName returns the key of s or, if it is an item, of the list that it is in.
func (s *spot) keyName() string {
	for s.isItem() {
		s = s.up
	}
	return s.key.Text()
}

// label returns the key or the index of s as a value.
func (s *spot) label() any {
	switch {
	case s.up == nil:
		return nil
	case s.isItem():
		return float64(s.index)
	}
	return s.key.Text()
}

// names returns the path of s from the root.
func (s *spot) names() []string {
	if s.up == nil {
		return nil
	}
	return append(s.up.names(), s.name())
}

// pointer returns the path of s as a JSON Pointer behind #.
func (s *spot) pointer() string {
	var b strings.Builder
	b.WriteByte('#')
	for _, name := range s.names() {
		b.WriteByte('/')
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1"))
	}
	return b.String()
}

// bracketed returns the path of s as filters see it: $['a'][0].
func (s *spot) bracketed() string {
	if s.up == nil {
		return "$"
	}
	if s.isItem() {
		return s.up.bracketed() + "[" + s.name() + "]"
	}
	return s.up.bracketed() + "['" + s.name() + "']"
}

// pos returns where s is pointed at: at its first character if it begins on the line
// of its key, else at the key.
func (s *spot) pos() diag.Pos {
	key, own := s.key.Pos(), s.node.Pos()
	if key.IsValid() && (s.node.Kind() != yaml.Scalar || own.Line != key.Line) {
		return key
	}
	return own
}

// walk is one check of a document: its places, and what the work has cost so far.
type walk struct {
	root *spot
	// found keeps what paths have found: many rules look at the same places.
	found map[string][]*spot
	// steps counts the steps that were taken.
	steps int
	// left and ruleLeft are what may still be spent.
	left, ruleLeft int
}

func newWalk(root yaml.Node) *walk {
	return &walk{root: &spot{node: root}, found: map[string][]*spot{}, left: maxWork}
}

// spend takes n steps of work and reports whether there is any left.
func (w *walk) spend(n int) bool {
	w.left -= n
	w.ruleLeft -= n
	return !w.spent()
}

// spent reports whether a bound is met. What is found from then on is not the whole.
func (w *walk) spent() bool { return w.left < 0 || w.ruleLeft < 0 }

// children returns the members or items of s.
func (w *walk) children(s *spot) []*spot {
	w.spend(1 + len(s.kids))
	if s.grown || w.spent() {
		return s.kids
	}
	n := s.node.Len()
	if n == 0 || !w.spend(n) {
		return nil
	}
	s.grown = true
	all := make([]spot, n)
	s.kids = make([]*spot, n)
	i := 0
	for item := range s.node.Items() {
		all[i] = spot{up: s, node: item, index: i}
		s.kids[i] = &all[i]
		i++
	}
	for k, v := range s.node.Members() {
		all[i] = spot{up: s, key: k, node: v}
		s.kids[i] = &all[i]
		i++
	}
	return s.kids
}

// find returns the places that p leads to, in the order of the document as far as
// the path has one.
func (w *walk) find(p *path) []*spot {
	if found, ok := w.found[p.src]; ok {
		return found
	}
	found := []*spot{w.root}
	for i := range p.steps {
		found = w.take(&p.steps[i], found)
	}
	if !w.spent() {
		w.found[p.src] = found
	}
	return found
}

// take returns the places that a step leads to from each of some.
func (w *walk) take(s *step, from []*spot) []*spot {
	w.steps++
	t := taker{walk: w, step: s, id: w.steps}
	for _, at := range from {
		switch {
		case w.spent():
			return t.out
		case s.deep:
			t.descend(at)
		default:
			t.apply(at)
		}
	}
	return t.out
}

// taker collects where a step leads.
type taker struct {
	*walk
	*step
	out []*spot
	// id tells the step from those before: it takes no place twice.
	id int
}

func (t *taker) add(s *spot) {
	if s.seen != t.id {
		s.seen = t.id
		t.out = append(t.out, s)
	}
}

// descend applies the step to a place and all below it.
func (t *taker) descend(at *spot) {
	if k := at.node.Kind(); k != yaml.List && k != yaml.Map || at.entered == t.id || t.spent() {
		return
	}
	at.entered = t.id
	if t.kind == selfStep {
		t.add(at)
	}
	for _, kid := range t.children(at) {
		if t.kind != selfStep && t.chosen(at, kid) {
			t.add(kid)
		}
		t.descend(kid)
	}
}

// apply applies the step to a place alone.
func (t *taker) apply(at *spot) {
	switch t.kind {
	case parentStep:
		if at.up != nil {
			t.add(at.up)
		}
	case selfStep:
		t.add(at)
	default:
		for _, kid := range t.children(at) {
			if t.chosen(at, kid) {
				t.add(kid)
			}
		}
	}
}

// chosen reports whether the step leads from a place to one of its children.
func (t *taker) chosen(at, kid *spot) bool {
	switch t.kind {
	case anyStep:
		return true
	case filterStep:
		return truthy(t.filter.eval(&env{kid, t.walk})) && !t.spent()
	case sliceStep:
		return kid.isItem() && t.within(kid.index, at.node.Len())
	}
	for _, name := range t.names {
		if kid.isItem() {
			if i, ok := indexIn(name, kid.index+1); ok && i == kid.index {
				return true
			}
		} else if name == kid.key.Text() {
			return true
		}
	}
	return false
}

// within reports whether a slice has the item i of n.
func (t *taker) within(i, n int) bool {
	from, to := bound(t.from, n), bound(t.to, n)
	if t.open {
		to = n
	}
	return i >= from && i < to && (i-from)%t.by == 0
}

// bound turns an end of a slice, which may count from the end, into an index.
func bound(i, n int) int {
	if i < 0 {
		return max(0, i+n)
	}
	return min(i, n)
}

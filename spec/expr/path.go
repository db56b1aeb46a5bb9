package expr

import (
	"strings"

	"naftiko/spec/value"
)

// Path is a compiled JSONPath. It is safe for concurrent use.
type Path struct {
	src string
	// dollar is false where the source leaves "$" (and the first dot) out.
	dollar bool
	steps  []step
	// call is the function at the end, or nil.
	call function
	// single is true when no step can match more than one node.
	single bool
}

type stepKind uint8

const (
	memberStep stepKind = iota
	indexStep
	sliceStep
	wildcardStep
	filterStep
	// unionStep matches what any of its parts does, part by part.
	unionStep
	// pickStep is several names at the end of a path: an object of those members.
	pickStep
)

// step is one segment of a path.
type step struct {
	kind stepKind
	// deep is true behind "..".
	deep bool
	name string
	// from is an index, or with to the bounds of a slice.
	from, to int
	filter   *filter
	parts    []step
	// nulls is true for a union of indices at the end of a path: an index that is
	// not there counts as null.
	nulls bool
	// text is the segment's source.
	text string
}

// String returns the source of p, trimmed.
func (p *Path) String() string { return p.src }

// Definite reports whether p matches at most one node: it has only names and
// single indices, and at its end perhaps a list of names or a function.
func (p *Path) Definite() bool { return p.single || p.call != nil }

// Eval returns what p matches in root. For a definite path that is the node, and
// ok is false when there is none; for all others a value.List, perhaps empty,
// and true. Evaluation never fails: what cannot be computed (a function of
// something it is not for, more work than the limit of about 60 million nodes)
// is nothing, with ok false.
func (p *Path) Eval(root value.Value) (v value.Value, ok bool) {
	w := walker{root: root, left: maxWork}
	v, ok = p.eval(&w, root)
	if w.left < 0 {
		return nil, false
	}
	return v, ok
}

func (p *Path) eval(w *walker, node value.Value) (value.Value, bool) {
	switch {
	case p.single:
		v, ok := w.one(p.steps, node)
		if ok && p.call != nil {
			return p.call(v)
		}
		return v, ok
	case p.call != nil:
		return nil, false // functions take one node, as in the reference
	}
	list := value.List{}
	w.each(p.steps, node, func(v value.Value) bool {
		list = append(list, v)
		return w.spend(matchWork)
	})
	return list, true
}

// exists reports whether p matches any node at all.
func (p *Path) exists(w *walker, node value.Value) bool {
	if p.single || p.call != nil {
		_, ok := p.eval(w, node)
		return ok
	}
	return w.any(p.steps, node)
}

// traceNodes is how many nodes Trace looks at for names.
const traceNodes = 100

// Trace explains a path that matches nothing: matched is the longest part of it,
// from the front, that does match in root, written as a path, missing is the name
// that it does not find there ("" when it is no name it looks for), and names are
// the names of the members there, or nil where there are no objects.
func (p *Path) Trace(root value.Value) (matched, missing string, names []string) {
	w := walker{root: root, left: maxWork}
	n := len(p.steps)
	for n > 0 && !w.any(p.steps[:n], root) {
		n--
	}
	var b strings.Builder
	b.WriteByte('$')
	for i := range p.steps[:n] {
		if i == 0 && !p.dollar && p.steps[0].text[0] != '.' && p.steps[0].text[0] != '[' {
			b.WriteByte('.')
		}
		b.WriteString(p.steps[i].text)
	}
	if n < len(p.steps) && p.steps[n].kind == memberStep {
		missing = p.steps[n].name
	}
	seen := map[string]bool{}
	count := 0
	w.each(p.steps[:n], root, func(v value.Value) bool {
		o, _ := v.(*value.Object)
		for name := range o.All() {
			if !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
		count++
		return count < traceNodes
	})
	return b.String(), missing, names
}

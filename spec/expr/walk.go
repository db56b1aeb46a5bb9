package expr

import (
	"naftiko/spec/value"
)

const (
	// maxWork limits one evaluation, counted in nodes looked at, so that neither
	// "$..*..*..*" nor nested filters can run for long (about a second). It is
	// enough to match every node of a 10 MiB answer, or to filter 3 million items.
	maxWork = 1 << 26
	// matchWork is what a match costs beside being looked at: it is kept.
	matchWork = 8
)

// walker is one evaluation of a path.
type walker struct {
	root value.Value
	// left is the work that may still be done; below 0 the evaluation is over.
	left int
}

func (w *walker) spend(n int) bool {
	w.left -= n
	return w.left >= 0
}

// one follows steps that match at most one node each.
func (w *walker) one(steps []step, v value.Value) (value.Value, bool) {
	var ok bool
	for i := range steps {
		switch s := &steps[i]; s.kind {
		case memberStep:
			v, ok = member(v, s.name)
		case indexStep:
			v, ok = element(v, s.from)
		default:
			v, ok = pick(s, v)
		}
		if !ok || !w.spend(1) {
			return nil, false
		}
	}
	return v, true
}

// any reports whether steps match a node below v.
func (w *walker) any(steps []step, v value.Value) bool {
	found := false
	w.each(steps, v, func(value.Value) bool {
		found = true
		return false
	})
	return found && w.left >= 0
}

// each calls yield for every node that steps match below v, in document order.
// It stops when yield returns false or the work is used up, and then returns false.
func (w *walker) each(steps []step, v value.Value, yield func(value.Value) bool) bool {
	if !w.spend(1) {
		return false
	}
	if len(steps) == 0 {
		return yield(v)
	}
	s := &steps[0]
	next := func(v value.Value) bool { return w.each(steps[1:], v, yield) }
	if s.deep {
		return w.descend(s, place{v: v}, next)
	}
	return w.apply(s, v, next)
}

// apply calls next for every node that the single step s matches in v.
func (w *walker) apply(s *step, v value.Value, next func(value.Value) bool) bool {
	switch s.kind {
	case memberStep:
		if v, ok := member(v, s.name); ok {
			return next(v)
		}
	case indexStep:
		if v, ok := element(v, s.from); ok {
			return next(v)
		}
	case sliceStep:
		if list, ok := v.(value.List); ok {
			from, to := bounds(s, len(list))
			return elements(list[from:to], next)
		}
	case wildcardStep:
		return children(v, next)
	case filterStep:
		return w.filter(s.filter, v, next)
	case unionStep:
		return w.union(s, v, next)
	case pickStep:
		if v, ok := pick(s, v); ok {
			return w.spend(len(s.parts)) && next(v)
		}
	}
	return true
}

func (w *walker) union(s *step, v value.Value, next func(value.Value) bool) bool {
	_, isList := v.(value.List)
	for i := range s.parts {
		part := &s.parts[i]
		if s.nulls && isList {
			if _, ok := element(v, part.from); !ok {
				if !next(nil) {
					return false
				}
				continue
			}
		}
		if !w.spend(1) || !w.apply(part, v, next) {
			return false
		}
	}
	return true
}

// filter calls next for the elements of a list that pass f. An object is tested
// itself, as in the reference, so that a filter works where a list of one came
// as its only element.
func (w *walker) filter(f *filter, v value.Value, next func(value.Value) bool) bool {
	switch v := v.(type) {
	case *value.Object:
		return !f.test(w, v) || next(v)
	case value.List:
		for _, item := range v {
			if !w.spend(1) || (f.test(w, item) && !next(item)) {
				return false
			}
		}
	}
	return true
}

// place is a node that a descent has come to.
type place struct {
	v      value.Value
	depth  int
	inList bool
}

// descend applies s to the node at p and to all below it, parents first.
func (w *walker) descend(s *step, p place, next func(value.Value) bool) bool {
	if !w.spend(1) || !w.applyDeep(s, p, next) {
		return false
	}
	if p.depth == value.MaxDepth {
		return true
	}
	_, inList := p.v.(value.List)
	return children(p.v, func(v value.Value) bool {
		return w.descend(s, place{v: v, depth: p.depth + 1, inList: inList}, next)
	})
}

// applyDeep applies s to one node of a descent. A filter tests each object and
// each list element once, a list of names needs an object that has them all.
func (w *walker) applyDeep(s *step, p place, next func(value.Value) bool) bool {
	switch s.kind {
	case filterStep:
		if _, isObject := p.v.(*value.Object); isObject || p.inList {
			return !s.filter.test(w, p.v) || next(p.v)
		}
		return true
	case pickStep:
		if o, ok := pick(s, p.v); !ok || o.Len() < len(s.parts) {
			return true
		}
	}
	return w.apply(s, p.v, next)
}

// member returns the member of v called name.
func member(v value.Value, name string) (value.Value, bool) {
	o, ok := v.(*value.Object)
	if !ok {
		return nil, false
	}
	return o.Get(name)
}

// element returns the i-th element of v, counted from the end when i is negative.
func element(v value.Value, i int) (value.Value, bool) {
	list, ok := v.(value.List)
	if i < 0 {
		i += len(list)
	}
	if !ok || i < 0 || i >= len(list) {
		return nil, false
	}
	return list[i], true
}

// bounds returns the part of a list of n elements that a slice takes (RFC 9535 §2.3.4).
func bounds(s *step, n int) (from, to int) {
	from, to = s.from, s.to
	if from < 0 {
		from += n
	}
	if to < 0 {
		to += n
	}
	from, to = min(max(from, 0), n), min(max(to, 0), n)
	return from, max(from, to)
}

// pick returns an object of the members of v that s names. Names that are
// written twice count once.
func pick(s *step, v value.Value) (*value.Object, bool) {
	o, ok := v.(*value.Object)
	if !ok {
		return nil, false
	}
	out := &value.Object{}
	for i := range s.parts {
		if v, ok := o.Get(s.parts[i].name); ok {
			out.Set(s.parts[i].name, v)
		}
	}
	return out, true
}

// children calls next for the members or elements of v.
func children(v value.Value, next func(value.Value) bool) bool {
	switch v := v.(type) {
	case value.List:
		return elements(v, next)
	case *value.Object:
		for _, v := range v.All() {
			if !next(v) {
				return false
			}
		}
	}
	return true
}

func elements(list value.List, next func(value.Value) bool) bool {
	for _, v := range list {
		if !next(v) {
			return false
		}
	}
	return true
}

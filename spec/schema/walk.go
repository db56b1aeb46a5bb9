package schema

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// place is a value of the document and the key that holds it, if one does.
type place struct{ node, key yaml.Node }

// walker holds a document against rules.
type walker struct {
	// nulls tells that null is a value; else a member that is null is not there.
	nulls bool
	// out collects violations. Where it is nil, only whether there are any counts, and
	// nothing of what follows is kept.
	out  *collector
	path []string
	// up are the mappings that are being walked, the outermost first.
	up []frame
	// union is the choice by which a mapping came to its rule, or nil.
	union *choice
}

// frame is a mapping that is being walked.
type frame struct {
	rule  *rule
	at    place
	depth int // length of the path that leads to it
}

// eval reports whether what stands at a place is right.
func (w *walker) eval(r *rule, at place) bool {
	if r == nil {
		return true
	}
	r = r.follow()
	t := at.node.Type()
	if r.never || (r.types != 0 && r.types&t == 0) {
		w.judge(r, at)
		return false
	}
	var ok bool
	before := w.mark()
	switch t {
	case yaml.ObjectType:
		ok = w.object(r, at)
	case yaml.ArrayType:
		ok = w.list(r, at)
	default:
		if ok = r.takes(at.node, t); !ok {
			w.judge(r, at)
		}
	}
	if !ok && w.out == nil {
		return false
	}
	return w.combined(r, at, before) && ok
}

// mark returns how many violations there are so far.
func (w *walker) mark() int {
	if w.out == nil {
		return 0
	}
	return len(w.out.list)
}

// takes reports whether a scalar of the right type is right.
func (r *rule) takes(n yaml.Node, t yaml.Types) bool {
	switch {
	case t == yaml.StringType:
		return r.takesText(n.Text())
	case r.words != nil:
		return false
	case t&yaml.NumberType != 0 && (r.limits.hasMinimum || r.limits.hasMaximum):
		number, _ := n.Plain().(value.Number)
		f := number.Float()
		return (!r.limits.hasMinimum || f >= r.limits.minimum) && (!r.limits.hasMaximum || f <= r.limits.maximum)
	}
	return true
}

func (r *rule) takesText(s string) bool {
	if r.words != nil && !slices.Contains(r.words, s) {
		return false
	}
	if r.limits.minLength > 0 || r.limits.maxLength >= 0 {
		if n := utf8.RuneCountInString(s); n < r.limits.minLength || (r.limits.maxLength >= 0 && n > r.limits.maxLength) {
			return false
		}
	}
	switch {
	case r.set != nil:
		return r.set.match(s)
	case r.pattern != nil:
		return r.pattern.MatchString(s)
	}
	return true
}

// object reports whether a mapping and its members are right.
func (w *walker) object(r *rule, at place) bool {
	if w.out != nil {
		w.up = append(w.up, frame{r, at, len(w.path)})
		defer func() { w.up = w.up[:len(w.up)-1] }()
	}
	fine, inside := true, true
	seen, members := uint64(0), 0
	for k, v := range at.node.Members() {
		if !w.nulls && v.IsNull() {
			continue
		}
		members++
		name := k.Text()
		if r.names != nil && !w.name(r.names.follow(), k) {
			inside = false
		}
		i, known := r.index[name]
		if known {
			seen |= 1 << i
		}
		sub := r.extra
		switch {
		case known && r.properties[i].declared:
			sub = r.properties[i].rule
		case r.closed:
			fine = false
		}
		if sub != nil {
			inside = w.member(sub, name, place{v, k}) && inside
		}
		if w.out == nil && !(fine && inside) {
			return false
		}
	}
	fine = fine && seen&r.required == r.required && members >= r.limits.minProperties && r.words == nil
	if !fine {
		w.judge(r, at)
	}
	return fine && inside
}

// member is eval one level deeper.
func (w *walker) member(r *rule, segment string, at place) bool {
	if w.out == nil {
		return w.eval(r, at)
	}
	union := w.union
	w.path, w.union = append(w.path, segment), nil
	ok := w.eval(r, at)
	w.path, w.union = w.path[:len(w.path)-1], union
	return ok
}

// name reports whether a key is spelled right.
func (w *walker) name(r *rule, key yaml.Node) bool {
	if r.takesText(key.Text()) {
		return true
	}
	if w.out != nil {
		w.path = append(w.path, key.Text())
		w.judgeName(r, key)
		w.path = w.path[:len(w.path)-1]
	}
	return false
}

// list reports whether a list and its items are right.
func (w *walker) list(r *rule, at place) bool {
	n := at.node.Len()
	fine := n >= r.limits.minItems && (r.limits.maxItems < 0 || n <= r.limits.maxItems) && r.words == nil
	if !fine {
		w.judge(r, at)
	}
	if r.items == nil || (!fine && w.out == nil) {
		return fine
	}
	i := 0
	for item := range at.node.Items() {
		var ok bool
		if w.out == nil {
			ok = w.eval(r.items, place{node: item})
		} else {
			ok = w.member(r.items, strconv.Itoa(i), place{node: item})
		}
		if fine = fine && ok; !fine && w.out == nil {
			return false
		}
		i++
	}
	return fine
}

// combined reports whether the schemas about the same value take it. before is how
// many violations there were before the value.
func (w *walker) combined(r *rule, at place, before int) bool {
	ok := w.allOf(r, at)
	if r.when != nil {
		ok = w.conditional(r, at) && ok
	}
	if r.anyOf != nil && !slices.ContainsFunc(r.anyOf, func(b *rule) bool { return w.silent(b, at) }) {
		ok = false
		w.blame(r.anyOf, at, before)
	}
	if r.oneOf != nil {
		switch n := w.count(r.oneOf, at); {
		case n == 0:
			ok = false
			w.blame(r.oneOf, at, before)
		case n > 1:
			ok = false
			w.several(r.oneOf, at)
		}
	}
	if r.not != nil && w.silent(r.not, at) {
		ok = false
		w.apart(r, at)
	}
	return ok
}

// conditional reports whether the schema takes the value that follows from if.
func (w *walker) conditional(r *rule, at place) bool {
	if !w.silent(r.when, at) {
		return w.eval(r.other, at)
	}
	if then := r.then; w.out != nil && then != nil && then.not != nil && w.silent(then.not, at) {
		w.apartIf(r.when, then, at)
		return false
	}
	return w.eval(r.then, at)
}

func (w *walker) allOf(r *rule, at place) bool {
	if r.choice != nil {
		kind := at.node.Get(r.choice.key)
		if kind.Type() != yaml.StringType {
			return true
		}
		if w.out != nil && w.misnamed(r.choice, kind, at) {
			return false
		}
		union := w.union
		w.union = r.choice
		ok := w.eval(r.choice.cases[kind.Text()], at)
		w.union = union
		return ok
	}
	ok := true
	for _, sub := range r.all {
		ok = w.eval(sub, at) && ok
	}
	return ok
}

func (w *walker) count(branches []*rule, at place) int {
	n := 0
	for _, b := range branches {
		if w.silent(b, at) {
			n++
		}
	}
	return n
}

// silent is eval without a word.
func (w *walker) silent(r *rule, at place) bool {
	quiet := walker{nulls: w.nulls}
	return quiet.eval(r, at)
}

// has reports whether a mapping has a member.
func (w *walker) has(n yaml.Node, name string) bool {
	for k, v := range n.Members() {
		if k.Text() == name {
			return w.nulls || !v.IsNull()
		}
	}
	return false
}

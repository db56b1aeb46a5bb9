package mock

import (
	"hash/fnv"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/value"
)

const (
	// maxValues limits an answer: lists in lists grow fast.
	maxValues = 20_000
	// listItems is how many elements a list has, and maxWide how deep lists may
	// nest for that; below it they have as few as will do.
	listItems = 2
	maxWide   = 3
)

// inventor makes up one answer.
type inventor struct {
	in      *arguments
	subject subject
	// left counts the values that may still be made.
	left   int
	echoed bool
}

// spot is a place in an answer. Its hash follows from the seed, the operation
// and the way to it, and decides what stands there.
type spot struct {
	hash uint64
	// person is the same for all members of one thing, so that they fit together.
	person uint64
	name   string
	// noun is what the thing is that has the member.
	noun string
	// lists counts the lists around the spot.
	lists int
}

// invent makes up the upstream's answer to a call.
func invent(seed uint64, in *arguments) value.Value {
	h := fnv.New64a()
	_, _ = h.Write([]byte(in.op.ID)) // never fails
	v := &inventor{in: in, subject: subjectOf(in.op), left: maxValues}
	hash := mix(mix(seed) ^ h.Sum64())
	at := spot{hash: hash, person: hash, noun: v.subject.noun}
	return v.value(newShape(in.op.Outputs), at)
}

// mix spreads the bits of a number (SplitMix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func (at spot) member(name string) spot {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // never fails
	at.hash, at.name = mix(at.hash^h.Sum64()), name
	return at
}

// next is the spot of the next element of a list.
func (at spot) next() spot {
	at.hash = mix(at.hash)
	at.person++
	return at
}

// thing is the spot of an object of its own.
func (at spot) thing(noun string) spot {
	at.noun = noun
	return at
}

func (v *inventor) value(s *shape, at spot) value.Value {
	if v.left--; v.left < 0 {
		return nil
	}
	switch s.kind {
	case objectShape:
		return v.object(s, at)
	case listShape:
		return v.list(s, at)
	case anyShape:
		if s.fill && !namesText(at.name) {
			return v.entity(at)
		}
	}
	return v.leaf(at.name, s.typ, at)
}

func (v *inventor) object(s *shape, at spot) *value.Object {
	out := &value.Object{}
	inner := at
	if s.depth > 0 && !generic(at.name) {
		inner = at.thing(singular(strings.ToLower(lastWord(at.name))))
	}
	for _, m := range s.members {
		out.Set(m.name, v.value(m, inner.member(m.name)))
	}
	if !s.fill && len(s.members) > 0 {
		return out
	}
	for name, w := range v.filler(inner).All() {
		if _, ok := out.Get(name); !ok {
			out.Set(name, w)
		}
	}
	return out
}

func (v *inventor) list(s *shape, at spot) value.List {
	n := s.count
	if n < listItems && at.lists < maxWide {
		n = v.items()
	}
	item := at
	if at.name != "" && !generic(at.name) {
		item = at.thing(singular(strings.ToLower(lastWord(at.name))))
	}
	item.name = singular(at.name)
	item.lists++
	out := make(value.List, n)
	for i := range out {
		out[i] = v.value(s.item, item)
		item = item.next()
	}
	return out
}

// items is how many elements a list has: a caller who asks for one gets one.
func (v *inventor) items() int {
	for name, arg := range v.in.all.All() {
		switch diag.Fold(name) {
		case "limit", "pagesize", "perpage", "size", "top", "maxresults", "first", "count":
			if value.Text(arg) == "1" {
				return 1
			}
		}
	}
	return listItems
}

// filler makes up the members of an object that no output describes. Outside of
// lists it is the operation's own answer.
func (v *inventor) filler(at spot) *value.Object {
	if at.lists > 0 || at.noun != v.subject.noun {
		return v.entity(at)
	}
	switch v.subject.purpose {
	case manyThings:
		return v.page(at)
	case removal:
		out := value.NewObject(value.Member{Name: "message", Value: at.noun + " deleted"})
		v.echo(out)
		return out
	case action:
		out := &value.Object{}
		v.echo(out)
		out.Set("status", "ok")
		return out
	}
	return v.own(at)
}

// page is a list of things with their number. One that the caller asked for by
// a value of its members is alone in it.
func (v *inventor) page(at spot) *value.Object {
	item := at.member(v.subject.list)
	item.lists++
	n, list := v.items(), value.List{}
	for len(list) < n {
		o := v.entity(item)
		if v.matching(o) {
			n = 1
		}
		list = append(list, o)
		item = item.next()
	}
	return value.NewObject(
		value.Member{Name: v.subject.list, Value: list},
		value.Member{Name: "total", Value: value.Int(int64(len(list)))},
	)
}

// matching gives a thing in a list the values that the caller asked for, and
// reports whether there are any.
func (v *inventor) matching(o *value.Object) bool {
	asked := false
	for _, name := range o.Names() {
		if arg, ok := v.in.all.Get(name); ok && value.TypeName(arg) == "string" {
			o.Set(name, arg)
			asked = true
		}
	}
	return asked
}

// own is the thing that the call is about: what the caller said of it, and what
// else it has.
func (v *inventor) own(at spot) *value.Object {
	out := &value.Object{}
	if !v.identified() {
		out.Set("id", v.leaf("id", "string", at.member("id")))
	}
	v.echo(out)
	for name, w := range v.entity(at).All() {
		if _, ok := out.Get(name); !ok && name != "id" {
			out.Set(name, w)
		}
	}
	return out
}

// identified reports whether the caller's arguments say which thing is meant.
func (v *inventor) identified() bool {
	if _, ok := v.in.all.Get("id"); ok {
		return true
	}
	_, ok := v.pathID()
	return ok && v.in.op.Method != "POST"
}

// pathID returns the argument in the path that identifies the thing, the last one.
func (v *inventor) pathID() (value.Value, bool) {
	if n := len(v.in.path); n > 0 && strings.HasSuffix(strings.TrimSuffix(v.in.op.Path, "/"), "}") {
		return v.in.all.Get(v.in.path[n-1])
	}
	return nil, false
}

// echo repeats what the caller said, once in an answer.
func (v *inventor) echo(out *value.Object) {
	if v.echoed {
		return
	}
	v.echoed = true
	for name, arg := range v.in.all.All() {
		out.Set(name, arg)
	}
}

// entity makes up a thing by its noun.
func (v *inventor) entity(at spot) *value.Object {
	out := &value.Object{}
	for _, name := range membersOf(at.noun) {
		v.left--
		out.Set(name, v.leaf(name, "", at.member(name)))
	}
	return out
}

// leaf makes up a single value: what the caller said of it, the first of the
// values that a parameter of this name may have, or one that fits its name.
func (v *inventor) leaf(name, typ string, at spot) value.Value {
	if at.lists == 0 {
		if arg, ok := v.said(name); ok {
			if w, ok := as(arg, typ); ok {
				return w
			}
		}
	}
	for i := range v.in.op.Params {
		if p := &v.in.op.Params[i]; len(p.Enum) > 0 && p.Name == name && p.In != "header" && p.In != "cookie" {
			if w, ok := as(p.Enum[0], typ); ok {
				return w
			}
		}
	}
	return sample(name, typ, at)
}

func (v *inventor) said(name string) (value.Value, bool) {
	if name == "" || looksSecret(name) {
		return nil, false
	}
	if arg, ok := v.in.all.Get(name); ok {
		return arg, true
	}
	if name == "id" {
		return v.pathID()
	}
	fold := diag.Fold(name)
	for have, arg := range v.in.all.All() {
		if fold != "" && diag.Fold(have) == fold {
			return arg, true
		}
	}
	return nil, false
}

// as returns a single value in a declared type.
func as(v value.Value, typ string) (value.Value, bool) {
	have := value.TypeName(v)
	if have == "null" || have == "object" || have == "array" || have == "binary" {
		return nil, false
	}
	switch typ {
	case "":
		return v, true
	case "integer", "number", "boolean":
		return convertText(typ, value.Text(v))
	}
	return value.Text(v), true
}

// generic reports names that say nothing of what they hold.
func generic(name string) bool {
	switch strings.ToLower(name) {
	case "", "data", "result", "results", "response", "payload", "value", "item", "items", "content", "body", "records", "entries", "list", "object":
		return true
	}
	return false
}

// namesText reports the names of lists of plain text.
func namesText(name string) bool {
	switch lastWord(name) {
	case "tag", "name", "id", "email", "url", "role", "scope", "label", "permission", "keyword", "category", "language", "feature", "alias":
		return true
	}
	return false
}

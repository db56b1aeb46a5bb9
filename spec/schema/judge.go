package schema

import (
	"fmt"
	"slices"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

// pos returns where a whole value is pointed at: at its key if it has one.
func (at place) pos() diag.Pos {
	if p := at.key.Pos(); p.IsValid() {
		return p
	}
	return at.node.Pos()
}

// start returns where a value is pointed at that is wrong in itself: at its first
// character, or where nothing of it stands beside its key, at the key.
func (at place) start() diag.Pos {
	key, value := at.key.Pos(), at.node.Pos()
	if key.IsValid() && (at.node.IsNull() && at.node.Text() == "" || value.Line > key.Line) {
		return key
	}
	return value
}

// judge has the library say what is wrong with a value, regardless of what is
// inside of it.
func (w *walker) judge(r *rule, at place) {
	if w.out == nil || w.out.more {
		return
	}
	if w.out.trial {
		w.guess(r, at)
		return
	}
	value := w.shallow(r, at.node)
	if members, ok := value.(map[string]any); ok && len(members) >= maxKeys && len(members) < at.node.Len() {
		defer func() { w.out.more = true }() // the library does not see the others
	}
	errs, err := r.ask(value)
	if err != nil {
		w.out.err = err
		return
	}
	unknown := map[string]bool{}
	var list []Violation
	for _, e := range errs {
		v, ok := describe(e)
		switch {
		case !ok:
		case v.Kind == UnknownKey:
			unknown[v.Key] = true
		default:
			list = append(list, v)
		}
	}
	if len(list)+len(unknown) == 0 {
		list = append(list, Violation{Kind: Conflict, Msg: "does not fit here"})
	}
	w.unknown(r, at, unknown)
	for _, v := range list {
		switch v.Kind {
		case Required:
			v.Pos, v.Hint = at.pos(), r.addHint(v.Key, at.node)
			w.unnamed(r, at, v.Key)
		case Conflict:
			v.Pos = at.pos()
		default:
			v.Pos, v.Value, v.Hint = at.start(), at.node.Pos(), w.hint(r, v.Kind, at)
			if v.Kind == Type && strings.ContainsAny(at.node.Text(), ".eE") {
				v.Msg = strings.Replace(v.Msg, "not a whole number", "not a number", 1) // as 1.0 looks
			}
		}
		w.add(found{Violation: v})
	}
}

// guess adds as many violations as judge would, without words: enough to tell which
// of several rules is meant, for less than the library takes.
func (w *walker) guess(r *rule, at place) {
	before := len(w.out.list)
	if r.types == 0 || r.types&at.node.Type() != 0 {
		for _, key := range r.requires() {
			if at.node.Type() == yaml.ObjectType && !w.has(at.node, key) {
				w.add(found{Violation: Violation{Kind: Required, Key: key}})
			}
		}
		for k, v := range at.node.Members() {
			if i, ok := r.index[k.Text()]; r.closed && !(ok && r.properties[i].declared) {
				w.addStray(r, at, place{v, k})
			}
		}
	}
	if len(w.out.list) == before {
		w.add(found{Violation: Violation{Kind: Type}})
	}
}

// unknown adds a violation for each key of a mapping that is in names.
func (w *walker) unknown(r *rule, at place, names map[string]bool) {
	if len(names) == 0 {
		return
	}
	for k, v := range at.node.Members() {
		if names[k.Text()] {
			w.addStray(r, at, place{v, k})
		}
	}
}

// unnamed adds a violation for the key of a union's mapping that was to be key,
// which says of what type the mapping is.
func (w *walker) unnamed(r *rule, at place, key string) {
	if r.choice == nil || r.choice.key != key {
		return
	}
	types := r.property(key)
	for k, v := range at.node.Members() {
		if r.choice.has(k.Text()) {
			continue
		}
		if like(k.Text(), []string{key}) != "" || w.silent(types, place{node: v}) {
			w.addStray(r, at, place{v, k})
			return
		}
	}
}

func (w *walker) addStray(r *rule, owner, at place) {
	v := Violation{Pos: at.key.Pos(), Value: at.node.Pos(), Kind: UnknownKey, Key: at.key.Text()}
	v.Msg, v.Also = unknownMsg(v.Key), []diag.Pos{owner.pos()}
	w.add(found{Violation: v, stray: &stray{rule: r, at: at, up: slices.Clone(w.up), union: w.union}})
}

// misnamed reports whether a mapping has the keys of other cases of a choice than
// that which its kind names, and says so.
func (w *walker) misnamed(c *choice, kind yaml.Node, at place) bool {
	own := c.cases[kind.Text()].follow()
	strange := w.strange(own, at.node)
	if len(strange) == 0 {
		return false
	}
	var others []string
	for _, word := range c.words {
		if r := c.cases[word].follow(); r != nil && r != own && w.keysFit(r, at.node) {
			others = append(others, word)
		}
	}
	if len(others) == 0 {
		return false
	}
	v := Violation{Pos: kind.Pos(), Value: kind.Pos(), Kind: Enum, Also: append(strange, at.pos())}
	v.Msg = fmt.Sprintf("is %s, but the keys beside it are those of %s", kind.Text(), strings.Join(others, " or "))
	v.Hint = fmt.Sprintf("write \"%s: %s\", or the keys of %s", c.key, others[0], kind.Text())
	w.path = append(w.path, c.key)
	w.add(found{Violation: v})
	w.path = w.path[:len(w.path)-1]
	return true
}

// strange returns the places of the keys of a mapping that r does not know.
func (w *walker) strange(r *rule, n yaml.Node) []diag.Pos {
	var out []diag.Pos
	if r == nil {
		return out
	}
	for k, v := range n.Members() {
		if _, ok := r.index[k.Text()]; !ok && (w.nulls || !v.IsNull()) {
			out = append(out, k.Pos())
		}
	}
	return out
}

// keysFit reports whether a mapping has all the keys that r wants, and no others.
func (w *walker) keysFit(r *rule, n yaml.Node) bool {
	seen := uint64(0)
	for k, v := range n.Members() {
		if !w.nulls && v.IsNull() {
			continue
		}
		i, ok := r.index[k.Text()]
		if !ok || !r.properties[i].declared {
			return false
		}
		seen |= 1 << i
	}
	return seen&r.required == r.required
}

// judgeName has the library say what is wrong with a key.
func (w *walker) judgeName(r *rule, key yaml.Node) {
	if w.out.more {
		return
	}
	errs, err := r.ask(key.Text())
	if err != nil {
		w.out.err = err
		return
	}
	for _, e := range errs {
		if v, ok := describe(e); ok {
			v.Pos, v.Value, v.Hint = key.Pos(), key.Pos(), w.hint(r, v.Kind, place{node: key})
			w.add(found{Violation: v})
		}
	}
}

// declared lists the keys that a mapping may have.
func (r *rule) declared() []string {
	names := make([]string, 0, len(r.properties))
	for _, p := range r.properties {
		if p.declared {
			names = append(names, p.name)
		}
	}
	return names
}

// property returns the rule of a key that a mapping may have, or nil.
func (r *rule) property(key string) *rule {
	if r == nil {
		return nil
	}
	if i, ok := r.index[key]; ok && r.properties[i].declared {
		return r.properties[i].rule
	}
	return nil
}

func (w *walker) add(f found) {
	f.Path = slices.Clone(w.path)
	w.out.add(f)
}

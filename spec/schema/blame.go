package schema

import (
	"fmt"
	"slices"
	"strings"

	"naftiko/spec/yaml"
)

// several says that more than one of several schemas takes a value.
func (w *walker) several(branches []*rule, at place) {
	if w.out == nil || w.out.more {
		return
	}
	var hits []*rule
	for _, b := range branches {
		if w.silent(b, at) {
			hits = append(hits, b.follow())
		}
	}
	keys := distinct(hits)
	w.conflict(at, keys, "only one of "+enumerate(keys, "and")+" may be there", "leave one of them out")
}

// blame says why none of several schemas takes a value: it finds out which of them
// the author meant. before is how many violations there were before the value.
func (w *walker) blame(branches []*rule, at place, before int) {
	if w.out == nil || w.out.more {
		return
	}
	list := make([]*rule, 0, len(branches))
	for _, b := range branches {
		list = append(list, b.follow())
	}
	best := w.closest(list, at)
	missing := w.missing(best, at.node)
	v := Violation{Pos: at.pos(), Kind: Required}
	switch len(missing) {
	case 0:
		from := w.mark()
		w.eval(best[0], at)
		w.out.withdraw(before, from)
		return
	case 1:
		v.Msg = fmt.Sprintf("%q is missing", missing[0])
	default:
		v.Msg = "one of " + enumerate(missing, "or") + " is missing"
	}
	v.Key = missing[0]
	w.add(found{Violation: v, any: missing})
}

// withdraw takes away the violations from an index on that are about values of which
// those from before on say that they are of a wrong type.
func (c *collector) withdraw(before, from int) {
	var wrong [][]string
	for _, f := range c.list[before:from] {
		if f.Kind == Type {
			wrong = append(wrong, f.Path)
		}
	}
	kept := slices.DeleteFunc(c.list[from:], func(f found) bool {
		return slices.ContainsFunc(wrong, func(path []string) bool {
			return len(f.Path) >= len(path) && slices.Equal(f.Path[:len(path)], path)
		})
	})
	c.list = c.list[:from+len(kept)]
}

// closest returns the branches that the author may have meant. A key that only one
// branch speaks of tells that it is meant; so do, less clearly, keys that others
// speak of too. What is missing and wrong in a branch tells against it.
func (w *walker) closest(branches []*rule, at place) []*rule {
	var named, plain []*rule
	for _, b := range branches {
		keys := signs(b, branches)
		switch {
		case slices.ContainsFunc(keys, func(key string) bool { return w.has(at.node, key) }):
			named = append(named, b)
		case len(keys) == 0:
			plain = append(plain, b)
		}
	}
	if len(named) > 0 {
		return w.cheapest(named, at)
	}
	for _, b := range plain {
		if len(b.requires()) == 0 {
			return []*rule{b} // what is meant if nothing else is
		}
	}
	plain = slices.DeleteFunc(plain, func(b *rule) bool { return !w.hasAny(at.node, b.declared()) })
	if len(plain) == 0 {
		return w.cheapest(branches, at)
	}
	others := slices.DeleteFunc(slices.Clone(branches), func(b *rule) bool { return len(b.properties) == 0 || slices.Contains(plain, b) })
	best := w.cheapest(plain, at)
	if len(others) == 0 {
		return best
	}
	if other := w.cheapest(others, at); w.cost(other[0], at) < w.cost(best[0], at) {
		return other
	}
	return best
}

// signs lists the keys that b wants and none of the other branches speaks of, but for
// those that mappings of all kinds have.
func signs(b *rule, branches []*rule) []string {
	return slices.DeleteFunc(b.requires(), func(key string) bool {
		return general[key] || slices.ContainsFunc(branches, func(other *rule) bool {
			_, ok := other.index[key]
			return ok && other != b
		})
	})
}

// cheapest returns the branches of the least cost.
func (w *walker) cheapest(branches []*rule, at place) []*rule {
	var best []*rule
	least := 0
	for _, b := range branches {
		switch cost := w.cost(b, at); {
		case best == nil || cost < least:
			best, least = []*rule{b}, cost
		case cost == least:
			best = append(best, b)
		}
	}
	return best
}

// maxCost is how many mistakes are counted: with so many, a branch is not meant.
const maxCost = 20

// cost is how many mistakes there are in a value that is to be as b.
func (w *walker) cost(b *rule, at place) int {
	trial := walker{nulls: w.nulls, out: &collector{most: maxCost, trial: true}, path: slices.Clone(w.path), up: slices.Clone(w.up)}
	trial.eval(b, at)
	trial.out.settle()
	return len(trial.out.list)
}

// missing lists the keys that branches want and that are not there, each once.
func (w *walker) missing(branches []*rule, n yaml.Node) []string {
	var out []string
	for _, b := range branches {
		for _, key := range b.requires() {
			if !w.has(n, key) && !slices.Contains(out, key) {
				out = append(out, key)
			}
		}
	}
	return out
}

// requires lists the keys that r wants.
func (r *rule) requires() []string {
	var out []string
	for i, p := range r.properties {
		if r.required&(1<<i) != 0 {
			out = append(out, p.name)
		}
	}
	return out
}

// distinct lists the keys that some but not all rules want.
func distinct(rules []*rule) []string {
	count := map[string]int{}
	var order []string
	for _, r := range rules {
		for _, key := range r.requires() {
			if count[key] == 0 {
				order = append(order, key)
			}
			count[key]++
		}
	}
	return slices.DeleteFunc(order, func(key string) bool { return count[key] == len(rules) })
}

// apart says that the keys which r does not take together are there, or one of them
// beside those that r wants.
func (w *walker) apart(r *rule, at place) {
	if w.out == nil {
		return
	}
	keys := w.excluded(r.not, at)
	if len(keys) == 1 {
		keys = append(keys, r.requires()...)
	}
	msg := enumerate(keys, "and") + " do not go together"
	if len(keys) == 1 {
		msg = fmt.Sprintf("%q does not go together with the keys beside it", keys[0])
	}
	w.conflict(at, keys, msg, "leave one of them out")
}

// apartIf says that a key is there which may not be if another has the value that
// when asks for.
func (w *walker) apartIf(when, then *rule, at place) {
	keys := w.excluded(then.not, at)
	msg := enumerate(keys, "and") + " may not be there"
	if given := when.properties; len(given) == 1 && given[0].rule != nil && len(given[0].rule.words) == 1 {
		msg = fmt.Sprintf("%s may not be there with %q", enumerate(keys, "and"), given[0].name+": "+given[0].rule.words[0])
	}
	w.conflict(at, keys, msg, "leave it out")
}

// excluded lists the keys by which a mapping is as it must not be.
func (w *walker) excluded(not *rule, at place) []string {
	not = not.follow()
	keys := not.requires()
	for _, b := range not.anyOf {
		if w.silent(b, at) {
			keys = append(keys, b.follow().requires()...)
		}
	}
	return keys
}

// conflict adds a violation at the last of keys.
func (w *walker) conflict(at place, keys []string, msg, hint string) {
	v := Violation{Pos: at.pos(), Kind: Conflict, Msg: msg, Hint: hint}
	for k := range at.node.Members() {
		if slices.Contains(keys, k.Text()) {
			v.Pos = k.Pos()
		}
	}
	w.add(found{Violation: v})
}

// enumerate quotes words and puts commas and a last conjunction between them.
func enumerate(words []string, last string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = fmt.Sprintf("%q", word)
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	return strings.Join(quoted[:len(quoted)-1], ", ") + " " + last + " " + quoted[len(quoted)-1]
}

func (w *walker) hasAny(n yaml.Node, keys []string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return w.has(n, key) })
}

package schema

import (
	"fmt"
	"slices"
	"strings"

	"naftiko/spec/yaml"
)

// blame says why none of several schemas takes a value, or why more than one does:
// it finds out which of them the author meant, by the keys that are there. whole is
// the rule that the branches belong to.
func (w *walker) blame(whole *rule, branches []*rule, at place) {
	if w.out == nil || w.out.more {
		return
	}
	var hits []*rule
	for _, b := range branches {
		if w.silent(b, at) {
			hits = append(hits, b.follow())
		}
	}
	if len(hits) > 1 {
		w.add(Violation{Pos: at.pos(), Kind: Conflict, Msg: "only one of " + enumerate(distinct(hits), "and") + " may be there"})
		return
	}
	best := w.nearest(branches, at.node)
	missing := w.missing(best, at.node)
	switch meant := w.meant(whole, at.node); {
	case len(missing) == 0:
		w.eval(best[0], at)
	case slices.ContainsFunc(missing, func(key string) bool { return slices.Contains(meant, key) }):
		// The unknown key is told already.
	case len(missing) == 1:
		w.add(Violation{Pos: at.pos(), Kind: Required, Key: missing[0], Msg: fmt.Sprintf("%q is missing", missing[0])})
	default:
		w.add(Violation{Pos: at.pos(), Kind: Required, Key: missing[0], Msg: "one of " + enumerate(missing, "or") + " is missing"})
	}
}

// nearest returns the branches that want most of the keys that are there and, of
// these, fewest of those that are not.
func (w *walker) nearest(branches []*rule, n yaml.Node) []*rule {
	var best []*rule
	bestThere, bestMissing := -1, 0
	for _, b := range branches {
		b = b.follow()
		there, missing := 0, 0
		for _, key := range b.requires() {
			if w.has(n, key) {
				there++
			} else {
				missing++
			}
		}
		switch {
		case there > bestThere || there == bestThere && missing < bestMissing:
			best, bestThere, bestMissing = []*rule{b}, there, missing
		case there == bestThere && missing == bestMissing:
			best = append(best, b)
		}
	}
	return best
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

// apart says that keys may not stand together, or one of them not beside others.
func (w *walker) apart(r *rule, at place) {
	if w.out == nil {
		return
	}
	keys := r.follow().requires()
	for _, b := range r.follow().anyOf {
		if w.silent(b, at) {
			keys = append(keys, b.follow().requires()...)
		}
	}
	msg := enumerate(keys, "and") + " do not go together"
	if len(keys) == 1 {
		msg = fmt.Sprintf("%q does not go together with the keys beside it", keys[0])
	}
	w.add(Violation{Pos: at.pos(), Kind: Conflict, Msg: msg})
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

package schema

import (
	"fmt"
	"slices"
	"strings"

	"naftiko/spec/yaml"
)

// stray is an unknown key: what it takes to find out what it was to be.
type stray struct {
	// rule is that of the mapping, and at the key with what it holds.
	rule *rule
	at   place
	// up are the mappings that it stands in, the outermost first.
	up []frame
	// union is the choice by which the mapping came to its rule, or nil.
	union *choice
}

const (
	// maxFewKeys is how many keys a hint lists.
	maxFewKeys = 6
	// maxInner is how many mappings are looked through for one that an unknown key
	// belongs to.
	maxInner = 500
	// maxMembers is how many keys a mapping may have in which it is found out what an
	// unknown one was to be: in larger ones that would take long.
	maxMembers = 500
)

// general are keys that many mappings have: that another one could have such a key
// does not tell that it belongs there.
var general = map[string]bool{
	"description": true, "display": true, "in": true, "label": true, "name": true, "namespace": true, "required": true, "type": true, "value": true,
}

// settle leaves one violation for each mistake: a key that is unknown because it is
// misspelled, or stands on the wrong level, is missing elsewhere. It adds the hints
// of unknown keys.
func (c *collector) settle() {
	s := settler{c: c, missing: map[string][]int{}, wanted: map[string]bool{}, strays: map[string]int{}}
	for i := range c.list {
		f := &c.list[i]
		switch {
		case f.Kind == Required:
			s.missing[pathKey(f.Path)] = append(s.missing[pathKey(f.Path)], i)
			for _, key := range append(f.any, f.Key) {
				s.wanted[key] = true
			}
		case f.stray != nil:
			s.strays[pathKey(f.Path)]++
		}
	}
	for i := range c.list {
		if c.list[i].stray != nil {
			s.explain(&c.list[i])
		}
	}
	c.list = slices.DeleteFunc(c.list, func(f found) bool { return f.told })
}

func pathKey(path []string) string { return strings.Join(path, "\x00") }

// settler finds out what unknown keys were to be.
type settler struct {
	c *collector
	// missing has the violations for missing keys, and strays counts those for unknown
	// ones, by the path of the mapping.
	missing map[string][]int
	strays  map[string]int
	// wanted has the keys that are missing anywhere.
	wanted map[string]bool
}

// explain gives the violation of an unknown key a hint, the surest first, and takes
// away those for the keys that are missing because of it.
func (s *settler) explain(f *found) {
	st, key := f.stray, f.Key
	if st.up[len(st.up)-1].at.node.Len() > maxMembers {
		return
	}
	if twin := twins[key]; st.mayBe(twin) {
		s.meant(f, twin)
		return
	}
	if s.wanted[key] {
		if hint := s.misplaced(f, true); hint != "" {
			f.Hint = hint
			return
		}
	}
	if name, ok := st.named(f.Path); ok && key == "name" {
		f.Hint = fmt.Sprintf("leave it out: the key %q is the name", name)
		return
	}
	if known := since(st.rule.name, key); known != "" {
		s.replace(f)
		f.Hint = known
		return
	}
	if near := like(key, st.free()); near != "" {
		s.meant(f, near)
		return
	}
	if types := st.otherTypes(); len(types) > 0 {
		f.Hint = fmt.Sprintf("%q belongs to \"%s: %s\"", key, st.union.key, strings.Join(types, " or "))
		return
	}
	if s.replace(f) {
		return
	}
	if hint := s.content(f); hint != "" {
		f.Hint = hint
		return
	}
	if f.Hint = s.misplaced(f, false); f.Hint != "" {
		return
	}
	if few := st.rule.declared(); len(few) > 0 && len(few) <= maxFewKeys && !isOurs(st.rule.name, key) {
		f.Hint = "known here: " + strings.Join(few, ", ")
	}
}

func didYouMean(word string) string { return fmt.Sprintf("did you mean %q?", word) }

// meant says that an unknown key was to be another of the same mapping.
func (s *settler) meant(f *found, key string) {
	f.Hint, f.For = didYouMean(key), key
	s.drop(f, f.Path, key)
}

// drop takes away a violation that says that key is missing at path, and reports
// whether there was one.
func (s *settler) drop(f *found, path []string, key string) bool {
	for _, i := range s.missing[pathKey(path)] {
		if miss := &s.c.list[i]; !miss.told && miss.wants(key) {
			miss.told = true
			f.For, f.Also = key, append(f.Also, miss.Pos)
			return true
		}
	}
	return false
}

// replace takes the only unknown key of a mapping for the only one that is missing,
// if that could hold the same value.
func (s *settler) replace(f *found) bool {
	at := pathKey(f.Path)
	if s.strays[at] != 1 || len(s.missing[at]) != 1 {
		return false
	}
	miss := &s.c.list[s.missing[at][0]]
	wanted := miss.any
	if len(wanted) == 0 {
		wanted = []string{miss.Key}
	}
	fits := func(key string) bool { return f.stray.fits(f.stray.rule, key) }
	if miss.told || !slices.ContainsFunc(wanted, fits) {
		return false
	}
	f.Hint = didYouMean(miss.Key)
	if len(wanted) > 1 {
		f.Hint = enumerate(wanted, "or") + " is wanted here"
	}
	return s.drop(f, f.Path, miss.Key)
}

// content takes an unknown key for a part of a mapping that is missing around it.
func (s *settler) content(f *found) string {
	for _, i := range s.missing[pathKey(f.Path)] {
		miss := &s.c.list[i]
		whole := f.stray.rule.property(miss.Key).follow()
		if miss.told || whole == nil || whole.extra == nil || whole.names != nil && !whole.names.follow().takesText(f.Key) || !f.stray.taken(whole.extra) {
			continue
		}
		s.drop(f, f.Path, miss.Key)
		return fmt.Sprintf("it belongs into %q, which is missing", f.For)
	}
	return ""
}

// misplaced finds a mapping inside of the one that has an unknown key, or around it,
// that the key belongs to: one that lacks it (missed), or that could have it.
func (s *settler) misplaced(f *found, missed bool) string {
	if general[f.Key] && !missed {
		return ""
	}
	steps := 3
	if general[f.Key] {
		steps = 1
	}
	for _, in := range f.stray.inside(steps) {
		path := slices.Concat(f.Path, in.path)
		if f.stray.lacks(in.rule, in.at.node, f.Key) && (!missed || s.drop(f, path, f.Key)) {
			f.For, f.Also = f.Key, append(f.Also, in.at.pos())
			return fmt.Sprintf("it belongs into %q", in.name())
		}
	}
	up := f.stray.up
	for i := len(up) - 2; i >= max(0, len(up)-1-steps); i-- {
		out := up[i]
		if out.at.node.Len() > maxMembers {
			continue
		}
		if f.stray.lacks(out.rule, out.at.node, f.Key) && (!missed || s.drop(f, f.Path[:out.depth], f.Key)) {
			f.For, f.Also = f.Key, append(f.Also, out.at.pos())
			return fmt.Sprintf("it belongs beside %q", f.Path[out.depth])
		}
	}
	return ""
}

// free lists the keys that the mapping may have and has not.
func (st *stray) free() []string {
	n := st.up[len(st.up)-1].at.node
	return slices.DeleteFunc(st.rule.declared(), func(key string) bool { return has(n, key) })
}

// mayBe reports whether the mapping may have a key, and has it not.
func (st *stray) mayBe(key string) bool { return key != "" && slices.Contains(st.free(), key) }

// taken reports whether a rule takes the value of the key.
func (st *stray) taken(r *rule) bool {
	quiet := walker{nulls: true}
	return quiet.eval(r, st.at)
}

// fits reports whether the value would be right for a key of a mapping.
func (st *stray) fits(r *rule, key string) bool {
	i, ok := r.index[key]
	return ok && r.properties[i].declared && st.taken(r.properties[i].rule)
}

// lacks reports whether a mapping may have the key with its value, and has it not.
func (st *stray) lacks(r *rule, n yaml.Node, key string) bool {
	return st.fits(r, key) && !has(n, key)
}

// named returns the key that names the mapping at path, if one does.
func (st *stray) named(path []string) (string, bool) {
	if len(st.up) < 2 {
		return "", false
	}
	own, outer := st.up[len(st.up)-1], st.up[len(st.up)-2]
	if own.depth != outer.depth+1 || outer.rule.extra == nil {
		return "", false
	}
	name := path[outer.depth]
	return name, outer.rule.property(name) == nil
}

// otherTypes lists the other types of the mapping that have the key.
func (st *stray) otherTypes() []string {
	if st.union == nil || general[st.at.key.Text()] {
		return nil
	}
	var out []string
	for _, word := range st.union.words {
		if r := st.union.cases[word].follow(); r != nil && r != st.rule && r.property(st.at.key.Text()) != nil {
			out = append(out, word)
		}
	}
	return out
}

// inner is a mapping inside of another that is there, or may be.
type inner struct {
	rule *rule
	at   place    // absent if there is none
	path []string // from the other
}

// name returns the key that holds the mapping, or the list that it is in.
func (in inner) name() string {
	for _, segment := range slices.Backward(in.path) {
		if !isIndex(segment) {
			return segment
		}
	}
	return ""
}

// inside lists the mappings inside of that which has the key, down to a number of
// levels, the nearest first.
func (st *stray) inside(levels int) []inner {
	own := st.up[len(st.up)-1]
	level := []inner{{rule: st.rule, at: own.at}}
	var all []inner
	for range levels {
		var next []inner
		for _, in := range level {
			for _, p := range in.rule.properties {
				if p.declared && len(all)+len(next) < maxInner {
					next = in.open(p.rule, in.at.member(p.name), []string{p.name}, next)
				}
			}
		}
		all = append(all, next...)
		level = next
	}
	return all
}

// open adds the mappings that a value is or holds to list.
func (in inner) open(r *rule, at place, path []string, list []inner) []inner {
	r = r.follow()
	if r == nil {
		return list
	}
	quiet := walker{nulls: true}
	n := at.node
	switch {
	case r.items != nil:
		i := 0
		for item := range n.Items() {
			if len(list) >= maxInner {
				break
			}
			list = in.open(r.items, place{node: item}, append(slices.Clone(path), fmt.Sprint(i)), list)
			i++
		}
	case r.choice != nil:
		return in.open(r.choice.cases[n.Get(r.choice.key).Text()], at, path, list)
	case r.when != nil && len(r.properties) == 0:
		branch := r.other
		if quiet.silent(r.when, at) {
			branch = r.then
		}
		return in.open(branch, at, path, list)
	case r.extra != nil && len(r.properties) == 0:
		for k, v := range n.Members() {
			if len(list) >= maxInner {
				break
			}
			list = in.open(r.extra, place{v, k}, append(slices.Clone(path), k.Text()), list)
		}
	case len(r.properties) > 0 && (n.IsNull() || n.Type() == yaml.ObjectType):
		return append(list, inner{rule: r, at: at, path: slices.Concat(in.path, path)})
	}
	return list
}

// member returns the key of a mapping that is called name, with what it holds.
func (at place) member(name string) place {
	for k, v := range at.node.Members() {
		if k.Text() == name {
			return place{v, k}
		}
	}
	return place{}
}

func has(n yaml.Node, key string) bool { return !n.Get(key).IsNull() }

func isIndex(segment string) bool { return segment != "" && strings.Trim(segment, "0123456789") == "" }

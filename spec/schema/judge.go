package schema

import (
	"slices"

	"github.com/xeipuuv/gojsonschema"

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

// judge has the library say what is wrong with a value, regardless of what is
// inside of it.
func (w *walker) judge(r *rule, at place) {
	if w.out == nil || w.out.full() {
		return
	}
	errs, err := r.ask(w.shallow(r, at.node))
	if err != nil {
		w.out.err = err
		return
	}
	meant := w.meant(r, at.node)
	found := false
	for _, e := range sorted(errs) {
		v, ok := describe(e)
		if !ok {
			continue
		}
		found = true
		switch v.Kind {
		case Required:
			if slices.Contains(meant, v.Key) {
				continue // it is there, misspelled
			}
			v.Pos = at.pos()
		case UnknownKey:
			w.unknown(r, at.node, v)
			continue
		default:
			v.Pos, v.Hint = at.node.Pos(), r.hint(v.Kind, at.node)
		}
		w.add(v)
	}
	if !found {
		w.add(Violation{Pos: at.pos(), Kind: Conflict, Msg: "does not fit here"})
	}
}

// unknown adds a violation about a key that is not known.
func (w *walker) unknown(r *rule, n yaml.Node, v Violation) {
	for k := range n.Members() {
		if k.Text() == v.Key {
			v.Pos, v.Msg = k.Pos(), unknownMsg(v.Key)
			if near := diag.Nearest(v.Key, r.declared()); near != "" {
				v.Hint = "did you mean \"" + near + "\"?"
			}
			w.add(v)
			return
		}
	}
}

// judgeName has the library say what is wrong with a key.
func (w *walker) judgeName(r *rule, key yaml.Node) {
	if w.out.full() {
		return
	}
	errs, err := r.ask(key.Text())
	if err != nil {
		w.out.err = err
		return
	}
	for _, e := range errs {
		if v, ok := describe(e); ok {
			v.Pos, v.Hint = key.Pos(), r.hint(v.Kind, key)
			w.add(v)
		}
	}
}

// meant lists the keys that unknown keys of a mapping are taken for: they are not
// missing, but misspelled.
func (w *walker) meant(r *rule, n yaml.Node) []string {
	if !r.closed {
		return nil
	}
	var out []string
	for k := range n.Members() {
		if i, ok := r.index[k.Text()]; ok && r.properties[i].declared {
			continue
		}
		if near := diag.Nearest(k.Text(), r.declared()); near != "" && !w.has(n, near) {
			out = append(out, near)
		}
		if len(out) > len(r.properties) {
			break
		}
	}
	return out
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

func (w *walker) add(v Violation) {
	v.Path = slices.Clone(w.path)
	w.out.add(v)
}

func (c *collector) full() bool { return c.more }

// sorted puts the library's errors, whose order changes from run to run, into one.
func sorted(errs []gojsonschema.ResultError) []gojsonschema.ResultError {
	slices.SortFunc(errs, func(a, b gojsonschema.ResultError) int {
		switch x, y := a.Description(), b.Description(); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	return errs
}

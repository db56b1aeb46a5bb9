package schema

import (
	"fmt"
	"slices"

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
	if w.out == nil || w.out.more {
		return
	}
	errs, err := r.ask(w.shallow(r, at.node))
	if err != nil {
		w.out.err = err
		return
	}
	unknown := map[string]bool{}
	var found []Violation
	for _, e := range errs {
		v, ok := describe(e)
		switch {
		case !ok:
		case v.Kind == UnknownKey:
			unknown[v.Key] = true
		default:
			found = append(found, v)
		}
	}
	if len(found)+len(unknown) == 0 {
		found = append(found, Violation{Kind: Conflict, Msg: "does not fit here"})
	}
	meant := w.unknown(r, at.node, unknown)
	for _, v := range found {
		switch v.Kind {
		case Required:
			if slices.Contains(meant, v.Key) {
				continue // it is there, misspelled
			}
			v.Pos = at.pos()
		case Conflict:
			v.Pos = at.pos()
		default:
			v.Pos, v.Hint = at.node.Pos(), r.hint(v.Kind, at.node)
		}
		w.add(v)
	}
}

// unknown adds a violation for each key of a mapping that is in names, and returns
// what they were meant to be.
func (w *walker) unknown(r *rule, n yaml.Node, names map[string]bool) []string {
	if len(names) == 0 {
		return nil
	}
	known := r.declared()
	var meant []string
	for k := range n.Members() {
		key := k.Text()
		if !names[key] {
			continue
		}
		v := Violation{Pos: k.Pos(), Kind: UnknownKey, Key: key, Msg: unknownMsg(key)}
		if near := nearest(key, known); near != "" {
			v.Hint = fmt.Sprintf("did you mean %q?", near)
			meant = append(meant, near)
		}
		w.add(v)
	}
	return meant
}

// meant lists the keys that the unknown keys of a mapping are taken for: they are
// not missing, but misspelled.
func (w *walker) meant(r *rule, n yaml.Node) []string {
	if !r.closed {
		return nil
	}
	known := r.declared()
	var out []string
	left := maxKeys
	for k := range n.Members() {
		if slices.Contains(known, k.Text()) {
			continue
		}
		if left--; left < 0 {
			break
		}
		if near := nearest(k.Text(), known); near != "" {
			out = append(out, near)
		}
	}
	return out
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
			v.Pos, v.Hint = key.Pos(), r.hint(v.Kind, key)
			w.add(v)
		}
	}
}

// twins are keys that some versions spell otherwise.
var twins = map[string]string{
	"display": "label", "label": "display",
	"flows": "functions", "functions": "flows",
	"target": "targetName", "targetName": "target",
	"from": "location", "location": "from",
}

// nearest returns the known key that key is meant to be, or "".
func nearest(key string, known []string) string {
	if twin := twins[key]; slices.Contains(known, twin) {
		return twin
	}
	return diag.Nearest(key, known)
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

package load

import (
	"fmt"
	"strings"

	"naftiko/spec/diag"
)

// index finds the entries of a section of one file by their namespaces.
type index[T any] struct {
	// shown is the file as people know it.
	shown string
	all   []*T
	// own are the entries that are no imports, imported those that are, by the
	// namespace they are to have; of several each has the first.
	own, imported map[string]*T
	// names are some of the namespaces, in order, for messages.
	names []string
}

// maxNames bounds the namespaces that a message looks at.
const maxNames = 100

// index returns the entries of f, the root's first.
func (l *linker[T]) index(f *file) *index[T] {
	if x, ok := l.indexes[f]; ok {
		return x
	}
	x := &index[T]{shown: f.shown, own: map[string]*T{}, imported: map[string]*T{}}
	l.indexes[f] = x
	for _, sec := range sections(f.doc) {
		list := l.list(sec)
		for i := range list {
			l.enter(x, &list[i])
		}
	}
	return x
}

func (l *linker[T]) enter(x *index[T], e *T) {
	p := l.parts(e)
	name, by := p.namespace.Text, x.own
	if !isOwn(p) {
		name, by = (*p.imported).Label(), x.imported
	}
	x.all = append(x.all, e)
	if name == "" {
		return
	}
	if _, ok := by[name]; !ok {
		by[name] = e
	}
	if len(x.names) < maxNames {
		x.names = append(x.names, short(name))
	}
}

// pick returns the entry with the namespace name, one that is no import before
// one that is; or, for no name, the only entry there is.
func (x *index[T]) pick(name, section string) (*T, *fault) {
	switch {
	case len(x.all) == 0:
		return nil, faultf("import-empty", "", "%s has no %s entries", short(x.shown), section)
	case name == "" && len(x.all) == 1:
		return x.all[0], nil
	case name == "":
		return nil, faultf("import-ambiguous", "say which:  import: NAMESPACE, and the file in from or location; it has "+x.list(),
			"%s has %d %s entries", short(x.shown), len(x.all), section)
	}
	if e, ok := x.own[name]; ok {
		return e, nil
	}
	if e, ok := x.imported[name]; ok {
		return e, nil
	}
	hint := "it has " + x.list()
	if near := diag.Nearest(name, x.names); near != "" {
		hint = fmt.Sprintf("did you mean %q? %s", near, hint)
	}
	return nil, faultf("import-unknown", hint, "%s has no %s entry with the namespace %q", short(x.shown), section, short(name))
}

// list enumerates the first namespaces.
func (x *index[T]) list() string {
	const few = 12
	if len(x.names) == 0 {
		return "no namespaces"
	}
	if len(x.names) > few {
		return strings.Join(x.names[:few], ", ") + ", …"
	}
	return strings.Join(x.names, ", ")
}

package expr

import "strings"

// Resolve looks a dotted name up the way a tag outside of sections does: as a
// whole, else its first segment, and the others inside of what was found.
func Resolve(scope Scope, name string) (any, bool) {
	if v, ok := scope(name); ok {
		return v, true
	}
	first, rest, dotted := strings.Cut(name, ".")
	if !dotted {
		return nil, false
	}
	v, ok := scope(first)
	for ok && dotted {
		first, rest, dotted = strings.Cut(rest, ".")
		v, ok = inside(v, first)
	}
	return v, ok
}

// LiteralTemplate returns a template that renders to text, whatever it holds.
func LiteralTemplate(text string) *Template {
	return &Template{src: text, nodes: appendText(nil, text, 0)}
}

// Truncated reports whether a rendering of t, or of a part of it, was stopped at
// a limit of [Template.Render]: it must then not be used.
func (t Text) Truncated() bool {
	for i := range t {
		if t[i].cut || t[i].Group.Truncated() {
			return true
		}
	}
	return false
}

package rule

import (
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

// isBlank reports whether the document does not have s, or nothing but blanks in it.
func isBlank(s spec.Str) bool { return strings.TrimSpace(s.Text) == "" }

// nameOf names a thing of the document for a message: its kind, and its name if it
// has one.
func nameOf(kind string, name spec.Str) string {
	if name.Text == "" {
		return "the " + kind
	}
	return "the " + kind + ` "` + diag.Short(name.Text) + `"`
}

// lacks reports that a thing at pos has no text for a key, or a blank one. what names
// the thing, as [nameOf] does.
func (p *Pass) lacks(s spec.Str, key string, pos diag.Pos, what, hint string) {
	switch {
	case !isBlank(s):
	case s.Set():
		p.report(s.Pos, hint, "%s has an empty %s", what, key)
	default:
		p.report(pos, hint, "%s has no %s", what, key)
	}
}

// memberOf returns the member called name, or nil.
func memberOf(members []spec.NodeMember, name string) *spec.NodeMember {
	for i := range members {
		if members[i].Name == name {
			return &members[i]
		}
	}
	return nil
}

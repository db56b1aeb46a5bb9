package rule

import (
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/expr"
)

// mention is one site where a template names a variable.
type mention struct {
	site
	name string
	pos  diag.Pos
}

// mentioner collects the mentions in what it visits.
type mentioner struct {
	valueVisitor
	out []mention
}

func newMentioner() *mentioner {
	m := &mentioner{}
	m.visit = m.add
	return m
}

// findMentions lists every mention of a variable, those of consumed entries first.
func (s *Subject) findMentions() []mention {
	m := newMentioner()
	s.eachValue(m.add)
	return m.out
}

// add adds the variables that a text names. In base URIs and paths {x} counts too.
// What does not parse is reported where it is compiled.
func (m *mentioner) add(at site, text string, pos diag.Pos) {
	if !strings.Contains(text, "{") {
		return
	}
	parse := expr.ParseTemplate
	if at.inURL {
		parse = expr.ParseURITemplate
	}
	t, err := parse(text)
	if err != nil {
		return
	}
	for _, ref := range t.Refs() {
		found := mention{site: at, name: ref.Name, pos: pos}
		if !strings.Contains(text, "\n") { // an offset says nothing of lines
			found.pos.Column += ref.Offset
		}
		m.out = append(m.out, found)
	}
}

package rule

import (
	"strings"

	"naftiko/spec/diag"
)

var templateName = Rule{
	Code: "template-name", Level: Warning, In: Recommended,
	Covers: []string{"unresolved-placeholder", "never-set-bind"},
	Title:  "a template with more in it than a name",
	Why: "Between its braces a template has the name of a value and nothing else. What other languages of templates have there, such as " +
		"{{name | upper}}, {{#if name}} or {{now()}}, is taken for the name of a value as it stands. Nothing in the document has that " +
		"name, so nothing is filled in.",
	Check: checkTemplateNames,
}

func checkTemplateNames(p *Pass) {
	var given names
	mentions := p.mentions()
	for i := range mentions {
		m := &mentions[i]
		if m.inURL || !strings.ContainsAny(m.name, " \t\n|()'\",") {
			continue // in a URL, what such a name is to be is plain to see
		}
		if given == nil {
			given = p.allNames()
		}
		if given.has(m.name) {
			continue
		}
		name, hint := diag.Short(m.name), "write a name alone"
		if word := nameIn(m.name); word != "" {
			hint = "write  {{" + diag.Short(word) + "}}"
		}
		p.report(m.pos, hint, "%q is taken for a name as it stands, and nothing has it", name)
	}
}

// nameIn is the name with which a text begins, or that an if has behind it.
func nameIn(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return isNoWord(r) && r != '.' })
	if len(words) == 0 || strings.Contains(text, "(") {
		return ""
	}
	switch words[0] {
	case "if", "unless", "each", "with":
		if len(words) == 1 {
			return ""
		}
		return words[1]
	}
	return words[0]
}

// allNames are the names that the document gives anything that templates can name.
func (s *Subject) allNames() names {
	n := names{}
	for _, name := range s.bindNames().names {
		n.add(name)
	}
	ops := s.operations()
	for i := range ops {
		for _, level := range ops[i].levels() {
			n.inputs(level)
		}
	}
	units := s.units()
	for i := range units {
		u := &units[i]
		n.inputs(u.Inputs)
		n.inputs(u.inherited[0])
		n.inputs(u.inherited[1])
		for j := range u.With {
			n.add(u.With[j].Name)
		}
		for j := range u.Steps {
			n.add(u.Steps[j].Name.Text)
			for k := range u.Steps[j].With {
				n.add(u.Steps[j].With[k].Name)
			}
		}
	}
	for _, e := range s.exposes("") {
		for i := range e.Prompts {
			n.inputs(e.Prompts[i].Arguments)
		}
	}
	return n
}

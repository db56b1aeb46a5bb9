package rule

import (
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

var templateUnterminated = Rule{
	Code: "template-unterminated", Level: Warning, Strict: Error, In: Recommended,
	Title: "a template without its end",
	Why: "Only {{NAME}} with both pairs of braces is filled. A half of it is text like any other: it is sent as it stands, " +
		"and an upstream that gets {{TOKEN in place of a token answers that the token is wrong.",
	Check: checkUnterminated,
}

func checkUnterminated(p *Pass) {
	u := &unterminated{p: p}
	for _, c := range p.consumes() {
		u.stray(c.BaseURI)
		u.auth(c.Auth)
		u.inputs(c.Inputs)
		for i := range c.Resources {
			u.stray(c.Resources[i].Path)
			u.auth(c.Resources[i].Auth)
			u.inputs(c.Resources[i].Inputs)
		}
	}
	ops := p.operations()
	for i := range ops {
		u.stray(ops[i].Path)
		u.auth(ops[i].Auth)
		u.inputs(ops[i].Inputs)
	}
	for _, e := range p.exposes("") {
		u.auth(e.Auth)
		for i := range e.Prompts {
			for _, msg := range e.Prompts[i].Template {
				u.open(msg.Content.Text, msg.Content.Pos)
			}
		}
	}
	units := p.units()
	for i := range units {
		v := &valueVisitor{visit: anywhere(u.open)}
		v.unit(units[i].Unit)
	}
}

// unterminated looks for halves of templates.
type unterminated struct{ p *Pass }

func (u *unterminated) auth(a *spec.Auth) {
	if a == nil {
		return
	}
	for _, s := range []spec.Str{a.Username, a.Password, a.Token, a.Value} {
		u.strict(s)
	}
}

// inputs looks at what is sent in URLs and headers; other values may be data in which
// braces are what they are.
func (u *unterminated) inputs(inputs []spec.Input) {
	for i := range inputs {
		n := overriding(&inputs[i])
		if n == nil {
			continue
		}
		text, _ := n.Scalar.(string)
		if in := inputs[i].In.Text; in == "header" || in == "query" || in == "path" || in == "" {
			u.strict(spec.Str{Text: text, Pos: n.Pos})
			continue
		}
		u.open(text, n.Pos)
	}
}

// strict looks at a text in which both halves are a mistake.
func (u *unterminated) strict(s spec.Str) {
	u.stray(s)
	u.open(s.Text, s.Pos)
}

// stray looks for a template that does not begin. In URLs one that does not end is told
// where they are compiled.
func (u *unterminated) stray(s spec.Str) {
	if strings.Contains(s.Text, "}}") && !strings.Contains(s.Text, "{{") && strings.Count(s.Text, "{") < 2 && !strings.Contains(s.Text, `"`) {
		u.p.report(s.Pos, "write {{ in front of the name, as in  {{NAME}}", "}} ends a template that does not begin")
	}
}

// open looks for a template that does not end.
func (u *unterminated) open(text string, pos diag.Pos) {
	i := strings.LastIndex(text, "{{")
	if i < 0 || strings.Contains(text[i:], "}}") {
		return
	}
	name := strings.TrimLeft(text[i:], "{ ")
	if name == "" || isNoWord(rune(name[0])) {
		return
	}
	if !strings.Contains(text, "\n") {
		pos.Column += len([]rune(text[:i]))
	}
	word, _, _ := strings.Cut(strings.TrimRight(name, "} "), "\n")
	if strings.ContainsFunc(word, func(r rune) bool { return isNoWord(r) && r != '.' }) {
		word = "NAME"
	}
	u.p.report(pos, "write  {{"+diag.Short(word)+"}}", "a template begins here and does not end, so it is text")
}

// overriding is what stands in place of the caller's argument.
func overriding(in *spec.Input) *spec.Node {
	if in.Value != nil {
		return in.Value
	}
	return in.Template
}

package rule

import (
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
)

var mappingSyntax = Rule{
	Code: "mapping-syntax", Level: Error, In: Recommended,
	Title: "a path or a template that cannot be read",
	Why: "Mappings, lookups, prompts and what steps are given are JSONPaths and templates. One that does not follow their syntax " +
		"is found when it is used at the latest, and what has it fails then.",
	Check: checkMappingSyntax,
}

func checkMappingSyntax(p *Pass) {
	s := &syntax{p: p}
	units := p.units()
	for i := range units {
		u := &units[i]
		for j := range u.Mappings {
			s.path(u.Mappings[j].Value)
		}
		for j := range u.Steps {
			s.path(u.Steps[j].Value)
			s.members(u.Steps[j].With)
		}
		if p.isCompiled(u) {
			continue // told where it is compiled
		}
		s.members(u.With)
		if len(u.Steps) > 0 || u.Call.Text != "" || u.Ref.Set() {
			s.outputs(u.Outputs)
		}
	}
	for _, e := range p.exposes("") {
		s.parameters(e)
		for i := range e.Prompts {
			for _, msg := range e.Prompts[i].Template {
				s.template(msg.Content.Text, msg.Content.Pos)
			}
		}
	}
}

// isCompiled reports whether a unit is compiled as far as its outputs.
func (s *Subject) isCompiled(u *unit) bool {
	switch {
	case u.kind == "resource":
		return false
	case u.Ref.Set():
		return s.functions()[u.Ref.Text] != nil
	case len(u.Steps) > 0:
		return false
	}
	return u.Call.Text == "" || s.target(u.Call.Text) != nil
}

const pathText = "the path cannot be read: %v"

// syntax looks at paths and templates.
type syntax struct{ p *Pass }

func (s *syntax) path(text spec.Str) {
	trimmed := strings.TrimSpace(text.Text)
	switch {
	case strings.HasPrefix(trimmed, "$"):
		if _, err := expr.ParsePath(text.Text); err != nil {
			s.p.report(text.Pos, "", pathText, err)
		}
	case strings.Contains(trimmed, "{{"):
		s.template(text.Text, text.Pos)
	}
}

// parameters looks at the paths by which parameters of a REST adapter take their values
// from the body of a request.
func (s *syntax) parameters(e *spec.Expose) {
	s.inputs(e.Inputs)
	for i := range e.Resources {
		s.inputs(e.Resources[i].Inputs)
		for j := range e.Resources[i].Operations {
			s.inputs(e.Resources[i].Operations[j].Inputs)
		}
	}
}

func (s *syntax) inputs(inputs []spec.Input) {
	for i := range inputs {
		n := inputs[i].Value
		if n == nil {
			continue
		}
		if text, _ := n.Scalar.(string); strings.HasPrefix(text, "$.") || strings.HasPrefix(text, "$[") {
			s.path(spec.Str{Text: text, Pos: n.Pos})
		}
	}
}

func (s *syntax) template(text string, pos diag.Pos) {
	if !strings.Contains(text, "{{") {
		return
	}
	if _, err := expr.ParseTemplate(text); err != nil {
		s.p.report(pos, "", "the template cannot be read: %v", err)
	}
}

func (s *syntax) members(members []spec.NodeMember) {
	v := &valueVisitor{visit: anywhere(s.template)}
	v.members(members)
}

func (s *syntax) outputs(outputs []spec.Output) {
	for i := range outputs {
		s.output(&outputs[i])
	}
}

func (s *syntax) output(o *spec.Output) {
	if o == nil {
		return
	}
	if o.Mapping.Text != "" && !strings.Contains(o.Mapping.Text, "{{") {
		if _, err := expr.ParsePath(o.Mapping.Text); err != nil {
			s.p.report(o.Mapping.Pos, "", pathText, err)
		}
	}
	if o.Value != nil {
		v := &valueVisitor{visit: anywhere(s.template)}
		v.node(o.Value)
	}
	s.outputs(o.Properties)
	s.output(o.Items)
	s.output(o.Values)
}

package rule

import (
	"naftiko/spec"
	"naftiko/spec/diag"
)

var unknownNamespace = Rule{
	Code: "unknown-namespace", Level: Warning, Strict: Error, In: Recommended,
	Title: "a namespace that nothing has",
	Why: "A tool of a skill is taken from a sibling REST or MCP adapter by its namespace, and requests are forwarded to a " +
		"consumed API by its namespace. Where nothing has that namespace there is nothing to take or to forward to.",
	Check: checkUnknownNamespace,
}

func checkUnknownNamespace(p *Pass) {
	if p.Doc.Capability == nil {
		return // what it names is declared by whoever imports the document
	}
	guess := newGuesser()
	siblings := p.siblings()
	var adapters, apis []string
	for i := range p.entries {
		e := &p.entries[i]
		switch {
		case e.consume != nil:
			apis = append(apis, e.namespace.Text)
		case e.expose != nil && isCallable(e.expose):
			adapters = append(adapters, e.namespace.Text)
		}
	}
	isAPI := map[string]bool{}
	for _, name := range apis {
		isAPI[name] = true
	}
	p.eachSkillTool(func(from *spec.SkillSource) {
		ns := from.Namespace
		if ns.Text == "" || siblings[ns.Text] != nil || p.isMissed("exposes", ns.Text) {
			return
		}
		p.report(ns.Pos, guess.hint(ns.Text, adapters, ""), "no rest or mcp adapter has the namespace %q", diag.Short(ns.Text))
	})
	for _, e := range p.exposes("") {
		for i := range e.Resources {
			f := e.Resources[i].Forward
			if f == nil || f.Namespace.Text == "" || isAPI[f.Namespace.Text] || p.isMissed("consumes", f.Namespace.Text) {
				continue
			}
			p.report(f.Namespace.Pos, guess.hint(f.Namespace.Text, apis, ""), "no consumes entry has the namespace %q", diag.Short(f.Namespace.Text))
		}
	}
}

// isCallable reports whether an adapter has tools or operations that a skill can
// take.
func isCallable(e *spec.Expose) bool { return e.Type.Text == "rest" || e.Type.Text == "mcp" }

// siblings are the adapters that skills take tools from, by namespace.
func (s *Subject) siblings() map[string]*spec.Expose {
	out := map[string]*spec.Expose{}
	for i := range s.entries {
		if e := s.entries[i].expose; e != nil && e.Namespace.Text != "" && isCallable(e) {
			out[e.Namespace.Text] = e
		}
	}
	return out
}

// eachSkillTool visits the tools of skills that are taken from an adapter.
func (s *Subject) eachSkillTool(visit func(from *spec.SkillSource)) {
	for _, e := range s.exposes("") {
		for i := range e.Skills {
			for j := range e.Skills[i].Tools {
				if from := e.Skills[i].Tools[j].From; from != nil {
					visit(from)
				}
			}
		}
	}
}

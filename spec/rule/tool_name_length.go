package rule

import (
	"unicode/utf8"

	"naftiko/spec"
	"naftiko/spec/diag"
)

// maxToolName is what widely used clients of MCP take.
const maxToolName = 64

var toolNameLength = Rule{
	Code: "tool-name-length", Level: Warning, In: Recommended | AgentSafety,
	Title: "the name of a tool that is too long for many clients",
	Why: "Widely used models and their clients take names of at most 64 characters. One longer name makes some of them refuse " +
		"the whole list of tools.",
	Check: checkToolNameLength,
}

func checkToolNameLength(p *Pass) {
	p.eachToolName(func(kind string, name spec.Str) {
		if n := utf8.RuneCountInString(name.Text); n > maxToolName {
			p.report(name.Pos, "give it a shorter one, and say the rest in the description", "the name of the %s %s has %d characters, and many clients take %d", kind, diag.Short(name.Text), n, maxToolName)
		}
	})
}

// eachToolName visits the names of MCP tools and prompts.
func (s *Subject) eachToolName(visit func(kind string, name spec.Str)) {
	for _, e := range s.exposes("mcp") {
		for i := range e.Tools {
			visit("tool", e.Tools[i].Name)
		}
		for i := range e.Prompts {
			visit("prompt", e.Prompts[i].Name)
		}
	}
}

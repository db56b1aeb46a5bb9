package rule

import (
	"strings"

	"naftiko/spec/diag"
)

var toolHintsWrong = Rule{
	Code: "tool-hints-wrong", Level: Warning, Strict: Error, In: Recommended | AgentSafety,
	Title: "hints that say less than a tool does",
	Why: "Clients call tools that are marked as reading only without asking their users. A tool that says so and changes or " +
		"deletes something does it behind the user's back.",
	Check: checkToolHintsWrong,
}

func checkToolHintsWrong(p *Pass) {
	for _, u := range p.tools() {
		h := u.tool.Hints
		if h == nil {
			continue
		}
		if h.ReadOnly.Value {
			if op := p.calls(u, "PUT", "PATCH", "DELETE"); op != nil {
				p.report(h.ReadOnly.Pos, "write  readOnly: false", "%s is marked readOnly, and calls %s %s", u.title(), methodOf(op), nameOfOperation(op))
			}
		}
		if h.Destructive.Set() && !h.Destructive.Value {
			if op := p.calls(u, "DELETE"); op != nil {
				p.report(h.Destructive.Pos, "write  destructive: true", "%s is marked as not destructive, and calls DELETE %s", u.title(), nameOfOperation(op))
			}
		}
	}
}

func methodOf(op *operation) string { return strings.ToUpper(strings.TrimSpace(op.Method.Text)) }

// nameOfOperation is what a message calls a consumed operation.
func nameOfOperation(op *operation) string {
	if op.Name.Text != "" {
		return diag.Short(op.Name.Text)
	}
	return diag.Short(op.resource.Path.Text)
}

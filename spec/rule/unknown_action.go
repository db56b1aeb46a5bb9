package rule

import (
	"slices"

	"naftiko/spec"
	"naftiko/spec/diag"
)

var unknownAction = Rule{
	Code: "unknown-action", Level: Warning, Strict: Error, In: Recommended,
	Title: "a tool of a skill that its adapter does not have",
	Why: "The catalogue tells agents to call the action of an adapter. Where the MCP adapter has no tool of that name, or " +
		"the REST adapter no operation, agents are sent to something that is not there.",
	Check: checkUnknownAction,
}

func checkUnknownAction(p *Pass) {
	siblings, guess := p.siblings(), newGuesser()
	actions := map[*spec.Expose][]string{}
	p.eachSkillTool(func(from *spec.SkillSource) {
		e := siblings[from.Namespace.Text]
		if e == nil || from.Action.Text == "" {
			return
		}
		names, ok := actions[e]
		if !ok {
			names = actionsOf(e)
			actions[e] = names
		}
		if slices.Contains(names, from.Action.Text) {
			return
		}
		what := "tool"
		if e.Type.Text == "rest" {
			what = "operation"
		}
		p.report(from.Action.Pos, guess.hint(from.Action.Text, names, ""), "the adapter %s has no %s %q",
			diag.Short(e.Namespace.Text), what, diag.Short(from.Action.Text))
	})
}

// actionsOf are the names of what an adapter offers to skills.
func actionsOf(e *spec.Expose) []string {
	var names []string
	for i := range e.Tools {
		names = append(names, e.Tools[i].Name.Text)
	}
	for i := range e.Resources {
		for j := range e.Resources[i].Operations {
			names = append(names, e.Resources[i].Operations[j].Name.Text)
		}
	}
	return names
}

package rule

import (
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

var destructiveUnconfirmed = Rule{
	Code: "destructive-unconfirmed", Level: Warning, In: AgentSafety,
	Title: "a tool that destroys without asking",
	Why: "A model calls the wrong tool sometimes, or with the wrong value. Where it has to say that it means it, by a parameter " +
		"such as confirm, or reads in the description that it has to ask first, most of these calls do not happen.",
	Check: checkUnconfirmed,
}

// confirming are the beginnings of words about asking first, folded.
var confirming = [...]string{"confirm", "approv", "acknowledg", "consent", "areyousure", "dryrun", "force", "irreversibl", "cannotbeundone"}

func checkUnconfirmed(p *Pass) {
	for _, u := range p.tools() {
		h := u.tool.Hints
		marked := h != nil && h.Destructive.Value
		if !marked && (h != nil && h.Destructive.Set() || p.calls(u, "DELETE") == nil) {
			continue
		}
		if confirms(u.Description.Text) || p.asks(u) {
			continue
		}
		p.report(u.at(), "add a required parameter  confirm: {type: boolean}, or say in the description that the user has to confirm",
			"%s destroys, and nothing makes sure that it is meant", u.title())
	}
}

func confirms(text string) bool {
	fold := diag.Fold(text)
	for _, word := range confirming {
		if strings.Contains(fold, word) {
			return true
		}
	}
	return strings.Contains(strings.ToLower(text), "ask the user")
}

// asks reports whether a tool has a parameter by which a caller says that it is meant:
// one of its own, or of the function that it refers to, or of what it calls.
func (s *Subject) asks(u *unit) bool {
	if asksIn(u.Inputs) {
		return true
	}
	if f := s.functions()[u.Ref.Text]; f != nil && asksIn(f.Inputs) {
		return true
	}
	for _, op := range s.callees(u) {
		for _, level := range op.levels() {
			if asksIn(level) {
				return true
			}
		}
	}
	return false
}

func asksIn(inputs []spec.Input) bool {
	for i := range inputs {
		in := &inputs[i]
		if in.Required && (strings.EqualFold(in.Type.Text, "boolean") || len(in.Enum) > 0) && confirms(in.Name.Text) {
			return true
		}
	}
	return false
}

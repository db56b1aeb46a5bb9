package rule

import "strings"

// agents are the rules for documents that models use.
var agents = []Rule{
	toolDescription,
	toolDescriptionShort,
	toolParameterDescription,
	toolHints,
	toolHintsWrong,
	destructiveUnmarked,
	destructiveUnconfirmed,
	descriptionInstructsModel,
}

// tools lists the MCP tools that the document declares itself.
func (s *Subject) tools() []*unit {
	var out []*unit
	units := s.units()
	for i := range units {
		if u := &units[i]; u.tool != nil && u.own && u.expose.Type.Text == "mcp" {
			out = append(out, u)
		}
	}
	return out
}

// callees are the consumed operations that a unit calls, by way of functions too, as
// far as they are known.
func (s *Subject) callees(u *unit) []*operation {
	calls := []string{u.Call.Text}
	of := u.Unit
	if u.Ref.Set() {
		f := s.functions()[u.Ref.Text]
		if f == nil {
			return nil
		}
		of = &f.Unit
		calls = []string{f.Call.Text}
	}
	for i := range of.Steps {
		calls = append(calls, of.Steps[i].Call.Text)
	}
	var out []*operation
	for _, call := range calls {
		if call == "" {
			continue
		}
		if op := s.target(call); op != nil {
			out = append(out, op)
		}
	}
	return out
}

// calls returns the first operation that a unit calls with one of methods, or nil.
func (s *Subject) calls(u *unit, methods ...string) *operation {
	for _, op := range s.callees(u) {
		for _, m := range methods {
			if strings.EqualFold(strings.TrimSpace(op.Method.Text), m) {
				return op
			}
		}
	}
	return nil
}

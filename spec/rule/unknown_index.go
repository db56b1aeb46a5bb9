package rule

import "strings"

var unknownIndex = Rule{
	Code: "unknown-index", Level: Warning, Strict: Error, In: Recommended,
	Title: "a lookup in a step that is not there",
	Why: "A lookup searches the rows that an earlier step has answered, which its index names. " +
		"Where no earlier step has that name there are no rows, and the lookup fails.",
	Check: checkUnknownIndex,
}

func checkUnknownIndex(p *Pass) {
	units, guess := p.units(), newGuesser()
	for i := range units {
		u := &units[i]
		var s *stepScope
		for j := range u.Steps {
			index := u.Steps[j].Index
			name, _, _ := strings.Cut(strings.TrimPrefix(index.Text, "$."), ".")
			if name == "" || strings.Contains(name, "{{") {
				continue
			}
			if s == nil {
				s = newStepScope(p, u, guess, nil)
			}
			switch at, ok := s.place[name]; {
			case ok && at < j:
			case ok:
				s.later(index.Pos, name)
			default:
				s.unknown(index.Pos, name, guess.near(name, s.names))
			}
		}
	}
}

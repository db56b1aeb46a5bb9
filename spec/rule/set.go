package rule

import (
	"fmt"
	"slices"
	"strings"

	"naftiko/spec/diag"
)

// Set says which rules look at documents, and how grave the findings of any code
// are. Make one with [NewSet]; it is not changed while it is used.
type Set struct {
	levels map[*Rule]Level
	// said are the levels that somebody gave a code himself, of rules by their own
	// code.
	said map[string]Level
	// dropped are the rules that others take the place of.
	dropped map[*Rule]bool
}

// NewSet returns the rules of a preset. The error lists the presets.
func NewSet(preset string) (*Set, error) {
	for _, p := range presets {
		if p.name != preset {
			continue
		}
		s := &Set{levels: map[*Rule]Level{}, said: map[string]Level{}, dropped: map[*Rule]bool{}}
		for _, r := range table() {
			if l := p.level(r); l != Off {
				s.levels[r] = l
			}
		}
		return s, nil
	}
	return nil, fmt.Errorf("no preset %q: use %s", diag.Short(preset), strings.Join(Presets(), ", "))
}

// Give gives the findings of a code a level. name is the name of a rule or the code
// of a finding of another stage.
func (s *Set) Give(name string, l Level) {
	s.said[Canonical(name)] = l
	if r := Find(name); r != nil && !s.dropped[r] {
		delete(s.levels, r)
		if l != Off {
			s.levels[r] = l
		}
	}
}

// Drop takes out the rule that is known by a name, for good: another takes its place.
func (s *Set) Drop(name string) {
	if r := Find(name); r != nil {
		delete(s.levels, r)
		s.dropped[r] = true
	}
}

// Said returns the level that somebody gave the findings of a code.
func (s *Set) Said(code string) (l Level, ok bool) {
	if s == nil {
		return Off, false
	}
	l, ok = s.said[Canonical(code)]
	return l, ok
}

// Level returns the level of a rule.
func (s *Set) Level(r *Rule) Level { return s.levels[r] }

// Replaced reports whether a rule of s reports what findings of a code do.
func (s *Set) Replaced(code string) bool {
	for r := range s.levels {
		if slices.Contains(r.Replaces, code) {
			return true
		}
	}
	return false
}

// Off reports whether s has no rule.
func (s *Set) Off() bool { return s == nil || len(s.levels) == 0 }

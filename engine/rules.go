package engine

import (
	"errors"
	"slices"

	"naftiko/binding"
	"naftiko/spec/diag"
	"naftiko/spec/rule"
	"naftiko/spec/rule/spectral"
	"naftiko/spec/schema"
)

// Rules says which rules look at documents, and how grave the findings of each code
// are. Make it with [NewRules] or [Config.Rules]; it is safe for concurrent use once
// nobody changes it any more.
type Rules struct {
	set    *rule.Set
	preset string
	// users are the rules of users, nil if there are no rulesets.
	users *spectral.Ruleset
}

// NewRules returns the rules of a preset: one of [Presets]. The error, of kind Usage,
// lists them.
func NewRules(preset string) (*Rules, error) {
	set, err := rule.NewSet(preset)
	if err != nil {
		return nil, Errorf(Usage, "bad-preset", "%v", err)
	}
	return &Rules{set: set, preset: preset}, nil
}

// Presets lists the names of the presets.
func Presets() []string { return rule.Presets() }

// Levels are the words that [Rules.Give] takes.
func Levels() []string { return []string{"off", "info", "warning", "error"} }

// Give gives the findings of a code a level: off, info, warning or error. The error,
// of kind Usage, says what is not known.
func (r *Rules) Give(code, level string) error {
	l, ok := rule.ParseLevel(level)
	if !ok {
		return Errorf(Usage, "bad-level", "no level %q: use off, info, warning or error", diag.Short(level))
	}
	if !rule.Known(code) && !r.isUsers(code) {
		return unknownCode(code)
	}
	r.set.Give(code, l)
	return nil
}

// said returns the level that somebody gave the findings of a code.
func (r *Rules) said(code string) (l rule.Level, ok bool) {
	if r == nil {
		return rule.Off, false
	}
	return r.set.Said(code)
}

// Codes lists the codes that findings can have, published rules under all their names.
func Codes() []string { return rule.Codes() }

// Apply gives codes the levels of a configuration. The diagnostics are about those
// that are not known.
func (r *Rules) Apply(c *Config) (found Diagnostics) {
	for _, l := range c.Levels {
		if err := r.Give(l.Code, l.Level); err != nil {
			e, _ := errors.AsType[*Error](err)
			found.Errorf(l.Pos, e.Code, e.Hint, "%s", e.Msg)
		}
	}
	return found
}

// Off reports whether no rule looks at documents.
func (r *Rules) Off() bool { return r == nil || r.set.Off() && r.users == nil }

// rules lets the rules look at the document. They take the place of the findings of
// other stages that they replace.
func (v *validation) rules(s *rule.Subject) {
	if v.Rules.Off() {
		return
	}
	s.Reserved, s.Published, s.Source, s.Found = binding.Reserved, v.unversioned == nil, v.src.Data, v.found
	v.ruled = append(rule.Run(s, v.Rules.set), v.userRules(s)...)
	replaced := map[string]bool{}
	v.found = slices.DeleteFunc(v.found, func(d diag.Diagnostic) bool {
		is, known := replaced[d.Code]
		if !known {
			is = v.Rules.set.Replaced(d.Code)
			replaced[d.Code] = is
		}
		return is || s.Told(d)
	})
}

// ruledMerger leaves one of the findings of rules and the departures from a schema that
// are about one mistake.
type ruledMerger struct {
	found diag.List
	gone  []bool
	at    map[diag.Pos][]int
}

func newRuledMerger(found diag.List) *ruledMerger {
	m := &ruledMerger{found: found, gone: make([]bool, len(found)), at: map[diag.Pos][]int{}}
	for i, d := range found {
		m.at[d.Pos] = append(m.at[d.Pos], i)
	}
	return m
}

// isTold reports whether a rule tells of a departure: of a key that is missing, or of
// the form of a text. Of the two the graver is left, and of equals d, which tells of
// the departure; of the form the rule knows more, unless the schema decides.
func (m *ruledMerger) isTold(w schema.Violation, d diag.Diagnostic) bool {
	i, grave := -1, d.Severity
	switch w.Kind {
	case schema.Required:
		i = m.find(w.Pos, func(code string) bool { return slices.Contains(rule.Lacks(code), w.Key) })
	case schema.Pattern:
		if i = m.find(w.Pos, rule.IsForm); i < 0 {
			i = m.find(w.Value, rule.IsForm)
		}
		if grave != diag.Error {
			grave++
		}
	default:
	}
	if i < 0 {
		return false
	}
	if m.found[i].Severity < grave {
		return true
	}
	m.gone[i] = true
	return false
}

// find returns the finding at pos whose code is one that is looked for, or -1.
func (m *ruledMerger) find(pos diag.Pos, is func(code string) bool) int {
	for _, i := range m.at[pos] {
		if !m.gone[i] && is(m.found[i].Code) {
			return i
		}
	}
	return -1
}

// left are the findings that are still there.
func (m *ruledMerger) left() (out diag.List) {
	for i, d := range m.found {
		if !m.gone[i] {
			out = append(out, d)
		}
	}
	return out
}

// controlled gives findings the levels that somebody has given their codes, and takes
// those away that comments pass over. What a published schema refuses is what it is
// with strict, and what makes a text unreadable always.
func (v *validation) controlled(found diag.List) diag.List {
	fixed := func(d diag.Diagnostic) bool {
		return v.Strict && d.Severity == diag.Error && !slices.Contains(v.ruled, d) || v.isSyntax(d)
	}
	if !v.NoIgnore {
		list, more := ignoresOf(v.root, v.src.Data)
		found = list.apply(found, v.src.Name, fixed)
		found = append(append(found, more...), list.unused(v.isSought)...)
	}
	out := found[:0]
	for _, d := range found {
		l, said := v.Rules.said(d.Code)
		if said && !fixed(d) {
			if l == rule.Off {
				continue
			}
			d.Severity = l.Severity()
		}
		out = append(out, d)
	}
	return out
}

// isSought reports whether findings of a code were looked for: those of rules only if
// the rule is on, and nothing behind the syntax where that is wrong.
func (v *validation) isSought(code string) bool {
	switch r := rule.Find(code); {
	case !v.linked:
		return false
	case r != nil:
		return v.Rules != nil && v.Rules.set.Level(r) != rule.Off || v.Rules.isUsers(code)
	case rule.Known(code):
		l, said := v.Rules.said(code)
		return !said || l != rule.Off
	}
	return !v.Rules.Off() // perhaps a rule of a ruleset that is not read now
}

// isSyntax reports whether d is an error about the YAML text.
func (v *validation) isSyntax(d diag.Diagnostic) bool {
	return d.Severity == diag.Error && slices.Contains(v.syntax, d)
}

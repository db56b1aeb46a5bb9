package engine

import (
	"errors"
	"slices"

	"naftiko/binding"
	"naftiko/spec/diag"
	"naftiko/spec/rule"
	"naftiko/spec/schema"
)

// Rules says which rules look at documents, and how grave the findings of each code
// are. Make it with [NewRules] or [Config.Rules]; it is safe for concurrent use once
// nobody changes it any more.
type Rules struct {
	set    *rule.Set
	preset string
	// users are the rulesets of users.
	users []*Ruleset
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
		e := Errorf(Usage, "unknown-code", "no finding has the code %q", diag.Short(code))
		if near := diag.Nearest(code, rule.Codes()); near != "" {
			return e.Help("did you mean %q?", near)
		}
		return e.Help("naftiko explain  lists the codes")
	}
	r.set.Give(code, l)
	return nil
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
func (r *Rules) Off() bool { return r == nil || r.set.Off() && len(r.users) == 0 }

// rules lets the rules look at the document. They take the place of the findings of
// other stages that they replace.
func (v *validation) rules(s *rule.Subject) {
	if v.Rules.Off() {
		return
	}
	s.Reserved, s.Published = binding.Reserved, v.unversioned == nil
	v.ruled = append(rule.Run(s, v.Rules.set), v.userRules(s)...)
	replaced := map[string]bool{}
	v.found = slices.DeleteFunc(v.found, func(d diag.Diagnostic) bool {
		is, known := replaced[d.Code]
		if !known {
			is = v.Rules.set.Replaced(d.Code)
			replaced[d.Code] = is
		}
		return is
	})
}

// isTold reports whether the finding of a rule tells of a departure from the schema,
// which says that a key is missing or that a text has the wrong form. Of the two the
// graver is left. Of equals it is d, which tells of the departure; of two warnings about
// a form it is the rule's, which says why.
func (v *validation) isTold(w schema.Violation, d diag.Diagnostic) bool {
	var isSame func(diag.Diagnostic) bool
	grave := d.Severity
	switch w.Kind {
	case schema.Required:
		isSame = func(f diag.Diagnostic) bool { return f.Pos == w.Pos && slices.Contains(rule.Lacks(f.Code), w.Key) }
	case schema.Pattern:
		isSame = func(f diag.Diagnostic) bool { return (f.Pos == w.Pos || f.Pos == w.Value) && rule.IsForm(f.Code) }
		if grave != diag.Error {
			grave++
		}
	default:
		return false
	}
	i := slices.IndexFunc(v.ruled, isSame)
	if i < 0 {
		return false
	}
	if v.ruled[i].Severity < grave {
		return true
	}
	v.ruled = slices.Delete(v.ruled, i, i+1)
	return false
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
		found = append(append(found, more...), list.unused()...)
	}
	if v.Rules == nil {
		return found
	}
	out := found[:0]
	for _, d := range found {
		l, said := v.Rules.set.Said(d.Code)
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

// isSyntax reports whether d is an error about the YAML text.
func (v *validation) isSyntax(d diag.Diagnostic) bool {
	return d.Severity == diag.Error && slices.Contains(v.syntax, d)
}

package engine

import (
	"sync"

	"naftiko/spec/diag"
	"naftiko/spec/rule"
	"naftiko/spec/rule/spectral"
)

// Ruleset is a ruleset of users, in the form of Spectral. It never changes.
type Ruleset struct{ set *spectral.Ruleset }

// publishedFunctions are the functions of the published rulesets, with the rules of
// ours that find what they are there for.
var publishedFunctions = map[string]string{
	"aggregate-function-unique":       "aggregates-unique-function-name",
	"aggregate-semantics-consistency": "aggregate-semantics-consistency",
	"control-port-validation":         "control-port-singleton-and-unique",
	"import-alias-unique":             "import-unique-alias",
	"script-defaults-required":        "script-defaults-required",
	"standalone-no-imports":           "standalone-no-imports",
	"tunnel-identity-binds-ref":       "tunnel-identity-must-bind",
	"unique-namespaces":               "namespaces-unique",
}

// ParseRuleset reads a ruleset in YAML or JSON; name is the file name that positions
// carry. The diagnostics are errors about what is no ruleset or no rule, and warnings
// about each part that is not supported; a rule with either is left out. What it says
// in place of a rule, as a severity, goes for the findings of the code of that name.
func ParseRuleset(name string, data []byte) (*Ruleset, Diagnostics) {
	known := spectral.Known{
		Function: func(name string) bool { return publishedFunctions[name] != "" },
		Code:     rule.Known,
	}
	set, found := spectral.Parse(name, data, known)
	return &Ruleset{set: set}, found
}

// Add adds a ruleset, and gives codes the levels that it says. A rule of ours that has
// the name of one of its rules does not look any more, and neither does one of a ruleset
// that was added before: a file that is given twice runs once.
func (r *Rules) Add(set *Ruleset) {
	r.users = spectral.Merge(r.users, set.set)
	for _, i := range set.set.Rules() {
		r.set.Drop(i.ID)
	}
	for _, l := range set.set.Levels() {
		r.give(l)
	}
}

// give gives a code the level that a ruleset says; on is that of the preset or, where
// it has none, that of the rule.
func (r *Rules) give(l spectral.Level) {
	level, ok := rule.ParseLevel(l.Level)
	if !ok {
		one := rule.Find(l.ID)
		if one == nil || r.set.Level(one) != rule.Off {
			return
		}
		level = max(one.Level, one.Strict)
	}
	r.set.Give(l.ID, level)
}

// isUsers reports whether a ruleset of users has a rule called id.
func (r *Rules) isUsers(id string) bool { return r != nil && r.users != nil && r.users.Has(id) }

// userRules lets the rules of users look at a document.
func (v *validation) userRules(s *rule.Subject) diag.List {
	if v.Rules.users == nil {
		return nil
	}
	functions := map[string]func() diag.List{}
	for name, code := range publishedFunctions {
		functions[name] = sync.OnceValue(func() diag.List { return rule.Look(s, code) })
	}
	return v.Rules.users.Check(v.root, spectral.Options{Run: v.Rules.isOn, Functions: functions})
}

// isOn reports whether a rule of a user looks at documents: what is not recommended
// has to be asked for.
func (r *Rules) isOn(i spectral.Info) bool {
	l, said := r.set.Said(i.ID)
	return said && l != rule.Off || !said && (i.Recommended || r.preset == "all")
}

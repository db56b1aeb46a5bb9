// Package rule holds the rules: what makes a document wrong, risky or unpleasant
// beyond its structure, found before it runs. Each rule is one file and one line of
// a table, and has a bad and a good example, which are its tests too. The package
// also explains the findings of the other stages.
//
// Rules look at the linked document. They read nothing and change nothing.
package rule

import (
	"strings"
	"sync"

	"naftiko/spec/diag"
)

// Level says how grave the findings of a rule are. The zero Level is [Off].
type Level uint8

const (
	// Off switches a rule off.
	Off Level = iota
	// Info marks what could be better.
	Info
	// Warning marks what works, but not as its author will expect, or not safely.
	Warning
	// Error marks what cannot work, or must not.
	Error
)

// levelWords are the names of levels; the last two are those that Spectral has.
var levelWords = []struct {
	name  string
	level Level
}{{"off", Off}, {"info", Info}, {"warning", Warning}, {"error", Error}, {"hint", Info}, {"warn", Warning}}

// ParseLevel returns the level called name: off, info (or hint), warning (or warn),
// error.
func ParseLevel(name string) (l Level, ok bool) {
	for _, w := range levelWords {
		if w.name == name {
			return w.level, true
		}
	}
	return Off, false
}

// String returns the name of l.
func (l Level) String() string {
	for _, w := range levelWords {
		if w.level == l {
			return w.name
		}
	}
	return "off"
}

// Severity returns the severity of findings; l is not [Off].
func (l Level) Severity() diag.Severity {
	switch l {
	case Error:
		return diag.Error
	case Warning:
		return diag.Warning
	}
	return diag.Info
}

// Preset is a set of presets that a rule is in.
type Preset uint8

const (
	// Recommended is the preset that is used when nothing else is said. The preset
	// strict has all of its rules too.
	Recommended Preset = 1 << iota
	// Strict holds the rules that only strict adds.
	Strict
	// AgentSafety holds what matters where a model chooses what is called.
	AgentSafety
)

// Rule is one rule.
type Rule struct {
	// Code is the rule's name, in kebab-case.
	Code string
	// Published tells that the rule is one of the published rulesets: it is known as
	// naftiko-CODE and ikanos-CODE too, and its findings have the name with the
	// document's own key.
	Published bool
	// Older is the code that the published ruleset of naftiko documents has for it,
	// or "".
	Older string
	// Replaces are the codes of findings of other stages that its own stand for.
	Replaces []string
	// Covers are the codes of rules whose findings at the same places tell of the same
	// mistakes in more general words; they are left out.
	Covers []string
	// Lacks are the keys that its findings say are missing.
	Lacks []string
	// Form tells that its findings are about the form of a text, which the pattern of a
	// schema may be about too.
	Form bool
	// Level is how grave its findings are, and Strict how grave they are under the
	// preset strict, if that differs.
	Level, Strict Level
	// In are the presets that it is in; the preset all has every rule.
	In Preset
	// Title says in a few words what is wrong.
	Title string
	// Why is one paragraph: what happens when it is left so.
	Why string
	// Check looks at a document.
	Check func(*Pass)
}

// prefixes are those of published ids, by the key of the documents they are for.
var prefixes = [...]string{"naftiko-", "ikanos-"}

// Names lists the names that r is known by, its own first.
func (r *Rule) Names() []string {
	names := []string{r.Code}
	if !r.Published {
		return names
	}
	for _, p := range prefixes {
		names = append(names, p+r.Code)
	}
	if r.Older != "" {
		names = append(names, r.Older)
		for _, p := range prefixes {
			names = append(names, p+r.Older)
		}
	}
	return names
}

// shownAs is the code of r's findings in documents with a key: "naftiko" or "ikanos".
func (r *Rule) shownAs(key string) string {
	switch {
	case !r.Published:
		return r.Code
	case key == "ikanos":
		return prefixes[1] + r.Code
	case r.Older != "":
		return prefixes[0] + r.Older
	}
	return prefixes[0] + r.Code
}

// All lists the rules in the order of the table.
func All() []*Rule { return table() }

// table has a line for each rule.
var table = sync.OnceValue(func() []*Rule {
	var all []*Rule
	for _, group := range [][]Rule{published, ours, agents} {
		for i := range group {
			all = append(all, &group[i])
		}
	}
	return all
})

var byName = sync.OnceValue(func() map[string]*Rule {
	names := map[string]*Rule{}
	for _, r := range table() {
		for _, name := range r.Names() {
			names[name] = r
		}
	}
	return names
})

// Find returns the rule that is known by a name, or nil.
func Find(name string) *Rule { return byName()[name] }

// Canonical returns the code of the rule that is known by a name, and any other name
// as it is.
func Canonical(name string) string {
	if r := Find(name); r != nil {
		return r.Code
	}
	return name
}

// presets are the presets by name, with the level that a rule has in each.
var presets = []struct {
	name, title string
	level       func(*Rule) Level
}{
	{"recommended", "what is wrong or risky in any document", func(r *Rule) Level { return r.in(Recommended, r.Level) }},
	{"strict", "recommended, as grave as the published rulesets have it, and what makes a document pleasant", func(r *Rule) Level {
		return r.in(Recommended|Strict, max(r.Strict, r.Level))
	}},
	{"agent-safety", "what matters where a model chooses what is called", func(r *Rule) Level { return r.in(AgentSafety, r.Level) }},
	{"all", "every rule there is", func(r *Rule) Level { return max(r.Strict, r.Level) }},
	{"none", "no rule at all", func(*Rule) Level { return Off }},
}

func (r *Rule) in(p Preset, l Level) Level {
	if r.In&p == 0 {
		return Off
	}
	return l
}

// Presets lists the names of the presets.
func Presets() []string {
	var names []string
	for _, p := range presets {
		names = append(names, p.name)
	}
	return names
}

// PresetsOf lists the names of the presets that r is in, all and none left out.
func PresetsOf(r *Rule) []string {
	var names []string
	for _, p := range presets {
		if p.name != "all" && p.level(r) != Off {
			names = append(names, p.name)
		}
	}
	return names
}

// isIn reports whether text has a word, whatever the case of letters.
func isIn(text, word string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(word))
}

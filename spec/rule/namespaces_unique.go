package rule

import (
	"strings"

	"naftiko/spec/diag"
)

var namespacesUnique = Rule{
	Code: "namespaces-unique", Published: true, Level: Warning, Strict: Error, In: Recommended,
	Replaces: []string{"duplicate-namespace"},
	Title:    "a namespace that is there already",
	Why: "What is consumed, exposed and bound is called by its namespace: NAMESPACE.operation, NAMESPACE.variable. Where two " +
		"entries have the same one, a name may mean either of them, and which of them is taken differs from one runtime to " +
		"the next. Aggregates are told apart among themselves.",
	Check: checkNamespaces,
}

// place is where a namespace stands.
type place struct {
	section string
	pos     diag.Pos
}

func checkNamespaces(p *Pass) {
	// Functions of aggregates are referred to, not called: they have names of their own.
	all, aggregates, imports := map[string]place{}, map[string]place{}, map[string]place{}
	for i := range p.entries {
		e := &p.entries[i]
		name := e.label()
		if name == "" {
			continue
		}
		first := all
		if e.aggregate != nil {
			first = aggregates
		}
		here := place{e.section, e.namespacePos()}
		if !e.isOwn() {
			key := e.section + " " + name
			if _, twice := imports[key]; twice {
				continue // import-unique-alias tells it
			}
			imports[key] = here
		}
		at, taken := first[name]
		if !taken {
			first[name] = here
			continue
		}
		p.report(here.pos, namespaceHint(e), "%s has the namespace %q already, at %v", at.section, diag.Short(name), at.pos)
	}
}

func namespaceHint(e *entry) string {
	if e.isOwn() {
		return "give each entry a namespace of its own"
	}
	return `give it another one with "as"`
}

// label is the namespace that an entry has here, or is to have where its import has
// failed; "" where that is not known.
func (e *entry) label() string {
	if e.isOwn() || e.imported.Problem == nil {
		return e.namespace.Text
	}
	if e.imported.As.Text == "" && isYAMLFile(e.imported.Name.Text) {
		return "" // the older form of imports names the file alone
	}
	return e.imported.Label()
}

// namespacePos is where the document says the namespace.
func (e *entry) namespacePos() diag.Pos {
	if e.isOwn() && e.namespace.Set() {
		return e.namespace.Pos
	}
	return e.pos
}

// isYAMLFile reports whether a word is the name of a file, not that of an entry.
func isYAMLFile(word string) bool {
	for _, suffix := range [...]string{".yaml", ".yml", ".json"} {
		if strings.HasSuffix(strings.ToLower(word), suffix) {
			return true
		}
	}
	return false
}

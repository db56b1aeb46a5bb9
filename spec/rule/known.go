package rule

import (
	"slices"
	"strings"
	"sync"
)

// IsRule reports whether a code is that of a rule's findings.
func IsRule(code string) bool { return Find(code) != nil }

// Known reports whether code is the code of any finding, in any spelling.
func Known(code string) bool { return IsRule(code) || FindFinding(code) != nil }

// Lacks returns the keys that findings of a code say are missing.
func Lacks(code string) []string {
	if r := Find(code); r != nil {
		return r.Lacks
	}
	return nil
}

// FindFinding returns what explains a code of the other stages, or nil.
func FindFinding(code string) *Finding { return findingByCode()[code] }

var findingByCode = sync.OnceValue(func() map[string]*Finding {
	index := map[string]*Finding{}
	all := findings()
	for i := range all {
		index[all[i].Code] = &all[i]
	}
	return index
})

// Findings lists the explained codes of the other stages, sorted.
func Findings() []Finding {
	all := slices.Clone(findings())
	slices.SortFunc(all, func(a, b Finding) int { return strings.Compare(a.Code, b.Code) })
	return all
}

// Codes lists all codes, those of rules first.
func Codes() []string {
	var codes []string
	for _, r := range table() {
		codes = append(codes, r.Names()...)
	}
	for _, f := range Findings() {
		codes = append(codes, f.Code)
	}
	return codes
}


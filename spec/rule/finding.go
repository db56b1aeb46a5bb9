package rule

import (
	"slices"
	"sync"
)

// Finding explains a code that no rule has: one of reading, checking or compiling a
// document.
type Finding struct {
	// Code is printed in brackets behind a finding.
	Code string
	// Title says in one line what is wrong.
	Title string
	// Why is one paragraph: what it means when the document is run, why it matters,
	// and when it is fine.
	Why string
	// Do says in a sentence or two what to do about it.
	Do string
	// Within is what the keys of Bad and Good belong to: "document" (they stand beside
	// the version), "capability", "consume" (an entry of consumes), "resource" or
	// "operation"; "" where Bad and Good are whole documents.
	Within string
	// Bad is YAML that has the mistake, and Good the same without it; both are "" where
	// a few lines cannot show it.
	Bad, Good string
}

// Findings lists the explanations, from the text of a document to what it exposes.
func Findings() []Finding { return slices.Clone(findings()) }

// Explained returns the explanation of a code that no rule has. It reports false for
// other codes.
func Explained(code string) (f Finding, ok bool) {
	i, ok := findingIndex()[code]
	if !ok {
		return Finding{}, false
	}
	return findings()[i], true
}

var findings = sync.OnceValue(func() []Finding {
	return slices.Concat(yamlFindings, parseFindings, schemaFindings, importFindings, consumeFindings, answerFindings, exposeFindings, controlFindings)
})

var findingIndex = sync.OnceValue(func() map[string]int {
	index := map[string]int{}
	for i, f := range findings() {
		index[f.Code] = i
	}
	return index
})

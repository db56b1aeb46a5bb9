package engine

import (
	"slices"

	"naftiko/spec/diag"
	"naftiko/spec/rule"
)

// FixKind is one kind of change that [Fix] makes.
type FixKind struct {
	// Codes are those of the findings that it mends.
	Codes []string
	// Does says what is done, in one sentence.
	Does string
}

// fixer proposes the changes of one kind.
type fixer struct {
	FixKind
	// mend returns the change for a finding, and false if there is none that is safe.
	mend func(*outline, diag.Diagnostic) (mend, bool)
}

// fixers returns all kinds of changes. Of several for one finding the first counts.
func fixers() []fixer {
	return []fixer{
		{FixKind{
			Codes: []string{"other-version-spelling", "schema-unknown-key", "schema-enum"},
			Does: "A key that other versions spell otherwise (label and display, functions and flows, targetName and target, location and from, " +
				"the adapter type api and rest) gets the word of the document's version.",
		}, respell},
		{FixKind{
			Codes: []string{
				"unknown-key", "schema-unknown-key", "auth-field", "bare-body", "bind-keys", "import-without-file", "import-without-name",
				"missing-name", "missing-version", "no-base-uri", "no-source", "unsupported-auth",
			},
			Does: "A key that nobody knows, and that is therefore passed over, gets the name that it was plainly to have, if its value is right for that: " +
				"from then on it counts. Only keys that describe (such as label, description and tags), that shape outputs, that an API cannot be called " +
				"without (baseUri, resources, operations), that are read as such anyway (in and name of an API key), or with which an error goes: others " +
				"could change what is sent, or who is trusted.",
		}, renameUnknown},
		{FixKind{
			Codes: []string{"schema-type"},
			Does:  "A number, true or false that is read as a text, such as a version or a name, is put in quotes as it is written.",
		}, quoteText},
		{FixKind{
			Codes: []string{"complex-key"},
			Does:  "A template that is a whole value, such as {{TOKEN}}, is put in quotes: without them it is a mapping in YAML.",
		}, quoteTemplate},
		{FixKind{
			Codes: []string{"non-string-key"},
			Does:  "A key that is no text in YAML is put in quotes: it is read as a text anyway.",
		}, quoteKey},
		{FixKind{
			Codes: []string{"wrong-type", "schema-type"},
			Does:  "A word that is read as true or false, such as yes or \"true\", becomes true or false.",
		}, plainFlag},
		{FixKind{
			Codes: []string{"schema-type"},
			Does:  "A number in quotes that is read as a number, such as a port, loses the quotes.",
		}, plainNumber},
		{FixKind{
			Codes: []string{"wrong-type", "schema-type"},
			Does:  "A word that is read as a list of one, such as a tag, is put in brackets.",
		}, listOfOne},
		{FixKind{
			Codes: []string{"schema-enum"},
			Does:  "A method, a place or a format in the wrong case is written as the schema has it; it is read without regard to case.",
		}, rightCase},
		{FixKind{
			Codes: []string{"consumes-baseuri-no-trailing-slash"},
			Does:  "The slash at the end of a baseUri, which is dropped when requests are built, is taken away.",
		}, dropSlash},
		{FixKind{
			Codes: []string{"implicit-bearer"},
			Does: "The token that is sent though no authentication is declared gets an authentication block behind the baseUri, if that is https or this " +
				"machine, whatever its templates become.",
		}, declareBearer},
	}
}

// Fixes lists what [Fix] does.
func Fixes() []FixKind {
	var out []FixKind
	for _, f := range fixers() {
		out = append(out, f.FixKind)
	}
	return out
}

// fixersOf lists the fixers for findings of a code, which may be any name of a rule.
func fixersOf(code string) []fixer {
	code = rule.Canonical(code)
	return slices.DeleteFunc(fixers(), func(f fixer) bool { return !slices.Contains(f.Codes, code) })
}

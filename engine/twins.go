package engine

import (
	"slices"

	"naftiko/spec/diag"
	"naftiko/spec/schema"
)

// aboutKeys are the codes of findings about a key that does not belong where it
// stands.
var aboutKeys = map[string]bool{
	"auth-field":             true,
	"const-not-sent":         true,
	"ignored-name":           true,
	"missing-version":        true,
	"other-version-spelling": true,
	"schema-unused":          true,
	"size-unused":            true,
	"unknown-key":            true,
}

// aboutOwners are the codes of findings about such a key that are placed at the
// mapping which has it.
var aboutOwners = map[string]bool{
	"import-ignores": true,
	"no-import":      true,
}

// aboutMissing are the keys that findings of a code say are missing.
var aboutMissing = map[string][]string{
	"auth-field":          {"key", "password", "token", "username", "value"},
	"bare-body":           {"type"},
	"bind-keys":           {"keys"},
	"import-without-file": {"location", "from"},
	"import-without-name": {"import"},
	"missing-name":        {"name"},
	"no-base-uri":         {"baseUri"},
	"no-source":           {"items", "mapping", "properties", "value"},
	"unsupported-auth":    {"type"},
}

// merger leaves one of the findings and the departures from a schema that are about
// one mistake.
type merger struct {
	found   diag.List
	dropped []bool
	at      map[diag.Pos][]int
}

func newMerger(found diag.List) *merger {
	m := &merger{found: found, dropped: make([]bool, len(found)), at: map[diag.Pos][]int{}}
	for i, d := range found {
		m.at[d.Pos] = append(m.at[d.Pos], i)
	}
	return m
}

// replace drops the findings about the mistake of a departure, and returns d, which
// tells of it, with their hint if it has none.
func (m *merger) replace(w schema.Violation, d diag.Diagnostic) diag.Diagnostic {
	for _, i := range m.twins(w) {
		m.dropped[i] = true
		if d.Hint == "" || aboutOwners[m.found[i].Code] {
			d.Hint = m.found[i].Hint
		}
	}
	return d
}

// keep leaves of the findings about the mistake of a departure the gravest, in the
// place of d, which tells of the departure. It reports false if there is none.
func (m *merger) keep(w schema.Violation, d diag.Diagnostic) bool {
	best := -1
	for _, i := range m.twins(w) {
		if best < 0 || m.found[i].Severity < m.found[best].Severity {
			best = i
		}
		m.dropped[i] = true
	}
	if best < 0 {
		return false
	}
	f := &m.found[best]
	// What the keys belong to is told by their type; that it cannot work stays.
	byType := w.Kind == schema.Enum && aboutKeys[f.Code]
	if byType && f.Severity != diag.Error {
		return false
	}
	m.dropped[best] = false
	f.Pos = d.Pos
	if byType {
		f.Msg = d.Msg
	}
	if f.Hint == "" || d.Hint != "" && knowsBetter(w, f.Code) {
		f.Hint = d.Hint
	}
	return true
}

// knowsBetter reports whether the hint of a departure is better than that of a finding
// about the same mistake: it looks at what stands there.
func knowsBetter(w schema.Violation, code string) bool {
	switch w.Kind {
	case schema.UnknownKey:
		return code == "unknown-key" || aboutMissing[code] != nil && w.For != ""
	case schema.Required:
		return false
	}
	return true
}

// twins lists the findings about the mistake of a departure: first those about what
// stands there, then those that follow from it.
func (m *merger) twins(w schema.Violation) []int {
	var out []int
	add := func(pos diag.Pos, isTwin func(diag.Diagnostic) bool) {
		for _, i := range m.at[pos] {
			if !m.dropped[i] && isTwin(m.found[i]) && !slices.Contains(out, i) {
				out = append(out, i)
			}
		}
	}
	misses := func(key string) func(diag.Diagnostic) bool {
		return func(d diag.Diagnostic) bool { return slices.Contains(aboutMissing[d.Code], key) }
	}
	switch w.Kind {
	case schema.UnknownKey:
		add(w.Pos, func(d diag.Diagnostic) bool { return aboutKeys[d.Code] })
	case schema.Required:
		add(w.Pos, misses(w.Key))
	case schema.Conflict:
	default: // both are about the value that stands there
		any := func(diag.Diagnostic) bool { return true }
		add(w.Pos, any)
		add(w.Value, any)
	}
	for _, pos := range w.Also {
		add(pos, func(d diag.Diagnostic) bool {
			if w.Kind == schema.UnknownKey {
				return aboutOwners[d.Code] || misses(w.For)(d)
			}
			return aboutKeys[d.Code] || aboutMissing[d.Code] != nil // of another type
		})
	}
	return out
}

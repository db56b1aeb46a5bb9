package engine

import (
	"naftiko/spec/diag"
	"naftiko/spec/schema"
)

// aboutKeys are the codes of findings about a key that does not belong where it
// stands.
var aboutKeys = map[string]bool{
	"auth-field":             true,
	"const-not-sent":         true,
	"ignored-name":           true,
	"import-ignores":         true,
	"no-import":              true,
	"other-version-spelling": true,
	"schema-unused":          true,
	"size-unused":            true,
	"unknown-key":            true,
}

// aboutMissing are the keys that findings of a code say are missing.
var aboutMissing = map[string]string{
	"missing-name": "name",
	"no-base-uri":  "baseUri",
}

// isTwin reports whether a departure from a schema and a finding at the same place
// are about one mistake.
func isTwin(w schema.Violation, d diag.Diagnostic) bool {
	switch w.Kind {
	case schema.UnknownKey:
		return aboutKeys[d.Code]
	case schema.Required:
		return aboutMissing[d.Code] == w.Key && w.Key != ""
	case schema.Conflict:
		return false
	}
	return true // both are about the value that stands there
}

// Package binding resolves the binds of a capability document: the variables it
// declares, the providers their values come from (the environment, files), and
// what a document may read and send at all.
//
// Values are looked up one by one, when a call needs them, and travel as
// [Secret]. The package knows nothing of operations or HTTP.
package binding

import (
	"slices"
	"strings"

	"naftiko/spec/diag"
)

// Decl is one variable that a document declares, without its value.
type Decl struct {
	// Name is the variable, Namespace the bind's namespace; {{Name}} and
	// {{Namespace.Name}} both mean it.
	Name, Namespace string
	// Key is what the provider is asked for.
	Key string
	// Location is the provider's URI, or "" for the environment.
	Location string
	// Folder is where the declaring document lies; file locations are relative to it.
	Folder string
	Pos    diag.Pos
	// Aliases are other names that mean it.
	Aliases []string
	// Secret tells that the value must not be shown.
	Secret bool
	// Undeclared marks a variable read as {{env.X}} that no bind names.
	Undeclared bool
	// Scoped variables are known by their ID alone: they belong to the operations
	// that declare them, as in: environment parameters do.
	Scoped bool
	// Optional variables may be unset; they are then absent.
	Optional bool
}

// ID is the name under which the variable is asked for: "Namespace.Name", or
// the bare name without a namespace.
func (d Decl) ID() string {
	if d.Namespace == "" {
		return d.Name
	}
	return d.Namespace + "." + d.Name
}

// Decls are the variables of a program in the order in which they were declared.
type Decls []Decl

// secretWords in a name make a variable secret wherever it is used.
var secretWords = []string{"TOKEN", "KEY", "SECRET", "PASS"}

// LooksSecret reports whether the name or the provider's key of d tells that its
// value is a secret.
func (d Decl) LooksSecret() bool {
	return slices.ContainsFunc(secretWords, func(w string) bool {
		return strings.Contains(strings.ToUpper(d.Name), w) || strings.Contains(strings.ToUpper(d.Key), w)
	})
}

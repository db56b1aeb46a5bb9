package binding

import (
	"fmt"
	"strings"

	"naftiko/spec/diag"
)

// Kind says why a bind has no value.
type Kind uint8

const (
	// Unset means that the provider has no such key.
	Unset Kind = iota
	// Unreadable means that the provider itself cannot be read.
	Unreadable
	// Refused means that the document may not read it.
	Refused
)

// Code returns the stable name of the kind.
func (k Kind) Code() string {
	switch k {
	case Unset:
		return "bind-unset"
	case Unreadable:
		return "bind-source"
	}
	return "bind-refused"
}

// Error says which bind has no value, where it was looked for and what to do.
// It never holds any part of a provider's content.
type Error struct {
	Kind Kind
	Decl Decl
	Msg  string
	Hint string
	Err  error
}

// Error returns "file:line:column: message [code]".
func (e *Error) Error() string {
	return diag.Diagnostic{Pos: e.Decl.Pos, Code: e.Kind.Code(), Msg: e.Msg}.Error()
}

// Unwrap returns the cause, or nil.
func (e *Error) Unwrap() error { return e.Err }

func unset(d Decl, where string) *Error {
	hint := "give it a value:  --bind " + diag.Word(d.Name+"=…")
	if d.Location == "" && isShellName(d.Key) {
		hint = fmt.Sprintf("set it: export %s=…  or  --bind %s", d.Key, diag.Word(d.Name+"=…"))
	}
	return &Error{Kind: Unset, Decl: d, Msg: fmt.Sprintf("bind %s is not set: %s", d.Name, d.looked(where)), Hint: hint}
}

// isShellName reports whether a shell can have a variable of that name.
func isShellName(s string) bool { return isEnvName(s) && !strings.ContainsAny(s, ".-") }

// looked says which bind was to give the variable, and where it was looked for.
func (d Decl) looked(where string) string {
	if d.Namespace == "" {
		return "no " + where
	}
	return fmt.Sprintf("%q has no %s", d.Namespace, where)
}

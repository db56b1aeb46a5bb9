// Package diag reports problems in capability documents.
//
// A [Diagnostic] is written for the author of a YAML file: it names a place, a
// stable code and, where one is known, a way out. It is never used for failures
// of a running call; those are run errors.
//
// diag is a leaf: it imports only the standard library.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in a document. The zero Pos means "no place known".
type Pos struct {
	// File is the name the document was loaded under, as shown to people.
	File string
	// Line and Column count from 1; Column counts characters, not bytes.
	Line, Column int
}

// IsValid reports whether p names a line.
func (p Pos) IsValid() bool { return p.Line > 0 }

// String returns "file:line:column", leaving out what is not known, and "-" for
// the zero Pos.
func (p Pos) String() string {
	switch {
	case p.File == "" && p.Line == 0:
		return "-"
	case p.Line == 0:
		return p.File
	case p.File == "":
		return fmt.Sprintf("%d:%d", p.Line, p.Column)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Compare orders positions by file, line and column.
func (p Pos) Compare(q Pos) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// Severity says what a finding means for the document.
type Severity uint8

const (
	// Error marks what cannot work when the document is run.
	Error Severity = iota
	// Warning marks what works, but not as written or not everywhere.
	Warning
	// Info marks what is right, and could be better.
	Info
)

// String returns "error", "warning" or "info".
func (s Severity) String() string {
	switch s {
	case Warning:
		return "warning"
	case Info:
		return "info"
	}
	return "error"
}

// Diagnostic is one finding about a document.
type Diagnostic struct {
	Pos      Pos
	Severity Severity
	// Code is the stable, kebab-case name of the kind of finding.
	Code string
	// Msg is one sentence without a final stop.
	Msg string
	// Hint is a way out, or "".
	Hint string
}

// Error returns "file:line:column: message [code]".
func (d Diagnostic) Error() string {
	return fmt.Sprintf("%s: %s [%s]", d.Pos, d.Msg, d.Code)
}

// List collects findings in the order in which they were made.
type List []Diagnostic

// Errorf adds an error. hint may be "".
func (l *List) Errorf(pos Pos, code, hint, format string, args ...any) {
	*l = append(*l, Diagnostic{Pos: pos, Severity: Error, Code: code, Hint: hint, Msg: fmt.Sprintf(format, args...)})
}

// Warnf adds a warning. hint may be "".
func (l *List) Warnf(pos Pos, code, hint, format string, args ...any) {
	*l = append(*l, Diagnostic{Pos: pos, Severity: Warning, Code: code, Hint: hint, Msg: fmt.Sprintf(format, args...)})
}

// Errors returns the findings of severity Error, in order.
func (l List) Errors() List {
	var out List
	for _, d := range l {
		if d.Severity == Error {
			out = append(out, d)
		}
	}
	return out
}

// HasErrors reports whether any finding is an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Err returns the errors of l as one error, or nil when there are only
// warnings. The result is a List and can be read with [errors.As].
func (l List) Err() error {
	if errs := l.Errors(); len(errs) > 0 {
		return errs
	}
	return nil
}

// Error joins the findings, one a line.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, d := range l {
		lines[i] = d.Error()
	}
	return strings.Join(lines, "\n")
}

// Sort orders l by position, keeping the order of findings at one place.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Diagnostic) int { return a.Pos.Compare(b.Pos) })
}

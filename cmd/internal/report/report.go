// Package report writes findings about documents: as text for people, and in the
// formats that programs, code hosts and CI systems read. It knows neither how
// findings are made nor what they mean for the exit code.
//
// Everything in a finding may be a stranger's. No report lets it move a cursor,
// start a command of a CI system or end a string of the format early.
package report

import (
	"cmp"
	"fmt"
	"strings"

	"naftiko/cmd/internal/term"
	"naftiko/spec/diag"
)

// Document is the outcome for one checked file.
type Document struct {
	// Name is the name that the document was checked under.
	Name string
	// Findings may lie in other files, which the document imports: their
	// positions tell. One without a file is about the document.
	Findings []Finding
	// Hidden is how many errors there are besides, which are counted but not shown.
	Hidden int
}

// Summary is the outcome of all.
type Summary struct {
	// Documents is how many were checked, and Skipped how many were not.
	Documents, Skipped int
	// Errors, Warnings and Infos count the findings, those that are not shown included.
	Errors, Warnings, Infos int
	// Left is how many findings are counted but not shown. Baselined is how many are
	// neither, since they are known.
	Left, Baselined int
	// Unread is how many files and folders could not be read.
	Unread int
	// Strict tells that the documents were held to the published schema.
	Strict bool
	// Version is the program's own, or "".
	Version string
	// Title says in a few words what a code stands for, or "". A code without a title
	// is described by its own words. nil is fine.
	Title func(code string) string
}

// title is what a code stands for.
func (s *Summary) title(code string) string {
	title := ""
	if s.Title != nil {
		title = s.Title(code)
	}
	return cmp.Or(title, strings.ReplaceAll(code, "-", " "), "finding")
}

// Reporter writes one report to standard output. It is not safe for concurrent
// use. The errors are those of the writer; after one the report is broken.
type Reporter interface {
	// Document takes the outcome for one document, in the order in which the
	// report has them, also of those without findings. It keeps no line of their
	// source.
	Document(d Document) error
	// Close writes what is left. It is called once, at the end; without it there
	// is no complete report.
	Close(s Summary) error
}

// format is a kind of report.
type format struct {
	name string
	open func(p *term.Printer) Reporter
}

// formats are the kinds of reports, text for people first.
var formats = []format{
	{"text", newText},
	{"json", newJSON},
	{"sarif", newSARIF},
	{"github", newGitHub},
	{"junit", newJUnit},
	{"gitlab", newGitLab},
}

// Formats returns the names that [New] takes.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// New returns a report in a format that writes to p, or an error if there is no
// such format.
func New(name string, p *term.Printer) (Reporter, error) {
	for _, f := range formats {
		if f.name == name {
			return f.open(p), nil
		}
	}
	return nil, fmt.Errorf("no report format %q", name)
}

// stdin is the name of a document that came from standard input, which no other
// program can open.
const stdin = "<stdin>"

// file returns the name of the file that f is about.
func (d Document) file(f Finding) string { return cmp.Or(f.Pos.File, d.Name) }

// problem is [Problem] for a finding about d: what has no place is given d's name.
func (d Document) problem(f Finding) term.Problem {
	f.Pos.File = d.file(f)
	return Problem(f.Diagnostic)
}

// Problem turns a finding into what a terminal shows.
func Problem(d diag.Diagnostic) term.Problem {
	place := ""
	if d.Pos != (diag.Pos{}) {
		place = d.Pos.String()
	}
	level := as(d.Severity, term.Failure, term.Warning, term.Info)
	return term.Problem{Place: place, Msg: d.Msg, Code: d.Code, Hint: d.Hint, Level: level}
}

// as returns what stands for a severity where there are other words for them.
func as[T any](s diag.Severity, failure, warning, info T) T {
	switch s {
	case diag.Warning:
		return warning
	case diag.Info:
		return info
	}
	return failure
}

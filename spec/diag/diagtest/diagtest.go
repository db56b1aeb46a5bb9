// Package diagtest compares findings about a document with the comments in it.
//
// A fixture says itself what is wrong with it, on the line where it is wrong:
//
//	steps:
//	- type: cal # WARNING "unknown type"
//
// The text in quotes is a Go string, and a part of "message [code]". Two more may
// follow it, in this order:
//
//   - type: cal # WARNING "unknown type" AT "cal" HINT "did you mean"
//
// AT wants the finding to point at the first place of a token in the line, before
// its first comment; HINT wants its hint to contain a text, and HINT "" none. A
// line may carry several comments. The package is for tests only, and knows
// nothing of how findings are made.
package diagtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"naftiko/spec/diag"
)

// want is one comment.
type want struct {
	line     int
	severity diag.Severity
	text     string
	column   int     // 0 for any
	hint     *string // nil for any
}

func (w want) String() string {
	s := fmt.Sprintf("line %d: %s %q", w.line, w.severity, w.text)
	if w.column > 0 {
		s += fmt.Sprintf(" at column %d", w.column)
	}
	if w.hint != nil {
		s += fmt.Sprintf(" with the hint %q", *w.hint)
	}
	return s
}

func (w want) matches(d diag.Diagnostic) bool {
	return d.Pos.Line == w.line && d.Severity == w.severity &&
		strings.Contains(fmt.Sprintf("%s [%s]", d.Msg, d.Code), w.text) &&
		(w.column == 0 || d.Pos.Column == w.column) && w.takesHint(d.Hint)
}

func (w want) takesHint(hint string) bool {
	switch {
	case w.hint == nil:
		return true
	case *w.hint == "":
		return hint == ""
	}
	return strings.Contains(hint, *w.hint)
}

// Check fails t unless each comment `# ERROR "…"` and `# WARNING "…"` in src has
// its finding on the same line, lines with a comment have no other findings, and
// no other line has an error. Warnings elsewhere are allowed: see [CheckAll].
func Check(t testing.TB, src []byte, diags diag.List) {
	t.Helper()
	wants := comments(t, src)
	report(t, wants, diags, func(d diag.Diagnostic) bool {
		return d.Severity == diag.Error || slices.ContainsFunc(wants, func(w want) bool { return w.line == d.Pos.Line })
	})
}

// CheckAll is Check for the whole file: a warning without a comment fails too.
func CheckAll(t testing.TB, src []byte, diags diag.List) {
	t.Helper()
	report(t, comments(t, src), diags, func(diag.Diagnostic) bool { return true })
}

// report pairs wants with findings, each used once. A finding that is left over
// fails t if it counts.
func report(t testing.TB, wants []want, diags diag.List, counts func(diag.Diagnostic) bool) {
	t.Helper()
	left := slices.Clone(diags)
	for _, w := range wants {
		i := slices.IndexFunc(left, w.matches)
		if i < 0 {
			t.Errorf("missing: %s", w)
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	for _, d := range left {
		if counts(d) {
			t.Errorf("unexpected %s: %v (hint: %q)", d.Severity, d, d.Hint)
		}
	}
}

// comments collects what src demands.
func comments(t testing.TB, src []byte) []want {
	t.Helper()
	var out []want
	number := 0
	for line := range strings.Lines(string(src)) {
		number++
		text := "" // before the first comment
		for rest := line; ; {
			at, mark := next(rest)
			if at < 0 {
				break
			}
			if rest == line {
				text = line[:at]
			}
			w := want{line: number, severity: mark.severity}
			rest = w.read(t, rest[at+len(mark.text):], text)
			out = append(out, w)
		}
	}
	return out
}

// read fills w from what follows its mark, and returns what is left of that. text
// is the line before all comments.
func (w *want) read(t testing.TB, rest, text string) string {
	t.Helper()
	var ok bool
	if w.text, rest, ok = quoted(rest); !ok || w.text == "" {
		t.Fatalf("line %d: a comment needs a Go string with a text: %s", w.line, rest)
	}
	if after, found := strings.CutPrefix(rest, " AT "); found {
		token, more, ok := quoted(after)
		before, _, found := strings.Cut(text, token)
		if !ok || !found || token == "" {
			t.Fatalf("line %d: AT needs a Go string that stands in the line: %s", w.line, after)
		}
		w.column, rest = utf8.RuneCountInString(before)+1, more
	}
	if after, found := strings.CutPrefix(rest, " HINT "); found {
		hint, more, ok := quoted(after)
		if !ok {
			t.Fatalf("line %d: HINT needs a Go string: %s", w.line, after)
		}
		w.hint, rest = &hint, more
	}
	if word, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " "); word == "AT" || word == "HINT" {
		t.Fatalf("line %d: AT comes before HINT, each once, with one blank before it: %s", w.line, rest)
	}
	return rest
}

// quoted splits s behind the Go string that it starts with.
func quoted(s string) (text, rest string, ok bool) {
	prefix, err := strconv.QuotedPrefix(s)
	if err != nil {
		return "", s, false
	}
	text, err = strconv.Unquote(prefix)
	return text, s[len(prefix):], err == nil
}

// mark is what a comment starts with.
type mark struct {
	text     string
	severity diag.Severity
}

var marks = [...]mark{{"# ERROR ", diag.Error}, {"# WARNING ", diag.Warning}, {"# INFO ", diag.Info}}

// next finds the first mark in line: its offset, or -1.
func next(line string) (at int, first mark) {
	at = -1
	for _, m := range marks {
		if i := strings.Index(line, m.text); i >= 0 && (at < 0 || i < at) {
			at, first = i, m
		}
	}
	return at, first
}

// Package diagtest compares findings about a document with the comments in it.
//
// A fixture says itself what is wrong with it, on the line where it is wrong:
//
//	steps:
//	- type: cal # WARNING "unknown type"
//
// The text in quotes is a Go string, and a part of "message [code]". A line may
// carry several comments. The package is for tests only, and knows nothing of
// how findings are made.
package diagtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"naftiko/spec/diag"
)

// want is one comment.
type want struct {
	line     int
	severity diag.Severity
	text     string
}

func (w want) String() string { return fmt.Sprintf("line %d: %s %q", w.line, w.severity, w.text) }

func (w want) matches(d diag.Diagnostic) bool {
	return d.Pos.Line == w.line && d.Severity == w.severity &&
		strings.Contains(fmt.Sprintf("%s [%s]", d.Msg, d.Code), w.text)
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
			t.Errorf("unexpected %s: %v", d.Severity, d)
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
		for {
			at, severity := next(line)
			if at < 0 {
				break
			}
			line = line[at:]
			quoted, err := strconv.QuotedPrefix(line)
			if err != nil {
				t.Fatalf("line %d: a comment needs a Go string: %s", number, line)
			}
			text, err := strconv.Unquote(quoted)
			if err != nil || text == "" {
				t.Fatalf("line %d: a comment needs a text: %s", number, line)
			}
			out = append(out, want{number, severity, text})
			line = line[len(quoted):]
		}
	}
	return out
}

// next finds the first comment of line: the offset of its text, or -1.
func next(line string) (at int, s diag.Severity) {
	at = -1
	for _, c := range []struct {
		mark     string
		severity diag.Severity
	}{{"# ERROR ", diag.Error}, {"# WARNING ", diag.Warning}} {
		if i := strings.Index(line, c.mark); i >= 0 && (at < 0 || i+len(c.mark) < at) {
			at, s = i+len(c.mark), c.severity
		}
	}
	return at, s
}

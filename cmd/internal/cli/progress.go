package cli

import (
	"strconv"
	"time"

	"naftiko/cmd/internal/term"
)

// progress tells people at a terminal that a long check goes on.
type progress struct{ line *term.Progress }

// progress begins a check. now tells the time. Until end is called, what is printed
// by other means than a.out gets into the way of the line.
func (a *app) progress(now func() time.Time) progress { return progress{a.out.Progress(now)} }

// checked says how many documents have been checked. It costs next to nothing, so
// that it can be called for each.
func (p progress) checked(documents int) {
	if p.line.Due() {
		p.line.Show("%s %s checked…", thousands(documents), plural(documents, "document"))
	}
}

// end takes the line away.
func (p progress) end() { p.line.End() }

// thousands writes a number with commas: 1,234,567.
func thousands(n int) string {
	const group = 3
	s := strconv.Itoa(n)
	sign := 0
	if n < 0 {
		sign = 1
	}
	for i := len(s) - group; i > sign; i -= group {
		s = s[:i] + "," + s[i:]
	}
	return s
}

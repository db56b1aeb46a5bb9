package report

import (
	"naftiko/cmd/internal/term"
	"naftiko/spec/diag"
)

// Text writes the findings to standard error, one paragraph each.
func Text(p *term.Printer, findings diag.List) {
	for _, d := range findings {
		p.Problem(Problem(d))
	}
}

// textReport writes findings for people, each at once: the place and the message,
// the source line with the token underlined where it is known, and the hint. A
// document without findings gives nothing; what the numbers are is the caller's
// to say.
type textReport struct{ p *term.Printer }

func newText(p *term.Printer) Reporter { return textReport{p} }

// Document implements [Reporter].
func (r textReport) Document(d Document) error {
	for _, f := range d.Findings {
		if err := r.p.OutProblem(d.problem(f), f.snippet()); err != nil {
			return err
		}
	}
	return nil
}

// Close implements [Reporter].
func (textReport) Close(Summary) error { return nil }

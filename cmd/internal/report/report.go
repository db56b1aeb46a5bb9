// Package report writes findings about documents: as text for people and as
// JSON for programs. It knows neither how findings are made nor what they mean
// for the exit code.
package report

import (
	"naftiko/cmd/internal/term"
	"naftiko/spec/diag"
	"naftiko/spec/value"
)

// Text writes the findings to standard error, one paragraph each.
func Text(p *term.Printer, findings diag.List) {
	for _, d := range findings {
		p.Problem(Problem(d))
	}
}

// Problem turns a finding into what a terminal shows.
func Problem(d diag.Diagnostic) term.Problem {
	place := ""
	if d.Pos != (diag.Pos{}) {
		place = d.Pos.String()
	}
	return term.Problem{Place: place, Msg: d.Msg, Code: d.Code, Hint: d.Hint, Warning: d.Severity == diag.Warning}
}

// JSON returns the findings as a list of {file, line, column, severity, code,
// message, hint}. line and column are left out where they are not known.
func JSON(findings diag.List) value.List {
	list := make(value.List, 0, len(findings))
	for _, d := range findings {
		o := &value.Object{}
		o.Set("file", d.Pos.File)
		if d.Pos.IsValid() {
			o.Set("line", value.Int(int64(d.Pos.Line)))
			o.Set("column", value.Int(int64(d.Pos.Column)))
		}
		o.Set("severity", d.Severity.String())
		o.Set("code", d.Code)
		o.Set("message", d.Msg)
		if d.Hint != "" {
			o.Set("hint", d.Hint)
		}
		list = append(list, o)
	}
	return list
}

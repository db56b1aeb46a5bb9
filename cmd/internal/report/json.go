package report

import (
	"naftiko/cmd/internal/term"
	"naftiko/spec/diag"
	"naftiko/spec/value"
)

// JSON returns the findings as a list of {file, line, column, severity, code,
// message, hint}. line and column are left out where they are not known.
func JSON(findings diag.List) value.List {
	list := make(value.List, 0, len(findings))
	for _, d := range findings {
		list = append(list, object(d, d.Pos.File, 0))
	}
	return list
}

// object returns a finding in a file; end is the column behind its token, or 0.
func object(d diag.Diagnostic, file string, end int) *value.Object {
	o := &value.Object{}
	o.Set("file", file)
	if d.Pos.IsValid() {
		o.Set("line", integer(d.Pos.Line))
		o.Set("column", integer(d.Pos.Column))
		if end > 0 {
			o.Set("endColumn", integer(end))
		}
	}
	o.Set("severity", d.Severity.String())
	o.Set("code", d.Code)
	o.Set("message", d.Msg)
	if d.Hint != "" {
		o.Set("hint", d.Hint)
	}
	return o
}

func integer(n int) value.Number { return value.Int(int64(n)) }

// jsonReport writes {"findings": […], "summary": {…}}: the findings as [JSON] has
// them, with endColumn, the column behind the token, and help, the command that says
// more; the summary with the numbers
// of documents, of skipped ones, of errors, of warnings, of infos, of what is left
// out and of what is in a baseline, and whether the check was strict. It is indented
// on a terminal and compact elsewhere, and holds no findings back but the last 64 KiB.
type jsonReport struct{ out jsonText }

func newJSON(p *term.Printer) Reporter {
	r := &jsonReport{jsonText{output: output{write: p.OutJSON}, indent: p.OutTTY()}}
	r.out.open('{')
	r.out.member("findings")
	r.out.open('[')
	return r
}

// Document implements [Reporter].
func (r *jsonReport) Document(d Document) error {
	for _, f := range d.Findings {
		r.out.item()
		o := object(f.Diagnostic, d.file(f), f.End)
		if f.Help != "" {
			o.Set("help", f.Help)
		}
		r.out.put(o)
		if err := r.out.flushFull(); err != nil {
			return err
		}
	}
	return nil
}

// Close implements [Reporter].
func (r *jsonReport) Close(s Summary) error {
	r.out.end(']')
	r.out.member("summary")
	r.out.put(value.NewObject(
		value.Member{Name: "documents", Value: integer(s.Documents)},
		value.Member{Name: "skipped", Value: integer(s.Skipped)},
		value.Member{Name: "errors", Value: integer(s.Errors)},
		value.Member{Name: "warnings", Value: integer(s.Warnings)},
		value.Member{Name: "infos", Value: integer(s.Infos)},
		value.Member{Name: "left", Value: integer(s.Left)},
		value.Member{Name: "baselined", Value: integer(s.Baselined)},
		value.Member{Name: "unread", Value: integer(s.Unread)},
		value.Member{Name: "strict", Value: s.Strict},
	))
	r.out.end('}')
	return r.out.finish()
}

package report

import (
	"cmp"

	"naftiko/cmd/internal/term"
	"naftiko/spec/value"
)

// gitlabReport writes a Code Quality report (GitLab documentation, "Code Quality",
// section "Code Quality report format"): a list of findings with description,
// check_name, fingerprint, severity ("major" for errors, "minor" for warnings, "info")
// and location. GitLab wants paths relative to the repository: what was checked by
// another path is listed, but not shown in changes. The format has no room for
// hints, nor for how many findings are left out.
type gitlabReport struct {
	out  jsonText
	seen fingerprints
}

func newGitLab(p *term.Printer) Reporter {
	r := &gitlabReport{jsonText{output: output{write: p.OutJSON}, indent: p.OutTTY()}, fingerprints{}}
	r.out.open('[')
	return r
}

// Document implements [Reporter].
func (r *gitlabReport) Document(d Document) error {
	for _, f := range d.Findings {
		file := d.file(f)
		lines := value.NewObject(value.Member{Name: "begin", Value: integer(max(f.Pos.Line, 1))})
		r.out.item()
		r.out.put(value.NewObject(
			value.Member{Name: "description", Value: cmp.Or(f.Msg, f.Code)},
			value.Member{Name: "check_name", Value: f.Code},
			value.Member{Name: "fingerprint", Value: r.seen.of(f, file)},
			value.Member{Name: "severity", Value: as(f.Severity, "major", "minor", "info")},
			value.Member{Name: "location", Value: value.NewObject(
				value.Member{Name: "path", Value: slashed(file, onWindows)},
				value.Member{Name: "lines", Value: lines},
			)},
		))
		if err := r.out.flushFull(); err != nil {
			return err
		}
	}
	return nil
}

// Close implements [Reporter].
func (r *gitlabReport) Close(Summary) error {
	r.out.end(']')
	return r.out.finish()
}

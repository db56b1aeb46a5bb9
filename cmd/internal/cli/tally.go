package cli

import (
	"slices"

	"naftiko/cmd/internal/report"
	"naftiko/engine"
	"naftiko/spec/diag"
)

// tally turns the outcomes for single files into a report, a summary and an exit
// code.
type tally struct {
	*app
	flags    *validateFlags
	out      report.Reporter
	progress progress
	imported imported
	known    *baselines

	sum report.Summary
	// shown counts the findings in the report, failing those that make the check fail.
	shown, failing int
	// fault is the first file that could not be read.
	fault error
	// broken is the last configuration that could not be used.
	broken *ruled
}

// add takes the outcome for one file, in the order of the report.
func (t *tally) add(c checked) error {
	switch {
	case c.err != nil:
		return t.unread(c)
	case c.skipped:
		t.sum.Skipped++
		return nil
	}
	t.sum.Documents++
	d := c.document
	d.Findings = slices.DeleteFunc(d.Findings, func(f report.Finding) bool { return t.imported.isTold(d.Name, f.Diagnostic) })
	n, err := t.known.split(&d, c.baseline)
	t.sum.Baselined += n
	if err != nil {
		if err := t.unread(checked{err: err}); err != nil {
			return err
		}
	}
	d.Findings = slices.DeleteFunc(d.Findings, func(f report.Finding) bool {
		shown := t.count(f)
		if !shown && f.Severity == diag.Error {
			d.Hidden++
		}
		return !shown
	})
	t.imported.done[d.Name] = true
	t.progress.checked(t.sum.Documents)
	return t.out.Document(d)
}

// count counts a finding and reports whether it is to be shown.
func (t *tally) count(f report.Finding) bool {
	switch f.Severity {
	case diag.Info:
		t.sum.Infos++
	case diag.Warning:
		t.sum.Warnings++
	default:
		t.sum.Errors++
	}
	if t.flags.fails(f.Severity) {
		t.failing++
	}
	if t.flags.maxFindings > 0 && t.shown >= t.flags.maxFindings || t.flags.quiet && f.Severity != diag.Error {
		t.sum.Left++
		return false
	}
	t.shown++
	return true
}

// fails reports whether a finding of this severity makes the check fail.
func (f *validateFlags) fails(s diag.Severity) bool {
	switch f.failOn {
	case failNever:
		return false
	case failOnInfo:
		return true
	case failOnWarning:
		return s != diag.Info
	}
	return s == diag.Error
}

// unread says that a file cannot be read, at once, and goes on with the others.
func (t *tally) unread(c checked) error {
	err := unreadable(c.err)
	t.sum.Unread++
	if t.fault == nil {
		t.fault = err
	}
	if c.config != nil && t.broken == c.config {
		return nil // it is told for all documents at once
	}
	t.broken = c.config
	t.print(normal(err))
	return nil
}

// close ends the report and gives the check's outcome.
func (t *tally) close() error {
	t.sum.Strict, t.sum.Version, t.sum.Title = t.flags.checks.Strict, version, engine.TitleOf
	if err := t.out.Close(t.sum); err != nil {
		return err
	}
	t.progress.end()
	t.summary()
	t.baselined()
	switch {
	case t.fault != nil:
		return printed{t.fault}
	case t.failing > 0:
		return findings{}
	}
	return nil
}

func (t *tally) summary() {
	s := t.sum
	if s.Documents == 0 && t.fault != nil {
		return // it says all there is to say
	}
	if s.Documents == 0 && s.Skipped > 0 {
		t.app.out.Warnf("no capability document was found")
	}
	line := "%d %s checked: %d %s, %d %s"
	args := []any{s.Documents, plural(s.Documents, "document"), s.Errors, plural(s.Errors, "error"), s.Warnings, plural(s.Warnings, "warning")}
	if s.Infos > 0 {
		line += ", %d %s"
		args = append(args, s.Infos, plural(s.Infos, "info"))
	}
	if s.Left > 0 {
		line += " (%d not shown)"
		args = append(args, s.Left)
	}
	if s.Baselined > 0 {
		line += "; %d in the baseline"
		args = append(args, s.Baselined)
	}
	if s.Skipped > 0 {
		line += "; %d other %s passed over"
		args = append(args, s.Skipped, plural(s.Skipped, "file"))
	}
	t.app.out.Linef(line, args...)
	if t.shown > 0 && t.flags.format == "text" {
		t.app.out.Linef("naftiko explain CODE  says more of a code in brackets")
	}
}

// baselined writes the baseline if one is to be written and everything could be read,
// and says what is to be said of those that were used.
func (t *tally) baselined() {
	t.known.gone(func(name string, n int) {
		gone := "findings that are gone"
		if n == 1 {
			gone = "finding that is gone"
		}
		t.app.out.Notef("%s has %d %s; write it anew with  --write-baseline", name, n, gone)
	})
	switch {
	case t.known.fresh == nil:
	case t.fault != nil:
		t.app.out.Warnf("%s is not written, since it would lack what could not be read", t.known.fresh.name)
	default:
		if err := t.known.write(); err != nil {
			t.fault = err
			t.print(normal(err))
		}
	}
}

// imported knows which findings in imported files are told: several documents may
// import one file, and it may be checked itself.
type imported struct {
	// told are the findings in imported files, done the files that were checked.
	told map[diag.Diagnostic]bool
	done map[string]bool
}

// isTold reports whether a finding about the document called name is in the report
// already.
func (i imported) isTold(name string, d diag.Diagnostic) bool {
	if d.Pos.File == name || d.Pos.File == "" {
		return i.told[d]
	}
	if i.done[d.Pos.File] || i.told[d] {
		return true
	}
	i.told[d] = true
	return false
}

package report

import (
	"fmt"
	"strings"

	"naftiko/cmd/internal/term"
	"naftiko/spec/diag"
)

// junitReport writes JUnit XML, as GitLab ("Unit test reports"), Jenkins (JUnit
// plugin) and actions for GitHub read it: a suite for each document with a failed
// test for each error, or one passed test if there is none. What is less than an
// error fails nothing and is the suite's output. There is no standard; what is
// written fits the schema of the Jenkins xUnit plugin. It has no totals of all
// suites, which readers count themselves, and cannot say how many findings are left
// out.
//
// Names and texts are cleaned, so that XML 1.0 (section 2.2) takes every character.
// time is there for readers that show a missing one as not a number.
type junitReport struct{ out output }

func newJUnit(p *term.Printer) Reporter {
	return &junitReport{output{
		write: p.WriteOut,
		buf:   []byte("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"naftiko validate\">\n"),
	}}
}

// Document implements [Reporter].
func (r *junitReport) Document(d Document) error {
	failed := min(d.Hidden, 1)
	for _, f := range d.Findings {
		if f.Severity == diag.Error {
			failed++
		}
	}
	name := slashed(d.Name, onWindows)
	r.printf("  <testsuite name=%s tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\" time=\"0\">\n",
		attribute(name), max(failed, 1), failed)
	if failed == 0 {
		r.printf("    <testcase name=\"no errors\" classname=%s file=%[1]s time=\"0\"/>\n", attribute(name))
	}
	if err := r.failures(d, attribute(name)); err != nil {
		return err
	}
	if d.Hidden > 0 {
		r.printf("    <testcase name=\"not shown\" classname=%s file=%[1]s time=\"0\">\n      <failure message=\"errors that are not shown: %d\"/>\n    </testcase>\n",
			attribute(name), d.Hidden)
	}
	if err := r.others(d); err != nil {
		return err
	}
	r.printf("  </testsuite>\n")
	return r.out.flushFull()
}

// failures writes a test for each error in d. Readers tell tests apart by class and
// name, so that equal ones are numbered.
func (r *junitReport) failures(d Document, class string) error {
	seen := map[string]int{}
	for _, f := range d.Findings {
		if f.Severity != diag.Error {
			continue
		}
		name := f.Code + ": " + f.Msg
		seen[name]++
		if n := seen[name]; n > 1 {
			name = fmt.Sprintf("%s (%d)", name, n)
		}
		line := ""
		if f.Pos.IsValid() {
			line = fmt.Sprintf(" line=\"%d\"", f.Pos.Line)
		}
		r.printf("    <testcase name=%s classname=%s file=%s%s time=\"0\">\n", attribute(term.Clean(name)), class,
			attribute(slashed(d.file(f), onWindows)), line)
		r.printf("      <failure message=%s type=%s>%s</failure>\n    </testcase>\n", attribute(f.Msg), attribute(f.Code),
			element(d.problem(f).Text(f.snippet())))
		if err := r.out.flushFull(); err != nil {
			return err
		}
	}
	return nil
}

// others writes what is no error in d as output, if there is any.
func (r *junitReport) others(d Document) error {
	opened := false
	for _, f := range d.Findings {
		if f.Severity == diag.Error {
			continue
		}
		if !opened {
			r.printf("    <system-out>")
			opened = true
		}
		r.printf("%s", element(d.problem(f).Text(f.snippet())))
		if err := r.out.flushFull(); err != nil {
			return err
		}
	}
	if opened {
		r.printf("</system-out>\n")
	}
	return nil
}

// Close implements [Reporter].
func (r *junitReport) Close(Summary) error {
	r.printf("</testsuites>\n")
	return r.out.flush()
}

func (r *junitReport) printf(format string, args ...any) {
	r.out.buf = fmt.Appendf(r.out.buf, format, args...)
}

// What cannot stand as it is in XML. A reader makes blanks of the line ends and tabs
// of an attribute, and ]]> must not stand in an element.
var (
	xmlAttribute = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;", "\t", "&#9;")
	xmlElement   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
)

// attribute returns text as the value of an attribute, in quotes.
func attribute(text string) string {
	return `"` + xmlAttribute.Replace(term.CleanText(text)) + `"`
}

// element returns text as the content of an element.
func element(text string) string {
	return xmlElement.Replace(term.CleanText(text))
}

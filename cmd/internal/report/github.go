package report

import (
	"fmt"
	"strconv"
	"strings"

	"naftiko/cmd/internal/term"
)

// githubReport writes one workflow command a finding (GitHub documentation,
// "Workflow commands for GitHub Actions", "Setting an error message"), which the
// runner turns into annotations: the message and, in lines of its own, the hint,
// with the code as title. What is left out is said in a notice.
//
// GitHub shows ten errors, ten warnings and ten notices of a step, and the rest in
// the log alone. A document from standard input has no file to annotate.
type githubReport struct{ out output }

func newGitHub(p *term.Printer) Reporter { return &githubReport{output{write: p.WriteOut}} }

// Document implements [Reporter].
func (r *githubReport) Document(d Document) error {
	for _, f := range d.Findings {
		r.command(as(f.Severity, "error", "warning", "notice"), place(f, d.file(f)), joined(f.Msg, f.Hint))
		if err := r.out.flushFull(); err != nil {
			return err
		}
	}
	return nil
}

// Close implements [Reporter].
func (r *githubReport) Close(s Summary) error {
	if s.Left > 0 {
		r.command("notice", nil, notShown(s.Left))
	}
	return r.out.flush()
}

// What the runner undoes in the message of a command, and in its properties.
var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// property is a part of a command's head.
type property struct{ name, value string }

// place returns where a finding is, and its code. endColumn is the last column of
// the token, not the one behind it.
func place(f Finding, file string) []property {
	var list []property
	if file != "" && file != stdin {
		list = append(list, property{"file", slashed(file, onWindows)})
	}
	if f.Pos.IsValid() {
		list = append(list, property{"line", strconv.Itoa(f.Pos.Line)}, property{"col", strconv.Itoa(max(f.Pos.Column, 1))})
		if f.End > 0 {
			list = append(list, property{"endColumn", strconv.Itoa(max(f.End-1, f.Pos.Column, 1))})
		}
	}
	if f.Code != "" {
		list = append(list, property{"title", f.Code})
	}
	return list
}

// command writes one line. Texts are cleaned first: a log shows them as they are.
func (r *githubReport) command(name string, head []property, message string) {
	var b strings.Builder
	b.WriteString("::" + name)
	for i, p := range head {
		sep := ","
		if i == 0 {
			sep = " "
		}
		b.WriteString(sep + p.name + "=" + commandProperty.Replace(term.Clean(p.value)))
	}
	b.WriteString("::" + commandData.Replace(term.CleanText(message)) + "\n")
	r.out.buf = append(r.out.buf, b.String()...)
}

// joined puts a hint below a message.
func joined(message, hint string) string {
	if hint == "" {
		return message
	}
	return message + "\n" + strings.TrimRight(hint, "\n")
}

// notShown says how many findings a report leaves out.
func notShown(n int) string {
	if n == 1 {
		return "1 more finding is not shown"
	}
	return fmt.Sprintf("%d more findings are not shown", n)
}

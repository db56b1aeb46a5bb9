package term

import "strings"

// Problem is something wrong at a place: a finding in a document or a call that
// failed. All its texts may be a stranger's.
type Problem struct {
	// Place is "file:line:column", or "".
	Place string
	Msg   string
	// Code is the stable name of the kind of problem, or "".
	Code string
	// Hint is a way out, of one or more lines, or "".
	Hint string
	// Level says how bad it is; the zero Level is what stops the program.
	Level Level
}

// Level says how bad a problem is.
type Level uint8

const (
	// Failure marks what stops the program.
	Failure Level = iota
	// Warning marks what does not, and should be looked at.
	Warning
	// Info marks what is right, and could be better.
	Info
)

// label returns what stands before the message of a problem.
func (l Level) label() string {
	switch l {
	case Warning:
		return "warning"
	case Info:
		return "info"
	}
	return ""
}

// style returns the colour of label and carets.
func (l Level) style() style {
	switch l {
	case Warning:
		return yellow
	case Info:
		return cyan
	}
	return red
}

// Problem writes d to standard error as "place: message [code]", "warning: " or
// "info: " before the message if it is one, and the hint behind two blanks below.
func (p *Printer) Problem(d Problem) {
	p.writeErr(p.forErr.problem(d) + p.forErr.hint(d.Hint))
}

// OutProblem writes d to standard output as [Printer.Problem] does to standard
// error, with s between message and hint unless its text is empty. Like all
// results it is not masked. A long line of s is cut to the terminal, or to 120
// columns elsewhere. The error is the writer's.
func (p *Printer) OutProblem(d Problem, s Snippet) error {
	width := pipeWidth
	if p.outTTY {
		width = p.width
	}
	return p.writeOut(p.forOut.problem(d) + p.forOut.snippet(s, width, d.Level) + p.forOut.hint(d.Hint))
}

// Text returns what [Printer.OutProblem] writes to a pipe.
func (d Problem) Text(s Snippet) string {
	f := formatter{mask: unmasked}
	return f.problem(d) + f.snippet(s, pipeWidth, d.Level) + f.hint(d.Hint)
}

// problem returns d without its hint, as one line.
func (f formatter) problem(d Problem) string {
	var format strings.Builder
	var args []any
	add := func(part string, arg Styled) {
		format.WriteString(part)
		args = append(args, arg)
	}
	if d.Place != "" {
		add("%s: ", Bold(d.Place))
	}
	if label := d.Level.label(); label != "" {
		add("%s: ", Styled{d.Level.style(), label})
	}
	add("%s", Styled{plain, d.Msg})
	if d.Code != "" {
		add(" %s", Dim("["+d.Code+"]"))
	}
	return f.sprintf(format.String(), args...) + "\n"
}

// hint returns the lines of text, cleaned and each behind two blanks.
func (f formatter) hint(text string) string {
	if text == "" {
		return ""
	}
	text, left := clip(f.mask(text), maxForeign)
	text = f.mask(CleanText(text))
	if left > 0 {
		text += "…"
	}
	return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ") + "\n"
}

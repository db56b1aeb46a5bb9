// Package term is the only writer to people. It knows colours, widths, tables
// and shells, and makes text from strangers safe to show: documents, upstreams
// and command lines reach a terminal or a CI log only through it.
//
// It knows nothing of documents, calls or errors of the program, reads no
// environment and asks no terminal: the caller tells what the streams are. It
// imports only the standard library.
package term

import (
	"fmt"
	"io"
	"strings"
	"sync"
)

// Options says where and how a [Printer] writes. The zero Options drops all.
type Options struct {
	// Out takes results, Err everything else. A nil one drops what it is given.
	Out, Err io.Writer
	// OutTTY and ErrTTY tell whether a stream is a terminal.
	OutTTY, ErrTTY bool
	// Color allows colours on the streams that are terminals.
	Color bool
	// Width is the terminal's width in columns; 80 if it is 0.
	Width int
	// Mask hides secrets in everything that is written to Err. If nil, there are none.
	Mask func(string) string
}

// Printer writes to standard output and standard error. It is safe for
// concurrent use: each call writes its lines in one piece.
type Printer struct {
	mu             sync.Mutex
	out, err       io.Writer
	outTTY, errTTY bool
	forOut, forErr formatter
	width          int
}

// maxArgument is how many bytes of one argument a line on standard error shows.
const maxArgument = 4 << 10

// New returns a Printer.
func New(o Options) *Printer {
	if o.Mask == nil {
		o.Mask = unmasked
	}
	return &Printer{
		out: orDiscard(o.Out), err: orDiscard(o.Err),
		outTTY: o.OutTTY, errTTY: o.ErrTTY,
		forOut: formatter{mask: unmasked, color: o.Color && o.OutTTY},
		forErr: formatter{mask: o.Mask, color: o.Color && o.ErrTTY, limit: maxArgument},
		width:  orDefault(o.Width),
	}
}

func orDiscard(w io.Writer) io.Writer {
	if w == nil {
		return io.Discard
	}
	return w
}

func unmasked(s string) string { return s }

// Width returns the width of the terminal in columns.
func (p *Printer) Width() int { return p.width }

// OutTTY reports whether standard output is a terminal.
func (p *Printer) OutTTY() bool { return p.outTTY }

// ErrTTY reports whether standard error is a terminal.
func (p *Printer) ErrTTY() bool { return p.errTTY }

// Linef writes a line to standard error. In this and all methods whose names end
// in f, the format is written as it stands and may have several lines; arguments
// are cleaned to one line, whatever their type and verb, and cut after 4 KiB. An
// argument cannot give a width (%*d).
func (p *Printer) Linef(format string, args ...any) { p.line("", plain, format, args) }

// Errorf writes a line that begins with "error: " to standard error.
func (p *Printer) Errorf(format string, args ...any) { p.line("error: ", red, format, args) }

// Warnf writes a line that begins with "warning: " to standard error.
func (p *Printer) Warnf(format string, args ...any) { p.line("warning: ", yellow, format, args) }

// Notef writes a line that begins with "note: " to standard error.
func (p *Printer) Notef(format string, args ...any) { p.line("note: ", dim, format, args) }

func (p *Printer) line(label string, look style, format string, args []any) {
	p.writeErr(paint(look, label, p.forErr.color) + p.forErr.sprintf(format, args...) + "\n")
}

// Hint writes the lines of text to standard error, cleaned and each behind two
// blanks. It does not wrap them: they may be commands to copy.
func (p *Printer) Hint(text string) { p.writeErr(p.forErr.hint(text)) }

const (
	maxForeign      = 4 << 10
	maxForeignLines = 40
)

// Foreign writes a text of a stranger, such as the body of an answer, to
// standard error: label and a colon on a line of their own, unless label is
// empty, then the lines of text, cleaned and each behind "| ". What goes beyond
// 4 KiB or 40 lines is left out, and how much is said.
func (p *Printer) Foreign(label, text string) {
	var b strings.Builder
	if label != "" {
		b.WriteString(p.forErr.sprintf("%s:\n", label))
	}
	kept, left := clip(strings.TrimRight(strings.ReplaceAll(p.forErr.mask(text), "\r\n", "\n"), "\n"), maxForeign)
	if at := endOfLines(kept, maxForeignLines); at < len(kept) {
		left += len(kept) - at
		kept = kept[:at]
	}
	if kept != "" {
		for line := range strings.SplitSeq(p.forErr.mask(CleanText(kept)), "\n") {
			b.WriteString(paint(dim, "|", p.forErr.color) + " " + line + "\n")
		}
	}
	if left > 0 {
		fmt.Fprintf(&b, "  … %d more bytes left out\n", left)
	}
	p.writeErr(b.String())
}

// endOfLines returns where the first n lines of s end.
func endOfLines(s string, n int) int {
	at := 0
	for range n {
		i := strings.IndexByte(s[at:], '\n')
		if i < 0 {
			return len(s)
		}
		at += i + 1
	}
	return at - 1
}

// Outf writes a line to standard output for people, with its arguments cleaned
// as in [Printer.Linef] but neither cut nor masked. The error is the writer's.
func (p *Printer) Outf(format string, args ...any) error {
	return p.writeOut(p.forOut.sprintf(format, args...) + "\n")
}

// WriteOut writes a result to standard output: byte for byte to a pipe or a
// file; to a terminal with what [Clean] escapes made visible, except \n and \t,
// and CI commands left alone. data must not end inside a character. The error is
// the writer's.
func (p *Printer) WriteOut(data []byte) error {
	if p.outTTY {
		return p.writeOut(escape(string(data), "\n\t"))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	_, err := p.out.Write(data)
	return err
}

func (p *Printer) writeOut(s string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, err := io.WriteString(p.out, s)
	return err
}

// writeErr writes s in one piece. A failure has nowhere to be reported.
func (p *Printer) writeErr(s string) {
	if s == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	_, _ = io.WriteString(p.err, s)
}

package term

import (
	"io"
	"strings"
	"time"
)

const (
	// patience is how long a piece of work may take before it is worth a line.
	patience = 500 * time.Millisecond
	// pace is the least time between two states of the line: more often is not seen.
	pace = 100 * time.Millisecond
)

// Progress is the last line of a terminal that says how far a long piece of work
// has come. It is written over again and again, and gives way to all that the
// Printer writes meanwhile. If standard error is no terminal, there is no such line.
//
// It is safe for concurrent use.
type Progress struct {
	p   *Printer
	now func() time.Time
	// out and err are the Printer's own writers. They are nil if there is no line.
	out, err io.Writer
	// due is when the line may be written next.
	due time.Time
	// shown tells that the line stands there, and midline that something else does
	// that may not be written over.
	shown, midline bool
}

// Progress begins a piece of work; now tells the time. Only one can be under way at
// a time, and it must be brought to its End.
func (p *Printer) Progress(now func() time.Time) *Progress {
	g := &Progress{p: p, now: now}
	if !p.errTTY || p.width < 2 {
		return g
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	g.due = now().Add(patience)
	g.out, g.err = p.out, p.err
	p.err = yielding{g, g.err}
	if p.outTTY {
		p.out = yielding{g, g.out}
	}
	return g
}

// Due reports whether [Progress.Show] would write: not in the first half second,
// and then ten times a second at most.
func (g *Progress) Due() bool {
	g.p.mu.Lock()
	defer g.p.mu.Unlock()
	return g.isDue()
}

func (g *Progress) isDue() bool { return g.err != nil && !g.midline && !g.now().Before(g.due) }

// Show writes the line, if it is due. Its arguments are treated as in
// [Printer.Linef]; colours are left out, and what the terminal has no room for.
func (g *Progress) Show(format string, args ...any) {
	g.p.mu.Lock()
	defer g.p.mu.Unlock()
	if !g.isDue() {
		return
	}
	g.due = g.now().Add(pace)
	f := formatter{mask: g.p.forErr.mask, limit: maxArgument}
	room := g.p.width - 1 // in the last column, some terminals begin a new line
	text := clipWidth(Clean(f.sprintf(format, args...)), room)
	_, _ = io.WriteString(g.err, "\r"+text+strings.Repeat(" ", max(room-Width(text), 0)))
	g.shown = true
}

// End takes the line away. It may be called more than once.
func (g *Progress) End() {
	g.p.mu.Lock()
	defer g.p.mu.Unlock()
	if g.err == nil {
		return
	}
	g.erase()
	g.p.out, g.p.err = g.out, g.err
	g.out, g.err = nil, nil
}

// erase makes room for something else. It uses no escape sequence, so that it works
// on every terminal.
func (g *Progress) erase() {
	if g.shown {
		_, _ = io.WriteString(g.err, "\r"+strings.Repeat(" ", g.p.width-1)+"\r")
		g.shown = false
	}
}

// yielding takes the line away before something else is written. The Printer that
// writes holds its mutex.
type yielding struct {
	g *Progress
	w io.Writer
}

// Write implements [io.Writer].
func (y yielding) Write(p []byte) (int, error) {
	if len(p) == 0 {
		return y.w.Write(p)
	}
	y.g.erase()
	n, err := y.w.Write(p)
	y.g.midline = p[len(p)-1] != '\n'
	return n, err
}

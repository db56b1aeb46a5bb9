package report

import (
	"bytes"
	"strings"

	"naftiko/spec/value"
)

// flushSize is how many bytes of a report are held back at most, but for the last
// finding: enough to make few writes of many findings.
const flushSize = 64 << 10

// output collects what a report writes and hands it on in large pieces.
type output struct {
	write func(data []byte) error
	buf   []byte
}

// flushFull hands on what is there if it is much. It is called between findings,
// where no character and no string is cut.
func (o *output) flushFull() error {
	if len(o.buf) < flushSize {
		return nil
	}
	return o.flush()
}

func (o *output) flush() error {
	data := o.buf
	o.buf = o.buf[:0]
	return o.write(data)
}

// jsonText writes a JSON text piece by piece, so that long lists need not be held
// in memory.
type jsonText struct {
	output
	indent bool
	depth  int
	filled bool // the innermost list or object has an entry
}

// open begins a list or an object.
func (t *jsonText) open(bracket byte) {
	t.buf = append(t.buf, bracket)
	t.depth++
	t.filled = false
}

// end ends what open began.
func (t *jsonText) end(bracket byte) {
	t.depth--
	if t.filled {
		t.newline()
	}
	t.buf = append(t.buf, bracket)
	t.filled = true
}

// item begins an entry of a list.
func (t *jsonText) item() {
	if t.filled {
		t.buf = append(t.buf, ',')
	}
	t.filled = true
	t.newline()
}

// member begins an entry of an object.
func (t *jsonText) member(name string) {
	t.item()
	t.buf = append(value.Quote(t.buf, name), ':')
	if t.indent {
		t.buf = append(t.buf, ' ')
	}
}

// put writes the value of an entry.
func (t *jsonText) put(v value.Value) {
	if !t.indent {
		t.buf = value.Append(t.buf, v)
		return
	}
	// No string has a raw line end, so that all of them are of the layout.
	text := value.AppendIndent(nil, v)
	t.buf = append(t.buf, bytes.ReplaceAll(text, []byte("\n"), []byte("\n"+strings.Repeat("  ", t.depth)))...)
}

// finish ends the text and hands on all of it.
func (t *jsonText) finish() error {
	t.buf = append(t.buf, '\n')
	return t.flush()
}

func (t *jsonText) newline() {
	if !t.indent {
		return
	}
	t.buf = append(t.buf, '\n')
	for range t.depth {
		t.buf = append(t.buf, "  "...)
	}
}

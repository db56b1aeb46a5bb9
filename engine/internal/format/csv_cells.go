package format

import (
	"strings"

	"naftiko/spec/value"
)

// cellReader cuts a text of separated values into cells. A cell that starts with
// a double quote ends with one: separators and line ends inside are text, and ""
// is one quote. Elsewhere quotes are text. Lines end with LF, CR LF or CR.
//
// It is not encoding/csv, which skips empty lines, changes line ends inside of
// quotes, and refuses quotes that are text.
type cellReader struct {
	text      string
	pos       int
	separator byte
}

// cell is one cell, which starts at the byte at.
type cell struct {
	text string
	at   int
	// last tells that it ends its row.
	last bool
}

// next returns the next cell. There must be one: at the start of a row text must
// be left.
func (r *cellReader) next() (cell, error) {
	c := cell{at: r.pos}
	if r.pos < len(r.text) && r.text[r.pos] == '"' {
		var err error
		if c.text, err = r.quoted(); err != nil {
			return c, err
		}
	} else {
		for r.pos < len(r.text) && !r.ends(r.text[r.pos]) {
			r.pos++
		}
		c.text = r.text[c.at:r.pos]
	}
	c.last = r.end()
	return c, nil
}

// ends reports whether b cannot stand in a cell without quotes.
func (r *cellReader) ends(b byte) bool { return b == r.separator || b == '\n' || b == '\r' }

// end passes what follows a cell, and reports whether that ends the row.
func (r *cellReader) end() bool {
	rest := r.text[r.pos:]
	switch {
	case rest == "":
		return true
	case strings.HasPrefix(rest, "\r\n"):
		r.pos += 2
	default:
		r.pos++
	}
	return rest[0] != r.separator
}

// quoted reads a cell in quotes and the blanks behind it.
func (r *cellReader) quoted() (string, error) {
	opening := r.pos
	r.pos++
	from := r.pos
	var text strings.Builder // what stands before from, if anything was doubled
	for {
		n := strings.IndexByte(r.text[r.pos:], '"')
		if n < 0 {
			return "", r.errorAt(opening, "the closing quote of this cell is missing")
		}
		r.pos += n + 1
		if r.pos == len(r.text) || r.text[r.pos] != '"' {
			break
		}
		text.WriteString(r.text[from:r.pos])
		r.pos++
		from = r.pos
	}
	last := r.text[from : r.pos-1]
	for r.pos < len(r.text) && !r.ends(r.text[r.pos]) {
		if r.text[r.pos] > ' ' {
			return "", r.errorAt(r.pos, "text behind the closing quote of a cell")
		}
		r.pos++
	}
	if text.Len() == 0 {
		return last, nil
	}
	text.WriteString(last)
	return text.String(), nil
}

func (r *cellReader) errorAt(at int, msg string) error {
	return value.NewSyntaxError([]byte(r.text), int64(at), msg)
}

package report

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"naftiko/cmd/internal/term"
	"naftiko/spec/diag"
)

// Finding is a diagnostic with what reports show of its place.
type Finding struct {
	diag.Diagnostic
	// Line is the source line that Pos points into, without its line end and with
	// asterisks for credentials. It is "" where the line is not known or empty, and
	// a part of it around Pos where it is very long.
	Line string
	// Offset is how many characters of the line stand before Line, and More tells
	// that some stand behind it.
	Offset int
	More   bool
	// End is the column behind the last character of the token at Pos, which ends
	// on its line and is followed for 1000 bytes; Pos.Column+1 where that is not
	// known. It is 0 without a line.
	End int
	// Column16 and End16 are Pos.Column and End counted in UTF-16 code units.
	Column16, End16 int
	// Help is the command that says more of the code, or "".
	Help string
}

const (
	// maxLine is how many bytes of a line a finding keeps; of longer lines it keeps
	// those around its place, fewer before it than behind it.
	maxLine   = 2000
	maxBefore = 500
	// maxToken is how many bytes a token is followed for, so that many findings
	// in one endless token do not take endless time.
	maxToken = 1000
)

// Locate adds to diagnostics what src tells of their places; src is the text of
// the one file that they are all about, or nil if it is not known. The result is
// in the order of list.
//
// Lines end with LF, CR LF or CR, as in positions; NEL, LS and PS do not end one.
// A byte order mark at the start is no character of the first line, and a byte
// that is not UTF-8 is a character of its own. What src has no place for is
// returned as if src were not known.
//
// The time is proportional to the length of src and, but for the sorting, that
// of list, however long the lines are.
func Locate(src []byte, list diag.List) []Finding {
	found := make([]Finding, len(list))
	order := make([]int, 0, len(list))
	for i, d := range list {
		found[i] = placed(d)
		if d.Pos.IsValid() {
			order = append(order, i)
		}
	}
	if src == nil {
		return found
	}
	slices.SortStableFunc(order, func(a, b int) int {
		p, q := list[a].Pos, list[b].Pos
		return cmp.Or(cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
	})
	c := newCursor(strings.TrimPrefix(string(src), "\uFEFF"))
	for _, i := range order {
		if c.line(found[i].Pos.Line) && c.column(max(found[i].Pos.Column, 1)) {
			c.fill(&found[i])
		}
	}
	return found
}

// placed returns what is known of a finding without the source.
func placed(d diag.Diagnostic) Finding {
	f := Finding{Diagnostic: d}
	if d.Pos.IsValid() {
		f.Column16 = max(d.Pos.Column, 1)
		f.End, f.End16 = f.Column16+1, f.Column16+1
	}
	return f
}

// snippet returns the source line of f with its token.
func (f Finding) snippet() term.Snippet {
	return term.Snippet{
		Number: f.Pos.Line, Text: f.Line,
		Start: max(f.Pos.Column, 1) - 1 - f.Offset, End: f.End - 1 - f.Offset,
		CutLeft: f.Offset > 0, CutRight: f.More,
	}
}

// cursor walks once through a text, forward only.
type cursor struct {
	number int    // of the line it is in
	text   string // that line, without its line end
	rest   string // what follows the line end
	last   bool   // there was no line end
	// at is the place in text, in bytes; col and col16 are the same in characters
	// and in UTF-16 code units, from 1.
	at, col, col16 int
	// depth is how many brackets are open before at, and flow tells that the line
	// looks like one of JSON, in brackets from before.
	depth int
	flow  bool
}

func newCursor(text string) *cursor {
	c := &cursor{rest: text}
	c.next()
	return c
}

// next goes to the start of the next line.
func (c *cursor) next() {
	c.number++
	c.at, c.col, c.col16, c.depth = 0, 1, 1, 0
	end := strings.IndexAny(c.rest, "\r\n")
	if end < 0 {
		c.text, c.rest, c.last = c.rest, "", true
		c.flow = startsFlow(c.text)
		return
	}
	c.text = c.rest[:end]
	c.flow = startsFlow(c.text)
	if strings.HasPrefix(c.rest[end:], "\r\n") {
		end++
	}
	c.rest = c.rest[end+1:]
}

// line goes to line n, which is not before the current one, or tells that there
// is none.
func (c *cursor) line(n int) bool {
	for c.number < n && !c.last {
		c.next()
	}
	return c.number == n
}

// column goes to column n of the line, which is not before the current one, or
// tells that there is none. The column behind the last character is one.
func (c *cursor) column(n int) bool {
	for c.col < n && c.at < len(c.text) {
		r, size := utf8.DecodeRuneInString(c.text[c.at:])
		switch r {
		case '[', '{':
			c.depth++
		case ']', '}':
			c.depth = max(c.depth-1, 0)
		}
		c.at += size
		c.col++
		c.col16 += units(r)
	}
	return c.col == n
}

// fill adds to f what stands at the cursor.
func (c *cursor) fill(f *Finding) {
	from, to := 0, len(c.text)
	if to > maxLine {
		from = border(c.text, max(c.at-maxBefore, 0))
		to = border(c.text, min(from+maxLine, to))
	}
	f.Line, f.More = strings.Clone(Veiled(c.text[from:to])), to < len(c.text) // src is not to be kept for it
	f.Offset = c.col - 1 - utf8.RuneCountInString(c.text[from:c.at])

	rest := c.text[c.at:border(c.text, min(c.at+maxToken, len(c.text)))]
	end, end16 := 0, 0
	for _, r := range rest[:tokenEnd(rest, c.depth > 0 || c.flow)] {
		end++
		end16 += units(r)
	}
	f.Column16 = c.col16
	f.End, f.End16 = c.col+max(end, 1), c.col16+max(end16, 1)
}

// units returns how many UTF-16 code units r takes.
func units(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// border returns the start of the character that the byte i of s is part of.
func border(s string, i int) int {
	if i >= len(s) {
		return len(s)
	}
	for at := i; at >= 0 && at > i-utf8.UTFMax; at-- {
		if utf8.RuneStart(s[at]) {
			if _, size := utf8.DecodeRuneInString(s[at:]); at+size > i {
				return at
			}
			break
		}
	}
	return i // a byte of no character
}

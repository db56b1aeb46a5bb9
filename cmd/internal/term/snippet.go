package term

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"
)

const (
	// pipeWidth is how wide a snippet is where there is no terminal: logs of CI
	// systems and editors are wider than the classic 80 columns.
	pipeWidth = 120
	// leastRoom is what a snippet shows of a line, however narrow the terminal.
	leastRoom = 20
	// leastNumber is the room for the number of a line, so that the snippets of
	// most files are aligned with each other.
	leastNumber = 5
)

// Snippet is a line of a stranger's file, or a part of one, with a token in it.
// Characters are counted as a range loop does: a byte that is not UTF-8 is one.
type Snippet struct {
	// Number is the number of the line.
	Number int
	// Text is the line or the part, without its line end. If it is empty, there
	// is nothing to show.
	Text string
	// Start is the first character of the token and End the one behind it, from
	// 0. A token behind the last character is a place, and shown as one column.
	Start, End int
	// CutLeft and CutRight tell that the line goes on beyond Text.
	CutLeft, CutRight bool
}

// snippet returns s as two lines: the text behind its number, and carets below
// the token. Tabs become blanks, so that both lines stay aligned. Width is what
// a line may have in columns; what does not fit is cut around the token.
func (f formatter) snippet(s Snippet, width int, level Level) string {
	if s.Text == "" {
		return ""
	}
	number := fmt.Sprintf("%*d", leastNumber, s.Number)
	text, at, carets := s.fit(max(width-len(number)-len(" | "), leastRoom))
	first := paint(dim, number+" |", f.color) + strings.TrimRight(" "+text, " ")
	second := paint(dim, strings.Repeat(" ", len(number))+" |", f.color) + " " +
		strings.Repeat(" ", at) + paint(level.style(), strings.Repeat("^", carets), f.color)
	return first + "\n" + second + "\n"
}

// fit returns the part of s that is shown in room columns, and where in it the
// carets stand.
func (s Snippet) fit(room int) (text string, at, carets int) {
	left, right := "", ""
	if s.CutLeft {
		left, room = "…", room-1
	}
	if s.CutRight {
		right, room = "…", room-1
	}
	cells, cols := cellsOf(s.Text)
	last := len(cells)
	start := cols[min(max(s.Start, 0), last)]
	end := max(cols[min(max(s.End, 0), last)], start+1)
	total := max(cols[last], start+1)
	from, to := 0, total
	if total > room {
		// A long token leaves a third of the room to what stands around it.
		from = start - (room-min(end-start, room*2/3))/2
		from = min(max(from, 0), total-room)
		to = from + room
	}
	if from > 0 && !s.CutLeft {
		left, from = "…", from+1
	}
	if to < total && !s.CutRight {
		right, to = "…", to-1
	}
	first := sort.SearchInts(cols, from)
	for first < last && from > 0 && cols[first] == cols[first+1] {
		first++ // a mark whose character is cut
	}
	last = max(min(sort.SearchInts(cols, to+1)-1, last), first)
	indent := Width(left) + max(start-cols[first], 0)
	carets = max(min(end, to)-max(start, cols[first]), 1)
	return left + strings.Join(cells[first:last], "") + right, indent, carets
}

// cellsOf returns the characters of text as they are shown, cleaned like one line
// that does not start here, and the column at which each begins; the last column
// is the width of all.
func cellsOf(text string) (cells []string, cols []int) {
	cells = make([]string, 0, len(text))
	cols = make([]int, 1, len(text)+1)
	marks := 0
	for i, r := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		cell := text[i : i+size]
		if isMark(r) {
			marks++
		} else {
			marks = 0
		}
		switch {
		case r == '\t':
			cell = " "
		case r == '#' && opensCommand(text[i:]):
			cell = `\x23`
		case marks > maxMarks:
			var b strings.Builder
			escapeRune(&b, r)
			cell, marks = b.String(), 0
		case r < ' ' || r > '~':
			cell = escape(cell, "")
		}
		cells = append(cells, cell)
		cols = append(cols, cols[len(cols)-1]+Width(cell))
	}
	return cells, cols
}

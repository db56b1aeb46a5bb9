package yaml

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"naftiko/spec/diag"
)

// Characters that end a line for YAML 1.1, which the library reads, but not for
// an editor.
const (
	nel = '\u0085'
	ls  = '\u2028'
	ps  = '\u2029'
)

// source is the file that nodes come from.
type source struct {
	name string
	// breaks are the lines that only the library sees, in order. Most files
	// have none.
	breaks []softBreak
}

// softBreak is a line, as the library counts, that starts within a line of the
// file: after skip characters of it.
type softBreak struct{ line, skip int }

// pos turns a place as the library counts into a place in the file.
func (s *source) pos(line, column int) diag.Pos {
	line, column = max(line, 1), max(column, 1)
	if len(s.breaks) > 0 {
		before := sort.Search(len(s.breaks), func(i int) bool { return s.breaks[i].line > line })
		if before > 0 && s.breaks[before-1].line == line {
			column += s.breaks[before-1].skip
		}
		line -= before
	}
	return diag.Pos{File: s.name, Line: line, Column: column}
}

// findBreaks fills s.breaks.
func (s *source) findBreaks(data []byte) {
	if !hasSoftBreak(data) {
		return
	}
	line, skip, last := 1, 0, rune(0)
	for _, c := range string(data) {
		skip++
		switch c {
		case '\n':
			if last != '\r' {
				line++
			}
			skip = 0
		case '\r':
			line++
			skip = 0
		case nel, ls, ps:
			line++
			s.breaks = append(s.breaks, softBreak{line, skip})
		}
		last = c
	}
}

func hasSoftBreak(data []byte) bool {
	for _, c := range []rune{nel, ls, ps} {
		if bytes.Contains(data, utf8.AppendRune(nil, c)) {
			return true
		}
	}
	return false
}

// place returns the position of a byte offset in data.
func place(s *source, data []byte, offset int) diag.Pos {
	before := data[:offset]
	line := 1 + lineEnds(before)
	column := 1 + utf8.RuneCount(before[bytes.LastIndexAny(before, "\r\n")+1:])
	return diag.Pos{File: s.name, Line: line, Column: column}
}

// lineEnds counts LF, CR LF and CR.
func lineEnds(data []byte) int {
	n := bytes.Count(data, []byte{'\n'})
	if returns := bytes.Count(data, []byte{'\r'}); returns > 0 {
		n += returns - bytes.Count(data, []byte("\r\n"))
	}
	return n
}

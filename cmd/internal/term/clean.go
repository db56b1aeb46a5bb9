package term

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean returns s as one line that is safe to show: whatever could move the
// cursor, hide or reorder text, or start a line of its own becomes a visible
// escape (\n, \t, \x1b, \u202e, \xff), and no command of a CI system is left
// (##[…, ##vso[…, ##teamcity[… anywhere; :: where a line begins). Escaped are
// control and format characters, bidirectional controls, separators of lines,
// characters that show nothing, private and unassigned ones, invalid UTF-8, and
// combining marks beyond the eighth in a row. Printable text, backslashes
// included, stays as it is, so that Clean(Clean(s)) equals Clean(s).
func Clean(s string) string {
	if isPlain(s) {
		return s
	}
	return breakCommands(escape(s, ""))
}

// CleanText is [Clean] for text of many lines: it keeps \n and \t, and treats
// each line as Clean does.
func CleanText(s string) string {
	if isPlain(s) {
		return s
	}
	return breakCommands(escape(s, "\n\t"))
}

// isPlain reports whether s is printable ASCII that cannot be part of a command.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '#' || c == ':' {
			return false
		}
	}
	return true
}

// maxMarks is how many combining marks may stand on one character; more only
// serve to paint over other lines.
const maxMarks = 8

// escape writes what is not safe to show as visible escapes, except the
// characters in keep.
func escape(s, keep string) string {
	var b strings.Builder
	b.Grow(len(s))
	marks := 0
	for i, r := range s {
		if isMark(r) {
			marks++
		} else {
			marks = 0
		}
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r < ' ' && strings.ContainsRune(keep, r):
			b.WriteRune(r)
		case !isVisible(r) || marks > maxMarks:
			escapeRune(&b, r)
			marks = 0
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isMark reports whether r stands on the character before it.
func isMark(r rune) bool { return r >= 0x300 && unicode.In(r, unicode.Mn, unicode.Me) }

func escapeRune(b *strings.Builder, r rune) {
	switch {
	case r == '\n':
		b.WriteString(`\n`)
	case r == '\r':
		b.WriteString(`\r`)
	case r == '\t':
		b.WriteString(`\t`)
	case r < 0x80:
		fmt.Fprintf(b, `\x%02x`, r)
	case r <= 0xFFFF:
		fmt.Fprintf(b, `\u%04x`, r)
	default:
		fmt.Fprintf(b, `\U%08x`, r)
	}
}

// isVisible reports whether r is a letter, mark, number, sign or blank that a
// terminal shows in its place.
func isVisible(r rune) bool {
	if r < 0x80 {
		return r >= ' ' && r <= '~'
	}
	return unicode.IsGraphic(r) && !unicode.Is(blind, r)
}

// blind are the graphic characters that show nothing: fillers, and the
// variation selectors that can carry hidden data. U+FE0E and U+FE0F stay, which
// choose between text and picture.
var blind = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x034F, Hi: 0x034F, Stride: 1},
		{Lo: 0x115F, Hi: 0x1160, Stride: 1},
		{Lo: 0x17B4, Hi: 0x17B5, Stride: 1},
		{Lo: 0x180B, Hi: 0x180F, Stride: 1},
		{Lo: 0x2800, Hi: 0x2800, Stride: 1},
		{Lo: 0x3164, Hi: 0x3164, Stride: 1},
		{Lo: 0xFE00, Hi: 0xFE0D, Stride: 1},
		{Lo: 0xFFA0, Hi: 0xFFA0, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0xE0100, Hi: 0xE01EF, Stride: 1},
	},
}

// breakCommands escapes the first character of each CI command in s, which may
// have many lines. Runners look for ## anywhere in a line and for :: behind any
// blanks, ignoring case.
func breakCommands(s string) string {
	if !strings.Contains(s, "##") && !strings.Contains(s, "::") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	atStart := true
	for i, r := range s {
		switch {
		case atStart && strings.HasPrefix(s[i:], "::"):
			b.WriteString(`\x3a`)
		case r == '#' && opensCommand(s[i:]):
			b.WriteString(`\x23`)
		case r == utf8.RuneError:
			_, size := utf8.DecodeRuneInString(s[i:])
			b.WriteString(s[i : i+size])
		default:
			b.WriteRune(r)
		}
		atStart = r == '\n' || (atStart && unicode.IsSpace(r))
	}
	return b.String()
}

func opensCommand(s string) bool {
	for _, opening := range [...]string{"##[", "##vso[", "##teamcity["} {
		if len(s) >= len(opening) && strings.EqualFold(s[:len(opening)], opening) {
			return true
		}
	}
	return false
}

package term

import "strings"

// Wrap returns text, cleaned, in lines of at most width columns (80 if width is
// 0), each indented by indent blanks. It breaks at blanks only: a longer word
// stays whole. Line breaks of text are kept, other runs of blanks become one,
// and there is no final newline.
func Wrap(text string, width, indent int) string {
	width = orDefault(width)
	indent = min(max(indent, 0), width/2)
	var out []string
	for line := range strings.SplitSeq(CleanText(text), "\n") {
		out = append(out, wrapLine(line, width-indent, strings.Repeat(" ", indent))...)
	}
	return breakCommands(strings.Join(out, "\n")) // a break can put :: at the start of a line
}

func wrapLine(line string, width int, margin string) []string {
	var out []string
	var b strings.Builder
	used := 0
	for word := range strings.FieldsSeq(line) {
		w := Width(word)
		switch {
		case used == 0:
			b.WriteString(margin)
		case used+1+w > width:
			out = append(out, b.String())
			b.Reset()
			b.WriteString(margin)
			used = 0
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += w
	}
	return append(out, b.String())
}

const defaultWidth = 80

func orDefault(width int) int {
	if width <= 0 {
		return defaultWidth
	}
	return width
}

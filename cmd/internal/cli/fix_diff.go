package cli

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"naftiko/cmd/internal/term"
	"naftiko/engine"
)

// around is how many lines that are the same stand around changes in a diff.
const around = 3

// diffLine is a line of a diff: of both texts, or of one of them, with its line end.
type diffLine struct {
	mark byte // ' ', '-' or '+'
	text []byte
	// shown is what is printed in its place, without its line end, if that is
	// something else.
	shown string
}

// diffOf returns a unified diff, as git and patch take it, between a text that was
// mended and what it is now. Credentials and what a log or a terminal would obey are
// not printed: context is left out for that where it can be, and hidden is how many
// lines of the diff are not those of the texts.
func diffOf(name string, before []byte, fixed engine.Fixed) (diff []byte, hidden int) {
	var out bytes.Buffer
	from, to := diffName("a/", name), diffName("b/", name)
	fmt.Fprintf(&out, "--- %s\n+++ %s\n", from, to)
	lines := diffLines(before, fixed)
	hide(lines)
	oldAt, newAt := 1, 1 // of lines[i]
	for i := 0; i < len(lines); {
		start, end := hunk(lines, i)
		oldAt, newAt = oldAt+but(lines[i:start], '+'), newAt+but(lines[i:start], '-')
		part := lines[start:end]
		if len(part) > 0 {
			n, m := but(part, '+'), but(part, '-')
			fmt.Fprintf(&out, "@@ -%d,%d +%d,%d @@\n", oldAt, n, newAt, m)
			hidden += writeLines(&out, part)
			oldAt, newAt = oldAt+n, newAt+m
		}
		i = end
	}
	return out.Bytes(), hidden
}

// but counts the lines that have another mark than this.
func but(lines []diffLine, mark byte) int {
	n := 0
	for _, l := range lines {
		if l.mark != mark {
			n++
		}
	}
	return n
}

// diffLines lists the lines of both texts: what stands for a line next to it.
func diffLines(before []byte, fixed engine.Fixed) []diffLine {
	old := slices.Collect(bytes.Lines(before))
	var out, added []diffLine
	i := 0
	for line := range bytes.Lines(fixed.Data) {
		origin := fixed.Origins[i]
		i++
		if origin > 0 && bytes.Equal(old[origin-1], line) {
			out = append(append(out, added...), diffLine{mark: ' ', text: line})
			added = added[:0]
			continue
		}
		if origin > 0 {
			out = append(out, diffLine{mark: '-', text: old[origin-1]})
		}
		added = append(added, diffLine{mark: '+', text: line})
	}
	return append(out, added...)
}

// hunk finds the next hunk in lines, from i on. It is empty, at the end, if there is
// none. Context ends at a line that is hidden, but for the one that git needs behind
// changes, and the one that lines are put below.
func hunk(lines []diffLine, i int) (start, end int) {
	first := slices.IndexFunc(lines[i:], func(l diffLine) bool { return l.mark != ' ' })
	if first < 0 {
		return len(lines), len(lines)
	}
	first += i
	last := first
	for j := first; j < len(lines) && j <= last+1+2*around; j++ {
		if lines[j].mark != ' ' {
			last = j
		} else if j > last+1 && lines[j].shown != "" {
			break
		}
	}
	end = last + 1
	for end < len(lines) && end <= last+around && (end == last+1 || lines[end].shown == "") {
		end++
	}
	least, most := 0, around
	if lines[first].mark == '+' {
		least = 1
	}
	if end < len(lines) { // patch takes a hunk with less behind changes than before them for the end of a file
		most = max(least, end-last-1)
	}
	start = first
	for start > i && first-start < most && (first-start < least || lines[start-1].shown == "") {
		start--
	}
	return start, end
}

// writeLines returns how many of the lines are not shown as they are.
func writeLines(out *bytes.Buffer, lines []diffLine) int {
	hidden := 0
	for _, l := range lines {
		out.WriteByte(l.mark)
		if l.shown == "" {
			out.Write(l.text)
		} else {
			hidden++
			out.WriteString(l.shown)
			if bytes.HasSuffix(l.text, []byte{'\n'}) {
				out.WriteByte('\n')
			}
		}
		if !bytes.HasSuffix(l.text, []byte{'\n'}) {
			out.WriteString("\n\\ No newline at end of file\n")
		}
	}
	return hidden
}

// diffName is a file's name in the head of a diff, as git writes it: in quotes where
// there are characters that would end it or should not be shown, and with a tab behind
// one that has blanks.
func diffName(side, name string) string {
	name = side + strings.TrimPrefix(filepath.ToSlash(filepath.Clean(strings.Trim(name, "<>"))), "/")
	if strings.ContainsAny(name, "\"\\") || term.Clean(name) != name {
		return quotedName(name)
	}
	if strings.Contains(name, " ") {
		return name + "\t"
	}
	return name
}

// quotedName writes a name between double quotes, with C's escapes.
func quotedName(name string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, c := range []byte(name) {
		switch {
		case c == '"', c == '\\':
			out.WriteByte('\\')
			out.WriteByte(c)
		case c < ' ', c >= 0x7F, c == '#':
			fmt.Fprintf(&out, "\\%03o", c)
		default:
			out.WriteByte(c)
		}
	}
	out.WriteByte('"')
	return out.String()
}

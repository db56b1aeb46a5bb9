package cli

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"naftiko/engine"
)

// around is how many lines that are the same stand around changes in a diff.
const around = 3

// diffLine is a line of a diff: of both texts, or of one of them, with its line end.
type diffLine struct {
	mark byte // ' ', '-' or '+'
	text []byte
}

// diffOf returns a unified diff, as git and patch take it, between a text that was
// mended and what it is now.
func diffOf(name string, before []byte, fixed engine.Fixed) []byte {
	var out bytes.Buffer
	from, to := diffName("a/", name), diffName("b/", name)
	fmt.Fprintf(&out, "--- %s\n+++ %s\n", from, to)
	lines := diffLines(before, fixed)
	oldAt, newAt := 1, 1 // of lines[i]
	for i := 0; i < len(lines); {
		start, end := hunk(lines, i)
		oldAt, newAt = oldAt+but(lines[i:start], '+'), newAt+but(lines[i:start], '-')
		part := lines[start:end]
		if len(part) > 0 {
			n, m := but(part, '+'), but(part, '-')
			fmt.Fprintf(&out, "@@ -%d,%d +%d,%d @@\n", oldAt, n, newAt, m)
			writeLines(&out, part)
			oldAt, newAt = oldAt+n, newAt+m
		}
		i = end
	}
	return out.Bytes()
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
			out = append(append(out, added...), diffLine{' ', line})
			added = added[:0]
			continue
		}
		if origin > 0 {
			out = append(out, diffLine{'-', old[origin-1]})
		}
		added = append(added, diffLine{'+', line})
	}
	return append(out, added...)
}

// hunk finds the next hunk in lines, from i on. It is empty, at the end, if there is
// none.
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
		}
	}
	return max(i, first-around), min(len(lines), last+1+around)
}

func writeLines(out *bytes.Buffer, lines []diffLine) {
	for _, l := range lines {
		out.WriteByte(l.mark)
		out.Write(l.text)
		if !bytes.HasSuffix(l.text, []byte{'\n'}) {
			out.WriteString("\n\\ No newline at end of file\n")
		}
	}
}

// diffName is a file's name in the head of a diff, as git writes it: in quotes where
// there are characters that would end it, and with a tab behind one that has blanks.
func diffName(side, name string) string {
	name = side + strings.TrimPrefix(filepath.ToSlash(filepath.Clean(strings.Trim(name, "<>"))), "/")
	if strings.ContainsFunc(name, func(c rune) bool { return c < ' ' || c == '"' || c == '\\' || c == 0x7F }) {
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
		case c < ' ', c == 0x7F:
			fmt.Fprintf(&out, "\\%03o", c)
		default:
			out.WriteByte(c)
		}
	}
	out.WriteByte('"')
	return out.String()
}

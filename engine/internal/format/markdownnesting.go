package format

import (
	"fmt"
	"slices"
	"strings"
)

// nestingCheck keeps how deep a line can stand in lists and quotes at most.
type nestingCheck struct {
	// items has the columns at which the items start that may be open and are in no
	// quote. Those in others start further right, so that there is one a column.
	items []int
	// quoted is how many quotes and items in quotes may be open.
	quoted int
	// paragraph tells that the line before may be text that the next one goes on
	// with, whatever it is in.
	paragraph bool
	// levels is the sum over all lines.
	levels int
}

func (c *nestingCheck) line(line string, blank bool) error {
	if !blank {
		c.text(line)
	}
	c.paragraph = !blank
	depth := len(c.items) + c.quoted
	c.levels += (depth + 1) * (1 + len(line)/8)
	if depth > maxNesting || c.levels > maxLevels {
		return fmt.Errorf("lists and quotes nest deeper than %d", maxNesting)
	}
	return nil
}

// text passes a line that is not blank. An item goes on for lines whose text is
// at least two columns further right, a quote for a > in its place; if they stand
// in front of what would go on with a paragraph, neither is needed.
func (c *nestingCheck) text(line string) {
	p := readPrefix(line)
	quoted := p.quoted
	if quoted > 0 {
		quoted += min(c.quoted, p.blanks/2)
	}
	if c.paragraph {
		quoted = max(quoted, c.quoted)
	} else {
		c.items = slices.DeleteFunc(c.items, func(column int) bool { return column > p.column-2 })
	}
	c.quoted = quoted
	for _, column := range p.items {
		if i, found := slices.BinarySearch(c.items, column); !found {
			c.items = slices.Insert(c.items, i, column)
		}
	}
}

// linePrefix is what stands in front of the text of a line.
type linePrefix struct {
	// column is where the first mark or the text starts.
	column int
	// items are the columns of the marks of items before the first quote.
	items []int
	// quoted counts the marks of quotes, and of all from the first of them on.
	// blanks is how many columns of space are among them, or more.
	quoted, blanks int
}

func readPrefix(line string) linePrefix {
	p := linePrefix{column: -1}
	column := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case ' ':
			column++
			p.blanks++
			continue
		case '\t':
			column += 4 - column%4
			p.blanks += 4
			continue
		}
		if p.column < 0 {
			p.column = column
		}
		n := 1
		if line[i] != '>' {
			n = listMark(line[i:])
		}
		switch {
		case n == 0 || len(p.items) > maxNesting:
			return p
		case line[i] == '>' || p.quoted > 0:
			p.quoted++
		default:
			p.items = append(p.items, column)
		}
		column += n
		i += n - 1
	}
	return p
}

// startsItem reports whether a line starts an item of a list wherever it stands,
// if it is not in a block of code or HTML.
func startsItem(line string) bool {
	rest := strings.TrimLeft(line, " ")
	return len(line)-len(rest) <= 3 && len(rest) > 2 && strings.IndexByte("-+*", rest[0]) >= 0 &&
		(rest[1] == ' ' || rest[1] == '\t') && !isBlankLine(rest[2:])
}

// listMark returns the length of the mark of a list item that text starts with,
// or 0.
func listMark(text string) int {
	n := 0
	for n < len(text) && n < 9 && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	if n == len(text) || n == 0 && strings.IndexByte("-+*", text[0]) < 0 || n > 0 && text[n] != '.' && text[n] != ')' {
		return 0
	}
	n++
	if n < len(text) && text[n] != ' ' && text[n] != '\t' {
		return 0
	}
	return n
}

package format

import (
	"errors"
	"fmt"
	"strings"
)

// The library takes time proportional to the size of most texts, but not of all:
// these limits are for the others.
const (
	// maxNesting is how deep lists and quotes may nest. Each level is looked at in
	// each line.
	maxNesting = 100
	maxLevels  = 1 << 26 // the sum over all lines, long ones counted by their length
	// maxMarks is how many lines with text and marks within lines there may be. Each
	// takes some 100 bytes.
	maxMarks = 1 << 21
	// maxPairs bounds the comparisons of *emphasis* within its paragraphs.
	maxPairs = 1 << 29
	// maxSearch bounds the bytes in which ends of <!-- and the like are looked for.
	maxSearch = 1 << 30
)

// checkMarkdown refuses a text that would take too long to parse. It estimates
// what there is from the lines alone and takes too much for possible rather than
// too little. The result is the text as the library reads it best.
func checkMarkdown(text string) (string, error) {
	c := markdownCheck{}
	c.out.Grow(len(text) + len(text)/32)
	for rest := strings.ReplaceAll(text, "\r", "\n"); rest != ""; {
		line, after, ended := strings.Cut(rest, "\n")
		if err := c.line(line); err != nil {
			return "", err
		}
		if ended {
			// The library looks for both kinds of line end, the one that does not
			// occur up to the end of the text.
			c.out.WriteString("\r\n")
		}
		rest = after
	}
	return c.out.String(), c.end()
}

// markdownCheck sums up what lines can cost. What can be one paragraph or table
// at most, a run of lines that are not blank, is a unit.
type markdownCheck struct {
	out     strings.Builder
	nesting nestingCheck
	marks   markCheck
	table   tableCheck
}

func (c *markdownCheck) line(line string) error {
	blank := isBlankLine(line)
	if err := c.nesting.line(line, blank); err != nil {
		return err
	}
	c.out.WriteString(line)
	if blank {
		return c.end()
	}
	if c.table.isRow(line) || startsItem(line) {
		c.marks.end() // emphasis does not cross it
	}
	if c.table.line(line) {
		// An empty link, which is no text, where the library would take for a table,
		// or even panic, what is none.
		c.out.WriteString("[]()")
	}
	c.marks.line(line)
	return nil
}

// end ends a unit.
func (c *markdownCheck) end() error {
	if c.table.end(); c.table.cells > maxCells {
		return fmt.Errorf("its tables have more than %d cells", maxCells)
	}
	if c.marks.end(); c.marks.marks > maxMarks {
		return fmt.Errorf("there are more than %d lines and marks", maxMarks)
	}
	if c.marks.pairs > maxPairs || c.marks.search > maxSearch {
		return errors.New("a paragraph has too many marks of emphasis or HTML")
	}
	return nil
}

func isBlankLine(line string) bool { return strings.Trim(line, " \t") == "" }

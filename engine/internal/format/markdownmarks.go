package format

import "strings"

// tableCheck finds out how many cells a unit can have, since the library makes
// the rows of a table as wide as its header.
type tableCheck struct {
	// cells is for all units that ended.
	cells int
	// lines and width are for this one; width is 0 where no table can be.
	lines, width int
	// before is the line before.
	before string
	// sure tells that what stands in this unit so far is a table: it is the only
	// kind of block that starts with a | in front of a delimiter row.
	sure bool
}

// line reports whether the library could take a line for what stands below a
// table's header, though it is wrong.
func (c *tableCheck) line(line string) (wrong bool) {
	rest := strings.Trim(strings.TrimLeft(line, "> \t"), tableBlank)
	if strings.Contains(rest, "-") && strings.Trim(rest, "-:|"+tableBlank) == "" {
		wrong = c.delimiter(line, rest)
	}
	c.lines++
	c.before = line
	return wrong
}

// delimiter passes a line that has only what stands below a header.
func (c *tableCheck) delimiter(line, row string) (wrong bool) {
	if margin(line) >= 4 && c.lines > 0 && margin(c.before) < 4 && len(readPrefix(c.before).items) == 0 {
		return true // it goes on with a paragraph
	}
	if !strings.ContainsAny(row, ":|") {
		return false // it is a rule, or makes the line before a heading
	}
	if !isDelimiterRow(row) {
		return true
	}
	c.width = max(c.width, strings.Count(c.before, "|")+1)
	// At the margin it is in no list, so that rows need no indentation.
	c.sure = c.lines == 1 && strings.HasPrefix(c.before, "|") && startsRow(c.before) && startsRow(line) &&
		countCells(c.before) == countCells(line)
	return false
}

// margin returns the column at which a line starts.
func margin(line string) int { return max(readPrefix(line).column, 0) }

// isRow reports whether a line, of which [tableCheck.line] is still to be told, is
// a row of a table for sure.
func (c *tableCheck) isRow(line string) bool {
	c.sure = c.sure && startsRow(line)
	return c.sure
}

func (c *tableCheck) end() {
	c.cells += c.lines * c.width
	*c = tableCheck{cells: c.cells}
}

// startsRow reports whether a line starts with the | of a row.
func startsRow(line string) bool {
	rest := strings.TrimLeft(line, " ")
	return len(line)-len(rest) <= 3 && rest != "" && rest[0] == '|' && !isBlankLine(rest[1:])
}

// countCells counts the cells of a row.
func countCells(row string) int {
	row = strings.Trim(row, tableBlank)
	row = strings.TrimSuffix(strings.TrimPrefix(row, "|"), "|")
	return 1 + strings.Count(row, "|") - strings.Count(row, "\\|")
}

const tableBlank = " \t\v\f"

// isDelimiterRow reports whether a line, without blanks around it, is what stands
// between the header of a table and its rows.
func isDelimiterRow(line string) bool {
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	for cell := range strings.SplitSeq(line, "|") {
		cell = strings.Trim(cell, tableBlank)
		cell = strings.TrimSuffix(strings.TrimPrefix(cell, ":"), ":")
		if cell == "" || strings.Trim(cell, "-") != "" {
			return false
		}
	}
	return true
}

// markCheck counts what can keep the library busy within one paragraph.
type markCheck struct {
	// marks counts what becomes something of its own: lines and marks of any kind.
	marks int
	// pairs and search are for all units that ended.
	pairs, search int

	// runs are the runs of * and _ of this unit; both is how many of them could
	// open as well as close emphasis. By a rule on their lengths the latter do not
	// go with all others, which are then compared again and again.
	runs, both int
	// pos is the number of bytes so far.
	pos  int
	open [4]openMarks
}

// openMarks are starts of inline HTML whose end is not found: the library looks
// for it from each of them.
type openMarks struct{ count, sum int }

// The kinds of inline HTML that end with what may be far away.
const (
	htmlComment     = iota // <!-- -->
	htmlCDATA              // <![CDATA[ ]]>
	htmlInstruction        // <? ?>
	htmlDeclaration        // <!X >
)

func (c *markCheck) line(line string) {
	c.marks++
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '[', '!', '&', '`', '\\':
			c.marks++
		case '*', '_':
			c.marks++
			i += c.run(line, i) - 1
		case '<':
			c.marks++
			c.start(line[i:], c.pos+i)
		case '>':
			c.stop(line[:i], c.pos+i)
		}
	}
	c.pos += len(line) + 1
}

// run counts the run of asterisks or underscores at i and returns its length.
func (c *markCheck) run(line string, i int) int {
	n := 1
	for i+n < len(line) && line[i+n] == line[i] {
		n++
	}
	c.runs++
	if i > 0 && i+n < len(line) && bothFlanks(line[i-1], line[i+n]) {
		c.both++
	}
	return n
}

// bothFlanks reports whether a run between these bytes is, as CommonMark calls
// it, left-flanking and right-flanking, or could be.
func bothFlanks(before, after byte) bool {
	if isSpace(before) || isSpace(after) {
		return false
	}
	return before >= 0x80 || after >= 0x80 || isPunctuation(before) == isPunctuation(after)
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\f' }

func isPunctuation(b byte) bool {
	return b > ' ' && b < 0x7f && !isLetter(b) && (b < '0' || b > '9')
}

func (c *markCheck) start(text string, pos int) {
	kind := htmlDeclaration
	switch {
	case strings.HasPrefix(text, "<!--"):
		kind = htmlComment
	case strings.HasPrefix(text, "<!["):
		kind = htmlCDATA
	case strings.HasPrefix(text, "<?"):
		kind = htmlInstruction
	case !strings.HasPrefix(text, "<!"):
		return
	}
	c.open[kind].count++
	c.open[kind].sum += pos
}

// stop takes the > behind text for the end of whatever it can end.
func (c *markCheck) stop(text string, pos int) {
	c.found(htmlDeclaration, pos)
	switch {
	case strings.HasSuffix(text, "--"):
		c.found(htmlComment, pos)
	case strings.HasSuffix(text, "]]"):
		c.found(htmlCDATA, pos)
	case strings.HasSuffix(text, "?"):
		c.found(htmlInstruction, pos)
	}
}

// found adds the ways from all starts of a kind to pos.
func (c *markCheck) found(kind, pos int) {
	o := &c.open[kind]
	c.search += o.count*pos - o.sum
	*o = openMarks{}
}

func (c *markCheck) end() {
	for kind := range c.open {
		c.found(kind, c.pos)
	}
	c.pairs += 2 * c.both * c.runs
	c.runs, c.both = 0, 0
}

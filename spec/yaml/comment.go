package yaml

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"naftiko/spec/diag"
)

// Comment is a comment that begins with a mark.
type Comment struct {
	// Pos is where its "#" stands.
	Pos diag.Pos
	// Text is what follows the mark in the line, without blanks at its end.
	Text string
	// About is the line that it is about: its own where something stands before it,
	// else the next one that has more than a comment. 0 if there is none.
	About int
}

// Comments returns the comments that begin with mark, in the order of the text. n is
// the root of what Parse made of data. What looks like a comment within a text of the
// document is none.
func (n Node) Comments(data []byte, mark string) []Comment {
	if !bytes.Contains(data, []byte(mark)) {
		return nil
	}
	s := &commentScan{lines: splitLines(data), seen: map[*yaml.Node]bool{}}
	s.texts = make([][]span, len(s.lines))
	if n.n != nil {
		s.mask(n.n, n.src)
	}
	for _, spans := range s.texts {
		slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	}
	var out []Comment
	for i, line := range s.lines {
		at, text, ok := s.comment(i, mark)
		if !ok {
			continue
		}
		c := Comment{Pos: diag.Pos{Line: i + 1, Column: utf8.RuneCountInString(line[:at]) + 1}, Text: strings.TrimRight(text, " \t"), About: i + 1}
		if n.src != nil {
			c.Pos.File = n.src.name
		}
		if isBlank(line[:at]) {
			c.About = s.next(i + 1)
		}
		out = append(out, c)
	}
	return out
}

func splitLines(data []byte) []string {
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(string(data), "\uFEFF"))
	return strings.Split(text, "\n")
}

func isBlank(s string) bool { return strings.TrimSpace(s) == "" }

// span is a part of a line, in bytes.
type span struct{ from, to int }

// commentScan finds comments: "#" outside of the texts of a document.
type commentScan struct {
	lines []string
	// texts are the parts of each line that belong to quoted and block scalars.
	texts [][]span
	seen  map[*yaml.Node]bool
	// cursor is a place that was looked for last: those that follow are near.
	cursor struct{ line, column, offset int }
}

// comment returns where the comment with a mark begins in line i, and what follows
// the mark.
func (s *commentScan) comment(i int, mark string) (at int, text string, ok bool) {
	line := s.lines[i]
	for from := 0; ; {
		at := strings.IndexByte(line[from:], '#')
		if at < 0 {
			return 0, "", false
		}
		at += from
		from = at + 1
		rest, found := strings.CutPrefix(strings.TrimLeft(line[from:], " \t"), mark)
		if !found || at > 0 && line[at-1] != ' ' && line[at-1] != '\t' || s.inText(i, at) {
			continue
		}
		return at, rest, true
	}
}

// inText reports whether an offset of line i is within a text. Texts do not overlap.
func (s *commentScan) inText(i, at int) bool {
	spans := s.texts[i]
	behind := sort.Search(len(spans), func(k int) bool { return spans[k].from > at })
	return behind > 0 && at < spans[behind-1].to
}

// next returns the number of the first line from index i on that has more than a
// comment, or 0.
func (s *commentScan) next(i int) int {
	for ; i < len(s.lines); i++ {
		if line := strings.TrimSpace(s.lines[i]); line != "" && line[0] != '#' {
			return i + 1
		}
	}
	return 0
}

// mask notes the parts of the text that scalars below n take.
func (s *commentScan) mask(n *yaml.Node, src *source) {
	if s.seen[n] {
		return
	}
	s.seen[n] = true
	for _, child := range n.Content {
		s.mask(child, src)
	}
	if n.Kind != yaml.ScalarNode {
		return
	}
	pos := src.pos(n.Line, n.Column)
	if pos.Line > len(s.lines) {
		return
	}
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		s.maskBlock(pos.Line)
	case n.Style&yaml.DoubleQuotedStyle != 0:
		s.maskQuoted(pos, '"')
	case n.Style&yaml.SingleQuotedStyle != 0:
		s.maskQuoted(pos, '\'')
	}
}

// maskBlock masks the lines of a block scalar whose header stands in the line before
// index i.
func (s *commentScan) maskBlock(i int) {
	indent := -1
	for ; i < len(s.lines); i++ {
		line := s.lines[i]
		if isBlank(line) {
			continue
		}
		own := len(line) - len(strings.TrimLeft(line, " "))
		if indent < 0 {
			indent = own
		}
		if own < indent || indent == 0 {
			return
		}
		s.texts[i] = append(s.texts[i], span{0, len(line)})
	}
}

// maskQuoted masks a quoted scalar that begins at pos.
func (s *commentScan) maskQuoted(pos diag.Pos, quote byte) {
	i, at := pos.Line-1, s.offset(pos)
	if at < len(s.lines[i]) && (s.lines[i][at] == '&' || s.lines[i][at] == '!') { // an anchor or a tag comes first
		if q := strings.IndexByte(s.lines[i][at:], quote); q >= 0 {
			at += q
		}
	}
	from, at := at, at+1
	for ; i < len(s.lines); i, from, at = i+1, 0, 0 {
		end := closing(s.lines[i], at, quote)
		if end >= 0 {
			s.texts[i] = append(s.texts[i], span{from, end})
			return
		}
		s.texts[i] = append(s.texts[i], span{from, len(s.lines[i])})
	}
}

// closing returns the offset of the quote in line that ends a text, or -1.
func closing(line string, at int, quote byte) int {
	for ; at < len(line); at++ {
		switch {
		case quote == '"' && line[at] == '\\':
			at++
		case line[at] != quote:
		case quote == '\'' && at+1 < len(line) && line[at+1] == quote:
			at++
		default:
			return at
		}
	}
	return -1
}

// offset returns the offset of a place in its line. It goes on from the last one, so
// that a line of thousands of texts is gone through once.
func (s *commentScan) offset(pos diag.Pos) int {
	c := &s.cursor
	if c.line != pos.Line || c.column > pos.Column {
		c.line, c.column, c.offset = pos.Line, 1, 0
	}
	line := s.lines[pos.Line-1]
	for c.column < pos.Column && c.offset < len(line) {
		_, size := utf8.DecodeRuneInString(line[c.offset:])
		c.offset += size
		c.column++
	}
	return c.offset
}

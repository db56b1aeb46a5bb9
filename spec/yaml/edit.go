package yaml

import (
	"bytes"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"naftiko/spec/diag"
)

// Text is the text that nodes were read from: it tells where they stand in it, so
// that a part of it can be changed and the rest stays as somebody wrote it.
type Text struct {
	data []byte
	// starts are the offsets at which lines begin.
	starts []int
}

// Token is a scalar as it stands in a text: data[From:To], with its quotes.
type Token struct {
	From, To int
	// Quote is the mark around it, " or ', or 0 if there is none.
	Quote byte
}

// NewText looks where the lines of data begin.
func NewText(data []byte) *Text {
	t := &Text{data: data}
	at := 0
	if bytes.HasPrefix(data, []byte("\uFEFF")) {
		at = len("\uFEFF")
	}
	t.starts = append(t.starts, at)
	for ; at < len(data); at++ {
		if data[at] == '\n' || data[at] == '\r' && !bytes.HasPrefix(data[at:], []byte("\r\n")) {
			t.starts = append(t.starts, at+1)
		}
	}
	return t
}

// Line returns where line n, counted from 1, begins, and where it ends without its
// line end and with it. It reports false if there is no such line.
func (t *Text) Line(n int) (from, to, next int, ok bool) {
	if n < 1 || n > len(t.starts) {
		return 0, 0, 0, false
	}
	from, next = t.starts[n-1], len(t.data)
	if n < len(t.starts) {
		next = t.starts[n]
	}
	line := bytes.TrimSuffix(t.data[from:next], []byte{'\n'})
	return from, from + len(bytes.TrimSuffix(line, []byte{'\r'})), next, true
}

// Offset returns the offset of a place, if it is one of the text.
func (t *Text) Offset(pos diag.Pos) (int, bool) {
	from, to, _, ok := t.Line(pos.Line)
	if !ok || pos.Column < 1 {
		return 0, false
	}
	for range pos.Column - 1 {
		if from >= to {
			return 0, false
		}
		_, size := utf8.DecodeRune(t.data[from:to])
		from += size
	}
	return from, true
}

// Token returns where a scalar stands. It reports false for all that cannot be
// replaced by another word as it is: what is empty, no scalar, an alias, has an anchor
// or a tag, is a block or goes over several lines.
func (t *Text) Token(n Node) (Token, bool) {
	y := n.n
	if y == nil || y.Kind != yaml.ScalarNode || y.Anchor != "" || y.Style&(yaml.TaggedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return Token{}, false
	}
	pos := n.Pos()
	from, ok := t.Offset(pos)
	if !ok {
		return Token{}, false
	}
	_, end, _, _ := t.Line(pos.Line)
	text := t.data[from:end]
	size, quote := len(y.Value), byte(0)
	switch {
	case y.Style&yaml.DoubleQuotedStyle != 0:
		quote = '"'
	case y.Style&yaml.SingleQuotedStyle != 0:
		quote = '\''
	case size == 0 || !bytes.HasPrefix(text, []byte(y.Value)):
		return Token{}, false
	}
	if quote != 0 {
		if size = quoted(text, quote); size == 0 {
			return Token{}, false
		}
	}
	return Token{From: from, To: from + size, Quote: quote}, true
}

// quoted returns how long the quoted text is that begins a line's rest, or 0 if there
// is none that ends there.
func quoted(line []byte, quote byte) int {
	if len(line) == 0 || line[0] != quote {
		return 0
	}
	for i := 1; i < len(line); i++ {
		switch {
		case line[i] == '\\' && quote == '"':
			i++
		case line[i] == quote && quote == '\'' && i+1 < len(line) && line[i+1] == quote:
			i++
		case line[i] == quote:
			return i + 1
		}
	}
	return 0
}

// IsPlain reports whether n is a scalar without quotes, tag and block.
func (n Node) IsPlain() bool {
	return n.n != nil && n.n.Kind == yaml.ScalarNode && n.n.Style&(quotedStyle|yaml.TaggedStyle) == 0
}

// IsFlow reports whether n is a list or a mapping in brackets.
func (n Node) IsFlow() bool {
	y := n.at()
	return y != nil && y.Kind != yaml.ScalarNode && y.Style&yaml.FlowStyle != 0
}

// Shared returns a function that reports whether a node stands in more than one place
// of the tree below n, by aliases or merge keys.
func (n Node) Shared() func(Node) bool {
	s := sharing{seen: map[*yaml.Node]bool{}, shared: map[*yaml.Node]bool{}}
	s.visit(n)
	return func(m Node) bool { return m.n != nil && (s.shared[m.n] || s.shared[m.at()]) }
}

// sharing walks a tree once and what is shared in it once more.
type sharing struct{ seen, shared map[*yaml.Node]bool }

func (s *sharing) visit(n Node) {
	y := n.at()
	if y == nil || s.seen[y] {
		s.mark(y)
		return
	}
	s.seen[y] = true
	for _, child := range y.Content {
		s.visit(Node{n: child})
	}
}

func (s *sharing) mark(y *yaml.Node) {
	if y == nil || s.shared[y] {
		return
	}
	s.shared[y] = true
	for _, child := range y.Content {
		s.mark(Node{n: child}.at())
	}
}

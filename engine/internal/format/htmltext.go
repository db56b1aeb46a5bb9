package format

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// text returns the text in n as a reader sees it on one line: runs of white space
// are one space, blocks and line breaks are apart from what is around them, and
// what is invisible is left out.
func (r *tableReader) text(n *html.Node) string {
	w := textWriter{r: r}
	w.content(n)
	return trimBlank(string(w.text))
}

// trimBlank cuts spaces and control characters off both ends.
func trimBlank(text string) string {
	return strings.TrimFunc(text, func(c rune) bool { return c <= ' ' })
}

type textWriter struct {
	r    *tableReader
	text []byte
}

func (w *textWriter) content(n *html.Node) {
	for c := n.FirstChild; c != nil && w.r.visits >= 0; c = c.NextSibling {
		w.r.visits--
		switch c.Type {
		case html.TextNode:
			w.write(c.Data)
		case html.ElementNode:
			w.element(c)
		}
	}
}

func (w *textWriter) element(n *html.Node) {
	switch {
	case n.DataAtom == atom.Script || n.DataAtom == atom.Style:
	case n.DataAtom == atom.Br:
		w.space()
	case isBlock(n.DataAtom):
		w.space()
		w.content(n)
		w.space()
	default:
		w.content(n)
	}
}

// space ends a word. At the start it has no effect, as spaces there are cut.
func (w *textWriter) space() {
	if n := len(w.text); n > 0 && w.text[n-1] != ' ' {
		w.text = append(w.text, ' ')
	}
}

func (w *textWriter) write(text string) {
	w.r.visits -= len(text) / 8 // a step is about what eight characters take
	for _, c := range text {
		switch c {
		case ' ', '\t', '\n', '\f', '\r', '\u00a0':
			w.space()
		case '\u200b', '\u00ad': // zero width space, soft hyphen
		default:
			w.text = utf8.AppendRune(w.text, c)
		}
	}
}

// isBlock reports whether an element stands on lines of its own.
func isBlock(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Audio, atom.Blockquote, atom.Canvas, atom.Caption, atom.Center,
		atom.Col, atom.Colgroup, atom.Dd, atom.Del, atom.Details, atom.Dir, atom.Div, atom.Dl, atom.Dt,
		atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4,
		atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Ins, atom.Li, atom.Listing, atom.Main,
		atom.Math, atom.Menu, atom.Nav, atom.Noscript, atom.Ol, atom.P, atom.Plaintext, atom.Pre, atom.Section,
		atom.Summary, atom.Svg, atom.Table, atom.Tbody, atom.Td, atom.Template, atom.Tfoot, atom.Th, atom.Thead,
		atom.Tr, atom.Ul, atom.Video:
		return true
	}
	return false
}

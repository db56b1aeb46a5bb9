package format

import (
	"errors"
	"fmt"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	// maxParts is how many simple selectors a selector may have: one bit each.
	maxParts = 64
	// maxSiblings is how many siblings pseudo-classes may count: for some of them
	// each element has all its siblings counted anew.
	maxSiblings = 1 << 30
)

// selector is a list of CSS selectors. The library compares one element with
// what stands between two combinators (part); what the combinators say is found
// out on one walk over the page, where the library would try all ways up the
// tree. It is safe for concurrent use.
type selector struct {
	parts []part
	// final has the bit of each part that ends one of the selectors.
	final uint64
}

// part is a selector without combinators.
type part struct {
	sel cascadia.Sel
	// combinator stands in front: one of "> +~", or 0 at the start of a selector.
	combinator byte
	// tag is the name that the elements must have, or "" for any.
	tag string
	// counts tells that there is a pseudo-class.
	counts bool
}

// compileSelector reads a list of CSS selectors.
func compileSelector(text string) (*selector, error) {
	if _, err := cascadia.ParseGroup(text); err != nil {
		return nil, fmt.Errorf("%q is no CSS selector: %w", cut(text, 100), err)
	}
	s := &selector{}
	for _, p := range splitSelector(text) {
		sel, err := cascadia.Parse(p.text)
		if err != nil {
			return nil, fmt.Errorf("%q is no CSS selector: %w", cut(text, 100), err)
		}
		if len(s.parts) == maxParts {
			return nil, fmt.Errorf("the CSS selector has more than %d parts", maxParts)
		}
		if p.combinator == 0 {
			s.end()
		}
		s.parts = append(s.parts, part{
			sel: sel, combinator: p.combinator, tag: tagOf(p.text), counts: strings.Contains(p.text, ":"),
		})
	}
	s.end()
	return s, nil
}

// end marks the last part as the end of a selector.
func (s *selector) end() {
	if n := len(s.parts); n > 0 {
		s.final |= 1 << (n - 1)
	}
}

// tagOf returns the name of the elements that a part can match, or "" if it is
// not plain to see.
func tagOf(part string) string {
	end := strings.IndexAny(part, ".#[:")
	if end < 0 {
		end = len(part)
	}
	for i := range end {
		if c := part[i]; !isLetter(c) && (c < '0' || c > '9') {
			return ""
		}
	}
	return strings.ToLower(part[:end])
}

// splitPart is the text of a part.
type splitPart struct {
	text       string
	combinator byte
}

// splitSelector cuts a selector that is known to be right at its commas and
// combinators.
func splitSelector(text string) []splitPart {
	var parts []splitPart
	combinator, from, nested := byte(0), -1, 0
	end := func(i int) {
		if from >= 0 {
			parts = append(parts, splitPart{text: text[from:i], combinator: combinator})
			from, combinator = -1, ' '
		}
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case nested == 0 && strings.HasPrefix(text[i:], "/*"):
			end(i)
			i += len("/*") + strings.Index(text[i+len("/*"):]+"*/", "*/") + len("/")
			continue
		case nested == 0 && strings.IndexByte(" \t\r\n\f", c) >= 0:
			end(i)
			continue
		case nested == 0 && strings.IndexByte(",>+~", c) >= 0:
			end(i)
			combinator = c
			if c == ',' {
				combinator = 0
			}
			continue
		case c == '\\':
			i++
		case c == '"' || c == '\'':
			i += closingQuote(text[i:])
		case c == '(' || c == '[':
			nested++
		case c == ')' || c == ']':
			nested--
		}
		if from < 0 {
			from = min(i, len(text))
		}
	}
	end(len(text))
	return parts
}

// closingQuote returns where the quote that text starts with is closed.
func closingQuote(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case text[0]:
			return i
		}
	}
	return len(text) - 1
}

// tables returns the tables that s matches and those in other elements that it
// matches, in the order of the page.
func (s *selector) tables(page *html.Node) ([]*html.Node, error) {
	p := picker{selector: s, siblings: maxSiblings}
	p.children(page, 0, 0, false)
	if p.siblings < 0 {
		return nil, errors.New("there are too many elements side by side for a selector with a pseudo-class")
	}
	return p.picked, nil
}

// picker walks over a page. A set of bits tells which parts of the selector an
// element ends: part i and, in front of it, what the parts before i ask for.
type picker struct {
	*selector
	picked []*html.Node
	// siblings is how many may still be counted.
	siblings int
}

// children visits the children of an element that has the bits own, whose
// ancestors have the bits above. inside tells that it stands in an element that
// is picked with all its tables.
func (p *picker) children(parent *html.Node, above, own uint64, inside bool) {
	at := around{parent: own, ancestors: above | own}
	for range parent.ChildNodes() {
		at.siblings++
	}
	for n := range parent.ChildNodes() {
		if n.Type != html.ElementNode {
			continue
		}
		bits := p.match(n, at)
		hit := bits&p.final != 0
		table := n.DataAtom == atom.Table
		if table && (hit || inside) {
			p.picked = append(p.picked, n)
		}
		p.children(n, at.ancestors, bits, inside || hit && !table)
		at.previous = bits
		at.before |= bits
	}
}

// around has the bits of the elements around one.
type around struct {
	parent, ancestors uint64
	// previous is the sibling just before, before are all those.
	previous, before uint64
	// siblings counts all, with itself.
	siblings int
}

func (p *picker) match(n *html.Node, a around) uint64 {
	var bits uint64
	for i, part := range p.parts {
		if part.tag != "" && part.tag != n.Data || !a.allows(part.combinator, i) {
			continue
		}
		if part.counts {
			if p.siblings -= a.siblings; p.siblings < 0 {
				return 0
			}
		}
		if part.sel.Match(n) {
			bits |= 1 << i
		}
	}
	return bits
}

// allows reports whether the part before i is where the combinator wants it.
func (a around) allows(combinator byte, i int) bool {
	var bits uint64
	switch combinator {
	case 0:
		return true
	case ' ':
		bits = a.ancestors
	case '>':
		bits = a.parent
	case '+':
		bits = a.previous
	case '~':
		bits = a.before
	}
	return bits&(1<<(i-1)) != 0
}

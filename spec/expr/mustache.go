package expr

import "strings"

// maxSections is how deep sections may nest.
const maxSections = 100

// ParseTemplate compiles a Mustache template: variables {{x}}, {{{x}}}, {{&x}}
// (all the same: nothing is ever escaped as HTML), sections, inverted sections,
// comments and changes of delimiters. A single {x} is literal text, and so is a
// tag that is never closed. Partials, empty names, names with a brace, and
// sections that do not match or nest deeper than 100 are *[Error]s.
func ParseTemplate(src string) (*Template, error) {
	p := mustacheParser{src: src, open: "{{", shut: "}}"}
	for {
		t, ok := p.next()
		if !ok {
			break
		}
		if err := p.take(t); err != nil {
			return nil, err
		}
	}
	p.text(len(src))
	if n := len(p.stack); n > 0 {
		open := p.stack[n-1].tag
		return nil, fail(open.offset, "section %q is not closed: add {{/%s}}", open.text, open.text)
	}
	return &Template{src: src, nodes: p.nodes, refs: p.refs, sections: p.sections}, nil
}

type mustacheParser struct {
	src string
	// pos is the end of what was taken.
	pos        int
	open, shut string
	// nodes are those of the innermost open section; stack has the sections around them.
	nodes    []node
	stack    []openSection
	refs     []Ref
	sections bool
}

type openSection struct {
	tag   node
	outer []node
}

// tag is one {{…}} of the source.
type tag struct {
	start, end int
	// sigil is the character that says what the tag does, 0 for a variable.
	sigil byte
	name  string
}

// next finds the next closed tag. Every try after the first starts at the last
// opening before a closing that was already found, so the source is read a
// constant number of times.
func (p *mustacheParser) next() (tag, bool) {
	from := p.pos
	for {
		i := strings.Index(p.src[from:], p.open)
		if i < 0 {
			return tag{}, false
		}
		start, triple := p.braces(from + i)
		t, again, ok := p.tagAt(start, triple)
		if !ok {
			return tag{}, false
		}
		if again == 0 {
			return t, true
		}
		from = again
	}
}

// braces returns where a tag begins in the run of braces at i, and whether it
// begins with three of them.
func (p *mustacheParser) braces(i int) (start int, triple bool) {
	if p.open != "{{" {
		return i, false
	}
	run := len(p.src[i:]) - len(strings.TrimLeft(p.src[i:], "{"))
	if run < 3 {
		return i, false
	}
	return i + run - 3, true
}

// tagAt reads the tag at start. ok is false when no tag is closed any more;
// again, when it is not 0, is where to look instead because the tag at start is
// not closed before another one opens.
func (p *mustacheParser) tagAt(start int, triple bool) (t tag, again int, ok bool) {
	inner := start + len(p.open)
	if triple {
		inner++
	}
	n := strings.Index(p.src[inner:], p.shut)
	if n < 0 {
		return tag{}, 0, false
	}
	content, end := p.src[inner:inner+n], inner+n+len(p.shut)
	if triple && !strings.HasPrefix(p.src[end:], "}") {
		// Two braces close it: the first of the three is text.
		triple, start = false, start+1
	} else if triple {
		end++
	}
	t = tag{start: start, end: end, name: strings.TrimSpace(content)}
	if !triple && t.name != "" && strings.IndexByte("#^/!=&><", t.name[0]) >= 0 {
		t.sigil, t.name = t.name[0], strings.TrimSpace(t.name[1:])
	}
	if t.sigil == '!' || t.sigil == '=' {
		return t, 0, true
	}
	if j := strings.LastIndex(content, p.open); j >= 0 {
		if p.open == "{{" {
			j = len(strings.TrimRight(content[:j], "{"))
		}
		return tag{}, inner + j, true
	}
	return t, 0, true
}

// text takes the source up to end as literal text.
func (p *mustacheParser) text(end int) {
	p.nodes = appendText(p.nodes, p.src[p.pos:end], p.pos)
	p.pos = end
}

// take adds the text before t, and t.
func (p *mustacheParser) take(t tag) error {
	if t.sigil == 0 || t.sigil == '&' {
		p.text(t.start)
		p.pos = t.end
		return p.variable(t)
	}
	from, to := p.line(t)
	p.text(from)
	p.pos = to
	switch t.sigil {
	case '#':
		return p.openSection(t, sectionNode)
	case '^':
		return p.openSection(t, invertedNode)
	case '/':
		return p.closeSection(t)
	case '=':
		return p.delimiters(t)
	case '>', '<':
		return fail(t.start, "partials are not supported: {{%c%s}}", t.sigil, t.name)
	}
	return nil // a comment
}

// line returns the part of the source that t takes: with its whole line when
// nothing else stands there, as the Mustache specification wants it for tags
// that are not variables.
func (p *mustacheParser) line(t tag) (from, to int) {
	from, to = t.start, t.end
	for from > p.pos && isBlank(p.src[from-1]) {
		from--
	}
	if from > 0 && p.src[from-1] != '\n' {
		return t.start, t.end
	}
	for to < len(p.src) && isBlank(p.src[to]) {
		to++
	}
	switch rest := p.src[to:]; {
	case rest == "":
		return from, to
	case rest[0] == '\n':
		return from, to + 1
	case strings.HasPrefix(rest, "\r\n"):
		return from, to + 2
	}
	return t.start, t.end
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func (p *mustacheParser) checkName(t tag) error {
	switch {
	case t.name == "":
		return fail(t.start, "a tag without a name")
	case strings.ContainsAny(t.name, "{}"):
		return fail(t.start, "a brace in the name %q", t.name)
	}
	return nil
}

func (p *mustacheParser) ref(t tag, section bool) {
	p.refs = append(p.refs, Ref{Name: t.name, Offset: t.start, Section: section, Inner: len(p.stack) > 0})
}

func (p *mustacheParser) variable(t tag) error {
	if err := p.checkName(t); err != nil {
		return err
	}
	p.ref(t, false)
	p.nodes = append(p.nodes, newTagNode(variableNode, t.name, t.start))
	return nil
}

func (p *mustacheParser) openSection(t tag, kind nodeKind) error {
	if err := p.checkName(t); err != nil {
		return err
	}
	if len(p.stack) == maxSections {
		return fail(t.start, "sections nest deeper than %d", maxSections)
	}
	p.ref(t, true)
	p.sections = true
	p.stack = append(p.stack, openSection{tag: newTagNode(kind, t.name, t.start), outer: p.nodes})
	p.nodes = nil
	return nil
}

func (p *mustacheParser) closeSection(t tag) error {
	n := len(p.stack)
	if n == 0 {
		return fail(t.start, "{{/%s}} closes no section", t.name)
	}
	top := p.stack[n-1]
	if top.tag.text != t.name {
		return fail(t.start, "{{/%s}} closes section %q: write {{/%s}}", t.name, top.tag.text, top.tag.text)
	}
	top.tag.body = p.nodes
	p.nodes = append(top.outer, top.tag)
	p.stack = p.stack[:n-1]
	return nil
}

// delimiters reads {{=<% %>=}}.
func (p *mustacheParser) delimiters(t tag) error {
	pair := strings.Fields(strings.TrimSuffix(t.name, "="))
	if !strings.HasSuffix(t.name, "=") || len(pair) != 2 || strings.Contains(pair[0]+pair[1], "=") {
		return fail(t.start, "new delimiters are written {{=<%% %%>=}}")
	}
	p.open, p.shut = pair[0], pair[1]
	return nil
}

package expr

import (
	"slices"
	"strings"
)

// Template is a compiled template. It is safe for concurrent use.
type Template struct {
	src      string
	nodes    []node
	refs     []Ref
	sections bool
}

// node is a piece of a template.
type node struct {
	kind nodeKind
	// text is literal text, or the name in a tag.
	text   string
	offset int
	// split is the name cut at its dots, nil when there is none.
	split []string
	body  []node
}

type nodeKind uint8

const (
	textNode nodeKind = iota
	variableNode
	sectionNode
	invertedNode
)

// Ref is one mention of a variable in a template.
type Ref struct {
	Name string
	// Offset is the place of the tag's opening brace in the source.
	Offset int
	// Section is true for {{#name}} and {{^name}}.
	Section bool
	// Inner is true inside a section, where the name may be a member of the
	// section's value instead of a variable.
	Inner bool
}

// Part is a piece of a template without sections: Text, or the variable Name
// when that is not "".
type Part struct {
	Text   string
	Name   string
	Offset int
}

// Source returns the text the template was made from.
func (t *Template) Source() string { return t.src }

// Refs returns every mention of a variable, in the order of the source.
func (t *Template) Refs() []Ref { return slices.Clone(t.refs) }

// Single returns the name of the variable when the template is exactly one
// variable tag and nothing else.
func (t *Template) Single() (name string, ok bool) {
	if len(t.nodes) != 1 || t.nodes[0].kind != variableNode {
		return "", false
	}
	return t.nodes[0].text, true
}

// IsLiteral reports whether the template is plain text: it has no tag of any
// kind and renders as its source.
func (t *Template) IsLiteral() bool {
	switch len(t.nodes) {
	case 0:
		return t.src == ""
	case 1:
		return t.nodes[0].kind == textNode && t.nodes[0].text == t.src
	}
	return false
}

// Parts returns the pieces of a template without sections, and nil for one that
// has any.
func (t *Template) Parts() []Part {
	if t.sections {
		return nil
	}
	parts := make([]Part, len(t.nodes))
	for i, n := range t.nodes {
		if n.kind == textNode {
			parts[i] = Part{Text: n.text, Offset: n.offset}
			continue
		}
		parts[i] = Part{Name: n.text, Offset: n.offset}
	}
	return parts
}

// appendText adds literal text, if there is any.
func appendText(nodes []node, text string, offset int) []node {
	if text == "" {
		return nodes
	}
	return append(nodes, node{kind: textNode, text: text, offset: offset})
}

func newTagNode(kind nodeKind, name string, offset int) node {
	n := node{kind: kind, text: name, offset: offset}
	if name != "." && strings.Contains(name, ".") {
		n.split = strings.Split(name, ".")
	}
	return n
}

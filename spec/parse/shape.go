package parse

import (
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

// hints for shapes that YAML gives to what people write without quotes.
const (
	quoteHint = "put a text that starts with { or [ in quotes"
	listHint  = `start each entry with "- "`
)

// quoteHint is the hint for a list or a mapping where a text is wanted: it may be a
// text without its quotes if it stands in the line of its key.
func (e entry) quoteHint() string {
	if e.isItem || e.start() != e.node.Pos() {
		return ""
	}
	return quoteHint
}

// text reads a scalar as text: 8080 and 2024-05-01 as they are written.
func (p *parser) text(e entry) spec.Str {
	switch e.node.Kind() {
	case yaml.Scalar:
		return spec.Str{Text: e.node.Text(), Pos: e.node.Pos()}
	case yaml.List, yaml.Map:
		p.wrongType(e, "a text", e.quoteHint())
	}
	return spec.Str{}
}

// note reads a text that only people read. That it has the wrong shape is no
// obstacle.
func (p *parser) note(e entry) spec.Str {
	if k := e.node.Kind(); k == yaml.List || k == yaml.Map {
		p.warnf(e.start(), "wrong-type", e.quoteHint(), "%q must be a text, not %s", diag.Short(e.name()), k)
		return spec.Str{}
	}
	return p.text(e)
}

// flag reads true or false, and words that YAML no longer takes for these.
func (p *parser) flag(e entry) spec.Flag {
	if e.node.IsNull() {
		return spec.Flag{}
	}
	f := spec.Flag{Pos: e.node.Pos()}
	if b, ok := e.node.Plain().(bool); ok && e.node.Kind() == yaml.Scalar {
		f.Value = b
		return f
	}
	switch strings.ToLower(e.node.Text()) {
	case "true", "yes", "on":
		f.Value = true
	case "false", "no", "off":
	default:
		p.wrongType(e, "true or false", "")
		return spec.Flag{}
	}
	p.warnf(f.Pos, "wrong-type", "write true or false without quotes", "%q must be true or false, not a text", diag.Short(e.name()))
	return f
}

// texts reads a list of texts; a single text is a list of one.
func (p *parser) texts(e entry) []spec.Str {
	switch e.node.Kind() {
	case yaml.Scalar:
		p.warnf(e.start(), "wrong-type", listHint, "%q must be a list, not a text", diag.Short(e.name()))
		return []spec.Str{p.text(e)}
	case yaml.Map:
		p.wrongType(e, "a list of texts", listHint)
	case yaml.List:
		out := make([]spec.Str, 0, e.node.Len())
		for item := range e.node.Items() {
			if s := p.text(e.item(item)); s.Set() {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// notes is texts for what only people read.
func (p *parser) notes(e entry) []spec.Str {
	if e.node.Kind() == yaml.Map {
		p.warnf(e.start(), "wrong-type", listHint, "%q must be a list of texts, not a mapping", diag.Short(e.name()))
		return nil
	}
	var out []spec.Str
	if e.node.Kind() == yaml.Scalar {
		return p.texts(e)
	}
	for item := range e.node.Items() {
		if s := p.note(e.item(item)); s.Set() {
			out = append(out, s)
		}
	}
	return out
}

// mapping reports whether e is a mapping. Null is none, without a word.
func (p *parser) mapping(e entry) bool {
	switch e.node.Kind() {
	case yaml.Map:
		return true
	case yaml.Null:
		return false
	}
	p.wrongType(e, "a mapping", "")
	return false
}

// members reads a mapping of free data.
func (p *parser) members(e entry) []spec.NodeMember {
	if !p.mapping(e) {
		return nil
	}
	out := make([]spec.NodeMember, 0, e.node.Len())
	for k, v := range e.node.Members() {
		out = append(out, member(entry{key: k, node: v}))
	}
	return out
}

// member is one key with free data.
func member(e entry) spec.NodeMember {
	return spec.NodeMember{Pos: e.key.Pos(), Name: e.name(), Node: free(e.node)}
}

// data reads free data, or nil where there is none.
func (p *parser) data(e entry) *spec.Node {
	if e.node.IsNull() {
		return nil
	}
	n := free(e.node)
	return &n
}

// list reads free data that is a list; anything else is a list of one.
func (p *parser) list(e entry) []spec.Node {
	if e.node.IsNull() {
		return nil
	}
	n := free(e.node)
	if n.Kind != spec.ListNode {
		return []spec.Node{n}
	}
	return n.Items
}

// free copies a node out of the tree.
func free(n yaml.Node) spec.Node {
	out := spec.Node{Pos: n.Pos()}
	switch n.Kind() {
	case yaml.Scalar:
		out.Scalar = n.Plain()
	case yaml.List:
		out.Kind = spec.ListNode
		out.Items = make([]spec.Node, 0, n.Len())
		for item := range n.Items() {
			out.Items = append(out.Items, free(item))
		}
	case yaml.Map:
		out.Kind = spec.ObjectNode
		out.Members = make([]spec.NodeMember, 0, n.Len())
		for k, v := range n.Members() {
			out.Members = append(out.Members, member(entry{key: k, node: v}))
		}
	}
	return out
}

// keyed returns the name that a mapping's key gives to its value.
func keyed(k yaml.Node) spec.Str { return spec.Str{Text: k.Text(), Pos: k.Pos()} }

// item is an object of a list, or of a mapping that names its objects.
type item struct {
	node yaml.Node
	pos  diag.Pos
	name spec.Str // of the key, if there is one
}

package yaml

import (
	"fmt"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// checker walks the tree once: it bounds depth and aliases, and leaves only
// mappings whose keys are scalars; of different text, unless it is lenient.
type checker struct {
	*reader
	nodes int
	// anchors holds the extent of anchored nodes, which aliases add again.
	anchors map[*yaml.Node]extent
	// widest is the alias that adds most.
	widest     *yaml.Node
	widestSize int
	merges     bool
	tooDeep    bool
	data       []byte
	end        mark // of data; unset until something needs it
}

// extent is what a node takes with its aliases followed.
type extent struct {
	size, height int
	// open marks a node that the walk is still inside of.
	open bool
}

// manyNodes is where sizes stop growing, so that they never overflow.
const manyNodes = 1 << 30

// checkTree reports whether root can be handed out. It may report errors about
// parts of it, which are then taken out.
func (r *reader) checkTree(root *yaml.Node, data []byte) bool {
	c := checker{reader: r, data: data}
	total := c.visit(root, 1)
	if c.tooDeep {
		return false
	}
	if total.size > max(aliasFloor, c.nodes, min(maxGrowth*c.nodes, maxMarks)) {
		at := c.widest
		r.diags.Errorf(r.src.pos(at.Line, at.Column), "alias-expansion", "write fewer aliases of aliases",
			"aliases make the document too large: from %d nodes to more than %d", c.nodes,
			max(aliasFloor, min(maxGrowth*c.nodes, maxMarks)))
		return false
	}
	if c.merges {
		m := merger{reader: r}
		m.visit(root)
	}
	return true
}

func (c *checker) errorf(n *yaml.Node, code, hint, format string, args ...any) {
	switch pos := c.src.pos(n.Line, n.Column); {
	case len(c.diags) < maxFindings:
		c.diags.Errorf(pos, code, hint, format, args...)
	case len(c.diags) == maxFindings:
		c.diags.Errorf(pos, "too-many-findings", "", "there are more errors in the YAML than are shown")
	}
}

func (c *checker) warnf(n *yaml.Node, code, hint, format string, args ...any) {
	if len(c.diags) < maxFindings && !c.lenient {
		c.diags.Warnf(c.src.pos(n.Line, n.Column), code, hint, format, args...)
	}
}

// visit checks n, which is depth levels down.
func (c *checker) visit(n *yaml.Node, depth int) extent {
	c.nodes++
	if n.Style&yaml.TaggedStyle != 0 {
		c.tag(n)
	}
	switch n.Kind {
	case yaml.AliasNode:
		return c.alias(n, depth)
	case yaml.ScalarNode:
		if n.Value == "" {
			c.pullIn(n)
		}
		e := extent{size: 1}
		c.anchor(n, e)
		return e
	}
	if !c.lenient && isTemplate(n) {
		c.template(n)
		return extent{size: 1}
	}
	if depth > MaxDepth {
		c.deep(n)
		return extent{size: 1}
	}
	c.anchor(n, extent{open: true})
	e := c.children(n, depth)
	c.anchor(n, e)
	return e
}

// pullIn moves an empty node that the library puts behind the last line to the
// end of the text.
func (c *checker) pullIn(n *yaml.Node) {
	if !c.end.ok {
		c.end = endOf(c.data)
	}
	if n.Line > c.end.line+1 {
		n.Line, n.Column = c.end.line+1, c.end.column+1
	}
}

func (c *checker) children(n *yaml.Node, depth int) extent {
	if n.Kind == yaml.MappingNode {
		c.keys(n)
	}
	e := extent{size: 1}
	for _, child := range n.Content {
		if c.tooDeep {
			break
		}
		x := c.visit(child, depth+1)
		e.size = min(e.size+x.size, manyNodes)
		e.height = max(e.height, x.height)
	}
	e.height++
	return e
}

// anchor remembers the extent of n if aliases can refer to it.
func (c *checker) anchor(n *yaml.Node, e extent) {
	if n.Anchor == "" {
		return
	}
	if c.anchors == nil {
		c.anchors = make(map[*yaml.Node]extent)
	}
	c.anchors[n] = e
}

func (c *checker) alias(n *yaml.Node, depth int) extent {
	e := c.anchors[n.Alias]
	if e.open {
		c.errorf(n, "alias-cycle", "", "alias *%s stands inside the node that it names", short(n.Value))
		*n = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: n.Line, Column: n.Column}
		return extent{size: 1}
	}
	if depth+e.height-1 > MaxDepth {
		c.deep(n)
	}
	if e.size > c.widestSize {
		c.widest, c.widestSize = n, e.size
	}
	return e
}

func (c *checker) deep(n *yaml.Node) {
	if !c.tooDeep {
		c.diags.Errorf(c.src.pos(n.Line, n.Column), "too-deep", "", "lists and mappings nest deeper than %d", MaxDepth)
	}
	c.tooDeep = true
}

func (c *checker) tag(n *yaml.Node) {
	switch n.Tag {
	case "!!str", "!!int", "!!float", "!!bool", "!!null", "!!timestamp", "!!binary", "!!merge",
		"!!map", "!!seq", "!!set", "!!omap", "!!pairs":
		return
	}
	c.warnf(n, "custom-tag", "leave the tag out", "tag %q means nothing here", short(n.Tag))
}

// keys makes the keys of n plain, distinct scalars. It takes out members that
// cannot be kept.
func (c *checker) keys(n *yaml.Node) {
	kept := n.Content[:0]
	seen := keySet{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := c.key(n.Content[i])
		if key == nil {
			continue
		}
		if c.lenient { // the last one wins
			kept = append(kept, key, n.Content[i+1])
			continue
		}
		if first := seen.add(key); first != nil {
			c.errorf(key, "duplicate-key", "leave one of them out, or give it another name", "key %q is there twice, first on line %d",
				short(key.Value), c.src.pos(first.Line, first.Column).Line)
			continue
		}
		kept = append(kept, key, n.Content[i+1])
	}
	n.Content = kept
}

// key returns the scalar that key stands for, or nil if there is none.
func (c *checker) key(key *yaml.Node) *yaml.Node {
	if key.Kind == yaml.AliasNode && key.Alias.Kind == yaml.ScalarNode {
		alias := key
		key = &yaml.Node{Kind: yaml.ScalarNode, Style: alias.Alias.Style, Tag: alias.Alias.Tag, Value: alias.Alias.Value}
		key.Line, key.Column = alias.Line, alias.Column
	}
	if key.Kind != yaml.ScalarNode {
		hint := `write a plain text before the ":"`
		if isTemplate(key) {
			hint = fmt.Sprintf("quote the template: %q", short(templateText(key)))
		}
		c.errorf(key, "complex-key", hint, "a key must be a text, not %s", Node{n: key}.Kind())
		return nil
	}
	switch key.Tag {
	case "!!merge":
		c.merges = true
	case "!!int", "!!float", "!!bool", "!!null":
		c.warnf(key, "non-string-key", fmt.Sprintf("quote it: %q", short(key.Value)),
			"key %q is not a text in YAML; it is read as one", short(key.Value))
	}
	return key
}

// template reads {{x}} without quotes, which is a mapping in YAML, as the text
// that its author meant, so that no further findings follow from it.
func (c *checker) template(n *yaml.Node) {
	text := templateText(n)
	c.errorf(n, "complex-key", fmt.Sprintf("quote the template: %q", short(text)),
		"{{…}} without quotes is a mapping in YAML, not a text")
	*n = yaml.Node{Kind: yaml.ScalarNode, Style: yaml.DoubleQuotedStyle, Tag: "!!str", Value: text, Line: n.Line, Column: n.Column}
}

// isTemplate reports whether n is {{x}}: a flow mapping whose only key is a
// flow mapping of one name.
func isTemplate(n *yaml.Node) bool {
	if n.Kind != yaml.MappingNode || n.Style&yaml.FlowStyle == 0 || len(n.Content) != 2 || !isNull(n.Content[1]) {
		return false
	}
	_, ok := templateKey(n.Content[0])
	return ok
}

// templateText spells a node for which isTemplate holds.
func templateText(n *yaml.Node) string {
	name, _ := templateKey(n.Content[0])
	return "{{" + name + "}}"
}

// templateKey returns x of the mapping {x}.
func templateKey(key *yaml.Node) (string, bool) {
	if key.Kind != yaml.MappingNode || key.Style&yaml.FlowStyle == 0 || len(key.Content) != 2 {
		return "", false
	}
	name := key.Content[0]
	return name.Value, name.Kind == yaml.ScalarNode && isNull(key.Content[1])
}

// keySet finds keys that are there twice.
type keySet struct {
	few   [indexFrom]*yaml.Node
	n     int
	index map[string]*yaml.Node
}

// indexFrom is the size from which a map beats comparing each with each.
const indexFrom = 16

// add returns the key of the same text that is already in the set, or nil.
func (s *keySet) add(key *yaml.Node) *yaml.Node {
	if s.n < indexFrom {
		for _, k := range s.few[:s.n] {
			if k.Value == key.Value {
				return k
			}
		}
		s.few[s.n] = key
		s.n++
		return nil
	}
	if s.index == nil {
		s.index = make(map[string]*yaml.Node, 4*indexFrom)
		for _, k := range s.few {
			s.index[k.Value] = k
		}
	}
	if k, ok := s.index[key.Value]; ok {
		return k
	}
	s.index[key.Value] = key
	return nil
}

// short cuts text for a message.
func short(text string) string {
	const most = 60
	if len(text) <= most {
		return text
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}

package cli_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// mutator spoils documents; equal seeds spoil equally.
type mutator struct {
	*rand.Rand
	// done says what was done to the document, in order.
	done []string
}

func newMutator(seed, number uint64) *mutator {
	return &mutator{Rand: rand.New(rand.NewPCG(seed, number))}
}

func (m *mutator) note(format string, a ...any) { m.done = append(m.done, fmt.Sprintf(format, a...)) }

// mutate returns text spoiled in one to three places: nodes of its tree, which
// is root, or bytes.
func (m *mutator) mutate(text []byte, root *yaml.Node) []byte {
	way := m.IntN(10)
	if root != nil && way < 8 {
		tree := clone(root)
		for range 1 + m.IntN(3) {
			m.node(tree)
		}
		if out, err := yaml.Marshal(tree); err == nil {
			text = out
		}
		if way < 7 {
			return text
		}
	}
	text = bytes.Clone(text)
	for range 1 + m.IntN(2) {
		text = m.bytes(text)
	}
	return text
}

// clone copies a tree; aliases go on meaning the nodes of the old one, which
// does not matter to what is written.
func clone(n *yaml.Node) *yaml.Node {
	c := *n
	c.Content = make([]*yaml.Node, len(n.Content))
	for i, child := range n.Content {
		c.Content[i] = clone(child)
	}
	return &c
}

// place is a node by its parent.
type place struct {
	parent *yaml.Node
	at     int
}

func (p place) node() *yaml.Node { return p.parent.Content[p.at] }

// entry is the range of the parent's content that p stands for: an item, or a
// key and its value.
func (p place) entry() (from, to int) {
	if p.parent.Kind != yaml.MappingNode {
		return p.at, p.at + 1
	}
	from = p.at - p.at%2
	return from, min(from+2, len(p.parent.Content))
}

func places(n *yaml.Node, to []place) []place {
	for i, child := range n.Content {
		to = append(to, place{n, i})
		to = places(child, to)
	}
	return to
}

// node spoils one node of a tree.
func (m *mutator) node(root *yaml.Node) {
	all := places(root, nil)
	if len(all) == 0 {
		return
	}
	p := all[m.IntN(len(all))]
	from, to := p.entry()
	subject := fmt.Sprintf("line %d %.40q", p.node().Line, p.node().Value)
	content := p.parent.Content
	switch m.IntN(5) {
	case 0:
		m.note("delete %s", subject)
		p.parent.Content = slices.Delete(content, from, to)
	case 1:
		name := m.name(all)
		m.note("rename %s to %.40q", subject, name)
		content[from] = &yaml.Node{Kind: yaml.ScalarNode, Value: name}
	case 2:
		n := m.other()
		m.note("retype %s to kind %d %.40q", subject, n.Kind, n.Value)
		content[p.at] = n
	case 3:
		m.note("duplicate %s", subject)
		for _, n := range slices.Clone(content[from:to]) {
			p.parent.Content = append(p.parent.Content, clone(n))
		}
		if to-from == 2 && m.IntN(4) > 0 { // most keys that stand twice are refused
			p.parent.Content[len(content)].Value += "2"
		}
	case 4:
		m.note("truncate %s", subject)
		n := p.node()
		n.Value = n.Value[:len(n.Value)/2]
		n.Content = n.Content[:len(n.Content)/4*2]
	}
}

// name is a new name for a key: that of another node, or an odd one.
func (m *mutator) name(all []place) string {
	odd := []string{"", "x", "<<", "name", "value", "type", "ref", "with", "$ref", "~", "\u202ekey", "a.b", "a b", strings.Repeat("k", 5000)}
	if i := m.IntN(2 * len(odd)); i < len(odd) {
		return odd[i]
	}
	return all[m.IntN(len(all))].node().Value
}

// other is a node of any kind.
func (m *mutator) other() *yaml.Node {
	scalar := func(tag, value string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value} }
	text := []string{
		"", "{", "}", "{{", "{{x", "{{x}}", "{{{x}}}", "{{#x}}{{/x}}", "{x}", "{x", "$", "$.", "$..*", "$[", "$.a[?(@.b==1)]", "$.a[-1:0:0]",
		"http://", "http://[::1", "http://a b/", "//x", "file:///etc/passwd", "../../x.yaml", "doc.yaml", "%zz", "\x01\x1b[31m", "\r\n", "\u2028",
		"GET", "get put", "digest", "bearer", "object", "array", "-1", "١", strings.Repeat("{{a}}", 500), strings.Repeat("(", 3000), "(a+)+$", "[",
	}
	switch m.IntN(8) {
	case 0:
		return &yaml.Node{Kind: yaml.MappingNode}
	case 1:
		return &yaml.Node{Kind: yaml.SequenceNode}
	case 2:
		return &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{scalar("!!null", "null"), scalar("!!int", "1"), scalar("!!str", "x")}}
	case 3:
		return &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{scalar("!!int", "1"), {Kind: yaml.SequenceNode}, scalar("!!str", "name"), {Kind: yaml.MappingNode}}}
	case 4:
		number := []string{"0", "-1", "1e999", "0x7fffffffffffffff", "99999999999999999999999", ".inf", ".nan", "0o17", "1_000"}
		return scalar("", number[m.IntN(len(number))])
	case 5:
		word := []string{"null", "true", "false", "~", "yes", "2020-01-01", "!!binary x"}
		return scalar("", word[m.IntN(len(word))])
	}
	return scalar("!!str", text[m.IntN(len(text))])
}

// bytes spoils a few bytes.
func (m *mutator) bytes(text []byte) []byte {
	if len(text) == 0 {
		return text
	}
	at := m.IntN(len(text))
	switch m.IntN(4) {
	case 0:
		text[at] ^= 1 << m.IntN(8)
		m.note("flip byte %d to %q", at, text[at])
		return text
	case 1:
		to := min(at+1+m.IntN(1+len(text)/8), len(text))
		m.note("cut bytes %d to %d", at, to)
		return slices.Delete(text, at, to)
	case 2:
		m.note("end at byte %d", at)
		return text[:at]
	}
	odd := []string{
		"&a ", "*a", "<<: *a\n", "!!binary ", "!x ", "\t", "\x00", "\xff", "\ufeff", "---\n", "...\n", "{{", "{", "}", "[", "]", "%YAML 9\n", "\"", "'",
		": ", "- ", "|\n", ">-\n", "? ", "#", "\r", "\u0085", "\u202e", "&a [*a]", strings.Repeat("[", 500), strings.Repeat("a: {", 300), strings.Repeat("- ", 500),
		strings.Repeat(" ", 4000), "\n", "@", "`",
	}
	piece := odd[m.IntN(len(odd))]
	m.note("insert %.20q at byte %d", piece, at)
	return slices.Insert(text, at, []byte(piece)...)
}

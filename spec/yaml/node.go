package yaml

import (
	"iter"

	"gopkg.in/yaml.v3"

	"naftiko/spec/diag"
	"naftiko/spec/value"
)

// Kind is the shape of a node.
type Kind uint8

const (
	// Null is the kind of an empty or null node, and of an absent one.
	Null Kind = iota
	// Scalar is a single text, number or boolean.
	Scalar
	// List is a sequence.
	List
	// Map is a mapping. Its keys are texts, each there once.
	Map
)

// String returns the word for k in messages: "nothing", "a text", "a list" or
// "a mapping".
func (k Kind) String() string {
	switch k {
	case Scalar:
		return "a text"
	case List:
		return "a list"
	case Map:
		return "a mapping"
	}
	return "nothing"
}

// Node is a place in a YAML document and what stands there. The zero Node is
// absent. It is a small value: copy it freely. Nodes of one document share
// their tree, which nobody changes; they are safe for concurrent use.
type Node struct {
	n   *yaml.Node
	src *source
}

// at returns the node that n stands for, which for an alias is its anchor's.
func (n Node) at() *yaml.Node {
	if n.n != nil && n.n.Kind == yaml.AliasNode {
		return n.n.Alias
	}
	return n.n
}

// Kind returns the shape of n.
func (n Node) Kind() Kind {
	y := n.at()
	if y == nil {
		return Null
	}
	switch y.Kind {
	case yaml.MappingNode:
		return Map
	case yaml.SequenceNode:
		return List
	}
	if isNull(y) {
		return Null
	}
	return Scalar
}

// IsNull reports whether n is absent, empty or null.
func (n Node) IsNull() bool { return n.Kind() == Null }

// Pos returns where n starts: its first character, the indicator of a block
// scalar, or the alias that stands for it. It is the zero Pos if n is absent.
func (n Node) Pos() diag.Pos {
	if n.n == nil {
		return diag.Pos{}
	}
	return n.src.pos(n.n.Line, n.n.Column)
}

// Text returns the text of a scalar: without quotes, and otherwise as written,
// so that 1.10 and 2024-05-01 stay what they are. It is "" for other kinds.
func (n Node) Text() string {
	if y := n.at(); y != nil {
		return y.Value
	}
	return ""
}

// Len returns the number of items or members.
func (n Node) Len() int {
	switch y := n.at(); n.Kind() {
	case List:
		return len(y.Content)
	case Map:
		return len(y.Content) / 2
	}
	return 0
}

// Items iterates over the items of a list. Other kinds have none.
func (n Node) Items() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		y := n.at()
		if y == nil || y.Kind != yaml.SequenceNode {
			return
		}
		for _, item := range y.Content {
			if !yield(Node{item, n.src}) {
				return
			}
		}
	}
}

// Members iterates over the keys and values of a mapping in the order of the
// document; merged members stand in the place of their merge key. Other kinds
// have none.
func (n Node) Members() iter.Seq2[Node, Node] {
	return func(yield func(Node, Node) bool) {
		y := n.at()
		if y == nil || y.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(y.Content); i += 2 {
			if !yield(Node{y.Content[i], n.src}, Node{y.Content[i+1], n.src}) {
				return
			}
		}
	}
}

// Get returns the member of a mapping called key, or the absent Node.
func (n Node) Get(key string) Node {
	for k, v := range n.Members() {
		if k.n.Value == key {
			return v
		}
	}
	return Node{}
}

// Plain returns n as a value without places: nil if it is null or absent.
// Dates, and words like yes and off, are strings; so are .inf and .nan, which
// have no JSON form.
func (n Node) Plain() value.Value {
	switch n.Kind() {
	case Scalar:
		return scalar(n.at())
	case List:
		list := make(value.List, 0, n.Len())
		for item := range n.Items() {
			list = append(list, item.Plain())
		}
		return list
	case Map:
		o := &value.Object{}
		for k, v := range n.Members() {
			o.Set(k.Text(), v.Plain())
		}
		return o
	}
	return nil
}

package yaml

import "gopkg.in/yaml.v3"

// merger replaces merge keys (`<<: *base`) by the members that they stand for.
// It runs on a checked tree: aliases have no cycles, and their number has been
// counted before anything is copied.
type merger struct{ *reader }

// visit expands the mappings of n, inner ones first. What an alias names stands
// before the alias and is therefore expanded already.
func (m *merger) visit(n *yaml.Node) {
	for _, child := range n.Content {
		m.visit(child)
	}
	if n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Tag == "!!merge" {
			m.expand(n)
			return
		}
	}
}

// expand gives n its own members and, where the merge key stands, those of the
// merged mappings that neither it nor an earlier one of them has.
func (m *merger) expand(n *yaml.Node) {
	taken := make(map[string]bool)
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Tag != "!!merge" {
			taken[n.Content[i].Value] = true
		}
	}
	var out []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, from := n.Content[i], n.Content[i+1]
		if key.Tag != "!!merge" {
			out = append(out, key, from)
			continue
		}
		for _, base := range m.bases(from) {
			out = merged(out, base, taken)
		}
	}
	n.Content = out
}

// merged appends the members of base that were not taken before: all of one
// name, which lenient reading leaves.
func merged(out []*yaml.Node, base *yaml.Node, taken map[string]bool) []*yaml.Node {
	for i := 0; i+1 < len(base.Content); i += 2 {
		if key := base.Content[i]; !taken[key.Value] {
			out = append(out, key, base.Content[i+1])
		}
	}
	for i := 0; i+1 < len(base.Content); i += 2 {
		taken[base.Content[i].Value] = true
	}
	return out
}

// bases returns the mappings that the value of a merge key names; null names none.
func (m *merger) bases(from *yaml.Node) []*yaml.Node {
	list := []*yaml.Node{from}
	if at := (Node{n: from}).at(); at.Kind == yaml.SequenceNode {
		list = at.Content
	}
	var out []*yaml.Node
	for _, y := range list {
		at := Node{n: y}.at()
		if isNull(at) {
			continue
		}
		if at.Kind != yaml.MappingNode {
			m.diags.Errorf(m.src.pos(y.Line, y.Column), "bad-merge", "write <<: *name, where &name marks a mapping",
				"only mappings can be merged")
			continue
		}
		out = append(out, at)
	}
	return out
}

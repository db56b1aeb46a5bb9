package parse

import (
	"naftiko/spec"
	"naftiko/spec/yaml"
)

var stepTable = table[spec.Step]{
	{key: "name", set: func(p *parser, e entry, s *spec.Step) { s.Name = p.text(e) }},
	{key: "type", set: func(p *parser, e entry, s *spec.Step) { s.Type = p.text(e) }},
	{key: "call", set: func(p *parser, e entry, s *spec.Step) { p.call(e, &s.Call, &s.With) }},
	{key: "with", set: func(p *parser, e entry, s *spec.Step) { s.With = append(s.With, p.members(e)...) }},
	{key: "index", set: func(p *parser, e entry, s *spec.Step) { s.Index = p.text(e) }},
	{key: "match", set: func(p *parser, e entry, s *spec.Step) { s.Match = p.text(e) }},
	{key: "lookupValue", set: func(p *parser, e entry, s *spec.Step) { s.Value = p.text(e) }},
	{key: "outputParameters", set: func(p *parser, e entry, s *spec.Step) { s.Fields = p.texts(e) }},
	{key: "language", set: func(p *parser, e entry, s *spec.Step) { s.Language = p.text(e) }},
	{key: "location", set: func(p *parser, e entry, s *spec.Step) { s.Location = p.text(e) }},
	{key: "file", set: func(p *parser, e entry, s *spec.Step) { s.File = p.text(e) }},
	{key: "dependencies", set: func(p *parser, e entry, s *spec.Step) { s.Dependencies = p.texts(e) }},
}

// foreignStepTable is what a step of an unknown type has in common with others.
var foreignStepTable = table[spec.Step]{
	{key: "name", set: func(p *parser, e entry, s *spec.Step) { s.Name = p.text(e) }},
	{key: "type", set: func(p *parser, e entry, s *spec.Step) { s.Type = p.text(e) }},
}

var mappingTable = table[spec.Mapping]{
	{key: "targetName", only: eraLists, twin: "target", set: func(p *parser, e entry, m *spec.Mapping) { m.Target = p.text(e) }},
	{key: "target", only: eraMaps, twin: "targetName", set: func(p *parser, e entry, m *spec.Mapping) { m.Target = p.text(e) }},
	{key: "value", set: func(p *parser, e entry, m *spec.Mapping) { m.Value = p.text(e) }},
}

// callTable is the form `call: {operation: …, with: …}`.
var callTable = table[spec.Step]{
	{key: "operation", set: func(p *parser, e entry, s *spec.Step) { s.Call = p.text(e) }},
	{key: "with", set: func(p *parser, e entry, s *spec.Step) { s.With = p.members(e) }},
}

var steps = naming[spec.Step]{
	what: "step",
	read: (*parser).step,
	name: func(s *spec.Step) *spec.Str { return &s.Name },
}

func (p *parser) step(it item, dst *spec.Step) {
	dst.Pos = it.pos
	t := it.node.Get("type")
	switch t.Text() {
	case "call", "lookup", "script", "":
		object(p, it.node, "a step", stepTable, dst)
		return
	}
	p.unknownType(entry{key: t, node: t}, "a step", []string{"call", "lookup", "script"})
	object(p, it.node, "a step", foreignStepTable, dst, rest{func(e entry) { dst.More = append(dst.More, member(e)) }})
}

func (p *parser) mappingEntry(it item, dst *spec.Mapping) {
	dst.Pos = it.pos
	object(p, it.node, "a mapping", mappingTable, dst)
}

// call reads the name of an operation, or a mapping of it and of arguments.
func (p *parser) call(e entry, call *spec.Str, with *[]spec.NodeMember) {
	if e.node.Kind() != yaml.Map {
		*call = p.text(e)
		return
	}
	var s spec.Step
	object(p, e.node, `"call"`, callTable, &s)
	*call = s.Call
	*with = append(*with, s.With...)
}

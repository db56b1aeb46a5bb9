package parse

import "naftiko/spec"

var aggregateTable = table[spec.Aggregate]{
	{key: "label", only: eraLists, twin: "display", set: func(p *parser, e entry, a *spec.Aggregate) { a.Label = p.note(e) }},
	{key: "display", only: eraMaps, twin: "label", set: func(p *parser, e entry, a *spec.Aggregate) { a.Label = p.note(e) }},
	{key: "namespace", set: func(p *parser, e entry, a *spec.Aggregate) { a.Namespace = p.text(e) }},
	{key: "description", set: func(p *parser, e entry, a *spec.Aggregate) { a.Description = p.note(e) }},
	{key: "functions", only: eraLists, twin: "flows", set: func(p *parser, e entry, a *spec.Aggregate) { a.Functions = named(p, e, functions) }},
	{key: "flows", only: eraMaps, twin: "functions", set: func(p *parser, e entry, a *spec.Aggregate) { a.Functions = named(p, e, functions) }},
}

var functionTable = table[spec.Function]{
	{key: "semantics", set: func(p *parser, e entry, f *spec.Function) { f.Semantics = p.semantics(e) }},
	{key: "outputMediaType", set: func(p *parser, e entry, f *spec.Function) { f.MediaType = p.text(e) }},
}

var semanticsTable = table[spec.Semantics]{
	{key: "safe", set: func(p *parser, e entry, s *spec.Semantics) { s.Safe = p.flag(e) }},
	{key: "idempotent", set: func(p *parser, e entry, s *spec.Semantics) { s.Idempotent = p.flag(e) }},
	{key: "cacheable", set: func(p *parser, e entry, s *spec.Semantics) { s.Cacheable = p.flag(e) }},
}

var functions = naming[spec.Function]{
	what: "function",
	need: true,
	read: (*parser).function,
	name: func(f *spec.Function) *spec.Str { return unitName(&f.Unit) },
}

func (p *parser) aggregate(it item, dst *spec.Aggregate) {
	dst.Pos = it.pos
	object(p, it.node, "an aggregate", aggregateTable, dst, imports(it, &dst.Import))
}

func (p *parser) function(it item, dst *spec.Function) {
	object(p, it.node, "a function", functionTable, dst, unit(it, &dst.Unit))
}

func (p *parser) semantics(e entry) *spec.Semantics {
	if !p.mapping(e) {
		return nil
	}
	s := &spec.Semantics{Pos: e.key.Pos()}
	object(p, e.node, `"semantics"`, semanticsTable, s)
	return s
}

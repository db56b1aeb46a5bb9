package parse

import "naftiko/spec"

var infoTable = table[spec.Info]{
	{key: "label", only: eraLists, twin: "display", set: func(p *parser, e entry, i *spec.Info) { i.Label = p.note(e) }},
	{key: "display", only: eraMaps, twin: "label", set: func(p *parser, e entry, i *spec.Info) { i.Label = p.note(e) }},
	{key: "description", set: func(p *parser, e entry, i *spec.Info) { i.Description = p.note(e) }},
	{key: "version", set: func(p *parser, e entry, i *spec.Info) { i.Version = p.note(e) }},
	{key: "tags", set: func(p *parser, e entry, i *spec.Info) { i.Tags = p.notes(e) }},
	{key: "created", set: func(p *parser, e entry, i *spec.Info) { i.Created = p.note(e) }},
	{key: "modified", set: func(p *parser, e entry, i *spec.Info) { i.Modified = p.note(e) }},
	{key: "stakeholders", set: func(p *parser, e entry, i *spec.Info) { i.Stakeholders = plain(p, e, (*parser).person) }},
}

var personTable = table[spec.Person]{
	{key: "role", set: func(p *parser, e entry, x *spec.Person) { x.Role = p.note(e) }},
	{key: "fullName", set: func(p *parser, e entry, x *spec.Person) { x.FullName = p.note(e) }},
	{key: "email", set: func(p *parser, e entry, x *spec.Person) { x.Email = p.note(e) }},
}

func (p *parser) info(e entry, dst *spec.Info) {
	if p.mapping(e) {
		dst.Pos = e.key.Pos()
		object(p, e.node, `"info"`, infoTable, dst)
	}
}

func (p *parser) person(it item, dst *spec.Person) {
	dst.Pos = it.pos
	object(p, it.node, "a stakeholder", personTable, dst)
}

package parse

import "naftiko/spec"

// unitTable has the keys that everything exposed that can be called shares.
var unitTable = table[spec.Unit]{
	{key: "name", set: func(p *parser, e entry, u *spec.Unit) { u.Name = p.text(e) }},
	{key: "label", only: eraLists, twin: "display", set: func(p *parser, e entry, u *spec.Unit) { u.Label = p.note(e) }},
	{key: "display", only: eraMaps, twin: "label", set: func(p *parser, e entry, u *spec.Unit) { u.Label = p.note(e) }},
	{key: "description", set: func(p *parser, e entry, u *spec.Unit) { u.Description = p.note(e) }},
	{key: "tags", set: func(p *parser, e entry, u *spec.Unit) { u.Tags = p.notes(e) }},
	{key: "inputParameters", set: func(p *parser, e entry, u *spec.Unit) { u.Inputs = named(p, e, inputs) }},
	{key: "call", set: func(p *parser, e entry, u *spec.Unit) { p.call(e, &u.Call, &u.With) }},
	{key: "with", set: func(p *parser, e entry, u *spec.Unit) { u.With = append(u.With, p.members(e)...) }},
	{key: "outputParameters", set: func(p *parser, e entry, u *spec.Unit) { u.Outputs = named(p, e, outputs) }},
	{key: "steps", set: func(p *parser, e entry, u *spec.Unit) { u.Steps = named(p, e, steps) }},
	{key: "mappings", set: func(p *parser, e entry, u *spec.Unit) { u.Mappings = plain(p, e, (*parser).mappingEntry) }},
}

// refTable is for the units that may refer to a function of an aggregate.
var refTable = table[spec.Unit]{
	{key: "ref", set: func(p *parser, e entry, u *spec.Unit) { u.Ref = p.text(e) }},
}

// unit returns the tables of a unit at it.
func unit(it item, u *spec.Unit) part {
	u.Pos = it.pos
	return bound[spec.Unit]{unitTable, u}
}

// unitName finds the name of a unit, for naming.
func unitName(u *spec.Unit) *spec.Str { return &u.Name }

package parse

import (
	"naftiko/spec"
	"naftiko/spec/yaml"
)

// inputTable is used through parser.inputs: parameters have parameters.
var inputTable = table[spec.Input]{
	{key: "name", set: func(p *parser, e entry, i *spec.Input) { i.Name = p.text(e) }},
	{key: "in", set: func(p *parser, e entry, i *spec.Input) { i.In = p.text(e) }},
	{key: "type", set: func(p *parser, e entry, i *spec.Input) { i.Type = p.text(e) }},
	{key: "description", set: func(p *parser, e entry, i *spec.Input) { i.Description = p.note(e) }},
	{key: "required", set: func(p *parser, e entry, i *spec.Input) { p.required(e, i) }},
	{key: "value", set: func(p *parser, e entry, i *spec.Input) { i.Value = p.data(e) }},
	{key: "template", set: func(p *parser, e entry, i *spec.Input) { i.Template = p.data(e) }},
	{key: "default", set: func(p *parser, e entry, i *spec.Input) { i.Default = p.data(e) }},
	{key: "const", set: func(p *parser, e entry, i *spec.Input) { facets(&i.Facets).Const = p.data(e) }},
	{key: "enum", set: func(p *parser, e entry, i *spec.Input) { i.Enum = p.list(e) }},
	{key: "pattern", set: func(p *parser, e entry, i *spec.Input) { i.Pattern = p.text(e) }},
	{key: "items", set: func(p *parser, e entry, i *spec.Input) { i.Items = p.inputItems(e) }},
	{key: "properties", set: func(p *parser, e entry, i *spec.Input) { i.Properties = named(p, e, inputProperties) }},
	{key: "values", set: func(p *parser, e entry, i *spec.Input) { i.Values = p.oneInput(e) }},
	{key: "label", only: eraLists, twin: "display", set: func(p *parser, e entry, i *spec.Input) { facets(&i.Facets).Label = p.note(e) }},
	{key: "display", only: eraMaps, twin: "label", set: func(p *parser, e entry, i *spec.Input) { facets(&i.Facets).Label = p.note(e) }},
	{key: "selector", set: func(p *parser, e entry, i *spec.Input) { facets(&i.Facets).Selector = p.text(e) }},
	{key: "maxLength", set: func(p *parser, e entry, i *spec.Input) { facets(&i.Facets).MaxLength = p.text(e) }},
	{key: "precision", set: func(p *parser, e entry, i *spec.Input) { facets(&i.Facets).Precision = p.text(e) }},
	{key: "scale", set: func(p *parser, e entry, i *spec.Input) { facets(&i.Facets).Scale = p.text(e) }},
	{key: "contentEncoding", set: func(p *parser, e entry, i *spec.Input) { facets(&i.Facets).Encoding = p.text(e) }},
	{key: "contentMediaType", set: func(p *parser, e entry, i *spec.Input) { facets(&i.Facets).MediaType = p.text(e) }},
	{key: "contentCompression", set: func(p *parser, e entry, i *spec.Input) { facets(&i.Facets).Compression = p.text(e) }},
	{key: "example", set: func(p *parser, e entry, i *spec.Input) { facets(&i.Facets).Example = p.data(e) }},
}

// facets makes room for the facets of a parameter.
func facets(f **spec.Facets) *spec.Facets {
	if *f == nil {
		*f = &spec.Facets{}
	}
	return *f
}

var inputs = naming[spec.Input]{
	what: "input parameter",
	need: true,
	read: (*parser).input,
	name: func(i *spec.Input) *spec.Str { return &i.Name },
}

// inputProperties are members of an object parameter, which all versions write
// as a mapping.
var inputProperties = naming[spec.Input]{
	what:    "property",
	need:    true,
	anyForm: true,
	read:    (*parser).input,
	name:    func(i *spec.Input) *spec.Str { return &i.Name },
}

func (p *parser) input(it item, dst *spec.Input) {
	dst.Pos = it.pos
	object(p, it.node, "an input parameter", p.inputs, dst)
}

// oneInput reads a parameter that stands alone and needs no name.
func (p *parser) oneInput(e entry) *spec.Input {
	if !p.mapping(e) {
		return nil
	}
	in := &spec.Input{}
	p.input(item{node: e.node, pos: e.node.Pos()}, in)
	return in
}

// inputItems reads a parameter, or a list of one.
func (p *parser) inputItems(e entry) *spec.Input {
	if e.node.Kind() != yaml.List {
		return p.oneInput(e)
	}
	if e.node.Len() > 1 {
		p.errorf(e.node.Pos(), "wrong-type", "leave one", "%q has %d entries; there is one kind of item", e.name(), e.node.Len())
	}
	for first := range e.node.Items() {
		return p.oneInput(e.item(first))
	}
	return nil
}

// required reads a flag, or the list of the members that are required.
func (p *parser) required(e entry, in *spec.Input) {
	if e.node.Kind() == yaml.List {
		in.RequiredNames = p.texts(e)
		in.RequiredPos = e.node.Pos()
		return
	}
	f := p.flag(e)
	in.Required, in.RequiredPos = f.Value, f.Pos
}

package parse

import (
	"naftiko/spec"
	"naftiko/spec/yaml"
)

// outputTable is used through parser.outputs: parameters have parameters.
var outputTable = table[spec.Output]{
	{key: "name", set: func(p *parser, e entry, o *spec.Output) { o.Name = p.text(e) }},
	{key: "type", set: func(p *parser, e entry, o *spec.Output) { o.Type = p.text(e) }},
	{key: "value", set: func(p *parser, e entry, o *spec.Output) { o.Value = p.data(e) }},
	{key: "mapping", set: func(p *parser, e entry, o *spec.Output) { p.outputMapping(e, o) }},
	{key: "description", set: func(p *parser, e entry, o *spec.Output) { o.Description = p.note(e) }},
	{key: "properties", set: func(p *parser, e entry, o *spec.Output) { o.Properties = named(p, e, outputs) }},
	{key: "items", set: func(p *parser, e entry, o *spec.Output) { o.Items = p.outputItems(e) }},
	{key: "values", set: func(p *parser, e entry, o *spec.Output) { o.Values = p.oneOutput(e) }},
	{key: "in", set: func(p *parser, e entry, o *spec.Output) { facets(&o.Facets).In = p.text(e) }},
	{key: "const", set: func(p *parser, e entry, o *spec.Output) { facets(&o.Facets).Const = p.data(e) }},
	{key: "selector", set: func(p *parser, e entry, o *spec.Output) { facets(&o.Facets).Selector = p.text(e) }},
	{key: "required", set: func(p *parser, e entry, o *spec.Output) { p.requiredOutput(e, o) }},
	{key: "enum", set: func(p *parser, e entry, o *spec.Output) { facets(&o.Facets).Enum = p.list(e) }},
	{key: "maxLength", set: func(p *parser, e entry, o *spec.Output) { facets(&o.Facets).MaxLength = p.text(e) }},
	{key: "precision", set: func(p *parser, e entry, o *spec.Output) { facets(&o.Facets).Precision = p.text(e) }},
	{key: "scale", set: func(p *parser, e entry, o *spec.Output) { facets(&o.Facets).Scale = p.text(e) }},
	{key: "tokens", set: func(p *parser, e entry, o *spec.Output) { facets(&o.Facets).Tokens = p.text(e) }},
	{key: "contentEncoding", set: func(p *parser, e entry, o *spec.Output) { facets(&o.Facets).Encoding = p.text(e) }},
	{key: "contentMediaType", set: func(p *parser, e entry, o *spec.Output) { facets(&o.Facets).MediaType = p.text(e) }},
	{key: "contentCompression", set: func(p *parser, e entry, o *spec.Output) { facets(&o.Facets).Compression = p.text(e) }},
	{key: "example", set: func(p *parser, e entry, o *spec.Output) { facets(&o.Facets).Example = p.data(e) }},
}

// nestedTable is the form `mapping: {properties: …}`, which the prose of the
// specification has and its schemas have not.
var nestedTable = table[spec.Output]{
	{key: "properties", set: func(p *parser, e entry, o *spec.Output) { o.Properties = named(p, e, outputs) }},
	{key: "items", set: func(p *parser, e entry, o *spec.Output) { o.Items = p.outputItems(e) }},
	{key: "values", set: func(p *parser, e entry, o *spec.Output) { o.Values = p.oneOutput(e) }},
}

// outputs are parameters that stand alike in all versions, or in both forms.
var outputs = naming[spec.Output]{
	what:    "output parameter",
	anyForm: true,
	read:    (*parser).output,
	name:    func(o *spec.Output) *spec.Str { return &o.Name },
}

var consumedOutputs = naming[spec.Output]{
	what: "output parameter",
	read: (*parser).output,
	name: func(o *spec.Output) *spec.Str { return &o.Name },
}

func (p *parser) output(it item, dst *spec.Output) {
	dst.Pos = it.pos
	object(p, it.node, "an output parameter", p.outputs, dst)
}

// oneOutput reads a parameter that stands alone and needs no name.
func (p *parser) oneOutput(e entry) *spec.Output {
	if !p.mapping(e) {
		return nil
	}
	out := &spec.Output{}
	p.output(item{node: e.node, pos: e.node.Pos()}, out)
	return out
}

func (p *parser) outputMapping(e entry, o *spec.Output) {
	if e.node.Kind() == yaml.Map {
		object(p, e.node, `"mapping"`, nestedTable, o)
		return
	}
	o.Mapping = p.text(e)
}

// outputItems reads what the items of an array are: one parameter, in a list or
// not, or several by name, which then are the members of each item
// (orchestrated outputs; a list in naftiko, a mapping in ikanos).
func (p *parser) outputItems(e entry) *spec.Output {
	switch e.node.Kind() {
	case yaml.List:
		if first, one := onlyItem(e.node); one && first.Get("name").IsNull() {
			return p.oneOutput(e.item(first))
		}
	case yaml.Map:
		if p.isOutput(e.node) {
			return p.oneOutput(e)
		}
	default:
		return p.oneOutput(e)
	}
	return &spec.Output{
		Pos:        e.node.Pos(),
		Type:       spec.Str{Text: "object", Pos: e.node.Pos()},
		Properties: named(p, e, outputs),
	}
}

func onlyItem(n yaml.Node) (yaml.Node, bool) {
	for item := range n.Items() {
		return item, n.Len() == 1
	}
	return yaml.Node{}, false
}

// isOutput tells an output parameter from a mapping of such by name: it has a
// key of a parameter that is a text, or nothing but its nested ones.
func (p *parser) isOutput(n yaml.Node) bool {
	nested := true
	for k, v := range n.Members() {
		if v.Kind() == yaml.Scalar && p.outputs.has(k.Text()) {
			return true
		}
		nested = nested && isNested(k.Text())
	}
	return nested
}

// isNested reports whether key is one of nestedTable, which cannot be asked: it
// refers to this function.
func isNested(key string) bool { return key == "properties" || key == "items" || key == "values" }

// requiredOutput reads a flag, or the list of the members that are required.
func (p *parser) requiredOutput(e entry, o *spec.Output) {
	if e.node.Kind() == yaml.List {
		facets(&o.Facets).RequiredNames = p.texts(e)
		return
	}
	facets(&o.Facets).Required = p.flag(e).Value
}

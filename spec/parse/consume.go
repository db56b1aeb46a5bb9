package parse

import (
	"naftiko/spec"
	"naftiko/spec/yaml"
)

var consumeTable = table[spec.Consume]{
	{key: "type", set: func(p *parser, e entry, c *spec.Consume) { c.Type = p.text(e) }},
	{key: "namespace", set: func(p *parser, e entry, c *spec.Consume) { c.Namespace = p.text(e) }},
	{key: "description", set: func(p *parser, e entry, c *spec.Consume) { c.Description = p.note(e) }},
	{key: "baseUri", set: func(p *parser, e entry, c *spec.Consume) { c.BaseURI = p.text(e) }},
	{key: "inputParameters", set: func(p *parser, e entry, c *spec.Consume) { c.Inputs = named(p, e, inputs) }},
	{key: "authentication", set: func(p *parser, e entry, c *spec.Consume) { c.Auth = p.auth(e) }},
	{key: "resources", set: func(p *parser, e entry, c *spec.Consume) { c.Resources = named(p, e, resources) }},
	{key: "tunnel", set: func(p *parser, e entry, c *spec.Consume) { c.Tunnel = p.data(e) }},
}

var resourceTable = table[spec.Resource]{
	{key: "name", set: func(p *parser, e entry, r *spec.Resource) { r.Name = p.text(e) }},
	{key: "label", only: eraLists, twin: "display", set: func(p *parser, e entry, r *spec.Resource) { r.Label = p.note(e) }},
	{key: "display", only: eraMaps, twin: "label", set: func(p *parser, e entry, r *spec.Resource) { r.Label = p.note(e) }},
	{key: "description", set: func(p *parser, e entry, r *spec.Resource) { r.Description = p.note(e) }},
	{key: "tags", set: func(p *parser, e entry, r *spec.Resource) { r.Tags = p.notes(e) }},
	{key: "path", set: func(p *parser, e entry, r *spec.Resource) { r.Path = p.text(e) }},
	{key: "inputParameters", set: func(p *parser, e entry, r *spec.Resource) { r.Inputs = named(p, e, inputs) }},
	{key: "authentication", set: func(p *parser, e entry, r *spec.Resource) { r.Auth = p.auth(e) }},
	{key: "operations", set: func(p *parser, e entry, r *spec.Resource) { r.Operations = named(p, e, operations) }},
}

var operationTable = table[spec.Operation]{
	{key: "name", set: func(p *parser, e entry, o *spec.Operation) { o.Name = p.text(e) }},
	{key: "method", set: func(p *parser, e entry, o *spec.Operation) { o.Method = p.text(e) }},
	{key: "description", set: func(p *parser, e entry, o *spec.Operation) { o.Description = p.note(e) }},
	{key: "inputParameters", set: func(p *parser, e entry, o *spec.Operation) { o.Inputs = named(p, e, inputs) }},
	{key: "outputRawFormat", set: func(p *parser, e entry, o *spec.Operation) { o.RawFormat = p.text(e) }},
	{key: "outputParameters", set: func(p *parser, e entry, o *spec.Operation) { o.Outputs = named(p, e, consumedOutputs) }},
	{key: "body", set: func(p *parser, e entry, o *spec.Operation) { o.Body = p.body(e) }},
	{key: "path", set: func(p *parser, e entry, o *spec.Operation) { o.Path = p.text(e) }},
	{key: "label", only: eraLists, twin: "display", set: func(p *parser, e entry, o *spec.Operation) { o.Label = p.note(e) }},
	{key: "display", only: eraMaps, twin: "label", set: func(p *parser, e entry, o *spec.Operation) { o.Label = p.note(e) }},
	{key: "tags", set: func(p *parser, e entry, o *spec.Operation) { o.Tags = p.notes(e) }},
	{key: "authentication", set: func(p *parser, e entry, o *spec.Operation) { o.Auth = p.auth(e) }},
	{key: "outputSchema", set: func(p *parser, e entry, o *spec.Operation) { o.Schema = p.text(e) }},
	{key: "outputMediaType", set: func(p *parser, e entry, o *spec.Operation) { o.MediaType = p.text(e) }},
	{key: "maxBinarySize", set: func(p *parser, e entry, o *spec.Operation) { o.MaxBinarySize = p.text(e) }},
}

var bodyTable = table[spec.Body]{
	{key: "type", set: func(p *parser, e entry, b *spec.Body) { b.Type = p.text(e) }},
	{key: "data", set: func(p *parser, e entry, b *spec.Body) { b.Data = p.data(e) }},
}

var resources = naming[spec.Resource]{
	what: "resource",
	read: (*parser).resource,
	name: func(r *spec.Resource) *spec.Str { return &r.Name },
}

var operations = naming[spec.Operation]{
	what: "operation",
	read: (*parser).operation,
	name: func(o *spec.Operation) *spec.Str { return &o.Name },
}

func (p *parser) consume(it item, dst *spec.Consume) {
	dst.Pos = it.pos
	object(p, it.node, "a consumed API", consumeTable, dst, imports(it, &dst.Import))
}

func (p *parser) resource(it item, dst *spec.Resource) {
	dst.Pos = it.pos
	object(p, it.node, "a consumed resource", resourceTable, dst)
}

func (p *parser) operation(it item, dst *spec.Operation) {
	dst.Pos = it.pos
	object(p, it.node, "a consumed operation", operationTable, dst)
}

// body reads a text, or a mapping of type and data.
func (p *parser) body(e entry) *spec.Body {
	b := &spec.Body{Pos: e.node.Pos()}
	switch e.node.Kind() {
	case yaml.Null:
		return nil
	case yaml.Scalar:
		b.Raw = p.text(e)
		return b
	case yaml.List:
		p.wrongType(e, "a text, or a mapping of type and data", `put the list under "data", with "type: json"`)
		return nil
	}
	if e.node.Get("type").IsNull() && e.node.Get("data").IsNull() && e.node.Len() > 0 {
		p.errorf(e.start(), "bare-body", `put it under "data", beside "type: json"`, "\"body\" is a mapping without \"type\" and \"data\"")
		return b
	}
	object(p, e.node, `"body"`, bodyTable, b)
	return b
}

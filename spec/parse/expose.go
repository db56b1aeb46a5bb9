package parse

import (
	"naftiko/spec"
	"naftiko/spec/yaml"
)

// exposeTable has the keys of adapters of every type.
var exposeTable = table[spec.Expose]{
	{key: "type", set: func(p *parser, e entry, x *spec.Expose) { x.Type = p.text(e) }},
	{key: "namespace", set: func(p *parser, e entry, x *spec.Expose) { x.Namespace = p.text(e) }},
	{key: "description", set: func(p *parser, e entry, x *spec.Expose) { x.Description = p.note(e) }},
	{key: "address", set: func(p *parser, e entry, x *spec.Expose) { x.Address = p.text(e) }},
	{key: "port", set: func(p *parser, e entry, x *spec.Expose) { x.Port = p.text(e) }},
	{key: "authentication", set: func(p *parser, e entry, x *spec.Expose) { x.Auth = p.auth(e) }},
}

var restTable = table[spec.Expose]{
	{key: "maxBinarySize", set: func(p *parser, e entry, x *spec.Expose) { x.MaxBinarySize = p.text(e) }},
	{key: "inputParameters", set: func(p *parser, e entry, x *spec.Expose) { x.Inputs = named(p, e, inputs) }},
	{key: "resources", set: func(p *parser, e entry, x *spec.Expose) { x.Resources = named(p, e, exposedResources) }},
}

var controlTable = table[spec.Expose]{
	{key: "management", set: func(p *parser, e entry, x *spec.Expose) { x.Management = p.data(e) }},
	{key: "observability", set: func(p *parser, e entry, x *spec.Expose) { x.Observability = p.data(e) }},
}

// adapters are the types of adapter, each with a key that only it has.
var adapters = [...]struct {
	name, mark string
	table      table[spec.Expose]
}{
	{"rest", "resources", restTable},
	{"mcp", "tools", mcpTable},
	{"skill", "skills", skillTable},
	{"control", "management", controlTable},
}

func (p *parser) expose(it item, dst *spec.Expose) {
	dst.Pos = it.pos
	more := []part{bound[spec.Expose]{p.adapter(it.node, dst), dst}, imports(it, &dst.Import)}
	t := it.node.Get("type")
	if !t.IsNull() && !isAdapter(t.Text()) {
		p.unknownType(entry{key: t, node: t}, "an adapter", []string{"rest", "mcp", "skill", "control"})
		more = []part{imports(it, &dst.Import), rest{func(e entry) { dst.More = append(dst.More, member(e)) }}}
	}
	object(p, it.node, "an adapter", exposeTable, dst, more...)
	if dst.Type.Text == "api" {
		dst.Type.Text = "rest"
	}
}

// adapter returns the table for the type of n. Without a type, the keys tell.
func (p *parser) adapter(n yaml.Node, dst *spec.Expose) table[spec.Expose] {
	t := n.Get("type")
	if t.Text() == "api" {
		if p.era != eraNone && p.version != "naftiko 0.4" {
			p.warnf(t.Pos(), "other-version-spelling", `write "rest"`, `"api" is the word of version 0.4; %s writes "rest"`, p.version)
		}
		return restTable
	}
	for _, a := range adapters {
		if t.Text() == a.name || t.IsNull() && !n.Get(a.mark).IsNull() {
			return a.table
		}
	}
	return nil
}

func isAdapter(name string) bool {
	for _, a := range adapters {
		if a.name == name {
			return true
		}
	}
	return name == "api"
}

var exposedResourceTable = table[spec.ExposedResource]{
	{key: "name", set: func(p *parser, e entry, r *spec.ExposedResource) { r.Name = p.text(e) }},
	{key: "label", only: eraLists, twin: "display", set: func(p *parser, e entry, r *spec.ExposedResource) { r.Label = p.note(e) }},
	{key: "display", only: eraMaps, twin: "label", set: func(p *parser, e entry, r *spec.ExposedResource) { r.Label = p.note(e) }},
	{key: "description", set: func(p *parser, e entry, r *spec.ExposedResource) { r.Description = p.note(e) }},
	{key: "tags", set: func(p *parser, e entry, r *spec.ExposedResource) { r.Tags = p.notes(e) }},
	{key: "path", set: func(p *parser, e entry, r *spec.ExposedResource) { r.Path = p.text(e) }},
	{key: "inputParameters", set: func(p *parser, e entry, r *spec.ExposedResource) { r.Inputs = named(p, e, inputs) }},
	{key: "operations", set: func(p *parser, e entry, r *spec.ExposedResource) { r.Operations = named(p, e, exposedOperations) }},
	{key: "forward", set: func(p *parser, e entry, r *spec.ExposedResource) { r.Forward = p.forward(e) }},
}

var forwardTable = table[spec.Forward]{
	{key: "targetNamespace", set: func(p *parser, e entry, f *spec.Forward) { f.Namespace = p.text(e) }},
	{key: "trustedHeaders", set: func(p *parser, e entry, f *spec.Forward) { f.Headers = p.texts(e) }},
}

var exposedOperationTable = table[spec.ExposedOperation]{
	{key: "method", set: func(p *parser, e entry, o *spec.ExposedOperation) { o.Method = p.text(e) }},
	{key: "responses", set: func(p *parser, e entry, o *spec.ExposedOperation) { o.Responses = p.responses(e) }},
	{key: "responseBinary", set: func(p *parser, e entry, o *spec.ExposedOperation) { o.BinaryResponse = p.binaryResponse(e) }},
}

var exposedResources = naming[spec.ExposedResource]{
	what: "resource",
	read: (*parser).exposedResource,
	name: func(r *spec.ExposedResource) *spec.Str { return &r.Name },
}

var exposedOperations = naming[spec.ExposedOperation]{
	what: "operation",
	read: (*parser).exposedOperation,
	name: func(o *spec.ExposedOperation) *spec.Str { return unitName(&o.Unit) },
}

func (p *parser) exposedResource(it item, dst *spec.ExposedResource) {
	dst.Pos = it.pos
	object(p, it.node, "an exposed resource", exposedResourceTable, dst)
}

func (p *parser) exposedOperation(it item, dst *spec.ExposedOperation) {
	object(p, it.node, "an exposed operation", exposedOperationTable, dst,
		unit(it, &dst.Unit), bound[spec.Unit]{refTable, &dst.Unit})
}

func (p *parser) forward(e entry) *spec.Forward {
	if !p.mapping(e) {
		return nil
	}
	f := &spec.Forward{Pos: e.key.Pos()}
	object(p, e.node, `"forward"`, forwardTable, f)
	return f
}

package parse

import "naftiko/spec"

var mcpTable = table[spec.Expose]{
	{key: "transport", set: func(p *parser, e entry, x *spec.Expose) { x.Transport = p.text(e) }},
	{key: "maxBinarySize", set: func(p *parser, e entry, x *spec.Expose) { x.MaxBinarySize = p.text(e) }},
	{key: "ttlMs", set: func(p *parser, e entry, x *spec.Expose) { x.TTL = p.text(e) }},
	{key: "cacheScope", set: func(p *parser, e entry, x *spec.Expose) { x.CacheScope = p.text(e) }},
	{key: "tools", set: func(p *parser, e entry, x *spec.Expose) { x.Tools = named(p, e, tools) }},
	{key: "resources", set: func(p *parser, e entry, x *spec.Expose) { x.MCPResources = named(p, e, mcpResources) }},
	{key: "prompts", set: func(p *parser, e entry, x *spec.Expose) { x.Prompts = named(p, e, prompts) }},
}

var toolTable = table[spec.Tool]{
	{key: "hints", set: func(p *parser, e entry, t *spec.Tool) { t.Hints = p.hints(e) }},
}

var hintTable = table[spec.Hints]{
	{key: "readOnly", set: func(p *parser, e entry, h *spec.Hints) { h.ReadOnly = p.flag(e) }},
	{key: "destructive", set: func(p *parser, e entry, h *spec.Hints) { h.Destructive = p.flag(e) }},
	{key: "idempotent", set: func(p *parser, e entry, h *spec.Hints) { h.Idempotent = p.flag(e) }},
	{key: "openWorld", set: func(p *parser, e entry, h *spec.Hints) { h.OpenWorld = p.flag(e) }},
}

var mcpResourceTable = table[spec.MCPResource]{
	{key: "uri", set: func(p *parser, e entry, r *spec.MCPResource) { r.URI = p.text(e) }},
	{key: "mimeType", set: func(p *parser, e entry, r *spec.MCPResource) { r.MimeType = p.text(e) }},
	{key: "binary", set: func(p *parser, e entry, r *spec.MCPResource) { r.Binary = p.flag(e) }},
	{key: "location", set: func(p *parser, e entry, r *spec.MCPResource) { r.Location = p.text(e) }},
}

var promptTable = table[spec.Prompt]{
	{key: "name", set: func(p *parser, e entry, t *spec.Prompt) { t.Name = p.text(e) }},
	{key: "label", only: eraLists, twin: "display", set: func(p *parser, e entry, t *spec.Prompt) { t.Label = p.note(e) }},
	{key: "display", only: eraMaps, twin: "label", set: func(p *parser, e entry, t *spec.Prompt) { t.Label = p.note(e) }},
	{key: "description", set: func(p *parser, e entry, t *spec.Prompt) { t.Description = p.note(e) }},
	{key: "arguments", set: func(p *parser, e entry, t *spec.Prompt) { t.Arguments = named(p, e, arguments) }},
	{key: "template", set: func(p *parser, e entry, t *spec.Prompt) { t.Template = plain(p, e, (*parser).message) }},
	{key: "location", set: func(p *parser, e entry, t *spec.Prompt) { t.Location = p.text(e) }},
}

var messageTable = table[spec.Message]{
	{key: "role", set: func(p *parser, e entry, m *spec.Message) { m.Role = p.text(e) }},
	{key: "content", set: func(p *parser, e entry, m *spec.Message) { m.Content = p.text(e) }},
}

var tools = naming[spec.Tool]{
	what: "tool",
	read: (*parser).tool,
	name: func(t *spec.Tool) *spec.Str { return unitName(&t.Unit) },
}

var mcpResources = naming[spec.MCPResource]{
	what: "resource",
	read: (*parser).mcpResource,
	name: func(r *spec.MCPResource) *spec.Str { return unitName(&r.Unit) },
}

var prompts = naming[spec.Prompt]{
	what: "prompt",
	need: true,
	read: (*parser).prompt,
	name: func(t *spec.Prompt) *spec.Str { return &t.Name },
}

var arguments = naming[spec.Input]{
	what: "argument",
	need: true,
	read: (*parser).input,
	name: func(i *spec.Input) *spec.Str { return &i.Name },
}

func (p *parser) tool(it item, dst *spec.Tool) {
	object(p, it.node, "a tool", toolTable, dst, unit(it, &dst.Unit), bound[spec.Unit]{refTable, &dst.Unit})
	if dst.Name.Text == "" && !it.name.Set() && !dst.Ref.Set() && !it.hasBadName() {
		p.errorf(it.pos, "missing-name", `add "name"`, "this tool has no name")
	}
}

func (p *parser) mcpResource(it item, dst *spec.MCPResource) {
	object(p, it.node, "a resource", mcpResourceTable, dst, unit(it, &dst.Unit))
}

func (p *parser) prompt(it item, dst *spec.Prompt) {
	dst.Pos = it.pos
	object(p, it.node, "a prompt", promptTable, dst)
}

func (p *parser) message(it item, dst *spec.Message) {
	dst.Pos = it.pos
	object(p, it.node, "a message", messageTable, dst)
}

func (p *parser) hints(e entry) *spec.Hints {
	if !p.mapping(e) {
		return nil
	}
	h := &spec.Hints{Pos: e.key.Pos()}
	object(p, e.node, `"hints"`, hintTable, h)
	return h
}

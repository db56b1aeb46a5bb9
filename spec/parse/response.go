package parse

import "naftiko/spec"

var responseTable = table[spec.Response]{
	{key: "description", set: func(p *parser, e entry, r *spec.Response) { r.Description = p.note(e) }},
	{key: "content", set: func(p *parser, e entry, r *spec.Response) { r.Content = p.contents(e) }},
}

var contentTable = table[spec.Content]{
	{key: "binary", set: func(p *parser, e entry, c *spec.Content) { c.Binary = p.flag(e) }},
	{key: "schema", set: func(p *parser, e entry, c *spec.Content) { c.Schema = p.data(e) }},
}

var binaryResponseTable = table[spec.BinaryResponse]{
	{key: "status", set: func(p *parser, e entry, r *spec.BinaryResponse) { r.Status = p.text(e) }},
	{key: "mediaType", set: func(p *parser, e entry, r *spec.BinaryResponse) { r.MediaType = p.text(e) }},
	{key: "description", set: func(p *parser, e entry, r *spec.BinaryResponse) { r.Description = p.note(e) }},
}

// responses reads a mapping of status to response.
func (p *parser) responses(e entry) []spec.Response {
	if !p.mapping(e) {
		return nil
	}
	return byName(p, e, func(p *parser, it item, dst *spec.Response) {
		dst.Pos, dst.Status = it.pos, it.name
		object(p, it.node, "a response", responseTable, dst)
	})
}

// contents reads a mapping of media type to content.
func (p *parser) contents(e entry) []spec.Content {
	if !p.mapping(e) {
		return nil
	}
	return byName(p, e, func(p *parser, it item, dst *spec.Content) {
		dst.Pos, dst.MediaType = it.pos, it.name
		object(p, it.node, `"content"`, contentTable, dst)
	})
}

func (p *parser) binaryResponse(e entry) *spec.BinaryResponse {
	if !p.mapping(e) {
		return nil
	}
	r := &spec.BinaryResponse{Pos: e.key.Pos()}
	object(p, e.node, `"responseBinary"`, binaryResponseTable, r)
	return r
}

package parse

import (
	"naftiko/spec"
	"naftiko/spec/yaml"
)

var documentTable = table[spec.Document]{
	{key: "naftiko", set: func(*parser, entry, *spec.Document) {}}, // read before all others
	{key: "ikanos", set: func(*parser, entry, *spec.Document) {}},
	{key: "info", set: func(p *parser, e entry, d *spec.Document) { p.info(e, &d.Info) }},
	{key: "capability", set: func(p *parser, e entry, d *spec.Document) { d.Capability = p.capability(e) }},
	{key: "externalRefs", set: func(p *parser, e entry, d *spec.Document) { p.externalRefs(e, d) }},
}

var sectionTable = table[spec.Sections]{
	{key: "binds", set: func(p *parser, e entry, s *spec.Sections) { s.Binds = append(s.Binds, plain(p, e, (*parser).bind)...) }},
	{key: "consumes", set: func(p *parser, e entry, s *spec.Sections) { s.Consumes = plain(p, e, (*parser).consume) }},
	{key: "exposes", set: func(p *parser, e entry, s *spec.Sections) { s.Exposes = plain(p, e, (*parser).expose) }},
	{key: "aggregates", set: func(p *parser, e entry, s *spec.Sections) { s.Aggregates = plain(p, e, (*parser).aggregate) }},
}

// document reads the root.
func (p *parser) document(n yaml.Node, doc *spec.Document) {
	switch n.Kind() {
	case yaml.Null:
		p.errorf(n.Pos(), "empty-document", "", "the document is empty")
		return
	case yaml.Scalar, yaml.List:
		p.errorf(n.Pos(), "wrong-type", "", "a capability document is a mapping, not %s", n.Kind())
		return
	}
	if !p.isOurs(n) || !p.readVersion(n, doc) {
		return
	}
	object(p, n, "a capability document", documentTable, doc, bound[spec.Sections]{sectionTable, &doc.Sections})
}

// otherKinds are root keys of documents that are easily taken for ours.
var otherKinds = [...]struct{ key, name string }{
	{"openapi", "an OpenAPI document"},
	{"swagger", "a Swagger document"},
	{"asyncapi", "an AsyncAPI document"},
	{"arazzo", "an Arazzo document"},
	{"$schema", "a JSON Schema"},
}

// isOurs reports whether the root has a key that our documents have: one that no
// others have, or any but info where it is not known for another kind.
func (p *parser) isOurs(n yaml.Node) bool {
	hint := `a capability document starts with "naftiko: 1.0.0-alpha2"`
	ours, sure := false, false
	for k := range n.Members() {
		switch key := k.Text(); {
		case eraOf(key) != eraNone, key == "capability":
			ours, sure = true, true
		case key != "info" && (documentTable.has(key) || sectionTable.has(key)):
			ours = true // consumes, which Swagger has too
		}
	}
	for _, kind := range otherKinds {
		if !sure && !n.Get(kind.key).IsNull() {
			p.errorf(n.Pos(), "not-a-capability", hint, "this is %s, not a capability document", kind.name)
			return false
		}
	}
	if ours {
		return true
	}
	p.errorf(n.Pos(), "not-a-capability", hint, "this is not a capability document: it has none of its keys")
	return false
}

func (p *parser) capability(e entry) *spec.Capability {
	if !p.mapping(e) {
		return nil
	}
	c := &spec.Capability{Pos: e.key.Pos()}
	object(p, e.node, `"capability"`, sectionTable, &c.Sections)
	return c
}

// externalRefs reads what versions 0.4 and 0.5 have for binds.
func (p *parser) externalRefs(e entry, d *spec.Document) {
	if p.era != eraNone && d.Version.Text != "0.4" && d.Version.Text != "0.5" {
		p.warnf(e.key.Pos(), "other-version-spelling", `write "binds"`, `"externalRefs" is the word of versions 0.4 and 0.5; %s writes "binds"`, p.version)
	}
	d.Binds = append(d.Binds, plain(p, e, (*parser).externalRef)...)
}

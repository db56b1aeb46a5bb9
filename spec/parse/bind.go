package parse

import (
	"naftiko/spec"
	"naftiko/spec/diag"
)

var bindTable = table[spec.Bind]{
	{key: "namespace", set: func(p *parser, e entry, b *spec.Bind) { b.Namespace = p.text(e) }},
	{key: "description", set: func(p *parser, e entry, b *spec.Bind) { b.Description = p.note(e) }},
	{key: "location", set: func(p *parser, e entry, b *spec.Bind) { b.Location = p.text(e) }},
	{key: "keys", set: func(p *parser, e entry, b *spec.Bind) { b.Keys = p.bindKeys(e) }},
}

// externalRefTable is the form of versions 0.4 and 0.5.
var externalRefTable = table[spec.Bind]{
	{key: "name", set: func(p *parser, e entry, b *spec.Bind) { b.Namespace = p.text(e) }},
	{key: "description", set: func(p *parser, e entry, b *spec.Bind) { b.Description = p.note(e) }},
	{key: "uri", set: func(p *parser, e entry, b *spec.Bind) { b.Location = p.text(e) }},
	{key: "keys", set: func(p *parser, e entry, b *spec.Bind) { b.Keys = p.bindKeys(e) }},
	// Whether there is a uri says the same as these two.
	{key: "type", set: func(*parser, entry, *spec.Bind) {}},
	{key: "resolution", set: func(*parser, entry, *spec.Bind) {}},
}

func (p *parser) bind(it item, dst *spec.Bind) {
	dst.Pos = it.pos
	object(p, it.node, "a bind", bindTable, dst, imports(it, &dst.Import))
}

func (p *parser) externalRef(it item, dst *spec.Bind) {
	dst.Pos = it.pos
	object(p, it.node, "an external reference", externalRefTable, dst)
}

func (p *parser) bindKeys(e entry) []spec.BindKey {
	if !p.mapping(e) {
		return nil
	}
	out := make([]spec.BindKey, 0, e.node.Len())
	for k, v := range e.node.Members() {
		key := spec.BindKey{Pos: k.Pos(), Name: k.Text(), Key: p.text(entry{key: k, node: v})}
		if v.IsNull() {
			p.errorf(k.Pos(), "wrong-type", "write the provider's key behind the variable", "%q must be a text, not nothing", diag.Short(k.Text()))
		}
		out = append(out, key)
	}
	return out
}

// importer is where the import of an entry is put.
type importer struct {
	pos diag.Pos
	dst **spec.Import
}

func (i importer) get() *spec.Import {
	if *i.dst == nil {
		*i.dst = &spec.Import{Pos: i.pos}
	}
	return *i.dst
}

var importTable = table[importer]{
	{key: "location", only: eraLists, twin: "from", set: func(p *parser, e entry, i *importer) { i.get().From = p.text(e) }},
	{key: "from", only: eraMaps, twin: "location", set: func(p *parser, e entry, i *importer) { i.get().From = p.text(e) }},
	{key: "import", set: func(p *parser, e entry, i *importer) { i.get().Name = p.text(e) }},
	{key: "as", set: func(p *parser, e entry, i *importer) { i.get().As = p.text(e) }},
}

// imports reads the keys of an import entry, which may stand in four sections.
func imports(it item, dst **spec.Import) part {
	return bound[importer]{importTable, &importer{it.pos, dst}}
}

package load

import (
	"naftiko/spec"
	"naftiko/spec/diag"
)

// section is one of the four lists whose entries may be imports.
type section[T any] struct {
	name  string
	list  func(*spec.Sections) []T
	parts func(*T) parts
	// moved, if set, tells an entry that it comes from a file in another folder.
	moved func(e *T, folder string)
}

// parts are what linking needs of an entry.
type parts struct {
	pos         diag.Pos
	imported    **spec.Import
	namespace   *spec.Str
	description *spec.Str
	// from is the file of an import.
	from spec.Str
	// own tells that the entry declares something itself.
	own bool
	// nameless marks an entry that has no use for a namespace.
	nameless bool
}

// partsOf fills in what all sections have in common.
func partsOf(pos diag.Pos, imported **spec.Import, namespace, description *spec.Str) parts {
	p := parts{pos: pos, imported: imported, namespace: namespace, description: description}
	if *imported != nil {
		p.pos, p.from = (*imported).Pos, (*imported).From
	}
	return p
}

var consumes = section[spec.Consume]{
	name: "consumes",
	list: func(s *spec.Sections) []spec.Consume { return s.Consumes },
	parts: func(c *spec.Consume) parts {
		p := partsOf(c.Pos, &c.Import, &c.Namespace, &c.Description)
		p.own = c.BaseURI.Set() || c.Auth != nil || len(c.Inputs)+len(c.Resources) > 0
		return p
	},
	moved: func(c *spec.Consume, folder string) { c.Folder = folder },
}

var aggregates = section[spec.Aggregate]{
	name: "aggregates",
	list: func(s *spec.Sections) []spec.Aggregate { return s.Aggregates },
	parts: func(a *spec.Aggregate) parts {
		p := partsOf(a.Pos, &a.Import, &a.Namespace, &a.Description)
		p.own = len(a.Functions) > 0
		return p
	},
}

var exposes = section[spec.Expose]{
	name: "exposes",
	list: func(s *spec.Sections) []spec.Expose { return s.Exposes },
	parts: func(x *spec.Expose) parts {
		p := partsOf(x.Pos, &x.Import, &x.Namespace, &x.Description)
		p.own = x.Port.Set() || x.Management != nil || len(x.Resources)+len(x.Tools)+len(x.MCPResources)+len(x.Prompts)+len(x.Skills) > 0
		p.nameless = x.Type.Text == "control"
		return p
	},
}

var binds = section[spec.Bind]{
	name: "binds",
	list: func(s *spec.Sections) []spec.Bind { return s.Binds },
	parts: func(b *spec.Bind) parts {
		p := partsOf(b.Pos, &b.Import, &b.Namespace, &b.Description)
		if b.Import != nil && !p.from.Set() {
			p.from = b.Location // the older word for from is a key of binds anyway
		}
		p.own = len(b.Keys) > 0
		return p
	},
	moved: func(b *spec.Bind, folder string) { b.Folder = folder },
}

// sections returns the sections of a document, the root's first.
func sections(doc *spec.Document) []*spec.Sections {
	all := []*spec.Sections{&doc.Sections}
	if doc.Capability != nil {
		all = append(all, &doc.Capability.Sections)
	}
	return all
}

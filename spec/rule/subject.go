package rule

import (
	"slices"
	"sync"

	"naftiko/spec"
	"naftiko/spec/diag"
)

// Subject is a document that rules look at. Make it with [Note] before the imports of
// the document are followed, and let the rules look when they are.
type Subject struct {
	Doc *spec.Document
	// Reserved reports whether a name of the environment belongs to the machine; nil
	// stands for none.
	Reserved func(name string) bool
	// Published tells that the document is held against the published schema of its
	// version, which tells of keys that do not go together.
	Published bool
	// Source is the text of the document, or nil.
	Source []byte
	// Found are the findings of the stages before.
	Found   diag.List
	entries []entry
	// told are findings of the stages before that others stand for.
	told diag.List

	operations func() []operation
	units      func() []unit
	called     func() map[string][]*operation
	functions  func() map[string]*spec.Function
	mentions   func() []mention
	misnamed   func() []misnaming
}

// Told reports whether findings of rules that have looked stand for d, one of the
// stages before.
func (s *Subject) Told(d diag.Diagnostic) bool {
	return slices.ContainsFunc(s.told, func(t diag.Diagnostic) bool { return t.Pos == d.Pos && t.Code == d.Code })
}

// entry is an entry of one of the four sections.
type entry struct {
	section string
	// inRoot tells that it stands at the root, not in the capability.
	inRoot bool
	// pos is where the document has it, also when it is imported.
	pos diag.Pos
	// imported is the import that stood there, or nil.
	imported *spec.Import
	// namespace is that of the entry itself or of what was imported.
	namespace *spec.Str

	// One of these is set.
	bind      *spec.Bind
	consume   *spec.Consume
	expose    *spec.Expose
	aggregate *spec.Aggregate
}

// isOwn reports whether the document declares the entry itself. One that does stays
// where it is, whatever keys of imports it has besides.
func (e *entry) isOwn() bool {
	if e.imported == nil {
		return true
	}
	pos, imported := e.now()
	return imported == nil && pos == e.pos
}

// now returns the place of what stands there once imports have been followed, and the
// import if it could not be.
func (e *entry) now() (diag.Pos, *spec.Import) {
	switch {
	case e.bind != nil:
		return e.bind.Pos, e.bind.Import
	case e.consume != nil:
		return e.consume.Pos, e.consume.Import
	case e.expose != nil:
		return e.expose.Pos, e.expose.Import
	}
	return e.aggregate.Pos, e.aggregate.Import
}

// Note notes what following the imports of doc will change.
func Note(doc *spec.Document) *Subject {
	s := &Subject{Doc: doc}
	s.note(&doc.Sections, true)
	if doc.Capability != nil {
		s.note(&doc.Capability.Sections, false)
	}
	s.operations = sync.OnceValue(s.findOperations)
	s.units = sync.OnceValue(s.findUnits)
	s.called = sync.OnceValue(s.indexOperations)
	s.functions = sync.OnceValue(s.indexFunctions)
	s.mentions = sync.OnceValue(s.findMentions)
	s.misnamed = sync.OnceValue(s.findMisnamed)
	return s
}

func (s *Subject) note(in *spec.Sections, root bool) {
	for i := range in.Binds {
		b := &in.Binds[i]
		s.entries = append(s.entries, entry{section: "binds", inRoot: root, pos: b.Pos, imported: b.Import, namespace: &b.Namespace, bind: b})
	}
	for i := range in.Consumes {
		c := &in.Consumes[i]
		s.entries = append(s.entries, entry{section: "consumes", inRoot: root, pos: c.Pos, imported: c.Import, namespace: &c.Namespace, consume: c})
	}
	for i := range in.Exposes {
		e := &in.Exposes[i]
		s.entries = append(s.entries, entry{section: "exposes", inRoot: root, pos: e.Pos, imported: e.Import, namespace: &e.Namespace, expose: e})
	}
	for i := range in.Aggregates {
		a := &in.Aggregates[i]
		s.entries = append(s.entries, entry{section: "aggregates", inRoot: root, pos: a.Pos, imported: a.Import, namespace: &a.Namespace, aggregate: a})
	}
}

// consumes lists the consumed APIs that the document declares itself.
func (s *Subject) consumes() []*spec.Consume {
	var out []*spec.Consume
	for i := range s.entries {
		if e := &s.entries[i]; e.consume != nil && e.isOwn() {
			out = append(out, e.consume)
		}
	}
	return out
}

// exposes lists the adapters that the document declares itself; of one type, or of
// all where typ is "".
func (s *Subject) exposes(typ string) []*spec.Expose {
	var out []*spec.Expose
	for i := range s.entries {
		if e := &s.entries[i]; e.expose != nil && e.isOwn() && (typ == "" || e.expose.Type.Text == typ) {
			out = append(out, e.expose)
		}
	}
	return out
}

// aggregates lists the aggregates that the document declares itself.
func (s *Subject) aggregates() []*spec.Aggregate {
	var out []*spec.Aggregate
	for i := range s.entries {
		if e := &s.entries[i]; e.aggregate != nil && e.isOwn() {
			out = append(out, e.aggregate)
		}
	}
	return out
}

// isMissing reports whether something could not be imported, so that what it has is
// not known; of one section, or of all where section is "".
func (s *Subject) isMissing(section string) bool {
	for i := range s.entries {
		e := &s.entries[i]
		if e.imported != nil && e.imported.Problem != nil && (section == "" || e.section == section) {
			return true
		}
	}
	return false
}

// operation is a consumed operation with what it stands in.
type operation struct {
	*spec.Operation
	resource *spec.Resource
	consume  *spec.Consume
	// own tells that the document declares it itself.
	own bool
}

// levels are its parameters: those of the entry, of the resource and its own.
func (o *operation) levels() [3][]spec.Input {
	return [3][]spec.Input{o.consume.Inputs, o.resource.Inputs, o.Inputs}
}

// auth is the authentication that it is called with, or nil.
func (o *operation) auth() *spec.Auth {
	switch {
	case o.Auth != nil:
		return o.Auth
	case o.resource.Auth != nil:
		return o.resource.Auth
	}
	return o.consume.Auth
}

// findOperations lists all consumed operations, imported ones too.
func (s *Subject) findOperations() []operation {
	var out []operation
	for i := range s.entries {
		c := s.entries[i].consume
		if c == nil {
			continue
		}
		for j := range c.Resources {
			r := &c.Resources[j]
			for k := range r.Operations {
				out = append(out, operation{Operation: &r.Operations[k], resource: r, consume: c, own: s.entries[i].isOwn()})
			}
		}
	}
	return out
}

// indexOperations finds consumed operations by NAMESPACE.OPERATION and
// NAMESPACE.RESOURCE.OPERATION.
func (s *Subject) indexOperations() map[string][]*operation {
	index := map[string][]*operation{}
	ops := s.operations()
	for i := range ops {
		o := &ops[i]
		short := o.consume.Namespace.Text + "." + o.Name.Text
		index[short] = append(index[short], o)
		if r := o.resource.Name.Text; r != "" {
			long := o.consume.Namespace.Text + "." + r + "." + o.Name.Text
			if long != short {
				index[long] = append(index[long], o)
			}
		}
	}
	return index
}

// indexFunctions finds the functions of aggregates by NAMESPACE.FUNCTION.
func (s *Subject) indexFunctions() map[string]*spec.Function {
	index := map[string]*spec.Function{}
	for i := range s.entries {
		a := s.entries[i].aggregate
		if a == nil {
			continue
		}
		for j := range a.Functions {
			index[a.Namespace.Text+"."+a.Functions[j].Name.Text] = &a.Functions[j]
		}
	}
	return index
}

// unit is something exposed that can be called, with what it stands in.
type unit struct {
	*spec.Unit
	// kind is "tool", "operation", "resource" (of MCP) or "function".
	kind string
	// own tells that the document declares it itself.
	own bool
	// inherited are the parameters of the adapter and the resource.
	inherited [2][]spec.Input

	// One of these is set.
	tool      *spec.Tool
	operation *spec.ExposedOperation
	resource  *spec.MCPResource
	function  *spec.Function

	// expose is the adapter; route the REST resource of an operation; aggregate that
	// of a function.
	expose    *spec.Expose
	route     *spec.ExposedResource
	aggregate *spec.Aggregate
}

// findUnits lists the functions of aggregates and then what adapters offer, imported
// ones too.
func (s *Subject) findUnits() []unit {
	var out []unit
	for i := range s.entries {
		e := &s.entries[i]
		if e.aggregate == nil {
			continue
		}
		for j := range e.aggregate.Functions {
			f := &e.aggregate.Functions[j]
			out = append(out, unit{Unit: &f.Unit, kind: "function", own: e.isOwn(), function: f, aggregate: e.aggregate})
		}
	}
	for i := range s.entries {
		if e := &s.entries[i]; e.expose != nil {
			out = append(out, unitsOf(e.expose, e.isOwn())...)
		}
	}
	return out
}

func unitsOf(e *spec.Expose, own bool) []unit {
	var out []unit
	for i := range e.Tools {
		out = append(out, unit{Unit: &e.Tools[i].Unit, kind: "tool", own: own, tool: &e.Tools[i], expose: e})
	}
	for i := range e.MCPResources {
		out = append(out, unit{Unit: &e.MCPResources[i].Unit, kind: "resource", own: own, resource: &e.MCPResources[i], expose: e})
	}
	for i := range e.Resources {
		r := &e.Resources[i]
		for j := range r.Operations {
			o := &r.Operations[j]
			out = append(out, unit{
				Unit: &o.Unit, kind: "operation", own: own, operation: o, expose: e, route: r, inherited: [2][]spec.Input{e.Inputs, r.Inputs},
			})
		}
	}
	return out
}

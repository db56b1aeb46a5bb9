// Package compile turns a linked document into a [Program]: operations with
// their templates, paths and credentials compiled once, no value of a bind
// among them, and a diagnostic for everything that can fail from the document
// alone. It reads nothing.
package compile

import (
	"sync"

	"naftiko/binding"
	"naftiko/engine/internal/run"
	"naftiko/spec"
	"naftiko/spec/diag"
)

// Program is a compiled document. It never changes and is safe for concurrent use.
type Program struct {
	Label, Description string
	// Ops are the consumed operations.
	Ops []*run.Op
	// Exposed compiles what calls them by other names, with what is wrong with it.
	// It works once, when it is first asked: large documents expose thousands of
	// things, and a call of a consumed operation needs none. Safe for concurrent use.
	Exposed func() ([]*run.Op, diag.List)
	// Decls are the declared variables.
	Decls binding.Decls
	// Index finds them.
	Index *binding.Index
	// Namespaces are those of the consumes entries, in order.
	Namespaces []string
	// Missing are the imports of consumes entries that could not be followed.
	Missing []*spec.Import
}

// Options adjusts a compilation.
type Options struct {
	// Folder is where the document lies; bind files are relative to it.
	Folder string
	// Check also reports what costs time to find and does not matter to a call:
	// patterns that are no regular expressions, schema files that cannot be used.
	Check bool
	// ReadSchema reads a file that outputSchema names, relative to a folder; "" is
	// the document's. It is nil where no file is read.
	ReadSchema func(folder, path string) ([]byte, error)
}

// stage is one pass over the document. Each may rely on those before it.
type stage struct {
	name string // for those who read the table
	run  func(*compiler)
}

// stages run in this order: variables first, since every template refers to
// them; what is secret last, when every use is known.
var stages = []stage{
	{"binds", (*compiler).binds},
	{"operations", (*compiler).operations},
	{"variables of exposed things", (*compiler).exposedUses},
	{"implicit bearer", (*compiler).implicitBearer},
	{"secrets", (*compiler).secrets},
	{"names", (*compiler).names},
	{"finish", (*compiler).finish},
}

// Document compiles doc, in which imports have been followed; those that could
// not be give nothing, and are no finding here. The program is never nil; an operation that cannot run
// carries its problems, which are among the diagnostics too.
func Document(doc *spec.Document, o Options) (*Program, diag.List) {
	c := &compiler{doc: doc, opts: o, used: map[string]use{}, declared: map[string]binding.Decl{}, constants: map[diag.Pos]bool{}}
	c.prog = &Program{Label: doc.Info.Label.Text, Description: doc.Info.Description.Text}
	for _, s := range stages {
		s.run(c)
	}
	for pos := range c.constants {
		c.diags.Warnf(pos, "const-not-sent", "write  value:", "const only documents a parameter in this version; it is not sent")
	}
	c.diags.Sort()
	return c.prog, c.diags
}

// finish gives every operation what only the whole document tells.
func (c *compiler) finish() {
	c.prog.Index = binding.NewIndex(c.prog.Decls)
	for _, op := range c.prog.Ops {
		op.Decls = c.prog.Index
	}
	c.prog.Exposed = sync.OnceValues(c.exposed)
	if c.opts.Check {
		_, diags := c.prog.Exposed()
		c.diags = append(c.diags, diags...)
	}
}

// compiler is the state of one compilation.
type compiler struct {
	doc   *spec.Document
	opts  Options
	prog  *Program
	diags diag.List
	// entries are the consumes entries with their operations.
	entries []*entry
	// used says where each variable is used.
	used map[string]use
	// constants are the places of const keys that are not sent.
	constants map[diag.Pos]bool
	// sealed is set once the variables are final: none is added then.
	sealed bool
	// declared finds variables by their names and IDs.
	declared map[string]binding.Decl
	// partial tells that variables are missing, with the imports of their binds.
	partial bool
}

// use says where a variable is used.
type use uint8

const (
	usedInURL use = 1 << iota
	usedElsewhere
)

// entry is one consumes entry while it is compiled.
type entry struct {
	consume *spec.Consume
	ops     []*builder
}

// sections returns the document's sections, the root's first.
func (c *compiler) sections() []*spec.Sections {
	all := []*spec.Sections{&c.doc.Sections}
	if c.doc.Capability != nil {
		all = append(all, &c.doc.Capability.Sections)
	}
	return all
}

// isShared reports whether the document is there for others to import, which may have
// what it does not.
func (c *compiler) isShared() bool { return c.doc.Capability == nil }

func (c *compiler) consumes() []*spec.Consume {
	var all []*spec.Consume
	for _, s := range c.sections() {
		for i := range s.Consumes {
			all = append(all, &s.Consumes[i])
		}
	}
	return all
}

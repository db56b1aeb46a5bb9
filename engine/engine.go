// Package engine runs capability documents: [Load] compiles one, [Program.Ops]
// lists its operations and [Program.Invoke] calls one.
//
// It is the Go API and the one door for everything that calls operations. A
// [Program] is immutable and safe for concurrent use; credentials are given to
// each call as a set of binds and are never part of it.
package engine

import (
	"naftiko/binding"
	"naftiko/engine/internal/compile"
	"naftiko/engine/internal/run"
	"naftiko/engine/internal/wire"
	"naftiko/spec/diag"
	"naftiko/spec/load"
	"naftiko/spec/value"
)

// Names of the parts that callers handle.
type (
	// Op is one operation of a program.
	Op = run.Op
	// Param is one argument of an operation.
	Param = run.Param
	// Output is one output parameter of an operation.
	Output = run.Output
	// Error is a failed call.
	Error = run.Error
	// Kind classifies failed calls.
	Kind = run.Kind
	// Response is an upstream's answer.
	Response = run.Response
	// Result is what a call gives.
	Result = run.Result
	// Miss is an output for which an answer had nothing.
	Miss = run.Miss
	// Explanation says what became of one output in an answer.
	Explanation = run.Explanation
	// Request is a prepared request with its secrets closed.
	Request = run.Request
	// Shown is a request as people may see it.
	Shown = run.Shown
	// Object is an ordered JSON object: the arguments of a call.
	Object = value.Object
	// Diagnostics are findings about a document.
	Diagnostics = diag.List
)

// Mark stands around the names of variables in [Request.ShowMarked].
const Mark = run.Mark

// The kinds of failed calls.
const (
	Internal  = run.Internal
	Usage     = run.Usage
	Input     = run.Input
	Document  = run.Document
	Bind      = run.Bind
	Unreached = run.Unreached
	Upstream  = run.Upstream
	Answer    = run.Answer
	Local     = run.Local
	Refused   = run.Refused
	Canceled  = run.Canceled
)

// Kinds lists all kinds, for tables that must be complete.
func Kinds() []Kind { return run.Kinds() }

// KindOf classifies any error.
func KindOf(err error) Kind { return run.KindOf(err) }

// Errorf returns an Error of a kind with a stable code.
func Errorf(kind Kind, code, format string, args ...any) *Error {
	return run.Errorf(kind, code, format, args...)
}

// Source is a document to load.
type Source struct {
	// Name stands in positions and messages, usually the file's path.
	Name string
	Data []byte
	// Folder is where files that the document names are looked for; "" when it has
	// none, and no file is read then.
	Folder string
	// BuiltIn tells that the document comes with the program; it has no folder.
	BuiltIn bool
}

// Options adjusts loading and the HTTP client of a program. The zero Options is
// ready to use.
type Options struct {
	// Check also reports findings that do not matter to calls.
	Check bool
	// AllowPaths are folders outside the document's that imports and files of schemas
	// may be read from.
	AllowPaths []string
	// Client adjusts the HTTP client.
	Client ClientOptions
	// UserAgent is sent with every request; if empty, "naftiko".
	UserAgent string
}

// Program is a compiled document.
type Program struct {
	prog      *compile.Program
	client    *wire.Client
	userAgent string
	// maxResponse is the limit that the caller set, or 0.
	maxResponse int64
}

// Load parses, links and compiles a document. The diagnostics hold everything
// found; the program is nil when one of them keeps the document as a whole from
// being read. Errors in single operations, and imports that cannot be followed,
// leave the others to be called.
func Load(src Source, o *Options) (*Program, Diagnostics) {
	if o == nil {
		o = &Options{}
	}
	doc, diags := load.Document(load.Source{Name: src.Name, Data: src.Data, Folder: src.Folder, Files: filesOf(src, o)})
	if doc == nil {
		diags.Sort()
		return nil, diags
	}
	prog, more := compile.Document(doc, compile.Options{Folder: src.Folder, Check: o.Check, ReadSchema: schemaFiles(src, o)})
	diags = append(diags, more...)
	diags.Sort()
	agent := o.UserAgent
	if agent == "" {
		agent = "naftiko"
	}
	return &Program{prog: prog, client: o.Client.new(), userAgent: agent, maxResponse: o.Client.MaxResponse}, diags
}

// Label returns the document's own name for itself, or "".
func (p *Program) Label() string { return p.prog.Label }

// Description returns the document's description, or "".
func (p *Program) Description() string { return p.prog.Description }

// Namespaces returns the namespaces of what the document consumes, in order.
func (p *Program) Namespaces() []string { return append([]string(nil), p.prog.Namespaces...) }

// Ops returns the operations in the document's order. They may not be changed.
func (p *Program) Ops() []*Op { return append([]*Op(nil), p.prog.Ops...) }

// Exposed returns what the document exposes and what can be called: operations
// and tools with a plain call or with values of their own, and functions of
// aggregates. They may not be changed.
func (p *Program) Exposed() []*Op {
	ops, _ := p.prog.Exposed()
	return append([]*Op(nil), ops...)
}

// Missing says why operations are not there: the imports of consumed APIs that
// could not be followed, in order.
func (p *Program) Missing() Diagnostics {
	var out Diagnostics
	for _, imp := range p.prog.Missing {
		out = append(out, *imp.Problem)
	}
	return out
}

// Binds returns the variables that the document declares.
func (p *Program) Binds() binding.Decls { return append(binding.Decls(nil), p.prog.Decls...) }

// Bind returns the variable that a template calls name.
func (p *Program) Bind(name string) (binding.Decl, bool) {
	if d, ok := p.prog.Index.Find(name); ok {
		return d, true
	}
	for _, d := range p.prog.Decls { // a variable of some operations only
		if d.Scoped && d.Name == name {
			return d, true
		}
	}
	return binding.Decl{}, false
}

// NewBinds returns a set that resolves the document's variables.
func (p *Program) NewBinds(o binding.Options) *binding.Set { return binding.NewSet(p.prog.Decls, o) }

// Close ends idle connections. The program can be used again afterwards.
func (p *Program) Close() { p.client.Close() }

package run

import (
	"context"

	"naftiko/binding"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// Env is what a call needs of the world. One Env serves many calls.
type Env struct {
	Binds *binding.Set
	// Send takes requests to the upstream.
	Send Sender
	// BaseURI replaces the base URI of a namespace, when it has an entry for it.
	BaseURI func(namespace string) (string, bool)
	// Header is added to every request; Private.
	Header []Header
	// UserAgent is sent unless the document or the user says otherwise.
	UserAgent string
	// NoImplicitAuth turns the implicit bearer token off.
	NoImplicitAuth bool
	// Raw leaves answers undecoded: results have no value then.
	Raw bool
	// Explain asks for what each output finds.
	Explain bool
	// Mocked tells that Send asks no upstream: answers are JSON in any case.
	Mocked bool
	// HostArguments lets a call's arguments fill placeholders in the host. Only
	// the user's own shell may set it.
	HostArguments bool
}

// Sender takes a prepared request to its upstream.
type Sender interface {
	Send(ctx context.Context, r *Request) (*Response, error)
}

// Step is one unit of work of an operation.
type Step interface {
	Run(ctx context.Context, f *Frame) (*Result, error)
}

// Preparer is a step that can tell the request it would send.
type Preparer interface {
	Prepare(f *Frame) (*Request, error)
}

// Frame is the state of one call: it is used by one goroutine and never shared.
type Frame struct {
	Env   *Env
	Op    *Op
	Input *value.Object
	// Fixed are the arguments that the document itself gives.
	Fixed map[string]bool
	// MaxResponse limits a binary answer where the operation itself does not, or is 0.
	MaxResponse int64
	// vars are consumed parameters as they resolve.
	vars map[string]any
}

// SetVar makes a resolved parameter visible to later ones. v is a value.Value or
// an expr.Opaque.
func (f *Frame) SetVar(name string, v any) {
	if f.vars == nil {
		f.vars = map[string]any{}
	}
	f.vars[name] = v
}

// Lookup finds a variable: a consumed parameter, then a bind, then the call's
// argument (exactly, then ignoring case and punctuation). It is an [expr.Scope].
func (f *Frame) Lookup(name string) (any, bool) {
	if v, ok := f.vars[name]; ok {
		return v, true
	}
	if d, ok := f.Op.Decls.Find(name); ok {
		if d.Optional && !f.Env.Binds.Has(d.ID()) {
			return nil, false
		}
		return expr.Opaque{Name: d.ID()}, true
	}
	return f.Argument(f.Op.ArgumentName(name))
}

// Argument returns the call's argument of that name, or the one whose name
// differs only in case and punctuation. A null argument is absent.
func (f *Frame) Argument(name string) (value.Value, bool) {
	if v, ok := f.Input.Get(name); ok {
		return v, v != nil
	}
	fold := diag.Fold(name)
	if fold == "" {
		return nil, false
	}
	for have, v := range f.Input.All() {
		// A name that another parameter has by its very letters is that one's alone.
		if diag.Fold(have) == fold && !f.Op.hasParam(have) {
			return v, v != nil
		}
	}
	return nil, false
}

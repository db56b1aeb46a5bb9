package engine

import (
	"fmt"
	"slices"
	"strings"

	"naftiko/engine/internal/run"
	"naftiko/spec"
	"naftiko/spec/diag"
)

// Find returns the operation of that name: "op", "namespace.op",
// "namespace.resource.op" or "METHOD /path", compared as a whole, exactly and
// then ignoring case; where no consumed operation has the name, an exposed
// operation, a tool or an aggregate's function. Errors are *[Error] of kind Usage: unknown names come with
// the nearest known one, ambiguous ones with the names that tell them apart. An
// operation that an import was to bring is of kind Document when the import
// cannot be followed.
func (p *Program) Find(name string) (*Op, error) {
	if op, err := find(p.prog.Ops, name); op != nil || err != nil {
		return op, err
	}
	if op, err := find(p.Exposed(), name); op != nil || err != nil {
		return op, err
	}
	return nil, p.unknown(name)
}

// find returns the one of ops that is called name, or nil.
func find(ops []*Op, name string) (*Op, error) {
	for _, equal := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		for _, names := range []func(*Op) []string{ownNames, address} {
			hits := named(ops, name, names, equal)
			switch len(hits) {
			case 0:
				continue
			case 1:
				return hits[0], nil
			}
			return nil, ambiguous(name, hits)
		}
	}
	return nil, nil
}

func named(ops []*Op, name string, names func(*Op) []string, equal func(a, b string) bool) []*Op {
	var hits []*Op
	for _, op := range ops {
		if slices.ContainsFunc(names(op), func(n string) bool { return equal(n, name) }) {
			hits = append(hits, op)
		}
	}
	return hits
}

// ownNames returns the names that the document gives an operation.
func ownNames(op *Op) []string {
	return []string{op.Name, op.Namespace + "." + op.Name, op.ID, UniqueName(op)}
}

// address returns the name by method and path, which tells operations apart that
// the document calls alike.
func address(op *Op) []string { return []string{op.Method + " " + op.Path} }

func ambiguous(name string, hits []*Op) error {
	words := make([]string, len(hits))
	for i, op := range hits {
		words[i] = UniqueName(op)
	}
	return run.Errorf(run.Usage, "ambiguous-operation", "%q means %d operations", name, len(hits)).
		Help("say which: %s", strings.Join(words, ", "))
}

// UniqueName returns a name that means op alone: its ID, numbered where several
// operations have it.
func UniqueName(op *Op) string {
	if op.Numbered != "" {
		return op.Numbered
	}
	return op.ID
}

// fewOps is how many operations an error still lists.
const fewOps = 12

func (p *Program) unknown(name string) error {
	e := run.Errorf(run.Usage, "unknown-operation", "no operation %q", name)
	var names []string
	for _, op := range p.prog.Ops {
		names = append(names, op.Name)
	}
	for _, op := range p.Exposed() {
		names = append(names, op.Name)
	}
	for _, op := range p.prog.Ops {
		names = append(names, op.ID)
	}
	near := diag.Nearest(name, names)
	if imp := p.missing(name, near != ""); imp != nil {
		return notImported(name, imp.Problem)
	}
	switch {
	case near != "":
		return e.Help("did you mean %q?", near)
	case len(p.prog.Ops) == 0:
		return e.Help("the document consumes no operations")
	case len(p.prog.Ops) <= fewOps:
		return e.Help("it has %s", strings.Join(names[:len(p.prog.Ops)], ", "))
	}
	return e.Help("it has %d operations; naftiko list shows them", len(p.prog.Ops))
}

// missing returns the import that would have brought the operation name, if it
// could have been followed. Where another operation is likely to be meant, only
// one of the same namespace counts.
func (p *Program) missing(name string, near bool) *spec.Import {
	if imp := p.prog.MissingImport(name); imp != nil || near || len(p.prog.Missing) == 0 {
		return imp
	}
	return p.prog.Missing[0]
}

// notImported says why an operation is not there.
func notImported(name string, d *diag.Diagnostic) error {
	return &run.Error{
		Kind: run.Document, Code: d.Code, Pos: d.Pos, Hint: d.Hint, Err: *d,
		Msg: fmt.Sprintf("no operation %q, since an import cannot be followed: %s", name, d.Msg),
	}
}

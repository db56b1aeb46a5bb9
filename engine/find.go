package engine

import (
	"fmt"
	"slices"
	"strings"

	"naftiko/engine/internal/run"
	"naftiko/spec/diag"
)

// Find returns the operation of that name: "op", "namespace.op",
// "namespace.resource.op" or "METHOD /path", compared as a whole, exactly and
// then ignoring case. Errors are *[Error] of kind Usage: unknown names come with
// the nearest known one, ambiguous ones with the names that tell them apart.
func (p *Program) Find(name string) (*Op, error) {
	for _, equal := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		for _, names := range []func(*Op) []string{ownNames, address} {
			hits := p.named(name, names, equal)
			switch len(hits) {
			case 0:
				continue
			case 1:
				return hits[0], nil
			}
			return nil, ambiguous(name, hits)
		}
	}
	return nil, p.unknown(name)
}

func (p *Program) named(name string, names func(*Op) []string, equal func(a, b string) bool) []*Op {
	var hits []*Op
	for _, op := range p.prog.Ops {
		if slices.ContainsFunc(names(op), func(n string) bool { return equal(n, name) }) {
			hits = append(hits, op)
		}
	}
	return hits
}

// ownNames returns the names that the document gives an operation.
func ownNames(op *Op) []string { return []string{op.Name, op.Namespace + "." + op.Name, op.ID} }

// address returns the name by method and path, which tells operations apart that
// the document calls alike.
func address(op *Op) []string { return []string{op.Method + " " + op.Path} }

func ambiguous(name string, hits []*Op) error {
	words := make([]string, len(hits))
	for i, op := range hits {
		words[i] = op.ID
	}
	if len(slices.Compact(slices.Sorted(slices.Values(words)))) < len(words) {
		for i, op := range hits {
			words[i] = fmt.Sprintf("%q", op.Method+" "+op.Path)
		}
	}
	return run.Errorf(run.Usage, "ambiguous-operation", "%q means %d operations", name, len(hits)).
		Help("say which: %s", strings.Join(words, ", "))
}

// fewOps is how many operations an error still lists.
const fewOps = 12

func (p *Program) unknown(name string) error {
	e := run.Errorf(run.Usage, "unknown-operation", "no operation %q", name)
	var names []string
	for _, op := range p.prog.Ops {
		names = append(names, op.Name)
	}
	for _, op := range p.prog.Ops {
		names = append(names, op.ID)
	}
	switch near := diag.Nearest(name, names); {
	case near != "":
		return e.Help("did you mean %q?", near)
	case len(p.prog.Ops) == 0:
		return e.Help("the document consumes no operations")
	case len(p.prog.Ops) <= fewOps:
		return e.Help("it has %s", strings.Join(names[:len(p.prog.Ops)], ", "))
	}
	return e.Help("it has %d operations; naftiko list shows them", len(p.prog.Ops))
}

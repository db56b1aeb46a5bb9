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
		hits := p.named(name, equal)
		switch len(hits) {
		case 0:
			continue
		case 1:
			return hits[0], nil
		}
		return nil, ambiguous(name, hits)
	}
	return nil, p.unknown(name)
}

func (p *Program) named(name string, equal func(a, b string) bool) []*Op {
	var hits []*Op
	for _, op := range p.prog.Ops {
		if slices.ContainsFunc(namesOf(op), func(n string) bool { return equal(n, name) }) {
			hits = append(hits, op)
		}
	}
	return hits
}

// namesOf returns the names an operation answers to.
func namesOf(op *Op) []string {
	return []string{op.Name, op.Namespace + "." + op.Name, op.ID, op.Method + " " + op.Path}
}

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

package parse

import (
	"fmt"
	"slices"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

// table lists the keys of one kind of object.
type table[T any] []field[T]

// field is one key and how its value gets into the model.
type field[T any] struct {
	key string
	set func(p *parser, e entry, dst *T)
	// only is set for a key that some versions spell otherwise: as twin.
	only era
	twin string
}

func (t table[T]) has(key string) bool {
	return slices.ContainsFunc(t, func(f field[T]) bool { return f.key == key })
}

// object reads the members of n into dst by t, then by more. A key that is in
// none of them is reported as unknown to what.
func object[T any](p *parser, n yaml.Node, what string, t table[T], dst *T, more ...part) {
	b := bound[T]{t, dst}
	for k, v := range n.Members() {
		e := entry{key: k, node: v}
		if b.set(p, n, e) || setAny(p, n, e, more) {
			continue
		}
		if p.full(diag.Warning) {
			continue // a hint would be in vain
		}
		names := b.names(nil)
		for _, m := range more {
			names = m.names(names)
		}
		p.unknownKey(e, what, names)
	}
}

// part is a further table that belongs to the same object.
type part interface {
	set(p *parser, owner yaml.Node, e entry) bool
	names(to []string) []string
}

func setAny(p *parser, owner yaml.Node, e entry, parts []part) bool {
	for _, m := range parts {
		if m.set(p, owner, e) {
			return true
		}
	}
	return false
}

// bound is a table and the place that it fills.
type bound[T any] struct {
	t   table[T]
	dst *T
}

// set reports whether the table has the key of e, and reads it. A null value is
// an absent one.
func (b bound[T]) set(p *parser, owner yaml.Node, e entry) bool {
	name := e.name()
	for i := range b.t {
		f := &b.t[i]
		if f.key != name {
			continue
		}
		if (f.only == eraNone || p.spelling(owner, e, f.only, f.twin)) && !e.node.IsNull() {
			f.set(p, e, b.dst)
		}
		return true
	}
	return false
}

func (b bound[T]) names(to []string) []string {
	for i := range b.t {
		to = append(to, b.t[i].key)
	}
	return to
}

// rest takes all keys that the tables before it do not have.
type rest struct {
	keep func(e entry)
}

func (r rest) set(_ *parser, _ yaml.Node, e entry) bool {
	r.keep(e)
	return true
}

func (r rest) names(to []string) []string { return to }

func (p *parser) unknownKey(e entry, what string, known []string) {
	if p.noVersion.Pos() == e.key.Pos() {
		return // it is told already
	}
	hint := ""
	if near := diag.Nearest(e.name(), known); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	p.warnf(e.key.Pos(), "unknown-key", hint, "unknown key %q in %s", diag.Short(e.name()), what)
}

// unknownType warns of a "type" that is not among the known ones.
func (p *parser) unknownType(e entry, what string, known []string) {
	hint := "known: " + strings.Join(known, ", ")
	if near := diag.Nearest(e.node.Text(), known); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	p.warnf(e.node.Pos(), "unknown-type", hint, "unknown type %q of %s", diag.Short(e.node.Text()), what)
}

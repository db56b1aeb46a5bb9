package schema

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"naftiko/spec/value"
)

// published has the published schemas of all versions in one text: draft-07 with
// marks for what not all versions have.
//
//   - "x-in" in an object says which versions have the object: "naftiko" or
//     "ikanos" (all of that key), one version, or a range "FIRST .. LAST" with an
//     open end where nothing stands. In other versions the object is left out, as
//     a member or as an entry of a list.
//   - "x-value" beside it stands for what is no object.
//   - "x-cases" is a list of those: the first that the version has counts.
//   - the text "x-version" stands for the version itself.
//
//go:embed published.json
var published []byte

const (
	markIn      = "x-in"
	markValue   = "x-value"
	markCases   = "x-cases"
	markVersion = "x-version"
	definitions = "definitions"
	draft       = "http://json-schema.org/draft-07/schema#"
)

// Of returns the schema of what the published schema of a version takes: a
// draft-07 schema with a description of every property. It may not be changed.
// The error is of the sources, which no caller can cause.
func Of(v Version) (*value.Object, error) {
	defs, err := project(v)
	if err != nil {
		return nil, err
	}
	if err := addWords(defs); err != nil {
		return nil, err
	}
	return document(defs, v)
}

// document puts the definition of the root before the others.
func document(defs *value.Object, v Version) (*value.Object, error) {
	root, ok := defs.Get("Document")
	object, isObject := root.(*value.Object)
	if !ok || !isObject {
		return nil, fmt.Errorf("reading the published schemas: no root")
	}
	out := value.NewObject(
		value.Member{Name: "$schema", Value: draft},
		value.Member{Name: "title", Value: "Capability document, " + v.String()},
	)
	for i := range object.Len() {
		if m := object.At(i); m.Name != "title" {
			out.Set(m.Name, m.Value)
		}
	}
	used := map[string]bool{}
	refer(object, defs, used)
	rest := &value.Object{}
	for i := range defs.Len() {
		if m := defs.At(i); used[m.Name] {
			rest.Set(m.Name, m.Value)
		}
	}
	out.Set(definitions, rest)
	return out, nil
}

// refer adds to used what a part of the schema refers to, directly or by way of
// other definitions.
func refer(part value.Value, defs *value.Object, used map[string]bool) {
	switch part := part.(type) {
	case value.List:
		for _, item := range part {
			refer(item, defs, used)
		}
	case *value.Object:
		for key, v := range part.All() {
			path, _ := v.(string)
			name := strings.TrimPrefix(path, "#/definitions/")
			if def, ok := defs.Get(name); ok && key == "$ref" && !used[name] {
				used[name] = true
				refer(def, defs, used)
			}
			refer(v, defs, used)
		}
	}
}

// project returns the definitions that a version has.
func project(v Version) (*value.Object, error) {
	tree, err := decodeObject(published)
	if err != nil {
		return nil, fmt.Errorf("reading the published schemas: %w", err)
	}
	at := v.index()
	if at < 0 {
		return nil, fmt.Errorf("reading the published schemas: %w", &UnknownVersionError{Name: v.String()})
	}
	all, _ := tree.Get(definitions)
	p := projector{at: at}
	out, _ := p.value(all)
	if p.err != nil {
		return nil, fmt.Errorf("reading the published schemas: %w", p.err)
	}
	defs, ok := out.(*value.Object)
	if !ok {
		return nil, fmt.Errorf("reading the published schemas: no definitions")
	}
	return defs, nil
}

func decodeObject(data []byte) (*value.Object, error) {
	v, err := value.Decode(data)
	if err != nil {
		return nil, err
	}
	o, ok := v.(*value.Object)
	if !ok {
		return nil, fmt.Errorf("not an object")
	}
	return o, nil
}

// projector leaves out what a version does not have.
type projector struct {
	at  int // of the version among all
	err error
}

// value returns what the version has of v. It reports false when that is nothing.
func (p *projector) value(v value.Value) (value.Value, bool) {
	switch v := v.(type) {
	case string:
		if v == markVersion {
			return versions[p.at].Text, true
		}
	case value.List:
		out := make(value.List, 0, len(v))
		for _, item := range v {
			if kept, ok := p.value(item); ok {
				out = append(out, kept)
			}
		}
		return out, len(out) > 0
	case *value.Object:
		return p.object(v)
	}
	return v, true
}

func (p *projector) object(o *value.Object) (value.Value, bool) {
	if cases, ok := o.Get(markCases); ok {
		list, _ := cases.(value.List)
		for _, c := range list {
			if kept, ok := p.value(c); ok {
				return kept, true
			}
		}
		return nil, false
	}
	if in, ok := o.Get(markIn); ok && !p.has(in) {
		return nil, false
	}
	if v, ok := o.Get(markValue); ok {
		return p.value(v)
	}
	out := &value.Object{}
	for i := range o.Len() {
		m := o.At(i)
		if m.Name == markIn {
			continue
		}
		if kept, ok := p.value(m.Value); ok {
			out.Set(m.Name, kept)
		}
	}
	return out, true
}

// has reports whether the version is in a range.
func (p *projector) has(in value.Value) bool {
	words, _ := in.(string)
	first, last, isRange := strings.Cut(words, "..")
	if !isRange {
		return versions[p.at].Key == words || versions[p.at].String() == words
	}
	return p.border(first, 0) <= p.at && p.at <= p.border(last, len(versions)-1)
}

func (p *projector) border(name string, open int) int {
	name = strings.TrimSpace(name)
	if name == "" {
		return open
	}
	i := slices.IndexFunc(versions[:], func(v Version) bool { return v.String() == name })
	if i < 0 {
		p.err = fmt.Errorf("no version %q", name)
	}
	return i
}

package rule

import (
	"cmp"
	"slices"
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

// strayMapping begins the message about a key of a parameter that only outputs have.
const strayMapping = `unknown key "mapping" in `

// strayMappings are the parameters with a key mapping, by the places of their entries.
// It was to say what becomes of the value, and it is told that nothing reads it.
func (s *Subject) strayMappings() map[diag.Pos]bool {
	var at []diag.Pos
	for _, d := range s.Found {
		if d.Code == "unknown-key" && strings.HasPrefix(d.Msg, strayMapping) {
			at = append(at, d.Pos)
		}
	}
	if len(at) == 0 {
		return nil
	}
	entries := s.inputPlaces()
	out := map[diag.Pos]bool{}
	for _, pos := range at {
		i, exact := slices.BinarySearchFunc(entries, pos, comparePlaces)
		if !exact {
			i--
		}
		if i >= 0 {
			out[entries[i]] = true
		}
	}
	return out
}

// inputPlaces are the places of all parameters of the document, in their order.
func (s *Subject) inputPlaces() []diag.Pos {
	var out []diag.Pos
	var walk func(inputs []spec.Input)
	one := func(in *spec.Input) {
		if in == nil {
			return
		}
		if in.Pos.File == s.Doc.Pos.File {
			out = append(out, in.Pos)
		}
		walk(in.Properties)
	}
	walk = func(inputs []spec.Input) {
		for i := range inputs {
			one(&inputs[i])
			one(inputs[i].Items)
		}
	}
	ops := s.operations()
	for i := range ops {
		for _, level := range ops[i].levels() {
			walk(level)
		}
	}
	units := s.units()
	for i := range units {
		for _, level := range [][]spec.Input{units[i].inherited[0], units[i].inherited[1], units[i].Inputs} {
			walk(level)
		}
	}
	slices.SortFunc(out, comparePlaces)
	return out
}

func comparePlaces(a, b diag.Pos) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

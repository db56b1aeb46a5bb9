package schema

import (
	"slices"
	"strconv"

	"github.com/xeipuuv/gojsonschema"

	"naftiko/spec/value"
)

const (
	maxViolations = 1000

	// joint stands between the names of a path. Neither aliases nor the schema's
	// own names contain it.
	joint = "\x00"
)

// arrange turns the library's errors about doc into violations in the order of
// the document, without repetitions.
func (c *checker) arrange(doc value.Value, errs []gojsonschema.ResultError) []Violation {
	a := &arranger{c: c, found: map[string][]Violation{}}
	for _, e := range errs {
		a.add(e)
	}
	a.walk(doc, gojsonschema.STRING_CONTEXT_ROOT)
	return a.out
}

type arranger struct {
	c *checker
	// found has the violations by the library's path to them: of an unknown key
	// to that key, of all others to the value.
	found map[string][]Violation
	path  []string
	out   []Violation
}

func (a *arranger) add(e gojsonschema.ResultError) {
	v, ok := describe(e)
	if !ok {
		return
	}
	place := e.Context().String(joint)
	if v.Kind == unknownKey {
		place += joint + v.Key
	}
	if !slices.ContainsFunc(a.found[place], func(w Violation) bool { return w.Msg == v.Msg }) {
		a.found[place] = append(a.found[place], v)
	}
}

// walk moves the violations in v, which the library knows as place, to a.out.
func (a *arranger) walk(v value.Value, place string) {
	a.emit(place)
	switch v := v.(type) {
	case value.List:
		for i, item := range v {
			segment := strconv.Itoa(i)
			a.enter(segment, item, place+joint+segment)
		}
	case *value.Object:
		for i := range v.Len() {
			m := v.At(i)
			if m.Value == nil {
				continue
			}
			a.enter(m.Name, m.Value, place+joint+a.c.name(m.Name, i))
		}
	}
}

func (a *arranger) enter(segment string, v value.Value, place string) {
	if len(a.out) >= maxViolations {
		return
	}
	if a.isUnknown(place) {
		a.out = append(a.out, Violation{Path: slices.Clone(a.path), Key: segment, Msg: unknownMsg(segment), Kind: unknownKey})
		return
	}
	a.path = append(a.path, segment)
	a.walk(v, place)
	a.path = a.path[:len(a.path)-1]
}

// isUnknown reports whether the violation at place is that its key is unknown;
// then the library has not looked at the value.
func (a *arranger) isUnknown(place string) bool {
	found := a.found[place]
	return len(found) > 0 && found[0].Kind == unknownKey
}

func (a *arranger) emit(place string) {
	for _, v := range a.found[place] {
		if len(a.out) < maxViolations {
			v.Path = slices.Clone(a.path)
			a.out = append(a.out, v)
		}
	}
}

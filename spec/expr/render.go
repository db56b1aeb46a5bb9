package expr

import (
	"slices"
	"strconv"
	"strings"

	"naftiko/spec/value"
)

const (
	// maxRendered is where a rendering stops growing.
	maxRendered = 32 << 20
	// maxRenderWork limits how many tags and scopes one rendering looks at:
	// nested sections multiply work even when they write nothing.
	maxRenderWork = 1 << 24
)

// Overflow stands last in the missing names of [Template.Render] when the output
// reached 32 MiB or its work the limit. It cannot be the name of a variable.
const Overflow = "{output over 32 MiB}"

// Opaque may be returned by a Scope instead of a value: a bind whose value is
// not looked at while rendering.
type Opaque struct{ Name string }

// Scope looks a variable up by its whole dotted name. The result is a
// value.Value, an [Opaque], or a [Text] rendered in [Raw] that holds some.
type Scope func(name string) (any, bool)

// Render returns the template with the variables of scope put in, each inserted
// value, and nothing else, written in enc. It never fails: an absent variable
// and null render as "", and missing has the names of the absent ones, in order,
// each once.
//
// A name is looked up as a whole first, from the innermost section's value
// outwards and then in scope; failing that, its first segment is looked up the
// same way and the others inside of what was found, as object members and list
// indices. Numbers keep their spelling, lists and objects render as JSON, and an
// inserted value is not rendered again. A section is skipped for false, null, an
// empty list and an absent variable; it is repeated for a list, and rendered once
// for anything else, [Opaque] included.
//
// Rendering stops at 32 MiB of output, or when sections multiply to more than
// 16 million steps: then [Overflow] is added to missing, and [Text.Plain] and
// [Text.Reveal] of what there is say that it is not the whole.
func (t *Template) Render(scope Scope, enc Encoding) (out Text, missing []string) {
	if len(t.nodes) == 1 && t.nodes[0].kind == textNode && len(t.src) <= maxRendered {
		return Literal(t.nodes[0].text), nil
	}
	r := renderer{scope: scope, enc: enc, work: maxRenderWork}
	if !r.render(t.nodes) {
		r.flush()
		return append(r.out, Segment{cut: true}), append(r.missing, Overflow)
	}
	r.flush()
	return r.out, r.missing
}

type renderer struct {
	scope Scope
	enc   Encoding
	// stack has the values of the open sections, outermost first.
	stack   []any
	out     Text
	literal strings.Builder
	size    int
	work    int
	missing []string
	seen    map[string]bool
}

// render writes nodes and reports whether it may go on.
func (r *renderer) render(nodes []node) bool {
	for i := range nodes {
		n := &nodes[i]
		r.work--
		ok := r.work > 0
		switch n.kind {
		case textNode:
			ok = ok && r.write(n.text)
		case variableNode:
			ok = ok && r.variable(n)
		default:
			ok = ok && r.section(n)
		}
		if !ok {
			return false
		}
	}
	return true
}

// write adds literal text as far as the limit lets it.
func (r *renderer) write(s string) bool {
	room := maxRendered - r.size
	if len(s) > room {
		r.literal.WriteString(s[:room])
		r.size = maxRendered
		return false
	}
	r.size += len(s)
	r.literal.WriteString(s)
	return true
}

// flush ends the literal segment that is being written.
func (r *renderer) flush() {
	if r.literal.Len() == 0 {
		return
	}
	r.out = append(r.out, Segment{Text: r.literal.String()})
	r.literal.Reset()
}

func (r *renderer) variable(n *node) bool {
	v, ok := r.lookup(n)
	if !ok {
		r.miss(n.text)
		return true
	}
	switch v := v.(type) {
	case Opaque:
		return r.closed(Text{{Opaque: v.Name, Encoding: r.enc}})
	case Text:
		return r.closed(v.Encode(r.enc))
	}
	return r.write(r.enc.Encode(value.Text(v)))
}

// closed adds a text that is opaque in part.
func (r *renderer) closed(t Text) bool {
	r.flush()
	for _, s := range t {
		r.size += len(s.Text) + len(s.Opaque)
	}
	r.out = append(r.out, t...)
	return r.size < maxRendered
}

func (r *renderer) miss(name string) {
	if r.seen[name] {
		return
	}
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	r.seen[name] = true
	r.missing = append(r.missing, name)
}

func (r *renderer) section(n *node) bool {
	v, ok := r.lookup(n)
	if list, isList := v.(value.List); isList && len(list) > 0 && n.kind == sectionNode {
		return !slices.ContainsFunc(list, func(item any) bool { return !r.within(item, n.body) })
	}
	if truthy(v, ok) != (n.kind == sectionNode) {
		return true
	}
	if n.kind == invertedNode {
		return r.render(n.body)
	}
	return r.within(v, n.body)
}

// within renders body with v as the innermost scope.
func (r *renderer) within(v any, body []node) bool {
	r.work--
	r.stack = append(r.stack, v)
	ok := r.render(body)
	r.stack = r.stack[:len(r.stack)-1]
	return ok && r.work > 0
}

func truthy(v any, found bool) bool {
	if !found || v == nil || v == false {
		return false
	}
	list, isList := v.(value.List)
	return !isList || len(list) > 0
}

func (r *renderer) lookup(n *node) (any, bool) {
	if v, ok := r.find(n.text); ok || n.split == nil {
		return v, ok
	}
	v, ok := r.find(n.split[0])
	for _, name := range n.split[1:] {
		if !ok {
			return nil, false
		}
		v, ok = inside(v, name)
	}
	return v, ok
}

// find looks name up from the inside out.
func (r *renderer) find(name string) (any, bool) {
	if name == "." && len(r.stack) > 0 {
		return r.stack[len(r.stack)-1], true
	}
	r.work -= len(r.stack)
	for _, v := range slices.Backward(r.stack) {
		if o, ok := v.(*value.Object); ok {
			if v, ok := o.Get(name); ok {
				return v, true
			}
		}
	}
	if r.scope == nil {
		return nil, false
	}
	v, ok := r.scope(name)
	if !ok {
		return nil, false
	}
	return known(v)
}

// known keeps a wrong type of a Scope out of the renderer.
func known(v any) (any, bool) {
	switch v.(type) {
	case nil, bool, string, value.Number, value.List, *value.Object, value.Blob, Opaque, Text:
		return v, true
	}
	v, err := value.From(v)
	return v, err == nil
}

// inside returns the member or the list element of v that name names.
func inside(v any, name string) (any, bool) {
	switch v := v.(type) {
	case *value.Object:
		return v.Get(name)
	case value.List:
		if name == "" || strings.Trim(name, "0123456789") != "" {
			return nil, false
		}
		i, err := strconv.Atoi(name)
		if err != nil || i >= len(v) {
			return nil, false
		}
		return v[i], true
	}
	return nil, false
}

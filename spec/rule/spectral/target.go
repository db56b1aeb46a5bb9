package spectral

import (
	"strconv"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

// target is what a function judges: a value, and where it stands.
type target struct {
	value any
	// at is the place of the value or, if it is not there, the nearest place above it.
	at *spot
	// missing are the names that are not there, from at downwards.
	missing []string
	// isKey is set where the value is the key of at.
	isKey bool
}

// pos returns where findings about t are reported.
func (t target) pos() diag.Pos {
	if t.isKey && t.at.key.Pos().IsValid() {
		return t.at.key.Pos()
	}
	return t.at.pos()
}

// property returns what messages call the value: its key or index; of what is missing
// the last name that is there, and those that are not.
func (t target) property() string {
	if len(t.missing) == 0 {
		return t.at.name()
	}
	var b strings.Builder
	names := t.missing
	if t.at.up != nil {
		names = append([]string{t.at.name()}, names...)
	}
	for i, name := range names {
		switch _, err := strconv.Atoi(name); {
		case err == nil:
			b.WriteString("[" + name + "]")
			continue
		case strings.ContainsAny(name, " \t"):
			b.WriteString("['" + name + "']")
			continue
		case i > 0:
			b.WriteByte('.')
		}
		b.WriteString(name)
	}
	return b.String()
}

// field is where then.field leads from what given found. A field says nothing where
// given found a single text, number, boolean or null: that is judged itself.
type field struct {
	kind  fieldKind
	whole string   // as written: a member of that very name comes first
	names []string // as a path
	path  *path
}

type fieldKind uint8

const (
	noField fieldKind = iota
	keyField
	nameField
	pathField
)

// parseField compiles the text of then.field.
func parseField(text string) (field, error) {
	switch {
	case text == "":
		return field{kind: nameField, names: []string{""}}, nil
	case text == "@key":
		return field{kind: keyField}, nil
	case strings.HasPrefix(text, "$"):
		p, err := parsePath(text)
		return field{kind: pathField, path: p}, err
	}
	return field{kind: nameField, whole: text, names: splitNames(text)}, nil
}

// splitNames takes a.b[0]['c'] apart.
func splitNames(text string) []string {
	var names []string
	for text != "" {
		if strings.HasPrefix(text, "[") {
			end := strings.IndexByte(text, ']')
			if end < 0 {
				return append(names, text)
			}
			names = append(names, strings.Trim(text[1:end], `'"`))
			text = strings.TrimPrefix(text[end+1:], ".")
			continue
		}
		end := strings.IndexAny(text, ".[")
		if end < 0 {
			return append(names, text)
		}
		names = append(names, text[:end])
		if text = text[end:]; text[0] == '.' {
			if text = text[1:]; text == "" {
				names = append(names, "")
			}
		}
	}
	return names
}

// targets returns what a field of a found place is judged.
func (w *walk) targets(f field, at *spot, keyed bool) []target {
	if keyed {
		return []target{keyTarget(at)}
	}
	k := at.node.Kind()
	if f.kind == noField || k != yaml.List && k != yaml.Map {
		return []target{{value: at.value(), at: at}}
	}
	var out []target
	switch f.kind {
	case keyField:
		for _, kid := range w.children(at) {
			t := keyTarget(kid)
			t.value = kid.name()
			out = append(out, t)
		}
	case pathField:
		out = w.below(f.path, at)
	default:
		out = append(out, w.named(f, at))
	}
	if len(out) == 0 {
		out = append(out, target{value: undefined{}, at: at})
	}
	return out
}

func keyTarget(at *spot) target {
	if at.up == nil {
		return target{value: undefined{}, at: at}
	}
	return target{value: at.label(), at: at, isKey: true}
}

// below returns what a path leads to that begins at a place.
func (w *walk) below(p *path, at *spot) []target {
	found := []*spot{at}
	for i := range p.steps {
		found = w.take(&p.steps[i], found)
	}
	out := make([]target, len(found))
	for i, s := range found {
		if out[i] = (target{value: s.value(), at: s}); p.keyed {
			out[i] = keyTarget(s)
		}
	}
	return out
}

// named returns the member that a field names, or says what of it is missing.
func (w *walk) named(f field, at *spot) target {
	if kid := w.child(at, f.whole); kid != nil {
		return target{value: kid.value(), at: kid}
	}
	for i, name := range f.names {
		kid := w.child(at, name)
		if kid == nil {
			t := target{value: undefined{}, at: at, missing: f.names[i:]}
			if i == len(f.names)-1 && name == "length" {
				t.value = memberOf(at.value(), name)
			}
			return t
		}
		at = kid
	}
	return target{value: at.value(), at: at}
}

func (w *walk) child(at *spot, name string) *spot {
	kids := w.children(at)
	if at.node.Kind() == yaml.List {
		if i, ok := indexIn(name, len(kids)); ok {
			return kids[i]
		}
		return nil
	}
	for _, kid := range kids {
		if kid.key.Text() == name {
			return kid
		}
	}
	return nil
}

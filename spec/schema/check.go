package schema

import (
	"cmp"
	"slices"
	"sync"

	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

// maxViolations is how many violations of one document are told.
const maxViolations = 1000

// Violation is one place where a document departs from a schema.
type Violation struct {
	// Pos is where the mistake is: of a value that is wrong, or of its key where it is
	// empty or begins on a later line; of an unknown key; of the key of a mapping in
	// which one is missing; of the last of keys that may not stand together.
	Pos diag.Pos
	// Value is where the value begins that Pos points at.
	Value diag.Pos
	// Path leads from the root to the value: names of members, and indices of
	// lists counted from 0. For a missing or unknown key it leads to the mapping.
	Path []string
	// Key is the missing or unknown key, or "".
	Key string
	// Kind says what kind of mistake it is.
	Kind Kind
	// Msg says what is wrong, in lower case and without the place. Keys and the
	// names of things are quoted in it, other values are not.
	Msg string
	// Hint is a way out, or "".
	Hint string
	// For is the key that an unknown one was to be, or "". That it is missing is no
	// violation of its own.
	For string
	// Also are other places that the same mistake may be found at: of the mapping that
	// has an unknown key, or lacks it, and of keys that are of another type.
	Also []diag.Pos
}

// Kind is a kind of violation: the last part of its stable code.
type Kind string

// The kinds.
const (
	// Type is of a value of the wrong JSON type.
	Type Kind = "type"
	// Required is of a key that is missing, or of one of several.
	Required Kind = "required"
	// UnknownKey is of a key that does not belong where it stands.
	UnknownKey Kind = "unknown-key"
	// Enum is of a value that is none of those which may stand there.
	Enum Kind = "enum"
	// Pattern is of a text of the wrong form.
	Pattern Kind = "pattern"
	// Size is of a number, text, list or mapping that is too small or too large.
	Size Kind = "size"
	// Conflict is of keys that may not stand together.
	Conflict Kind = "conflict"
)

// Schema checks documents. It is safe for concurrent use.
type Schema struct {
	root *rule
	// nulls tells that null is a value, and a violation nearly everywhere; else a
	// member that is null counts as not written.
	nulls bool
}

// Practical returns the practical schema, ready to check with.
func Practical() (*Schema, error) { return practical() }

// Published returns the schema of a version, ready to check with. Each is made at
// its first use.
func Published(v Version) (*Schema, error) {
	at := v.index()
	if at < 0 {
		return nil, &UnknownVersionError{Name: v.String()}
	}
	return publishedSchemas()[at]()
}

var practical = sync.OnceValues(func() (*Schema, error) {
	tree, err := decodeObject(text)
	if err != nil {
		return nil, err
	}
	root, err := compile(tree)
	return &Schema{root: root}, err
})

// publishedSchemas returns the schemas of the versions, each yet to be made.
var publishedSchemas = sync.OnceValue(func() []func() (*Schema, error) {
	out := make([]func() (*Schema, error), len(versions))
	for i, v := range versions {
		out[i] = sync.OnceValues(func() (*Schema, error) {
			defs, err := project(v)
			if err != nil {
				return nil, err
			}
			tree, err := document(defs, v)
			if err != nil {
				return nil, err
			}
			root, err := compile(tree)
			return &Schema{root: root, nulls: true}, err
		})
	}
	return out
})

// Check returns where a whole document departs from the schema, in the order of
// the document; the first thousand places or so, and whether there are more. The
// error is of the schema itself, which no document can cause.
func (s *Schema) Check(root yaml.Node) (list []Violation, more bool, err error) {
	out := &collector{most: maxViolations}
	w := walker{nulls: s.nulls, out: out}
	ok := w.eval(s.root, place{node: root})
	if out.err != nil {
		return nil, false, out.err
	}
	out.settle()
	if !ok && len(out.list) == 0 {
		out.add(found{Violation: Violation{Pos: root.Pos(), Kind: Conflict, Msg: "the document does not fit the schema"}})
	}
	list = make([]Violation, len(out.list))
	for i, found := range out.list {
		list[i] = found.Violation
	}
	slices.SortStableFunc(list, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
	})
	return list, out.more, nil
}

// Fits reports whether a value, as of a document without places, is right. It is
// what Check says in one word, for less.
func (s *Schema) Fits(root yaml.Node) bool {
	w := walker{nulls: s.nulls}
	return w.eval(s.root, place{node: root})
}

// collector gathers violations, up to a number.
type collector struct {
	most int
	// trial tells that only the number of violations counts.
	trial bool
	list  []found
	more  bool
	err   error
}

// found is a violation, and what it takes to tell whether another one is about the
// same mistake.
type found struct {
	Violation
	// any are the keys of which one is missing, where there are several.
	any []string
	// stray is set for an unknown key.
	stray *stray
	// told is set if another violation says the same.
	told bool
}

// wants reports whether key would make good what is missing.
func (f *found) wants(key string) bool {
	return f.Kind == Required && (f.Key == key || slices.Contains(f.any, key))
}

func (c *collector) add(f found) {
	if len(c.list) >= c.most {
		c.more = true
		return
	}
	c.list = append(c.list, f)
}

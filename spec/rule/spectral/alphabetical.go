package spectral

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

func newAlphabetical(o yaml.Node) (check, error) {
	keyedBy := ""
	if o.Kind() != yaml.Null {
		if err := options(o, "keyedBy"); err != nil {
			return nil, err
		}
		if keyedBy = o.Get("keyedBy").Text(); o.Get("keyedBy").Type() != yaml.StringType {
			return nil, invalid{"the option keyedBy is not a text"}
		}
	}
	return func(w *walk, t target) []finding {
		if _, ok := t.value.(yaml.Node); !ok || t.at.node.Len() < 2 {
			return nil
		}
		return inOrder(w, t, keyedBy)
	}, nil
}

// inOrder judges the items of a list, or their members called keyedBy, or the keys of
// a mapping.
func inOrder(w *walk, t target, keyedBy string) []finding {
	kids := w.children(t.at)
	values := make([]any, len(kids))
	for i, kid := range kids {
		values[i] = kid.value()
		if !kid.isItem() {
			values[i] = kid.name()
		}
		if keyedBy != "" {
			if _, ok := values[i].(yaml.Node); !ok {
				return say("%s must have only mappings in it", t.subject())
			}
			values[i] = memberOf(values[i], keyedBy)
		}
	}
	for _, v := range values {
		switch v.(type) {
		case string, float64:
		default:
			return say("%s must have only texts and numbers in it", t.subject())
		}
	}
	for i := range len(values) - 1 {
		if !after(values[i], values[i+1]) {
			continue
		}
		if keyedBy != "" {
			return say("%s must be ordered by %q", t.subject(), diag.Short(keyedBy))
		}
		name := ""
		if kids[i].isItem() {
			name = kids[i].keyName()
		}
		msg := fmt.Sprintf("%s must stand behind %s", quoted(name, values[i]), quoted(name, values[i+1]))
		return []finding{{msg: msg, at: kids[i], pos: kids[i].key.Pos()}}
	}
	return nil
}

// quoted writes the value of a key for a message.
func quoted(key string, v any) string {
	if _, ok := v.(string); ok {
		return strconv.Quote(veiled(key, v))
	}
	return veiled(key, v)
}

// after reports whether a belongs behind b. Numbers do if they are larger by 1.
func after(a, b any) bool {
	_, left := a.(float64)
	_, right := b.(float64)
	if (left || math.IsNaN(number(a))) && (right || !math.IsNaN(number(b))) {
		return number(a)-number(b) >= 1
	}
	x, isText := a.(string)
	y, both := b.(string)
	return isText && both && collate(x, y) > 0
}

// collation is the order of ASCII in the root collation of Unicode: blanks,
// punctuation, symbols, digits; letters follow.
const collation = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789"

// collate compares two texts as Unicode's root collation does: first regardless of
// case, then small letters before large ones.
func collate(a, b string) int {
	x, y := []rune(a), []rune(b)
	for i := range min(len(x), len(y)) {
		if c := cmp.Compare(weight(x[i]), weight(y[i])); c != 0 {
			return c
		}
	}
	if c := cmp.Compare(len(x), len(y)); c != 0 {
		return c
	}
	for i := range x {
		if x[i] != y[i] {
			return cmp.Compare(y[i], x[i]) // small letters have the larger codes
		}
	}
	return 0
}

func weight(r rune) int {
	switch {
	case r >= 'a' && r <= 'z':
		return 1000 + int(r)
	case r >= 'A' && r <= 'Z':
		return 1000 + int(r) + 'a' - 'A'
	case r < 0x80:
		return strings.IndexRune(collation, r)
	}
	return 2000 + int(r)
}

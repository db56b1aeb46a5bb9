package spectral

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf16"

	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// undefined is the value of what is not there.
//
// The other values that rules see are nil, bool, float64, string, a yaml.Node that is
// a list or a mapping, and in expressions []any and *pattern.
type undefined struct{}

// valueOf returns what stands at n.
func valueOf(n yaml.Node) any {
	switch n.Kind() {
	case yaml.List, yaml.Map:
		return n
	case yaml.Null:
		return nil
	}
	switch v := n.Plain().(type) {
	case bool:
		return v
	case value.Number:
		return v.Float()
	case string:
		if n.Type() == yaml.FractionType {
			return beyondJSON(v)
		}
		return v
	}
	return nil
}

// beyondJSON reads the numbers that JSON does not have.
func beyondJSON(text string) float64 {
	switch {
	case strings.HasSuffix(strings.ToLower(text), "nan"):
		return math.NaN()
	case strings.HasPrefix(text, "-"):
		return math.Inf(-1)
	}
	return math.Inf(1)
}

// truthy reports whether JavaScript takes v for true.
func truthy(v any) bool {
	switch v := v.(type) {
	case undefined, nil:
		return false
	case bool:
		return v
	case float64:
		return v != 0 && !math.IsNaN(v)
	case string:
		return v != ""
	}
	return true
}

// same reports whether two values are strictly equal in JavaScript.
func same(a, b any) bool {
	switch a := a.(type) {
	case []any:
		return false // made anew each time
	case float64:
		f, ok := b.(float64)
		return ok && a == f
	case yaml.Node:
		n, ok := b.(yaml.Node)
		return ok && a == n
	}
	if _, ok := b.([]any); ok {
		return false
	}
	return a == b
}

// alike reports whether two values are loosely equal in JavaScript, but for lists and
// mappings, which are only ever equal to themselves.
func alike(a, b any) bool {
	if nothing(a) || nothing(b) {
		return nothing(a) && nothing(b)
	}
	_, left := a.(string)
	_, right := b.(string)
	if left && right || !isPrimitive(a) || !isPrimitive(b) {
		return same(a, b)
	}
	return number(a) == number(b)
}

func nothing(v any) bool {
	switch v.(type) {
	case undefined, nil:
		return true
	}
	return false
}

func isPrimitive(v any) bool {
	switch v.(type) {
	case bool, float64, string:
		return true
	}
	return false
}

// number converts v as JavaScript does; lists and mappings are no numbers.
func number(v any) float64 {
	switch v := v.(type) {
	case nil:
		return 0
	case bool:
		if v {
			return 1
		}
		return 0
	case float64:
		return v
	case string:
		return numberOf(v)
	}
	return math.NaN()
}

func numberOf(text string) float64 {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0
	}
	if len(text) > 2 && text[0] == '0' && strings.IndexByte("xXoObB", text[1]) >= 0 {
		if n, err := strconv.ParseUint(text, 0, 64); err == nil && !strings.Contains(text, "_") {
			return float64(n)
		}
		return math.NaN()
	}
	f, err := strconv.ParseFloat(text, 64)
	switch {
	case strings.ContainsAny(text, "xXpP_") || strings.ContainsAny(text, "nN") && !strings.HasSuffix(text, "Infinity"):
		return math.NaN()
	case err != nil && !math.IsInf(f, 0):
		return math.NaN()
	}
	return f
}

// text writes v as JavaScript does where it joins it to a text, but for lists, which
// it writes like mappings.
func text(v any) string {
	switch v := v.(type) {
	case undefined:
		return "undefined"
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case string:
		return v
	case float64:
		return numberText(v)
	case yaml.Node:
		return "[object Object]"
	}
	return ""
}

func numberText(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 0):
		return strings.TrimPrefix(strconv.FormatFloat(f, 'g', -1, 64)[:1], "+") + "Infinity"
	case math.Abs(f) < 1e21:
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// lengthOf returns how many UTF-16 units a text has.
func lengthOf(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// memberOf returns the member called name of a value: undefined where there is none.
func memberOf(v any, name string) any {
	switch v := v.(type) {
	case string:
		if name == "length" {
			return float64(lengthOf(v))
		}
	case []any:
		if name == "length" {
			return float64(len(v))
		}
		if i, ok := indexIn(name, len(v)); ok {
			return v[i]
		}
	case yaml.Node:
		if v.Kind() == yaml.List && name == "length" {
			return float64(v.Len())
		}
		if n, _, ok := child(v, name); ok {
			return valueOf(n)
		}
	}
	return undefined{}
}

// child returns the member or the item called name of a mapping or a list, and the
// member's key.
func child(n yaml.Node, name string) (node, key yaml.Node, ok bool) {
	if n.Kind() == yaml.List {
		want, ok := indexIn(name, n.Len())
		if !ok {
			return yaml.Node{}, yaml.Node{}, false
		}
		for item := range n.Items() {
			if want == 0 {
				return item, yaml.Node{}, true
			}
			want--
		}
	}
	for k, v := range n.Members() {
		if k.Text() == name {
			return v, k, true
		}
	}
	return yaml.Node{}, yaml.Node{}, false
}

// indexIn reads name as the index of one of n items.
func indexIn(name string, n int) (int, bool) {
	if name == "" || len(name) > 1 && name[0] == '0' || strings.Trim(name, "0123456789") != "" {
		return 0, false
	}
	i, err := strconv.Atoi(name)
	return i, err == nil && i < n
}

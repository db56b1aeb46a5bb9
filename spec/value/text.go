package value

import (
	"strconv"
	"strings"
)

// Text returns v as it stands inside a text, a query or a header: strings as
// they are, numbers as written but without an exponent below 1e21, true and
// false, "" for null, JSON for lists and objects, the bytes of a Blob.
func Text(v Value) string {
	switch v := v.(type) {
	case nil:
		return ""
	case bool:
		return strconv.FormatBool(v)
	case string:
		return v
	case Number:
		return plain(v)
	case Blob:
		return string(v.Data)
	}
	return string(Append(nil, v))
}

// plain spells n without an exponent where the number stays short.
func plain(n Number) string {
	if !strings.ContainsAny(string(n), "eE") {
		return string(n)
	}
	f := n.Float()
	if f > -1e21 && f < 1e21 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return string(n)
}

// Equal reports whether a and b are the same value. Numbers are equal when they
// are spelled alike or have the same float64 value; the order of members does
// not count.
func Equal(a, b Value) bool {
	switch a := a.(type) {
	case Number:
		b, ok := b.(Number)
		return ok && (a == b || a.Float() == b.Float())
	case List:
		b, ok := b.(List)
		return ok && equalLists(a, b)
	case *Object:
		b, ok := b.(*Object)
		return ok && equalObjects(a, b)
	case Blob:
		b, ok := b.(Blob)
		return ok && string(a.Data) == string(b.Data)
	}
	switch b.(type) {
	case List, *Object, Blob:
		return false
	}
	return a == b
}

func equalLists(a, b List) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

func equalObjects(a, b *Object) bool {
	if a.Len() != b.Len() {
		return false
	}
	for name, v := range a.All() {
		if w, ok := b.Get(name); !ok || !Equal(v, w) {
			return false
		}
	}
	return true
}

package format

import "naftiko/spec/value"

var ndjsonKind = Kind{
	Name:   "ndjson",
	Doc:    "One JSON value a line: the entries of the first list in the result.",
	Encode: encodeNDJSON,
}

func encodeNDJSON(dst []byte, v value.Value, _ bool) ([]byte, error) {
	for _, item := range Rows(v) {
		dst = append(value.Append(dst, item), '\n')
	}
	return dst, nil
}

// Rows descends through objects of a single member to the first list and
// returns its entries; anything else is one row.
func Rows(v value.Value) value.List {
	for {
		switch w := v.(type) {
		case value.List:
			return w
		case *value.Object:
			if w.Len() == 1 && descends(w.At(0).Value) {
				v = w.At(0).Value
				continue
			}
			if list, ok := onlyList(w); ok {
				return list
			}
		}
		return value.List{v}
	}
}

func descends(v value.Value) bool {
	switch v.(type) {
	case value.List, *value.Object:
		return true
	}
	return false
}

// onlyList returns the first list of objects among the members: APIs wrap their
// list in an object beside counts and links.
func onlyList(o *value.Object) (value.List, bool) {
	for _, v := range o.All() {
		list, ok := v.(value.List)
		if !ok || len(list) == 0 {
			continue
		}
		if _, ok := list[0].(*value.Object); ok {
			return list, true
		}
	}
	return nil, false
}

package value

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
)

// From turns plain Go data into a Value: nil, booleans, strings, all integer
// and float types, json.Number, []byte (a Blob), []any, []string,
// map[string]any (members sorted by name), and Values, which are copied. Other types,
// NaN and infinities are errors that name the place inside v, and so is what
// nests deeper than [MaxDepth].
func From(v any) (Value, error) { return from(v, "", 0) }

func from(v any, at string, depth int) (Value, error) {
	if depth > MaxDepth {
		return nil, errTooDeep
	}
	switch v := v.(type) {
	case nil, bool, string, Number, Blob:
		return v, nil
	case *Object:
		return fromObject(v, at, depth+1)
	case []byte:
		return Blob{Data: v}, nil
	case []any:
		return fromList(v, at, depth+1)
	case []string:
		return fromList(v, at, depth+1)
	case map[string]any:
		return fromMap(v, at, depth+1)
	case json.Number:
		if n, ok := ParseNumber(v.String()); ok {
			return n, nil
		}
		return nil, fmt.Errorf("value%s: %q is not a number", at, v)
	case float32:
		return fromFloat(float64(v), 32, at)
	case float64:
		return fromFloat(v, 64, at)
	}
	return fromInteger(v, at)
}

func fromList[T any](items []T, at string, depth int) (Value, error) {
	list := make(List, len(items))
	for i, item := range items {
		v, err := from(item, fmt.Sprintf("%s[%d]", at, i), depth)
		if err != nil {
			return nil, err
		}
		list[i] = v
	}
	return list, nil
}

func fromObject(o *Object, at string, depth int) (Value, error) {
	out := &Object{}
	for name, v := range o.All() {
		w, err := from(v, at+"."+name, depth)
		if err != nil {
			return nil, err
		}
		out.Set(name, w)
	}
	return out, nil
}

func fromMap(m map[string]any, at string, depth int) (Value, error) {
	o := &Object{}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		v, err := from(m[name], at+"."+name, depth)
		if err != nil {
			return nil, err
		}
		o.Set(name, v)
	}
	return o, nil
}

func fromFloat(f float64, bits int, at string) (Value, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, fmt.Errorf("value%s: %v has no JSON form", at, f)
	}
	return Number(strconv.FormatFloat(f, 'g', -1, bits)), nil
}

func fromInteger(v any, at string) (Value, error) {
	switch v := v.(type) {
	case int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64:
		return Number(fmt.Sprint(v)), nil
	}
	return nil, fmt.Errorf("value%s: a Go %T has no JSON form", at, v)
}

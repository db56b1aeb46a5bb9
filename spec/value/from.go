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
// map[string]any (members sorted by name), and Values themselves. Other types,
// NaN and infinities are errors that name the place inside v.
func From(v any) (Value, error) { return from(v, "") }

func from(v any, at string) (Value, error) {
	switch v := v.(type) {
	case nil, bool, string, Number, *Object, Blob:
		return v, nil
	case []byte:
		return Blob{Data: v}, nil
	case []any:
		return fromList(v, at)
	case []string:
		return fromList(v, at)
	case map[string]any:
		return fromMap(v, at)
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

func fromList[T any](items []T, at string) (Value, error) {
	list := make(List, len(items))
	for i, item := range items {
		v, err := from(item, fmt.Sprintf("%s[%d]", at, i))
		if err != nil {
			return nil, err
		}
		list[i] = v
	}
	return list, nil
}

func fromMap(m map[string]any, at string) (Value, error) {
	o := &Object{}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		v, err := from(m[name], at+"."+name)
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

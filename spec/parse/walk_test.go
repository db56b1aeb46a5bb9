package parse_test

import (
	"fmt"
	"reflect"

	"naftiko/spec/diag"
)

// texts lists every value of v with its path, places left out.
func texts(v any) []string {
	var out []string
	walk("", reflect.ValueOf(v), &out)
	return out
}

func walk(path string, v reflect.Value, out *[]string) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walk(path, v.Elem(), out)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[diag.Pos]() {
			return
		}
		for i := range v.NumField() {
			walk(path+"."+v.Type().Field(i).Name, v.Field(i), out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(fmt.Sprintf("%s[%d]", path, i), v.Index(i), out)
		}
	default:
		if !v.IsZero() {
			*out = append(*out, fmt.Sprintf("%s=%v", path, v))
		}
	}
}

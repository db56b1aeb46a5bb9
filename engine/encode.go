package engine

import (
	"naftiko/engine/internal/format"
	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// Encode writes a value in one of the formats of [Encoders]; "" is JSON. indent
// asks for the form that people read.
func Encode(name string, v value.Value, indent bool) ([]byte, error) {
	k, err := format.Find(name)
	if err != nil {
		return nil, err
	}
	if v, err = value.From(v); err != nil {
		return nil, err
	}
	return k.Encode(nil, v, indent)
}

// Encoders returns the names of the formats that values can be written in.
func Encoders() []string { return format.Encoders() }

// Table returns the rows of the first list in v as text, under the names of
// their members.
func Table(v value.Value) (header []string, rows [][]string) { return format.Table(v) }

// Path is a compiled JSONPath.
type Path = expr.Path

// ParsePath compiles a JSONPath of the dialect that documents use.
func ParsePath(src string) (*Path, error) { return expr.ParsePath(src) }

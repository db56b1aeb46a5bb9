package engine

import (
	"fmt"

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
	if k.Encode == nil {
		return nil, fmt.Errorf("nothing is written in the format %q", k.Name)
	}
	if v, err = value.From(v); err != nil {
		return nil, err
	}
	return k.Encode(nil, v, indent)
}

// ParseSize reads a size such as 4096, 512KiB or 1.5MiB, in bytes.
func ParseSize(text string) (int64, error) { return format.ParseSize(text) }

// Encoders returns the names of the formats that values can be written in.
func Encoders() []string { return format.Encoders() }

// Table returns the rows of the first list in v as text, under the names of
// their members.
func Table(v value.Value) (header []string, rows [][]string) { return format.Table(v) }

// Path is a compiled JSONPath.
type Path = expr.Path

// ParsePath compiles a JSONPath of the dialect that documents use.
func ParsePath(src string) (*Path, error) { return expr.ParsePath(src) }

// Package format turns bytes into values and values into bytes: one file a
// media type, and one row in the table below. It knows nothing of operations.
package format

import (
	"fmt"
	"strings"

	"naftiko/spec/value"
)

// Kind is one format.
type Kind struct {
	// Name is the word in outputRawFormat and -o.
	Name string
	Doc  string
	// MediaTypes name the format in Content-Type and Accept, the preferred first.
	MediaTypes []string
	// Decode reads an answer; nil where the format is only written.
	Decode func(data []byte) (value.Value, error)
	// Encode writes a result; nil where the format is only read. indent asks for
	// the form that people read.
	Encode func(dst []byte, v value.Value, indent bool) ([]byte, error)
}

// kinds has a row for each format.
var kinds = []Kind{jsonKind, yamlKind, ndjsonKind, csvKind, textKind}

// Find returns the format of that name, ignoring case; "" is json.
func Find(name string) (Kind, error) {
	if name == "" {
		return jsonKind, nil
	}
	for _, k := range kinds {
		if strings.EqualFold(k.Name, name) {
			return k, nil
		}
	}
	return Kind{}, fmt.Errorf("unknown format %q", name)
}

// Encoders returns the names of the formats that results can be written in.
func Encoders() []string {
	var names []string
	for _, k := range kinds {
		if k.Encode != nil {
			names = append(names, k.Name)
		}
	}
	return names
}

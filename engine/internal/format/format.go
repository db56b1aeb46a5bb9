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
	// Text tells that answers are characters: [Kind.UTF8] turns them into UTF-8
	// without a byte order mark before Decode sees them.
	Text bool
	// JSON tells that a text in UTF-8 is JSON as it stands.
	JSON bool
	// Charset finds the encoding that a text names in itself, or ""; nil where the
	// format has no way to say it.
	Charset func(data []byte) string
	// Blob tells that answers stay the bytes that they are: nothing decodes them.
	Blob bool
	// Decode reads an answer; nil where the format is only written, or where what
	// reads it depends on outputSchema.
	Decode Decode
	// Schema makes what reads answers according to outputSchema; nil where the
	// format knows none.
	Schema func(s Schema) (Decode, error)
	// SchemaFile tells that outputSchema is the path of a file, without which no
	// answer can be read.
	SchemaFile bool
	// Encode writes a result; nil where the format is only read. indent asks for
	// the form that people read.
	Encode func(dst []byte, v value.Value, indent bool) ([]byte, error)
}

// Decode reads one whole answer. An error of a place in a text is a
// *[value.SyntaxError]; others say in words what is wrong, without the format's
// name and without repeating the answer. A Decode is safe for concurrent use.
type Decode func(data []byte) (value.Value, error)

// Schema is what a document says in outputSchema.
type Schema struct {
	// Text is what it says: a selector, a heading or the path of a file; "" when
	// the document says nothing.
	Text string
	// ReadFile returns the content of a file beside the document, by a path with
	// slashes that is relative to the document's folder; nil where none is read.
	ReadFile func(path string) ([]byte, error)
}

// kinds has a row for each format.
var kinds = []Kind{jsonKind, yamlKind, ndjsonKind, csvKind, tsvKind, psvKind, xmlKind, htmlKind, markdownKind, textKind, avroKind, protobufKind, binaryKind}

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

// Reads reports whether answers can be in the format.
func (k Kind) Reads() bool { return k.Decode != nil || k.Schema != nil || k.Blob }

// Decoders returns the names of the formats that answers can be in.
func Decoders() []string {
	var names []string
	for _, k := range kinds {
		if k.Reads() {
			names = append(names, k.Name)
		}
	}
	return names
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

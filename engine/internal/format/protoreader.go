package format

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"naftiko/spec/value"
)

// MaxSchema is the most bytes that the file of a schema may have, and
// maxSchemaFiles how many one may consist of: what is larger is no schema that
// people write.
const (
	MaxSchema      = 1 << 20
	maxSchemaFiles = 100
)

// maxWireDepth is how deep messages and records may nest: protobuf's own default.
// It bounds the stack too.
const maxWireDepth = 100

var (
	errTruncated = errors.New("the data ends inside a value")
	errWireDeep  = fmt.Errorf("nested deeper than %d", maxWireDepth)
	errNotUTF8   = errors.New("a text that is not UTF-8")
	errVarint    = errors.New("a number that is longer than 64 bits")
)

// readSchema returns the text of the file that outputSchema names. name is the
// format's, for the error of a document that names none.
func readSchema(s Schema, name string, suffixes ...string) ([]byte, error) {
	if s.Text == "" {
		return nil, fmt.Errorf("%s format requires outputSchema to be specified in operation specification", name)
	}
	return readSchemaFile(s, s.Text, suffixes...)
}

// readSchemaFile reads a file whose name ends as those of schemas do: a document
// has no other opened.
func readSchemaFile(s Schema, path string, suffixes ...string) ([]byte, error) {
	if !slices.Contains(suffixes, strings.ToLower(filepath.Ext(path))) {
		return nil, fmt.Errorf("%s is not read: files of such schemas end in %s", path, strings.Join(suffixes, " or "))
	}
	if s.ReadFile == nil {
		return nil, fmt.Errorf("cannot read %s: no file can be read here", path)
	}
	text, err := s.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, err)
	}
	if len(text) > MaxSchema {
		return nil, fmt.Errorf("cannot read %s: a schema of more than %d bytes", path, MaxSchema)
	}
	return text, nil
}

// wireReader reads the pieces that Avro and protobuf are made of. It keeps to
// the bytes that are there, whatever lengths they claim.
type wireReader struct{ data []byte }

// varint reads a number of seven bits a byte, the lowest first.
func (r *wireReader) varint() (uint64, error) {
	n, size := binary.Uvarint(r.data)
	switch {
	case size == 0:
		return 0, errTruncated
	case size < 0:
		return 0, errVarint
	}
	r.data = r.data[size:]
	return n, nil
}

// zigzag reads a varint whose lowest bit is the sign.
func (r *wireReader) zigzag() (int64, error) {
	n, err := r.varint()
	return unzigzag(n), err
}

func unzigzag(n uint64) int64 {
	return int64(n>>1) ^ -int64(n&1)
}

// next returns the next n bytes, which stay part of the data.
func (r *wireReader) next(n uint64) ([]byte, error) {
	if n > uint64(len(r.data)) {
		return nil, errTruncated
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b, nil
}

func (r *wireReader) fixed32() (uint32, error) {
	b, err := r.next(4)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint32(b), nil
}

func (r *wireReader) fixed64() (uint64, error) {
	b, err := r.next(8)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint64(b), nil
}

// wireText returns b as a string, which in JSON has to be UTF-8.
func wireText(b []byte) (string, error) {
	if !utf8.Valid(b) {
		return "", errNotUTF8
	}
	return string(b), nil
}

// floatValue is the shortest text that reads back as f, a float of so many
// bits. JSON has no word for what is no number: those become strings, spelled
// as in the JSON of protobuf.
func floatValue(f float64, bits int) value.Value {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	format := byte('f')
	if a := math.Abs(f); a != 0 && (a < 1e-6 || a >= 1e21) {
		format = 'e'
	}
	return value.Number(strconv.FormatFloat(f, format, -1, bits))
}

// maxFieldPath is where the path in an error ends: names are a stranger's too.
const maxFieldPath = 200

// inField adds to err the name of the part of the schema in which it came up.
func inField(name string, err error) error {
	if p, ok := errors.AsType[*fieldError](err); ok {
		if len(p.path) < maxFieldPath {
			p.path = name + "." + p.path
		}
		return err
	}
	return &fieldError{name, err}
}

// fieldError is an error of decoding, and which field it is about.
type fieldError struct {
	path string
	err  error
}

func (e *fieldError) Error() string { return e.path + ": " + e.err.Error() }
func (e *fieldError) Unwrap() error { return e.err }

package format

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/twmb/avro"

	"naftiko/spec/value"
)

var avroKind = Kind{
	Name: "avro",
	Doc: "One Avro datum of the .avsc schema in outputSchema, or a container file, which carries its own schema" +
		" and becomes a list.",
	MediaTypes: []string{"avro/binary", "application/avro", "application/vnd.apache.avro+binary"},
	Schema:     avroSchema,
	SchemaFile: true,
}

const avscSuffix = ".avsc"

// avroSchema reads the schema file and returns what decodes with it.
func avroSchema(s Schema) (Decode, error) {
	text, err := readSchema(s, "Avro", avscSuffix, ".json")
	if err != nil {
		return nil, err
	}
	t, err := parseAvro(string(text))
	switch {
	case err != nil && !strings.HasSuffix(s.Text, avscSuffix):
		return nil, fmt.Errorf("%s is no Avro schema", s.Text) // nothing is told of what else it may be
	case err != nil:
		return nil, fmt.Errorf("%s: %w", s.Text, err)
	}
	return func(data []byte) (value.Value, error) {
		if rest, ok := bytes.CutPrefix(data, []byte(avroMagic)); ok {
			return decodeAvroFile(rest)
		}
		return decodeAvro(t, data)
	}, nil
}

// decodeAvro reads data as exactly one datum of type t.
func decodeAvro(t *avroType, data []byte) (value.Value, error) {
	r := avroReader{wireReader: wireReader{data}, limit: avroMemory(len(data))}
	v, err := r.datum(t, 0)
	if err == nil && len(r.data) > 0 {
		err = fmt.Errorf("%d bytes are left behind the value: it was not written with this schema", len(r.data))
	}
	if err != nil {
		return nil, err
	}
	return v, nil
}

// avroKindOf is what an Avro type is. Logical types are what they are made of.
type avroKindOf int

const (
	avroNull avroKindOf = iota
	avroBoolean
	avroInt
	avroLong
	avroFloat
	avroDouble
	avroBytes
	avroString
	avroFixed
	avroEnum
	avroRecord
	avroArray
	avroMap
	avroUnion
)

// avroType is a type of a schema, ready for decoding.
type avroType struct {
	kind avroKindOf
	// names are the members of a record or the symbols of an enum.
	names []string
	// parts are the types of a record's members, the branches of a union, or the
	// one type of what is in an array or a map.
	parts []*avroType
	size  uint64 // of a fixed
}

// parseAvro reads a schema in JSON. The library checks that it is one.
func parseAvro(text string) (t *avroType, err error) {
	// The text may come with an answer: should the library meet a schema that it
	// is not made for, the answer is to blame and not the program.
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("the schema cannot be read")
		}
	}()
	schema, err := avro.Parse(strings.TrimPrefix(text, "\xef\xbb\xbf"))
	if err != nil {
		return nil, err
	}
	c := avroCompiler{types: map[string]*avroType{}}
	root := schema.Root()
	c.declare(root)
	return c.compile(root, "")
}

// avroCompiler turns the library's tree, in which types refer to each other by
// name, into one of pointers.
type avroCompiler struct{ types map[string]*avroType }

// declare makes a type for everything in node that has a name: types may refer
// to what is declared only later.
func (c avroCompiler) declare(node *avro.SchemaNode) {
	if node == nil {
		return
	}
	switch node.Type {
	case "record", "error", "enum", "fixed":
		c.types[avroFullName(node.Name, node.Namespace)] = &avroType{}
	}
	for i := range node.Fields {
		c.declare(&node.Fields[i].Type)
	}
	for i := range node.Branches {
		c.declare(&node.Branches[i])
	}
	c.declare(node.Items)
	c.declare(node.Values)
}

// compile returns the type of node, which stands in the namespace ns.
func (c avroCompiler) compile(node *avro.SchemaNode, ns string) (*avroType, error) {
	t := &avroType{}
	switch node.Type {
	case "record", "error":
		full := avroFullName(node.Name, node.Namespace)
		t = c.types[full]
		t.kind = avroRecord
		return t, c.fields(t, node, full[:max(strings.LastIndexByte(full, '.'), 0)])
	case "enum":
		t = c.types[avroFullName(node.Name, node.Namespace)]
		t.kind, t.names = avroEnum, node.Symbols
	case "fixed":
		t = c.types[avroFullName(node.Name, node.Namespace)]
		t.kind, t.size = avroFixed, uint64(max(node.Size, 0))
	case "array":
		t.kind = avroArray
		return t, c.part(t, node.Items, ns)
	case "map":
		t.kind = avroMap
		return t, c.part(t, node.Values, ns)
	case "union":
		t.kind = avroUnion
		for i := range node.Branches {
			if err := c.part(t, &node.Branches[i], ns); err != nil {
				return nil, err
			}
		}
	default:
		return c.named(node.Type, ns)
	}
	return t, nil
}

func (c avroCompiler) fields(t *avroType, node *avro.SchemaNode, ns string) error {
	for i := range node.Fields {
		f := &node.Fields[i]
		t.names = append(t.names, f.Name)
		if err := c.part(t, &f.Type, ns); err != nil {
			return err
		}
	}
	return nil
}

// part compiles node as the next part of t.
func (c avroCompiler) part(t *avroType, node *avro.SchemaNode, ns string) error {
	if node == nil {
		return errors.New("a type has no type for what is in it")
	}
	part, err := c.compile(node, ns)
	t.parts = append(t.parts, part)
	return err
}

// named returns the type that a name stands for in the namespace ns.
func (c avroCompiler) named(name, ns string) (*avroType, error) {
	if kind, ok := avroPrimitive(name); ok {
		return &avroType{kind: kind}, nil
	}
	for _, full := range []string{avroFullName(name, ns), name} {
		if t := c.types[full]; t != nil {
			return t, nil
		}
	}
	return nil, fmt.Errorf("no type is called %.80q", name)
}

func avroFullName(name, ns string) string {
	if ns == "" || strings.IndexByte(name, '.') >= 0 {
		return name
	}
	return ns + "." + name
}

func avroPrimitive(name string) (avroKindOf, bool) {
	switch name {
	case "null":
		return avroNull, true
	case "boolean":
		return avroBoolean, true
	case "int":
		return avroInt, true
	case "long":
		return avroLong, true
	case "float":
		return avroFloat, true
	case "double":
		return avroDouble, true
	case "bytes":
		return avroBytes, true
	case "string":
		return avroString, true
	}
	return 0, false
}

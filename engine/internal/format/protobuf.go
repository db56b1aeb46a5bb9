package format

import "naftiko/spec/value"

var protobufKind = Kind{
	Name: "protobuf",
	Doc: "One Protocol Buffers message, of the first type that the .proto file in outputSchema declares;" +
		" absent fields are left out.",
	MediaTypes: []string{"application/x-protobuf", "application/protobuf", "application/vnd.google.protobuf"},
	Schema:     protobufSchema,
	SchemaFile: true,
}

// protobufSchema reads the .proto file and what it imports, and returns what
// decodes messages of its first type.
//
// Both are read here and not by the libraries of Protocol Buffers, which take
// longer to start than the rest of the program.
func protobufSchema(s Schema) (Decode, error) {
	root, err := loadProto(s)
	if err != nil {
		return nil, err
	}
	return func(data []byte) (value.Value, error) {
		r := protoReader{wireReader: wireReader{data}}
		msg := &protoNode{}
		if err := r.message(root, msg, 0); err != nil {
			return nil, err
		}
		return msg.object(), nil
	}, nil
}

// protoScalar is a type that is neither a message nor an enum.
type protoScalar int

const (
	scalarNone protoScalar = iota
	scalarBool
	scalarBytes
	scalarDouble
	scalarFixed32
	scalarFixed64
	scalarFloat
	scalarInt32
	scalarInt64
	scalarSfixed32
	scalarSfixed64
	scalarSint32
	scalarSint64
	scalarString
	scalarUint32
	scalarUint64
)

// protoScalarNames are the words for the scalars in a .proto file.
var protoScalarNames = [...]string{
	scalarBool: "bool", scalarBytes: "bytes", scalarDouble: "double", scalarFixed32: "fixed32",
	scalarFixed64: "fixed64", scalarFloat: "float", scalarInt32: "int32", scalarInt64: "int64",
	scalarSfixed32: "sfixed32", scalarSfixed64: "sfixed64", scalarSint32: "sint32", scalarSint64: "sint64",
	scalarString: "string", scalarUint32: "uint32", scalarUint64: "uint64",
}

// protoScalarOf returns the scalar of that name, or scalarNone.
func protoScalarOf(name string) protoScalar {
	for s, n := range protoScalarNames {
		if n == name && n != "" {
			return protoScalar(s)
		}
	}
	return scalarNone
}

// isKey reports whether s may be the key of a map.
func (s protoScalar) isKey() bool {
	switch s {
	case scalarNone, scalarBytes, scalarDouble, scalarFloat:
		return false
	}
	return true
}

// protoFile is a .proto file.
type protoFile struct {
	lex     protoLexer // for errors at places in it
	pkg     string
	edition bool
	// delimited is the file's message_encoding, for fields without their own.
	delimited bool
	imports   []protoImport
	// messages are in the order of their declaration, an outer one before those
	// inside it. Names leave out the package.
	messages []*protoMessage
	enums    []*protoEnum
	// root is the first message, or nil.
	root *protoMessage
}

type protoImport struct {
	path   string
	public bool
	pos    int
	// file is nil where there is no file of that path.
	file *protoFile
}

type protoMessage struct {
	name     string // from the outermost message on, with dots
	pos      int
	fields   []*protoField
	byNumber map[int32]*protoField
	names    map[string]bool
	slots    int
}

type protoEnum struct {
	name  string
	pos   int
	first int32
	// names has the first of several names for one number.
	names map[int32]string
}

// protoField is a field of a message.
type protoField struct {
	name   string
	number int32
	// index is the field's place among the declared; slot is its own but in a
	// oneof, whose fields share one.
	index, slot int
	repeated    bool
	// key is the type of the keys of a map, whose values are as item.
	key  protoScalar
	item *protoField
	// The type is one of these three.
	scalar  protoScalar
	message *protoMessage
	enum    *protoEnum
	// group tells that a message is enclosed in tags, without its length.
	group bool
	// encoding is the field's own message_encoding, or "".
	encoding string
	// typeName is what the file says; scope is the message it says it in.
	typeName string
	scope    *protoMessage
	pos      int
}

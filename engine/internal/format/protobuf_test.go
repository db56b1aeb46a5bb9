package format_test

import (
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protowire"

	"naftiko/engine/internal/format"
)

func protoDecode(t *testing.T, schema string) format.Decode {
	t.Helper()
	return schemaDecode(t, "protobuf", schemaFiles("s.proto", map[string]string{"s.proto": schema}))
}

func TestG80_recordsProtobuf(t *testing.T) {
	v, err := schemaDecode(t, "protobuf", fixtureFiles(t, "schemas/test-records.proto"))([]byte(
		"\x0a\x10\x0a\x011\x12\x03One\x1a\x06first!" + "\x0a\x0a\x0a\x012\x12\x03Two\x1a\x00"))
	require.NoError(t, err)
	assert.Equal(t, `{"records":[{"id":"1","title":"One","description":"first!"},`+
		`{"id":"2","title":"Two","description":""}]}`, asJSON(v))
}

func TestProtobuf_kind(t *testing.T) {
	k, err := format.Find("Protobuf")
	require.NoError(t, err)
	assert.Equal(t, "protobuf", k.Name)
	assert.Contains(t, k.MediaTypes, "application/protobuf")
	assert.False(t, k.Text)
	assert.Nil(t, k.Decode)
	assert.Nil(t, k.Encode)
}

// The data of these cases is written by hand: a tag is 8·number + wire type.
func TestProtobuf(t *testing.T) {
	m := func(fields string) string { return `syntax = "proto3"; message M {` + fields + `}` }
	const v9 = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"
	tests := map[string]struct{ schema, data, want string }{
		"an empty message":          {m(`int32 a = 1;`), "", "{}"},
		"the first message is root": {`message A {int32 a = 1;} message B {string b = 1;}`, "\x08\x01", `{"a":1}`},
		"the order of declaration":  {m(`int32 b = 2; int32 a = 1;`), "\x08\x01\x10\x02", `{"b":2,"a":1}`},
		"names as declared":         {m(`int32 snake_case = 1 [json_name = "other"];`), "\x08\x01", `{"snake_case":1}`},
		"int32":                     {m(`int32 a = 1;`), "\x08" + v9, `{"a":-1}`},
		"int64":                     {m(`int64 a = 1;`), "\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", `{"a":-9223372036854775808}`},
		"uint32":                    {m(`uint32 a = 1;`), "\x08\xff\xff\xff\xff\x0f", `{"a":4294967295}`},
		"uint64":                    {m(`uint64 a = 1;`), "\x08" + v9, `{"a":18446744073709551615}`},
		"sint32":                    {m(`sint32 a = 1;`), "\x08\x03", `{"a":-2}`},
		"sint64":                    {m(`sint64 a = 1;`), "\x08" + v9, `{"a":-9223372036854775808}`},
		"fixed32":                   {m(`fixed32 a = 1;`), "\x0d\xff\xff\xff\xff", `{"a":4294967295}`},
		"sfixed32":                  {m(`sfixed32 a = 1;`), "\x0d\xff\xff\xff\xff", `{"a":-1}`},
		"fixed64":                   {m(`fixed64 a = 1;`), "\x09" + strings.Repeat("\xff", 8), `{"a":18446744073709551615}`},
		"sfixed64":                  {m(`sfixed64 a = 1;`), "\x09" + strings.Repeat("\xff", 8), `{"a":-1}`},
		"float":                     {m(`float a = 1;`), "\x0d\xcd\xcc\xcc\x3d", `{"a":0.1}`},
		"double":                    {m(`double a = 1;`), "\x09\x9a\x99\x99\x99\x99\x99\xb9\x3f", `{"a":0.1}`},
		"NaN":                       {m(`float a = 1;`), "\x0d\x00\x00\xc0\x7f", `{"a":"NaN"}`},
		"Infinity":                  {m(`float a = 1;`), "\x0d\x00\x00\x80\x7f", `{"a":"Infinity"}`},
		"-Infinity":                 {m(`float a = 1;`), "\x0d\x00\x00\x80\xff", `{"a":"-Infinity"}`},
		"bool":                      {m(`bool a = 1; bool b = 2;`), "\x08\x02\x10\x00", `{"a":true,"b":false}`},
		"string":                    {m(`string a = 1;`), "\x0a\x02\xc3\xa9", `{"a":"é"}`},
		"bytes":                     {m(`bytes a = 1;`), "\x0a\x02\x00\xff", `{"a":"AP8="}`},
		"enum":                      {m(`E a = 1; enum E {Z = 0; N = -1; N2 = -1;}`), "\x08" + v9, `{"a":"N"}`},
		"an unknown number of enum": {m(`E a = 1; enum E {Z = 0;}`), "\x08\x07", `{"a":7}`},
		"repeated":                  {m(`repeated string a = 1;`), "\x0a\x01x\x0a\x01y", `{"a":["x","y"]}`},
		"repeated, one is a list":   {m(`repeated string a = 1;`), "\x0a\x01x", `{"a":["x"]}`},
		"packed and not":            {m(`repeated int32 a = 1;`), "\x0a\x02\x01\x02\x08\x03\x0a\x00", `{"a":[1,2,3]}`},
		"packed fixed":              {m(`repeated fixed32 a = 1;`), "\x0a\x04\x01\x00\x00\x00", `{"a":[1]}`},
		"packed enums":              {m(`repeated E a = 1; enum E {Z = 0; A = 1;}`), "\x0a\x03\x01\x00\x05", `{"a":["A","Z",5]}`},
		"packed nothing":            {m(`repeated int32 a = 1;`), "\x0a\x00", `{}`},
		"the last of a scalar":      {m(`int32 a = 1;`), "\x08\x01\x08\x02", `{"a":2}`},
		"messages merge":            {m(`M m = 1; int32 a = 2; repeated int32 b = 3;`), "\x0a\x04\x10\x01\x18\x01\x0a\x02\x18\x02", `{"m":{"a":1,"b":[1,2]}}`},
		"repeated messages do not":  {m(`repeated M m = 1; int32 a = 2; int32 b = 3;`), "\x0a\x02\x10\x01\x0a\x02\x18\x02", `{"m":[{"a":1},{"b":2}]}`},
		"an empty message in one":   {m(`M m = 1;`), "\x0a\x00", `{"m":{}}`},
		"a map in the order sent":   {m(`map<string, int32> a = 1;`), "\x0a\x05\x0a\x01y\x10\x01\x0a\x05\x0a\x01x\x10\x02\x0a\x05\x0a\x01y\x10\x03", `{"a":{"y":3,"x":2}}`},
		"a map of numbers":          {m(`map<sint64, string> a = 1;`), "\x0a\x05\x08\x01\x12\x01v", `{"a":{"-1":"v"}}`},
		"a map of booleans":         {m(`map<bool, M> a = 1;`), "\x0a\x04\x08\x01\x12\x00", `{"a":{"true":{}}}`},
		"a map without key":         {m(`map<int32, string> a = 1;`), "\x0a\x00", `{"a":{"0":""}}`},
		"a map without value":       {m(`map<string, M> a = 1;`), "\x0a\x03\x0a\x01x", `{"a":{"x":{}}}`},
		"a key that is none":        {m(`map<string, int32> a = 1;`), "\x0a\x07\x0a\x01x\x08\x01\x10\x02", `{"a":{"x":2}}`},
		"a map of enums":            {m(`map<string, E> a = 1; enum E {Z = 0;}`), "\x0a\x03\x0a\x01x", `{"a":{"x":"Z"}}`},
		"oneof, the last counts":    {m(`oneof o { M m = 1; int32 a = 2; } int32 z = 3;`), "\x0a\x00\x18\x05\x10\x01", `{"a":1,"z":5}`},
		"oneof, merged":             {m(`oneof o { M m = 1; int32 a = 2; } int32 z = 3;`), "\x0a\x02\x18\x05\x0a\x02\x10\x01", `{"m":{"a":1,"z":5}}`},
		"oneof, cleared":            {m(`oneof o { M m = 1; int32 a = 2; } int32 z = 3;`), "\x0a\x02\x18\x05\x10\x01\x0a\x02\x10\x01", `{"m":{"a":1}}`},
		"a group":                   {`message M { optional group Part = 1 { optional int32 a = 2; } }`, "\x0b\x10\x01\x0c", `{"part":{"a":1}}`},
		"groups":                    {`message M { repeated group Part = 1 { required int32 a = 2; } }`, "\x0b\x10\x01\x0c\x0b\x0c", `{"part":[{"a":1},{}]}`},
		"a delimited message":       {`edition = "2023"; message M { M m = 1 [features.message_encoding = DELIMITED]; int32 a = 2; }`, "\x0b\x10\x01\x0c", `{"m":{"a":1}}`},
		"a delimited file":          {`edition = "2023"; option features = { message_encoding: DELIMITED }; message M { M m = 1; map<string, M> o = 2; M l = 3 [features.message_encoding = LENGTH_PREFIXED]; }`, "\x0b\x0c\x12\x02\x12\x00\x1a\x00", `{"m":{},"o":{"":{}},"l":{}}`},
		"defaults are left out":     {`message M { optional int32 a = 1 [default = 5]; required int32 b = 2; }`, "", `{}`},
		"unknown fields":            {m(`int32 a = 1;`), "\x10\x01\x1912345678\x22\x01x\x2d1234\x33\x10\x01\x33\x34\x34\x08\x01", `{"a":1}`},
		"another wire type":         {m(`int32 a = 1; string b = 2; M m = 3; map<int32, int32> n = 4;`), "\x0a\x01x\x10\x01\x18\x01\x20\x01", `{}`},
		"extensions":                {`message M { extensions 100 to max; optional int32 a = 1; } extend M { optional int32 x = 100; }`, "\xa0\x06\x01\x08\x01", `{"a":1}`},
		"the inner name counts":     {`package p; message M { optional A a = 1; message A { optional int32 inner = 1; } } message A { optional int32 outer = 1; }`, "\x0a\x02\x08\x01", `{"a":{"inner":1}}`},
		"a leading dot":             {`package p; message M { optional .p.A a = 1; message A {} } message A { optional int32 outer = 1; }`, "\x0a\x02\x08\x01", `{"a":{"outer":1}}`},
		"a name of the package":     {`package p.q; message M { optional q.A a = 1; } message A { optional int32 x = 1; }`, "\x0a\x02\x08\x01", `{"a":{"x":1}}`},
		"what decoding needs not":   {protoNoise, "\x08\x01", `{"a":1}`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v, err := protoDecode(t, tc.schema)([]byte(tc.data))
			require.NoError(t, err)
			assert.Equal(t, tc.want, asJSON(v))
		})
	}
}

// protoNoise has statements that are read and forgotten.
const protoNoise = "\xef\xbb\xbf" + `// a comment
syntax = /* here too */ 'proto' "2";;
package a . b;
import public 'google/protobuf/any.proto';
import "google/protobuf/descriptor.proto"; // is not there, and not needed
option java_package = "x" 'y\'}';
option (my.opt).part = { a: 1 b { c: [1, -2.5e3, inf] }; d: "}" e <f: 1> };
extend google.protobuf.FieldOptions { optional string hint = 50000; optional group Note = 50001 {} }
service S { option deprecated = true; rpc Get (M) returns (stream M) { option (x) = {a: "}"}; } rpc Put(M) returns (M); }
message M {
	option (msg.opt) = -1.0f;
	reserved 5, 7 to 9, 0x20 to max; reserved "old", 'older';
	extensions 1000 to 1999 [declaration = { number: 1000, full_name: ".x" }];
	optional int32 a = 0x1 [(hint) = "h" "i", default = -017, deprecated = false];
	oneof which { option (o) = 1; string s = 2; group G = 3 [deprecated = true] { optional bool x = 1; } };
	enum E { option allow_alias = true; reserved -1; reserved "Q"; Z = 0 [(v) = 1]; Y = -0x1; option = 3; }
	extend M { optional int32 e = 1000; }
	optional .a.b.M.E message = 4;
	optional M . E type = 10;
}`

func TestProtobuf_imports(t *testing.T) {
	files := map[string]string{
		"dir/main.proto": `syntax = "proto3"; import "near.proto"; import "dir/far.proto"; import "google/protobuf/timestamp.proto";
			message M { Near near = 1; far.Far far = 2; google.protobuf.Timestamp at = 3; Public p = 4; }`,
		"dir/near.proto": `syntax = "proto3"; import public "pub.proto"; import "google/protobuf/timestamp.proto"; message Near { int32 a = 1; google.protobuf.Timestamp t = 2; }`,
		"dir/far.proto":  `syntax = "proto3"; import "near.proto"; package far; message Far { Near n = 1; }`,
		"pub.proto":      `syntax = "proto3"; message Public { int32 b = 1; }`,
	}
	v, err := schemaDecode(t, "protobuf", schemaFiles("dir/main.proto", files))([]byte(
		"\x0a\x02\x08\x01\x12\x04\x0a\x02\x08\x02\x1a\x04\x08\x05\x10\x06\x22\x02\x08\x09"))
	require.NoError(t, err)
	assert.Equal(t, `{"near":{"a":1},"far":{"n":{"a":2}},"at":{"seconds":5,"nanos":6},"p":{"b":9}}`, asJSON(v))
}

func TestProtobuf_wellKnown(t *testing.T) {
	schema := `syntax = "proto3"; import "google/protobuf/any.proto"; import "google/protobuf/duration.proto";
		import "google/protobuf/empty.proto"; import "google/protobuf/field_mask.proto";
		import "google/protobuf/struct.proto"; import "google/protobuf/wrappers.proto";
		message M {
			google.protobuf.Any any = 1; google.protobuf.Duration duration = 2; google.protobuf.Empty empty = 3;
			google.protobuf.FieldMask mask = 4; google.protobuf.Struct struct = 5; google.protobuf.Int64Value wrapped = 6;
		}`
	v, err := protoDecode(t, schema)([]byte("\x0a\x06\x0a\x01t\x12\x01x" + "\x12\x02\x08\x03" + "\x1a\x00" + "\x22\x03\x0a\x01p" +
		"\x2a\x09\x0a\x07\x0a\x01k\x12\x02\x20\x01" + "\x32\x02\x08\x07"))
	require.NoError(t, err)
	assert.Equal(t, `{"any":{"type_url":"t","value":"eA=="},"duration":{"seconds":3},"empty":{},"mask":{"paths":["p"]},`+
		`"struct":{"fields":{"k":{"bool_value":true}}},"wrapped":{"value":7}}`, asJSON(v))
}

func TestProtobuf_errors(t *testing.T) {
	const schema = `syntax = "proto3"; message M { int32 a = 1; string s = 2; M m = 3; repeated double d = 4; map<string, M> n = 5; }`
	nest := func(levels int) string {
		data := []byte("\x08\x01")
		for range levels {
			data = protowire.AppendBytes([]byte("\x1a"), data)
		}
		return string(data)
	}
	const truncated = "the data ends inside a value"
	deep := strings.TrimSuffix(strings.Repeat("m.", 101), ".") + ": nested deeper than 100"
	tests := map[string]struct{ data, want string }{
		"a tag alone":              {"\x08", "a: " + truncated},
		"a text cut short":         {"\x12\x05a", "s: " + truncated},
		"a gigabyte that is not":   {"\x12\x80\x80\x80\x80\x04a", "s: " + truncated},
		"a length of 64 bits":      {"\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01a", "s: " + truncated},
		"a double cut short":       {"\x21\x01", "d: " + truncated},
		"packed doubles cut short": {"\x22\x04\x01\x02\x03\x04", "d: " + truncated},
		"cut short inside":         {"\x1a\x02\x12\x05", "m.s: " + truncated},
		"cut short in a map":       {"\x2a\x04\x12\x02\x12\x05", "n.s: " + truncated},
		"an unknown one cut short": {"\x32\x05", truncated},
		"text that is not UTF-8":   {"\x12\x01\xff", "s: a text that is not UTF-8"},
		"a key that is not UTF-8":  {"\x2a\x03\x0a\x01\xff", "n: a text that is not UTF-8"},
		"too long a number":        {"\x08" + strings.Repeat("\xff", 11), "a: a number that is longer than 64 bits"},
		"field zero":               {"\x00\x01", "a field number that does not exist"},
		"a field too high":         {"\x80\x80\x80\x80\x10\x01", "a field number that does not exist"},
		"a wire type unknown":      {"\x0e", "a wire type that does not exist"},
		"an end without a group":   {"\x0c", "the end of a group that has not begun"},
		"another group's end":      {"\x33\x3c", "the end of a group that has not begun"},
		"a group without an end":   {"\x33\x08\x01", truncated},
		"nested too deep":          {nest(101), deep},
		"groups too deep":          {strings.Repeat("\x33", 200), "nested deeper than 100"},
	}
	decode := protoDecode(t, schema)
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := decode([]byte(tc.data))
			assert.EqualError(t, err, tc.want)
		})
	}
	t.Run("nested just deep enough", func(t *testing.T) {
		_, err := decode([]byte(nest(100)))
		assert.NoError(t, err)
	})
}

func TestProtobuf_schemaErrors(t *testing.T) {
	deep := strings.Repeat("message M {", 101) + strings.Repeat("}", 101)
	many := func(i int) string { return fmt.Sprintf(`import "%d.proto";`, i+1) }
	tests := map[string]struct {
		src  string
		more map[string]string
		want string
	}{
		"nothing":                {"", nil, "d/s.proto declares no message"},
		"no message":             {`syntax = "proto3"; enum E {Z = 0;}`, nil, "d/s.proto declares no message"},
		"no statement":           {"\n  mesage M {}", nil, `d/s.proto:2:3: no statement begins with "mesage"`},
		"no such syntax":         {`syntax = "proto4";`, nil, "d/s.proto:1:10: want proto2 or proto3"},
		"a type missing":         {"message M {\n  optional Foo a = 1;\n}", nil, `d/s.proto:2:12: no type is called "Foo"`},
		"a type out of sight":    {`import "a.proto"; message M { optional B b = 1; }`, map[string]string{"d/a.proto": `import "b.proto";`, "d/b.proto": `message B {}`}, `d/s.proto:1:40: no type is called "B"`},
		"an import missing":      {`import "no.proto"; message M { optional Foo a = 1; }`, nil, `d/s.proto:1:41: no type is called "Foo"; d/s.proto:1:1: cannot find the import "no.proto"`},
		"imports in a circle":    {`import "a.proto";`, map[string]string{"d/a.proto": `import "s.proto";`}, "d/a.proto:1:1: imports go in a circle: d/s.proto is imported by what it imports"},
		"an import of itself":    {`import "s.proto";`, nil, "d/s.proto:1:1: imports go in a circle: d/s.proto is imported by what it imports"},
		"an error in an import":  {`import "a.proto";`, map[string]string{"d/a.proto": `x`}, `d/a.proto:1:1: no statement begins with "x"`},
		"a type twice":           {"message M {}\nmessage M {}", nil, `d/s.proto:2:9: type "M" is declared twice`},
		"a field twice":          {"message M { optional int32 a = 1; optional int32 a = 2; }", nil, `d/s.proto:1:50: field "a" is declared twice`},
		"a number twice":         {"message M { optional int32 a = 1; optional int32 b = 1; }", nil, `d/s.proto:1:50: fields "a" and "b" have one number, 1`},
		"field zero":             {"message M { optional int32 a = 0; }", nil, "d/s.proto:1:32: want a whole number from 1 to 536870911"},
		"a number of no base":    {"message M { optional int32 a = 09; }", nil, "d/s.proto:1:32: want a whole number from 1 to 536870911"},
		"no number":              {"message M { optional int32 a; }", nil, `d/s.proto:1:29: unexpected ";"; want =`},
		"a map of floats":        {"message M { map<float, int32> a = 1; }", nil, `d/s.proto:1:17: "float" is no type for the keys of a map`},
		"no end":                 {"message M {", nil, "d/s.proto:1:12: the file ends too soon; want a name"},
		"no end of a service":    {"service S { rpc A(B) returns (C) {", nil, "d/s.proto:1:35: the file ends too soon; want }"},
		"no end of a comment":    {"message M {} /* x", nil, "d/s.proto:1:14: a comment without its end"},
		"no end of a string":     {"import \"x\n\";", nil, "d/s.proto:1:8: a string without its end"},
		"a strange character":    {"message é {}", nil, "d/s.proto:1:9: a character that has no meaning here"},
		"letters behind a digit": {"message M { optional int32 a = 1x; }", nil, "d/s.proto:1:32: a number that goes on with letters"},
		"nested too deep":        {deep, nil, "d/s.proto:1:1111: messages nested deeper than 100"},
		"an enum out of range":   {"enum E { A = 2147483648; }", nil, "d/s.proto:1:14: want a whole number from -2147483648 to 2147483647"},
		"another package":        {"package a; package b;", nil, "d/s.proto:1:12: a second package"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"d/s.proto": tc.src}
			maps.Copy(files, tc.more)
			_, err := schemaDecodeErr(t, "protobuf", schemaFiles("d/s.proto", files))
			assert.EqualError(t, err, tc.want)
		})
	}
	t.Run("cut short anywhere", func(t *testing.T) {
		// What ends inside of a statement is an error, and reading it has an end.
		for n := range len(protoNoise) {
			_, err := schemaDecodeErr(t, "protobuf", schemaFiles("s.proto", map[string]string{"s.proto": protoNoise[:n]}))
			assert.Error(t, err, protoNoise[:n])
		}
	})
	t.Run("too many files", func(t *testing.T) {
		s := format.Schema{Text: "0.proto", ReadFile: func(path string) ([]byte, error) {
			var i int
			_, err := fmt.Sscanf(path, "%d.proto", &i)
			return []byte(many(i)), err
		}}
		_, err := schemaDecodeErr(t, "protobuf", s)
		assert.EqualError(t, err, "100.proto: more than 100 schema files")
	})
	t.Run("an import that may not be read", func(t *testing.T) {
		s := format.Schema{Text: "s.proto", ReadFile: func(path string) ([]byte, error) {
			if path == "s.proto" {
				return []byte(`import "../x.proto"; message M {}`), nil
			}
			return nil, fs.ErrPermission
		}}
		_, err := schemaDecodeErr(t, "protobuf", s)
		require.ErrorIs(t, err, fs.ErrPermission)
		assert.EqualError(t, err, "s.proto:1:1: import: cannot read ../x.proto: permission denied")
	})
}

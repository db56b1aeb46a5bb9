package format_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bufbuild/protocompile"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"naftiko/spec/value"
)

const protoScalars = `
	double f1 = 1; float f2 = 2; int32 f3 = 3; int64 f4 = 4; uint32 f5 = 5; uint64 f6 = 6; sint32 f7 = 7; sint64 f8 = 8;
	fixed32 f9 = 9; fixed64 f10 = 10; sfixed32 f11 = 11; sfixed64 f12 = 12; bool f13 = 13; string f14 = 14; bytes f15 = 15;`

// protoSchemas are what the decoder is compared over: the root file is "s.proto".
var protoSchemas = []struct {
	name  string
	files map[string]string
}{
	{"proto3", map[string]string{"s.proto": `syntax = "proto3"; package p; message M {` + protoScalars + `
		optional int32 o1 = 20; E e = 21; M m = 22; oneof one { int32 a = 23; string b = 24; M c = 25; E d = 26; }
		repeated M r1 = 30; repeated E r2 = 31; repeated string r3 = 32; repeated sint64 r4 = 33; repeated int32 r5 = 34 [packed = false];
		repeated double r6 = 35; enum E { Z = 0; A = 1; N = -1; } }`}},
	{"proto2", map[string]string{"s.proto": `package p; message M {
		optional int32 f1 = 1 [default = 7]; required string f2 = 2; repeated int32 f3 = 3; repeated fixed64 f4 = 4 [packed = true];
		optional group G = 5 { optional M m = 1; repeated group H = 2 { optional int32 x = 1; } } repeated group R = 6 { optional int32 y = 1; }
		oneof one { group P = 7 { optional int32 z = 1; } int32 q = 8; M s = 9; } optional E e = 10 [default = B]; extensions 100 to 200;
		enum E { option allow_alias = true; B = 5; C = 6; D = 6; } }
		extend M { optional int32 ext = 100; }`}},
	{"editions", map[string]string{"s.proto": `edition = "2023"; option features.message_encoding = DELIMITED;
		message M { int32 a = 1 [features.field_presence = IMPLICIT]; M b = 2; repeated M c = 3; map<string, M> d = 4;
		M e = 5 [features.message_encoding = LENGTH_PREFIXED]; repeated int32 f = 6 [features.repeated_field_encoding = EXPANDED]; N n = 7;
		oneof o { M g = 8; N h = 9; } }
		message N { string s = 1; E e = 2; } enum E { option features.enum_type = CLOSED; X = 3; Y = 4; }`}},
	{"maps", map[string]string{"s.proto": `syntax = "proto3"; message M { map<string, int32> a = 1; map<int32, M> b = 2; map<bool, bytes> c = 3;
		map<fixed64, E> d = 4; map<sint32, double> e = 5; map<uint64, string> f = 6; map<sfixed32, bool> g = 7; enum E { Z = 0; A = 9; } }`}},
	{"maps of proto2", map[string]string{"s.proto": `message M { map<string, E> a = 1; map<int64, M> b = 2; enum E { Z = 0; A = 9; } }`}},
	{"names", map[string]string{"s.proto": `syntax = "proto3"; package a.b.c; message M { A x = 1; c.A y = 2; .a.b.c.A z = 3; N.O p = 4; N n = 5; c.M.N.O q = 6;
		message A { int32 inner = 1; } message N { A a = 1; O o = 2; message O { M m = 1; A a = 2; } } }
		message A { int32 package_c = 1; }`}},
	{"imports", map[string]string{
		"s.proto":     `syntax = "proto3"; package p; import "sub/a.proto"; import "b.proto"; message M { A a = 1; q.B b = 2; q.C c = 3; }`,
		"sub/a.proto": `syntax = "proto3"; package p; import "b.proto"; message A { q.B b = 1; int32 x = 2; }`,
		"b.proto":     `package q; import public "c.proto"; message B { optional C c = 1; }`,
		"c.proto":     `syntax = "proto3"; package q; message C { repeated int32 n = 1; }`,
	}},
	{"well-known", map[string]string{"s.proto": `syntax = "proto3"; import "google/protobuf/any.proto"; import "google/protobuf/duration.proto";
		import "google/protobuf/empty.proto"; import "google/protobuf/field_mask.proto"; import "google/protobuf/timestamp.proto";
		import "google/protobuf/struct.proto"; import "google/protobuf/wrappers.proto"; package p;
		message M { google.protobuf.Any a = 1; google.protobuf.Duration b = 2; google.protobuf.Empty c = 3; google.protobuf.FieldMask d = 4;
		google.protobuf.Struct e = 5; google.protobuf.Value f = 6; google.protobuf.ListValue g = 7; google.protobuf.Timestamp h = 8;
		google.protobuf.NullValue i = 9; google.protobuf.DoubleValue j = 10; google.protobuf.FloatValue k = 11; google.protobuf.Int64Value l = 12;
		google.protobuf.UInt64Value m = 13; google.protobuf.Int32Value n = 14; google.protobuf.UInt32Value o = 15; google.protobuf.BoolValue q = 16;
		google.protobuf.StringValue r = 17; google.protobuf.BytesValue s = 18; }`}},
	{"keywords", map[string]string{"s.proto": `syntax = "proto3"; message M { int32 message = 1; string option = 2; M enum = 3; oneof oneof { int32 package = 4; int32 group = 5; }
		map<string, M> repeated = 6; import optional = 7; map reserved = 8; message import { int32 to = 1; } message map { int32 max = 1; } }`}},
	{"many fields", map[string]string{"s.proto": manyFields()}},
}

func manyFields() string {
	var b strings.Builder
	b.WriteString(`syntax = "proto3"; message M {`)
	for i := range 40 {
		fmt.Fprintf(&b, "int32 f%d = %d; oneof o%d { int32 a%d = %d; bool b%d = %d; }", i, 200-3*i, i, i, 201-3*i, i, 202-3*i)
	}
	return b.String() + " M m = 1; oneof last { M n = 2; int32 o = 3; } }"
}

func protoOracle(t testing.TB, files map[string]string) protoreflect.MessageDescriptor {
	t.Helper()
	c := protocompile.Compiler{Resolver: protocompile.WithStandardImports(&protocompile.SourceResolver{
		Accessor: protocompile.SourceAccessorFromMap(files),
	})}
	compiled, err := c.Compile(context.Background(), "s.proto")
	require.NoError(t, err)
	return compiled[0].Messages().Get(0)
}

func TestProtobuf_differential(t *testing.T) {
	for i, s := range protoSchemas {
		t.Run(s.name, func(t *testing.T) {
			desc := protoOracle(t, s.files)
			decode := schemaDecode(t, "protobuf", schemaFiles("s.proto", s.files))
			rnd := rand.New(rand.NewPCG(1, uint64(i)))
			for range 200 {
				msg := dynamicpb.NewMessage(desc)
				fillProto(rnd, msg, 3)
				data, err := proto.MarshalOptions{AllowPartial: true}.Marshal(msg)
				require.NoError(t, err)
				got, err := decode(data)
				require.NoError(t, err)
				if !assert.Equal(t, asJSON(protoValue(msg, got)), asJSON(got)) {
					return
				}
			}
		})
	}
}

// fillProto sets most fields of msg at random, with messages inside of it to depth.
func fillProto(rnd *rand.Rand, msg protoreflect.Message, depth int) {
	fields := msg.Descriptor().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		nested := fd.Message() != nil && (!fd.IsMap() || fd.MapValue().Message() != nil)
		if rnd.IntN(3) == 0 || nested && depth == 0 {
			continue
		}
		switch {
		case fd.IsMap():
			m := msg.Mutable(fd).Map()
			for range rnd.IntN(4) {
				m.Set(randomProto(rnd, fd.MapKey(), nil, 0).MapKey(), randomProto(rnd, fd.MapValue(), m.NewValue, depth-1))
			}
		case fd.IsList():
			l := msg.Mutable(fd).List()
			for range rnd.IntN(4) {
				l.Append(randomProto(rnd, fd, l.NewElement, depth-1))
			}
		default:
			msg.Set(fd, randomProto(rnd, fd, func() protoreflect.Value { return msg.NewField(fd) }, depth-1))
		}
	}
}

func randomProto(rnd *rand.Rand, fd protoreflect.FieldDescriptor, fresh func() protoreflect.Value, depth int) protoreflect.Value {
	n := rnd.Uint64() >> rnd.IntN(64)
	if rnd.IntN(2) == 0 {
		n = -n
	}
	switch fd.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		v := fresh()
		fillProto(rnd, v.Message(), depth)
		return v
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(n%2 == 0)
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(int32(n % 8)))
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(int32(n))
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		return protoreflect.ValueOfInt64(int64(n))
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(uint32(n))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(n)
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32(math.Float32frombits(uint32(n)))
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(math.Float64frombits(n))
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(strings.ToValidUTF8(string(rune(n%0x11000))+strconv.FormatUint(n, 36), "?"))
	}
	return protoreflect.ValueOfBytes([]byte(strconv.FormatUint(n, 36)))
}

// protoValue is what msg should be. got is what it is: from there comes what msg
// does not know, the order of maps and whether a zero was sent.
func protoValue(msg protoreflect.Message, got value.Value) value.Value {
	out, old := &value.Object{}, asObject(got)
	fields := msg.Descriptor().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		was, sent := old.Get(string(fd.Name()))
		v := msg.Get(fd)
		switch {
		case !msg.Has(fd) && (!sent || fd.HasPresence() || fd.IsList() || fd.IsMap()):
			continue
		case fd.IsMap():
			out.Set(string(fd.Name()), protoMap(v.Map(), fd, was))
		case fd.IsList():
			items, _ := was.(value.List)
			list := value.List{}
			for i := range v.List().Len() {
				var item value.Value
				if i < len(items) {
					item = items[i]
				}
				list = append(list, protoSingle(v.List().Get(i), fd, item))
			}
			out.Set(string(fd.Name()), list)
		default:
			out.Set(string(fd.Name()), protoSingle(v, fd, was))
		}
	}
	return out
}

func asObject(v value.Value) *value.Object {
	o, _ := v.(*value.Object)
	return o
}

func protoMap(m protoreflect.Map, fd protoreflect.FieldDescriptor, got value.Value) value.Value {
	values := map[string]protoreflect.Value{}
	var names []string
	m.Range(func(k protoreflect.MapKey, v protoreflect.Value) bool {
		values[k.String()] = v
		names = append(names, k.String())
		return true
	})
	old := asObject(got)
	order := old.Names()
	slices.Sort(names)
	for _, name := range names {
		if !slices.Contains(order, name) {
			order = append(order, name)
		}
	}
	out := &value.Object{}
	for _, name := range order {
		if v, ok := values[name]; ok {
			was, _ := old.Get(name)
			out.Set(name, protoSingle(v, fd.MapValue(), was))
		}
	}
	return out
}

func protoSingle(v protoreflect.Value, fd protoreflect.FieldDescriptor, got value.Value) value.Value {
	switch fd.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return protoValue(v.Message(), got)
	case protoreflect.EnumKind:
		if e := fd.Enum().Values().ByNumber(v.Enum()); e != nil {
			return string(e.Name())
		}
		return value.Int(int64(v.Enum()))
	case protoreflect.BytesKind:
		return base64.StdEncoding.EncodeToString(v.Bytes())
	case protoreflect.StringKind:
		return v.String()
	case protoreflect.BoolKind:
		return v.Bool()
	case protoreflect.FloatKind:
		return protoFloat(v.Float(), 32)
	case protoreflect.DoubleKind:
		return protoFloat(v.Float(), 64)
	}
	return value.Number(v.String())
}

func protoFloat(f float64, bits int) value.Value {
	switch text := strconv.FormatFloat(f, 'g', -1, bits); text {
	case "NaN":
		return text
	case "+Inf", "-Inf":
		return strings.TrimPrefix(text, "+") + "inity"
	}
	if a := math.Abs(f); a == 0 || a >= 1e-6 && a < 1e21 {
		return value.Number(strconv.FormatFloat(f, 'f', -1, bits))
	}
	return value.Number(strconv.FormatFloat(f, 'e', -1, bits))
}

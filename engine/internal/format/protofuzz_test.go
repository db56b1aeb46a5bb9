package format_test

import (
	"context"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bufbuild/protocompile"
	"github.com/bufbuild/protocompile/linker"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"naftiko/engine/internal/format"
)

// FuzzProtobuf compares with the decoder of Go's own library: both take the same
// data, and read the same from it.
func FuzzProtobuf(f *testing.F) {
	var descs []protoreflect.MessageDescriptor
	var decodes []format.Decode
	k, err := format.Find("protobuf")
	if err != nil {
		f.Fatal(err)
	}
	for i, s := range protoSchemas {
		descs = append(descs, protoOracle(f, s.files))
		decode, err := k.Schema(schemaFiles("s.proto", s.files))
		if err != nil {
			f.Fatal(err)
		}
		decodes = append(decodes, decode)
		rnd := rand.New(rand.NewPCG(2, uint64(i)))
		for range 3 {
			msg := dynamicpb.NewMessage(descs[i])
			fillProto(rnd, msg, 2)
			data, err := proto.MarshalOptions{AllowPartial: true}.Marshal(msg)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(uint8(i), data)
			f.Add(uint8(i), append(data, data...))
		}
	}
	f.Add(uint8(3), []byte("\x32\x00\x0a\x00\x12\x00\x1a\x00\x22\x00\x2a\x00\x3a\x00")) // maps without keys and values
	f.Add(uint8(3), []byte("\x0a\x05\x0a\x01x\x08\x01"))                                // a key, and one that is none
	f.Fuzz(func(t *testing.T, schema uint8, data []byte) {
		i := int(schema) % len(descs)
		got, err := decodes[i](data)
		msg := dynamicpb.NewMessage(descs[i])
		ok, wantErr := unmarshalProto(data, msg)
		if !ok {
			return
		}
		if err != nil && (strings.Contains(err.Error(), "nested deeper than 100") || strings.Contains(err.Error(), "not UTF-8")) {
			return // the library nests deeper, and in proto2 leaves text unchecked
		}
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%s: %x\n got error %v\nwant error %v", protoSchemas[i].name, data, err, wantErr)
		}
		if err != nil {
			return
		}
		if want := protoValue(msg, got); asJSON(got) != asJSON(want) {
			t.Errorf("%s: %x\n got %s\nwant %s", protoSchemas[i].name, data, asJSON(got), asJSON(want))
		}
	})
}

// unmarshalProto decodes with the library. It is not ok where that panics, as it
// does over a map's key that is sent twice, first right and then with another
// wire type.
func unmarshalProto(data []byte, msg proto.Message) (ok bool, err error) {
	defer func() { ok = recover() == nil }()
	return true, proto.UnmarshalOptions{AllowPartial: true}.Unmarshal(data, msg)
}

// FuzzProtoSchema wants no more of a text than that reading it ends; and of one
// that Go's compiler takes, that it is understood in the same way.
func FuzzProtoSchema(f *testing.F) {
	f.Add(protoNoise)
	for _, s := range protoSchemas {
		f.Add(s.files["s.proto"])
	}
	f.Fuzz(func(t *testing.T, src string) {
		files := map[string]string{"s.proto": src}
		start := time.Now()
		got, err := format.ProtoRoot(schemaFiles("s.proto", files))
		if took := time.Since(start); took > 5*time.Second {
			t.Fatalf("took %v", took)
		}
		file := compileOrNil(files)
		if file == nil || file.Messages().Len() == 0 || strings.Contains(src, "extend") {
			return // a group in an extension is the first message to the compiler
		}
		if err != nil {
			t.Fatalf("%q\n got error %v, want none", src, err)
		}
		m := file.Messages().Get(0)
		want := strings.TrimPrefix(strings.TrimPrefix(string(m.FullName()), string(file.Package())), ".")
		for i := range m.Fields().Len() {
			fd := m.Fields().Get(i)
			want += " " + string(fd.Name()) + "=" + strconv.Itoa(int(fd.Number()))
		}
		if got != want {
			t.Errorf("%q\n got %s\nwant %s", src, got, want)
		}
	})
}

// compileOrNil returns the compiled s.proto, or nil where the compiler does not
// take it, be it by an error or by a panic of its own.
func compileOrNil(files map[string]string) (file linker.File) {
	c := protocompile.Compiler{MaxParallelism: 1, Resolver: protocompile.WithStandardImports(&protocompile.SourceResolver{
		Accessor: protocompile.SourceAccessorFromMap(files),
	})}
	compiled, err := c.Compile(context.Background(), "s.proto")
	if err != nil {
		return nil
	}
	return compiled[0]
}

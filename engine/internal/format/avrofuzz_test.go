package format_test

import (
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twmb/avro"
	"github.com/twmb/avro/ocf"

	"naftiko/engine/internal/format"
	"naftiko/spec/value"
)

// avroSchemas are what the decoder is compared over. They have no logical types,
// which the library turns into values of Go.
var avroSchemas = []string{
	avroRow,
	`"string"`,
	`{"type":"array","items":"null"}`,
	`{"type":"map","values":{"type":"array","items":["null","int","string",{"type":"map","values":"boolean"}]}}`,
	`{"type":"record","name":"a.R","fields":[
		{"name":"n","type":"null"},{"name":"b","type":"boolean"},{"name":"i","type":"int"},{"name":"l","type":"long"},
		{"name":"f","type":"float"},{"name":"d","type":"double"},{"name":"y","type":"bytes"},{"name":"s","type":"string"},
		{"name":"x","type":{"type":"fixed","name":"F","size":3}},{"name":"e","type":{"type":"enum","name":"E","symbols":["P","Q"]}},
		{"name":"r","type":["null","R"]},{"name":"m","type":{"type":"map","values":"F"}},{"name":"t","type":{"type":"array","items":"E"}}]}`,
	`{"type":"record","name":"N","fields":[{"name":"next","type":["null","N"]},{"name":"list","type":{"type":"array","items":"N"}}]}`,
	`{"type":"record","name":"Empty","fields":[]}`,
}

// FuzzAvro wants that reading ends soon whatever the data; and where the library
// reads the same schema and data, the same values.
func FuzzAvro(f *testing.F) {
	k, err := format.Find("avro")
	if err != nil {
		f.Fatal(err)
	}
	var decodes []format.Decode
	var schemas []*avro.Schema
	for i, src := range avroSchemas {
		decode, err := k.Schema(schemaFiles("s.avsc", map[string]string{"s.avsc": src}))
		if err != nil {
			f.Fatal(err)
		}
		decodes = append(decodes, decode)
		schemas = append(schemas, avro.MustParse(src))
		f.Add(uint8(i), []byte("\x02\x02a\x00"))
	}
	f.Add(uint8(4), []byte("\x01\x02\x04\x00\x00\x80\x3f\x00\x00\x00\x00\x00\x00\xf0\x3f\x02\xff\x02a\x01\x02\x03\x02\x00\x02\x02k\x01\x02\x03\x00\x01\x02\x02\x00"))
	f.Add(uint8(5), []byte("\x02\x00\x02\x00\x00\x00\x00"))
	for _, codec := range []string{"null", "deflate", "snappy", "zstandard"} {
		f.Add(uint8(0), handMade(avroRow, codec, 1, []byte("\x02\x02\x02a")))
	}
	for _, codec := range []ocf.Codec{ocf.DeflateCodec(6), ocf.SnappyCodec(), ocf.MustZstdCodec(nil, nil)} {
		f.Add(uint8(0), avroFile(f, ocf.WithCodec(codec)))
	}
	f.Fuzz(func(t *testing.T, schema uint8, data []byte) {
		i := int(schema) % len(decodes)
		start := time.Now()
		got, err := decodes[i](data)
		if took := time.Since(start); took > 10*time.Second {
			t.Fatalf("took %v", took)
		}
		if err == nil {
			_ = asJSON(got)
		}
		if strings.HasPrefix(string(data), "Obj\x01") {
			return
		}
		var want any
		rest, wantErr := schemas[i].Decode(data, &want)
		switch {
		case err == nil && (wantErr != nil || len(rest) > 0):
			if !avroLibraryRefuses(fmt.Sprint(wantErr)) {
				t.Fatalf("%s: %x\n got %s\nwant error %v, %d left", avroSchemas[i], data, asJSON(got), wantErr, len(rest))
			}
		case err != nil && wantErr == nil && len(rest) == 0:
			if !avroWeRefuse(err.Error()) {
				t.Fatalf("%s: %x\n got error %v, want none", avroSchemas[i], data, err)
			}
		case err == nil:
			if text := asJSON(avroValue(want, got)); text != asJSON(got) {
				t.Errorf("%s: %x\n got %s\nwant %s", avroSchemas[i], data, asJSON(got), text)
			}
		}
	})
}

// avroLibraryRefuses reports whether the library is stricter on purpose.
func avroLibraryRefuses(err string) bool {
	for _, words := range []string{"zero-byte", "block size", "depth", "recursion", "exceeds"} {
		if strings.Contains(err, words) {
			return true
		}
	}
	return false
}

// avroWeRefuse reports whether we are stricter on purpose.
func avroWeRefuse(err string) bool {
	for _, words := range []string{"not UTF-8", "a boolean that is neither", "a length below zero", "nested deeper", "too many for the memory"} {
		if strings.Contains(err, words) {
			return true
		}
	}
	return false
}

// avroValue is what the library's value v should be. got is what it is: from
// there comes the order of members.
func avroValue(v any, got value.Value) value.Value {
	switch v := v.(type) {
	case map[string]any:
		old, out := asObject(got), &value.Object{}
		order := old.Names()
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if !slices.Contains(order, name) {
				order = append(order, name)
			}
		}
		for _, name := range order {
			if part, ok := v[name]; ok {
				was, _ := old.Get(name)
				out.Set(name, avroValue(part, was))
			}
		}
		return out
	case []any:
		items, _ := got.(value.List)
		list := value.List{}
		for i, part := range v {
			var was value.Value
			if i < len(items) {
				was = items[i]
			}
			list = append(list, avroValue(part, was))
		}
		return list
	case []byte:
		return base64.StdEncoding.EncodeToString(v)
	case int32:
		return value.Int(int64(v))
	case int64:
		return value.Int(v)
	case float32:
		return protoFloat(float64(v), 32)
	case float64:
		return protoFloat(v, 64)
	}
	return v
}

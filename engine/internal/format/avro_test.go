package format_test

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/twmb/avro"
	"github.com/twmb/avro/ocf"

	"naftiko/engine/internal/format"
	"naftiko/spec/value"
)

// fixtures is the folder of other people's documents, beside the project.
const fixtures = "../../../../shared/reference/fixtures-alpha2"

// schemaFiles returns a Schema of the first file, which may read the others.
func schemaFiles(text string, files map[string]string) format.Schema {
	return format.Schema{Text: text, ReadFile: func(path string) ([]byte, error) {
		if src, ok := files[path]; ok {
			return []byte(src), nil
		}
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	}}
}

func fixtureFiles(t *testing.T, text string) format.Schema {
	t.Helper()
	if _, err := os.Stat(fixtures); err != nil {
		t.Skip("the fixtures are not here: ", fixtures)
	}
	return format.Schema{Text: text, ReadFile: func(path string) ([]byte, error) {
		return os.ReadFile(filepath.Join(fixtures, filepath.FromSlash(path)))
	}}
}

func schemaDecode(t *testing.T, name string, s format.Schema) format.Decode {
	t.Helper()
	d, err := schemaDecodeErr(t, name, s)
	require.NoError(t, err)
	return d
}

func schemaDecodeErr(t *testing.T, name string, s format.Schema) (format.Decode, error) {
	t.Helper()
	k, err := format.Find(name)
	require.NoError(t, err)
	require.True(t, k.SchemaFile)
	return k.Schema(s)
}

func avroDecode(t *testing.T, schema string) format.Decode {
	t.Helper()
	return schemaDecode(t, "avro", schemaFiles("s.avsc", map[string]string{"s.avsc": schema}))
}

func asJSON(v value.Value) string { return string(value.Append(nil, v)) }

func TestG79_schemaRequired(t *testing.T) {
	for kind, word := range map[string]string{"avro": "Avro", "protobuf": "Protobuf"} {
		file := "a" + map[string]string{"avro": ".avsc", "protobuf": ".proto"}[kind]
		t.Run(kind+" without outputSchema", func(t *testing.T) {
			_, err := schemaDecodeErr(t, kind, format.Schema{})
			assert.EqualError(t, err, word+" format requires outputSchema to be specified in operation specification")
		})
		t.Run(kind+" without the file", func(t *testing.T) {
			_, err := schemaDecodeErr(t, kind, schemaFiles("schemas/"+file, nil))
			require.ErrorIs(t, err, fs.ErrNotExist)
			assert.ErrorContains(t, err, "cannot read schemas/"+file+": ")
		})
		t.Run(kind+" where nothing is read", func(t *testing.T) {
			_, err := schemaDecodeErr(t, kind, format.Schema{Text: file})
			assert.EqualError(t, err, "cannot read "+file+": no file can be read here")
		})
		t.Run(kind+" of another kind of file", func(t *testing.T) {
			for _, other := range []string{"secrets.env", "k.yaml", "a", ".proto.json.txt"} {
				_, err := schemaDecodeErr(t, kind, schemaFiles(other, map[string]string{other: "API_KEY=hunter2hunter2"}))
				assert.ErrorContains(t, err, other+" is not read: files of such schemas end in .")
			}
		})
		t.Run(kind+" with too large a file", func(t *testing.T) {
			_, err := schemaDecodeErr(t, kind, schemaFiles(file, map[string]string{file: strings.Repeat(" ", 1<<20+1)}))
			assert.EqualError(t, err, "cannot read "+file+": a schema of more than 1048576 bytes")
		})
	}
	_, err := schemaDecodeErr(t, "avro", schemaFiles("c.json", map[string]string{"c.json": `"hunter2hunter2"`}))
	assert.EqualError(t, err, "c.json is no Avro schema", "and no part of what it may be instead")
}

func TestG80_recordsAvro(t *testing.T) {
	src := fixtureFiles(t, "schemas/test-records.avsc")
	text, err := src.ReadFile(src.Text)
	require.NoError(t, err)
	data, err := avro.MustParse(string(text)).Encode(map[string]any{"records": []any{
		map[string]any{"id": "1", "title": "One", "description": nil},
		map[string]any{"id": "2", "title": "Two", "description": "second"},
	}})
	require.NoError(t, err)
	v, err := schemaDecode(t, "avro", src)(data)
	require.NoError(t, err)
	assert.Equal(t, `{"records":[{"id":"1","title":"One","description":null},`+
		`{"id":"2","title":"Two","description":"second"}]}`, asJSON(v))
}

func TestAvro_kind(t *testing.T) {
	k, err := format.Find("AVRO")
	require.NoError(t, err)
	assert.Equal(t, "avro", k.Name)
	assert.Contains(t, k.MediaTypes, "application/avro")
	assert.False(t, k.Text)
	assert.Nil(t, k.Decode)
	assert.Nil(t, k.Encode)
}

// The cases of TestAvro are written by hand, so that no encoder stands between
// them and the specification.
func TestAvro(t *testing.T) {
	record := func(fields string) string { return `{"type":"record","name":"R","fields":[` + fields + `]}` }
	double := func(f float64) string { return string(binary.LittleEndian.AppendUint64(nil, math.Float64bits(f))) }
	float := func(f float32) string { return string(binary.LittleEndian.AppendUint32(nil, math.Float32bits(f))) }
	tests := map[string]struct{ schema, data, want string }{
		"null":                        {`"null"`, "", "null"},
		"true":                        {`"boolean"`, "\x01", "true"},
		"false":                       {`"boolean"`, "\x00", "false"},
		"an int":                      {`"int"`, "\x7f", "-64"},
		"the lowest int":              {`"int"`, "\xff\xff\xff\xff\x0f", "-2147483648"},
		"a long beyond doubles":       {`"long"`, "\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01", "9223372036854775807"},
		"the lowest long":             {`"long"`, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "-9223372036854775808"},
		"a float as short as it goes": {`"float"`, float(0.1), "0.1"},
		"a double":                    {`"double"`, double(0.1), "0.1"},
		"a double of a float":         {`"double"`, double(float64(float32(0.1))), "0.10000000149011612"},
		"a whole double":              {`"double"`, double(1234567), "1234567"},
		"a large double":              {`"double"`, double(1e300), "1e+300"},
		"minus zero":                  {`"double"`, double(math.Copysign(0, -1)), "-0"},
		"NaN":                         {`"double"`, double(math.NaN()), `"NaN"`},
		"Infinity":                    {`"float"`, float(float32(math.Inf(1))), `"Infinity"`},
		"-Infinity":                   {`"double"`, double(math.Inf(-1)), `"-Infinity"`},
		"a string":                    {`"string"`, "\x06a\u00e9", `"aé"`},
		"bytes":                       {`"bytes"`, "\x04\x00\xff", `"AP8="`},
		"fixed":                       {`{"type":"fixed","name":"F","size":2}`, "\x00\xff", `"AP8="`},
		"an enum":                     {`{"type":"enum","name":"E","symbols":["A","B"]}`, "\x02", `"B"`},
		"an array in blocks":          {`{"type":"array","items":"int"}`, "\x04\x02\x04\x02\x06\x00", "[1,2,3]"},
		"an array with sizes":         {`{"type":"array","items":"int"}`, "\x03\x04\x02\x04\x00", "[1,2]"},
		"an empty array":              {`{"type":"array","items":"int"}`, "\x00", "[]"},
		"a map in the order sent":     {`{"type":"map","values":"int"}`, "\x04\x02b\x02\x02a\x04\x00", `{"b":1,"a":2}`},
		"a map with one name twice":   {`{"type":"map","values":"int"}`, "\x04\x02b\x02\x02b\x04\x00", `{"b":2}`},
		"a union is its branch":       {`["null",{"type":"map","values":"int"}]`, "\x02\x00", `{}`},
		"a union of null":             {`["int","null"]`, "\x02", `null`},
		"a record in order":           {record(`{"name":"z","type":"int"},{"name":"a","type":"string"}`), "\x02\x02x", `{"z":1,"a":"x"}`},
		"an error type":               {`{"type":"error","name":"R","fields":[{"name":"z","type":"int"}]}`, "\x02", `{"z":1}`},
		"a record of nothing":         {record(""), "", "{}"},
		"records inside themselves":   {record(`{"name":"next","type":["null","R"]}`), "\x02\x00", `{"next":{"next":null}}`},
		"names with namespaces":       {`{"type":"record","name":"a.b.R","fields":[{"name":"x","type":{"type":"enum","name":"E","symbols":["S"]}},{"name":"y","type":"E"},{"name":"z","type":"a.b.E"}]}`, "\x00\x00\x00", `{"x":"S","y":"S","z":"S"}`},
		"a name before its type":      {record(`{"name":"x","type":"B"},{"name":"y","type":{"type":"record","name":"B","fields":[{"name":"z","type":"int"}]}}`), "\x02\x04", `{"x":{"z":1},"y":{"z":2}}`},
		"a date is an int":            {`{"type":"int","logicalType":"date"}`, "\x02", "1"},
		"a timestamp is a long":       {`{"type":"long","logicalType":"timestamp-micros"}`, "\x02", "1"},
		"a uuid is a string":          {`{"type":"string","logicalType":"uuid"}`, "\x02x", `"x"`},
		"a decimal is its bytes":      {`{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}`, "\x04\x00\xff", `"AP8="`},
		"a decimal of a fixed":        {`{"type":"fixed","name":"F","size":1,"logicalType":"decimal","precision":2}`, "\xff", `"/w=="`},
		"a duration is its bytes":     {`{"type":"fixed","name":"F","size":12,"logicalType":"duration"}`, strings.Repeat("\x00", 12), `"AAAAAAAAAAAAAAAA"`},
		"an unknown logical type":     {`{"type":"long","logicalType":"moon"}`, "\x02", "1"},
		"a schema behind a mark":      {"\xef\xbb\xbf\"int\"", "\x02", "1"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v, err := avroDecode(t, tc.schema)([]byte(tc.data))
			require.NoError(t, err)
			assert.Equal(t, tc.want, asJSON(v))
		})
	}
}

func TestAvro_errors(t *testing.T) {
	const other = ": it was not written with this schema"
	huge := string(binary.AppendVarint(nil, 1<<30))
	most := string(binary.AppendVarint(nil, math.MaxInt64))
	list := `{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"array","items":%s}}]}`
	tests := map[string]struct{ schema, data, want string }{
		"trailing bytes":           {`"int"`, "\x02\x02\x02", "2 bytes are left behind the value" + other},
		"an empty answer":          {`"int"`, "", "the data ends inside a value"},
		"a truncated double":       {`"double"`, "1234", "the data ends inside a value"},
		"a truncated string":       {`"string"`, "\x06a", "the data ends inside a value"},
		"a string of a gigabyte":   {`"string"`, huge + "a", "the data ends inside a value"},
		"a length below zero":      {`"string"`, "\x01", "a length below zero" + other},
		"text that is not UTF-8":   {`"string"`, "\x02\xff", "a text that is not UTF-8"},
		"a name that is not UTF-8": {`{"type":"map","values":"int"}`, "\x02\x02\xff\x00", "a text that is not UTF-8"},
		"another boolean":          {`"boolean"`, "\x02", "a boolean that is neither true nor false" + other},
		"too large an int":         {`"int"`, "\x80\x80\x80\x80\x10", "an int of more than 32 bits" + other},
		"a number without an end":  {`"long"`, strings.Repeat("\xff", 11), "a number that is longer than 64 bits"},
		"no such branch":           {`["null","int"]`, "\x04", "a choice that the schema does not have" + other},
		"no such symbol":           {`{"type":"enum","name":"E","symbols":["A"]}`, "\x01", "a choice that the schema does not have" + other},
		"a path to the place":      {fmt.Sprintf(list, `{"type":"record","name":"S","fields":[{"name":"b","type":"boolean"}]}`), "\x02\x07", "a.b: a boolean that is neither true nor false" + other},
		"a block of too many":      {fmt.Sprintf(list, `"int"`), most, "a: the data ends inside a value"},
		"the lowest count":         {`{"type":"array","items":"int"}`, string(binary.AppendVarint(nil, math.MinInt64)) + "\x00", "a length below zero" + other},
		"nulls without an end":     {fmt.Sprintf(list, `"null"`), most, "a: the values are too many for the memory that an answer may take"},
		"records of nothing":       {fmt.Sprintf(list, `{"type":"record","name":"N","fields":[]}`), most, "a: the values are too many for the memory that an answer may take"},
		"fixed of nothing":         {fmt.Sprintf(list, `{"type":"fixed","name":"F","size":0}`), most, "a: the values are too many for the memory that an answer may take"},
		"a record of itself":       {`{"type":"record","name":"R","fields":[{"name":"r","type":"R"}]}`, "", strings.TrimSuffix(strings.Repeat("r.", 101), ".") + ": nested deeper than 1000"},
		"records without an end":   {`{"type":"record","name":"R","fields":[{"name":"r","type":["null","R"]}]}`, strings.Repeat("\x02", 5000), strings.TrimSuffix(strings.Repeat("r.", 101), ".") + ": nested deeper than 1000"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := avroDecode(t, tc.schema)([]byte(tc.data))
			assert.EqualError(t, err, tc.want)
		})
	}
}

// Records that double at every level reach any size without a byte of data.
func TestAvro_memory(t *testing.T) {
	var b strings.Builder
	const levels = 40
	for i := range levels {
		fmt.Fprintf(&b, `{"type":"record","name":"R%d","fields":[{"name":"a","type":`, i)
	}
	b.WriteString(`"null"`)
	for i := range levels {
		child := fmt.Sprintf(`"R%d"`, levels-i)
		if i == 0 {
			child = `"null"`
		}
		fmt.Fprintf(&b, `},{"name":"b","type":%s}]}`, child)
	}
	decode := avroDecode(t, b.String())
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := decode(nil)
	runtime.ReadMemStats(&after)
	require.ErrorContains(t, err, "the values are too many for the memory that an answer may take")
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(256<<20))
}

func TestAvro_schemaErrors(t *testing.T) {
	for name, src := range map[string]string{
		"no JSON":         `{`,
		"no type":         `{"name":"R"}`,
		"a type unknown":  `{"type":"record","name":"R","fields":[{"name":"a","type":"Nope"}]}`,
		"nested too deep": strings.Repeat(`{"type":"array","items":`, 20000) + `"int"` + strings.Repeat("}", 20000),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := schemaDecodeErr(t, "avro", schemaFiles("x/s.avsc", map[string]string{"x/s.avsc": src}))
			assert.ErrorContains(t, err, "x/s.avsc: ")
		})
	}
}

const avroRow = `{"type":"record","name":"Row","fields":[{"name":"id","type":"long"},{"name":"t","type":["null","string"]}]}`

func avroFile(t testing.TB, opts ...ocf.WriterOpt) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := ocf.NewWriter(&b, avro.MustParse(avroRow), opts...)
	require.NoError(t, err)
	require.NoError(t, w.Encode(map[string]any{"id": int64(1), "t": "a"}))
	require.NoError(t, w.Flush())
	require.NoError(t, w.Encode(map[string]any{"id": int64(2), "t": nil}))
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestAvro_container(t *testing.T) {
	zstd, err := ocf.ZstdCodec(nil, nil)
	require.NoError(t, err)
	// What the document says is another schema: that in the file counts.
	decode := avroDecode(t, `"int"`)
	for name, opts := range map[string][]ocf.WriterOpt{
		"null":      nil,
		"deflate":   {ocf.WithCodec(ocf.DeflateCodec(6))},
		"snappy":    {ocf.WithCodec(ocf.SnappyCodec())},
		"zstandard": {ocf.WithCodec(zstd)},
	} {
		t.Run(name, func(t *testing.T) {
			data := avroFile(t, opts...)
			v, err := decode(data)
			require.NoError(t, err)
			assert.Equal(t, `[{"id":1,"t":"a"},{"id":2,"t":null}]`, asJSON(v))
			for n := 4; n < len(data); n++ {
				if v, err := decode(data[:n]); err == nil {
					assert.Contains(t, []string{`[]`, `[{"id":1,"t":"a"}]`}, asJSON(v), "only whole blocks may be missing")
				}
			}
		})
	}
	t.Run("without values", func(t *testing.T) {
		var b bytes.Buffer
		w, err := ocf.NewWriter(&b, avro.MustParse(avroRow))
		require.NoError(t, err)
		require.NoError(t, w.Close())
		v, err := decode(b.Bytes())
		require.NoError(t, err)
		assert.Equal(t, `[]`, asJSON(v))
	})
}

// handMade is a container of one block.
func handMade(schema, codec string, count int64, block []byte) []byte {
	text := func(b []byte, s string) []byte { return append(binary.AppendVarint(b, int64(len(s))), s...) }
	b := binary.AppendVarint([]byte("Obj\x01"), 2)
	b = text(text(text(text(b, "avro.schema"), schema), "avro.codec"), codec)
	b = append(b, 0)
	sync := strings.Repeat("s", 16)
	b = append(b, sync...)
	b = binary.AppendVarint(b, count)
	return append(text(b, string(block)), sync...)
}

func TestAvro_containerErrors(t *testing.T) {
	var bomb bytes.Buffer
	w, err := flate.NewWriter(&bomb, 9)
	require.NoError(t, err)
	_, err = w.Write(make([]byte, 65<<20))
	require.NoError(t, errors.Join(err, w.Close()))
	snappyBomb := append(binary.AppendUvarint(nil, 1<<30), 0, 0, 0, 0)
	zeros := []byte{0, 0}
	tests := map[string]struct {
		data []byte
		want string
	}{
		"nothing behind the magic":   {[]byte("Obj\x01"), "the data ends inside a value"},
		"an unknown codec":           {handMade(`"int"`, "lzma", 2, zeros), `a codec that is not known, "lzma"`},
		"a schema that is none":      {handMade(`{`, "null", 2, zeros), "the file's own schema: "},
		"a schema too large":         {handMade(strings.Repeat(" ", 1<<20+1), "null", 2, zeros), "a schema of more than 1048576 bytes"},
		"a block of more":            {handMade(`"int"`, "null", 1, zeros), "a block does not end where it should"},
		"a block of less":            {handMade(`"int"`, "null", 3, zeros), "the data ends inside a value"},
		"a count below zero":         {handMade(`"int"`, "null", -1, zeros), "a block does not end where it should"},
		"nulls without an end":       {handMade(`"null"`, "null", math.MaxInt64, nil), "the values are too many for the memory that an answer may take"},
		"broken compression":         {handMade(`"int"`, "deflate", 1, []byte("\xff\xff")), "a block that is broken, or too large when decompressed"},
		"no compression":             {handMade(`"int"`, "zstandard", 1, zeros), "a block that is broken, or too large when decompressed"},
		"a bomb":                     {handMade(`"int"`, "deflate", 65<<20, bomb.Bytes()), "a block that is broken, or too large when decompressed"},
		"a bomb that only says so":   {handMade(`"int"`, "snappy", 1, snappyBomb), "a block that is broken, or too large when decompressed"},
		"another mark behind blocks": {append(handMade(`"int"`, "null", 2, zeros)[:60], strings.Repeat("x", 30)...), "a block does not end where it should"},
	}
	decode := avroDecode(t, `"int"`)
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := decode(tc.data)
			assert.ErrorContains(t, err, tc.want)
		})
	}
}

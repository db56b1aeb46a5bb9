package format_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/format"
	"naftiko/spec/value"
)

func decode(t *testing.T, src string) value.Value {
	t.Helper()
	v, err := value.Decode([]byte(src))
	require.NoError(t, err)
	return v
}

func TestEncode(t *testing.T) {
	const nested = `{"result":{"users":[{"id":1,"n":"a,b"},{"id":2.50,"x":{"k":[1]}}]}}`
	tests := map[string]struct{ format, in, want string }{
		"json":                    {"json", nested, nested + "\n"},
		"json by default":         {"", `"x"`, "\"x\"\n"},
		"JSON in another case":    {"JSON", `1`, "1\n"},
		"csv of the first list":   {"csv", nested, "id,n,x\n1,\"a,b\",\n2.50,,\"{\"\"k\"\":[1]}\"\n"},
		"csv of one object":       {"csv", `{"a":1,"b":null}`, "a,b\n1,\n"},
		"csv of scalars":          {"csv", `[1,"x"]`, "value\n1\nx\n"},
		"csv, a list beside more": {"csv", `{"total":2,"items":[{"a":1}]}`, "a\n1\n"},
		"ndjson":                  {"ndjson", nested, "{\"id\":1,\"n\":\"a,b\"}\n{\"id\":2.50,\"x\":{\"k\":[1]}}\n"},
		"ndjson of a scalar":      {"ndjson", `5`, "5\n"},
		"text of a string":        {"text", `"a b"`, "a b\n"},
		"text of a list":          {"text", `["a",1,{"k":2}]`, "a\n1\n{\"k\":2}\n"},
		"text of an object":       {"text", `{"k":2}`, "{\"k\":2}\n"},
		"text of an empty list":   {"text", `[]`, ""},
		"yaml":                    {"yaml", `{"b":[1.10,"yes"],"a":null}`, "b:\n- 1.10\n- \"yes\"\na: null\n"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			k, err := format.Find(tc.format)
			require.NoError(t, err)
			got, err := k.Encode(nil, decode(t, tc.in), false)
			require.NoError(t, err)
			assert.Equal(t, tc.want, string(got))
		})
	}
}

func TestEncode_blob(t *testing.T) {
	k, err := format.Find("text")
	require.NoError(t, err)
	got, err := k.Encode(nil, value.Blob{Data: []byte("\x00\xff")}, false)
	require.NoError(t, err)
	assert.Equal(t, "\x00\xff", string(got), "bytes as they are, and no line end")
}

func TestFind_unknown(t *testing.T) {
	_, err := format.Find("cobol")
	assert.EqualError(t, err, `unknown format "cobol"`)
	assert.Equal(t, []string{"json", "yaml", "ndjson", "csv", "tsv", "psv", "xml", "text"}, format.Encoders())
}

func TestDecode_byteOrderMark(t *testing.T) {
	k, err := format.Find("json")
	require.NoError(t, err)
	v, err := k.Decode([]byte("\xef\xbb\xbf{\"a\":1}"))
	require.NoError(t, err)
	assert.Equal(t, `{"a":1}`, string(value.Append(nil, v)))
}

// What is written in XML reads as it was, as far as XML can tell.
func TestEncode_xmlReadsBack(t *testing.T) {
	xml, err := format.Find("xml")
	require.NoError(t, err)
	for in, want := range map[string]string{
		`{"a":"1","b":[{"c":"x"},{"c":"y"}],"n":null,"":"t"}`: `{"a":"1","b":[{"c":"x"},{"c":"y"}],"n":null,"":"t"}`,
		`{"a b":1,"1":true,"s":"<&>\"'"}`:                     `{"a_b":"1","_1":"true","s":"<&>\"'"}`,
		`[1,[2,3]]`:                                           `{"item":["1",{"item":["2","3"]}]}`,
		`"text"`:                                              `{"":"text"}`,
		`{"l":[]}`:                                            `{}`,
	} {
		for _, indent := range []bool{false, true} {
			text, err := xml.Encode(nil, decode(t, in), indent)
			require.NoError(t, err)
			v, err := xml.Decode(text)
			require.NoError(t, err, "%s", text)
			assert.Equal(t, want, string(value.Append(nil, v)), "%s", text)
		}
	}
}

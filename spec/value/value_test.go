package value_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/value"
)

func TestDecodeAppend_keepsOrderAndSpelling(t *testing.T) {
	tests := map[string]string{
		"order":      `{"z":1,"a":{"y":[],"b":{}},"m":[1,"x",null,true,false]}`,
		"numbers":    `[9007199254740993,1.10,-0,1e400,1E+2,0.1234567890123456789]`,
		"characters": `"é <b> & \" \\ \n \u0000"`,
		"scalar":     `"x"`,
	}
	for name, src := range tests {
		t.Run(name, func(t *testing.T) {
			v, err := value.Decode([]byte(src))
			require.NoError(t, err)
			assert.Equal(t, src, string(value.Append(nil, v)))
		})
	}
}

func TestDecode_lastDuplicateWins(t *testing.T) {
	v, err := value.Decode([]byte(`{"a":1,"b":2,"a":3}`))
	require.NoError(t, err)
	assert.Equal(t, `{"a":3,"b":2}`, string(value.Append(nil, v)))
}

func TestDecode_manyMembers(t *testing.T) {
	var b strings.Builder
	for i := range 40 {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"k` + strings.Repeat("x", i) + `":` + string(value.Int(int64(i))))
	}
	v, err := value.Decode([]byte("{" + b.String() + `,"k":99}`))
	require.NoError(t, err)
	o := v.(*value.Object)
	assert.Equal(t, 40, o.Len())
	got, ok := o.Get("k")
	assert.True(t, ok)
	assert.Equal(t, value.Number("99"), got)
	got, _ = o.Get("k" + strings.Repeat("x", 39))
	assert.Equal(t, value.Number("39"), got)
	_, ok = o.Get("none")
	assert.False(t, ok)
}

func TestDecode_errors(t *testing.T) {
	tests := map[string]struct {
		src          string
		line, column int
		msg          string
	}{
		"empty":     {"", 1, 1, "no JSON value"},
		"blank":     {" \n ", 2, 2, "no JSON value"},
		"cut off":   {`{"a":[1,`, 1, 9, "ends too soon"},
		"cut text":  {`"ab`, 1, 4, "ends too soon"},
		"html":      {"<html>", 1, 1, "invalid character"},
		"trailing":  {"{} x", 1, 4, "invalid character"},
		"two":       {"1 2", 1, 4, "more text"},
		"utf-8":     {"\"\xff\"", 1, 2, "UTF-8"},
		"too deep":  {strings.Repeat("[", 1001), 1, 1002, "nested deeper"},
		"on line 3": {"{\n \"é\": 1,\n \"b\" 2}", 3, 6, "invalid character"},
		"mismatch":  {"[}", 1, 2, "invalid"},
		"close":     {"]", 1, 1, "invalid"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := value.Decode([]byte(tc.src))
			var syn *value.SyntaxError
			require.ErrorAs(t, err, &syn)
			assert.Contains(t, syn.Msg, tc.msg)
			assert.Equal(t, tc.line, syn.Line, "line of %v", syn)
			assert.Equal(t, tc.column, syn.Column, "column of %v", syn)
		})
	}
}

func TestAppendIndent(t *testing.T) {
	v, err := value.Decode([]byte(`{"a":[1,{"b":{}}],"c":[]}`))
	require.NoError(t, err)
	want := "{\n  \"a\": [\n    1,\n    {\n      \"b\": {}\n    }\n  ],\n  \"c\": []\n}"
	assert.Equal(t, want, string(value.AppendIndent(nil, v)))
}

func TestText(t *testing.T) {
	tests := map[string]struct {
		in   value.Value
		want string
	}{
		"null":      {nil, ""},
		"boolean":   {true, "true"},
		"string":    {"a b", "a b"},
		"integer":   {value.Number("1"), "1"},
		"decimal":   {value.Number("1.50"), "1.50"},
		"exponent":  {value.Number("1e10"), "10000000000"},
		"large":     {value.Number("1e21"), "1e21"},
		"list":      {value.List{value.Number("1"), "x"}, `[1,"x"]`},
		"object":    {value.NewObject(value.Member{Name: "k", Value: "v"}), `{"k":"v"}`},
		"blob":      {value.Blob{Data: []byte("raw")}, "raw"},
		"nil bytes": {value.Blob{}, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, value.Text(tc.in)) })
	}
}

func TestNumber(t *testing.T) {
	whole := map[string]bool{
		"0": true, "-0": true, "12": true, "-12": true, "1.0": true, "1e3": true, "1.5e1": true, "10e-1": true, "0.0e-9": true,
		"1.5": false, "1e-1": false, "15e-2": false, "1.55e1": false, "1e99999999999999999999": true, "1e-99999999999999999999": false,
	}
	for text, want := range whole {
		n, ok := value.ParseNumber(text)
		require.True(t, ok, text)
		assert.Equal(t, want, n.IsInt(), text)
	}
	for _, text := range []string{"", "-", "01", "+1", ".5", "1.", "1e", "1e+", "0x1", "1_0", "NaN", " 1", "1 ", "--1"} {
		_, ok := value.ParseNumber(text)
		assert.False(t, ok, text)
	}
}

func TestEqual(t *testing.T) {
	decode := func(src string) value.Value {
		v, err := value.Decode([]byte(src))
		require.NoError(t, err)
		return v
	}
	same := [][2]string{{`{"a":1,"b":[2]}`, `{"b":[2.0],"a":1}`}, {"null", "null"}, {`"x"`, `"x"`}, {"1e2", "100"}}
	for _, p := range same {
		assert.True(t, value.Equal(decode(p[0]), decode(p[1])), "%v", p)
	}
	other := [][2]string{{"1", `"1"`}, {`"1"`, "1"}, {"[]", "{}"}, {"null", "[]"}, {"[1]", "[1,2]"}, {`{"a":1}`, `{"b":1}`}, {"true", "{}"}}
	for _, p := range other {
		assert.False(t, value.Equal(decode(p[0]), decode(p[1])), "%v", p)
	}
}

func TestFrom(t *testing.T) {
	v, err := value.From(map[string]any{
		"b": []any{1, int64(-2), uint8(3), 1.5, float32(0.1), nil, true, []string{"x"}}, "a": json.Number("1.10"), "c": value.List{"y"},
	})
	require.NoError(t, err)
	assert.Equal(t, `{"a":1.10,"b":[1,-2,3,1.5,0.1,null,true,["x"]],"c":["y"]}`, string(value.Append(nil, v)))

	for _, bad := range []any{make(chan int), map[string]any{"a": []any{struct{}{}}}, json.Number("x"), []any{nan()}} {
		_, err := value.From(bad)
		assert.Error(t, err)
	}
	_, err = value.From(map[string]any{"a": []any{struct{}{}}})
	assert.ErrorContains(t, err, "value.a[0]: a Go struct {}")
}

func nan() float64 { var zero float64; return zero / zero }

// FuzzDecode checks against the standard library: both accept the same bytes
// and what is written again is the same JSON.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.50,{"b":null}],"a":true}`, `"\ud83d\ude00"`, `[`, `1e5`, "\"\xff\"", `{"a" 1}`, "\ufeff{}", `"\ud800"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := value.Decode(data)
		if err != nil {
			var syn *value.SyntaxError
			if !errors.As(err, &syn) || syn.Offset > int64(len(data)) {
				t.Fatalf("Decode(%q) = %#v", data, err)
			}
			return
		}
		if !json.Valid(data) {
			t.Fatalf("Decode accepts %q, which encoding/json does not", data)
		}
		again, err := value.Decode(value.Append(nil, v))
		if err != nil || !value.Equal(v, again) {
			t.Fatalf("Decode(Append(%q)) = %v, %v", data, again, err)
		}
		if _, err := value.Decode(value.AppendIndent(nil, v)); err != nil {
			t.Fatalf("Decode(AppendIndent(%q)): %v", data, err)
		}
	})
}

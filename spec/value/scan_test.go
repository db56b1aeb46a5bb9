package value_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/value"
)

// scan copies the one value of a text, and reports whether the scanner reads it.
func scan(text string) (string, bool) {
	s := value.Scanner{Text: []byte(text)}
	end := s.Copy(0)
	if end == value.Stop || s.Space(end) != len(text) {
		return "", false
	}
	return string(s.Out), true
}

func TestScanner_reads(t *testing.T) {
	for _, text := range []string{
		`{}`, `[]`, ` [ ] `, `{"a":[1,-0,1.50,1e5,1E-5,true,false,null,"x"],"b":{"c":{}}}`, "{\n \"a\" : 1 ,\t\"b\":2}\r\n",
		`"\"\\\b\f\n\r\t"`, `"\/\u00e9\u000a\u001f\ud83d\ude00"`, `"ä€😀 with more than eight bytes"`, `"\u2028` + "\u2028" + `"`, "\"\x7f\"",
		`[` + strings.Repeat(`{"name":"x","other":2},`, 100) + `{}]`,
		strings.Repeat("[", value.MaxDepth) + strings.Repeat("]", value.MaxDepth),
		`{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10,"k":11,"l":12,"m":13,"n":14}`,
	} {
		got, ok := scan(text)
		require.True(t, ok, text)
		v, err := value.Decode([]byte(text))
		require.NoError(t, err)
		assert.Equal(t, string(value.Append(nil, v)), got)
	}
}

// What the scanner does not read is left to Decode, be it right or wrong.
func TestScanner_stops(t *testing.T) {
	for _, text := range []string{
		``, ` `, `{`, `[1,]`, `[1 2]`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{a:1}`, `tru`, `nul`, `01`, `-`, `1.`, `1e`, `+1`, `.5`, `"`, `"\x"`, `"\u12"`, `"\ud800"`,
		`"\udc00\ud800"`, `"\ud800\u0041"`, "\"\x1f\"", "\"\xff\"", "\"\xc3\"", `]`, `}`, `1 2`, "\ufeff1",
		strings.Repeat("[", value.MaxDepth+1) + strings.Repeat("]", value.MaxDepth+1),
		`{"a":1,"a":2}`, `{"a":1,"\u0061":2}`, `[{"x":{"a":1,"b":2,"a":3}}]`,
	} {
		_, ok := scan(text)
		assert.False(t, ok, text)
	}
}

// FuzzScanner checks that what the scanner reads Decode reads too, as the same.
func FuzzScanner(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.50,{"b":null}],"a":true}`, `"\ud83d\ude00\/"`, `[`, `1e5`, "\"\xff\"", `{"a" 1}`, `{"ab":1, "a\u0062":2}`, "[\"0123456\x1f\"]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := scan(text)
		v, err := value.Decode([]byte(text))
		if !ok {
			return
		}
		if err != nil {
			t.Fatalf("the scanner reads %q, which Decode does not: %v", text, err)
		}
		if want := string(value.Append(nil, v)); got != want {
			t.Fatalf("%q\n got %q\nwant %q", text, got, want)
		}
	})
}

func BenchmarkScanner(b *testing.B) {
	text := []byte(`[` + strings.Repeat(`{"id":12345,"name":"a ship of some length","tags":["x","y"],"active":true},`, 10000) + `{}]`)
	b.Run("skip", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			s := value.Scanner{Text: text}
			if s.Skip(0) == value.Stop {
				b.Fatal("stopped")
			}
		}
	})
	b.Run("copy", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		out := make([]byte, 0, len(text))
		for b.Loop() {
			s := value.Scanner{Text: text, Out: out}
			if s.Copy(0) == value.Stop {
				b.Fatal("stopped")
			}
		}
	})
}

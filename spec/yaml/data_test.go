package yaml_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

func TestDecode(t *testing.T) {
	tests := map[string]struct{ src, want string }{
		"nothing":               {"", `null`},
		"one document":          {"a: [1, x]", `{"a":[1,"x"]}`},
		"further documents":     {"--- a\n--- {\n", `"a"`},
		"duplicate keys":        {"{a: 1, b: 2, a: 3}", `{"a":3,"b":2}`},
		"duplicate merge keys":  {"- &x {a: 1}\n- {<<: *x, <<: {b: 2}}\n", `[{"a":1},{"a":1,"b":2}]`},
		"duplicates in a merge": {"- &x {a: 1, a: 2}\n- {<<: *x}\n", `[{"a":2},{"a":2}]`},
		"keys of other types":   {"{1: a, true: b, '': c}", `{"1":"a","true":"b","":"c"}`},
		"custom tags":           {"!a [!b 1]", `["1"]`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v, err := yaml.Decode([]byte(tc.src))
			require.NoError(t, err)
			assert.Equal(t, tc.want, string(value.Append(nil, v)))
		})
	}
}

func TestDecode_errors(t *testing.T) {
	tests := map[string]struct {
		src  string
		want value.SyntaxError
	}{
		"LF":         {"é: 1\né: [}", value.SyntaxError{Offset: 11, Line: 2, Column: 5, Msg: "a value is expected here"}},
		"CR LF":      {"é: 1\r\né: [}", value.SyntaxError{Offset: 12, Line: 2, Column: 5, Msg: "a value is expected here"}},
		"CR":         {"é: 1\ré: [}", value.SyntaxError{Offset: 11, Line: 2, Column: 5, Msg: "a value is expected here"}},
		"a soft end": {"é: 'a\u2028b'\né: [}", value.SyntaxError{Offset: 17, Line: 2, Column: 5, Msg: "a value is expected here"}},
		"templates":  {"{{a}}", value.SyntaxError{Offset: 1, Line: 1, Column: 2, Msg: "a key must be a text, not a mapping"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v, err := yaml.Decode([]byte(tc.src))
			assert.Nil(t, v)
			var syn *value.SyntaxError
			require.ErrorAs(t, err, &syn)
			assert.Equal(t, tc.want, *syn)
		})
	}
}

// Decode has the limits of Parse.
func TestDecode_limits(t *testing.T) {
	tests := map[string]struct {
		src  []byte
		want string
	}{
		"depth":        {[]byte("- &a " + nested(150) + "\n- " + strings.Repeat("[", 60) + "*a" + strings.Repeat("]", 60)), "lists and mappings nest deeper than 200"},
		"alias bomb":   {aliasBomb(30), "aliases make the document too large"},
		"merge bomb":   {mergeChain(150), "aliases make the document too large"},
		"many entries": {filled("a: b\n", yaml.MaxSize), "the text has too many entries"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := yaml.Decode(tc.src)
			assert.ErrorContains(t, err, tc.want)
		})
	}
}

package schema_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/schema"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

func decoded(t *testing.T, text string) value.Value {
	t.Helper()
	v, err := yaml.Decode([]byte(text))
	require.NoError(t, err)
	return v
}

func TestAny(t *testing.T) {
	tests := map[string]struct {
		schema, value string
		want          []string
	}{
		"valid":             {"{type: string}", "a", nil},
		"type":              {"{type: string}", "1", []string{": Invalid type. Expected: string, given: integer"}},
		"number as written": {"{type: integer}", "1.0", nil},
		"required, outer before inner, first before last": {
			"{required: [z], properties: {b: {type: string}, a: {type: string}}}", "{b: 1, a: 2}",
			[]string{`: the property "z" is required`, "b: Invalid type. Expected: string, given: integer", "a: Invalid type. Expected: string, given: integer"},
		},
		"additional":            {"{additionalProperties: false}", "{x: 1}", []string{`: the property "x" is not allowed`}},
		"list":                  {"{items: {maximum: 1}}", "[0, 5]", []string{"1: Must be less than or equal to 1"}},
		"list of schemas":       {"{items: [{type: string}, {type: string}]}", "[a, 1]", []string{"1: Invalid type. Expected: string, given: integer"}},
		"reference":             {"{properties: {a: {$ref: '#/definitions/x~1y'}}, definitions: {x/y: {const: 1}}}", "{a: 2}", []string{"a: a does not match: 1"}},
		"beside a reference":    {"{$ref: '#/definitions/a', minLength: 2, definitions: {a: {type: string}}}", "a", []string{": String length must be greater than or equal to 2"}},
		"recursion":             {"{properties: {next: {$ref: '#'}}, required: [x]}", "{x: 1, next: {x: 1, next: {}}}", []string{`next/next: the property "x" is required`}},
		"if":                    {"{if: {required: [a]}, then: {required: [b]}}", "{a: 1}", []string{`: the property "b" is required`}},
		"a name that is a word": {"{properties: {$ref: {type: string}}}", "{$ref: 1}", []string{"$ref: Invalid type. Expected: string, given: integer"}},
		"names":                 {"{$id: 'http://example.com/s', $schema: 'http://example.com/none', type: string}", "a", nil},
		"null":                  {"{type: 'null'}", "null", nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s, err := schema.CompileAny(decoded(t, tc.schema), schema.Draft7)
			require.NoError(t, err)
			for range 20 {
				list, err := s.Check(decoded(t, tc.value))
				require.NoError(t, err)
				var got []string
				for _, e := range list {
					got = append(got, strings.Join(e.Path, "/")+": "+e.Msg)
				}
				require.Equal(t, tc.want, got)
			}
		})
	}
}

func TestAnyUnsupported(t *testing.T) {
	tests := map[string]struct{ schema, want string }{
		"no schema":           {"[]", "no schema"},
		"keyword":             {"{type: 5}", "library"},
		"remote reference":    {"{$ref: 'http://127.0.0.1:1/x'}", "a reference other than to #/…"},
		"file reference":      {"{properties: {a: {$ref: 'other.json#/a'}}}", "a reference other than to #/…"},
		"lost reference":      {"{$ref: '#/definitions/a'}", "leads to no schema"},
		"inner name":          {"{properties: {a: {$id: 'http://example.com/a'}}}", "a name of a part"},
		"circle":              {"{$ref: '#'}", "refers to itself"},
		"larger circle":       {"{definitions: {a: {anyOf: [{$ref: '#/definitions/b'}]}, b: {allOf: [{$ref: '#/definitions/a'}]}}}", "refers to itself"},
		"pattern":             {"{pattern: '(?=a)'}", "library"},
		"map that is none":    {"{properties: []}", "is not a mapping"},
		"reference to a word": {"{$ref: '#/type', type: string}", "leads to no schema"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := schema.CompileAny(decoded(t, tc.schema), schema.Draft7)
			assert.ErrorContains(t, err, tc.want)
		})
	}
}

func TestAnyTooMuch(t *testing.T) {
	deep := strings.Repeat("{a: ", 60) + "1" + strings.Repeat("}", 60)
	s, err := schema.CompileAny(decoded(t, "{properties: {a: {anyOf: [{$ref: '#'}, {$ref: '#'}]}}}"), schema.Draft7)
	require.NoError(t, err)
	_, err = s.Check(decoded(t, deep))
	assert.ErrorIs(t, err, schema.ErrTooMuch)
	list, err := s.Check(decoded(t, "{a: {a: 1}}"))
	require.NoError(t, err)
	assert.Empty(t, list)
}

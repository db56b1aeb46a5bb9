package schema_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xeipuuv/gojsonschema"

	"naftiko/spec/schema"
)

// tree returns the schema as plain JSON.
func tree(t *testing.T) map[string]any {
	t.Helper()
	var root map[string]any
	require.NoError(t, json.Unmarshal(schema.JSON(), &root))
	return root
}

// part is a schema inside the schema.
type part struct {
	at     string
	schema map[string]any
	// property is set for the value of a key, guard inside of an if.
	property, guard bool
}

// parts returns all schemas inside of s, s included.
func parts(at string, s any, property, guard bool) []part {
	m, ok := s.(map[string]any)
	if !ok {
		return nil
	}
	out := []part{{at, m, property, guard}}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		at := at + "/" + key
		switch key {
		case "properties", "definitions":
			for name, sub := range m[key].(map[string]any) {
				out = append(out, parts(at+"/"+name, sub, key == "properties", guard)...)
			}
		case "items", "additionalProperties", "propertyNames", "then", "else", "not":
			out = append(out, parts(at, m[key], false, guard)...)
		case "if":
			out = append(out, parts(at, m[key], false, true)...)
		case "allOf", "anyOf", "oneOf":
			for _, sub := range m[key].([]any) {
				out = append(out, parts(at, sub, false, guard)...)
			}
		}
	}
	return out
}

func TestValid(t *testing.T) {
	loader := gojsonschema.NewSchemaLoader()
	loader.Validate = true // against the library's copy of draft-07 itself
	_, err := loader.Compile(gojsonschema.NewBytesLoader(schema.JSON()))
	require.NoError(t, err)
	assert.Equal(t, "http://json-schema.org/draft-07/schema#", tree(t)["$schema"])
}

func TestFormat(t *testing.T) {
	text := schema.JSON()
	assert.True(t, bytes.HasSuffix(text, []byte("\n}\n")))
	for i, line := range strings.Split(string(text), "\n") {
		blanks := len(line) - len(strings.TrimLeft(line, " \t"))
		assert.Zero(t, blanks%2, "line %d is indented by %d", i+1, blanks)
		assert.NotContains(t, line, "\t", "line %d", i+1)
		assert.Equal(t, strings.TrimRight(line, " "), line, "line %d", i+1)
	}
}

// keywords are those of draft-07 that the schema uses. oneOf is not among them,
// nor are format and patternProperties: the library's reports of these are poor.
var keywords = []string{
	"$ref", "$schema", "additionalProperties", "allOf", "anyOf", "const", "default", "definitions", "description", "else", "enum",
	"examples", "if", "items", "maxItems", "maximum", "minLength", "minimum", "not", "pattern", "properties", "required", "then",
	"title", "type",
}

func TestKeywords(t *testing.T) {
	for _, p := range parts("", tree(t), false, false) {
		for key := range p.schema {
			assert.Contains(t, keywords, key, p.at)
			if key == "anyOf" || key == "not" || key == "const" {
				assert.True(t, p.guard, "%s: %s may only stand inside of if: the library cannot say what is missing", p.at, key)
			}
		}
		if pattern, ok := p.schema["pattern"].(string); ok {
			_, err := regexp.Compile(pattern)
			assert.NoError(t, err, p.at)
		}
	}
}

func TestDescriptions(t *testing.T) {
	seen := 0
	for _, p := range parts("", tree(t), false, false) {
		if p.guard || strings.Count(p.at, "/") != 2 && !p.property {
			continue
		}
		if strings.HasSuffix(p.at, "/then/properties/responseBinary") {
			continue
		}
		seen++
		text, ok := p.schema["description"].(string)
		assert.True(t, ok, "%s has no description", p.at)
		assert.Regexp(t, `^[A-Z{].*[.!?]$`, text, p.at)
		if !p.property {
			assert.NotEmpty(t, p.schema["title"], p.at)
		}
	}
	assert.Greater(t, seen, 400)
}

func TestReferences(t *testing.T) {
	root := tree(t)
	definitions := root["definitions"].(map[string]any)
	used := map[string]bool{}
	for _, p := range parts("", root, false, false) {
		ref, ok := p.schema["$ref"].(string)
		if !ok {
			continue
		}
		name := strings.TrimPrefix(ref, "#/definitions/")
		used[name] = true
		assert.Contains(t, definitions, name, p.at)
	}
	for name := range definitions {
		assert.True(t, used[name], "%s is not used", name)
	}
}

// TestClosed wants objects to be either closed, or unions whose leaves are.
func TestClosed(t *testing.T) {
	for _, p := range parts("", tree(t), false, false) {
		_, members := p.schema["properties"]
		if !members || p.guard || strings.HasSuffix(p.at, "/then") {
			continue
		}
		if cases, union := p.schema["allOf"].([]any); union {
			assert.NotContains(t, p.schema, "additionalProperties", p.at)
			checkUnion(t, p, cases)
			continue
		}
		assert.Equal(t, false, p.schema["additionalProperties"], p.at)
	}
}

// checkUnion wants a case for each value of a union's type.
func checkUnion(t *testing.T, p part, cases []any) {
	t.Helper()
	assert.Equal(t, []any{"type"}, p.schema["required"], p.at)
	var have []any
	for _, c := range cases {
		typ := c.(map[string]any)["if"].(map[string]any)["properties"].(map[string]any)["type"].(map[string]any)
		if one, ok := typ["const"]; ok {
			have = append(have, one)
		}
		if more, ok := typ["enum"].([]any); ok {
			have = append(have, more...)
		}
	}
	assert.ElementsMatch(t, p.schema["properties"].(map[string]any)["type"].(map[string]any)["enum"], have, p.at)
}

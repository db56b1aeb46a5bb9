package schema_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// beyond are values that no published schema has, and documents do.
var beyond = map[string][]any{
	"AuthApiKey.placement":         {"cookie"},
	"ConsumedHttpOperation.method": {"HEAD", "OPTIONS"},
	"ConsumedOutputParameter.type": {"integer"},
	"ExposedInputParameter.in":     {"environment"},
	"ExposedOperation.method":      {"HEAD", "OPTIONS"},
}

// renamed are definitions that are called otherwise here.
var renamed = map[string]string{
	"AggregateFlow":        "AggregateFunction",
	"ExposesApi":           "ExposesRest",
	"ImportedConsumesHttp": "ImportEntry",
}

// TestPublished compares the schema with those of all versions: it has all of
// their keys, and together they have the values of its enumerations.
func TestPublished(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared, "reference", "schemas", "*.json"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("the published schemas are not here: ", shared)
	}
	c := &comparison{root: tree(t), values: map[string][]any{}}
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		var theirs map[string]any
		require.NoError(t, json.Unmarshal(data, &theirs))
		at := filepath.Base(file)
		c.compare(t, at, theirs, c.root)
		for name, def := range theirs["$defs"].(map[string]any) {
			if to, ok := renamed[name]; ok {
				name = to
			}
			if have, ok := c.definition(name); ok {
				c.compare(t, at+" "+name, def, have)
			}
		}
	}
	assert.Greater(t, c.keys, 2500)
	assert.Greater(t, len(c.values), 12)
	for key, want := range c.values {
		name, inner, _ := strings.Cut(key, ".")
		have, _ := c.definition(name)
		got := values(c.resolve(member(have, inner)))
		assert.ElementsMatch(t, append(want, beyond[key]...), got, key)
	}
	for key := range beyond {
		assert.Contains(t, c.values, key, "beyond has a row that is not compared")
	}
}

type comparison struct {
	root map[string]any
	keys int
	// values has the published values of each enumeration, by definition and key.
	values map[string][]any
}

func (c *comparison) definition(name string) (map[string]any, bool) {
	d, ok := c.root["definitions"].(map[string]any)[name].(map[string]any)
	return d, ok
}

// compare wants each key of theirs in have, and collects the values of enumerations.
func (c *comparison) compare(t *testing.T, at string, theirs any, have map[string]any) {
	t.Helper()
	_, name, _ := strings.Cut(at, " ")
	members, _ := theirs.(map[string]any)["properties"].(map[string]any)
	for key, sub := range members {
		c.keys++
		if !assert.NotNil(t, member(have, key), "%s has no %s", at, key) {
			continue
		}
		if values(c.resolve(member(have, key))) == nil {
			continue // a free text; or the type of a leaf, whose union has the values
		}
		for _, v := range values(sub) {
			if id := name + "." + key; !slices.Contains(c.values[id], v) {
				c.values[id] = append(c.values[id], v)
			}
		}
	}
}

func (c *comparison) resolve(s any) any {
	m, _ := s.(map[string]any)
	if ref, ok := m["$ref"].(string); ok {
		d, _ := c.definition(strings.TrimPrefix(ref, "#/definitions/"))
		return d
	}
	return s
}

// member returns the schema of a key of s, or nil.
func member(s map[string]any, key string) any {
	m, _ := s["properties"].(map[string]any)
	return m[key]
}

func values(s any) []any {
	m, _ := s.(map[string]any)
	list, _ := m["enum"].([]any)
	return list
}

package schema_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xeipuuv/gojsonschema"

	"naftiko/spec/schema"
	"naftiko/spec/value"
)

// TestOf wants the schema of each version to be one of draft-07, without a trace of
// other versions, in which everything is described and refers to what is there.
func TestOf(t *testing.T) {
	for _, v := range schema.Versions() {
		t.Run(v.String(), func(t *testing.T) {
			s, err := schema.Of(v)
			require.NoError(t, err)
			text := value.Append(nil, s)
			loader := gojsonschema.NewSchemaLoader()
			loader.Validate = true
			_, err = loader.Compile(gojsonschema.NewBytesLoader(text))
			require.NoError(t, err)
			assert.NotContains(t, string(text), `"x-`)
			var root map[string]any
			require.NoError(t, json.Unmarshal(text, &root))
			names := root["definitions"].(map[string]any)
			used := map[string]bool{}
			for _, p := range parts("", root, false, false) {
				if ref, ok := p.schema["$ref"].(string); ok {
					name := strings.TrimPrefix(ref, "#/definitions/")
					used[name] = true
					assert.Contains(t, names, name, p.at)
				}
				if p.property && !p.guard && !isBranch(p.at) {
					assert.NotEmpty(t, p.schema["description"], "%s has no description", p.at)
				}
			}
			for name := range names {
				assert.True(t, used[name], "%s is not used", name)
			}
			other := map[string]string{"naftiko": "ikanos", "ikanos": "naftiko"}[v.Key]
			assert.NotContains(t, root["properties"], other)
			assert.Equal(t, v.Text, root["properties"].(map[string]any)[v.Key].(map[string]any)["const"])
		})
	}
}

// isBranch reports whether a schema only says more of a key that is described
// elsewhere.
func isBranch(at string) bool {
	for _, word := range []string{"/anyOf/", "/oneOf/", "/then/", "/else/"} {
		if strings.Contains(at, word) {
			return true
		}
	}
	return strings.HasSuffix(at, "/properties/type") && strings.Count(at, "/") == 4 // of a union, whose members say it
}

func TestFind(t *testing.T) {
	tests := map[string]struct{ name, prefer, want string }{
		"by text":            {"1.0.0-alpha2", "", "naftiko 1.0.0-alpha2"},
		"with its key":       {"naftiko 1.0.0-alpha3", "", "naftiko 1.0.0-alpha3"},
		"with a colon":       {"ikanos: 1.0.0-alpha3", "naftiko", "ikanos 1.0.0-alpha3"},
		"with a slash":       {"ikanos/1.0.0-beta5", "", "ikanos 1.0.0-beta5"},
		"of two, the wanted": {"1.0.0-alpha3", "naftiko", "naftiko 1.0.0-alpha3"},
		"of two, the newer":  {"1.0.0-alpha3", "", "ikanos 1.0.0-alpha3"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v, err := schema.Find(tc.name, tc.prefer)
			require.NoError(t, err)
			assert.Equal(t, tc.want, v.String())
		})
	}
	for _, name := range []string{"", "alpha", "naftiko 1.0.0-beta5", "1.0.0-alpha22"} {
		_, err := schema.Find(name, "")
		var unknown *schema.UnknownVersionError
		require.ErrorAs(t, err, &unknown, name)
		assert.Contains(t, unknown.Hint(), "naftiko 0.4, 0.5, 1.0.0-alpha1, 1.0.0-alpha2, 1.0.0-alpha3; ikanos 1.0.0-alpha3, ")
	}
}

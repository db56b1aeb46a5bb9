package engine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"naftiko/engine"
)

func TestParseConfig(t *testing.T) {
	c, found := engine.ParseConfig("c.yaml", []byte("preset: strict\nrules:\n  unused-bind: off\n  naftiko-consumes-description: warn\nrulesets: [a.yaml, b.yaml]\nbaseline: base.json\n"))
	assert.Empty(t, found)
	assert.Equal(t, "strict", c.Preset)
	assert.Equal(t, "off", c.Levels[0].Level)
	assert.Equal(t, "naftiko-consumes-description", c.Levels[1].Code)
	assert.Equal(t, "b.yaml", c.Rulesets[1].Text)
	assert.Equal(t, "base.json", c.Baseline.Text)
}

func TestParseConfig_wrong(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"nothing":        {"", ""},
		"comments":       {"# nothing\n", ""},
		"empty rules":    {"rules:\n", ""},
		"one ruleset":    {"rulesets: a.yaml\n", ""},
		"a list":         {"- a\n", "c.yaml:1:1: a configuration is a mapping, not a list [bad-config]"},
		"not YAML":       {"a: [\n", "[yaml-syntax]"},
		"unknown key":    {"preset: all\nrule: {}\n", `c.yaml:2:1: a configuration has no key "rule" [bad-config]`},
		"unknown preset": {"preset: best\n", `no preset "best": use recommended, strict, agent-safety, all, none`},
		"preset list":    {"preset: [a]\n", "preset is a text, not a list"},
		"unknown level":  {"rules:\n  unused-bind: loud\n", `c.yaml:2:16: "loud" is no level`},
		"level as list":  {"rules:\n  unused-bind: [off]\n", "is no level"},
		"rules as list":  {"rules: [unused-bind]\n", "rules is a mapping, not a list"},
		"key twice":      {"preset: all\npreset: all\n", "[duplicate-key]"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, found := engine.ParseConfig("c.yaml", []byte(tc.text))
			if tc.want == "" {
				assert.Empty(t, found)
				return
			}
			assert.True(t, found.HasErrors())
			assert.Contains(t, found.Error(), tc.want)
		})
	}
}

func TestRules_Give(t *testing.T) {
	tests := map[string]struct{ code, level, want string }{
		"a rule":           {"consumes-description", "error", ""},
		"naftiko's id":     {"naftiko-consumes-description", "off", ""},
		"ikanos' id":       {"ikanos-consumes-description", "info", ""},
		"an older id":      {"naftiko-aggregate-function-description", "warning", ""},
		"another stage's":  {"unknown-key", "off", ""},
		"no code":          {"consume-description", "off", "no finding has the code"},
		"no level":         {"unknown-key", "loud", "no level"},
		"another's prefix": {"spectral-consumes-description", "off", "no finding has the code"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			rules, err := engine.NewRules("none")
			assert.NoError(t, err)
			err = rules.Give(tc.code, tc.level)
			if tc.want == "" {
				assert.NoError(t, err)
			} else {
				assert.ErrorContains(t, err, tc.want)
			}
		})
	}
}

// slashDoc has one finding of a rule in line 10 and one of the schema's in line 8.
const slashDoc = `naftiko: "1.0.0-alpha2"
info:
  label: Pets
  description: Pets of a shop.
capability:
  consumes:
  - type: http
    namespace: pet_s%s
    description: The shop's API.%s
    baseUri: https://pets.test/api/%s
    resources:
    - name: pets
      path: /pets
      operations:
      - name: list-pets
        method: GET
        outputParameters:
        - {name: pets, type: array, value: $.items}
`

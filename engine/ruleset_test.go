package engine_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine"
)

// transcripts are our transcripts of the published rulesets, by the key of documents.
var transcripts = map[string]string{
	"naftiko": "../spec/rule/spectral/testdata/naftiko-alpha2.yml",
	"ikanos":  "../spec/rule/spectral/testdata/ikanos-beta5.yml",
}

// byRuleset are the findings of the published ruleset and those of our rules of the
// same names, as "file:line CODE".
func byRuleset(t *testing.T, file string, data []byte) (theirs, own []string) {
	t.Helper()
	key := "naftiko"
	if strings.Contains(string(data), "\nikanos:") || strings.HasPrefix(string(data), "ikanos:") {
		key = "ikanos"
	}
	text, err := os.ReadFile(transcripts[key])
	require.NoError(t, err)
	set, found := engine.ParseRuleset(transcripts[key], text)
	require.Empty(t, found)
	rules, err := engine.NewRules("all")
	require.NoError(t, err)
	rules.Add(set)
	native, err := engine.NewRules("all")
	require.NoError(t, err)
	look := func(rules *engine.Rules) []string {
		diags, _ := engine.Validate(engine.Source{Name: file, Data: data, Folder: filepath.Dir(file)}, &engine.Checks{Rules: rules, NoIgnore: true})
		lines := map[string]bool{}
		for _, d := range diags {
			if strings.HasPrefix(d.Code, key+"-") {
				lines[fmt.Sprintf("%s:%d %s", filepath.Base(file), d.Pos.Line, d.Code)] = true
			}
		}
		return slices.Sorted(maps.Keys(lines))
	}
	return look(rules), look(native)
}

// differences are the published rules that find more or less than ours of their names,
// and why.
var differences = map[string]string{
	"consumes-description":         "theirs asks for it in imports too, which say nothing themselves",
	"rest-operation-description":   "ours takes the description of the function that an operation refers to",
	"oauth2-https-authserver":      "theirs looks at the members of the authentication, and finds nothing",
	"oauth2-resource-https":        "theirs looks at the members of the authentication, and finds nothing",
	"oauth2-scopes-defined":        "theirs looks at the members of the authentication, and finds nothing",
	"baseuri-not-example":          "ours knows the other names that are kept for examples, too",
	"tunnel-fallback-direct-warns": "ours points at the fallback",
}

// TestRulesets_published holds the findings of the published rulesets to those of our
// rules of the same names: they differ where the table says why, and nowhere else.
func TestRulesets_published(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../spec/rule/*/*.yaml", "../../shared/reference/*/*.y*ml", "../../shared/reference/*/*/*.y*ml"} {
		more, err := filepath.Glob(pattern)
		require.NoError(t, err)
		files = append(files, more...)
	}
	agreed, differs := 0, map[string]bool{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		agreed += compareRulesets(t, file, data, differs)
	}
	assert.Greater(t, agreed, 100)
	for code := range differences {
		if len(files) > 200 { // with the reference's documents
			assert.True(t, differs[code], "%s does not differ any more", code)
		}
	}
}

// TestRulesets_corpus does the same with some of the published documents.
func TestRulesets_corpus(t *testing.T) {
	n, agreed := 0, 0
	eachPublished(t, func(name string, data []byte) {
		if n++; n%10 == 0 {
			agreed += compareRulesets(t, name, data, map[string]bool{})
		}
	})
	assert.Greater(t, agreed, 100)
}

// compareRulesets counts the findings that both have, and notes the codes in which
// they differ.
func compareRulesets(t *testing.T, name string, data []byte, differs map[string]bool) (agreed int) {
	t.Helper()
	theirs, own := byRuleset(t, name, data)
	for _, line := range slices.Concat(theirs, own) {
		if slices.Contains(theirs, line) && slices.Contains(own, line) {
			agreed++
			continue
		}
		_, code, _ := strings.Cut(line, " ")
		_, code, _ = strings.Cut(code, "-")
		differs[code] = true
		assert.Contains(t, differences, code, "%s: theirs %v, ours %v", line, slices.Contains(theirs, line), slices.Contains(own, line))
	}
	return agreed
}

// ruledBy are the findings of a document by rulesets, as "line CODE severity".
func ruledBy(t *testing.T, document string, rulesets ...string) []string {
	t.Helper()
	rules, err := engine.NewRules("recommended")
	require.NoError(t, err)
	for _, text := range rulesets {
		set, found := engine.ParseRuleset("rules.yaml", []byte(text))
		require.Empty(t, found)
		rules.Add(set)
	}
	diags, _ := engine.Validate(engine.Source{Name: "doc.yaml", Data: []byte(document)}, &engine.Checks{Rules: rules})
	out := []string{}
	for _, d := range diags {
		out = append(out, fmt.Sprintf("%d %s %s", d.Pos.Line, d.Code, d.Severity))
	}
	return out
}

// TestRulesets_added holds what rulesets say of codes, of the same rules, and of
// functions that look at the whole document.
func TestRulesets_added(t *testing.T) {
	const document = `naftiko: 1.0.0-alpha2
info: {label: Pets, description: Pets of a shop.}
binds:
  - namespace: env
    description: Variables.
    keys:
      SHOP_PLACE: SHOP_PLACE
capability:
  consumes:
    - type: http
      namespace: shop
      description: The shop.
      baseUri: https://pets.test
      resources: [{name: pets, path: /pets, operations: [{name: list-pets, method: GET}]}]
  aggregates:
    - {label: A, namespace: a, functions: [{name: f, description: d, call: shop.list-pets}, {name: f, description: d, call: shop.list-pets}]}
    - {label: B, namespace: b, functions: [{name: f, description: d, call: shop.list-pets}]}
`
	const unused, twice = "7 unused-bind warning", "16 naftiko-aggregates-unique-function-name warning"
	const owner = "rules: {owner: {given: $.info, then: {field: owner, function: truthy}}}\n"
	tests := map[string]struct{ rulesets, want []string }{
		"none":            {nil, []string{unused, twice}},
		"off":             {[]string{"rules: {unused-bind: off}\n"}, []string{twice}},
		"error":           {[]string{"rules: {unused-bind: error}\n"}, []string{"7 unused-bind error", twice}},
		"of a rule":       {[]string{"rules: {naftiko-aggregates-unique-function-name: {severity: hint}}\n"}, []string{unused, "16 naftiko-aggregates-unique-function-name info"}},
		"on":              {[]string{"rules: {unused-bind: off}\n", "rules: {unused-bind: true}\n"}, []string{unused, twice}},
		"given twice":     {[]string{owner, owner}, []string{"2 owner warning", unused, twice}},
		"same name":       {[]string{owner, "rules: {owner: {severity: error, given: $.capability, then: {field: owner, function: truthy}}}\n"}, []string{unused, "8 owner error", twice}},
		"a function":      {[]string{"rules: {dup: {given: '$.capability.aggregates[*]', then: {function: aggregate-function-unique}}}\n"}, []string{unused, twice, "16 dup warning"}},
		"our name is off": {[]string{"rules: {unused-bind: {given: $.info, then: {field: owner, function: truthy}}}\n", "rules: {unused-bind: off}\n"}, []string{twice}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, ruledBy(t, document, tc.rulesets...)) })
	}
}

package spectral_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/diag"
	"naftiko/spec/rule/spectral"
	"naftiko/spec/yaml"
)

// wide is a document of some hundred thousand nodes.
func wide(t *testing.T) yaml.Node {
	t.Helper()
	var b strings.Builder
	for i := range 150 {
		fmt.Fprintf(&b, "k%d:\n", i)
		for j := range 150 {
			fmt.Fprintf(&b, "  - {a: %d, b: [x, y, z]}\n", j)
		}
	}
	return document(t, b.String())
}

// Paths that could be walked again and again are walked once, or stopped.
func TestLimits(t *testing.T) {
	root := wide(t)
	deep := document(t, strings.Repeat("{a: ", 150)+"1"+strings.Repeat("}", 150))
	tests := map[string]struct {
		root    yaml.Node
		given   string
		then    string
		stopped bool
	}{
		"all below all":       {deep, "$" + strings.Repeat("..*", 60), "{field: nothing, function: falsy}", false},
		"up and down":         {deep, "$..*" + strings.Repeat("^..*", 90), "{field: nothing, function: falsy}", false},
		"too many steps":      {root, "$..*" + strings.Repeat("^..*", 60), "{field: nothing, function: falsy}", true},
		"too many findings":   {root, "$..*", "{function: truthy}\n      - {function: falsy}", true},
		"too much to count":   {root, "$..[?(@root.k1.includes(1) || @root.k1.includes(1) || @root.k1.includes(1))]", "{function: falsy}", true},
		"schemas upon schema": {root, "$..*", "{function: schema, functionOptions: {schema: {properties: {a: {type: integer}}}}}", true},
		"schemas within": {
			deep, "$", "{function: schema, functionOptions: {schema: {properties: {a: {anyOf: [{$ref: '#'}, {$ref: '#'}]}}}}}", true,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			set := parse(t, "rules:\n  r:\n    given: \""+tc.given+"\"\n    then:\n      - "+tc.then+"\n")
			stopped := 0
			for _, d := range set.Check(tc.root, spectral.Options{}) {
				if d.Code == spectral.CodeLimit {
					stopped++
					assert.Equal(t, diag.Warning, d.Severity)
					assert.True(t, d.Pos.IsValid())
					assert.NotEmpty(t, d.Hint)
				}
			}
			want := 0
			if tc.stopped {
				want = 1
			}
			assert.Equal(t, want, stopped)
		})
	}
}

// Many rules find a bounded number of things, the gravest first, and one finding says
// which of them were stopped.
func TestLimits_manyRules(t *testing.T) {
	root := wide(t)
	rules := func(n int, then string) *spectral.Ruleset {
		var b strings.Builder
		b.WriteString("rules:\n")
		for i := range n {
			fmt.Fprintf(&b, "  r%03d: {given: $..*, then: {%s}}\n", i, then)
		}
		return parse(t, b.String()+"  z: {given: $.k0, severity: error, then: {function: falsy}}\n")
	}
	tests := map[string]struct {
		set  *spectral.Ruleset
		most int
		want string
	}{
		"findings": {
			rules(150, "function: falsy"), 30_000,
			`the rules "r000", "r001", "r002", "r003", "r004", "r005", "r006", "r007", "r008", "r009", "r010", "r011", "r012", ` +
				`"r013", "r014", "r015", "r016", "r017", "r018", "r019" and 130 more were stopped: they take too much work here, or find too much`,
		},
		"work": {
			rules(60, "function: pattern, functionOptions: {match: .}"), 2,
			`were stopped: they take too much work here, or find too much`,
		},
		"two": {
			rules(2, "function: falsy"), 20_002,
			`the rules "r000" and "r001" were stopped: they take too much work here, or find too much`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var limits []string
			hasGravest := false
			list := tc.set.Check(root, spectral.Options{})
			for _, d := range list {
				hasGravest = hasGravest || d.Code == "z"
				if d.Code == spectral.CodeLimit {
					limits = append(limits, d.Msg)
				}
			}
			assert.LessOrEqual(t, len(list), tc.most)
			assert.True(t, hasGravest)
			require.Len(t, limits, 1)
			assert.Contains(t, limits[0], tc.want)
		})
	}
}

// A rule that was stopped leaves nothing behind that is not whole.
func TestLimits_next(t *testing.T) {
	root := wide(t)
	set := parse(t, "rules:\n  a: {given: $..*"+strings.Repeat("^..*", 60)+", then: {function: falsy}}\n  b: {given: '$.k149[149].b.*', then: {function: falsy}, message: '{{path}}'}\n")
	var got []string
	for _, d := range set.Check(root, spectral.Options{}) {
		if d.Code == "b" {
			got = append(got, d.Msg)
		}
	}
	assert.Equal(t, []string{"#/k149/149/b/0", "#/k149/149/b/1", "#/k149/149/b/2"}, got)
}

func TestDeterminism(t *testing.T) {
	data, err := os.ReadFile("testdata/ikanos-beta5.yml")
	require.NoError(t, err)
	rules := string(data) + `  all: {given: $..*, then: {function: schema, functionOptions: {allErrors: true, schema: {required: [a, b, c], additionalProperties: {type: string}}}}}
`
	var want []string
	for range 20 {
		set, _ := spectral.Parse("rules.yml", []byte(rules), spectral.Known{})
		got := lines(set.Check(document(t, pathDocument), spectral.Options{Run: allRules}))
		if want == nil {
			want = got
		}
		require.NotEmpty(t, got)
		require.Equal(t, want, got)
	}
}

func TestEmptyDocument(t *testing.T) {
	set := parse(t, "rules:\n  r: {given: [$, $..*, $.a^, $~, $..], then: {field: x, function: falsy}}\n")
	assert.Empty(t, set.Check(yaml.Node{}, spectral.Options{}))
}

// Nothing that is read panics, and what is found has a place.
func FuzzParse(f *testing.F) {
	data, err := os.ReadFile("testdata/ikanos-beta5.yml")
	require.NoError(f, err)
	f.Add(string(data), pathDocument)
	for _, given := range []string{
		"$..[?(@.a.match(/x/) && @.b in [1,'2'] || !@parent.c)]~", "$.a[-2:]^.b", "$['a','b'][?(@property ? 1 : 2)]", "#a.b",
		"$[?(@.x ~= 'a' + 'b')]", "$[?((1 + 2) * 3 % 4 / 5 - -@ >= 'a'.length)]",
	} {
		f.Add("aliases: {a: [$.x]}\nrules: {r: {given: \""+given+"\", then: {field: a.b, function: truthy}}}", pathDocument)
	}
	for _, then := range []string{
		"{field: '@key', function: casing, functionOptions: {type: camel, separator: {char: '-'}}}",
		"{field: $..a, function: schema, functionOptions: {allErrors: true, schema: {properties: {a: {$ref: '#'}}, if: {required: [a]}, then: false}}}",
		"{function: pattern, functionOptions: {match: '/[^\\s\\S]\\u0041(?:a|b)+?/ims'}}",
		"{function: alphabetical}", "{function: length, functionOptions: {min: 1}}",
		"{function: unreferencedReusableObject, functionOptions: {reusableObjectsLocation: '#/a'}}",
	} {
		f.Add("rules: {r: {given: $..*, message: '#{{print(\"value\")}}{{path}}', then: "+then+"}}", pathDocument)
	}
	f.Fuzz(func(t *testing.T, rules, doc string) {
		if len(rules)+len(doc) > 10_000 {
			return
		}
		set, list := spectral.Parse("rules.yml", []byte(rules), spectral.Known{Function: func(name string) bool { return strings.HasPrefix(name, "x") }})
		for _, d := range list {
			if !d.Pos.IsValid() {
				t.Errorf("no place: %s", d.Error())
			}
		}
		root, errs := yaml.Parse("doc.yml", []byte(doc))
		if errs.HasErrors() {
			return
		}
		for _, d := range set.Check(root, spectral.Options{Run: allRules}) {
			if root.Pos().IsValid() && !d.Pos.IsValid() {
				t.Errorf("no place: %s", d.Error())
			}
		}
	})
}

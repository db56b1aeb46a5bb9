package expr_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// mustacheDifferences are the cases of the Mustache specification with another
// outcome here: why, and what it is. An outcome that begins with "error:" is a
// syntax error.
var mustacheDifferences = map[string]struct{ why, want string }{
	"interpolation/HTML Escaping":                      {"nothing is escaped as HTML", "These characters should be HTML escaped: & \" < >\n"},
	"interpolation/Implicit Iterators - HTML Escaping": {"nothing is escaped as HTML", "These characters should be HTML escaped: & \" < >\n"},
	"sections/Implicit Iterator - HTML Escaping":       {"nothing is escaped as HTML", `"(&)(")(<)(>)"`},
	"interpolation/Dotted Names are never single keys": {"the whole name is tried first", "c"},
	"interpolation/Dotted Names - No Masking":          {"the whole name is tried first", "c"},
	"delimiters/Partial Inheritence":                   {"there are no partials", "error: partials are not supported: {{>include}} (at offset 2)"}, //nolint:misspell // the suite's own spelling
	"delimiters/Post-Partial Behavior":                 {"there are no partials", "error: partials are not supported: {{>include}} (at offset 2)"},
}

func TestTemplate_mustacheSpecification(t *testing.T) {
	met := map[string]bool{}
	for _, file := range []string{"interpolation", "sections", "inverted", "comments", "delimiters"} {
		suite := decode(t, string(suiteFile(t, "mustache/"+file+".json")))
		for _, tc := range get(suite, "tests").(value.List) {
			name := file + "/" + get(tc, "name").(string)
			t.Run(name, func(t *testing.T) {
				want := get(tc, "expected").(string)
				difference, differs := mustacheDifferences[name]
				if differs {
					met[name] = true
					require.NotEqual(t, want, difference.want)
					want = difference.want
				}
				assert.Equal(t, want, mustacheOutcome(tc), "template %q", get(tc, "template"))
			})
		}
	}
	assert.Len(t, met, len(mustacheDifferences), "every listed case is part of the suite")
}

func mustacheOutcome(tc value.Value) string {
	tmpl, err := expr.ParseTemplate(get(tc, "template").(string))
	if err != nil {
		return "error: " + err.Error()
	}
	data := get(tc, "data")
	out, _ := tmpl.Render(func(name string) (any, bool) {
		if name == "." {
			return data, true
		}
		o, _ := data.(*value.Object)
		return o.Get(name)
	}, expr.Raw)
	text, ok := out.Plain()
	if !ok {
		return "error: opaque"
	}
	return text
}

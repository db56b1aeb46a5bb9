package expr_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/expr"
	"naftiko/spec/value"
)

func FuzzTemplate(f *testing.F) {
	for _, seed := range []string{
		"", "a{b}c", "{{x}}", "{{{x}}}", "{{&x}} {{ l.0.a }}", "{{#l}}\n{{a}}{{^a}}-{{/a}}\n{{/l}}", "{{! c }}", "{{=<% %>=}}<%x%>",
		"{{i", "{{{{{{x}}", "{{>p}}", "{{}}", "{{#a}}{{/b}}", "https://{h}/{{x}}?{", "{{o.k}}\r\n  {{/l}}", "{{=| |=}}|x|||",
	} {
		f.Add(seed)
	}
	scope := scopeOf(f, `{"x":"v","l":[{"a":1},{"a":null},[2]],"o":{"k":"é"},"n":null,"t":true}`)
	f.Fuzz(func(t *testing.T, src string) {
		if uri, err := expr.ParseURITemplate(src); err == nil {
			checkTemplate(t, uri, scope)
		}
		tmpl, err := expr.ParseTemplate(src)
		if err != nil {
			checkError(t, err, src)
			return
		}
		checkTemplate(t, tmpl, scope)
	})
}

func checkError(t *testing.T, err error, src string) {
	t.Helper()
	var e *expr.Error
	require.ErrorAs(t, err, &e)
	assert.GreaterOrEqual(t, e.Offset, 0)
	assert.LessOrEqual(t, e.Offset, len(src))
}

func checkTemplate(t *testing.T, tmpl *expr.Template, scope expr.Scope) {
	t.Helper()
	out, missing := tmpl.Render(scope, expr.Query)
	text, ok := out.Plain()
	require.True(t, ok)
	if tmpl.IsLiteral() {
		assert.Equal(t, tmpl.Source(), text)
		assert.Empty(t, missing)
		assert.Empty(t, tmpl.Refs())
	}
	for _, ref := range tmpl.Refs() {
		assert.Less(t, ref.Offset, len(tmpl.Source()))
	}
}

func FuzzPath(f *testing.F) {
	for _, seed := range []string{
		"$", "$.", "a.b", "$.items[*].id", "$..id", "$['a','b']", "$[0,-1]", "$.n[1:2]", "$.items[?(@.id > 1 && !@.x)]",
		"$..[?(@.tag =~ /X/i)]", "$.n.sum()", "$[?(@ in ['a', 1, null])]", "$[?@.a==@.b||$.n contains 2]", `$['\u00e9\'"']`, "$.user details.mail",
		"$..*..*", "$[?(@.l[?(@.v)])]", "$[?(@ == {'a':[1.5e3]})]", "$[?(!(@.a size 2))]", ".a", "@.a", "$.[0]",
	} {
		f.Add(seed)
	}
	root, err := value.Decode([]byte(pathDocument))
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, src string) {
		p, err := expr.ParsePath(src)
		if err != nil {
			checkError(t, err, src)
			return
		}
		first, ok := p.Eval(root)
		second, again := p.Eval(root)
		assert.Equal(t, ok, again)
		assert.Equal(t, string(value.Append(nil, first)), string(value.Append(nil, second)))
		if !p.Definite() && ok {
			assert.IsType(t, value.List{}, first)
		}
		p.Trace(root)
	})
}

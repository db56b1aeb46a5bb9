package expr_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/expr"
)

func TestPath_Plain(t *testing.T) {
	for src, want := range map[string][]expr.PlainStep{
		"$": nil, "$.": nil, "$.a": {{Name: "a"}}, "a.b": {{Name: "a"}, {Name: "b"}},
		"$['a b'][0]": {{Name: "a b"}, {Element: true}}, "$.l[2].n": {{Name: "l"}, {Element: true, Index: 2}, {Name: "n"}},
		"$.l[*].n": {{Name: "l"}, {All: true}, {Name: "n"}}, "$.*": {{All: true}}, "$.user info.mail": {{Name: "user info"}, {Name: "mail"}},
	} {
		p, err := expr.ParsePath(src)
		require.NoError(t, err, src)
		got, ok := p.Plain()
		assert.True(t, ok, src)
		assert.Equal(t, want, got, src)
	}
	for _, src := range []string{"$..a", "$.a[-1]", "$.a[0:2]", "$['a','b']", "$[0,1]", "$.a[?(@.b)]", "$.a.length()", "$..*"} {
		p, err := expr.ParsePath(src)
		require.NoError(t, err, src)
		_, ok := p.Plain()
		assert.False(t, ok, src)
	}
}

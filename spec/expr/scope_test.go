package expr_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/expr"
	"naftiko/spec/value"
)

func variables(vars map[string]any) expr.Scope {
	return func(name string) (any, bool) {
		v, ok := vars[name]
		return v, ok
	}
}

func TestResolve(t *testing.T) {
	scope := variables(map[string]any{
		"o":     value.NewObject(value.Member{Name: "l", Value: value.List{"x", value.NewObject(value.Member{Name: "k", Value: "v"})}}),
		"x.y":   "whole",
		"token": expr.Opaque{Name: "env.TOKEN"},
	})
	tests := map[string]any{"o.l.0": "x", "o.l.1.k": "v", "x.y": "whole", "token": expr.Opaque{Name: "env.TOKEN"}}
	for name, want := range tests {
		got, ok := expr.Resolve(scope, name)
		assert.True(t, ok, name)
		assert.Equal(t, want, got, name)
	}
	for _, name := range []string{"none", "o.none", "o.l.2", "o.l.x", "token.k", "o.l.0.k", "o.", "."} {
		_, ok := expr.Resolve(scope, name)
		assert.False(t, ok, name)
	}
}

func TestLiteralTemplate(t *testing.T) {
	out, missing := expr.LiteralTemplate("a {{b}} {c}").Render(nil, expr.Query)
	text, plain := out.Plain()
	assert.True(t, plain)
	assert.Empty(t, missing)
	assert.Equal(t, "a {{b}} {c}", text)
}

// A variable may be a text that mixes literal parts with binds: they are then
// encoded for the place, each at its time.
func TestRender_textVariable(t *testing.T) {
	tmpl, err := expr.ParseTemplate("q={{v}}")
	require.NoError(t, err)
	mixed := expr.Text{{Text: "a b"}, {Opaque: "T"}}
	out, _ := tmpl.Render(variables(map[string]any{"v": mixed}), expr.Query)
	got, err := out.Reveal(func(string) (string, error) { return "c&d", nil })
	require.NoError(t, err)
	assert.Equal(t, "q=a+bc%26d", got)
	assert.False(t, out.Truncated())
}

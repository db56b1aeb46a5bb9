package yaml_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/yaml"
)

// filled returns n bytes of the repeated unit.
func filled(unit string, n int) []byte { return []byte(strings.Repeat(unit, n/len(unit))) }

// Each of these costs far more than it should if a limit is missing: the test
// then runs out of time or memory.
func TestParse_limits(t *testing.T) {
	tests := map[string]struct {
		src  []byte
		code string
	}{
		"too large":           {filled("a", yaml.MaxSize+1), "too-large"},
		"too many entries":    {filled("a: b\n", yaml.MaxSize), "too-large"},
		"flow lists":          {filled("[", yaml.MaxSize), "too-large"},
		"flow lists, fewer":   {filled("[", 4<<20), "too-deep"},
		"flow mappings":       {filled("{a: ", 8<<20), "too-deep"},
		"block lists":         {filled("- ", 8<<20), "too-deep"},
		"explicit keys":       {filled("? ", 8<<20), "too-deep"},
		"block mappings":      {filled("a:\n", 1<<16), "duplicate-key"},
		"depth 201":           {[]byte(strings.Repeat("[", 201) + strings.Repeat("]", 201)), "too-deep"},
		"depth 9999":          {[]byte(strings.Repeat("[", 9999) + strings.Repeat("]", 9999)), "too-deep"},
		"depth by alias":      {[]byte("- &a " + nested(150) + "\n- " + strings.Repeat("[", 60) + "*a" + strings.Repeat("]", 60)), "too-deep"},
		"alias bomb":          {aliasBomb(30), "alias-expansion"},
		"many aliases":        {[]byte("- &a [" + strings.Repeat("x,", 100_000) + "]\n" + strings.Repeat("- *a\n", 50)), "alias-expansion"},
		"merge bomb":          {mergeChain(150), "alias-expansion"},
		"deep in aliases":     {aliasBomb(9000), "too-deep"},
		"comment":             {filled("#", yaml.MaxSize), "empty-document"},
		"blanks":              {filled(" ", yaml.MaxSize), "empty-document"},
		"NUL bytes":           {make([]byte, yaml.MaxSize), "not-text"},
		"continuation bytes":  {filled("\x80", yaml.MaxSize), "not-utf8"},
		"one unclosed quote":  {append([]byte("a: '"), filled("x ", 8<<20)...), "yaml-syntax"},
		"thousands of errors": {filled("a: 1\n", 1<<20), "duplicate-key"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, diags := yaml.Parse("f", tc.src)
			require.NotEmpty(t, diags)
			assert.LessOrEqual(t, len(diags), 1001)
			assert.Equal(t, tc.code, diags[0].Code, "%s", diags[0].Msg)
			assert.True(t, diags.HasErrors())
		})
	}
}

func TestParse_withinLimits(t *testing.T) {
	tests := map[string]string{
		"depth 200":          nested(200),
		"depth 200 by alias": "- &a " + nested(100) + "\n- " + strings.Repeat("[", 99) + "*a" + strings.Repeat("]", 99),
		"few aliases":        "a: &a [1, 2, 3]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]\n",
		"one alias often":    "a: &a {x: 1, y: 2, z: 3}\nb:\n" + strings.Repeat("- *a\n", 5000),
		"long text":          "a: " + strings.Repeat("x", 1<<20),
		"long block":         "a: |\n" + strings.Repeat("  - x: [y, z]\n", 1<<16),
	}
	for name, src := range tests {
		t.Run(name, func(t *testing.T) {
			n := parsed(t, src)
			assert.NotNil(t, n.Plain())
		})
	}
}

func nested(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }

// aliasBomb doubles in size with every line.
func aliasBomb(lines int) []byte {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x]\n")
	for i := range lines {
		fmt.Fprintf(&b, "a%d: &a%d [*a%d, *a%d]\n", i+1, i+1, i, i)
	}
	return []byte(b.String())
}

// mergeChain makes mappings of 1, 2, 3 … members of one line each.
func mergeChain(lines int) []byte {
	var b strings.Builder
	b.WriteString("- &a0 {k0: 1}\n")
	for i := range lines {
		fmt.Fprintf(&b, "- &a%d {<<: *a%d, k%d: 1}\n", i+1, i, i+1)
	}
	return []byte(b.String())
}

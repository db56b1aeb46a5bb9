package yaml_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

func TestText_Token(t *testing.T) {
	tests := map[string]struct {
		text, want string // "" if there is no such token
		quote      byte
	}{
		"plain":                   {text: "a: b c # d\n", want: "b c"},
		"plain with a colon":      {text: "a: http://x:80/ # d\n", want: "http://x:80/"},
		"in single quotes":        {text: "a: 'it''s' # d\n", want: "'it''s'", quote: '\''},
		"in double quotes":        {text: `a: "b \" \\" # d`, want: `"b \" \\"`, quote: '"'},
		"empty in quotes":         {text: "a: ''\n", want: "''", quote: '\''},
		"in a flow mapping":       {text: "{a: b, c: d}\n", want: "b"},
		"in JSON":                 {text: "{\"a\":\"b\",\"c\":1}\n", want: `"b"`, quote: '"'},
		"on the next line":        {text: "a:\n  b\n", want: "b"},
		"behind wide characters":  {text: "\"ä🚢\": x\na: b", want: "b"},
		"behind a byte order":     {text: "\uFEFFa: b", want: "b"},
		"with CR LF":              {text: "x: y\r\na: b\r\n", want: "b"},
		"with CR":                 {text: "x: y\ra: b\r", want: "b"},
		"behind a line separator": {text: "x: 'y\u2028 z'\na: b\n", want: "b"},
		"behind one in its line":  {text: "{x: 'y\u2028 z', a: b}\n", want: "b"},
		"nothing":                 {text: "a:\n"},
		"over several lines":      {text: "a: b\n  c\n"},
		"quotes over several":     {text: "a: \"b\n  c\"\n"},
		"a block":                 {text: "a: |\n  b\n"},
		"an anchor":               {text: "a: &x b\n"},
		"an alias":                {text: "x: &x b\na: *x\n"},
		"a tag":                   {text: "a: !!str b\n"},
		"a list":                  {text: "a: [b]\n"},
		"a template":              {text: "a: {{b}}\n"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			root, _ := yaml.Parse("a.yaml", []byte(tc.text))
			token, ok := yaml.NewText([]byte(tc.text)).Token(root.Get("a"))
			require.Equal(t, tc.want != "", ok)
			assert.Equal(t, tc.want, tc.text[token.From:token.To])
			assert.Equal(t, tc.quote, token.Quote)
		})
	}
}

func TestText_Line(t *testing.T) {
	text := yaml.NewText([]byte("\uFEFFa\r\nb\rc\n\nd"))
	wants := [][3]int{{3, 4, 6}, {6, 7, 8}, {8, 9, 10}, {10, 10, 11}, {11, 12, 12}}
	for i, want := range wants {
		from, to, next, ok := text.Line(i + 1)
		assert.True(t, ok)
		assert.Equal(t, want, [3]int{from, to, next}, "line %d", i+1)
	}
	for _, n := range []int{-1, 0, 6} {
		_, _, _, ok := text.Line(n)
		assert.False(t, ok, "line %d", n)
	}
	for _, pos := range []diag.Pos{{}, {Line: 1}, {Line: 1, Column: 3}, {Line: 9, Column: 1}} {
		_, ok := text.Offset(pos)
		assert.False(t, ok, "%v", pos)
	}
}

func TestNode_Shared(t *testing.T) {
	root, diags := yaml.Parse("a.yaml", []byte(`
base: &base {a: 1, b: [2]}
word: &word x
once: &once y
list: [*word]
more: {<<: *base, b: 3}
`))
	require.Empty(t, diags)
	shared := root.Shared()
	tests := map[string]bool{"base": false, "word": true, "once": false, "list": false, "more": false}
	for key, want := range tests {
		assert.Equal(t, want, shared(root.Get(key)), key)
	}
	assert.True(t, shared(root.Get("base").Get("a")))
	assert.False(t, shared(root.Get("base").Get("b")), "it is replaced where it is merged")
	assert.True(t, shared(root.Get("more").Get("a")))
	assert.False(t, shared(root.Get("more").Get("b")))
	assert.False(t, shared(yaml.Node{}))
	assert.True(t, root.Get("base").IsFlow())
	assert.False(t, root.IsFlow())
	assert.True(t, root.Get("base").Get("a").IsPlain())
	assert.False(t, root.Get("base").IsPlain())
}

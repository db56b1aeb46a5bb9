package expr_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/expr"
)

func TestEncoding(t *testing.T) {
	tests := map[string]struct {
		enc      expr.Encoding
		in, want string
	}{
		"raw":                {expr.Raw, "a b/é", "a b/é"},
		"path reserved":      {expr.PathSegment, "a/b?c#d%e&f", "a%2Fb%3Fc%23d%25e%26f"},
		"path unreserved":    {expr.PathSegment, "aZ09-._~", "aZ09-._~"},
		"path blank, bytes":  {expr.PathSegment, " é\xff", "%20%C3%A9%FF"},
		"query":              {expr.Query, "a b+c&d=é*~-._", "a+b%2Bc%26d%3D%C3%A9*%7E-._"},
		"json":               {expr.JSONString, "a\"b\\\n<é>", `a\"b\\\n<é>`},
		"json, not UTF-8":    {expr.JSONString, "\xff", "\ufffd"},
		"base64":             {expr.Base64, "u:p?", "dTpwPw=="},
		"empty":              {expr.Query, "", ""},
		"unknown is written": {expr.Encoding(99), "a b", "a b"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, tc.enc.Encode(tc.in)) })
	}
}

func reveal(name string) (string, error) {
	if name == "BAD" {
		return "", errors.New("no BAD")
	}
	return map[string]string{"USER": "me", "PASS": "a b"}[name], nil
}

func dollar(name string) string { return "$" + name }

func TestText(t *testing.T) {
	basic := expr.Text{{Opaque: "USER"}, {Text: ":"}, {Opaque: "PASS"}}
	tests := map[string]struct {
		text     expr.Text
		plain    string
		known    bool
		opaques  []string
		shown    string
		revealed string
	}{
		"nil":            {nil, "", true, nil, "", ""},
		"literal":        {expr.Literal("a b"), "a b", true, nil, "a b", "a b"},
		"empty literal":  {expr.Literal(""), "", true, nil, "", ""},
		"two literals":   {append(expr.Literal("a"), expr.Literal("b")...), "ab", true, nil, "ab", "ab"},
		"opaque":         {basic, ":", false, []string{"USER", "PASS"}, "$USER:$PASS", "me:a b"},
		"basic":          {append(expr.Literal("Basic "), basic.Encode(expr.Base64)...), "Basic ", false, []string{"USER", "PASS"}, "Basic base64($USER:$PASS)", "Basic bWU6YSBi"},
		"plain group":    {expr.Text{{Group: expr.Literal("u:p"), Encoding: expr.Base64}}, "dTpw", true, nil, "dTpw", "dTpw"},
		"whole, encoded": {append(expr.Literal("x y"), basic...).Encode(expr.Query), "x+y%3A", false, []string{"USER", "PASS"}, "x+y$USER%3A$PASS", "x+yme%3Aa+b"},
		"encoded twice":  {basic.Encode(expr.Query).Encode(expr.JSONString), "%3A", false, []string{"USER", "PASS"}, "$USER%3A$PASS", "me%3Aa+b"},
		"twice the same": {append(basic, basic...), "::", false, []string{"USER", "PASS"}, "$USER:$PASS$USER:$PASS", "me:a bme:a b"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			plain, known := tc.text.Plain()
			assert.Equal(t, tc.plain, plain)
			assert.Equal(t, tc.known, known)
			assert.Equal(t, tc.opaques, tc.text.Opaques())
			assert.Equal(t, tc.shown, tc.text.Show(dollar))
			got, err := tc.text.Reveal(reveal)
			require.NoError(t, err)
			assert.Equal(t, tc.revealed, got)
		})
	}
}

func TestText_Reveal_error(t *testing.T) {
	text := expr.Text{{Text: "a"}, {Opaque: "BAD"}}
	for _, tc := range []expr.Text{text, text.Encode(expr.Base64)} {
		got, err := tc.Reveal(reveal)
		assert.EqualError(t, err, "no BAD")
		assert.Empty(t, got)
	}
}

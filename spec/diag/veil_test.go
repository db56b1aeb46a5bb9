package diag_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"naftiko/spec/diag"
)

func TestVeiledValue(t *testing.T) {
	stars := func(n int) string { return strings.Repeat("*", n) }
	tests := map[string]struct{ key, text, want string }{
		"key of a credential":   {"clientSecret", "äöü, and #more", stars(14)},
		"template":              {"password", "{{PASSWORD}}", "{{PASSWORD}}"},
		"variable":              {"password", "$PASSWORD", "$PASSWORD"},
		"bind":                  {"API_TOKEN", "api-token", "api-token"},
		"other key":             {"name", "hush", "hush"},
		"empty":                 {"password", "", ""},
		"scheme":                {"value", "Bearer abc", stars(10)},
		"token":                 {"note", "use ghp_0123456789abcdefghij here", "use " + stars(24) + " here"},
		"two tokens":            {"", "sk-0123456789abcdef sk-0123456789abcdef", stars(19) + " " + stars(19)},
		"user of a URL":         {"baseUri", "https://a:b@example.com/@c", "https://" + stars(3) + "@example.com/@c"},
		"second line of a text": {"note", "see https://example.com\nme@example.com", "see https://example.com\nme@example.com"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, diag.VeiledValue(tc.key, tc.text)) })
	}
}

// FuzzVeiledValue wants as many characters as there were.
func FuzzVeiledValue(f *testing.F) {
	f.Add("password", "\xff\xfeb://u:é@h")
	f.Fuzz(func(t *testing.T, key, text string) {
		if got := diag.VeiledValue(key, text); utf8.RuneCountInString(got) != utf8.RuneCountInString(text) {
			t.Fatalf("%q became %q", text, got)
		}
	})
}

package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestVeiled(t *testing.T) {
	stars := func(n int) string { return strings.Repeat("*", n) }
	tests := map[string]string{
		"baseUri: https://user:hush@example.com/a@b":        "baseUri: https://" + stars(9) + "@example.com/a@b",
		"baseUri: https://example.com/a@b":                  "baseUri: https://example.com/a@b",
		"  token: abc.def":                                  "  token: " + stars(7),
		`  token: "abc def" # c`:                            `  token: "` + stars(7) + `" # c`,
		"  token: 'ab''c'":                                  "  token: '" + stars(5) + "'",
		`{type: bearr, token: s3cret, x: 1}`:                `{type: bearr, token: ` + stars(6) + `, x: 1}`,
		`{"token":"s3cret","x":1}`:                          `{"token":"` + stars(6) + `","x":1}`,
		"X-Api-Key: äöü":                                    "X-Api-Key: " + stars(3),
		"clientSecret : a":                                  "clientSecret : " + stars(1),
		"password: \xff\xfeb":                               "password: " + stars(3),
		"password:":                                         "password:",
		"password: |":                                       "password: |",
		`token: "{{KINDE_ACCESS_TOKEN}}"`:                   `token: "{{KINDE_ACCESS_TOKEN}}"`,
		"token: $TOKEN":                                     "token: $TOKEN",
		"keys: {KINDE_ACCESS_TOKEN: access-token}":          "keys: {KINDE_ACCESS_TOKEN: access-token}",
		"KINDE_ACCESS_TOKEN: sk_live_4711":                  "KINDE_ACCESS_TOKEN: " + stars(12),
		"tokenEndpoint: https://a.example/token":            "tokenEndpoint: https://a.example/token",
		"value: sk_live_0123456789abcdef":                   "value: " + stars(24),
		"value: $.results[0].id":                            "value: $.results[0].id",
		"value: a text of many words in the year 2026":      "value: a text of many words in the year 2026",
		"description: how to get a token: ask the operator": "description: how to get a token: " + stars(len("ask the operator")),
		"no colon at all":                                   "no colon at all",
		"Use ghp_0123456789abcdefghij here.":                "Use " + stars(24) + " here.",
		"(eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln)":       "(" + stars(41) + ")",
		"task-force-of-many-members and sk-short":           "task-force-of-many-members and sk-short",
		"a::b": "a::b",
	}
	for line, want := range tests {
		t.Run(line, func(t *testing.T) { assert.Equal(t, want, Veiled(line)) })
	}
}

// FuzzVeiled wants as many characters as there were, so that columns stay right.
func FuzzVeiled(f *testing.F) {
	f.Add(`{type: bearr, token: s3cret, x: 1}`)
	f.Add("password: \xff\xfeb://u:é@h")
	f.Fuzz(func(t *testing.T, line string) {
		if got := Veiled(line); utf8.RuneCountInString(got) != utf8.RuneCountInString(line) {
			t.Fatalf("%q became %q", line, got)
		}
	})
}

// TestVeiled_long has lines that would take long if each colon looked at all of them.
func TestVeiled_long(t *testing.T) {
	for _, part := range []string{"a:b", "a: ", "a: [", "a: \"b", "token: {{", "://a", "\":", ": "} {
		line := strings.Repeat(part, 300_000)
		assert.Len(t, Veiled(line), len(line), part)
	}
	assert.NotContains(t, Veiled(strings.Repeat("token: {{", 300_000)+" password: ab12cd34"), "ab12cd34")
}

package term_test

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/term"
)

func TestQuotePOSIX(t *testing.T) {
	tests := map[string]string{
		"":              "''",
		"a=b":           "a=b",
		"a/b_c-1.2:@%+": "a/b_c-1.2:@%+",
		"a b":           "'a b'",
		"$select=id":    "'$select=id'",
		"it's":          `'it'\''s'`,
		"'":             `''\'''`,
		"a\nb":          "'a\nb'",
		"a\\b":          `'a\b'`,
		"`x`!*?[~#&|;":  "'`x`!*?[~#&|;'",
		"=ls":           "'=ls'",
		"name==@alice":  "name==@alice",
		"é":             "'é'",
	}
	for in, want := range tests {
		t.Run(in, func(t *testing.T) { assert.Equal(t, want, term.QuotePOSIX(in)) })
	}
}

// TestQuotePOSIX_shell asks a real shell, where there is one.
func TestQuotePOSIX_shell(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh here")
	}
	for _, text := range []string{"", "a", "it's", "''", "a\n\nb\n", `\`, "$HOME `id` \"x\" !! *", "-n", "\t\x1b", "~", "a;b&c|d>e<f(g)", "é\xff"} {
		out, err := exec.CommandContext(t.Context(), sh, "-c", "printf %s- "+term.QuotePOSIX(text)).Output()
		require.NoError(t, err)
		assert.Equal(t, text+"-", string(out))
	}
}

func TestQuotePowerShell(t *testing.T) {
	tests := map[string]string{
		"":           "''",
		"a=b":        "a=b",
		"a,b":        "'a,b'",
		"@x":         "'@x'",
		"$select=id": "'$select=id'",
		"it's":       "'it''s'",
		"a\u2019b":   "'a\u2019\u2019b'",
		"\u201bx":    "'\u201b\u201bx'",
		"\u201cx":    "'\u201cx'",
		"a\nb":       "'a\nb'",
		"a`b":        "'a`b'",
		"-a.b":       "'-a.b'",
		"--%":        "'--%'",
		"\xe2\x80":   "'\xe2\x80'",
	}
	for in, want := range tests {
		t.Run(in, func(t *testing.T) { assert.Equal(t, want, term.QuotePowerShell(in)) })
	}
}

func TestHostShell(t *testing.T) {
	assert.Equal(t, term.PowerShell, term.HostShell("windows"))
	assert.Equal(t, term.POSIX, term.HostShell("linux"))
	assert.Equal(t, term.POSIX, term.HostShell("darwin"))
	assert.Equal(t, "'a''b'", term.PowerShell.Quote("a'b"))
	assert.Equal(t, `'a'\''b'`, term.POSIX.Quote("a'b"))
}

package term_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"naftiko/cmd/internal/term"
)

func TestClean(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"empty":                     {"", ""},
		"plain":                     {"C:\\new, 100% ~", "C:\\new, 100% ~"},
		"letters":                   {"Größe 名前 مرحبا e\u0301 👍", "Größe 名前 مرحبا e\u0301 👍"},
		"line breaks":               {"a\nb\r\nc\td", `a\nb\r\nc\td`},
		"colour":                    {"\x1b[31mred\x1b[0m", `\x1b[31mred\x1b[0m`},
		"link (OSC 8)":              {"\x1b]8;;http://evil\x07ok\x1b]8;;\x1b\\", `\x1b]8;;http://evil\x07ok\x1b]8;;\x1b\`},
		"title in C1":               {"\u009d0;x\u009c", `\u009d0;x\u009c`},
		"title in raw C1":           {"\x9d0;x\x9c", `\x9d0;x\x9c`},
		"overwriting":               {"rm -rf\rls    ", `rm -rf\rls    `},
		"backspace, delete, NUL":    {"a\b\x7f\x00", `a\x08\x7f\x00`},
		"bidi":                      {"a\u202eb\u2066c\u2069\u200e\u200f\u061c", `a\u202eb\u2066c\u2069\u200e\u200f\u061c`},
		"zero width":                {"a\u200bb\u200dc\ufeffd\u00ade", `a\u200bb\u200dc\ufeffd\u00ade`},
		"line separators":           {"a\u2028b\u2029c\u0085d", `a\u2028b\u2029c\u0085d`},
		"private, unassigned":       {"\ue000\U000f0000\u0378", `\ue000\U000f0000\u0378`},
		"tags":                      {"a\U000e0041", `a\U000e0041`},
		"hidden in selectors":       {"a\U000e0100\ufe00", `a\U000e0100\ufe00`},
		"fillers":                   {"\u3164\u115f\u2800", `\u3164\u115f\u2800`},
		"invalid UTF-8":             {"a\xffb\xc3(\xed\xa0\x80", `a\xffb\xc3(\xed\xa0\x80`},
		"replacement character":     {"a\ufffd", "a\ufffd"},
		"marks":                     {"e" + strings.Repeat("\u0301", 10), "e" + strings.Repeat("\u0301", 8) + `\u0301` + "\u0301"},
		"GitHub v1":                 {"x ##[command]rm", `x \x23#[command]rm`},
		"GitHub v1 more signs":      {"###[group]", `#\x23#[group]`},
		"GitHub v2":                 {"::error::x", `\x3a:error::x`},
		"GitHub v2 behind blanks":   {" \u00a0\u3000::set-env name=a::b", " \u00a0\u3000" + `\x3a:set-env name=a::b`},
		"GitHub v2 behind nothing":  {"\u200b::error::x", `\u200b::error::x`},
		"GitHub v2 more colons":     {":::error::x", `\x3a::error::x`},
		"colons inside":             {"a::b std::vector", "a::b std::vector"},
		"Azure":                     {"a##vso[task.setvariable]b", `a\x23#vso[task.setvariable]b`},
		"Azure in capitals":         {"##VSO[x]", `\x23#VSO[x]`},
		"TeamCity":                  {"##teamcity[x]", `\x23#teamcity[x]`},
		"signs without meaning":     {"## heading #[x]", "## heading #[x]"},
		"a removed byte joins none": {"##\x00[x]", `##\x00[x]`},
		"invalid in a command":      {"##[\xff", `\x23#[\xff`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, term.Clean(tc.in)) })
	}
}

func TestCleanText(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"keeps lines":        {"a\n\tb\n", "a\n\tb\n"},
		"carriage return":    {"a\r\nb\rc", `a\r` + "\n" + `b\rc`},
		"command, any line":  {"a\n \t::error::x\n::b", "a\n \t" + `\x3a:error::x` + "\n" + `\x3a:b`},
		"command after NEL":  {"a\u0085::error::x", `a\u0085::error::x`},
		"command over lines": {"##\n[x]", "##\n[x]"},
		"escapes":            {"\x1b[2J\n", `\x1b[2J` + "\n"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, term.CleanText(tc.in)) })
	}
}

func TestCleanLong(t *testing.T) {
	long := strings.Repeat("##[\x1b::\u202e", 1<<16)
	assert.NotContains(t, term.Clean(long), "##[")
}

func FuzzClean(f *testing.F) {
	for _, seed := range []string{"a", "\x1b[0m", "::x::", "##[##vso[", "\u202e\xff", " \n ::a", "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "\ufffd::"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		one, many := term.Clean(s), term.CleanText(s)
		assert.Equal(t, one, term.Clean(one), "cleaning twice changes nothing")
		assert.Equal(t, many, term.CleanText(many))
		assert.True(t, utf8.ValidString(one))
		for _, r := range one {
			assert.True(t, unicode.IsGraphic(r), "%U is left", r)
		}
		for line := range strings.SplitSeq(many, "\n") {
			assert.NotContains(t, line, "##[")
			assert.NotContains(t, strings.ToLower(line), "##vso[")
			assert.False(t, strings.HasPrefix(strings.TrimSpace(line), "::"))
		}
	})
}

package term_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/term"
)

// shown returns the two lines of a snippet, without what stands before the text.
func shown(t *testing.T, s term.Snippet, width int) (text, carets string) {
	t.Helper()
	st := newStage(term.Options{OutTTY: true, Width: width})
	require.NoError(t, st.OutProblem(term.Problem{Msg: "m"}, s))
	lines := strings.Split(st.out.String(), "\n")
	require.Len(t, lines, 4)
	text, ok := strings.CutPrefix(lines[1], "    7 |")
	require.True(t, ok, lines[1])
	carets, ok = strings.CutPrefix(lines[2], "      | ")
	require.True(t, ok, lines[2])
	return strings.TrimPrefix(text, " "), carets
}

func TestSnippet(t *testing.T) {
	tests := map[string]struct {
		text       string
		start, end int
		want       string
		carets     string
	}{
		"token":              {"  ab: cde", 6, 9, "  ab: cde", "      ^^^"},
		"trailing blanks":    {"ab   ", 0, 2, "ab", "^^"},
		"only blanks":        {"   ", 1, 2, "", " ^"},
		"behind the end":     {"ab", 2, 3, "ab", "  ^"},
		"far behind the end": {"ab", 9, 12, "ab", "  ^"},
		"before the start":   {"ab", -3, 1, "ab", "^"},
		"empty token":        {"ab", 1, 1, "ab", " ^"},
		"tab":                {"\tab:\tc", 5, 6, " ab: c", "     ^"},
		"tab in the token":   {"a\tb", 0, 3, "a b", "^^^"},
		"umlauts":            {"ä: öü", 3, 5, "ä: öü", "   ^^"},
		"wide":               {"名: 名前", 3, 5, "名: 名前", "    ^^^^"},
		"picture":            {"👍: 👍x", 3, 5, "👍: 👍x", "    ^^^"},
		"combining before":   {"e\u0301: x", 4, 5, "e\u0301: x", "   ^"},
		"combining inside":   {"a e\u0301x", 2, 5, "a e\u0301x", "  ^^"},
		"combining alone":    {"ae\u0301x", 2, 3, "ae\u0301x", "  ^"},
		"control":            {"a\x1b[2Jb: c", 0, 6, `a\x1b[2Jb: c`, "^^^^^^^^^"},
		"after control":      {"\x00: c", 3, 4, `\x00: c`, "      ^"},
		"bidi":               {"a\u202eb: c", 2, 3, `a\u202eb: c`, "       ^"},
		"soft line end":      {"a\u2028b", 2, 3, `a\u2028b`, "       ^"},
		"invalid":            {"\xff\xfe: c", 4, 5, `\xff\xfe: c`, "          ^"},
		"command":            {"::error::x", 0, 2, "::error::x", "^^"},
		"other command":      {"a ##vso[x", 2, 4, `a \x23#vso[x`, "  ^^^^^"},
		"many marks":         {"e" + strings.Repeat("\u0301", 9) + "x", 10, 11, "e" + strings.Repeat("\u0301", 8) + `\u0301x`, "       ^"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			text, carets := shown(t, term.Snippet{Number: 7, Text: tc.text, Start: tc.start, End: tc.end}, 80)
			assert.Equal(t, tc.want, text)
			assert.Equal(t, tc.carets, carets)
		})
	}
}

// A line that is too long is cut around its token. 28 columns are 20 of the line.
func TestSnippet_cut(t *testing.T) {
	const digits = "0123456789abcdefghijklmnopqrstuvwxyz"
	tests := map[string]struct {
		s      term.Snippet
		want   string
		carets string
	}{
		"fits":          {term.Snippet{Text: digits[:20], Start: 18, End: 20}, digits[:20], "                  ^^"},
		"behind fits":   {term.Snippet{Text: digits[:19], Start: 19, End: 20}, digits[:19], "                   ^"},
		"behind":        {term.Snippet{Text: digits, Start: 36, End: 37}, "…ijklmnopqrstuvwxyz", "                   ^"},
		"at the start":  {term.Snippet{Text: digits, Start: 2, End: 4}, "0123456789abcdefghi…", "  ^^"},
		"in the middle": {term.Snippet{Text: digits, Start: 18, End: 20}, "…abcdefghijklmnopqr…", "         ^^"},
		"at the end":    {term.Snippet{Text: digits, Start: 34, End: 36}, "…hijklmnopqrstuvwxyz", "                  ^^"},
		"long token":    {term.Snippet{Text: digits, Start: 10, End: 36}, "…89abcdefghijklmnop…", "   ^^^^^^^^^^^^^^^^"},
		"all of it":     {term.Snippet{Text: digits, Start: 0, End: 36}, "0123456789abcdefghi…", "^^^^^^^^^^^^^^^^^^^"},
		"cut before":    {term.Snippet{Text: "abc", Start: 1, End: 2, CutLeft: true, CutRight: true}, "…abc…", "  ^"},
		"cut twice":     {term.Snippet{Text: digits, Start: 18, End: 20, CutLeft: true, CutRight: true}, "…abcdefghijklmnopqr…", "         ^^"},
		"cut and end":   {term.Snippet{Text: digits, Start: 34, End: 36, CutLeft: true, CutRight: true}, "…ijklmnopqrstuvwxyz…", "                 ^^"},
		"wide": {
			term.Snippet{Text: strings.Repeat("名", 30), Start: 15, End: 16},
			"…" + strings.Repeat("名", 9) + "…", "         ^^",
		},
		"marks": {
			term.Snippet{Text: strings.Repeat("e\u0301", 40), Start: 40, End: 42},
			"…" + strings.Repeat("e\u0301", 18) + "…", "         ^",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tc.s.Number = 7
			text, carets := shown(t, tc.s, 28)
			assert.Equal(t, tc.want, text)
			assert.Equal(t, tc.carets, carets)
			assert.LessOrEqual(t, term.Width(text), 20)
		})
	}
}

func TestOutProblem(t *testing.T) {
	problem := term.Problem{Place: "a.yaml:7:4", Msg: "bad", Code: "c", Hint: "one\ntwo"}
	snippet := term.Snippet{Number: 123456, Text: "ab: cd", Start: 4, End: 6}
	tests := map[string]struct {
		o     term.Options
		level term.Level
		s     term.Snippet
		want  string
	}{
		"pipe":       {s: snippet, want: "a.yaml:7:4: bad [c]\n123456 | ab: cd\n       |     ^^\n  one\n  two\n"},
		"no snippet": {want: "a.yaml:7:4: bad [c]\n  one\n  two\n"},
		"not masked": {o: term.Options{Mask: func(string) string { return "***" }}, want: "a.yaml:7:4: bad [c]\n  one\n  two\n"},
		"error": {o: term.Options{Color: true, OutTTY: true}, s: snippet, want: "\x1b[1ma.yaml:7:4\x1b[0m: bad \x1b[2m[c]\x1b[0m\n" +
			"\x1b[2m123456 |\x1b[0m ab: cd\n\x1b[2m       |\x1b[0m     \x1b[31m^^\x1b[0m\n  one\n  two\n"},
		"warning": {o: term.Options{Color: true, OutTTY: true}, s: snippet, level: term.Warning, want: "\x1b[1ma.yaml:7:4\x1b[0m: \x1b[33mwarning\x1b[0m: bad \x1b[2m[c]\x1b[0m\n" +
			"\x1b[2m123456 |\x1b[0m ab: cd\n\x1b[2m       |\x1b[0m     \x1b[33m^^\x1b[0m\n  one\n  two\n"},
		"info": {o: term.Options{Color: true, OutTTY: true}, s: snippet, level: term.Info, want: "\x1b[1ma.yaml:7:4\x1b[0m: \x1b[36minfo\x1b[0m: bad \x1b[2m[c]\x1b[0m\n" +
			"\x1b[2m123456 |\x1b[0m ab: cd\n\x1b[2m       |\x1b[0m     \x1b[36m^^\x1b[0m\n  one\n  two\n"},
		"narrow terminal": {o: term.Options{OutTTY: true, Width: 5}, s: term.Snippet{Number: 1, Text: strings.Repeat("x", 30), End: 3}, want: "a.yaml:7:4: bad [c]\n    1 | " + strings.Repeat("x", 19) + "…\n      | ^^^\n  one\n  two\n"},
		"long in a pipe":  {o: term.Options{Width: 5}, s: term.Snippet{Number: 1, Text: strings.Repeat("x", 200), End: 3}, want: "a.yaml:7:4: bad [c]\n    1 | " + strings.Repeat("x", 111) + "…\n      | ^^^\n  one\n  two\n"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage(tc.o)
			problem := problem
			problem.Level = tc.level
			require.NoError(t, s.OutProblem(problem, tc.s))
			assert.Equal(t, tc.want, s.out.String())
			assert.Empty(t, s.err.String())
			if !tc.o.OutTTY {
				assert.Equal(t, tc.want, problem.Text(tc.s))
			}
		})
	}
}

func TestOutProblem_failure(t *testing.T) {
	p := term.New(term.Options{Out: failing{}})
	assert.Error(t, p.OutProblem(term.Problem{}, term.Snippet{}))
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, assert.AnError }

func TestOutJSON(t *testing.T) {
	const text = "{\n  \"a\": \"##[x] \u202e ä\u009b\U000e0001\\u001b\"\n}\n"
	const want = "{\n  \"a\": \"\\u0023\\u0023[x] \\u202e ä\\u009b\\udb40\\udc01\\u001b\"\n}\n"
	for name, o := range map[string]term.Options{"pipe": {}, "terminal": {OutTTY: true, Color: true}} {
		t.Run(name, func(t *testing.T) {
			s := newStage(o)
			require.NoError(t, s.OutJSON([]byte(text)))
			assert.Equal(t, want, s.out.String())
		})
	}
}

// FuzzSnippet: whatever the line is, what is shown is two clean lines that fit.
func FuzzSnippet(f *testing.F) {
	f.Add("a: \x1b[2J\u202e##[x] ::error::", 3, 5, 40, true)
	f.Add(strings.Repeat("名\u0301", 50), 20, 60, 30, false)
	f.Fuzz(func(t *testing.T, text string, start, end, width int, cut bool) {
		if text == "" || strings.ContainsAny(text, "\n\r") || width > 1000 {
			return
		}
		s := newStage(term.Options{OutTTY: true, Width: width})
		require.NoError(t, s.OutProblem(term.Problem{Msg: "m"}, term.Snippet{Number: 1, Text: text, Start: start, End: end, CutLeft: cut, CutRight: cut}))
		lines := strings.Split(s.out.String(), "\n")
		require.Len(t, lines, 4)
		room := max(s.Width(), 28)
		for _, line := range lines[1:3] {
			assert.Equal(t, term.Clean(line), line)
			assert.True(t, utf8.ValidString(line))
			assert.LessOrEqual(t, term.Width(line), room)
		}
		assert.Regexp(t, `^      \| *\^+$`, lines[2])
	})
}

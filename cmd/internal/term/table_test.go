package term_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/term"
)

func TestTable(t *testing.T) {
	tests := map[string]struct {
		o      term.Options
		header []string
		rows   [][]string
		want   string
	}{
		"nothing":           {want: ""},
		"header only":       {header: []string{"NAME", "ID"}, want: "NAME  ID\n"},
		"aligned":           {header: []string{"NAME", "ID"}, rows: [][]string{{"a", "1"}, {"longer", "2"}}, want: "NAME    ID\na       1\nlonger  2\n"},
		"no header":         {rows: [][]string{{"a", "b"}, {"cc", "d"}}, want: "a   b\ncc  d\n"},
		"no trailing blank": {rows: [][]string{{"a", ""}, {"bb", "c "}, {"", ""}}, want: "a\nbb  c\n\n"},
		"empty first":       {rows: [][]string{{"", "x"}, {"bb", "c"}}, want: "    x\nbb  c\n"},
		"uneven rows":       {header: []string{"A"}, rows: [][]string{{"a", "b", "c"}, {"d"}, {}}, want: "A\na  b  c\nd\n\n"},
		"wide":              {rows: [][]string{{"名前", "a"}, {"abc", "b"}}, want: "名前  a\nabc   b\n"},
		"combining":         {rows: [][]string{{"e\u0301", "a"}, {"x", "b"}}, want: "e\u0301  a\nx  b\n"},
		"picture":           {rows: [][]string{{"👍", "a"}, {"xxx", "b"}}, want: "👍   a\nxxx  b\n"},
		"hostile":           {rows: [][]string{{"a\nb", "\x1b[2J"}, {"::error::x", "##[x"}}, want: `a\nb           \x1b[2J` + "\n" + `\x3a:error::x  \x23#[x` + "\n"},
		"command of blanks": {rows: [][]string{{"", "::error::x"}, {"a", "b"}}, want: "   " + `\x3a:error::x` + "\na  b\n"},
		"cut on a terminal": {
			o:    term.Options{OutTTY: true, Width: 20},
			rows: [][]string{{"name", "a rather long text"}, {"n", "short"}, {"n", "14 columns are"}, {"n", "名前名前名前名前"}},
			want: "name  a rather long…\nn     short\nn     14 columns are\nn     名前名前名前…\n",
		},
		"cut without the blank": {o: term.Options{OutTTY: true, Width: 10}, rows: [][]string{{"12345678 ab"}}, want: "12345678…\n"},
		"not cut in a pipe":     {o: term.Options{Width: 20}, rows: [][]string{{"name", "a rather long text"}}, want: "name  a rather long text\n"},
		"least room": {
			o:    term.Options{OutTTY: true, Width: 20},
			rows: [][]string{{strings.Repeat("x", 30), "0123456789ab"}},
			want: strings.Repeat("x", 30) + "  012345678…\n",
		},
		"bold header": {o: term.Options{OutTTY: true, Color: true}, header: []string{"A"}, rows: [][]string{{"a"}}, want: "\x1b[1mA\x1b[0m\na\n"},
		"very long cell": {
			rows: [][]string{{strings.Repeat("x", 5000), "b"}, {"a", "b"}},
			want: strings.Repeat("x", 5000) + "  b\na" + strings.Repeat(" ", 201) + "b\n",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage(tc.o)
			require.NoError(t, s.Table(tc.header, tc.rows))
			assert.Equal(t, tc.want, s.out.String())
		})
	}
}

func TestWidth(t *testing.T) {
	tests := map[string]int{"": 0, "abc": 3, "é": 1, "e\u0301": 1, "日本": 4, "한글": 4, "\u1112\u1161\u11ab": 2, "ｱ": 1, "Ａ": 2, "👍": 2, "→": 1, "…": 1, "𠀀": 2}
	for in, want := range tests {
		t.Run(in, func(t *testing.T) { assert.Equal(t, want, term.Width(in)) })
	}
}

func TestWrap(t *testing.T) {
	tests := map[string]struct {
		text          string
		width, indent int
		want          string
	}{
		"short":           {"a b", 10, 0, "a b"},
		"breaks":          {"aaa bbb ccc", 7, 0, "aaa bbb\nccc"},
		"indent":          {"aaa bbb ccc", 9, 2, "  aaa bbb\n  ccc"},
		"long word":       {"a " + strings.Repeat("b", 20) + " c", 10, 0, "a\n" + strings.Repeat("b", 20) + "\nc"},
		"keeps lines":     {"a\n\nb", 10, 2, "  a\n\n  b"},
		"runs of blanks":  {"  a  \t b ", 10, 0, "a b"},
		"wide":            {"日本 日本", 8, 0, "日本\n日本"},
		"default width":   {strings.Repeat("a ", 50), 0, 0, strings.TrimSpace(strings.Repeat("a ", 40)) + "\n" + strings.TrimSpace(strings.Repeat("a ", 10))},
		"hostile":         {"a\x1b[0m\n::error::", 40, 1, ` a\x1b[0m` + "\n " + `\x3a:error::`},
		"huge indent":     {"a", 10, 1 << 30, "     a"},
		"negative indent": {"a", 10, -3, "a"},
		"empty":           {"", 10, 2, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, term.Wrap(tc.text, tc.width, tc.indent)) })
	}
}

func TestWrapCommandAtBreak(t *testing.T) {
	assert.Equal(t, "aaaa\n"+`\x3a:error::x`, term.Wrap("aaaa ::error::x", 8, 0))
}

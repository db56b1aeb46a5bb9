package report_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/report"
	"naftiko/spec/diag"
)

// at returns a finding at a place.
func at(line, column int) diag.Diagnostic {
	return diag.Diagnostic{Pos: diag.Pos{File: "a.yaml", Line: line, Column: column}, Code: "x", Msg: "m"}
}

// token returns what f marks of its line.
func token(f report.Finding) string {
	line := []rune(f.Line)
	from := min(f.Pos.Column-1-f.Offset, len(line))
	return string(line[from:min(f.End-1-f.Offset, len(line))])
}

func TestLocate_lines(t *testing.T) {
	const long = "x\n\ny\r\nz\rw\u0085v\u2028u\u2029t\n"
	tests := map[string]struct {
		src          string
		line, column int
		want         string
		token        string
	}{
		"first":                    {"ab: c\nd", 1, 5, "ab: c", "c"},
		"last without line end":    {"ab: c\nd", 2, 1, "d", "d"},
		"behind the last line end": {"a\n", 2, 1, "", ""},
		"empty line":               {long, 2, 1, "", ""},
		"after LF LF":              {long, 3, 1, "y", "y"},
		"after CR LF":              {long, 4, 1, "z", "z"},
		"after CR":                 {long, 5, 1, "w\u0085v\u2028u\u2029t", "w\u0085v\u2028u\u2029t"},
		"after NEL":                {long, 5, 3, "w\u0085v\u2028u\u2029t", "v\u2028u\u2029t"},
		"byte order mark":          {"\uFEFFab: c", 1, 1, "ab: c", "ab"},
		"second byte order mark":   {"\uFEFF\uFEFFab: c", 1, 2, "\uFEFFab: c", "ab"},
		"nothing":                  {"", 1, 1, "", ""},
		"behind the line":          {"ab\ncd", 1, 3, "ab", ""},
		"far behind the line":      {"ab\ncd", 1, 4, "", ""},
		"no such line":             {"ab\ncd", 3, 1, "", ""},
		"no line":                  {"ab", 0, 0, "", ""},
		"no column":                {"ab: c", 1, 0, "ab: c", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := report.Locate([]byte(tc.src), diag.List{at(tc.line, tc.column)})[0]
			assert.Equal(t, tc.want, f.Line)
			assert.Equal(t, at(tc.line, tc.column), f.Diagnostic)
			if tc.token != "" {
				assert.Equal(t, tc.token, token(f))
			}
		})
	}
}

func TestLocate_token(t *testing.T) {
	tests := map[string]struct {
		line, want string
	}{
		"key":                   {"ab: ^base Uri: https://x", "base Uri"},
		"key without a value":   {"^ab:", "ab"},
		"key before a blank":    {"^ab : c", "ab"},
		"value":                 {"ab: ^https://x/y:8080 z  ", "https://x/y:8080 z"},
		"value and comment":     {"ab: ^c#d  # e", "c#d"},
		"value with tab":        {"ab: ^c\t# e", "c"},
		"sentence":              {"ab: ^Hello, world", "Hello, world"},
		"comma at the end":      {"  ^80,", "80"},
		"in brackets":           {"ab: [^c d, e]", "c d"},
		"last in brackets":      {"ab: [c, ^d e ]", "d e"},
		"behind brackets":       {"[a, {b: c}]: ^d, e", "d"},
		"in braces":             {"{ab: ^c, d: e}", "c"},
		"key in braces":         {"{ab: c, ^d: e}", "d"},
		"number in JSON":        {`"ab": ^12, "c": 3`, "12"},
		"template":              {"ab: ^{{host}}/x", "{{host}}"},
		"template inside":       {"ab: ^x/{{host}}/{y}  ", "x/{{host}}/{y}"},
		"list":                  {"ab: ^[c, [d]] # e", "[c, [d]]"},
		"list on several lines": {"ab: ^[c,", "["},
		"closing":               {"^]", "]"},
		"comma":                 {"a: [b^, c]", ","},
		"double quotes":         {`ab: ^"c \"d: e" # f`, `"c \"d: e"`},
		"open double quotes":    {`ab: ^"c d \  `, `"c d \`},
		"open to the end":       {`ab: ^"c\`, `"c\`},
		"single quotes":         {`ab: ^'it''s: \' # f`, `'it''s: \'`},
		"open single quotes":    {`ab: ^'`, `'`},
		"anchor":                {"ab: ^&c d", "&c"},
		"tag":                   {"ab: ^!!str", "!!str"},
		"block":                 {"ab: ^|- # c", "|-"},
		"dash":                  {"^- ab", "-"},
		"dash alone":            {"^-", "-"},
		"negative":              {"ab: ^-5", "-5"},
		"comment":               {"^# c", "# c"},
		"blanks":                {"a:^  ", " "},
		"umlauts":               {"ä: ^öü ß", "öü ß"},
		"pictures":              {"👍: ^👩‍💻", "👩‍💻"},
		"invalid":               {"a: ^\xff\xfe b", "\uFFFD\uFFFD b"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			column := 1 + utf8.RuneCountInString(tc.line[:strings.IndexByte(tc.line, '^')])
			line := strings.Replace(tc.line, "^", "", 1)
			f := report.Locate([]byte("\n"+line+"\n"), diag.List{at(2, column)})[0]
			assert.Equal(t, line, f.Line)
			assert.Equal(t, tc.want, token(f), "of %q", tc.line)
		})
	}
}

func TestLocate_units(t *testing.T) {
	f := report.Locate([]byte("\uFEFFä👍: \xff👍👍x"), diag.List{at(1, 6)})[0]
	assert.Equal(t, 9, f.End)
	assert.Equal(t, 7, f.Column16)
	assert.Equal(t, 12, f.End16)
}

func TestLocate_unknown(t *testing.T) {
	list := diag.List{at(3, 5), at(0, 0), at(2, 0)}
	got := report.Locate(nil, list)
	want := []report.Finding{
		{Diagnostic: list[0], End: 6, Column16: 5, End16: 6},
		{Diagnostic: list[1]},
		{Diagnostic: list[2], End: 2, Column16: 1, End16: 2},
	}
	assert.Equal(t, want, got)
	assert.Empty(t, report.Locate(nil, nil))
}

func TestLocate_order(t *testing.T) {
	list := diag.List{at(2, 3), at(1, 1), at(9, 9), at(2, 1), at(2, 3), at(1, 99), at(2, 2)}
	got := report.Locate([]byte("ab\ncde\n"), list)
	for i, d := range list {
		assert.Equal(t, d, got[i].Diagnostic)
	}
	assert.Equal(t, "cde", got[0].Line)
	assert.Equal(t, "ab", got[1].Line)
	assert.Equal(t, "cde", got[4].Line)
	assert.Empty(t, got[2].Line)
	assert.Empty(t, got[5].Line)
}

func TestLocate_longLine(t *testing.T) {
	for name, char := range map[string]string{"ascii": "x", "wide": "名", "picture": "👍", "invalid": "\xbf", "mixed": "a\u0301\xffä👍"} {
		t.Run(name, func(t *testing.T) {
			line := strings.Repeat(char, 5000) + " key: value " + strings.Repeat(char, 5000)
			column := utf8.RuneCountInString(strings.Repeat(char, 5000)) + 2
			f := report.Locate([]byte(line), diag.List{at(1, column), at(1, 1), at(1, utf8.RuneCountInString(line))})
			assert.Equal(t, "key", token(f[0]))
			assert.True(t, f[0].More)
			assert.Positive(t, f[0].Offset)
			assert.LessOrEqual(t, len(f[0].Line), 2000)
			assert.Equal(t, 0, f[1].Offset)
			assert.False(t, f[2].More)
			for _, f := range f {
				assert.Equal(t, string([]rune(line)[f.Offset:f.Offset+utf8.RuneCountInString(f.Line)]), string([]rune(f.Line)))
			}
		})
	}
}

// Many findings on one endless line take no longer than on many lines.
func TestLocate_linear(t *testing.T) {
	for name, unit := range map[string]string{"one token": "x", "blanks": " ", "brackets": "[", "quotes": `"`} {
		t.Run(name, func(t *testing.T) {
			const size, n = 8 << 20, 50_000
			src := []byte(strings.Repeat(unit, size))
			list := make(diag.List, n)
			for i := range list {
				list[i] = at(1, 1+rand.IntN(size))
			}
			start := time.Now()
			found := report.Locate(src, list)
			assert.Less(t, time.Since(start), 20*time.Second)
			require.Len(t, found, n)
			for i, f := range found {
				require.Equal(t, list[i].Pos, f.Pos)
				require.NotEmpty(t, f.Line)
			}
		})
	}
}

var lineEnd = regexp.MustCompile(`\r\n|\n|\r`)

// checkLocated compares findings with a simple reading of src.
func checkLocated(t *testing.T, src string, found []report.Finding) {
	t.Helper()
	lines := lineEnd.Split(strings.TrimPrefix(src, "\uFEFF"), -1)
	for _, f := range found {
		if !f.Pos.IsValid() {
			assert.Zero(t, f.End)
			continue
		}
		column := max(f.Pos.Column, 1)
		assert.Greater(t, f.End, column)
		assert.Greater(t, f.End16, f.Column16)
		if f.Pos.Line > len(lines) || column > 1+utf8.RuneCountInString(lines[f.Pos.Line-1]) {
			assert.Empty(t, f.Line)
			assert.Equal(t, column, f.Column16)
			continue
		}
		line := []rune(lines[f.Pos.Line-1])
		part := []rune(f.Line)
		require.LessOrEqual(t, f.Offset+len(part), len(line))
		assert.Equal(t, string(line[f.Offset:f.Offset+len(part)]), string(part))
		assert.Equal(t, f.Offset+len(part) < len(line), f.More)
		assert.LessOrEqual(t, f.Offset, column-1)
		assert.LessOrEqual(t, column-1, f.Offset+len(part))
		assert.LessOrEqual(t, f.End-1, max(f.Offset+len(part), column))
		assert.Equal(t, 1+len(utf16.Encode(line[:column-1])), f.Column16)
		if f.End-1 <= len(line) {
			assert.Equal(t, 1+len(utf16.Encode(line[:f.End-1])), f.End16)
		}
	}
}

func FuzzLocate(f *testing.F) {
	f.Add("\uFEFFa: [b, \"c\\\"\"]\r\n\tä: '👍' # x\rz", uint16(1), uint16(1), uint16(1), uint16(2), uint16(6))
	f.Add("\xff\xe2\x82: \x80", uint16(1), uint16(1), uint16(2), uint16(1), uint16(9))
	f.Add("名 \xff{", uint16(900), uint16(1), uint16(900), uint16(1), uint16(3000))
	f.Fuzz(func(t *testing.T, unit string, times, l1, c1, l2, c2 uint16) {
		src := strings.Repeat(unit, int(times%1000))
		if len(src) > 1<<16 {
			return
		}
		list := diag.List{at(int(l2), int(c2)), at(int(l1), int(c1)), at(1, int(c1)), at(1, int(c2)), at(int(l1), int(c2))}
		found := report.Locate([]byte(src), list)
		require.Len(t, found, len(list))
		checkLocated(t, src, found)
	})
}

func BenchmarkLocate(b *testing.B) {
	const n = 10_000
	var src strings.Builder
	list := make(diag.List, n)
	for i := range list {
		fmt.Fprintf(&src, "  key%d: \"value ä %d\" # remark\n", i, i)
		list[i] = at(i+1, 3)
	}
	b.SetBytes(int64(src.Len()))
	for b.Loop() {
		report.Locate([]byte(src.String()), list)
	}
}

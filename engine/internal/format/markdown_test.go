package format_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/format"
	"naftiko/spec/value"
)

const release = `---
title: Release notes
version: 2.1.0
date: 2026-04-02
stable: true
count: 3
---
# Overview

This release introduces new features.

| Feature | Status |
| ------- | ------ |
| Export  | GA     |
`

func TestG77_frontMatterTableSection(t *testing.T) {
	bySchema{
		"all": {
			"", release,
			`{"frontMatter":{"title":"Release notes","version":"2.1.0","date":"2026-04-02","stable":true,"count":3},` +
				`"tables":[[{"Feature":"Export","Status":"GA"}]],` +
				`"sections":[{"heading":"Overview","level":1,"content":"This release introduces new features."}]}`,
		},
	}.test(t, "markdown")
}

func TestG78_headingFilter(t *testing.T) {
	const text = "# Overview\na\n## API Reference\nb\n## API Usage\nc\n### The API\nd\n\n|A|\n|-|\n|1|\n"
	const reference, usage = `{"heading":"API Reference","level":2,"content":"b"}`, `{"heading":"API Usage","level":2,"content":"c"}`
	const two = `{"frontMatter":{},"tables":[[{"A":"1"}]],"sections":[` + reference + `,` + usage + `]}`
	bySchema{
		"text":          {"API", text, two},
		"with its mark": {"## API", text, two},
		"other marks":   {" #API ", text, two},
		"exact":         {"API Usage", text, `{"frontMatter":{},"tables":[[{"A":"1"}]],"sections":[` + usage + `]}`},
		"none":          {"api", text, `{"frontMatter":{},"tables":[[{"A":"1"}]],"sections":[]}`},
		"marks alone":   {"##", "# a", `{"frontMatter":{},"tables":[],"sections":[{"heading":"a","level":1,"content":""}]}`},
	}.test(t, "markdown")
}

// markdownRows are texts and the JSON of one member of the result.
type markdownRows map[string]struct{ in, want string }

func (rs markdownRows) test(t *testing.T, member string) {
	t.Helper()
	for row, tc := range rs {
		t.Run(row, func(t *testing.T) {
			assert.Equal(t, tc.want, string(value.Append(nil, markdownMember(t, tc.in, member))), "%q", tc.in)
		})
	}
}

func markdownMember(t testing.TB, text, member string) value.Value {
	t.Helper()
	k, err := format.Find("markdown")
	require.NoError(t, err)
	read, err := k.Schema(format.Schema{})
	require.NoError(t, err)
	v, err := read([]byte(text))
	require.NoError(t, err, "%q", text)
	m, ok := v.(*value.Object).Get(member)
	require.True(t, ok)
	return m
}

func TestMarkdown_shape(t *testing.T) {
	const empty = `{"frontMatter":{},"tables":[],"sections":[]}`
	bySchema{
		"nothing":   {"", "", empty},
		"blank":     {"", "\n \n", empty},
		"text":      {"", "text", empty},
		"not UTF-8": {"", "# \xff", "{\"frontMatter\":{},\"tables\":[],\"sections\":[{\"heading\":\"\ufffd\",\"level\":1,\"content\":\"\"}]}"},
	}.test(t, "markdown")
}

func TestMarkdown_frontMatter(t *testing.T) {
	markdownRows{
		"CR LF":             {"---\r\na: 1\r\n---\r\ntext", `{"a":1}`},
		"typed":             {"---\na: 2.1.0\nb: 2026-04-02\nc: 1.50\nd: yes\ne: ~\nf: [x, 2]\n---\n", `{"a":"2.1.0","b":"2026-04-02","c":1.50,"d":"yes","e":null,"f":["x",2]}`},
		"empty":             {"---\n---\n# a", `{}`},
		"comments":          {"---\n# none\n---\n", `{}`},
		"no mapping":        {"---\n- a\n---\n", `{}`},
		"no end":            {"---\na: 1\n", `{}`},
		"no newline behind": {"---\na: 1\n---", `{}`},
		"end with more":     {"---\na: 1\n--- \n----\n", `{}`},
		"not at the start":  {"\n---\na: 1\n---\n", `{}`},
		"start with more":   {"--- \na: 1\n---\n", `{}`},
		"the first end":     {"---\na: 1\n---\nb: 2\n---\n", `{"a":1}`},
	}.test(t, "frontMatter")
	markdownRows{
		"is no text":       {"---\n# a: 1\n---\n# b\n", `[{"heading":"b","level":1,"content":""}]`},
		"without end is":   {"---\n# a\n", `[{"heading":"a","level":1,"content":""}]`},
		"empty is no text": {"---\n---\n# b\n", `[{"heading":"b","level":1,"content":""}]`},
	}.test(t, "sections")
}

func TestMarkdown_wrongFrontMatter(t *testing.T) {
	_, err := readWith(t, "markdown", "", "---\na: 1\nb: [\n---\n# x\n")
	var syntax *value.SyntaxError
	require.ErrorAs(t, err, &syntax)
	assert.Contains(t, syntax.Msg, "front matter: ")
	assert.GreaterOrEqual(t, syntax.Line, 3)
}

func TestMarkdown_tables(t *testing.T) {
	markdownRows{
		"alignment":                  {"|A|B|C|\n|:-|:-:|-:|\n|1|2|3|\n", `[[{"A":"1","B":"2","C":"3"}]]`},
		"no outer pipes":             {"A | B\n--- | ---\n1 | 2\n", `[[{"A":"1","B":"2"}]]`},
		"header alone":               {"|A|\n|-|\n", `[[]]`},
		"short rows are padded":      {"|A|B|\n|-|-|\n|1|\n", `[[{"A":"1","B":""}]]`},
		"extra cells are cut":        {"|A|B|\n|-|-|\n|1|2|3|\n", `[[{"A":"1","B":"2"}]]`},
		"duplicates":                 {"|A|B|A|\n|-|-|-|\n|1|2|3|\n", `[[{"A":"3","B":"2"}]]`},
		"an empty header":            {"|A||\n|-|-|\n|1|2|\n", `[[{"A":"1","":"2"}]]`},
		"blank headers":              {"|| |\n|-|-|\n|1|2|\n", `[]`},
		"plain text of cells":        {"|**A**|`B`|\n|-|-|\n|[x](y) *z*|a\\|b `c\\|d` &lt;|\n", `[[{"A":"x z","B":"a|b c|d <"}]]`},
		"HTML in cells":              {"|A|\n|-|\n|a<br>b|\n", `[[{"A":"ab"}]]`},
		"several":                    {"|A|\n|-|\n|1|\n\ntext\n\n|B|\n|-|\n|2|\n", `[[{"A":"1"}],[{"B":"2"}]]`},
		"behind a paragraph's lines": {"text\n|A|\n|-|\n|1|\n", `[[{"A":"1"}]]`},
		"in a quote":                 {"> |A|\n> |-|\n> |1|\n", `[]`},
		"in a list":                  {"- |A|\n  |-|\n  |1|\n", `[]`},
		"in code":                    {"```\n|A|\n|-|\n|1|\n```\n", `[]`},
		"fewer delimiters":           {"|A|B|\n|-|\n|1|2|\n", `[]`},
		"an empty delimiter":         {"|A|B|\n|-|-||\n|1|2|\n", `[]`},
		"a delimiter without pipe":   {"|A|B|\n|- :-|\n|1|2|\n", `[]`},
		"an indented delimiter":      {"A\n    ---\n\nA|B\n    -|-\n1|2\n", `[]`},
		"indented in the margin":     {"   |A|\n   |-|\n   |1|\n", `[[{"A":"1"}]]`},
		"CR LF":                      {"|A|\r\n|-|\r\n|1|\r\n", `[[{"A":"1"}]]`},
		"CR":                         {"|A|\r|-|\r|1|\r", `[[{"A":"1"}]]`},
	}.test(t, "tables")
}

func TestMarkdown_sections(t *testing.T) {
	markdownRows{
		"levels, flat and in order":         {"# a\n### b\n###### c\n## d\n", `[{"heading":"a","level":1,"content":""},{"heading":"b","level":3,"content":""},{"heading":"c","level":6,"content":""},{"heading":"d","level":2,"content":""}]`},
		"underlined":                        {"a\n===\nb\n---\n", `[{"heading":"a","level":1,"content":""},{"heading":"b","level":2,"content":""}]`},
		"text before the first is lost":     {"lost\n\n# a\nb", `[{"heading":"a","level":1,"content":"b"}]`},
		"text of a heading":                 {"# *a* `b` [c](d) &amp; <i>e</i> #\n", `[{"heading":"a b c & e","level":1,"content":""}]`},
		"empty":                             {"#\nb", `[{"heading":"","level":1,"content":"b"}]`},
		"headings in other blocks are text": {"# a\n> # b\n\n- # c\n", `[{"heading":"a","level":1,"content":"b\nc"}]`},
	}.test(t, "sections")
}

func TestMarkdown_content(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"blocks are lines":              {"a\n\nb\n\n\n> c\n", "a\nb\nc"},
		"emphasis":                      {"*a* **b** ***c*** _d_ __e__ f*g*h 2*3 a_b_c", "a b c d e fgh 2*3 a_b_c"},
		"emphasis that is none":         {"a * b ** c _ d_ e", "a * b ** c _ d_ e"},
		"marks inside":                  {"[a*b](x) **c_d**", "a*b c_d"},
		"inline code":                   {"`a` ``b`c`` ` d ` `e  f`", "a b`c d e  f"},
		"links":                         {"[a *b*](x 'y') [c][r] [r] [d][none] <http://e> <f@g.h> http://i\n\n[r]: x\n", "a b c r [d][none] http://e f@g.h http://i"},
		"images":                        {"![a *b*](x)", "a b"},
		"soft breaks":                   {"a\nb \n c", "a b c"},
		"hard breaks":                   {"a  \nb\\\nc", "a\nb\nc"},
		"code blocks":                   {"a\n\n```go\nno\n```\n\n    no\n\n~~~\nno\n~~~\nb", "a\nb"},
		"HTML blocks":                   {"a\n\n<div>\nno\n</div>\n\n<!-- no -->\n\nb", "a\nb"},
		"inline HTML":                   {"a <b x='y'>c</b> <!-- no --> d", "a c  d"},
		"rules":                         {"a\n\n---\n\nb", "a\nb"},
		"tables":                        {"a\n\n|A|\n|-|\n|1|\n\nb", "a\nb"},
		"list items":                    {"- a\n- b\n  c\n\n1. d\n2. e", "ab c\nde"},
		"loose and nested lists":        {"- a\n\n  b\n  - c\n\n- d", "abcd"},
		"quotes":                        {"> a\n> b\n>\n> c", "a bc"},
		"tables in quotes":              {"> |A|\n> |-|\n> |1|", "A1"},
		"tasks":                         {"- [ ] a\n- [x] b", "[ ] a[x] b"},
		"strikethrough is text":         {"~~a~~", "~~a~~"},
		"escapes and entities":          {"\\*a\\* &lt;b&gt; &eacute; &#x20AC; &none; \\a", "*a* <b> é € &none; \\a"},
		"typography stays":              {"\"a\" -- 'b'... :smile:", "\"a\" -- 'b'... :smile:"},
		"definitions":                   {"[r]: x\n\na", "a"},
		"trimmed":                       {"\n\n a \n\n\n", "a"},
		"a wrong delimiter row":         {"|a|b|\n|-|-||\n|c|", "|a|b| |-|-|| |c|"},
		"a wrong delimiter row in code": {"a\n\n```\n|-||\n```\n", "a"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			sections := markdownMember(t, "# h\n\n"+tc.in, "sections").(value.List)
			require.Len(t, sections, 1, "%q", tc.in)
			got, _ := sections[0].(*value.Object).Get("content")
			assert.Equal(t, tc.want, got, "%q", tc.in)
		})
	}
}

func TestMarkdown_limits(t *testing.T) {
	const marks = "a paragraph has too many marks of emphasis or HTML"
	tests := map[string]struct{ in, want string }{
		"quotes":           {strings.Repeat(">", 101), "lists and quotes nest deeper than 100"},
		"lists":            {strings.Repeat("- ", 101) + "a", "lists and quotes nest deeper than 100"},
		"indented lists":   {indented(110), "lists and quotes nest deeper than 100"},
		"lines at a depth": {strings.Repeat("- ", 90) + "a\n" + strings.Repeat("\n", 1<<20), "lists and quotes nest deeper than 100"},
		"cells":            {strings.Repeat("|a", 3000) + "\n" + strings.Repeat("|-", 3000) + "\n" + strings.Repeat("x\n", 700), "its tables have more than 2000000 cells"},
		"cells in quotes":  {"> " + strings.Repeat("|a", 3000) + "\n> " + strings.Repeat("|-", 3000) + "\n" + strings.Repeat("> x\n", 700), "its tables have more than 2000000 cells"},
		"long names":       {"|" + strings.Repeat("a", 300_000) + "|\n|-|\n" + strings.Repeat("x\n", 1000), "its tables have more than 256 MiB of text, the names in each row included"},
		"emphasis":         {strings.Repeat("**a ", 30_000) + strings.Repeat("b*c ", 30_000), marks},
		"comments":         {strings.Repeat("a <!-- ", 40_000), marks},
		"CDATA":            {strings.Repeat("a <![CDATA[ ", 40_000), marks},
		"instructions":     {strings.Repeat("a <? ", 40_000), marks},
		"declarations":     {strings.Repeat("a <!A ", 40_000), marks},
		"marks":            {strings.Repeat("[", 3_000_000), "there are more than 2097152 lines and marks"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := readWith(t, "markdown", "", tc.in)
			assert.EqualError(t, err, tc.want)
		})
	}
}

// indented is a list in a list in a list.
func indented(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return b.String()
}

// TestMarkdown_withinLimits reads what a limit must not meet.
func TestMarkdown_withinLimits(t *testing.T) {
	tests := map[string]string{
		"long lines of code":  "```\n" + strings.Repeat(strings.Repeat(" ", 400)+"- a * b\n", 5000) + "```\n",
		"a rule of marks":     strings.Repeat("- ", 40) + "\n\n" + strings.Repeat("> ", 80) + "\n" + strings.Repeat("*", 1000) + "\n",
		"a long table":        "|A|B|\n|-|-|\n" + strings.Repeat("| **a** b | *c*d <!-- x --> |\n", 12_000),
		"a long list":         strings.Repeat("- **a** and `b`, 2*3\n", 12_000),
		"many comments":       strings.Repeat("text <!-- closed --> more <? x ?> <!A> <![CDATA[ ]]>\n", 100_000),
		"deep, but not all":   strings.Repeat("- ", 90) + "a\n\ntext\n" + strings.Repeat("\n", 100_000),
		"nested emphasis":     strings.Repeat("*a _b ", 2000) + strings.Repeat("c_ d* ", 2000),
		"a heading per line":  strings.Repeat("# a\nb\n", 100_000),
		"lines without limit": strings.Repeat("some text in a paragraph of ordinary lines\n", 100_000),
	}
	for name, in := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := readWith(t, "markdown", "", in)
			assert.NoError(t, err)
		})
	}
}

func FuzzMarkdown(f *testing.F) {
	f.Add(release, "Over")
	f.Add("---\n---\n|A|\n-||\n> - |a\\||*b*|\n>   |:-|-|\n# `a` ![b *c*][d]\n\n[d]: <e> 'f'\n", "")
	f.Add("a\n===\n1) b\n\n   c\n\t- d  \n e\\\n<f g='h'> &amp; <!-- i --> <? ?> <http://j>\n```k\nl\n", "a")
	f.Add("***a** b*c __d_e__ *f\r\n- -\r~~~\n<div>\n\n#\n", "#")
	f.Fuzz(func(t *testing.T, text, prefix string) {
		k, err := format.Find("markdown")
		require.NoError(t, err)
		read, err := k.Schema(format.Schema{Text: prefix})
		require.NoError(t, err)
		v, err := read([]byte(text))
		if err != nil {
			var syntax *value.SyntaxError
			require.True(t, errors.As(err, &syntax) || !strings.Contains(err.Error(), "cannot be read"), "the library panics: %v", err)
			return
		}
		soundTables(t, v, "frontMatter", "tables", "sections")
		front, _ := v.(*value.Object).Get("frontMatter")
		require.IsType(t, &value.Object{}, front)
		sections, _ := v.(*value.Object).Get("sections")
		for _, s := range sections.(value.List) {
			require.Equal(t, []string{"heading", "level", "content"}, s.(*value.Object).Names())
		}
	})
}

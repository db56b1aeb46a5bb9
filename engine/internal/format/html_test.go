package format_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/format"
	"naftiko/spec/value"
)

// bySchema are texts, what outputSchema says, and the JSON that they are read as.
type bySchema map[string]struct{ schema, in, want string }

func (bs bySchema) test(t *testing.T, name string) {
	t.Helper()
	for row, tc := range bs {
		t.Run(row, func(t *testing.T) {
			got, err := readWith(t, name, tc.schema, tc.in)
			require.NoError(t, err, "%q", tc.in)
			assert.Equal(t, tc.want, got, "%q by %q", tc.in, tc.schema)
		})
	}
}

func readWith(t testing.TB, name, schema, src string) (string, error) {
	t.Helper()
	k, err := format.Find(name)
	require.NoError(t, err)
	read, err := k.Schema(format.Schema{Text: schema})
	require.NoError(t, err)
	v, err := read([]byte(src))
	return string(value.Append(nil, v)), err
}

const twoTables = `<html><body><h1>Shop</h1>
<table class="other"><tr><th>Name</th></tr><tr><td>Left out</td></tr></table>
<table class="products">
 <thead><tr><th>Name</th><th>Price</th><th>Stock</th></tr></thead>
 <tbody>
  <tr><td>Kept</td><td>$42</td><td>150</td></tr>
 </tbody>
</table></body></html>`

func TestG74_selector(t *testing.T) {
	bySchema{
		"a class": {
			"table.products", twoTables,
			`{"tables":[[{"Name":"Kept","Price":"$42","Stock":"150"}]]}`,
		},
	}.test(t, "html")
}

func TestG75_headerRowsSkipped(t *testing.T) {
	page := `<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>
		<tr><td>1</td><td>2</td></tr><tr><th>sum</th><td>3</td></tr><tr><td>4</td><td>5</td></tr></tbody></table>`
	const want = `"tables":[[{"A":"1","B":"2"},{"A":"4","B":"5"}]]`
	got, err := readWith(t, "html", "", page)
	require.NoError(t, err)
	assert.Equal(t, "{"+want+"}", got, "a row with th and td")
	got, err = readWith(t, "markdown", "", "| A | B |\n|---|---|\n| 1 | 2 |\n| 4 | 5 |\n")
	require.NoError(t, err)
	assert.Equal(t, `{"frontMatter":{},`+want+`,"sections":[]}`, got, "the same table in Markdown")
}

func TestG76_noSelector(t *testing.T) {
	bySchema{
		"all tables": {
			"", twoTables,
			`{"tables":[[{"Name":"Left out"}],[{"Name":"Kept","Price":"$42","Stock":"150"}]]}`,
		},
		"blanks are none": {" \n", twoTables[strings.Index(twoTables, `<table class="products"`):], `{"tables":[[{"Name":"Kept","Price":"$42","Stock":"150"}]]}`},
	}.test(t, "html")
}

// h is a table with header A and these rows.
func h(rows ...string) string {
	return "<table><tr><th>A</th></tr>" + strings.Join(rows, "") + "</table>"
}

func TestHTML_shape(t *testing.T) {
	bySchema{
		"nothing":         {"", "", `{"tables":[]}`},
		"no table":        {"", "<p>text", `{"tables":[]}`},
		"no match":        {"#none", h("<tr><td>1"), `{"tables":[]}`},
		"header alone":    {"", h(), `{"tables":[[]]}`},
		"plain text":      {"", "no page at all", `{"tables":[]}`},
		"not UTF-8":       {"", h("<tr><td>a\xffb"), "{\"tables\":[[{\"A\":\"a\ufffdb\"}]]}"},
		"a half-cut page": {"", "<table><tr><th>A<tr><td>1<tr><td>2", `{"tables":[[{"A":"1"},{"A":"2"}]]}`},
	}.test(t, "html")
}

func TestHTML_tables(t *testing.T) {
	both := `<!doctype html><div id=d><table id=x><tr><th>X<tr><td>1</table><p><table id=y><tr><th>Y<tr><td>2</table></div>`
	const x, y = `[{"X":"1"}]`, `[{"Y":"2"}]`
	bySchema{
		"tables in a match":                        {"#d", both, `{"tables":[` + x + `,` + y + `]}`},
		"once, though matched twice":               {"#d, table, body", both, `{"tables":[` + x + `,` + y + `]}`},
		"in the order of the page":                 {"#y, #x", both, `{"tables":[` + x + `,` + y + `]}`},
		"child":                                    {"body > #d > table#y", both, `{"tables":[` + y + `]}`},
		"next sibling":                             {"p + table, p > table", both, `{"tables":[` + y + `]}`},
		"later sibling":                            {"table ~ p table, table ~ table", both, `{"tables":[` + y + `]}`},
		"pseudo-class":                             {"table:last-of-type, table:nth-of-type(1)", both, `{"tables":[` + x + `,` + y + `]}`},
		"attribute with combinators in it":         {`table[id="x"]:not([id=", > y"])`, both, `{"tables":[` + x + `]}`},
		"upper case":                               {"TABLE#x", both, `{"tables":[` + x + `]}`},
		"a match without tables":                   {"p.none, h1", both, `{"tables":[]}`},
		"a table inside a matched one is no match": {"#o", `<table id=o><tr><th>A<tr><td><table><tr><th>B<tr><td>1</table></table>`, `{"tables":[[{"A":"1","B":""}]]}`},
	}.test(t, "html")
}

func TestHTML_header(t *testing.T) {
	bySchema{
		"thead before the first row": {
			"", "<table><tbody><tr><th>no</th></tr></tbody><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</table>",
			`{"tables":[[{"A":"1"}]]}`,
		},
		"only the first row of thead":   {"", "<table><thead><tr><th>A<tr><th>no<tbody><tr><td>1</table>", `{"tables":[[{"A":"1"}]]}`},
		"thead without th, first row":   {"", "<table><thead><tr><td>no<tbody><tr><th>A<tr><td>1</table>", `{"tables":[[{"A":"1"}]]}`},
		"th in the first row of a body": {"", h("<tr><td>1"), `{"tables":[[{"A":"1"}]]}`},
		"trimmed":                       {"", "<table><tr><th>\n A <b>B</b>\n</th><tr><td>1</table>", `{"tables":[[{"A B":"1"}]]}`},
		"no th":                         {"", "<table><tr><td>A<tr><td>1</table>" + h(), `{"tables":[[]]}`},
		"th below the first row only":   {"", "<table><tr><td>0<tr><th>A<tr><td>1</table>", `{"tables":[]}`},
		"blank th":                      {"", "<table><tr><th> <th>&nbsp;<tr><td>1</table>", `{"tables":[]}`},
		"one blank th":                  {"", "<table><tr><th>A<th><tr><td>1<td>2</table>", `{"tables":[[{"A":"1","":"2"}]]}`},
		"the last of duplicates wins, at the first's place": {
			"", "<table><tr><th>A<th>B<th>A<tr><td>1<td>2<td>3<tr><td>4</table>",
			`{"tables":[[{"A":"3","B":"2"},{"A":"","B":""}]]}`,
		},
	}.test(t, "html")
}

func TestHTML_rows(t *testing.T) {
	bySchema{
		"short rows are padded":          {"", "<table><tr><th>A<th>B<tr><td>1</table>", `{"tables":[[{"A":"1","B":""}]]}`},
		"extra cells are cut":            {"", h("<tr><td>1<td>2"), `{"tables":[[{"A":"1"}]]}`},
		"a row without td":               {"", h("<tr></tr><tr><td>1"), `{"tables":[[{"A":"1"}]]}`},
		"tfoot is no tbody":              {"", "<table><thead><tr><th>A<tbody><tr><td>1<tfoot><tr><td>sum</table>", `{"tables":[[{"A":"1"}]]}`},
		"all rows if there is no tbody":  {"", "<table><thead><tr><th>A<tr><td>1<tfoot><tr><td>sum</table>", `{"tables":[[{"A":"1"},{"A":"sum"}]]}`},
		"colspan and rowspan do nothing": {"", "<table><tr><th>A<th>B<tr><td colspan=2>1<tr><td rowspan=2>2<td>3<tr><td>4</table>", `{"tables":[[{"A":"1","B":""},{"A":"2","B":"3"},{"A":"4","B":""}]]}`},
		"rows of nested tables leak": {
			"body > table", h("<tr><td>x<table><tr><td>1<tr><td>2</table>"),
			`{"tables":[[{"A":"x 1 2"},{"A":"1"},{"A":"2"}]]}`,
		},
		"a nested header hides the row around it": {
			"body > table", h("<tr><td>x<table><tr><th>N<tr><td>1</table>"),
			`{"tables":[[{"A":"1","N":""}]]}`,
		},
	}.test(t, "html")
}

func TestHTML_cellText(t *testing.T) {
	bySchema{
		"white space":       {"", h("<tr><td>\n a \t\r\n b&nbsp; c\f\n</td>"), `{"tables":[[{"A":"a b c"}]]}`},
		"br":                {"", h("<tr><td>a<br>b<br/> c<br><br>d<br>"), `{"tables":[[{"A":"a b c d"}]]}`},
		"tags":              {"", h("<tr><td><b>a</b>b <a href=x>c <i>d</i></a>"), `{"tables":[[{"A":"ab c d"}]]}`},
		"blocks":            {"", h("<tr><td>a<p>b</p>c<ul><li>d<li>e</ul><div>f</div>"), `{"tables":[[{"A":"a b c d e f"}]]}`},
		"script and style":  {"", h("<tr><td>a<script>no()</script><style>no{}</style>b"), `{"tables":[[{"A":"ab"}]]}`},
		"comments":          {"", h("<tr><td>a<!-- no -->b"), `{"tables":[[{"A":"ab"}]]}`},
		"entities":          {"", h("<tr><td>&lt;b&gt; &amp; &eacute; &#x20AC;"), `{"tables":[[{"A":"<b> & é €"}]]}`},
		"noscript is shown": {"", h("<tr><td><noscript><b>a</b></noscript>"), `{"tables":[[{"A":"a"}]]}`},
		"invisible":         {"", h("<tr><td>so&shy;ft&#x200b;ly"), `{"tables":[[{"A":"softly"}]]}`},
		"form fields":       {"", h("<tr><td><textarea>a\nb</textarea><select><option>c</select>"), `{"tables":[[{"A":"a bc"}]]}`},
	}.test(t, "html")
}

func TestHTML_wrongSelector(t *testing.T) {
	k, err := format.Find("html")
	require.NoError(t, err)
	for _, text := range []string{"table[", ">", "table:eq(1)", "a,,b", "td:not(", "p::before", strings.Repeat("a ", 65)} {
		_, err := k.Schema(format.Schema{Text: text})
		require.Error(t, err, "%q", text)
		assert.Contains(t, err.Error(), "CSS selector", "%q", text)
	}
}

func TestHTML_charset(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"meta charset":            {`<!doctype html><head><meta charset="ISO-8859-1">`, "ISO-8859-1"},
		"http-equiv":              {`<META content="text/html; charset=windows-1251" HTTP-EQUIV="Content-Type">`, "windows-1251"},
		"http-equiv of something": {`<meta http-equiv=refresh content="0; charset=x"><meta charset=utf-8>`, "utf-8"},
		"in a comment":            {`<!-- <meta charset=x> --><meta charset=y>`, "y"},
		"in a script":             {`<script>"<meta charset=x>"</script>`, ""},
		"none":                    {`<p>text`, ""},
		"too far down":            {strings.Repeat(" ", 1020) + `<meta charset=x>`, ""},
		"empty":                   {"", ""},
	}
	k, err := format.Find("html")
	require.NoError(t, err)
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tc.want, k.Charset([]byte(tc.in)), "%q", tc.in)
		})
	}
	data, err := k.UTF8([]byte("<meta charset=latin1>\xe9"), "text/html")
	require.NoError(t, err)
	assert.Equal(t, "<meta charset=latin1>é", string(data))
}

// several returns the tags of pattern with the numbers below n.
func several(pattern string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, pattern, i)
	}
	return b.String()
}

func TestHTML_limits(t *testing.T) {
	tests := map[string]struct{ schema, in, want string }{
		"depth":        {"", strings.Repeat("<div>", 600), "elements nest deeper than 512"},
		"table depth":  {"", strings.Repeat("<table><tr><td>", 600), "elements nest deeper than 512"},
		"tags":         {"", strings.Repeat("<td>", 3_000_001), "there are more than 3000000 tags"},
		"other tags":   {"", strings.Repeat("<p>", 1_000_001), "there are more than 1000000 tags that are not of tables"},
		"padded cells": {"", "<table><tr>" + strings.Repeat("<th>a", 3000) + strings.Repeat("<tr><td>", 700), "its tables have more than 2000000 cells"},
		"long names": {
			"", "<table><tr><th>" + strings.Repeat("a", 300_000) + strings.Repeat("<tr><td>", 1000),
			"its tables have more than 256 MiB of text, the names in each row included",
		},
		"leaking cells": {
			"", strings.Repeat("<table><tr><th>A<tr><td>", 100) + strings.Repeat("<tr><td>1", 40_000),
			"its tables have more than 2000000 cells",
		},
		"nested text": {
			"", strings.Repeat("<table><tr><th>A<tr><td>", 100) + strings.Repeat("text ", 2_000_000),
			"its tables nest too deep",
		},
		"siblings": {
			":nth-child(2n)", strings.Repeat("<p>", 100_000),
			"there are too many elements side by side for a selector with a pseudo-class",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := readWith(t, "html", tc.schema, tc.in)
			assert.EqualError(t, err, tc.want)
		})
	}
}

// TestHTML_disarmed holds what would grow without bound to the text of its cells.
func TestHTML_disarmed(t *testing.T) {
	bySchema{
		"open formatting is copied into every paragraph": {
			"", "<p>" + several("<b id=%d>", 400) + strings.Repeat("<p>x", 100_000) + h("<tr><td>a<b>b</b>c"),
			`{"tables":[[{"A":"abc"}]]}`,
		},
		"differences behind a > in quotes": {
			"", "<p>" + several("<i title='>%d'>", 400) + strings.Repeat("<p>x", 100_000) + h("<tr><td>a<i>b</i>c"),
			`{"tables":[[{"A":"abc"}]]}`,
		},
		"attributes of body are merged": {
			"", several("<body a%d=1>", 100_000) + h("<tr><td>1"),
			`{"tables":[[{"A":"1"}]]}`,
		},
		"few are left alone": {
			"b table", "<b id=1><p>x<p>" + h("<tr><td>1") + "</b>",
			`{"tables":[[{"A":"1"}]]}`,
		},
	}.test(t, "html")
}

func FuzzHTML(f *testing.F) {
	f.Add(twoTables, "table.products")
	f.Add(h("<tr><td>x<table><tr><th>N<tr><td>1</table>"), "body > table, p ~ [a='>'] + *")
	f.Add("<p><b x=1><table>x<b><tr><td></b><svg><style><b></style></svg><template><tr>", "b:has(td) :not(p)")
	f.Add("<meta charset=x><select><table><caption><frameset></form><math><mi><plaintext>", ":first-child")
	f.Fuzz(func(t *testing.T, page, sel string) {
		k, err := format.Find("html")
		require.NoError(t, err)
		k.Charset([]byte(page))
		read, err := k.Schema(format.Schema{Text: sel})
		if err != nil {
			return
		}
		v, err := read([]byte(page))
		if err != nil {
			return
		}
		soundTables(t, v, "tables")
		all, err := readWith(t, "html", "", page)
		require.NoError(t, err)
		require.GreaterOrEqual(t, strings.Count(all, "["), strings.Count(string(value.Append(nil, v)), "["), "a selector adds tables")
	})
}

// soundTables checks that v is an object of these members that is JSON, and its
// tables are lists of rows with the same members, all texts.
func soundTables(t *testing.T, v value.Value, members ...string) {
	t.Helper()
	o, ok := v.(*value.Object)
	require.True(t, ok)
	require.Equal(t, members, o.Names())
	again, err := value.Decode(value.Append(nil, v))
	require.NoError(t, err)
	require.Equal(t, string(value.Append(nil, v)), string(value.Append(nil, again)))
	tables, _ := o.Get("tables")
	for _, table := range tables.(value.List) {
		var names []string
		for i, row := range table.(value.List) {
			if i == 0 {
				names = row.(*value.Object).Names()
				require.NotEmpty(t, names)
			}
			require.Equal(t, names, row.(*value.Object).Names())
			for _, cell := range row.(*value.Object).All() {
				require.IsType(t, "", cell)
			}
		}
	}
}

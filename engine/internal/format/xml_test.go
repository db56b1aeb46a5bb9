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

// read decodes src as the format of that name does, from bytes as they came.
func read(t *testing.T, name, src string) (string, error) {
	t.Helper()
	k, err := format.Find(name)
	require.NoError(t, err)
	data, err := k.UTF8([]byte(src), "")
	require.NoError(t, err)
	v, err := k.Decode(data)
	return string(value.Append(nil, v)), err
}

// rows are texts and the JSON that they are read as.
type rows map[string]struct{ in, want string }

func (rs rows) test(t *testing.T, name string) {
	t.Helper()
	for row, tc := range rs {
		t.Run(row, func(t *testing.T) {
			got, err := read(t, name, tc.in)
			require.NoError(t, err, "%q", tc.in)
			assert.Equal(t, tc.want, got, "%q", tc.in)
		})
	}
}

// wrong are texts and the error that they are refused with.
type wrong map[string]struct{ in, want string }

func (ws wrong) test(t *testing.T, name string) {
	t.Helper()
	for row, tc := range ws {
		t.Run(row, func(t *testing.T) {
			_, err := read(t, name, tc.in)
			require.EqualError(t, err, tc.want, "%q", tc.in)
			var syn *value.SyntaxError
			require.ErrorAs(t, err, &syn)
			assert.LessOrEqual(t, syn.Offset, int64(len(tc.in)))
		})
	}
}

const xsi = `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`

// xmlRows has the rows of the contract's table first.
var xmlRows = rows{
	"repeated":               {`<r><u><id>1</id></u><u><id>2</id></u></r>`, `{"u":[{"id":"1"},{"id":"2"}]}`},
	"one child is no list":   {`<r><u><id>1</id></u></r>`, `{"u":{"id":"1"}}`},
	"not adjacent":           {`<r><a>1</a><b>2</b><a>3</a></r>`, `{"a":["1","3"],"b":"2"}`},
	"attributes":             {`<r x="1"><c>t</c></r>`, `{"x":"1","c":"t"}`},
	"attribute and child":    {`<r id="1"><id>2</id></r>`, `{"id":["1","2"]}`},
	"text beside attributes": {`<r><c lang="en">t</c></r>`, `{"c":{"lang":"en","":"t"}}`},
	"empty child":            {`<r><c/></r>`, `{"c":""}`},
	"empty child, two tags":  {`<r><c></c></r>`, `{"c":""}`},
	"blank leaf":             {`<r><d> </d></r>`, `{"d":" "}`},
	"empty root":             {`<r/>`, `{}`},
	"root text":              {`<r>hello</r>`, `{"":"hello"}`},
	"mixed":                  {`<r>foo<b>1</b>bar</r>`, `{"":["foo","bar"],"b":"1"}`},
	"blanks between":         {"<r>\n  <b>1</b>\t<c>2</c>\n</r>", `{"b":"1","c":"2"}`},
	"attribute on one":       {`<r><i x="1">a</i><i>b</i></r>`, `{"i":[{"x":"1","":"a"},"b"]}`},
	"empty one in a list":    {`<r><l><i>1</i></l><l/></r>`, `{"l":[{"i":"1"},""]}`},
	"namespaces":             {`<n:r xmlns:n="urn:n" xmlns="urn:d"><n:a n:x="1">t</n:a><b xmlns="urn:e">u</b></n:r>`, `{"a":{"x":"1","":"t"},"b":"u"}`},
	"xsi:nil":                {`<r ` + xsi + `><a xsi:nil="true"/><b>1</b></r>`, `{"a":null,"b":"1"}`},
	"CDATA":                  {`<r><a><![CDATA[<b>&amp;]]></a></r>`, `{"a":"<b>&amp;"}`},
	"entities":               {`<r><a x="&lt;&#65;">&amp;&gt;&quot;&apos;&#x20AC;</a></r>`, `{"a":{"x":"<A","":"&>\"'€"}}`},
	"comments and PIs":       {`<!--0--><?p?><r><!--1--><a>t<!-- 2 -->u<?p q?>v</a></r><!--3--><?p?>`, `{"a":"tuv"}`},

	"leaf text as it stands":       {"<r><a>  x\n y </a></r>", `{"a":"  x\n y "}`},
	"mixed text as it stands":      {"<r> x <b/> y </r>", `{"":[" x "," y "],"b":""}`},
	"text in front of a child":     {`<r>t<b>1</b></r>`, `{"":"t","b":"1"}`},
	"text behind a child":          {`<r><b>1</b>t</r>`, `{"b":"1","":"t"}`},
	"text and CDATA are one run":   {`<r>a<![CDATA[b]]>c<x/></r>`, `{"":"abc","x":""}`},
	"blank text beside attributes": {`<r><c x="1"> </c></r>`, `{"c":{"x":"1"}}`},
	"attribute of the root":        {`<r x="1"/>`, `{"x":"1"}`},
	"attributes of a leaf":         {`<r><c x="1" y=''/></r>`, `{"c":{"x":"1","y":""}}`},
	"blank root":                   {"<r>\n</r>", `{}`},
	"three repeated":               {`<r><a/><a>2</a><a b="3"/></r>`, `{"a":["","2",{"b":"3"}]}`},
	"repeated in repeated":         {`<r><a><b>1</b><b>2</b></a><a><b>3</b></a></r>`, `{"a":[{"b":["1","2"]},{"b":"3"}]}`},
	"line ends":                    {"<r><a>1\r\n2\r3</a></r>", `{"a":"1\n2\n3"}`},
	"xsi:nil of the root":          {`<r ` + xsi + ` xsi:nil="true"/>`, `null`},
	"xsi:nil says no":              {`<r ` + xsi + `><a xsi:nil="false">1</a></r>`, `{"a":"1"}`},
	"xsi:nil beside more":          {`<r ` + xsi + `><a x="1" xsi:nil=" 1 "><b/></a></r>`, `{"a":null}`},
	"xsi:nil in a list":            {`<r ` + xsi + `><a xsi:nil="true"/><a>1</a><a xsi:nil="true"/></r>`, `{"a":[null,"1",null]}`},
	"xsi:nil, prefix undeclared":   {`<r><a xsi:nil="true"/></r>`, `{"a":null}`},
	"nil without a namespace":      {`<r><a nil="true"/></r>`, `{"a":{"nil":"true"}}`},
	"other prefix for xsi":         {`<r xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><a i:nil="true"/><b i:type="t"/></r>`, `{"a":null,"b":{"type":"t"}}`},
	"xml: attributes":              {`<r xml:lang="en"><a xml:space="preserve"> </a></r>`, `{"lang":"en","a":{"space":"preserve"}}`},
	"local names that are alike":   {`<r xmlns:p="urn:p" x="1" p:x="2"/>`, `{"x":["1","2"]}`},
	"undeclared prefix":            {`<p:r><p:a>1</p:a></p:r>`, `{"a":"1"}`},
	"document type":                {`<!DOCTYPE r [<!ELEMENT r (#PCDATA)> <!-- ' --> <!ENTITY e "x">]><r>1</r>`, `{"":"1"}`},
	"external document type":       {`<!DOCTYPE r SYSTEM "file:///etc/passwd"><r>1</r>`, `{"":"1"}`},
	"declaration":                  {"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone='yes'?>\n<r><a>1</a></r>\n", `{"a":"1"}`},
	"XML 1.1":                      {`<?xml version="1.1"?><r><a>1</a></r>`, `{"a":"1"}`},
	"blanks before declaration":    {"\r\n<?xml version='1.0'?><r/>", `{}`},
	"byte order mark":              {"\ufeff<?xml version='1.0'?><r><a>é</a></r>", `{"a":"é"}`},
	"declared encoding":            {"<?xml version=\"1.0\" encoding = 'ISO-8859-1'?><r><a>\xe9</a></r>", `{"a":"é"}`},
	"UTF-16 that is UTF-8":         {`<?xml version="1.0" encoding="utf-16"?><r><a>é</a></r>`, `{"a":"é"}`},
}

func TestG67_xmlRoot(t *testing.T) {
	got, err := read(t, "xml", `<root><user><id>1</id></user><user><id>2</id></user><user><id>3</id></user></root>`)
	require.NoError(t, err)
	assert.Equal(t, `{"user":[{"id":"1"},{"id":"2"},{"id":"3"}]}`, got)
}

func TestG81_anyCase(t *testing.T) {
	for _, name := range []string{"XML", "Csv", "TSV", "Psv", "YAML"} {
		k, err := format.Find(name)
		require.NoError(t, err)
		assert.NotNil(t, k.Decode)
	}
}

func TestG68_xmlTable(t *testing.T) { xmlRows.test(t, "xml") }

var xmlErrors = wrong{
	"empty":                        {"", "line 1, column 1: there is no XML element"},
	"blank":                        {" \n", "line 2, column 1: there is no XML element"},
	"only a comment":               {"<!-- -->", "line 1, column 9: there is no XML element"},
	"only a declaration":           {"<?xml version='1.0'?>", "line 1, column 22: there is no XML element"},
	"declaration ends too soon":    {"<?xml version='1.0'", "line 1, column 20: the XML ends too soon"},
	"ends too soon":                {"<r><a>1</a>", "line 1, column 12: the XML ends too soon"},
	"ends in a tag":                {"<r", "line 1, column 3: the XML ends too soon"},
	"ends in CDATA":                {"<r><![CDATA[x", "line 1, column 14: the XML ends too soon"},
	"wrong end tag":                {"<r>\n<a></b></r>", "line 2, column 7: element <a> closed by </b>"},
	"end tag alone":                {"</r>", "line 1, column 4: unexpected end element </r>"},
	"second root":                  {"<r/>\n<s/>", "line 2, column 1: there is a second root element"},
	"text behind":                  {"<r/> x", "line 1, column 5: there is text outside of the root element"},
	"text in front":                {"x<r/>", "line 1, column 1: there is text outside of the root element"},
	"not XML":                      {`{"a":1}`, "line 1, column 1: there is text outside of the root element"},
	"attribute without quotes":     {"<r a=1/>", "line 1, column 6: unquoted or missing attribute value in element"},
	"attribute without value":      {"<r a/>", "line 1, column 5: attribute name without = in element"},
	"attribute twice":              {"<r><c a='1' b='2' a='3'/></r>", `line 1, column 4: attribute "a" is there twice`},
	"attribute twice, of many":     {"<r a='' b='' c='' d='' e='' f='' g='' h='' i='' j='' a=''/>", `line 1, column 1: attribute "a" is there twice`},
	"attribute twice by namespace": {"<r xmlns:p='u' xmlns:q='u' p:a='1' q:a='2'/>", `line 1, column 1: attribute "a" is there twice`},
	"unknown entity":               {"<r>&nbsp;</r>", "line 1, column 9: invalid character entity &nbsp;"},
	"entity of the document type":  {`<!DOCTYPE r [<!ENTITY e "x">]><r>&e;</r>`, "line 1, column 36: invalid character entity &e;"},
	"external entity":              {"<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>\n<r>&e;</r>", "line 2, column 6: invalid character entity &e;"},
	"bare ampersand":               {"<r>a & b</r>", "line 1, column 6: invalid character entity & (no semicolon)"},
	"forbidden character":          {"<r>a&#0;</r>", "line 1, column 8: illegal character code U+0000"},
	"CDATA end in text":            {"<r>]]></r>", "line 1, column 6: unescaped ]]> not in CDATA section"},
	"lower case document type":     {"<!doctype html><html></html>", "line 1, column 1: a declaration (<!…>) cannot stand here"},
	"document type inside":         {"<r><!DOCTYPE r></r>", "line 1, column 4: a declaration (<!…>) cannot stand here"},
	"declaration inside":           {"<r><?xml version='1.0'?></r>", "line 1, column 4: the XML declaration can only stand in front of everything"},
	"two dashes in a comment":      {"<r><!-- a -- b --></r>", `line 1, column 13: invalid sequence "--" not allowed in comments`},
	"not UTF-8":                    {"<r>\n é\xe9</r>", "line 2, column 3: the text is not valid UTF-8 here"},
	"not UTF-8 in a comment":       {"<!--\xff--><r/>", "line 1, column 5: the text is not valid UTF-8 here"},
	"too deep":                     {strings.Repeat("<a>", 501) + strings.Repeat("</a>", 501), "line 1, column 1501: elements nest deeper than 500"},
}

func TestG68_xmlErrors(t *testing.T) { xmlErrors.test(t, "xml") }

func TestXML_errorsAreShort(t *testing.T) {
	long := strings.Repeat("é", 1<<20)
	for _, src := range []string{
		"<r>&" + long + ";</r>", "<" + long + "></r>", "<r></" + long + " x>", "<r " + long + "=''  " + long + "=''/>", "<r " + long + "/>",
	} {
		_, err := read(t, "xml", src)
		require.Error(t, err)
		assert.Less(t, len(err.Error()), 250)
	}
}

func TestXML_depth(t *testing.T) {
	open, end := strings.Repeat("<a/>t<a>", 499), strings.Repeat("</a>t<a/>", 499)
	src := "<r>" + open + end + "</r>"
	k, err := format.Find("xml")
	require.NoError(t, err)
	v, err := k.Decode([]byte(src))
	require.NoError(t, err)
	assert.LessOrEqual(t, depth(v), value.MaxDepth)
	assert.Greater(t, depth(v), value.MaxDepth-10)
}

// depth is how deep lists and objects nest in v.
func depth(v value.Value) int {
	n := 0
	switch v := v.(type) {
	case value.List:
		for _, item := range v {
			n = max(n, depth(item))
		}
		return n + 1
	case *value.Object:
		for _, item := range v.All() {
			n = max(n, depth(item))
		}
		return n + 1
	}
	return 0
}

// numbered repeats a text of one number.
func numbered(pattern string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, pattern, i)
	}
	return b.String()
}

// Each of these takes minutes, or more memory than there is, if reading it is not linear.
func TestDecode_hostile(t *testing.T) {
	tests := map[string]struct{ format, in string }{
		"xml, repeated":           {"xml", "<r>" + strings.Repeat("<a/>", 1<<20) + "</r>"},
		"xml, many names":         {"xml", "<r>" + numbered("<a%d/>", 200_000) + "</r>"},
		"xml, many attributes":    {"xml", "<r>" + strings.Repeat("<a/>", 100_000) + "<b " + numbered(" a%d=''", 200_000) + "/>" + strings.Repeat("<b a='' b=''/>", 100_000) + "</r>"},
		"xml, many namespaces":    {"xml", "<r " + numbered(" xmlns:a%d='u'", 100_000) + ">" + strings.Repeat("<a/>", 100_000) + "</r>"},
		"xml, runs":               {"xml", "<r>" + strings.Repeat("x<!---->", 500_000) + "</r>"},
		"xml, mixed":              {"xml", "<r>" + strings.Repeat("x<a/>", 500_000) + "</r>"},
		"xml, deep":               {"xml", strings.Repeat("<a>", 3<<20)},
		"xml, open":               {"xml", strings.Repeat("<", 10<<20)},
		"xml, ampersands":         {"xml", "<r>" + strings.Repeat("&amp;", 2<<20) + "</r>"},
		"xml, document type":      {"xml", "<!DOCTYPE r " + strings.Repeat("[<!", 3<<20)},
		"csv, commas":             {"csv", strings.Repeat(",", 10<<20)},
		"csv, commas in a row":    {"csv", "a,b\n" + strings.Repeat(",", 10<<20)},
		"csv, columns":            {"csv", numbered("c%d,", 60_000) + "\n" + strings.Repeat(strings.Repeat("1,", 60_000)+"\n", 20)},
		"csv, rows":               {"csv", "a,b\n" + strings.Repeat("1,2\n", 1_000_000)},
		"csv, empty lines":        {"csv", "a,b\n" + strings.Repeat("\n", 1_000_000) + "1"},
		"csv, quotes":             {"csv", "a\n\"" + strings.Repeat(`""`, 5<<20) + `"`},
		"csv, open quotes":        {"csv", strings.Repeat(`"`, 10<<20-1)},
		"csv, quoted cells":       {"csv", "a,b\n" + strings.Repeat("\"\",\"\"\"\"\n", 1_000_000)},
		"yaml, entries":           {"yaml", strings.Repeat("- a\n", 500_000)},
		"yaml, one key":           {"yaml", strings.Repeat("a: 1\n", 500_000)},
		"yaml, keys":              {"yaml", numbered("k%d: 1\n", 200_000)},
		"yaml, brackets":          {"yaml", strings.Repeat("[", 10<<20)},
		"yaml, aliases":           {"yaml", "a: &a {x: 1}\nb:\n" + strings.Repeat("- *a\n", 300_000)},
		"yaml, merges":            {"yaml", "- &a {x: 1}\n" + strings.Repeat("- <<: *a\n", 200_000)},
		"yaml, documents":         {"yaml", strings.Repeat("---\n", 2<<20)},
		"xml in ISO-8859-1, euro": {"xml", "<?xml version='1.0' encoding='latin1'?><r>" + strings.Repeat("\x80", 10<<20) + "</r>"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			k, err := format.Find(tc.format)
			require.NoError(t, err)
			data, err := k.UTF8([]byte(tc.in), "")
			require.NoError(t, err)
			if v, err := k.Decode(data); err == nil {
				assert.NotNil(t, value.Append(nil, v))
			}
		})
	}
}

func FuzzXML(f *testing.F) {
	for _, tc := range xmlRows {
		f.Add([]byte(tc.in))
	}
	for _, tc := range xmlErrors {
		if len(tc.in) < 200 {
			f.Add([]byte(tc.in))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := sound(t, "xml", data)
		if err == nil {
			onlyTexts(t, v)
		}
	})
}

// onlyTexts checks that v is made of what XML can say.
func onlyTexts(t *testing.T, v value.Value) {
	t.Helper()
	switch v := v.(type) {
	case nil, string:
	case value.List:
		if len(v) < 2 {
			t.Fatal("a list of less than two")
		}
		for _, item := range v {
			onlyTexts(t, item)
		}
	case *value.Object:
		for _, item := range v.All() {
			onlyTexts(t, item)
		}
	default:
		t.Fatalf("a %T", v)
	}
}

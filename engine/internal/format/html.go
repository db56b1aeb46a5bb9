package format

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"naftiko/spec/value"
)

var htmlKind = Kind{
	Name: "html",
	Doc: "The tables of an HTML page: {tables: [[row, …], …]}, a row an object of cells under the texts of the header. " +
		"outputSchema is a CSS selector of tables or of what stands around them.",
	MediaTypes: []string{"text/html", "application/xhtml+xml"},
	Text:       true,
	Charset:    htmlCharset,
	Schema:     htmlSchema,
}

// htmlSchema makes what reads the tables that a CSS selector picks; without one,
// all.
func htmlSchema(s Schema) (Decode, error) {
	text := strings.TrimSpace(s.Text)
	if text == "" {
		text = "table"
	}
	sel, err := compileSelector(text)
	if err != nil {
		return nil, err
	}
	return func(data []byte) (value.Value, error) { return decodeHTML(data, sel) }, nil
}

func decodeHTML(data []byte, sel *selector) (value.Value, error) {
	page, err := parsePage(asUTF8(data))
	if err != nil {
		return nil, err
	}
	picked, err := sel.tables(page)
	if err != nil {
		return nil, err
	}
	r := tableReader{visits: maxVisits}
	tables := value.List{}
	for _, n := range picked {
		table, ok, err := r.table(n)
		if err != nil {
			return nil, err
		}
		if ok {
			tables = append(tables, table)
		}
	}
	return value.NewObject(value.Member{Name: "tables", Value: tables}), nil
}

// asUTF8 puts U+FFFD in the place of bytes that are no UTF-8, as browsers do.
func asUTF8(data []byte) []byte {
	if utf8.Valid(data) {
		return data
	}
	return bytes.ToValidUTF8(data, []byte("\ufffd"))
}

// charsetArea is where browsers look for a meta element.
const charsetArea = 1024

// htmlCharset returns the encoding that the first meta element names which names
// one: <meta charset=…>, or <meta http-equiv=content-type content="…; charset=…">.
func htmlCharset(data []byte) string {
	z := html.NewTokenizer(bytes.NewReader(data[:min(len(data), charsetArea)]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			if t := z.Token(); t.DataAtom == atom.Meta {
				if name := metaCharset(t.Attr); name != "" {
					return name
				}
			}
		}
	}
}

func metaCharset(attributes []html.Attribute) string {
	var equiv, content string
	for _, a := range attributes {
		switch a.Key {
		case "charset":
			return strings.TrimSpace(a.Val)
		case "http-equiv":
			equiv = a.Val
		case "content":
			content = a.Val
		}
	}
	if strings.EqualFold(strings.TrimSpace(equiv), "content-type") {
		return charsetParameter(content)
	}
	return ""
}

package format_test

import (
	"bytes"
	"html"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"naftiko/spec/value"
)

// documents are ordinary texts of every kind of inline and block. The text under
// a heading is all that counts, so that each is put under one.
var documents = []string{
	"One line.", "Two lines\nof one paragraph.", "Two\n\nparagraphs.", "  indented\n   differently  ",
	"hard  \nbreak\\\nand soft \nbreak", "*em* and **strong** and ***both***", "_em_ and __strong__ and ___both___",
	"in*tra*word, snake_case_name, 2*3*4", "**bold *nested* bold** and *a **b** c*", "*a **b* c** d*", "**a*b**c*", "*(a)*b*", "a * b * c _ d",
	"`code` and ``co`de`` and ` a ` and `  `", "`a *b*` *`c`*", "unclosed `code and *em", "`two\nlines`",
	"[link](http://x.y) and [*em* link](<a b> \"title\")", "[a [b](c) d](e)", "[ref][r] and [R] and [r][] and [none]\n\n[r]: http://x 'title'",
	"![image](a.png) and ![*alt* text][r]\n\n[r]: /x", "[![badge](a.svg)](http://ci)", "<http://auto.link> and <me@x.org>",
	"http://bare.link www.x.org me@x.org", "a <b>tag</b> and <br/> and <!-- comment --> end", "a <x y='z' w=\"1\">b</x>", "a < b > c << d", "<? pi ?> a <!DOCTYPE b> c <![CDATA[ d ]]> e",
	"&amp; &lt; &copy; &eacute; &#65; &#x42; &nosuch; &", "\\*escaped\\* \\[x\\] \\\\ \\a \\&amp;", "a\\\nb", "tabs\tinside\tand   spaces",
	"- a\n- b\n- c", "* a\n\n* b", "1. a\n2. b\n\n   c\n", "3) x\n4) y", "- a\n  - b\n    - c\n- d\n", "- [ ] open\n- [x] done", "- a\n\n      code\n- b", "- > q\n- # h\n", "text\n- list right behind", "text\n2. no list",
	"> quote\n> goes on", "> lazy\ngoes on", "> a\n>\n> b\n\nc", "> > nested\n> once", "> - list\n>   in quote", "> ```\n> code\n> ```\n> text",
	"```\nfenced\n```\nafter", "~~~ go\nfenced\n~~~", "```\nnot closed", "    indented\n\n    code\n\ntext", "para\n    no code",
	"<div>\nhtml\n</div>\n\ntext", "<p>\n\ntext\n\n</p>", "<!--\na\n\nb\n-->\n\ntext", "<pre>\n\na\n</pre>\ntext", "<x>\nblock seven\n\ntext", "a\n<div>\nb\n</div>",
	"a\n\n---\n\nb\n\n***\n\n_ _ _\n", "a\n***\nb", "## Sub\n\ntext", "Setext\n---\n\ntext", "Two\nlines\n===\n\ntext", "### closed ###\n\n#hash\n\n####### seven", "# *em* `code` [l](x) #\n", "#\n\na",
	"| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n--|--\n1 | 2", "|a|b|c|\n|:-|:-:|-:|\n|1|2|3|", "|a|b|\n|-|-|\n|1|\n|1|2|3|", "|*a*|`b`|[c](d)|\n|-|-|-|\n|\\||`x\\|y`|&lt;|",
	"text\n|a|b|\n|-|-|\n|1|2|", "|a|b|\n|-|-|\n|1|2|\ntext\n\nmore", "|a|b|\n|-|-|\n> q", "|a|b|\n|-|-|\n- x", "|a|b|\n|-|\n|1|2|", "|a|\n|-|\n|x|", "|a||\n|-|-|\n||x|", "> |a|\n> |-|\n> |1|", "- |a|\n  |-|\n  |1|", "|a|b|\n|-|-|",
	"déjà *vu* — “quoted” **très**.", "中文**粗体**中文 *斜体*", "emoji 🎉 *x*🎉", "~~struck~~ ~x~", "\"quotes\" -- dashes... 'x'", "term\n: definition", "[^1] footnote\n\n[^1]: text", "a\u00a0b", "{#id} text {.class}",
	"[a]: x\n[b]: y\n\n[a] [b]", "[a]: <x y> 't'\ntext [a]", "[unused]: x", "[a]:\nx\n\n[a]", "[Foo\n  bar]: /u\n\n[foo bar]", "[a](b \"c\n d\") e", "![a\nb](c)", "[a](b(c)d) [e](f\\)g)", "*[a*](b)", "`[a`](b)", "<a href=\"`\">`",
}

func TestMarkdown_oracle(t *testing.T) {
	for _, doc := range documents {
		src := "# Heading\n\n" + doc
		t.Run(doc, func(t *testing.T) {
			v := value.NewObject(
				value.Member{Name: "tables", Value: markdownMember(t, src, "tables")},
				value.Member{Name: "sections", Value: markdownMember(t, src, "sections")},
			)
			assert.Equal(t, asJSON(oracle(src)), asJSON(v), "%q", doc)
		})
	}
	require.Greater(t, len(documents), 100)
}

// differences are texts that the other library reads otherwise, and why.
var differences = map[string]string{
	"a <!-- b -- c --> d":         "CommonMark 0.31 allows -- in a comment; ours follows 0.30",
	"a <!--> b -->":               "CommonMark 0.31 takes <!--> for a comment; ours follows 0.30",
	"*£*a":                        "CommonMark 0.31 takes currency signs for punctuation; ours follows 0.30",
	"|a|b|\n|-|-|\n|c|d|\n|":      "GitHub ends a table at a lone |, the other does not",
	"- b\n|a|b|\n|-|-|\n|c|d|":    "a line that goes on with a paragraph lazily starts no table, the other thinks it does",
	"a\n|a|b|\n|-|-|\n|c|d|\n---": "a rule behind a table makes no heading of the line before it, the other thinks it does",
}

func TestMarkdown_oracleDiffers(t *testing.T) {
	for doc, why := range differences {
		src := "# Heading\n\n" + doc
		ours := value.NewObject(
			value.Member{Name: "tables", Value: markdownMember(t, src, "tables")},
			value.Member{Name: "sections", Value: markdownMember(t, src, "sections")},
		)
		assert.NotEqual(t, asJSON(oracle(src)), asJSON(ours), "%q agrees now; it did not because %s", doc, why)
	}
}

// oracle reads Markdown with another library.
func oracle(src string) value.Value {
	source := []byte(src)
	root := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(source))
	o := oracleReader{source: source, tables: value.List{}, sections: value.List{}}
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		o.block(n)
	}
	o.section()
	return value.NewObject(value.Member{Name: "tables", Value: o.tables}, value.Member{Name: "sections", Value: o.sections})
}

type oracleReader struct {
	source           []byte
	tables, sections value.List
	heading          *ast.Heading
	content          []string
}

func (o *oracleReader) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		o.section()
		o.heading = n
	case *tables.Table:
		o.table(n)
	default:
		if s := o.text(n); s != "" {
			o.content = append(o.content, s)
		}
	}
}

func (o *oracleReader) section() {
	if o.heading != nil {
		o.sections = append(o.sections, value.NewObject(
			value.Member{Name: "heading", Value: o.text(o.heading)},
			value.Member{Name: "level", Value: value.Int(int64(o.heading.Level))},
			value.Member{Name: "content", Value: strings.Join(o.content, "\n")},
		))
	}
	o.content = nil
}

func (o *oracleReader) table(t *tables.Table) {
	var header []string
	table := value.List{}
	for n := t.FirstChild(); n != nil; n = n.NextSibling() {
		var cells []string
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, o.text(c))
		}
		if header == nil {
			header = cells
			continue
		}
		row := &value.Object{}
		for i, name := range header {
			cell := ""
			if i < len(cells) {
				cell = cells[i]
			}
			row.Set(name, cell)
		}
		table = append(table, row)
	}
	o.tables = append(o.tables, table)
}

func (o *oracleReader) text(n ast.Node) string {
	var b bytes.Buffer
	o.write(&b, n, false)
	return strings.Trim(b.String(), " \t\n")
}

func (o *oracleReader) write(b *bytes.Buffer, n ast.Node, code bool) {
	switch n := n.(type) {
	case *ast.Text:
		s := n.Segment.Value(o.source)
		switch {
		case code:
			b.WriteString(strings.ReplaceAll(string(s), "\n", " "))
		case n.IsRaw():
			b.Write(s)
		default:
			// Entities first and escapes then would read \&amp; wrong.
			b.WriteString(unescape(string(s)))
		}
		if n.HardLineBreak() {
			b.WriteByte('\n')
		} else if n.SoftLineBreak() && !code {
			b.WriteByte(' ')
		}
	case *ast.String:
		b.Write(n.Value)
	case *ast.AutoLink:
		b.Write(n.Label(o.source))
	case *ast.RawHTML, *ast.HTMLBlock, *ast.CodeBlock, *ast.FencedCodeBlock:
	default:
		_, isCode := n.(*ast.CodeSpan)
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			o.write(b, c, isCode)
		}
	}
}

// unescape resolves escapes and entities as CommonMark has them.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]):
			i++
			b.WriteByte(s[i])
		case s[i] == '&':
			end := strings.IndexByte(s[i:], ';')
			if end < 0 {
				b.WriteByte('&')
				continue
			}
			b.WriteString(html.UnescapeString(s[i : i+end+1]))
			i += end
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

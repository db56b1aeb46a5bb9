package format

import (
	"errors"
	"fmt"
	"strings"

	"rsc.io/markdown"

	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

var markdownKind = Kind{
	Name: "markdown",
	Doc: "A Markdown text (CommonMark with the tables of GitHub) as {frontMatter, tables: [[row, …], …], " +
		"sections: [{heading, level, content}]}. outputSchema is how the headings of the sections start.",
	MediaTypes: []string{"text/markdown"},
	Text:       true,
	Schema:     markdownSchema,
}

// markdownSchema makes what reads Markdown and keeps the sections whose heading
// starts with the text of outputSchema; "## Usage" means the same as "Usage".
func markdownSchema(s Schema) (Decode, error) {
	prefix := strings.TrimSpace(strings.TrimLeft(s.Text, "# \t"))
	return func(data []byte) (value.Value, error) { return decodeMarkdown(data, prefix) }, nil
}

func decodeMarkdown(data []byte, prefix string) (value.Value, error) {
	text := strings.ReplaceAll(string(asUTF8(data)), "\r\n", "\n")
	front, body := cutFrontMatter(text)
	frontMatter, err := decodeFrontMatter(front)
	if err != nil {
		return nil, err
	}
	blocks, err := parseMarkdown(body)
	if err != nil {
		return nil, err
	}
	tables, err := markdownTables(blocks)
	if err != nil {
		return nil, err
	}
	return value.NewObject(
		value.Member{Name: "frontMatter", Value: frontMatter},
		value.Member{Name: "tables", Value: tables},
		value.Member{Name: "sections", Value: markdownSections(blocks, prefix)},
	), nil
}

// cutFrontMatter splits a text into what stands between its first line and a
// later one, both of them ---, and the rest.
func cutFrontMatter(text string) (front, body string) {
	const mark = "---\n"
	if strings.HasPrefix(text, mark) {
		if end := strings.Index(text[len(mark)-1:], "\n"+mark); end >= 0 {
			return text[len(mark) : len(mark)+end], text[end+2*len(mark):]
		}
	}
	return "", text
}

// decodeFrontMatter reads YAML. What is no mapping is as good as nothing.
func decodeFrontMatter(text string) (*value.Object, error) {
	v, err := yaml.Decode([]byte(text))
	if syntax, ok := errors.AsType[*value.SyntaxError](err); ok {
		at := *syntax
		at.Offset += int64(len("---\n"))
		at.Line++
		at.Msg = "front matter: " + at.Msg
		return nil, &at
	}
	if err != nil {
		return nil, fmt.Errorf("front matter: %w", err)
	}
	if o, ok := v.(*value.Object); ok {
		return o, nil
	}
	return &value.Object{}, nil
}

// parseMarkdown returns the blocks of a text. The library does not promise to
// return from every text.
func parseMarkdown(text string) (blocks []markdown.Block, err error) {
	lines, err := checkMarkdown(text)
	if err != nil {
		return nil, err
	}
	defer func() {
		if recover() != nil {
			blocks, err = nil, errors.New("the text cannot be read")
		}
	}()
	p := markdown.Parser{Table: true}
	return p.Parse(lines).Blocks, nil
}

func markdownTables(blocks []markdown.Block) (value.List, error) {
	tables := value.List{}
	var all tableRows
	for _, b := range blocks {
		t, ok := b.(*markdown.Table)
		if !ok {
			continue
		}
		columns := columnsOf(cellTexts(t.Header))
		if columns == nil {
			continue
		}
		rows := make(value.List, len(t.Rows))
		for i, row := range t.Rows {
			object, err := all.add(columns, cellTexts(row))
			if err != nil {
				return nil, err
			}
			rows[i] = object
		}
		tables = append(tables, rows)
	}
	return tables, nil
}

func cellTexts(cells []*markdown.Text) []string {
	texts := make([]string, len(cells))
	for i, cell := range cells {
		texts[i] = blockText(cell)
	}
	return texts
}

// markdownSections returns a section for each heading that stands in no other
// block and starts with prefix.
func markdownSections(blocks []markdown.Block, prefix string) value.List {
	sections := value.List{}
	for i, b := range blocks {
		h, ok := b.(*markdown.Heading)
		if !ok {
			continue
		}
		heading := blockText(h)
		if !strings.HasPrefix(heading, prefix) {
			continue
		}
		sections = append(sections, value.NewObject(
			value.Member{Name: "heading", Value: heading},
			value.Member{Name: "level", Value: value.Int(int64(h.Level))},
			value.Member{Name: "content", Value: sectionText(blocks[i+1:])},
		))
	}
	return sections
}

// sectionText returns the text up to the next heading, one block a line. Blocks
// without text leave no line.
func sectionText(blocks []markdown.Block) string {
	var texts []string
	for _, b := range blocks {
		switch b.(type) {
		case *markdown.Heading:
			return strings.Join(texts, "\n")
		case *markdown.Table:
			continue
		}
		if text := blockText(b); text != "" {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "\n")
}

package format

import (
	"bytes"

	"rsc.io/markdown"
)

// blockText returns the text in a block. The texts of blocks and cells inside it
// are not apart; code blocks and HTML have none.
func blockText(b markdown.Block) string {
	var buf bytes.Buffer
	writeBlock(&buf, b)
	return trimBlank(buf.String())
}

// writeBlock recurses no deeper than maxNesting blocks.
func writeBlock(buf *bytes.Buffer, b markdown.Block) {
	switch b := b.(type) {
	case *markdown.Text:
		writeInlines(buf, b.Inline)
	case *markdown.Paragraph:
		writeInlines(buf, b.Text.Inline)
	case *markdown.Heading:
		writeInlines(buf, b.Text.Inline)
	case *markdown.Quote:
		writeBlocks(buf, b.Blocks)
	case *markdown.List:
		writeBlocks(buf, b.Items)
	case *markdown.Item:
		writeBlocks(buf, b.Blocks)
	case *markdown.Table:
		writeCells(buf, b.Header)
		for _, row := range b.Rows {
			writeCells(buf, row)
		}
	}
}

func writeBlocks(buf *bytes.Buffer, blocks []markdown.Block) {
	for _, b := range blocks {
		writeBlock(buf, b)
	}
}

func writeCells(buf *bytes.Buffer, cells []*markdown.Text) {
	for _, cell := range cells {
		writeInlines(buf, cell.Inline)
	}
}

// writeInlines writes what is read on a line. Emphasis nests without a limit, so
// that there is no recursion.
func writeInlines(buf *bytes.Buffer, inlines []markdown.Inline) {
	stack := [][]markdown.Inline{inlines}
	for len(stack) > 0 {
		top := len(stack) - 1
		if len(stack[top]) == 0 {
			stack = stack[:top]
			continue
		}
		next := stack[top][0]
		stack[top] = stack[top][1:]
		if inner := writeInline(buf, next); len(inner) > 0 {
			stack = append(stack, inner)
		}
	}
}

// writeInline writes x, or returns what it consists of.
func writeInline(buf *bytes.Buffer, x markdown.Inline) []markdown.Inline {
	switch x := x.(type) {
	case *markdown.Plain:
		buf.WriteString(x.Text)
	case *markdown.Escaped:
		buf.WriteString(x.Text)
	case *markdown.Code:
		buf.WriteString(x.Text)
	case *markdown.AutoLink:
		buf.WriteString(x.Text)
	case *markdown.SoftBreak:
		buf.WriteByte(' ')
	case *markdown.HardBreak:
		buf.WriteByte('\n')
	case *markdown.HTMLTag:
	case *markdown.Emph:
		return x.Inner
	case *markdown.Strong:
		return x.Inner
	case *markdown.Link:
		return x.Inner
	case *markdown.Image:
		return x.Inner
	default: // asterisks and underscores that mark nothing, a type without a name
		x.PrintText(buf)
	}
	return nil
}

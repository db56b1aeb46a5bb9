package term

import "strings"

const (
	gap = "  "
	// leastLast is the room the last column gets at least, however wide the
	// others are.
	leastLast = 10
	// maxColumn bounds the blanks that align a column: longer cells push their
	// own row to the right, and not all others.
	maxColumn = 200
)

// Table writes rows under header to standard output, in columns that are apart
// by two blanks. Cells are cleaned to one line each. On a terminal the last
// column is cut to the width; in a pipe nothing is cut. header may be nil; rows
// may have different lengths. The error is that of the writer.
func (p *Printer) Table(header []string, rows [][]string) error {
	cells := cleanCells(header, rows)
	widths := columnWidths(cells)
	room := 0
	if p.outTTY && len(widths) > 0 {
		room = p.width - (len(widths)-1)*len(gap)
		for _, w := range widths[:len(widths)-1] {
			room -= w
		}
		room = max(room, leastLast)
	}
	var b strings.Builder
	for i, row := range cells {
		line := breakCommands(tableLine(row, widths, room))
		if i == 0 && header != nil {
			line = paint(bold, line, p.forOut.color)
		}
		b.WriteString(line + "\n")
	}
	return p.writeOut(b.String())
}

func cleanCells(header []string, rows [][]string) [][]string {
	cells := make([][]string, 0, 1+len(rows))
	if header != nil {
		rows = append([][]string{header}, rows...)
	}
	for _, row := range rows {
		clean := make([]string, len(row))
		for i, cell := range row {
			clean[i] = Clean(cell)
		}
		cells = append(cells, clean)
	}
	return cells
}

func columnWidths(rows [][]string) []int {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], min(Width(cell), maxColumn))
		}
	}
	return widths
}

// tableLine joins cells; room cuts the last column, 0 does not.
func tableLine(row []string, widths []int, room int) string {
	var b strings.Builder
	pad := 0
	for i, cell := range row {
		if i == len(widths)-1 && room > 0 {
			cell = clipWidth(cell, room)
		}
		if cell == "" {
			pad += widths[i] + len(gap)
			continue
		}
		// Blanks are written only where something follows them.
		b.WriteString(strings.Repeat(" ", pad))
		b.WriteString(cell)
		pad = max(widths[i]-Width(cell), 0) + len(gap)
	}
	return strings.TrimRight(b.String(), " ")
}

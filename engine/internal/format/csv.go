package format

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"naftiko/spec/value"
)

var csvKind = Kind{
	Name:       "csv",
	Doc:        "Comma-separated values with a header row (RFC 4180); a row for each entry of the first list.",
	MediaTypes: []string{"text/csv"},
	Text:       true,
	Decode:     decodeCSV,
	Encode:     encodeCSV,
}

func decodeCSV(data []byte) (value.Value, error) { return decodeTable(data, ',') }

// maxColumns is more than any spreadsheet or database has, and keeps a text of
// nothing but separators from filling memory.
const maxColumns = 1 << 16

// decodeTable reads a header and rows: a list with an object for each row, whose
// members are texts under the names in the header. A row may be shorter than the
// header, and longer by one blank cell. An empty line is a row whose first cell
// is empty, except at the end. Of columns with one name the last counts.
func decodeTable(data []byte, separator byte) (value.Value, error) {
	if err := notUTF8(data); err != nil {
		return nil, err
	}
	r := &cellReader{text: strings.TrimRight(string(data), "\r\n"), separator: separator}
	header, err := readHeader(r)
	if err != nil {
		return nil, err
	}
	list := value.List{}
	var row []value.Member
	for r.pos < len(r.text) {
		if row, err = readRow(r, header, row[:0]); err != nil {
			return nil, err
		}
		list = append(list, value.NewObject(row...))
	}
	return list, nil
}

// readHeader returns the names of the columns. The last one is left out when it
// is empty: the line ends with a separator.
func readHeader(r *cellReader) ([]string, error) {
	var header []string
	for last := false; !last; {
		c, err := r.next()
		if err != nil {
			return nil, err
		}
		if len(header) == maxColumns {
			return nil, r.errorAt(c.at, fmt.Sprintf("more than %d columns", maxColumns))
		}
		header = append(header, strings.TrimSpace(c.text))
		last = c.last
	}
	if !slices.ContainsFunc(header, func(name string) bool { return name != "" }) {
		return nil, r.errorAt(0, "there is no header: the first line names no column")
	}
	if n := len(header) - 1; header[n] == "" {
		header = header[:n]
	}
	return header, nil
}

// readRow appends the cells of a row to dst.
func readRow(r *cellReader, header []string, dst []value.Member) ([]value.Member, error) {
	for n := 0; ; n++ {
		c, err := r.next()
		switch {
		case err != nil:
			return nil, err
		case n < len(header):
			dst = append(dst, value.Member{Name: header[n], Value: c.text})
		case n > len(header), !c.last, strings.TrimSpace(c.text) != "":
			return nil, r.errorAt(c.at, fmt.Sprintf("too many cells: the header names %d", len(header)))
		}
		if c.last {
			return dst, nil
		}
	}
}

func encodeCSV(dst []byte, v value.Value, _ bool) ([]byte, error) { return encodeTable(dst, v, ',') }

// encodeTable writes a row for each entry of the first list in v.
func encodeTable(dst []byte, v value.Value, separator rune) ([]byte, error) {
	header, rows := Table(v)
	if len(header) == 0 {
		return dst, nil
	}
	b := bytes.NewBuffer(dst)
	w := csv.NewWriter(b)
	w.Comma = separator
	if err := w.Write(header); err != nil {
		return nil, err
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Table returns the rows of v as text under the names of all their members, in
// the order in which the names first occur. Rows that are no objects stand in
// one column called "value".
func Table(v value.Value) (header []string, rows [][]string) {
	items := Rows(v)
	columns := map[string]int{}
	for _, item := range items {
		for _, name := range cells(item).Names() {
			if _, ok := columns[name]; !ok {
				columns[name] = len(header)
				header = append(header, name)
			}
		}
	}
	for _, item := range items {
		row := make([]string, len(header))
		for name, cell := range cells(item).All() {
			row[columns[name]] = value.Text(cell)
		}
		rows = append(rows, row)
	}
	return header, rows
}

func cells(item value.Value) *value.Object {
	if o, ok := item.(*value.Object); ok {
		return o
	}
	return value.NewObject(value.Member{Name: "value", Value: item})
}

package format

import (
	"bytes"
	"encoding/csv"

	"naftiko/spec/value"
)

var csvKind = Kind{
	Name:       "csv",
	Doc:        "Comma-separated values with a header row (RFC 4180); a row for each entry of the first list.",
	MediaTypes: []string{"text/csv"},
	Encode:     encodeCSV,
}

func encodeCSV(dst []byte, v value.Value, _ bool) ([]byte, error) {
	header, rows := Table(v)
	if len(header) == 0 {
		return dst, nil
	}
	b := bytes.NewBuffer(dst)
	w := csv.NewWriter(b)
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

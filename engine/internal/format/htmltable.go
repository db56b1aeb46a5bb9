package format

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"naftiko/spec/value"
)

// maxVisits bounds the steps taken to read the tables of a page: what stands in
// nested ones is read again for each table around it.
const maxVisits = 1 << 26

// tableReader reads the tables of one page.
type tableReader struct {
	rows tableRows
	// visits is how many steps are left.
	visits int
}

var errVisits = errors.New("its tables nest too deep")

// table reads a table; ok is false where it has no header.
func (r *tableReader) table(table *html.Node) (_ value.List, ok bool, err error) {
	columns := columnsOf(r.header(table))
	if columns == nil {
		return nil, false, nil
	}
	rows := value.List{}
	for _, tr := range r.bodyRows(table) {
		row := rowCells{r: r}
		row.collect(tr)
		if row.header || len(row.cells) == 0 {
			continue
		}
		texts := make([]string, 0, min(len(row.cells), columns.width))
		for _, td := range row.cells[:cap(texts)] {
			texts = append(texts, r.text(td))
		}
		if r.visits < 0 {
			return nil, false, errVisits
		}
		object, err := r.rows.add(columns, texts)
		if err != nil {
			return nil, false, err
		}
		rows = append(rows, object)
	}
	if r.visits < 0 {
		return nil, false, errVisits
	}
	return rows, true, nil
}

// header returns the texts of `thead tr:first-child th`, or of `tr:first-child th`
// if there is none, read as selectors below the table.
func (r *tableReader) header(table *html.Node) []string {
	h := headerCells{r: r}
	h.collect(table, headerPlace{})
	if len(h.head) == 0 {
		h.head = h.first
	}
	texts := make([]string, len(h.head))
	for i, th := range h.head {
		texts[i] = r.text(th)
	}
	return texts
}

// headerCells collects the cells of both selectors.
type headerCells struct {
	r           *tableReader
	head, first []*html.Node
}

// headerPlace tells what an element stands in.
type headerPlace struct{ thead, first, firstInHead bool }

func (h *headerCells) collect(n *html.Node, at headerPlace) {
	firstChild := true
	for c := range h.r.elements(n) {
		in := at
		switch c.DataAtom {
		case atom.Thead:
			in.thead = true
		case atom.Tr:
			in.first = in.first || firstChild
			in.firstInHead = in.firstInHead || firstChild && in.thead
		case atom.Th:
			if at.first {
				h.first = append(h.first, c)
			}
			if at.firstInHead {
				h.head = append(h.head, c)
			}
		}
		firstChild = false
		h.collect(c, in)
	}
}

// bodyRows returns `tbody tr`, or every tr if there is none.
func (r *tableReader) bodyRows(table *html.Node) []*html.Node {
	var body, all []*html.Node
	var collect func(n *html.Node, tbody bool)
	collect = func(n *html.Node, tbody bool) {
		for c := range r.elements(n) {
			if c.DataAtom == atom.Tr {
				all = append(all, c)
				if tbody {
					body = append(body, c)
				}
			}
			collect(c, tbody || c.DataAtom == atom.Tbody)
		}
	}
	collect(table, false)
	if len(body) > 0 {
		return body
	}
	return all
}

// rowCells collects the cells in a row, those of tables inside too.
type rowCells struct {
	r     *tableReader
	cells []*html.Node
	// header tells that a header cell is among them.
	header bool
}

func (row *rowCells) collect(n *html.Node) {
	for c := range row.r.elements(n) {
		switch c.DataAtom {
		case atom.Td:
			row.cells = append(row.cells, c)
		case atom.Th:
			row.header = true
		}
		if row.header {
			return
		}
		row.collect(c)
	}
}

// elements iterates over the elements right below n, as long as visits are left.
// What calls it recursively is safe: a page nests no deeper than maxOpen.
func (r *tableReader) elements(n *html.Node) func(yield func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		for c := n.FirstChild; c != nil && r.visits >= 0; c = c.NextSibling {
			r.visits--
			if c.Type == html.ElementNode && !yield(c) {
				return
			}
		}
	}
}

const (
	// maxCells and maxCellText bound what tables can grow to by padding, by cells
	// that stand in others and by names that repeat in every row.
	maxCells    = 2_000_000
	maxCellText = 256 << 20
)

// tableColumns are the names of a table's columns.
type tableColumns struct {
	// width is the number of header cells.
	width int
	names []string
	// from has the header cell that each name takes its value from.
	from []int
}

// columnsOf returns the columns under these headers: of those with one name the
// last has the value, the first the place. It is nil when all are blank.
func columnsOf(headers []string) *tableColumns {
	columns := &tableColumns{width: len(headers)}
	places := map[string]int{}
	blank := true
	for i, name := range headers {
		blank = blank && strings.TrimSpace(name) == ""
		if place, ok := places[name]; ok {
			columns.from[place] = i
			continue
		}
		places[name] = len(columns.names)
		columns.names = append(columns.names, name)
		columns.from = append(columns.from, i)
	}
	if blank {
		return nil
	}
	return columns
}

// tableRows makes the rows of all tables of an answer, within the limits.
type tableRows struct{ cells, text int }

// add returns the row of these cells: "" where there are too few, and without
// those that are too many.
func (r *tableRows) add(columns *tableColumns, cells []string) (*value.Object, error) {
	r.cells += columns.width
	if r.cells > maxCells {
		return nil, fmt.Errorf("its tables have more than %d cells", maxCells)
	}
	members := make([]value.Member, len(columns.names))
	for i, name := range columns.names {
		text := ""
		if from := columns.from[i]; from < len(cells) {
			text = cells[from]
		}
		members[i] = value.Member{Name: name, Value: text}
		r.text += len(name) + len(text)
	}
	if r.text > maxCellText {
		return nil, fmt.Errorf("its tables have more than %d MiB of text, the names in each row included", maxCellText>>20)
	}
	return value.NewObject(members...), nil
}

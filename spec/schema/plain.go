package schema

import (
	"encoding/json"
	"strconv"

	"naftiko/spec/value"
)

const (
	// The library keeps 1 to 3 KB for each violation, the more the deeper it is.
	// The largest documents at hand have 43 000 values, and nest 14 deep.
	maxValues = 250_000
	maxDepth  = 50

	// alias opens the names that stand for keys the schema does not name. It is
	// in no text that is UTF-8.
	alias = "\xff"
	// wideNumber is the size from which numbers need not be told apart.
	wideNumber = 1 << 50
)

// plain returns v in the form that the library reads: maps, slices and
// json.Number. Members that are null are left out. Keys that the schema does not
// name get short aliases, for the library writes out the path of each violation
// twice: long names would make that cost the square of the document's size.
func (c *checker) plain(v value.Value) (any, error) {
	p := &plainer{c: c, left: maxValues}
	doc := p.value(v, 0)
	if p.left < 0 {
		return nil, ErrTooLarge
	}
	return doc, nil
}

type plainer struct {
	c    *checker
	left int // of maxValues; negative when there is too much
}

func (p *plainer) value(v value.Value, depth int) any {
	p.left--
	if depth > maxDepth {
		p.left = -1
	}
	if p.left < 0 {
		return nil
	}
	switch v := v.(type) {
	case value.List:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = p.value(item, depth+1)
		}
		return list
	case *value.Object:
		return p.object(v, depth)
	case value.Number:
		return plainNumber(v)
	case value.Blob:
		return "" // no document has one
	}
	return v
}

func (p *plainer) object(o *value.Object, depth int) any {
	members := map[string]any{}
	for i := range o.Len() {
		m := o.At(i)
		if m.Value == nil {
			continue
		}
		members[p.c.name(m.Name, i)] = p.value(m.Value, depth+1)
		if p.left < 0 {
			return nil
		}
	}
	return members
}

// name returns the name of an object's i-th member for the library.
func (c *checker) name(name string, i int) string {
	if c.known[name] {
		return name
	}
	return alias + strconv.Itoa(i)
}

// plainNumber spells n so that it has few digits and no exponent: the library
// computes with fractions of any size, and 1e1000000 is cheap to write.
func plainNumber(n value.Number) json.Number {
	f := n.Float()
	switch {
	case f > wideNumber:
		f = wideNumber
	case f < -wideNumber:
		f = -wideNumber
	}
	if n.IsInt() {
		return json.Number(strconv.FormatInt(int64(f), 10))
	}
	if f == float64(int64(f)) {
		f += 0.5 // a fraction lost to rounding
	}
	return json.Number(strconv.FormatFloat(f, 'f', -1, 64))
}

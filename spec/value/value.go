// Package value holds JSON-like values as documents, arguments and answers
// carry them: objects keep the order of their members and numbers keep the
// spelling they came with.
//
// value is a leaf: it reads and writes nothing.
package value

import (
	"errors"
	"io"
	"iter"
	"strconv"
)

// Value is one of nil (JSON null), bool, [Number], string, [List], *[Object]
// and [Blob]. No other dynamic type is ever stored in one.
type Value = any

// List is a JSON array.
type List = []any

// Number is a JSON number in the spelling it came with: 9007199254740993 and
// 1.10 stay what they are. Its text is always a valid JSON number.
type Number string

// Int returns n as a Number.
func Int(n int64) Number { return Number(strconv.FormatInt(n, 10)) }

// Float returns n as a float64, rounded where it does not fit.
func (n Number) Float() float64 {
	f, _ := strconv.ParseFloat(string(n), 64) // out of range gives ±Inf, which is what callers want
	return f
}

// IsInt reports whether n is a whole number however it is spelled (1, 1.0, 1e3).
func (n Number) IsInt() bool {
	if isDigits(string(n)) {
		return true
	}
	return wholeDecimal(string(n))
}

// Blob is content that is not text: a file given as an argument, a binary answer.
type Blob struct {
	// Data is the content, unless Open is set.
	Data []byte
	// Open reads the content of a large file, of Size bytes, anew each time.
	Open func() (io.ReadCloser, error)
	Size int64
	// MediaType is the content's type, or "" when unknown.
	MediaType string
	// Name is the file name it came with, or "".
	Name string
}

// Load returns b with its content in Data. Errors are those of Open and of reading.
func (b Blob) Load() (Blob, error) {
	if b.Open == nil {
		return b, nil
	}
	r, err := b.Open()
	if err != nil {
		return b, err
	}
	defer r.Close()
	b.Data, err = io.ReadAll(io.LimitReader(r, b.Size+1))
	if err == nil && int64(len(b.Data)) != b.Size {
		err = errors.New("its size changed while it was read")
	}
	b.Open, b.Size = nil, 0
	return b, err
}

// Member is one name and value of an [Object].
type Member struct {
	Name  string
	Value Value
}

// Object is a JSON object that keeps the order of its members. The zero Object
// is empty and ready to use. It may be read by many goroutines at once, and
// written by one alone.
type Object struct {
	members []Member
	// index is made, by a write, when the object outgrows a linear search.
	index map[string]int
}

// indexFrom is the size from which a map is worth what it costs to make.
const indexFrom = 32

// NewObject returns an object of the given members; a later member of the same
// name replaces the value of an earlier one.
func NewObject(members ...Member) *Object {
	o := &Object{members: make([]Member, 0, len(members))}
	for _, m := range members {
		o.Set(m.Name, m.Value)
	}
	return o
}

// Len returns the number of members. It is 0 for a nil object.
func (o *Object) Len() int {
	if o == nil {
		return 0
	}
	return len(o.members)
}

// At returns the i-th member, counting from 0.
func (o *Object) At(i int) Member { return o.members[i] }

// All iterates over the members in order.
func (o *Object) All() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		if o == nil {
			return
		}
		for _, m := range o.members {
			if !yield(m.Name, m.Value) {
				return
			}
		}
	}
}

// Names returns the member names in order.
func (o *Object) Names() []string {
	names := make([]string, 0, o.Len())
	for name := range o.All() {
		names = append(names, name)
	}
	return names
}

// Get returns the member called name.
func (o *Object) Get(name string) (Value, bool) {
	i := o.find(name)
	if i < 0 {
		return nil, false
	}
	return o.members[i].Value, true
}

// Set adds a member, or replaces the value of the one that has this name.
func (o *Object) Set(name string, v Value) {
	if i := o.find(name); i >= 0 {
		o.members[i].Value = v
		return
	}
	o.members = append(o.members, Member{name, v})
	switch {
	case o.index != nil:
		o.index[name] = len(o.members) - 1
	case len(o.members) >= indexFrom:
		o.makeIndex()
	}
}

func (o *Object) makeIndex() {
	o.index = make(map[string]int, 2*len(o.members))
	for i, m := range o.members {
		o.index[m.Name] = i
	}
}

func (o *Object) find(name string) int {
	if o == nil {
		return -1
	}
	if o.index != nil {
		if i, ok := o.index[name]; ok {
			return i
		}
		return -1
	}
	for i := range o.members {
		if o.members[i].Name == name {
			return i
		}
	}
	return -1
}

// TypeName returns the JSON Schema word for v: null, boolean, integer, number,
// string, array or object; "binary" for a Blob.
func TypeName(v Value) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case Number:
		if v.IsInt() {
			return "integer"
		}
		return "number"
	case string:
		return "string"
	case List:
		return "array"
	case *Object:
		return "object"
	}
	return "binary"
}

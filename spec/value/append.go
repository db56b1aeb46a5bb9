package value

import (
	"encoding/base64"
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// Append appends v as compact JSON to dst. Strings that are not valid UTF-8 get
// replacement characters; a Blob becomes a base64 string.
func Append(dst []byte, v Value) []byte {
	w := writer{buf: dst}
	w.value(v, 0)
	return w.buf
}

// AppendIndent appends v as JSON with one member a line, two blanks a level.
// There is no final newline.
func AppendIndent(dst []byte, v Value) []byte {
	w := writer{buf: dst, indent: true}
	w.value(v, 0)
	return w.buf
}

// Quote appends text as a JSON string to dst.
func Quote(dst []byte, text string) []byte {
	out, err := jsontext.AppendQuote(dst, text)
	if err != nil {
		// The text is not UTF-8; AppendQuote has written it with replacement characters.
		return out
	}
	return out
}

type writer struct {
	buf    []byte
	indent bool
}

func (w *writer) value(v Value, depth int) {
	switch v := v.(type) {
	case nil:
		w.buf = append(w.buf, "null"...)
	case bool:
		w.buf = strconv.AppendBool(w.buf, v)
	case Number:
		w.buf = append(w.buf, v...)
	case string:
		w.buf = Quote(w.buf, v)
	case Blob:
		w.buf = Quote(w.buf, base64.StdEncoding.EncodeToString(v.Data))
	case List:
		w.list(v, depth)
	case *Object:
		w.object(v, depth)
	default:
		panic(fmt.Sprintf("value: %T is not a Value", v))
	}
}

func (w *writer) list(l List, depth int) {
	w.buf = append(w.buf, '[')
	for i, v := range l {
		w.next(i, depth+1)
		w.value(v, depth+1)
	}
	w.end(len(l), depth, ']')
}

func (w *writer) object(o *Object, depth int) {
	w.buf = append(w.buf, '{')
	i := 0
	for name, v := range o.All() {
		w.next(i, depth+1)
		w.buf = append(Quote(w.buf, name), ':')
		if w.indent {
			w.buf = append(w.buf, ' ')
		}
		w.value(v, depth+1)
		i++
	}
	w.end(o.Len(), depth, '}')
}

// next starts the i-th entry of a list or object.
func (w *writer) next(i, depth int) {
	if i > 0 {
		w.buf = append(w.buf, ',')
	}
	w.newline(depth)
}

func (w *writer) end(n, depth int, closing byte) {
	if n > 0 {
		w.newline(depth)
	}
	w.buf = append(w.buf, closing)
}

func (w *writer) newline(depth int) {
	if !w.indent {
		return
	}
	w.buf = append(w.buf, '\n')
	for range depth {
		w.buf = append(w.buf, "  "...)
	}
}

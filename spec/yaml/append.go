package yaml

import (
	"encoding/base64"
	"strconv"
	"strings"

	"naftiko/spec/value"
)

// Append appends v to dst as one block-style YAML document that ends with a
// newline. The order of members and the spelling of numbers are kept. Every
// string reads back as the same string, here and with readers of YAML 1.1 and
// 1.2: those that could be taken for something else are quoted. Strings that
// are not valid UTF-8 get replacement characters; a Blob becomes a base64 string.
func Append(dst []byte, v value.Value) []byte {
	w := writer{buf: dst}
	w.value(v, 0)
	return w.buf
}

type writer struct{ buf []byte }

// value writes v where the cursor is: at the start of the document or behind
// "- ". Lines after the first are indented by indent.
func (w *writer) value(v value.Value, indent int) {
	switch v := v.(type) {
	case value.List:
		if len(v) > 0 {
			w.list(v, indent)
			return
		}
	case *value.Object:
		if v.Len() > 0 {
			w.object(v, indent)
			return
		}
	}
	w.scalar(v, indent)
}

func (w *writer) list(l value.List, indent int) {
	for i, item := range l {
		if i > 0 {
			w.blanks(indent)
		}
		w.text("- ")
		w.value(item, indent+2)
	}
}

func (w *writer) object(o *value.Object, indent int) {
	first := true
	for name, v := range o.All() {
		if !first {
			w.blanks(indent)
		}
		first = false
		if key := appendKey(nil, name); len(key) <= maxKey {
			w.buf = append(append(w.buf, key...), ':')
			w.member(v, indent, indent)
			continue
		}
		// A key without "?" must be short, so that a reader need not look far ahead.
		w.text("? ")
		w.buf = append(appendKey(w.buf, name), '\n')
		w.blanks(indent)
		w.text(":")
		w.member(v, indent, indent+2)
	}
}

// member writes the value of a key at indent; a list goes to column list.
func (w *writer) member(v value.Value, indent, list int) {
	switch v := v.(type) {
	case value.List:
		if len(v) > 0 {
			w.text("\n")
			w.blanks(list)
			w.list(v, list)
			return
		}
	case *value.Object:
		if v.Len() > 0 {
			w.text("\n")
			w.blanks(indent + 2)
			w.object(v, indent+2)
			return
		}
	}
	w.text(" ")
	w.scalar(v, indent+2)
}

// scalar writes anything without children, and the newline behind it. Lines of
// a block scalar are indented by indent, but at least by two.
func (w *writer) scalar(v value.Value, indent int) {
	switch v := v.(type) {
	case nil:
		w.text("null")
	case bool:
		w.buf = strconv.AppendBool(w.buf, v)
	case value.Number:
		w.text(string(v))
	case string:
		if literalSafe(v) {
			w.literal(v, max(indent, 2))
			return
		}
		w.buf = appendString(w.buf, v)
	case value.Blob:
		w.buf = appendString(w.buf, base64.StdEncoding.EncodeToString(v.Data))
	case value.List:
		w.text("[]")
	case *value.Object:
		w.text("{}")
	}
	w.text("\n")
}

// literal writes a text of several lines as a block scalar.
func (w *writer) literal(text string, indent int) {
	body := strings.TrimRight(text, "\n")
	switch len(text) - len(body) {
	case 0:
		w.text("|-\n")
	case 1:
		w.text("|\n")
	default:
		w.text("|+\n")
	}
	for line := range strings.SplitSeq(body, "\n") {
		if line != "" {
			w.blanks(indent)
			w.text(line)
		}
		w.text("\n")
	}
	for range len(text) - len(body) - 1 {
		w.text("\n")
	}
}

func (w *writer) text(s string) { w.buf = append(w.buf, s...) }

func (w *writer) blanks(n int) {
	for range n {
		w.buf = append(w.buf, ' ')
	}
}

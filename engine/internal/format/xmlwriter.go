package format

import (
	"bytes"
	"encoding/xml"
	"strings"

	"naftiko/spec/value"
)

const (
	// xmlRoot and xmlItem name what has no name of its own.
	xmlRoot = "result"
	xmlItem = "item"
)

// encodeXML writes v so that decodeXML reads the same, as far as XML can tell: the
// members of an object are elements, those of the name "" are text, lists repeat
// their element, null is xsi:nil. Texts lose what no XML may hold.
func encodeXML(dst []byte, v value.Value, indent bool) ([]byte, error) {
	w := xmlWriter{indent: indent}
	w.buf.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<" + xmlRoot + ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	switch v := v.(type) {
	case value.List:
		w.element(xmlItem, v, 1)
		w.line(0)
	default:
		w.content(v, 0)
	}
	w.buf.WriteString("</" + xmlRoot + ">\n")
	return append(dst, w.buf.Bytes()...), nil
}

type xmlWriter struct {
	buf    bytes.Buffer
	indent bool
}

// element writes v as an element, or as one for each entry of a list.
func (w *xmlWriter) element(name string, v value.Value, depth int) {
	if list, ok := v.(value.List); ok {
		for _, item := range list {
			if inner, nested := item.(value.List); nested {
				item = value.NewObject(value.Member{Name: xmlItem, Value: inner})
			}
			w.element(name, item, depth)
		}
		return
	}
	w.line(depth)
	if v == nil {
		w.buf.WriteString("<" + name + ` xsi:nil="true"/>`)
		return
	}
	w.buf.WriteString("<" + name + ">")
	w.content(v, depth)
	w.buf.WriteString("</" + name + ">")
}

// content writes what stands between two tags.
func (w *xmlWriter) content(v value.Value, depth int) {
	o, ok := v.(*value.Object)
	if !ok {
		w.text(value.Text(v))
		return
	}
	if _, mixed := o.Get(""); mixed && w.indent { // lines would become part of the text
		w.indent = false
		defer func() { w.indent = true }()
	}
	closed := false
	for name, member := range o.All() {
		if name == "" {
			w.text(value.Text(member))
			continue
		}
		closed = true
		w.element(xmlName(name), member, depth+1)
	}
	if closed {
		w.line(depth)
	}
}

func (w *xmlWriter) text(text string) {
	_ = xml.EscapeText(&w.buf, []byte(text)) // a buffer takes all
}

func (w *xmlWriter) line(depth int) {
	if w.indent {
		w.buf.WriteString("\n" + strings.Repeat("  ", depth))
	}
}

// xmlName makes a name of XML of any text: what is no letter or digit of ASCII and
// none of "-._" becomes "_".
func xmlName(text string) string {
	name := strings.Map(func(r rune) rune {
		if isXMLLetter(r) || r >= '0' && r <= '9' || r == '-' || r == '.' {
			return r
		}
		return '_'
	}, text)
	if !isXMLLetter(rune(name[0])) {
		return "_" + name
	}
	return name
}

func isXMLLetter(r rune) bool {
	return r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

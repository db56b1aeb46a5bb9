package format

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"naftiko/spec/value"
)

var xmlKind = Kind{
	Name:       "xml",
	Doc:        "XML without its root element: attributes and elements are members, repeated ones lists, text beside them has the name \"\".",
	MediaTypes: []string{"application/xml", "text/xml"},
	Text:       true,
	Charset:    xmlCharset,
	Decode:     decodeXML,
	Encode:     encodeXML,
}

const (
	// maxElements is how deep elements may nest: each can be an object in a list.
	maxElements = value.MaxDepth / 2

	xsiSpace = "http://www.w3.org/2001/XMLSchema-instance"
	xmlBlank = " \t\r\n"
)

// decodeXML returns the content of the root element. An element is its text if
// it has neither attributes nor elements; else an object, in which what stands
// there more than once is a list. Names are without their namespace. Entities
// that a document type declares are not known.
func decodeXML(data []byte) (value.Value, error) {
	if err := notUTF8(data); err != nil {
		return nil, err
	}
	declaration := len(xmlDeclaration(data))
	x := xmlReader{text: data, start: declaration, d: xml.NewDecoder(bytes.NewReader(data[declaration:]))}
	for {
		x.at = x.offset()
		t, err := x.d.Token()
		if errors.Is(err, io.EOF) {
			return x.end()
		}
		if err == nil {
			err = x.token(t)
		}
		if err != nil {
			return nil, x.error(err)
		}
	}
}

// xmlReader builds the value of a document from its tokens, without recursion.
type xmlReader struct {
	text []byte
	// start is where d started to read, behind the XML declaration.
	start int
	d     *xml.Decoder
	// at is where the token starts.
	at int
	// open has the elements around the token, the root first. What is behind its
	// end is kept for the next elements of that depth.
	open []xmlElement
	root value.Value
	// done tells that the root has ended.
	done bool
}

// xmlElement is an element whose end is still to come.
type xmlElement struct {
	name string
	// members is nil as long as there is nothing but text.
	members *value.Object
	// run is the text since the last start or end of an element.
	run []byte
	// null tells that xsi:nil says so.
	null bool
}

func (x *xmlReader) offset() int { return x.start + int(x.d.InputOffset()) }

func (x *xmlReader) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		return x.startElement(t)
	case xml.EndElement:
		x.endElement()
	case xml.CharData:
		return x.chars(t)
	case xml.ProcInst:
		if strings.EqualFold(t.Target, "xml") {
			return errors.New("the XML declaration can only stand in front of everything")
		}
	case xml.Directive:
		if !bytes.HasPrefix(t, []byte("DOCTYPE")) || len(x.open) > 0 || x.done {
			return errors.New("a declaration (<!…>) cannot stand here")
		}
	}
	return nil
}

func (x *xmlReader) startElement(t xml.StartElement) error {
	switch n := len(x.open); {
	case x.done:
		return errors.New("there is a second root element")
	case n == maxElements:
		return fmt.Errorf("elements nest deeper than %d", maxElements)
	case n > 0:
		x.open[n-1].flush()
	}
	if name, twice := twice(t.Attr); twice {
		return fmt.Errorf("attribute %q is there twice", cut(name, 60))
	}
	e := x.push()
	e.name, e.members, e.run, e.null = t.Name.Local, nil, e.run[:0], false
	if len(x.open) == 1 {
		e.members = &value.Object{} // the root is an object, even if it is empty
	}
	for _, a := range t.Attr {
		switch {
		case a.Name.Space == "xmlns", a.Name.Space == "" && a.Name.Local == "xmlns":
		case isNil(a.Name):
			v := strings.Trim(a.Value, xmlBlank)
			e.null = v == "true" || v == "1"
		default:
			e.add(a.Name.Local, a.Value)
		}
	}
	return nil
}

// push adds an element to open, in the memory of an earlier one if there is any.
func (x *xmlReader) push() *xmlElement {
	n := len(x.open)
	if n < cap(x.open) {
		x.open = x.open[:n+1]
	} else {
		x.open = append(x.open, xmlElement{})
	}
	return &x.open[n]
}

// isNil reports whether n is xsi:nil, be its prefix declared or not.
func isNil(n xml.Name) bool { return n.Local == "nil" && (n.Space == xsiSpace || n.Space == "xsi") }

// twice returns the first attribute that is there for the second time, which
// the library lets pass.
func twice(attrs []xml.Attr) (name string, found bool) {
	if len(attrs) < 2 {
		return "", false
	}
	if len(attrs) <= 8 { // comparing each with each is faster than a map
		for i, a := range attrs {
			for _, b := range attrs[:i] {
				if a.Name == b.Name {
					return a.Name.Local, true
				}
			}
		}
		return "", false
	}
	seen := make(map[xml.Name]struct{}, len(attrs))
	for _, a := range attrs {
		if _, ok := seen[a.Name]; ok {
			return a.Name.Local, true
		}
		seen[a.Name] = struct{}{}
	}
	return "", false
}

func (x *xmlReader) endElement() {
	n := len(x.open) - 1
	e := &x.open[n]
	v := e.value()
	x.open = x.open[:n]
	if n == 0 {
		x.root, x.done = v, true
		return
	}
	x.open[n-1].add(e.name, v)
}

func (x *xmlReader) chars(text []byte) error {
	if n := len(x.open); n > 0 {
		x.open[n-1].run = append(x.open[n-1].run, text...)
		return nil
	}
	if !isBlank(text) {
		return errors.New("there is text outside of the root element")
	}
	return nil
}

func (e *xmlElement) value() value.Value {
	switch {
	case e.null:
		return nil
	case e.members == nil:
		return string(e.run)
	}
	e.flush()
	return e.members
}

// flush adds the text before an element or an end, unless it is blank.
func (e *xmlElement) flush() {
	if !isBlank(e.run) {
		e.add("", string(e.run))
	}
	e.run = e.run[:0]
}

// add adds a member. A second one of the same name makes a list of both; no
// member is a list by itself.
func (e *xmlElement) add(name string, v value.Value) {
	if e.members == nil {
		e.members = &value.Object{}
	}
	before, ok := e.members.Get(name)
	if list, isList := before.(value.List); isList {
		v = append(list, v)
	} else if ok {
		v = value.List{before, v}
	}
	e.members.Set(name, v)
}

func isBlank(text []byte) bool { return len(bytes.TrimLeft(text, xmlBlank)) == 0 }

// end is what the text amounts to at its end.
func (x *xmlReader) end() (value.Value, error) {
	if !x.done {
		return nil, value.NewSyntaxError(x.text, int64(len(x.text)), "there is no XML element")
	}
	return x.root, nil
}

// error gives err a place: that of the token if it is ours, and the last
// character read if the library found it.
func (x *xmlReader) error(err error) error {
	at, msg := x.at, err.Error()
	if syn, ok := errors.AsType[*xml.SyntaxError](err); ok {
		at, msg = max(x.at, x.offset()-1), cut(syn.Msg, 120)
		if strings.HasPrefix(msg, "unexpected EOF") {
			at, msg = len(x.text), "the XML ends too soon"
		}
	}
	return value.NewSyntaxError(x.text, int64(at), msg)
}

// xmlDeclaration returns what data starts with up to the end of its XML
// declaration, if it has one. Blanks in front are let pass.
func xmlDeclaration(data []byte) []byte {
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(data, xmlBlank), []byte("<?xml"))
	if !ok || len(rest) == 0 || !isBlank(rest[:1]) {
		return nil
	}
	n := bytes.Index(rest, []byte("?>"))
	if n < 0 {
		return nil
	}
	return data[:len(data)-len(rest)+n+2]
}

// xmlCharset returns the encoding that the XML declaration names, or "".
func xmlCharset(data []byte) string {
	_, rest, _ := bytes.Cut(xmlDeclaration(data), []byte("encoding"))
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(rest, xmlBlank), []byte("="))
	if !ok {
		return ""
	}
	rest = bytes.TrimLeft(rest, xmlBlank)
	if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
		return ""
	}
	name, _, _ := bytes.Cut(rest[1:], rest[:1])
	return string(name)
}

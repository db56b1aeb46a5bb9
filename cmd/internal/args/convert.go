package args

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"naftiko/spec/value"
)

// value reads what stands behind the operator.
func (p *parser) value(t target) (value.Value, *Error) {
	switch t.op {
	case exact:
		return t.text, nil
	case json:
		return p.json(t, []byte(t.text), "")
	case jsonFile:
		data, e := p.read(t)
		if e != nil {
			return nil, e
		}
		return p.json(t, data, t.text)
	case file:
		return p.contents(t)
	}
	if t.text == "-" && t.param.In == "body" && len(t.path) == 0 {
		return p.contents(t)
	}
	return p.convert(t, t.text)
}

// convert reads a text of the command line by the declared type.
func (p *parser) convert(t target, text string) (value.Value, *Error) {
	switch t.kind() {
	case "integer":
		if n, ok := value.ParseNumber(text); ok && n.IsInt() {
			return n, nil
		}
		return nil, p.mismatch(t, text, "an integer", "10")
	case "number":
		if n, ok := value.ParseNumber(text); ok {
			return n, nil
		}
		return nil, p.mismatch(t, text, "a number", "1.5")
	case "boolean":
		if text != "true" && text != "false" {
			return nil, p.mismatch(t, text, "true or false", "true")
		}
		return text == "true", nil
	case "array":
		if !strings.HasPrefix(text, "[") {
			return text, nil // add makes it a list
		}
		return p.json(t, []byte(text), "")
	case "object":
		return p.json(t, []byte(text), "")
	}
	return text, nil
}

// kind is the declared type of what t means; members have none.
func (t target) kind() string {
	if len(t.path) > 0 {
		return ""
	}
	return t.param.Type
}

func (p *parser) mismatch(t target, text, want, example string) *Error {
	name := cut(t.param.Name)
	return &Error{
		Arg: cut(t.typed), Param: t.param.Name,
		Msg:  name + " must be " + want + ", not " + show(text),
		Hint: "for example " + p.grammar.quote(name+"="+example),
	}
}

// contents reads a file or standard input by the declared type.
func (p *parser) contents(t target) (value.Value, *Error) {
	switch kind := t.kind(); kind {
	case "array", "object", "integer", "number", "boolean":
		data, e := p.read(t)
		if e != nil {
			return nil, e
		}
		if kind == "array" || kind == "object" {
			return p.json(t, data, t.text)
		}
		return p.convert(t, string(bytes.TrimSpace(data)))
	}
	blob, e := p.file(t)
	switch {
	case e != nil:
		return nil, e
	case t.isUntypedBody() && blob.Open == nil && looksJSON(blob.Data):
		return p.json(t, blob.Data, t.text)
	case t.isUntypedBody() && blob.Open != nil:
		return p.largeBody(t, blob)
	case t.keepsFile():
		return blob, nil
	}
	loaded, err := blob.Load()
	if err != nil {
		return nil, p.unreadable(t, "file "+show(t.text), err)
	}
	if utf8.Valid(loaded.Data) {
		return string(loaded.Data), nil
	}
	return loaded, nil
}

// largeBody takes a file that is not read here for what its beginning says, as a
// small one is taken for what it is.
func (p *parser) largeBody(t target, blob value.Blob) (value.Value, *Error) {
	r, err := blob.Open()
	if err != nil {
		return nil, p.unreadable(t, "file "+show(t.text), err)
	}
	defer r.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(r, head)
	if err != nil && n == 0 {
		return nil, p.unreadable(t, "file "+show(t.text), err)
	}
	if looksJSON(head[:n]) {
		blob.MediaType = "application/json"
	}
	return blob, nil
}

// isUntypedBody reports whether t is a body that may be anything.
func (t target) isUntypedBody() bool {
	return t.param.In == "body" && t.param.Type == "" && len(t.path) == 0
}

// looksJSON reports whether data begins as an object, a list or a string does, or
// is empty: it is then meant to be JSON, and a mistake in it is told.
func looksJSON(data []byte) bool {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	return len(data) == 0 || data[0] == '{' || data[0] == '[' || data[0] == '"'
}

// keepsFile reports whether a file stays one, with its name and type: it may be
// sent as it is, as a body or a part of a form.
func (t target) keepsFile() bool {
	return t.isUntypedBody() || len(t.path) == 0 && t.param.In == "" && t.text != "-"
}

// read returns the content of the file, or standard input for "-", that t names.
func (p *parser) read(t target) ([]byte, *Error) {
	blob, e := p.file(t)
	if e != nil {
		return nil, e
	}
	loaded, err := blob.Load()
	if err != nil {
		return nil, p.unreadable(t, "file "+show(t.text), err)
	}
	return loaded.Data, nil
}

// file returns the file, or standard input for "-", that t names.
func (p *parser) file(t target) (value.Blob, *Error) {
	switch t.text {
	case "":
		return value.Blob{}, &Error{
			Arg: cut(t.typed), Param: t.param.Name, Msg: show(t.typed) + " names no file behind @",
			Hint: "to send the text @, write " + p.grammar.quote(cut(t.typed)+"==@"),
		}
	case "-":
		data, e := p.readStdin(t)
		return value.Blob{Data: data}, e
	}
	blob, err := p.files.File(t.text)
	if err != nil {
		return value.Blob{}, p.unreadable(t, "file "+show(t.text), err)
	}
	blob.Name = filepath.Base(t.text)
	return blob, nil
}

func (p *parser) readStdin(t target) ([]byte, *Error) {
	if p.stdin != "" {
		return nil, &Error{
			Arg: cut(t.typed), Param: t.param.Name,
			Msg: "standard input can be read once only, but " + p.stdin + " and " + show(t.typed) + " both want it",
		}
	}
	p.stdin = show(t.typed)
	data, err := p.files.ReadStdin()
	if err != nil {
		return nil, p.unreadable(t, "standard input", err)
	}
	return data, nil
}

// unreadable reports err. An *Error that Files returns is passed on as it is.
func (p *parser) unreadable(t target, what string, err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	cause := err
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		cause = pathError.Err // the name is already in the message
	}
	e := &Error{
		Arg: cut(t.typed), Param: t.param.Name, Local: true, Err: err,
		Msg: cut(t.typed) + ": cannot read " + what + ": " + cause.Error(),
	}
	if t.text != "-" {
		e.Hint = "to send the text itself, write " + p.grammar.quote(cut(t.typed)+"==@"+cut(t.text))
	}
	return e
}

// json decodes data for t; name is the file it comes from, or "".
func (p *parser) json(t target, data []byte, name string) (value.Value, *Error) {
	v, err := decode(data)
	if err != nil {
		return nil, p.notJSON(t, name, err)
	}
	if _, ok := v.(*value.Object); !ok && v != nil && t.kind() == "object" {
		return nil, &Error{
			Arg: cut(t.typed), Param: t.param.Name,
			Msg: cut(t.param.Name) + " must be a JSON object, not " + kindOf(v),
		}
	}
	return v, nil
}

func (p *parser) notJSON(t target, name string, err error) *Error {
	source := ""
	switch name {
	case "":
	case "-":
		source = " from standard input"
	default:
		source = " from " + show(name)
	}
	e := &Error{
		Arg: cut(t.typed), Param: t.param.Name, Err: err,
		Msg: cut(t.typed) + source + " is not JSON: " + err.Error(),
	}
	asText := p.grammar.quote(cut(t.typed) + "==" + cut(t.text))
	switch kind := t.kind(); {
	case t.op == json && (kind == "" || kind == "string"):
		e.Hint = "for a text, write " + asText
	case t.op == auto && kind == "array" && source == "":
		e.Hint = "for a text that begins with [, write " + asText
	}
	return e
}

// decode reads JSON. Editors and shells on Windows put a byte order mark before
// it, which RFC 8259 section 8.1 lets a reader ignore.
func decode(data []byte) (value.Value, error) {
	return value.Decode(bytes.TrimPrefix(data, []byte("\uFEFF")))
}

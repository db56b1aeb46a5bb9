package value

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// MaxDepth is how deep lists and objects may nest in JSON that is read.
const MaxDepth = 1000

// SyntaxError says where a text stops being what it should be: JSON, or another
// format of text.
type SyntaxError struct {
	// Offset counts bytes from 0.
	Offset int64
	// Line and Column count from 1, Column in characters.
	Line, Column int
	Msg          string
}

// Error returns "line L, column C: message".
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Msg)
}

// NewSyntaxError returns the error of the place offset, in bytes from 0, of a text
// of any format.
func NewSyntaxError(text []byte, offset int64, msg string) *SyntaxError {
	offset = min(max(offset, 0), int64(len(text)))
	line, column := place(text[:offset])
	return &SyntaxError{Offset: offset, Line: line, Column: column, Msg: msg}
}

// Decode reads data as exactly one JSON value (RFC 8259): valid UTF-8, nothing
// but white space behind it, at most [MaxDepth] deep. Of members with one name
// the last wins, at the place of the first. Errors are *[SyntaxError]; one at
// the end of data says that the input ends too soon.
func Decode(data []byte) (Value, error) {
	d := jsontext.NewDecoder(bytes.NewBuffer(data), jsontext.AllowDuplicateNames(true))
	v, err := decodeValue(d, 0)
	if err == nil {
		err = atEnd(d)
	}
	if err != nil {
		return nil, syntaxError(data, d, err)
	}
	return v, nil
}

var (
	errTooDeep  = fmt.Errorf("nested deeper than %d", MaxDepth)
	errTrailing = errors.New("more text behind the value")
)

func atEnd(d *jsontext.Decoder) error {
	switch _, err := d.ReadToken(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return err
	}
	return errTrailing
}

func decodeValue(d *jsontext.Decoder, depth int) (Value, error) {
	t, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	switch t.Kind() {
	case 'n':
		return nil, nil
	case 't', 'f':
		return t.Bool(), nil
	case '"':
		return t.String(), nil
	case '0':
		return Number(t.String()), nil
	case '[':
		return decodeList(d, depth+1)
	default: // '{': the decoder hands out a closing token only where PeekKind announced it
		return decodeObject(d, depth+1)
	}
}

func decodeList(d *jsontext.Decoder, depth int) (Value, error) {
	if depth > MaxDepth {
		return nil, errTooDeep
	}
	list := List{}
	for d.PeekKind() != ']' {
		v, err := decodeValue(d, depth)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := d.ReadToken()
	return list, err
}

func decodeObject(d *jsontext.Decoder, depth int) (Value, error) {
	if depth > MaxDepth {
		return nil, errTooDeep
	}
	o := &Object{}
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		text := name.String() // the token is only valid until the next read
		v, err := decodeValue(d, depth)
		if err != nil {
			return nil, err
		}
		o.Set(text, v)
	}
	_, err := d.ReadToken()
	return o, err
}

// syntaxError gives err a place in data, in words that do not depend on the library.
func syntaxError(data []byte, d *jsontext.Decoder, err error) *SyntaxError {
	offset, msg := d.InputOffset(), err.Error()
	var syn *jsontext.SyntacticError
	switch {
	case errors.As(err, &syn):
		offset, msg = syn.ByteOffset, syn.Err.Error()
	case errors.Is(err, io.EOF):
		offset, msg = int64(len(data)), "there is no JSON value"
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		offset, msg = int64(len(data)), "the JSON ends too soon"
	}
	return NewSyntaxError(data, offset, msg)
}

// place returns the line and column that follow the text before.
func place(before []byte) (line, column int) {
	line = 1 + bytes.Count(before, []byte{'\n'})
	return line, 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
}

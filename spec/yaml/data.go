package yaml

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"naftiko/spec/diag"
	"naftiko/spec/value"
)

// Decode reads data that is no document of ours, an answer for instance: the
// first YAML document in it, whatever follows. The value is what [Node.Plain]
// makes of it, with aliases and merge keys applied; nil if it is empty. Of
// members with one name the last wins, at the place of the first. Keys are the
// text that stands there; lists and mappings cannot be keys.
//
// The limits are those of [Parse]. Errors are *[value.SyntaxError].
func Decode(data []byte) (value.Value, error) {
	r := reader{src: &source{}, lenient: true}
	var n Node
	if r.checkText(data) {
		r.src.findBreaks(data)
		n = r.first(data)
	}
	if errs := r.diags.Errors(); len(errs) > 0 {
		return nil, syntaxErrorOf(data, errs[0])
	}
	return n.Plain(), nil
}

// first reads one document; it is the absent Node when that is empty or wrong.
func (r *reader) first(data []byte) Node {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc yaml.Node
	switch err := safeDecode(dec, &doc); {
	case errors.Is(err, io.EOF):
		return Node{}
	case err != nil:
		r.syntaxError(dec, data, err)
		return Node{}
	case isEmpty(&doc) || !r.checkTree(doc.Content[0], data):
		return Node{}
	}
	return Node{n: doc.Content[0], src: r.src}
}

// syntaxErrorOf gives a finding about data the form of errors in other formats.
func syntaxErrorOf(data []byte, d diag.Diagnostic) *value.SyntaxError {
	return &value.SyntaxError{
		Offset: int64(offsetOf(data, d.Pos)),
		Line:   d.Pos.Line,
		Column: d.Pos.Column,
		Msg:    d.Msg,
	}
}

// offsetOf is the opposite of [place].
func offsetOf(data []byte, p diag.Pos) int {
	at := 0
	for line := 1; line < p.Line; line++ {
		n := bytes.IndexAny(data[at:], "\r\n")
		if n < 0 {
			return len(data)
		}
		at += n + 1
		if data[at-1] == '\r' && at < len(data) && data[at] == '\n' {
			at++
		}
	}
	for column := 1; column < p.Column && at < len(data); column++ {
		_, size := utf8.DecodeRune(data[at:])
		at += size
	}
	return at
}

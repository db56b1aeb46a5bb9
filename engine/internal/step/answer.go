package step

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"naftiko/binding"
	"naftiko/engine/internal/format"
	"naftiko/engine/internal/run"
	"naftiko/spec/diag"
	"naftiko/spec/value"
)

// Reader says how the answers of an operation are read.
type Reader struct {
	Format format.Kind
	// Decode, if set, finds what reads them in place of Format's own: it is asked
	// with the first answer, because it may have a file to read. Errors are those of
	// the document.
	Decode func() (format.Decode, error)
	// SchemaPos is where outputSchema is, or should be.
	SchemaPos diag.Pos
	// MaxSize is maxBinarySize in bytes, or 0.
	MaxSize int64
}

// answerer is a step whose answer can be had before its outputs are applied.
type answerer interface {
	answer(ctx context.Context, f *run.Frame) (*answer, error)
}

// answer is what came of a call: a result that is shaped already, or the body of
// a response to take one from. Without a body it is null.
type answer struct {
	result *run.Result
	// fruitless is a result for which no output found anything.
	fruitless *run.Result
	resp      *run.Response
	text      []byte
	tree      func() (value.Value, error)
}

// JSON implements [run.Content].
func (a *answer) JSON() []byte { return a.text }

// Tree implements [run.Content].
func (a *answer) Tree() (value.Value, error) {
	if a.tree == nil {
		return nil, nil
	}
	return a.tree()
}

// read makes the body of a response ready to be decoded.
func (r *Reader) read(f *run.Frame, resp *run.Response) (*answer, error) {
	if r.Format.Blob {
		blob := value.Blob{Data: resp.Body, MediaType: cmp.Or(f.Op.MediaType, resp.ContentType(), mediaBinary)}
		return &answer{resp: resp, result: run.NewResult(blob, resp)}, nil
	}
	if resp.Made {
		return r.made(resp), nil
	}
	text, err := r.Format.UTF8(resp.Body, resp.ContentType())
	if err != nil {
		return nil, r.undecodable(f, resp, resp.Body, err)
	}
	a := &answer{resp: resp, tree: sync.OnceValues(func() (value.Value, error) { return r.decode(f, resp, text) })}
	if r.Format.JSON {
		a.text = text
	}
	return a, nil
}

// made is an answer that no upstream gave.
func (r *Reader) made(resp *run.Response) *answer {
	return &answer{resp: resp, text: resp.Body, tree: func() (value.Value, error) { return value.Decode(resp.Body) }}
}

// readable finds out whether answers can be read, before one is asked for: what
// keeps them from it is the document's fault, and a call may not be made twice.
func (r *Reader) readable(f *run.Frame) error {
	if f.Env.Raw || f.Env.Mocked {
		return nil
	}
	_, err := r.decoder()
	return err
}

// decoder returns what reads answers.
func (r *Reader) decoder() (format.Decode, error) {
	if r.Decode == nil {
		return r.Format.Decode, nil
	}
	decode, err := r.Decode()
	if err != nil {
		return nil, SchemaError(err, r.SchemaPos)
	}
	return decode, nil
}

// limit is the operation's own limit for the size of an answer, or 0: only binary
// ones have one.
func (r *Reader) limit(f *run.Frame) int64 {
	switch {
	case !r.Format.Blob || f.Env.Raw:
		return 0
	case r.MaxSize > 0:
		return r.MaxSize
	}
	return f.MaxResponse
}

func (r *Reader) decode(f *run.Frame, resp *run.Response, text []byte) (value.Value, error) {
	decode, err := r.decoder()
	if err != nil {
		return nil, err
	}
	v, err := decode(text)
	if err != nil {
		return nil, r.undecodable(f, resp, text, err)
	}
	return v, nil
}

// SchemaError says that an outputSchema cannot be used. An error of a document is
// one already.
func SchemaError(err error, pos diag.Pos) *run.Error {
	if known, ok := errors.AsType[*run.Error](err); ok {
		return known
	}
	e := run.Errorf(run.Document, "output-schema", "outputSchema: %w", err).At(pos)
	if file, ok := errors.AsType[*binding.Error](err); ok {
		e.Msg = "outputSchema: " + file.Msg
		e.Hint = file.Hint
		if file.Kind == binding.Refused {
			e.Kind = run.Refused
		}
	}
	return e
}

// undecodable says that the body of an answer, text in UTF-8, is not in its format.
func (r *Reader) undecodable(f *run.Frame, a *run.Response, text []byte, err error) error {
	e := run.Errorf(run.Answer, "not-"+r.Format.Name, "%s answered %d with a body that is not %s (%s): %w",
		f.Op.ID, a.Status, strings.ToUpper(r.Format.Name), contentType(a), err)
	var syn *value.SyntaxError
	if errors.As(err, &syn) && syn.Offset >= int64(len(text)) {
		e.Hint = fmt.Sprintf("it breaks off after %d bytes", len(a.Body))
	} else {
		e.Hint = fmt.Sprintf("it begins with %s", beginning(f.Env.Binds, text))
	}
	e.Answer = a
	return e
}

func contentType(a *run.Response) string {
	if t := a.ContentType(); t != "" {
		return "Content-Type " + t
	}
	return "no Content-Type"
}

// shownBytes is how much of a wrong answer an error repeats.
const shownBytes = 80

// beginning quotes the first bytes of an answer. Secrets are masked before it is
// cut, so that none shows in part.
func beginning(binds *binding.Set, body []byte) string {
	text := binds.Mask(string(body[:min(len(body), maskedBytes)]))
	if len(text) <= shownBytes {
		return fmt.Sprintf("%q", text)
	}
	cut := shownBytes
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return fmt.Sprintf("%q…", text[:cut])
}

// maskedBytes is how much of an answer is looked at for secrets.
const maskedBytes = 64 << 10

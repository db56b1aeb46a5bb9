package run

import (
	"bytes"
	"io"

	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// Body is a request's entity: parts one behind the other.
type Body struct {
	Parts     []BodyPart
	MediaType string
}

// BodyPart is text, or a file when File is set.
type BodyPart struct {
	Text expr.Text
	File *value.Blob
}

// TextBody returns a body of text alone.
func TextBody(t expr.Text, mediaType string) *Body {
	return &Body{Parts: []BodyPart{{Text: t}}, MediaType: mediaType}
}

// SentBody is an entity with everything put in: Data, or, when that is nil, what
// Open reads, of Size bytes. It can be opened more than once.
type SentBody struct {
	Data []byte
	Open func() (io.ReadCloser, error)
	Size int64
}

// open puts the values of binds in. Large files are not read yet.
func (b *Body) open(get valueOf) *SentBody {
	data := []byte{} // never nil: an empty entity is still one
	var parts []value.Blob
	for _, p := range b.Parts {
		switch {
		case p.File == nil:
			data = append(data, render(p.Text, get)...)
		case p.File.Open == nil:
			data = append(data, p.File.Data...)
		default:
			parts = append(parts, value.Blob{Data: data}, *p.File)
			data = []byte{}
		}
	}
	if parts == nil {
		return &SentBody{Data: data}
	}
	parts = append(parts, value.Blob{Data: data})
	out := &SentBody{Open: func() (io.ReadCloser, error) { return openAll(parts) }}
	for _, p := range parts {
		out.Size += p.Size + int64(len(p.Data))
	}
	return out
}

// show returns the entity for people, files included. Errors are those of
// reading them.
func (b *Body) show(get valueOf) ([]byte, error) {
	sent := b.open(get)
	if sent.Open == nil {
		return sent.Data, nil
	}
	loaded, err := value.Blob{Open: sent.Open, Size: sent.Size}.Load()
	if err != nil {
		return nil, Errorf(Local, "file", "cannot read the body: %w", err)
	}
	return loaded.Data, nil
}

// header returns the Content-Type line, unless r has one.
func (b *Body) header(r *Request) []SentHeader {
	if b.MediaType == "" || r.HasHeader("Content-Type") {
		return nil
	}
	return []SentHeader{{Name: "Content-Type", Value: b.MediaType}}
}

// Texts returns the texts of the body, without its files.
func (b *Body) Texts() []expr.Text {
	var out []expr.Text
	for _, p := range b.Parts {
		if p.File == nil {
			out = append(out, p.Text)
		}
	}
	return out
}

// chain reads parts one behind the other and closes them all.
type chain struct {
	io.Reader
	closers []io.Closer
}

func openAll(parts []value.Blob) (io.ReadCloser, error) {
	c := &chain{}
	var readers []io.Reader
	for _, p := range parts {
		if p.Open == nil {
			readers = append(readers, bytes.NewReader(p.Data))
			continue
		}
		r, err := p.Open()
		if err != nil {
			_ = c.Close() // the first error counts
			return nil, err
		}
		readers, c.closers = append(readers, r), append(c.closers, r)
	}
	c.Reader = io.MultiReader(readers...)
	return c, nil
}

// Close implements io.Closer.
func (c *chain) Close() error {
	var first error
	for _, r := range c.closers {
		if err := r.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

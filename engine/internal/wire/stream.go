package wire

import (
	"fmt"
	"io"
	"net/http"
)

// Stream is an entity of known size that is read while it is sent. It can be
// opened again, for a redirect or a second try.
type Stream struct {
	Open func() (io.ReadCloser, error)
	Size int64
}

// attach makes s the entity of a request.
func (s *Stream) attach(req *http.Request) error {
	open := func() (io.ReadCloser, error) {
		r, err := s.Open()
		if err != nil {
			return nil, &Error{Kind: Local, Msg: "cannot read the body: " + err.Error(), Err: err}
		}
		return &source{r: r, left: s.Size}, nil
	}
	body, err := open()
	if err != nil {
		return err
	}
	req.Body, req.GetBody, req.ContentLength = body, open, s.Size
	return nil
}

// source reads exactly the size that was announced: a file that changes while it
// is sent is our failure and not the upstream's.
type source struct {
	r    io.ReadCloser
	left int64
}

// Read implements io.Reader. Errors are *[Error] or io.EOF.
func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.left -= int64(n)
	switch {
	case s.left < 0 || err == io.EOF && s.left > 0:
		return 0, &Error{Kind: Local, Msg: "the body changed its size while it was sent"}
	case err != nil && err != io.EOF:
		return 0, &Error{Kind: Local, Msg: fmt.Sprintf("cannot read the body: %v", err), Err: err}
	}
	return n, err
}

// Close implements io.Closer.
func (s *source) Close() error { return s.r.Close() }

package wire

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// stage is the coded form in front of a decoder.
type stage struct {
	r    io.Reader
	left int64
	err  error // the first that is not the end
}

// Read implements [io.Reader].
func (s *stage) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if s.left -= int64(n); s.left < 0 {
		err = errOverLimit
	}
	if err != nil && err != io.EOF && s.err == nil {
		s.err = err
	}
	return n, err
}

// codedLimit is what a coded form may have; the limit is far from overflowing.
func codedLimit(decoded int64) int64 { return 2*decoded + slack }

// decoder undoes the codings of a body.
type decoder struct {
	codings []coding
	limit   int64
	stages  []*stage
	sources []*bufio.Reader
	opened  []io.Reader
	top     io.Reader
}

// Read implements [io.Reader].
func (d *decoder) Read(p []byte) (int, error) {
	n, err := d.top.Read(p)
	if err == io.EOF {
		return n, d.end()
	}
	return n, err
}

// open stacks the decoders on a body. An empty body has no codings.
func (d *decoder) open(body io.Reader) error {
	d.top = body
	for i, c := range d.codings {
		s := &stage{r: d.top, left: codedLimit(d.limit)}
		r := bufio.NewReader(s)
		d.stages, d.sources = append(d.stages, s), append(d.sources, r)
		if _, err := r.Peek(1); err == io.EOF && i == 0 {
			return nil
		}
		opened, err := c.open(r)
		if err != nil {
			return unexpected(err)
		}
		d.top, d.opened = opened, append(d.opened, opened)
	}
	return nil
}

// end makes sure that nothing follows a coded form; so the body is read to its own
// end too. It returns io.EOF if all is well.
func (d *decoder) end() error {
	for _, r := range d.sources {
		switch _, err := r.ReadByte(); {
		case err == nil:
			return errTrailing
		case err != io.EOF:
			return err
		}
	}
	return io.EOF
}

func (d *decoder) close() {
	for _, r := range d.opened {
		if c, ok := r.(io.Closer); ok {
			_ = c.Close()
		}
	}
}

// readAll returns a body without its codings, or as much of it as there was before
// the error.
func (d *decoder) readAll(body io.Reader) ([]byte, error) {
	defer d.close()
	if err := d.open(body); err != nil {
		return nil, d.cause(err)
	}
	decoded, err := readAll(d, d.limit, firstBuffer)
	return decoded, d.cause(err)
}

// cause returns the error of the outermost form, of which others follow.
func (d *decoder) cause(err error) error {
	for _, s := range d.stages {
		if err != nil && s.err != nil {
			return s.err
		}
	}
	return err
}

// cut reports whether the body itself could not be read to its end.
func (d *decoder) cut() bool { return len(d.stages) > 0 && d.stages[0].err != nil }

// names lists the codings as the header does.
func (d *decoder) names() string {
	names := make([]string, len(d.codings))
	for i, c := range d.codings {
		names[len(names)-1-i] = c.name
	}
	return strings.Join(names, ", ")
}

// plainHint is the way out where a server codes what it cannot code.
const plainHint = "ask for the plain form: -H 'Accept-Encoding: identity'"

// codings returns what is to be undone of an answer, in that order.
func (c *call) codings(header http.Header) ([]coding, error) {
	if !c.decodes || len(header["Content-Encoding"]) == 0 {
		return nil, nil
	}
	found, err := codingsOf(header)
	if err != nil {
		return nil, &Error{Kind: Undecoded, Msg: fmt.Sprintf("the answer of %s comes %s", c.target.place(), err), Hint: plainHint, Err: err}
	}
	return found, nil
}

// readCoded returns the body of an answer without its codings.
func (c *Client) readCoded(ctx context.Context, call *call, resp *http.Response, todo []coding) ([]byte, error) {
	d := &decoder{codings: todo, limit: call.limit}
	body, err := d.readAll(resp.Body)
	if err != nil {
		return nil, c.codedError(ctx, call, d, err)
	}
	dropCoding(resp.Header)
	return body, nil
}

// dropCoding takes out of a header what is no longer true of a decoded body.
func dropCoding(header http.Header) {
	header.Del("Content-Encoding")
	header.Del("Content-Length")
}

// codedError explains why a coded body could not be read.
func (c *Client) codedError(ctx context.Context, call *call, d *decoder, err error) error {
	place, name := call.target.place(), d.names()
	e := &Error{Kind: Undecoded, Err: err, Hint: plainHint}
	switch {
	case errors.Is(err, errOverLimit):
		return call.tooLarge()
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		e.Kind, e.Msg = TooLarge, fmt.Sprintf("the answer of %s takes more than %s of memory to decode (%s)", place, size(maxWindow), name)
	case d.cut():
		return c.bodyError(ctx, call.target, codedProgress(name), err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		e.Kind, e.Hint = Unreached, ""
		e.Msg = fmt.Sprintf("the answer ended %s (from %s)", codedProgress(name), place)
	case isTrailing(err):
		e.Msg = fmt.Sprintf("the answer says %s but has more bytes behind its end (from %s)", name, place)
	default:
		e.Msg = fmt.Sprintf("the answer says %s but cannot be decoded (from %s)", name, place)
	}
	return e
}

// isTrailing recognises the error of brotli, too, which looks behind the end itself.
func isTrailing(err error) bool {
	return errors.Is(err, errTrailing) || err.Error() == "brotli: excessive input"
}

// codedProgress stands for how far the reading of a coded body came, which is not known.
type codedProgress string

// String implements [fmt.Stringer].
func (p codedProgress) String() string {
	return fmt.Sprintf("before the end of its body, which is coded as %s", string(p))
}

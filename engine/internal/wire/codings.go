package wire

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

const (
	// accepted is what requests say, in the order of the table.
	accepted = "gzip, deflate, br, zstd"
	// maxCodings is how many codings may lie on top of each other.
	maxCodings = 4
	// maxWindow is the largest window that the zstd coding may use (RFC 9659).
	maxWindow = 8 << 20
	// slack is how much a coded form may be larger than twice what is allowed
	// decoded. It bounds bodies that are long and unfold into nothing.
	slack = 64 << 10
)

// coding is one content coding (RFC 9110, section 8.4.1).
type coding struct {
	name string
	// open returns what decodes and, if it implements [io.Closer], wants to be closed.
	open func(*bufio.Reader) (io.Reader, error)
}

var codings = []coding{
	{"gzip", func(r *bufio.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
	{"x-gzip", func(r *bufio.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
	{"deflate", openDeflate},
	{"br", func(r *bufio.Reader) (io.Reader, error) { return brotli.NewReader(r), nil }},
	{"zstd", openZstd},
	{"identity", nil},
}

var (
	// errOverLimit means that more bytes came than may.
	errOverLimit = errors.New("over the limit")
	// errTrailing means that there are bytes behind the end of a coded form.
	errTrailing = errors.New("bytes behind the end")
)

// openDeflate takes the zlib format and, as browsers do, the bare one that some
// servers send in its place.
func openDeflate(r *bufio.Reader) (io.Reader, error) {
	head, err := r.Peek(2)
	if err != nil {
		return nil, unexpected(err)
	}
	if isZlib := head[0]&0x0f == 8 && head[0]>>4 <= 7 && (uint(head[0])<<8|uint(head[1]))%31 == 0; isZlib {
		return zlib.NewReader(r)
	}
	return flate.NewReader(r), nil
}

// openZstd decodes without goroutines and within a window.
func openZstd(r *bufio.Reader) (io.Reader, error) {
	d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow),
		zstd.WithDecoderMaxMemory(maxWindow), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}

// unexpected makes an end one that comes too early.
func unexpected(err error) error {
	if err == io.EOF { //nolint:errorlint // readers return it as it is
		return io.ErrUnexpectedEOF
	}
	return err
}

// codingsOf returns the codings that a body has, in the order to undo them.
func codingsOf(header http.Header) ([]coding, error) {
	var found []coding
	for name := range strings.SplitSeq(strings.Join(header["Content-Encoding"], ","), ",") {
		name = strings.ToLower(strings.Trim(name, " \t"))
		if name == "" {
			continue
		}
		c, err := codingNamed(name)
		if err != nil {
			return nil, err
		}
		if c.open == nil {
			continue
		}
		if len(found) == maxCodings {
			return nil, fmt.Errorf("in more than %d content codings", maxCodings)
		}
		found = append(found, c)
	}
	slices.Reverse(found)
	return found, nil
}

func codingNamed(name string) (coding, error) {
	for _, c := range codings {
		if c.name == name {
			return c, nil
		}
	}
	const longest = 24
	if !isToken(name) || len(name) > longest {
		return coding{}, errors.New("in a content coding that is not known")
	}
	return coding{}, fmt.Errorf("in the content coding %q, which is not known", name)
}

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
		s := &stage{r: d.top, left: 2*d.limit + slack} // d.limit is far from overflowing
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

// codings returns what is to be undone of an answer, in that order.
func (c *call) codings(header http.Header) ([]coding, error) {
	if !c.decodes || len(header["Content-Encoding"]) == 0 {
		return nil, nil
	}
	found, err := codingsOf(header)
	if err != nil {
		return nil, &Error{Kind: Undecoded, Msg: fmt.Sprintf("the answer of %s comes %s", c.target.place(), err), Err: err}
	}
	return found, nil
}

// readCoded returns the body of an answer without its codings, and takes them out
// of the header, where they would no longer be true.
func (c *Client) readCoded(ctx context.Context, call *call, resp *http.Response, todo []coding) ([]byte, error) {
	d := &decoder{codings: todo, limit: call.limit}
	defer d.close()
	err := d.open(resp.Body)
	var body []byte
	if err == nil {
		body, err = readAll(d, call.limit, firstBuffer)
	}
	if err != nil {
		return nil, c.codedError(ctx, call, d, err)
	}
	resp.Header.Del("Content-Encoding")
	resp.Header.Del("Content-Length")
	return body, nil
}

func (d *decoder) close() {
	for _, r := range d.opened {
		if c, ok := r.(io.Closer); ok {
			_ = c.Close()
		}
	}
}

// codedError explains why a coded body could not be read.
func (c *Client) codedError(ctx context.Context, call *call, d *decoder, err error) error {
	names := make([]string, len(d.codings))
	for i, c := range d.codings {
		names[len(names)-1-i] = c.name
	}
	name := strings.Join(names, ", ")
	for _, s := range d.stages {
		if s.err != nil {
			err = s.err
			break
		}
	}
	e := &Error{Kind: Unreached, Err: err}
	switch {
	case errors.Is(err, errOverLimit):
		return call.tooLarge()
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		e.Kind, e.Msg = TooLarge, fmt.Sprintf("the answer of %s takes more than %s of memory to decode (%s)", call.target.place(), size(maxWindow), name)
	case len(d.stages) > 0 && d.stages[0].err != nil:
		return c.bodyError(ctx, call.target, codedProgress(name), err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		e.Msg = fmt.Sprintf("the answer ended %s (from %s)", codedProgress(name), call.target.place())
	default:
		e.Msg = fmt.Sprintf("the answer says %s but cannot be decoded (from %s)", name, call.target.place())
	}
	return e
}

// codedProgress stands for how far the reading of a coded body came, which is not known.
type codedProgress string

// String implements [fmt.Stringer].
func (p codedProgress) String() string {
	return fmt.Sprintf("before the end of its body, which is coded as %s", string(p))
}

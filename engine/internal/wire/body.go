package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
)

const (
	// firstBuffer is what is set aside for a body of unknown length.
	firstBuffer = 4 << 10
	// trustedLength is how much is set aside because a server says so; beyond,
	// memory grows with what has come.
	trustedLength = 1 << 20
)

// readBody returns the decoded body, or nil where none can be (RFC 9112, section
// 6.3). The limit is on decoded bytes, so that a small answer cannot unfold into
// a large one.
func (c *Client) readBody(ctx context.Context, call *call, resp *http.Response) ([]byte, error) {
	if call.method == http.MethodHead || resp.Body == http.NoBody {
		return nil, nil
	}
	switch todo, err := call.codings(resp.Header); {
	case err != nil:
		return nil, err
	case len(todo) > 0:
		return c.readCoded(ctx, call, resp, todo)
	}
	if resp.ContentLength > call.limit {
		return nil, call.announcedTooLarge(resp.ContentLength)
	}
	body, err := readAll(resp.Body, call.limit, bufferSize(resp.ContentLength))
	switch {
	case err == errOverLimit: //nolint:errorlint // readAll never wraps it
		return nil, call.tooLarge()
	case err != nil:
		return nil, c.bodyError(ctx, call.target, progress{len(body), resp}, err)
	}
	return body, nil
}

// readFault returns the body of an answer that says what went wrong, as far as there
// is one that can be read: decoded or, failing that, as it came; what came of one that
// was cut off; and nothing of one over the limit. Only a call that its caller ended
// has no answer, because the status is worth more than the body.
func (c *Client) readFault(ctx context.Context, call *call, resp *http.Response) ([]byte, error) {
	if call.method == http.MethodHead || resp.Body == http.NoBody {
		return nil, nil
	}
	todo, _ := call.codings(resp.Header) // of unknown ones, the body is as it came
	if len(todo) == 0 && resp.ContentLength > call.limit {
		return nil, nil
	}
	most := call.limit
	if len(todo) > 0 {
		most = codedLimit(most)
	}
	raw, err := readAll(resp.Body, most, bufferSize(resp.ContentLength))
	switch {
	case err != nil && ctx.Err() != nil && !errors.Is(context.Cause(ctx), errTimedOut):
		return nil, c.bodyError(ctx, call.target, progress{len(raw), resp}, err)
	case err == errOverLimit: //nolint:errorlint // readAll never wraps it
		return nil, nil
	case len(todo) == 0:
		return raw, nil
	}
	return decodeFault(raw, todo, call.limit, resp.Header), nil
}

// decodeFault returns raw without its codings or, if it is not in them, as it is.
func decodeFault(raw []byte, todo []coding, limit int64, header http.Header) []byte {
	d := &decoder{codings: todo, limit: limit}
	body, err := d.readAll(bytes.NewReader(raw))
	switch {
	case err == nil, errors.Is(err, io.ErrUnexpectedEOF) && len(body) > 0:
		dropCoding(header)
		return body
	case errors.Is(err, errOverLimit), int64(len(raw)) > limit:
		return nil
	}
	return raw
}

// readAll reads to the end. It returns what it has with an error.
func readAll(r io.Reader, limit, first int64) ([]byte, error) {
	buf := make([]byte, 0, first)
	for {
		if len(buf) == cap(buf) { // double, but never beyond what may come
			buf = slices.Grow(buf, int(min(int64(cap(buf)), limit-int64(len(buf))+1)))
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case int64(len(buf)) > limit:
			return buf, errOverLimit
		case err == io.EOF:
			return buf, nil
		case err != nil:
			return buf, err
		}
	}
}

// bufferSize has room for one byte more than announced, so that the end is seen
// without growing.
func bufferSize(announced int64) int64 {
	if announced < 0 {
		return firstBuffer
	}
	return min(announced, trustedLength) + 1
}

// progress is how far the reading of a body came.
type progress struct {
	got  int
	resp *http.Response
}

// String says how much came of how much.
func (p progress) String() string {
	if p.resp.ContentLength >= 0 {
		return fmt.Sprintf("after %d of %d bytes", p.got, p.resp.ContentLength)
	}
	return fmt.Sprintf("after %d bytes, before its end", p.got)
}

func (c *call) tooLarge() error {
	return &Error{
		Kind: TooLarge, Hint: c.limitHint,
		Msg: fmt.Sprintf("the answer of %s is larger than %s", c.target.place(), size(c.limit)),
	}
}

func (c *call) announcedTooLarge(n int64) error {
	return &Error{
		Kind: TooLarge, Hint: c.limitHint,
		Msg: fmt.Sprintf("the answer of %s announces %s, which is larger than %s", c.target.place(), size(n), size(c.limit)),
	}
}

// size writes a number of bytes with the largest unit that divides it.
func size(n int64) string {
	switch {
	case n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

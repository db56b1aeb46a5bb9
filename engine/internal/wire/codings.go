package wire

import (
	"bufio"
	"compress/flate"
	"compress/zlib"
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
	{"gzip", openGzip},
	{"x-gzip", openGzip},
	{"deflate", openDeflate},
	{"br", func(r *bufio.Reader) (io.Reader, error) { return brotli.NewReader(r), nil }},
	{"zstd", openZstd},
}

// plain are the names that servers write where nothing is coded: of no coding, and
// of what belongs into other header lines.
const plain = " identity none binary 7bit 8bit utf-8 utf8 iso-8859-1 "

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
	if head, _ := r.Peek(4); !startsFrame(head) {
		return nil, zstd.ErrMagicMismatch
	}
	d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow),
		zstd.WithDecoderMaxMemory(maxWindow), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, err
	}
	return frames{d.IOReadCloser()}, nil
}

// frames decodes zstd frames that lie one behind the other.
type frames struct{ io.ReadCloser }

// Read implements [io.Reader]. The first frame was seen to start as it should, so
// what does not is behind the end.
func (f frames) Read(p []byte) (int, error) {
	n, err := f.ReadCloser.Read(p)
	if err == zstd.ErrMagicMismatch { //nolint:errorlint // it is returned as it is
		err = errTrailing
	}
	return n, err
}

// startsFrame reports whether a zstd frame, or one to skip, starts so (RFC 8878,
// section 3.1), as far as its first four bytes are there.
func startsFrame(head []byte) bool {
	const frame, skippable = "\x28\xb5\x2f\xfd", "\x2a\x4d\x18"
	return strings.HasPrefix(frame, string(head)) || head[0]&0xf0 == 0x50 && strings.HasPrefix(skippable, string(head[1:]))
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
		if name == "" || isToken(name) && strings.Contains(plain, " "+name+" ") {
			continue
		}
		c, err := codingNamed(name)
		if err != nil {
			return nil, err
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

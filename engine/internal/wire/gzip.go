package wire

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"strings"
)

// gzipMagic starts each member (RFC 1952, section 2.3.1).
const gzipMagic = "\x1f\x8b"

// members decodes gzip members that lie one behind the other. Zeros behind the last
// are padding, as gzip has it.
type members struct {
	r *bufio.Reader
	z *gzip.Reader
}

func openGzip(r *bufio.Reader) (io.Reader, error) {
	if head, _ := r.Peek(len(gzipMagic)); !strings.HasPrefix(gzipMagic, string(head)) {
		return nil, gzip.ErrHeader // however short it is
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	z.Multistream(false)
	return &members{r, z}, nil
}

// Read implements [io.Reader].
func (m *members) Read(p []byte) (int, error) {
	for {
		n, err := m.z.Read(p)
		if errors.Is(err, io.EOF) {
			err = m.next()
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// next goes on to the next member. It returns [io.EOF] behind the last.
func (m *members) next() error {
	head, err := m.r.Peek(len(gzipMagic))
	switch {
	case len(head) == 0:
		return err
	case head[0] == 0:
		return m.skipZeros()
	case !strings.HasPrefix(gzipMagic, string(head)):
		return errTrailing
	}
	if err := m.z.Reset(m.r); err != nil {
		return unexpected(err)
	}
	m.z.Multistream(false)
	return nil
}

func (m *members) skipZeros() error {
	for {
		switch b, err := m.r.ReadByte(); {
		case err != nil:
			return err
		case b != 0:
			return errTrailing
		}
	}
}

package format

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/twmb/avro/ocf"

	"naftiko/spec/value"
)

// avroMagic begins an object container file.
const avroMagic = "Obj\x01"

// maxAvroFile is what the blocks of a container file may come to when they are
// decompressed, or ten times the file if that is more.
const maxAvroFile = 64 << 20

var (
	errAvroSync  = errors.New("a block does not end where it should")
	errAvroBlock = errors.New("a block that is broken, or too large when decompressed")
)

// avroFile is an object container file that is being read. The library reads
// such files too, but hands out what its own decoder makes of them.
type avroFile struct {
	file avroReader
	// codec decompresses blocks; nil where they are not compressed.
	codec ocf.Codec
	sync  []byte
	// size is what blocks have come to, and limit what they may.
	size, limit int
	list        value.List
}

// decodeAvroFile reads what follows the magic of a container file: the schema it
// was written with, and values in blocks.
func decodeAvroFile(data []byte) (v value.Value, err error) {
	// Codecs decompress what a stranger sent: should one of them meet bytes that
	// it is not made for, the answer is to blame and not the program.
	defer func() {
		if r := recover(); r != nil {
			v, err = nil, errAvroBlock
		}
	}()
	f := avroFile{
		file:  avroReader{wireReader: wireReader{data}},
		limit: max(maxAvroFile, 10*len(data)),
		list:  value.List{},
	}
	t, err := f.header()
	if f.codec != nil {
		defer f.codec.Close()
	}
	for err == nil && len(f.file.data) > 0 {
		err = f.block(t)
	}
	if err != nil {
		return nil, err
	}
	return f.list, nil
}

// header reads the names and values in front of the blocks, and the bytes that
// mark the end of each.
func (f *avroFile) header() (*avroType, error) {
	var schema, codec []byte
	err := f.file.blocks(func() error {
		name, err := f.file.sized()
		if err != nil {
			return err
		}
		content, err := f.file.sized()
		switch string(name) {
		case "avro.schema":
			schema = content
		case "avro.codec":
			codec = content
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if f.sync, err = f.file.next(16); err != nil {
		return nil, err
	}
	if f.codec, err = avroCodec(string(codec)); err != nil {
		return nil, err
	}
	if len(schema) > MaxSchema {
		return nil, fmt.Errorf("a schema of more than %d bytes", MaxSchema)
	}
	t, err := parseAvro(string(schema))
	if err != nil {
		return nil, fmt.Errorf("the file's own schema: %w", err)
	}
	return t, nil
}

func avroCodec(name string) (ocf.Codec, error) {
	switch name {
	case "", "null":
		return nil, nil //nolint:nilnil // blocks are as they are
	case "deflate":
		return ocf.DeflateCodec(1), nil
	case "snappy":
		return ocf.SnappyCodec(), nil
	case "zstandard":
		return ocf.ZstdCodec(nil, nil)
	}
	return nil, fmt.Errorf("a codec that is not known, %.40q", name)
}

// block reads one block of values of type t.
func (f *avroFile) block(t *avroType) error {
	n, err := f.file.zigzag()
	if err != nil {
		return err
	}
	data, err := f.file.sized()
	if err != nil {
		return err
	}
	sync, err := f.file.next(uint64(len(f.sync)))
	if err != nil {
		return err
	}
	if n < 0 || !bytes.Equal(sync, f.sync) {
		return errAvroSync
	}
	if data, err = f.decompress(data); err != nil {
		return err
	}
	r := avroReader{wireReader: wireReader{data}, spent: f.file.spent, limit: avroMemory(f.size)}
	for range n {
		v, err := r.datum(t, 0)
		if err != nil {
			return err
		}
		f.list = append(f.list, v)
	}
	if len(r.data) > 0 {
		return errAvroSync
	}
	f.file.spent = r.spent
	return nil
}

func (f *avroFile) decompress(data []byte) ([]byte, error) {
	if f.codec == nil {
		f.size += len(data)
		return data, nil
	}
	codec, ok := f.codec.(ocf.BoundedDecompressor)
	if !ok {
		return nil, errAvroBlock
	}
	// To the library a limit of zero is none. Its error tells how to raise the
	// limit in a program, which is no help here.
	block, err := codec.DecompressBounded(data, int64(max(f.limit-f.size, 1)))
	f.size += len(block)
	if err != nil || f.size > f.limit {
		return nil, errAvroBlock
	}
	return block, nil
}

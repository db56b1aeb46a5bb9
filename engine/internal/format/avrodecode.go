package format

import (
	"encoding/base64"
	"errors"
	"fmt"
	"math"

	"naftiko/spec/value"
)

// avroMemory is about what the values of so many bytes may take. Honest data
// keeps far below; but a few bytes can also stand for any number of values that
// have none, as nulls and records of nothing.
func avroMemory(size int) int {
	const atLeast, perByte, atMost = 64 << 20, 64, 512 << 20
	return min(atLeast+perByte*min(size, atMost), atMost)
}

// What values take in memory, about, beside the bytes of their text.
const (
	avroItemSize   = 16
	avroTextSize   = 32
	avroMemberSize = 32
	avroObjectSize = 64
)

var (
	errAvroDeep    = fmt.Errorf("nested deeper than %d", value.MaxDepth)
	errAvroMemory  = errors.New("the values are too many for the memory that an answer may take")
	errAvroBoolean = errors.New("a boolean that is neither true nor false: it was not written with this schema")
	errAvroInt     = errors.New("an int of more than 32 bits: it was not written with this schema")
	errAvroLength  = errors.New("a length below zero: it was not written with this schema")
	errAvroIndex   = errors.New("a choice that the schema does not have: it was not written with this schema")
)

// avroReader decodes Avro's binary encoding. It walks schema and data side by
// side, since the library's own decoder keeps neither the order of members nor
// which branch of a union a value was.
type avroReader struct {
	wireReader
	// spent is about what the values take, and limit what they may.
	spent, limit int
}

// spend counts n bytes of memory.
func (r *avroReader) spend(n int) error {
	if r.spent += n; r.spent > r.limit {
		return errAvroMemory
	}
	return nil
}

// datum reads a value of type t.
func (r *avroReader) datum(t *avroType, depth int) (value.Value, error) {
	if depth > value.MaxDepth {
		return nil, errAvroDeep
	}
	if err := r.spend(avroItemSize); err != nil {
		return nil, err
	}
	switch t.kind {
	case avroRecord:
		return r.record(t, depth)
	case avroArray:
		return r.array(t, depth)
	case avroMap:
		return r.object(t, depth)
	case avroUnion:
		i, err := r.choice(len(t.parts))
		if err != nil {
			return nil, err
		}
		return r.datum(t.parts[i], depth) // unions do not nest
	case avroEnum:
		i, err := r.choice(len(t.names))
		if err != nil {
			return nil, err
		}
		return t.names[i], nil
	}
	return r.primitive(t)
}

func (r *avroReader) primitive(t *avroType) (value.Value, error) {
	switch t.kind {
	case avroNull:
		return nil, nil //nolint:nilnil // null is a value
	case avroBoolean:
		return r.boolean()
	case avroInt, avroLong:
		return r.integer(t.kind)
	case avroFloat:
		n, err := r.fixed32()
		return floatValue(float64(math.Float32frombits(n)), 32), err
	case avroDouble:
		n, err := r.fixed64()
		return floatValue(math.Float64frombits(n), 64), err
	}
	b, err := r.content(t)
	if err != nil {
		return nil, err
	}
	if err := r.spend(avroTextSize + len(b)); err != nil {
		return nil, err
	}
	if t.kind == avroString {
		return wireText(b)
	}
	return base64.StdEncoding.EncodeToString(b), nil
}

func (r *avroReader) boolean() (value.Value, error) {
	b, err := r.next(1)
	switch {
	case err != nil:
		return nil, err
	case b[0] > 1:
		return nil, errAvroBoolean
	}
	return b[0] == 1, nil
}

func (r *avroReader) integer(kind avroKindOf) (value.Value, error) {
	n, err := r.zigzag()
	if err != nil {
		return nil, err
	}
	if kind == avroInt && n != int64(int32(n)) { //nolint:gosec // that is the test
		return nil, errAvroInt
	}
	return value.Int(n), r.spend(avroTextSize)
}

// content returns the bytes of a fixed, a string or bytes.
func (r *avroReader) content(t *avroType) ([]byte, error) {
	if t.kind == avroFixed {
		return r.next(t.size)
	}
	return r.sized()
}

// sized reads a length and so many bytes.
func (r *avroReader) sized() ([]byte, error) {
	n, err := r.zigzag()
	if err != nil {
		return nil, err
	}
	if n < 0 {
		return nil, errAvroLength
	}
	return r.next(uint64(n))
}

// choice reads the number of a branch or a symbol, of n that there are.
func (r *avroReader) choice(n int) (int64, error) {
	i, err := r.zigzag()
	if err != nil {
		return 0, err
	}
	if i < 0 || i >= int64(n) {
		return 0, errAvroIndex
	}
	return i, nil
}

func (r *avroReader) record(t *avroType, depth int) (value.Value, error) {
	if err := r.spend(avroObjectSize + avroMemberSize*len(t.names)); err != nil {
		return nil, err
	}
	members := make([]value.Member, len(t.names))
	for i, name := range t.names {
		v, err := r.datum(t.parts[i], depth+1)
		if err != nil {
			return nil, inField(name, err)
		}
		members[i] = value.Member{Name: name, Value: v}
	}
	return value.NewObject(members...), nil
}

func (r *avroReader) array(t *avroType, depth int) (value.Value, error) {
	list := value.List{}
	err := r.blocks(func() error {
		v, err := r.datum(t.parts[0], depth+1)
		list = append(list, v)
		return err
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// object reads a map. Its members keep the order that they were sent in; of two
// with one name the later counts.
func (r *avroReader) object(t *avroType, depth int) (value.Value, error) {
	o := &value.Object{}
	err := r.blocks(func() error {
		b, err := r.sized()
		if err != nil {
			return err
		}
		name, err := wireText(b)
		if err != nil {
			return err
		}
		if err := r.spend(avroMemberSize + len(name)); err != nil {
			return err
		}
		v, err := r.datum(t.parts[0], depth+1)
		o.Set(name, v)
		return err
	})
	if err != nil {
		return nil, err
	}
	return o, nil
}

// blocks calls item for every item of an array or a map. They come in blocks of
// so many, of which the last is empty.
func (r *avroReader) blocks(item func() error) error {
	for {
		n, err := r.zigzag()
		if err != nil || n == 0 {
			return err
		}
		if n < 0 {
			// The block says its length in bytes as well, for who wants to skip it.
			size, err := r.zigzag()
			if err != nil {
				return err
			}
			if n = -n; n < 0 || size < 0 {
				return errAvroLength
			}
		}
		for range n {
			if err := item(); err != nil {
				return err
			}
		}
	}
}

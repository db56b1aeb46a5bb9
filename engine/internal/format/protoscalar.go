package format

import (
	"encoding/base64"
	"errors"
	"math"
	"strconv"

	"naftiko/spec/value"
)

// Wire types of protobuf.
const (
	wireVarint   = 0
	wireFixed64  = 1
	wireBytes    = 2
	wireGroup    = 3
	wireGroupEnd = 4
	wireFixed32  = 5
)

var (
	errWireType   = errors.New("a wire type that does not exist")
	errWireNumber = errors.New("a field number that does not exist")
	errGroupEnd   = errors.New("the end of a group that has not begun")
)

// protoReader decodes protobuf's wire format.
type protoReader struct{ wireReader }

// tag reads what stands in front of every value.
func (r *protoReader) tag() (number uint64, wire int, err error) {
	n, err := r.varint()
	number, wire = n>>3, int(n&7)
	if err == nil && (number == 0 || number > math.MaxInt32) {
		err = errWireNumber
	}
	return number, wire, err
}

// bytes reads a length and so many bytes.
func (r *protoReader) bytes() ([]byte, error) {
	n, err := r.varint()
	if err != nil {
		return nil, err
	}
	return r.next(n)
}

// skip moves past the value behind a tag.
func (r *protoReader) skip(number uint64, wire, depth int) (err error) {
	switch wire {
	case wireVarint:
		_, err = r.varint()
	case wireFixed64:
		_, err = r.next(8)
	case wireBytes:
		_, err = r.bytes()
	case wireFixed32:
		_, err = r.next(4)
	case wireGroup:
		return r.skipGroup(number, depth+1)
	case wireGroupEnd:
		return errGroupEnd
	default:
		return errWireType
	}
	return err
}

func (r *protoReader) skipGroup(end uint64, depth int) error {
	return r.toGroupEnd(end, depth, func(number uint64, wire int) error { return r.skip(number, wire, depth) })
}

// single reads a value that is no message.
func (r *protoReader) single(f *protoField) (value.Value, error) {
	if f.enum == nil {
		return r.scalar(f.scalar)
	}
	n, err := r.varint()
	return f.enum.value(int32(n)), err //nolint:gosec // the lower 32 bits count
}

// value returns the name of n, or n where the enum has none for it.
func (e *protoEnum) value(n int32) value.Value {
	if name, ok := e.names[n]; ok {
		return name
	}
	return value.Int(int64(n))
}

// zero returns what an absent value stands for.
func (s protoScalar) zero() value.Value {
	switch s {
	case scalarBool:
		return false
	case scalarString, scalarBytes:
		return ""
	}
	return value.Number("0")
}

func (r *protoReader) scalar(s protoScalar) (value.Value, error) {
	switch s.wireType() {
	case wireBytes:
		b, err := r.bytes()
		if err != nil {
			return nil, err
		}
		if s == scalarBytes {
			return base64.StdEncoding.EncodeToString(b), nil
		}
		return wireText(b)
	case wireFixed32:
		n, err := r.fixed32()
		return s.value32(n), err
	case wireFixed64:
		n, err := r.fixed64()
		return s.value64(n), err
	}
	n, err := r.varint()
	return s.valueOf(n), err
}

func (s protoScalar) value32(n uint32) value.Value {
	switch s {
	case scalarFloat:
		return floatValue(float64(math.Float32frombits(n)), 32)
	case scalarSfixed32:
		return value.Int(int64(int32(n))) //nolint:gosec // bits, not amounts
	}
	return value.Int(int64(n))
}

func (s protoScalar) value64(n uint64) value.Value {
	switch s {
	case scalarDouble:
		return floatValue(math.Float64frombits(n), 64)
	case scalarSfixed64:
		return value.Int(int64(n)) //nolint:gosec // bits, not amounts
	}
	return value.Number(strconv.FormatUint(n, 10))
}

// valueOf returns the value that a varint stands for. Types of 32 bits take the
// lower half of what is longer.
func (s protoScalar) valueOf(n uint64) value.Value {
	//nolint:gosec // bits, not amounts
	switch s {
	case scalarBool:
		return n != 0
	case scalarInt32:
		return value.Int(int64(int32(n)))
	case scalarUint32:
		return value.Int(int64(uint32(n)))
	case scalarSint32:
		return value.Int(unzigzag(uint64(uint32(n))))
	case scalarInt64:
		return value.Int(int64(n))
	case scalarSint64:
		return value.Int(unzigzag(n))
	}
	return value.Number(strconv.FormatUint(n, 10))
}

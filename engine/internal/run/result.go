package run

import (
	"sync"

	"naftiko/spec/value"
)

// Result is what a call gives. It may be read by many goroutines at once.
type Result struct {
	// Answer is the upstream's answer; nil where the document itself answers.
	Answer *Response
	// Misses are the outputs for which the answer had nothing.
	Misses []Miss
	// Explained says what each output found, where the call asked for it.
	Explained []Explanation

	// Fruitless tells that outputs were tried one after the other, and all were null:
	// the whole answer is the result then.
	Fruitless bool

	// text is the result as compact JSON, where it was taken from the answer
	// without making the value.
	text  []byte
	value value.Value
	once  sync.Once
}

// NewResult returns a result whose value is known.
func NewResult(v value.Value, a *Response) *Result { return &Result{value: v, Answer: a} }

// Value returns the mapped result; nil for a call that left the answer undecoded.
func (r *Result) Value() value.Value {
	r.once.Do(func() {
		if r.text == nil {
			return
		}
		v, err := value.Decode(r.text)
		if err != nil {
			panic("run: the result of a projection is no JSON: " + err.Error())
		}
		r.value = v
	})
	return r.value
}

// IsBlob reports whether the result is bytes instead of a JSON value.
func (r *Result) IsBlob() bool {
	if r.text != nil {
		return false
	}
	_, ok := r.value.(value.Blob)
	return ok
}

// AppendJSON appends the mapped result as compact JSON to dst.
func (r *Result) AppendJSON(dst []byte) []byte {
	if r.text != nil {
		return append(dst, r.text...)
	}
	return value.Append(dst, r.value)
}

package run

import (
	"context"
	"errors"

	"naftiko/binding"
	"naftiko/spec/value"
)

// Response is an upstream's answer.
type Response struct {
	Proto      string
	Status     int
	StatusText string
	Header     map[string][]string
	// Trailer holds the lines behind the body, or nil.
	Trailer map[string][]string
	Body    []byte
	// URL is where the answer came from, without its query.
	URL string
	// Made tells that no upstream answered: the body is JSON in whatever format
	// upstreams answer.
	Made bool
}

// ContentType returns the answer's Content-Type, or "".
func (r *Response) ContentType() string {
	if v := r.Header["Content-Type"]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// Exec runs op with the arguments in. Errors are *[Error].
func Exec(ctx context.Context, op *Op, env *Env, in *value.Object) (*Result, error) {
	f, err := NewFrame(op, env, in)
	if err != nil {
		return nil, err
	}
	res, err := op.Step.Run(ctx, f)
	if err != nil {
		return nil, place(err, op)
	}
	return res, nil
}

// Prepare returns the request that op would send, without sending it. Errors
// are *[Error].
func Prepare(op *Op, env *Env, in *value.Object) (*Request, error) {
	f, err := NewFrame(op, env, in)
	if err != nil {
		return nil, err
	}
	p, ok := op.Step.(Preparer)
	if !ok {
		return nil, place(Errorf(Usage, "no-single-request", "%s sends more than one request", op.ID), op)
	}
	r, err := p.Prepare(f)
	if err != nil {
		return nil, place(err, op)
	}
	return r, nil
}

// NewFrame checks the arguments of one call and makes its frame. Errors are *[Error].
func NewFrame(op *Op, env *Env, in *value.Object) (*Frame, error) {
	if problems := op.problems(env); len(problems) > 0 {
		p := problems[0]
		return nil, place(&Error{Kind: Document, Code: p.Code, Pos: p.Pos, Msg: p.Msg, Hint: p.Hint, Err: problems}, op)
	}
	if in == nil {
		in = &value.Object{}
	}
	in = canonical(op, in)
	if err := check(op, env, in); err != nil {
		return nil, place(err, op)
	}
	in, err := hold(op, in)
	if err != nil {
		return nil, place(err, op)
	}
	return &Frame{Env: env, Op: op, Input: in}, nil
}

// canonical gives the arguments the names that the parameters have.
func canonical(op *Op, in *value.Object) *value.Object {
	out := &value.Object{}
	for name, v := range in.All() {
		param := op.ParamName(name)
		if _, taken := in.Get(param); taken && param != name {
			param = name // both spellings are given: each is what it says
		}
		out.Set(param, v)
	}
	return out
}

// hold reads the large files among the arguments that are not sent as they are:
// whoever puts them into a text needs all of it.
func hold(op *Op, in *value.Object) (*value.Object, error) {
	var out *value.Object
	for name, v := range in.All() {
		b, ok := v.(value.Blob)
		if !ok || b.Open == nil || op.Streams[name] {
			continue
		}
		loaded, err := b.Load()
		if err != nil {
			return nil, Errorf(Local, "file", "cannot read %s for %s: %w", b.Name, name, err)
		}
		if out == nil {
			out = value.NewObject()
			for n, w := range in.All() {
				out.Set(n, w)
			}
		}
		out.Set(name, loaded)
	}
	if out == nil {
		return in, nil
	}
	return out, nil
}

// place turns any error into an *Error that names the operation; the place
// nearest to the cause wins.
func place(err error, op *Op) *Error {
	var e *Error
	if !errors.As(err, &e) {
		e = wrap(err)
	}
	if e.Op == "" {
		e.Op = op.ID
	}
	return e
}

func wrap(err error) *Error {
	var b *binding.Error
	switch {
	case errors.As(err, &b):
		kind := Bind
		if b.Kind == binding.Refused {
			kind = Refused
		}
		return &Error{Kind: kind, Code: b.Kind.Code(), Pos: b.Decl.Pos, Msg: b.Msg, Hint: b.Hint, Err: err}
	default:
		return &Error{Kind: KindOf(err), Err: err}
	}
}

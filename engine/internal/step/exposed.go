package step

import (
	"context"

	"naftiko/engine/internal/run"
	"naftiko/spec/value"
)

// Exposed is an exposed operation, tool or function that calls one operation: it
// turns its own arguments into those of the target and shapes the answer anew.
type Exposed struct {
	// Target is a consumed operation, or a function of an aggregate.
	Target *run.Op
	// With gives arguments of the target their values.
	With []DataMember
	// Shape are its own outputs; Whole is the answer as it came, for where they
	// give nothing.
	Shape, Whole *run.Shape
	// MaxSize is the adapter's maxBinarySize in bytes, or 0.
	MaxSize int64
}

// Run calls the target and shapes its answer.
func (x *Exposed) Run(ctx context.Context, f *run.Frame) (*run.Result, error) {
	a, err := x.answer(ctx, f)
	switch {
	case err != nil:
		return nil, err
	case f.Env.Raw && a.resp != nil:
		return &run.Result{Answer: a.resp}, nil
	case a.result != nil:
		return a.result, nil
	}
	res, err := x.Whole.Apply(f, a, a.resp)
	if err == nil && a.fruitless != nil {
		res.Fruitless, res.Misses, res.Explained = true, a.fruitless.Misses, a.fruitless.Explained
	}
	return res, err
}

func (x *Exposed) answer(ctx context.Context, f *run.Frame) (*answer, error) {
	inner, err := x.frame(f)
	if err != nil {
		return nil, err
	}
	target, ok := x.Target.Step.(answerer)
	if !ok {
		return nil, run.Errorf(run.Internal, "no-answer", "%s gives no answer", x.Target.ID)
	}
	a, err := target.answer(ctx, inner)
	if err != nil || f.Env.Raw || a.result != nil {
		return a, err
	}
	switch {
	case len(x.Shape.Outputs) == 0:
		return a, nil
	case len(a.resp.Body) == 0:
		a.result = x.Shape.Nothing(a.resp)
		return a, nil
	}
	res, err := x.Shape.Apply(f, a, a.resp)
	if err != nil {
		return nil, err
	}
	if res.Fruitless {
		a.fruitless = res // whoever called may find something in the answer
		return a, nil
	}
	a.result = res
	return a, nil
}

// Prepare builds the request of the target.
func (x *Exposed) Prepare(f *run.Frame) (*run.Request, error) {
	inner, err := x.frame(f)
	if err != nil {
		return nil, err
	}
	p, ok := x.Target.Step.(run.Preparer)
	if !ok {
		return nil, run.Errorf(run.Usage, "no-single-request", "%s sends more than one request", x.Target.ID)
	}
	return p.Prepare(inner)
}

// frame makes the target's frame: the caller's arguments stay visible, and With
// is evaluated against them alone.
func (x *Exposed) frame(f *run.Frame) (*run.Frame, error) {
	in := &value.Object{}
	for name, v := range f.Input.All() {
		in.Set(x.Target.ParamName(name), v)
	}
	for i := range x.With {
		if v, ok := x.With[i].Data.eval(f); ok {
			in.Set(x.Target.ParamName(x.With[i].Name), resolved{v: v}.variable())
		}
	}
	inner, err := run.NewFrame(x.Target, f.Env, in)
	if err != nil {
		return nil, err
	}
	inner.MaxResponse = x.MaxSize
	if x.MaxSize == 0 {
		inner.MaxResponse = f.MaxResponse
	}
	inner.Fixed = map[string]bool{}
	for i := range x.With {
		inner.Fixed[x.Target.ParamName(x.With[i].Name)] = x.With[i].Data.isConstant()
	}
	return inner, nil
}

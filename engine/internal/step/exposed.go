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
	With    []DataMember
	Outputs []run.Output
}

// answerer is a step whose answer can be had before its outputs are applied.
type answerer interface {
	// answer gives the decoded answer, or, when final is set, a result that is
	// shaped already.
	answer(ctx context.Context, f *run.Frame) (root value.Value, final bool, a *run.Response, err error)
}

// Run calls the target and shapes its answer.
func (x *Exposed) Run(ctx context.Context, f *run.Frame) (*run.Result, error) {
	v, _, a, err := x.answer(ctx, f)
	if err != nil {
		return nil, err
	}
	if f.Env.Raw {
		v = nil
	}
	return &run.Result{Value: v, Answer: a}, nil
}

func (x *Exposed) answer(ctx context.Context, f *run.Frame) (value.Value, bool, *run.Response, error) {
	inner, err := x.frame(f)
	if err != nil {
		return nil, false, nil, err
	}
	target, ok := x.Target.Step.(answerer)
	if !ok {
		return nil, false, nil, run.Errorf(run.Internal, "no-answer", "%s gives no answer", x.Target.ID)
	}
	root, final, a, err := target.answer(ctx, inner)
	if err != nil || final {
		return root, final, a, err
	}
	v, shaped := shape(x.Outputs, root)
	return v, shaped, a, nil
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
	inner.Fixed = map[string]bool{}
	for i := range x.With {
		inner.Fixed[x.Target.ParamName(x.With[i].Name)] = x.With[i].Data.isConstant()
	}
	return inner, nil
}

// shape applies the outputs of an exposed unit: an object by name when each of
// several has one, else the first that is not null. Without outputs, and when all
// are null, it is the answer as it came, and ok is false.
func shape(outs []run.Output, root value.Value) (v value.Value, ok bool) {
	if len(outs) > 1 && allNamed(outs) {
		return run.Outputs(outs, root), true
	}
	for i := range outs {
		if v, ok := outs[i].Eval(root, root); ok && v != nil {
			return v, true
		}
	}
	return root, false
}

func allNamed(outs []run.Output) bool {
	for i := range outs {
		if outs[i].Name == "" {
			return false
		}
	}
	return true
}

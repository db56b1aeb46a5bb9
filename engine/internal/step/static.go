package step

import (
	"context"

	"naftiko/engine/internal/run"
	"naftiko/spec/value"
)

// Static is an exposed unit that calls nothing: its outputs say what it answers,
// with the arguments put in.
type Static struct {
	Outputs []run.Output
}

// Run makes the answer.
func (s *Static) Run(_ context.Context, f *run.Frame) (*run.Result, error) {
	return run.NewResult(static(f.Fill(s.Outputs)), nil), nil
}

// Prepare says that there is no request.
func (s *Static) Prepare(f *run.Frame) (*run.Request, error) {
	return nil, run.Errorf(run.Usage, "no-request", "%s answers by itself and sends nothing", f.Op.ID)
}

func (s *Static) answer(ctx context.Context, f *run.Frame) (*answer, error) {
	res, err := s.Run(ctx, f)
	return &answer{result: res}, err
}

// static makes an object of the outputs that have a value.
func static(outs []run.Output) *value.Object {
	o := &value.Object{}
	for i := range outs {
		v := staticValue(&outs[i])
		if v == nil {
			continue
		}
		o.Set(outs[i].Name, v)
	}
	return o
}

// staticValue is the literal of an output, a list of one made from its items, an
// object of its properties, or nil for nothing.
func staticValue(o *run.Output) value.Value {
	switch {
	case o.IsLiteral:
		return o.Literal
	case o.Type == "array":
		list := value.List{}
		if o.Items != nil {
			if v := staticValue(o.Items); v != nil {
				list = append(list, v)
			}
		}
		return list
	case len(o.Properties) > 0:
		if obj := static(o.Properties); obj.Len() > 0 {
			return obj
		}
	}
	return nil
}

package run

import (
	"slices"
	"sync"

	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// Shape makes results of answers: all outputs by name, or the first that is not
// null. It never changes and is safe for concurrent use.
type Shape struct {
	Outputs []Output
	// first is set for exposed things whose outputs have no names to tell them apart.
	first bool
	// fast is made when the first answer comes: large documents have thousands of
	// shapes, and use one. It is nil where outputs need the tree.
	once sync.Once
	fast *Projection
}

// NewShape returns the shape of outputs; with first it is that of an exposed
// thing, which gives the value of the first output that is not null unless each
// of several has a name.
func NewShape(outs []Output, first bool) *Shape {
	return &Shape{Outputs: outs, first: first && !apart(outs)}
}

// apart reports whether outputs are several that names tell apart.
func apart(outs []Output) bool {
	return len(outs) > 1 && !slices.ContainsFunc(outs, func(o Output) bool { return o.Name == "" })
}

func (s *Shape) projection() *Projection {
	s.once.Do(func() { s.fast = NewProjection(s.Outputs, s.first) })
	return s.fast
}

// Content is the body of an answer.
type Content interface {
	// JSON returns the body where it is JSON in UTF-8, else nil.
	JSON() []byte
	// Tree returns the decoded body.
	Tree() (value.Value, error)
}

// Nothing is the result of an answer without a body: every output is null.
func (s *Shape) Nothing(a *Response) *Result {
	if s.first || len(s.Outputs) == 0 {
		return NewResult(nil, a)
	}
	o := &value.Object{}
	for _, out := range s.Outputs {
		o.Set(out.Name, nil)
	}
	return NewResult(o, a)
}

// Apply makes the result of an answer. It is fruitless where the first output is
// wanted and all are null. Errors are those of decoding it.
func (s *Shape) Apply(f *Frame, c Content, a *Response) (*Result, error) {
	if text := c.JSON(); text != nil && !f.Env.Explain {
		if fast := s.projection(); fast != nil {
			if out, misses, ok := fast.Apply(text); ok {
				return &Result{text: out, Misses: misses, Answer: a}, nil
			}
		}
	}
	root, err := c.Tree()
	if err != nil {
		return nil, err
	}
	outs := f.Fill(s.Outputs)
	res := &Result{Answer: a}
	if f.Env.Explain {
		res.Explained = Explain(outs, root)
	}
	if !s.first {
		res.value, res.Misses = Outputs(outs, root)
		return res, nil
	}
	var ok bool
	if res.value, ok = First(outs, root); !ok {
		_, res.Misses = Outputs(outs, root)
		res.Fruitless = true
	}
	return res, nil
}

// Fill returns outputs with the literals filled that name variables. Binds stand
// as $NAME: a secret is not put into a result.
func (f *Frame) Fill(outs []Output) []Output {
	if !slices.ContainsFunc(outs, Output.hasTemplate) {
		return outs
	}
	outs = slices.Clone(outs)
	for i := range outs {
		f.fill(&outs[i])
	}
	return outs
}

func (f *Frame) fill(o *Output) {
	if o.Template != nil {
		text, _ := o.Template.Render(f.Lookup, expr.Raw)
		shown := text.Show(func(id string) string {
			d, _ := f.Op.Decls.Find(id)
			return dollar(d)
		})
		o.Literal, o.IsLiteral, o.Template = Typed(shown, o.Type), true, nil
	}
	o.Properties = f.Fill(o.Properties)
	for _, part := range []**Output{&o.Items, &o.Values} {
		if *part != nil && (*part).hasTemplate() {
			filled := **part
			f.fill(&filled)
			*part = &filled
		}
	}
}

func (o Output) hasTemplate() bool {
	return o.Template != nil || slices.ContainsFunc(o.Properties, Output.hasTemplate) ||
		o.Items != nil && o.Items.hasTemplate() || o.Values != nil && o.Values.hasTemplate()
}

// Typed returns a text as the number or boolean that its declared type says,
// where it spells one; else the text.
func Typed(v value.Value, typ string) value.Value {
	text, ok := v.(string)
	if !ok {
		return v
	}
	switch typ {
	case "number", "integer":
		if n, ok := value.ParseNumber(text); ok {
			return n
		}
	case "boolean":
		if text == "true" || text == "false" {
			return text == "true"
		}
	}
	return v
}

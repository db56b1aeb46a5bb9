package rule

import (
	"iter"

	"naftiko/spec"
)

// prose yields the texts that the document itself has for people and models: its
// labels and descriptions. A page may show them, and a model reads them.
func (s *Subject) prose() iter.Seq[spec.Str] {
	return func(yield func(spec.Str) bool) {
		r := &reader{yield: yield}
		r.texts(s.Doc.Info.Label, s.Doc.Info.Description)
		for i := range s.entries {
			if e := &s.entries[i]; e.isOwn() {
				r.entry(e)
			}
		}
	}
}

// reader hands texts on until nobody wants more.
type reader struct {
	yield func(spec.Str) bool
	done  bool
}

func (r *reader) texts(list ...spec.Str) {
	for _, s := range list {
		if s.Text != "" && !r.done {
			r.done = !r.yield(s)
		}
	}
}

func (r *reader) entry(e *entry) {
	switch {
	case e.bind != nil:
		r.texts(e.bind.Description)
	case e.consume != nil:
		r.consume(e.consume)
	case e.expose != nil:
		r.expose(e.expose)
	case e.aggregate != nil:
		r.texts(e.aggregate.Label, e.aggregate.Description)
		for i := range e.aggregate.Functions {
			r.unit(&e.aggregate.Functions[i].Unit)
		}
	}
}

func (r *reader) consume(c *spec.Consume) {
	r.texts(c.Description)
	r.inputs(c.Inputs)
	for i := range c.Resources {
		res := &c.Resources[i]
		r.texts(res.Label, res.Description)
		r.inputs(res.Inputs)
		for j := range res.Operations {
			o := &res.Operations[j]
			r.texts(o.Label, o.Description)
			r.inputs(o.Inputs)
			r.outputs(o.Outputs)
		}
	}
}

func (r *reader) expose(e *spec.Expose) {
	r.texts(e.Description)
	r.inputs(e.Inputs)
	for i := range e.Resources {
		res := &e.Resources[i]
		r.texts(res.Label, res.Description)
		r.inputs(res.Inputs)
		for j := range res.Operations {
			r.operation(&res.Operations[j])
		}
	}
	for i := range e.Tools {
		r.unit(&e.Tools[i].Unit)
	}
	for i := range e.MCPResources {
		r.unit(&e.MCPResources[i].Unit)
	}
	for i := range e.Prompts {
		r.texts(e.Prompts[i].Label, e.Prompts[i].Description)
		r.inputs(e.Prompts[i].Arguments)
	}
	for i := range e.Skills {
		r.texts(e.Skills[i].Description)
		for j := range e.Skills[i].Tools {
			r.texts(e.Skills[i].Tools[j].Description)
		}
	}
}

func (r *reader) operation(o *spec.ExposedOperation) {
	r.unit(&o.Unit)
	for i := range o.Responses {
		r.texts(o.Responses[i].Description)
	}
	if o.BinaryResponse != nil {
		r.texts(o.BinaryResponse.Description)
	}
}

func (r *reader) unit(u *spec.Unit) {
	r.texts(u.Label, u.Description)
	r.inputs(u.Inputs)
	r.outputs(u.Outputs)
}

func (r *reader) inputs(list []spec.Input) {
	for i := range list {
		r.input(&list[i])
	}
}

func (r *reader) input(in *spec.Input) {
	if in == nil {
		return
	}
	r.texts(in.Description)
	if in.Facets != nil {
		r.texts(in.Facets.Label)
	}
	r.inputs(in.Properties)
	r.input(in.Items)
	r.input(in.Values)
}

func (r *reader) outputs(list []spec.Output) {
	for i := range list {
		r.output(&list[i])
	}
}

func (r *reader) output(out *spec.Output) {
	if out == nil {
		return
	}
	r.texts(out.Description)
	if out.Facets != nil {
		r.texts(out.Facets.Label)
	}
	r.outputs(out.Properties)
	r.output(out.Items)
	r.output(out.Values)
}

package rule

import (
	"maps"
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

var pathParameterMissing = Rule{
	Code: "path-parameter-missing", Level: Warning, Strict: Error, In: Recommended,
	Covers: []string{"unused-parameter"},
	Title:  "a path parameter without its place in the path",
	Why: "A parameter in: path stands where the path has its name in braces. Without that place its value is asked for and never " +
		"sent, and the request goes to another address than was meant.",
	Check: checkPathParameters,
}

func checkPathParameters(p *Pass) {
	for _, c := range p.consumes() {
		base := names{}
		base.urls(c.BaseURI)
		inEntry := names{}
		for i := range c.Resources {
			r := &c.Resources[i]
			if r.Path.Text == "" {
				continue // told as missing
			}
			inResource := names{}
			for j := range r.Operations {
				o := &operation{Operation: &r.Operations[j], resource: r, consume: c}
				p.pathParameters(o.Inputs, o, base, inResource)
			}
			inResource.urls(r.Path)
			p.pathParameters(r.Inputs, nil, base, inResource)
			maps.Copy(inEntry, inResource)
		}
		p.pathParameters(c.Inputs, nil, base, inEntry)
	}
	for _, e := range p.exposes("rest") {
		inAdapter := names{}
		for i := range e.Resources {
			r := &e.Resources[i]
			if r.Path.Text == "" {
				continue
			}
			n := names{}
			n.urls(r.Path)
			for j := range r.Operations {
				p.pathParameters(r.Operations[j].Inputs, nil, nil, n)
			}
			p.pathParameters(r.Inputs, nil, nil, n)
			inAdapter.urls(r.Path)
		}
		p.pathParameters(e.Inputs, nil, nil, inAdapter)
	}
}

func (n names) urls(s spec.Str) {
	m := newMentioner()
	m.url(s)
	n.variables(m.out, "")
}

// pathParameters looks at the parameters in: path of one level. Those of an operation
// o may be named by anything in it, and what it names is added to places.
func (p *Pass) pathParameters(inputs []spec.Input, o *operation, base, places names) {
	if o != nil && o.Path.Text != "" {
		places.urls(o.Path)
	}
	var own names
	for i := range inputs {
		in := &inputs[i]
		if !strings.EqualFold(in.In.Text, "path") || in.Name.Text == "" || places.has(in.Name.Text) || base.has(in.Name.Text) {
			continue
		}
		if o != nil {
			if own == nil {
				own = o.mentioned()
			}
			if own.has(in.Name.Text) {
				continue
			}
		}
		p.report(in.Name.Pos, "put {"+diag.Short(in.Name.Text)+"} into the path, or say where it is sent with  in:",
			"the parameter %s has no place in the path", diag.Short(in.Name.Text))
	}
}

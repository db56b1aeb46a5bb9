package compile

import (
	"path"
	"strings"
	"sync"

	"naftiko/engine/internal/format"
	"naftiko/engine/internal/run"
	"naftiko/engine/internal/step"
	"naftiko/spec"
	"naftiko/spec/expr"
)

// answer compiles how answers are read and what is taken from them.
func (b *builder) answer() {
	o := b.operation
	b.op.Format = strings.ToLower(o.RawFormat.Text)
	if b.op.Format == "" {
		b.op.Format = "json"
	}
	b.reader()
	b.wraps = b.op.Format == "xml"
	var outs []run.Output
	for i := range o.Outputs {
		out := b.output(&o.Outputs[i])
		if out.Name == "" {
			out.Name = "value"
		}
		outs = append(outs, out)
	}
	b.call.Shape = run.NewShape(outs, false)
	b.op.Outputs = outs
}

// reader finds what reads the answers. That none does is no problem of the
// operation: its answers can still be had as they came.
func (b *builder) reader() {
	o, r := b.operation, &b.call.Reader
	r.FormatPos, r.SchemaPos, r.MediaType = o.RawFormat.Pos, o.Pos, o.MediaType.Text
	if o.Schema.Set() {
		r.SchemaPos = o.Schema.Pos
	}
	b.maxSize()
	k, err := format.Find(o.RawFormat.Text)
	if err != nil || !k.Reads() {
		b.unsupported()
		return
	}
	r.Format = k
	switch {
	case k.Schema != nil:
		b.schema(k)
	case o.Schema.Text != "":
		b.c.diags.Warnf(o.Schema.Pos, "schema-unused", "", "outputSchema has no meaning for answers in %s", k.Name)
	}
}

func (b *builder) unsupported() {
	pos, name := b.operation.RawFormat.Pos, b.operation.RawFormat.Text
	names := strings.Join(format.Decoders(), ", ")
	b.c.diags.Errorf(pos, "unsupported-format", "use one of "+names+"; -o raw prints answers as they come", "unsupported format %q in outputRawFormat", name)
	r := &b.call.Reader
	r.Format = format.Kind{Name: name}
	r.Decode = func() (format.Decode, error) {
		e := run.Errorf(run.Document, "unsupported-format", "unsupported format %q in outputRawFormat", name).At(pos)
		return nil, e.Help("it is one of %s; -o raw prints answers as they come", names)
	}
}

// schema compiles outputSchema: at once, or, when it is the path of a file, with
// the first answer; a check of the document does not wait.
func (b *builder) schema(k format.Kind) {
	o, r := b.operation, &b.call.Reader
	s := format.Schema{Text: o.Schema.Text}
	if read, folder := b.c.opts.ReadSchema, b.consume.Folder; read != nil {
		s.ReadFile = func(name string) ([]byte, error) { return read(folder, path.Clean(name)) }
	}
	r.Decode = sync.OnceValues(func() (format.Decode, error) { return k.Schema(s) })
	if k.SchemaFile && s.Text != "" && !b.c.opts.Check {
		return
	}
	if _, err := r.Decode(); err != nil {
		e := step.SchemaError(err, r.SchemaPos)
		b.c.diags.Errorf(e.Pos, e.Code, e.Hint, "%s", e.Msg)
	}
}

// maxSize reads maxBinarySize.
func (b *builder) maxSize() {
	s := b.operation.MaxBinarySize
	if strings.TrimSpace(s.Text) == "" {
		return
	}
	n, err := format.ParseSize(s.Text)
	if err != nil {
		b.errorf(s.Pos, "bad-size", "write a number with B, KiB, MiB or GiB, as 10MiB", "maxBinarySize: %v", err)
		return
	}
	b.call.MaxSize = n
}

// output compiles an output parameter and its parts.
func (b *builder) output(o *spec.Output) run.Output {
	out := run.Output{Name: o.Name.Text, Type: strings.ToLower(o.Type.Text), Description: o.Description.Text, Pos: o.Pos}
	if o.Facets != nil {
		out.MaxLength = atoi(o.Facets.MaxLength.Text)
	}
	if out.Type == "" {
		out.Type = shapeOf(o)
	}
	out.Wrap = b.wraps && out.Type == "array"
	b.source(o, &out)
	for i := range o.Properties {
		out.Properties = append(out.Properties, b.output(&o.Properties[i]))
	}
	if o.Items != nil {
		items := b.output(o.Items)
		out.Items = &items
	}
	if o.Values != nil {
		values := b.output(o.Values)
		out.Values = &values
	}
	return out
}

// shapeOf gives an output without a type the one that its parts need.
func shapeOf(o *spec.Output) string {
	switch {
	case len(o.Properties) > 0 || o.Values != nil:
		return "object"
	case o.Items != nil:
		return "array"
	}
	return ""
}

// source finds where an output's value comes from: a path in mapping or value,
// or a literal, which may name variables. In what answers by itself all are literals.
func (b *builder) source(o *spec.Output, out *run.Output) {
	path, isPath := pathText(o)
	switch {
	case isPath && !b.literals:
		p, err := expr.ParsePath(path.Text)
		if err != nil {
			b.errorf(path.Pos, "jsonpath-syntax", "", "%v", err)
			return
		}
		out.Path = p
	case o.Value != nil:
		b.literal(o.Value, out)
	}
}

func (b *builder) literal(n *spec.Node, out *run.Output) {
	text, isText := n.Scalar.(string)
	if !isText || n.Kind != spec.ScalarNode || !strings.Contains(text, "{{") {
		out.Literal, out.IsLiteral = run.Typed(n.Plain(), out.Type), true
		return
	}
	t := b.template(text, n.Pos)
	for _, ref := range t.Refs() {
		if _, bound := b.c.find(ref.Name); bound && !b.isInput(ref.Name) {
			b.c.diags.Warnf(n.Pos, "bind-in-output", "", "the value of %s is not put into a result; its name stands there", ref.Name)
		}
	}
	out.Template = t
}

// pathText returns the JSONPath of an output, in any of its spellings.
func pathText(o *spec.Output) (spec.Str, bool) {
	if o.Mapping.Set() {
		return spec.Str{Text: unbraced(o.Mapping.Text), Pos: o.Mapping.Pos}, true
	}
	if o.Value == nil {
		return spec.Str{}, false
	}
	text, ok := o.Value.Scalar.(string)
	if text = unbraced(text); !ok || !isPath(text) {
		return spec.Str{}, false
	}
	return spec.Str{Text: text, Pos: o.Value.Pos}, true
}

// unbraced takes {{$.path}} for $.path.
func unbraced(text string) string {
	inner, ok := strings.CutPrefix(strings.TrimSpace(text), "{{")
	if !ok || !strings.HasSuffix(inner, "}}") {
		return text
	}
	if inner = strings.TrimSpace(strings.TrimSuffix(inner, "}}")); strings.HasPrefix(inner, "$") {
		return inner
	}
	return text
}

// isPath tells $, $.a and $[0] from a literal such as $5.
func isPath(text string) bool {
	return text == "$" || strings.HasPrefix(text, "$.") || strings.HasPrefix(text, "$[")
}

// hasLiteral reports whether an output or a part of it has a value of its own.
func hasLiteral(outs []run.Output) bool {
	for i := range outs {
		o := &outs[i]
		switch {
		case o.IsLiteral, o.Template != nil, hasLiteral(o.Properties):
			return true
		case o.Items != nil && hasLiteral([]run.Output{*o.Items}):
			return true
		}
	}
	return false
}

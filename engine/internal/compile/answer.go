package compile

import (
	"path"
	"slices"
	"strings"
	"sync"

	"naftiko/engine/internal/format"
	"naftiko/engine/internal/run"
	"naftiko/engine/internal/step"
	"naftiko/spec"
	"naftiko/spec/expr"
	"naftiko/spec/value"
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
	b.op.Outputs = b.consumedOutputs(o.Outputs)
	b.call.Shape = run.NewShape(b.op.Outputs, false)
}

// consumedOutputs compiles the outputs of a consumed operation. One without a name
// counts only where no other has one, and is called "value".
func (b *builder) consumedOutputs(list []spec.Output) []run.Output {
	named := slices.ContainsFunc(list, func(o spec.Output) bool { return o.Name.Text != "" })
	var outs []run.Output
	for i := range list {
		out := b.output(&list[i])
		switch {
		case out.Name != "":
		case named || len(outs) > 0:
			b.c.diags.Warnf(out.Pos, "output-unnamed", "give it a name", "an output without a name is left out beside others")
			continue
		default:
			out.Name = "value"
		}
		outs = append(outs, out)
	}
	b.outputNotes(outs)
	return outs
}

// outputNotes warns of outputs that always are null, and of those that hide others.
func (b *builder) outputNotes(outs []run.Output) {
	seen := map[string]bool{}
	for i := range outs {
		o := &outs[i]
		if o.Name != "" && seen[o.Name] {
			b.c.diags.Warnf(o.Pos, "duplicate-output", "", "another output is called %s; this one takes its place", o.Name)
		}
		seen[o.Name] = true
		if o.Sourceless() && !b.literals {
			b.c.diags.Warnf(o.Pos, "no-source", "add a mapping", "output %s is always null: nothing says where it is in the answer", o.Name)
		}
	}
}

// reader finds what reads the answers. That none does is no problem of the
// operation: its answers can still be had as they came.
func (b *builder) reader() {
	o, r := b.operation, &b.call.Reader
	r.SchemaPos, b.op.MediaType = o.Pos, o.MediaType.Text
	if o.Schema.Set() {
		r.SchemaPos = o.Schema.Pos
	}
	r.MaxSize = b.maxSize(o.MaxBinarySize)
	k, err := format.Find(o.RawFormat.Text)
	if err != nil || !k.Reads() {
		b.unsupported()
		return
	}
	r.Format = k
	if !k.Blob && o.MaxBinarySize.Text != "" {
		b.c.diags.Warnf(o.MaxBinarySize.Pos, "size-unused", "", "maxBinarySize limits binary answers only, and these are in %s", k.Name)
	}
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
	if k.SchemaFile {
		if strings.Contains(s.Text, "://") && !strings.HasPrefix(s.Text, "file:") {
			b.errorf(o.Schema.Pos, "output-schema", "keep the file beside the document", "outputSchema: %q is no file of this machine", s.Text)
			return
		}
		s.Text = spec.FilePath(s.Text)
	}
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

// maxSize reads a maxBinarySize, in bytes; 0 where there is none.
func (b *builder) maxSize(s spec.Str) int64 {
	if strings.TrimSpace(s.Text) == "" {
		return 0
	}
	n, err := format.ParseSize(s.Text)
	if err != nil {
		b.errorf(s.Pos, "bad-size", "write a number with B, KiB, MiB or GiB, as 10MiB", "maxBinarySize: %v", err)
	}
	return n
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
	b.outputNotes(out.Properties)
	out.Items, out.Values = b.entry(o.Items), b.entry(o.Values)
	return out
}

// entry compiles what the items of a list or the values of an object are. One that
// only limits their length is each of them itself.
func (b *builder) entry(o *spec.Output) *run.Output {
	if o == nil {
		return nil
	}
	out := b.output(o)
	if out.MaxLength > 0 && out.Sourceless() {
		out.Path, _ = expr.ParsePath("$") // always parses
	}
	return &out
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

// source finds where an output's value comes from: a literal, which may name
// variables, else a path in value or mapping. In what answers by itself all are
// literals.
func (b *builder) source(o *spec.Output, out *run.Output) {
	path, isPath := pathText(o)
	switch {
	case isPath && !b.literals:
		p, err := expr.ParsePath(path.Text)
		if err != nil {
			b.errorf(path.Pos, "jsonpath-syntax", "", "%v", err)
			out.IsLiteral = true // one mistake, one finding
			return
		}
		out.Path = p
	case o.Value != nil:
		b.literal(o.Value, out)
	}
}

func (b *builder) literal(n *spec.Node, out *run.Output) {
	text, isText := n.Scalar.(string)
	if n.Kind != spec.ScalarNode || !isText || !strings.Contains(text, "{{") {
		if inner := templateIn(n); inner != nil && inner != n {
			b.c.diags.Warnf(inner.Pos, "template-in-literal", "", "a template inside of a list or an object is not filled")
		}
		out.Literal, out.IsLiteral = plainLiteral(n, out.Type), true
		return
	}
	if inner := pathIn(text); inner != "" {
		b.c.diags.Warnf(n.Pos, "path-in-text", "an output is one path, or a text; give each path an output of its own",
			"{{%s}} stands in a text, where paths are not filled", inner)
		out.Literal, out.IsLiteral = text, true
		return
	}
	out.Template = b.template(text, n.Pos)
	for _, ref := range out.Template.Refs() {
		if _, bound := b.c.find(ref.Name); bound && !b.isInput(ref.Name) {
			b.c.diags.Warnf(n.Pos, "bind-in-output", "", "the value of %s is not put into a result; its name stands there", ref.Name)
		}
	}
}

// pathIn returns the first JSONPath that a tag of a template names, or "".
func pathIn(text string) string {
	t, err := expr.ParseTemplate(text)
	if err != nil {
		return "" // reported where it is compiled
	}
	for _, ref := range t.Refs() {
		if strings.HasPrefix(ref.Name, "$") {
			return ref.Name
		}
	}
	return ""
}

// plainLiteral is a literal as its type has it: a text of a number or a boolean
// where these are declared, and the other way round.
func plainLiteral(n *spec.Node, typ string) value.Value {
	v := n.Plain()
	switch v.(type) {
	case value.Number, bool:
		if typ == "string" {
			return value.Text(v)
		}
	}
	return run.Typed(v, typ)
}

// templateIn returns the first text of n that has a template, or nil.
func templateIn(n *spec.Node) *spec.Node {
	if text, ok := n.Scalar.(string); ok && n.Kind == spec.ScalarNode && strings.Contains(text, "{{") {
		return n
	}
	for i := range n.Items {
		if found := templateIn(&n.Items[i]); found != nil {
			return found
		}
	}
	for i := range n.Members {
		if found := templateIn(&n.Members[i].Node); found != nil {
			return found
		}
	}
	return nil
}

// pathText returns the JSONPath of an output, in any of its spellings. A value that
// is none goes before a mapping.
func pathText(o *spec.Output) (spec.Str, bool) {
	if o.Value != nil {
		text, ok := o.Value.Scalar.(string)
		switch text = unbraced(text); {
		case !ok || !isPath(text):
			return spec.Str{}, false
		case !o.Mapping.Set():
			return spec.Str{Text: text, Pos: o.Value.Pos}, true
		}
	}
	return spec.Str{Text: unbraced(o.Mapping.Text), Pos: o.Mapping.Pos}, o.Mapping.Set()
}

// unbraced takes {{$.path}} for $.path.
func unbraced(text string) string {
	inner, ok := strings.CutPrefix(strings.TrimSpace(text), "{{")
	if !ok || !strings.HasSuffix(inner, "}}") {
		return text
	}
	inner = strings.TrimSpace(strings.TrimSuffix(inner, "}}"))
	if strings.HasPrefix(inner, "$") && !strings.Contains(inner, "}}") && !strings.Contains(inner, "{{") {
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

package compile

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"naftiko/engine/internal/run"
	"naftiko/engine/internal/step"
	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
)

// mergeInputs joins the parameters of adapter, resource and operation: of those
// with one place and name the innermost counts, where the outermost stood.
func (b *builder) mergeInputs() {
	b.byPlace, b.byName = map[string]int{}, map[string]int{}
	for _, level := range [][]spec.Input{b.consume.Inputs, b.resource.Inputs, b.operation.Inputs} {
		for i := range level {
			b.mergeInput(&level[i])
		}
	}
}

func (b *builder) mergeInput(in *spec.Input) {
	in = b.constant(in)
	key := placeKey(in)
	if i, ok := b.byPlace[key]; ok {
		b.inputs[i] = in
		return
	}
	b.byPlace[key] = len(b.inputs)
	if _, ok := b.byName[in.Name.Text]; !ok {
		b.byName[in.Name.Text] = len(b.inputs)
	}
	b.inputs = append(b.inputs, in)
}

// constant gives a parameter the value of its const, which alpha1 sent; in other
// versions it is documentation, and that it is not sent is told.
func (b *builder) constant(in *spec.Input) *spec.Input {
	if in.Facets == nil || in.Facets.Const == nil || overriding(in) != nil {
		return in
	}
	if b.c.doc.Version.Text != "1.0.0-alpha1" {
		b.c.constants[in.Facets.Const.Pos] = true
		return in
	}
	copied := *in
	copied.Value = in.Facets.Const
	return &copied
}

// placeKey is equal for parameters of which one replaces the other: those of one
// place and name; the case of a header's name does not count.
func placeKey(in *spec.Input) string {
	where := place(in)
	if where == "header" {
		return where + "\x00" + strings.ToLower(in.Name.Text)
	}
	return where + "\x00" + in.Name.Text
}

// input returns the first merged parameter of that name, or nil.
func (b *builder) input(name string) *spec.Input {
	if i, ok := b.byName[name]; ok {
		return b.inputs[i]
	}
	return nil
}

// place returns where a parameter goes; the default is the query.
func place(in *spec.Input) string {
	if in.In.Text == "" {
		return "query"
	}
	return strings.ToLower(in.In.Text)
}

// knownPlaces are the words that in: may have.
var knownPlaces = []string{"query", "header", "path", "cookie", "body", "environment"}

// parameters compiles the merged parameters.
func (b *builder) parameters() {
	b.unsent = map[*spec.Input]bool{}
	for _, in := range b.inputs {
		if b.skip(in) {
			b.unsent[in] = true
			continue
		}
		p := step.Param{Name: in.Name.Text, In: place(in), Pos: in.Pos}
		p.Default, p.HasDefault = literal(in.Default)
		if n := overriding(in); n != nil {
			d := b.data(n)
			p.Value = &d
		}
		if p.In == "environment" {
			p.Bind = b.c.environment(in)
		}
		b.call.Params = append(b.call.Params, p)
	}
}

// skip reports parameters that are not sent, saying so.
func (b *builder) skip(in *spec.Input) bool {
	where := place(in)
	if where == "header" && run.ForbiddenHeader(in.Name.Text) {
		b.c.diags.Warnf(in.Pos, "forbidden-header", "", "the header %s belongs to the connection and is not taken from a document", in.Name.Text)
		return true
	}
	if (where == "header" || where == "cookie") && !run.ValidHeaderName(in.Name.Text) {
		b.errorf(in.Name.Pos, "bad-name", "", "%q cannot be the name of a %s", in.Name.Text, where)
		return true
	}
	if slices.Contains(knownPlaces, where) {
		return false
	}
	b.c.diags.Warnf(in.In.Pos, "unknown-place", "use "+strings.Join(knownPlaces, ", "), "a parameter in %q is not sent", in.In.Text)
	return true
}

// overriding returns what stands in place of the caller's argument.
func overriding(in *spec.Input) *spec.Node {
	if in.Value != nil {
		return in.Value
	}
	return in.Template
}

// finishParams lists the arguments the operation takes: declared parameters
// whose value the document leaves to the caller, after them the placeholders.
func (b *builder) finishParams() {
	var declared []run.Param
	names := map[string]bool{}
	for _, in := range b.inputs {
		if overriding(in) != nil || place(in) == "environment" || b.unsent[in] {
			continue
		}
		p := b.param(in)
		p.In = place(in)
		if ph := b.found(in.Name.Text); ph != nil && p.In == "path" {
			p.Required, p.BaseOnly = true, ph.BaseOnly
		}
		if b.satisfied(&p) {
			p.Required = false
		}
		declared, names[p.Name] = append(declared, p), true
	}
	for _, p := range b.op.Params { // placeholders, found so far
		if !names[p.Name] {
			declared = append(declared, p)
		}
	}
	b.op.Params = declared
}

// satisfied reports required headers that are always there.
func (b *builder) satisfied(p *run.Param) bool {
	if p.In != "header" {
		return false
	}
	switch strings.ToLower(p.Name) {
	case "authorization":
		return b.call.Auth != nil
	case "content-type":
		return b.call.Body != nil || b.hasBodyParam()
	}
	return false
}

func (b *builder) hasBodyParam() bool {
	for i := range b.call.Params {
		if b.call.Params[i].In == "body" {
			return true
		}
	}
	return false
}

// found returns the placeholder of that name, or nil.
func (b *builder) found(name string) *run.Param {
	if i, ok := b.placeholders[name]; ok {
		return &b.op.Params[i]
	}
	return nil
}

// param describes an input to those who check and show arguments.
func (b *builder) param(in *spec.Input) run.Param {
	p := run.Param{
		Name: in.Name.Text, Type: strings.ToLower(in.Type.Text), Description: in.Description.Text, Required: in.Required, Pos: in.Pos,
	}
	p.Default, p.HasDefault = literal(in.Default)
	for i := range in.Enum {
		p.Enum = append(p.Enum, in.Enum[i].Plain())
	}
	if in.Pattern.Text != "" {
		p.Pattern = b.pattern(in.Pattern)
	}
	if in.Items != nil {
		items := b.param(in.Items)
		p.Items = &items
	}
	for i := range in.Properties {
		m := b.param(&in.Properties[i])
		m.Required = m.Required || contains(in.RequiredNames, m.Name)
		p.Properties = append(p.Properties, m)
	}
	return p
}

func contains(names []spec.Str, name string) bool {
	for _, n := range names {
		if n.Text == name {
			return true
		}
	}
	return false
}

func (b *builder) pattern(s spec.Str) *run.Pattern {
	p := &run.Pattern{Source: s.Text, Compile: sync.OnceValues(func() (*regexp.Regexp, error) { return regexp.Compile(s.Text) })}
	if b.c.opts.Check {
		if _, err := p.Compile(); err != nil {
			b.c.diags.Warnf(s.Pos, "pattern-syntax", "look-around and back-references are not known here", "the pattern is not checked: %v", err)
		}
	}
	return p
}

// refer notes the variables that a template names: declared parameters, binds,
// else arguments that nothing declares, required where nothing else can fill them.
func (b *builder) refer(refs []expr.Ref, pos diag.Pos, where use, required bool) {
	if b.mentions == nil {
		b.mentions = map[string]int{}
	}
	for _, ref := range refs {
		b.mentions[ref.Name]++
		at := pos
		at.Column += ref.Offset
		if ref.Inner && !b.known(ref.Name) {
			continue // a member of the section's value
		}
		b.referName(ref.Name, at, where, required && !ref.Section)
	}
}

func (b *builder) referName(name string, pos diag.Pos, where use, required bool) {
	if in := b.input(name); in != nil {
		if in.Value == nil && in.Template == nil && in.Default == nil {
			b.placeholder(name, pos, required)
		}
		return // else the document fills it
	}
	if b.c.variable(name, pos, where) || name == "." {
		return
	}
	if arg := b.op.ArgumentName(name); arg != name {
		b.placeholder(arg, pos, required)
		return
	}
	if in := b.canonical(name); in != name && where == usedInURL {
		b.placeholder(in, pos, required)
		return
	}
	first, _, dotted := strings.Cut(name, ".")
	if dotted && (b.isInput(first) || b.c.variable(first, pos, where)) {
		return
	}
	b.placeholder(name, pos, required)
}

func (b *builder) known(name string) bool {
	_, bind := b.c.find(name)
	return bind || b.isInput(name)
}

func (b *builder) isInput(name string) bool { return b.input(name) != nil }

// placeholder accepts name as an argument.
func (b *builder) placeholder(name string, pos diag.Pos, required bool) {
	if p := b.found(name); p != nil {
		p.Required = p.Required || required
		p.BaseOnly = p.BaseOnly && b.inBase
		return
	}
	if b.placeholders == nil {
		b.placeholders = map[string]int{}
	}
	b.placeholders[name] = len(b.op.Params)
	b.op.Params = append(b.op.Params, run.Param{Name: name, Required: required, BaseOnly: b.inBase, Pos: pos})
}

package compile

import (
	"slices"
	"strings"

	"naftiko/engine/internal/run"
	"naftiko/engine/internal/step"
	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
)

// exposer compiles what a document exposes, behind the other stages. Like the
// compiler, but with diagnostics of its own.
type exposer struct {
	*compiler
	ops       []*run.Op
	functions map[string]*run.Op
	byCall    map[string][]*run.Op
}

// exposed compiles what the document exposes and what calls one operation:
// functions of aggregates, REST operations and MCP tools. Inputs that they do not
// declare are inferred from what they call.
func (c *compiler) exposed() ([]*run.Op, diag.List) {
	x := &exposer{
		compiler:  &compiler{doc: c.doc, opts: c.opts, prog: c.prog, used: map[string]use{}, declared: c.declared, constants: map[diag.Pos]bool{}, sealed: true},
		functions: map[string]*run.Op{},
	}
	for _, s := range c.sections() {
		for i := range s.Aggregates {
			a := &s.Aggregates[i]
			for j := range a.Functions {
				op := x.unit(&unit{Unit: &a.Functions[j].Unit, kind: "function", namespace: a.Namespace.Text})
				x.functions[op.ID] = op
			}
		}
	}
	for _, s := range c.sections() {
		for i := range s.Exposes {
			x.adapter(&s.Exposes[i])
		}
	}
	number(x.ops)
	return x.ops, x.diags
}

// exposedUses notes which variables exposed things use, without compiling them:
// it counts for what is secret and for the implicit bearer token.
func (c *compiler) exposedUses() {
	for _, s := range c.sections() {
		for i := range s.Aggregates {
			for j := range s.Aggregates[i].Functions {
				c.unitUses(&s.Aggregates[i].Functions[j].Unit)
			}
		}
		for i := range s.Exposes {
			c.adapterUses(&s.Exposes[i])
		}
	}
}

func (c *compiler) adapterUses(e *spec.Expose) {
	c.usesOf(e.More)
	for _, n := range []*spec.Node{e.Management, e.Observability} {
		if n != nil {
			c.usesOf([]spec.NodeMember{{Node: *n}})
		}
	}
	if a := e.Auth; a != nil {
		c.usesOf(a.More)
		for _, text := range []spec.Str{a.Username, a.Password, a.Token, a.Key, a.Value} {
			c.usesIn(text.Text, text.Pos)
		}
	}
	for i := range e.Tools {
		c.unitUses(&e.Tools[i].Unit)
	}
	for i := range e.MCPResources {
		c.unitUses(&e.MCPResources[i].Unit)
	}
	for i := range e.Prompts {
		for _, m := range e.Prompts[i].Template {
			c.usesIn(m.Content.Text, m.Content.Pos)
		}
	}
	for i := range e.Resources {
		for j := range e.Resources[i].Operations {
			c.unitUses(&e.Resources[i].Operations[j].Unit)
		}
	}
}

func (c *compiler) unitUses(u *spec.Unit) {
	c.usesOf(u.With)
	for i := range u.Steps {
		c.usesOf(u.Steps[i].With)
		c.usesOf(u.Steps[i].More)
		c.usesIn(u.Steps[i].Value.Text, u.Steps[i].Value.Pos)
	}
	for i := range u.Outputs {
		if v := u.Outputs[i].Value; v != nil {
			c.usesOf([]spec.NodeMember{{Node: *v}})
		}
	}
}

func (c *compiler) usesOf(members []spec.NodeMember) {
	for i := range members {
		n := &members[i].Node
		c.usesOf(n.Members)
		for j := range n.Items {
			c.usesOf([]spec.NodeMember{{Node: n.Items[j]}})
		}
		if text, ok := n.Scalar.(string); ok {
			c.usesIn(text, n.Pos)
		}
	}
}

// usesIn notes the variables that a text names.
func (c *compiler) usesIn(text string, pos diag.Pos) {
	if !strings.Contains(text, "{{") {
		return
	}
	t, err := expr.ParseTemplate(text)
	if err != nil {
		return // reported where it is compiled
	}
	for _, ref := range t.Refs() {
		c.variable(ref.Name, pos, usedElsewhere)
	}
}

// unit is one exposed thing while it is compiled.
type unit struct {
	*spec.Unit
	kind, namespace, resource string
	method, path              string
	// limit is the adapter's maxBinarySize.
	limit spec.Str
	// inherited are parameters of the adapter and the resource.
	inherited []spec.Input
}

func (x *exposer) adapter(e *spec.Expose) {
	for i := range e.Tools {
		x.unit(&unit{Unit: &e.Tools[i].Unit, kind: "tool", namespace: e.Namespace.Text, limit: e.MaxBinarySize})
	}
	for i := range e.Resources {
		r := &e.Resources[i]
		for j := range r.Operations {
			o := &r.Operations[j]
			x.unit(&unit{
				Unit: &o.Unit, kind: "operation", limit: e.MaxBinarySize, namespace: e.Namespace.Text, resource: r.Name.Text,
				method: strings.ToUpper(o.Method.Text), path: r.Path.Text, inherited: append(slices.Clone(e.Inputs), r.Inputs...),
			})
		}
	}
}

// unit compiles one exposed thing.
func (x *exposer) unit(u *unit) *run.Op {
	op := &run.Op{
		Name: u.Name.Text, Namespace: u.namespace, Resource: u.resource, Label: u.Label.Text, Description: u.Description.Text,
		Method: u.method, Path: u.path, Pos: u.Pos, Exposed: u.kind, Format: "json", Decls: x.prog.Index,
	}
	if op.Name == "" {
		op.Name = strings.TrimSpace(u.method + " " + u.path)
	}
	op.ID = qualified(op)
	x.ops = append(x.ops, op)
	b := &builder{c: x.compiler, op: op, consume: &spec.Consume{}, resource: &spec.Resource{}, operation: &spec.Operation{}, call: &step.Call{}}
	if isStatic(u) {
		x.static(b, u)
		return op
	}
	target := x.target(b, u)
	if target == nil {
		return op
	}
	s := &step.Exposed{Target: target, Whole: run.NewShape(nil, false)}
	op.Step, op.Base, op.Auth, op.Tunneled = s, target.Base, target.Auth, target.Tunneled
	if op.Method == "" {
		op.Method, op.Path = target.Method, target.Path
	}
	for i := range u.With {
		s.With = append(s.With, step.DataMember{Name: u.With[i].Name, Data: b.with(&u.With[i].Node)})
	}
	op.Format, b.wraps = target.Format, target.Format == "xml"
	for i := range u.Outputs {
		if inBody(&u.Outputs[i]) {
			op.Outputs = append(op.Outputs, b.output(&u.Outputs[i]))
		}
	}
	b.outputNotes(op.Outputs)
	s.Shape, s.MaxSize = run.NewShape(op.Outputs, true), b.maxSize(u.limit)
	op.Params = b.inferred(u, target)
	op.Problems = append(op.Problems, target.Problems...)
	return op
}

// inBody tells the outputs that make the result from those for headers and the like.
func inBody(o *spec.Output) bool {
	return o.Facets == nil || o.Facets.In.Text == "" || strings.EqualFold(o.Facets.In.Text, "body")
}

// isStatic reports whether a unit answers by itself: it calls nothing.
func isStatic(u *unit) bool { return !u.Ref.Set() && len(u.Steps) == 0 && u.Call.Text == "" }

// static compiles a unit that calls nothing. One whose outputs have no value has
// nothing to answer.
func (x *exposer) static(b *builder, u *unit) {
	op := b.op
	b.literals = true
	for i := range u.Outputs {
		if !inBody(&u.Outputs[i]) {
			continue
		}
		out := b.output(&u.Outputs[i])
		if out.Name == "" {
			out.Name = "value"
		}
		op.Outputs = append(op.Outputs, out)
	}
	if !hasLiteral(op.Outputs) {
		op.Problems.Errorf(u.Pos, "no-call", "", "%s calls no operation, and no output has a value", op.ID)
		return
	}
	op.Step, op.Static = &step.Static{Outputs: op.Outputs}, true
	op.Params = b.declared(u, op.Params)
}

// declared lists the arguments of a unit that it declares, and behind them more,
// each once.
func (b *builder) declared(u *unit, more []run.Param) []run.Param {
	params := b.declaredParams(u)
	for _, p := range more {
		params.add(p)
	}
	return params.list
}

func (b *builder) declaredParams(u *unit) *paramList {
	params := &paramList{names: map[string]bool{}}
	for _, inputs := range [][]spec.Input{u.inherited, u.Inputs} {
		for i := range inputs {
			p := b.param(&inputs[i])
			p.In = strings.ToLower(inputs[i].In.Text)
			params.add(p)
		}
	}
	return params
}

// paramList is a list of parameters in which each name is there once, in whatever
// spelling.
type paramList struct {
	list  []run.Param
	names map[string]bool
	// noted tells that the placeholders of the unit's templates are there.
	noted bool
}

// add adds p unless one of its name is there.
func (l *paramList) add(p run.Param) {
	if name := diag.Fold(p.Name); !l.names[name] {
		l.names[name] = true
		l.list = append(l.list, p)
	}
}

// target finds what the unit calls; a unit that cannot be called says why.
func (x *exposer) target(b *builder, u *unit) *run.Op {
	cannot := func(pos diag.Pos, code, format string, args ...any) *run.Op {
		b.op.Problems.Errorf(pos, code, "", format, args...)
		return nil
	}
	switch {
	case u.Ref.Set():
		if fn, ok := x.functions[u.Ref.Text]; ok {
			return fn
		}
		if x.isShared() && len(x.doc.Aggregates) == 0 {
			return cannot(u.Ref.Pos, "unknown-ref", "no aggregate has the function %q; a document that imports this one may", u.Ref.Text)
		}
		b.errorf(u.Ref.Pos, "unknown-ref", "", "no aggregate has the function %q", u.Ref.Text)
		return nil
	case len(u.Steps) > 0:
		return cannot(u.Pos, "steps", "%s runs steps, which are not run yet", b.op.ID)
	}
	hits := x.called(u.Call.Text)
	switch len(hits) {
	case 0:
		if imp := x.prog.MissingImport(u.Call.Text); imp != nil {
			b.op.Problems = append(b.op.Problems, *imp.Problem)
			return nil
		}
		return cannot(u.Call.Pos, "unknown-call", "no consumed operation is called %q", u.Call.Text)
	case 1:
	default:
		x.diags.Warnf(u.Call.Pos, "ambiguous-call", "write NAMESPACE.RESOURCE.OPERATION", "%q means %d operations; the first is called", u.Call.Text, len(hits))
	}
	return hits[0]
}

// called returns the consumed operations that a call names.
func (x *exposer) called(name string) []*run.Op {
	if x.byCall == nil {
		x.byCall = map[string][]*run.Op{}
		for _, op := range x.prog.Ops {
			short := op.Namespace + "." + op.Name
			x.byCall[short] = append(x.byCall[short], op)
			if op.ID != short {
				x.byCall[op.ID] = append(x.byCall[op.ID], op)
			}
		}
	}
	return x.byCall[name]
}

// with compiles one value of with: bare references to arguments, and data with
// templates, at any depth.
func (b *builder) with(n *spec.Node) step.Data {
	return b.tree(n, func(text string, pos diag.Pos) step.Data {
		if name, ok := b.argument(text); ok {
			return step.Data{Kind: step.ArgumentData, Name: name}
		}
		return b.text(text, pos)
	})
}

// argument takes a bare reference apart: rest.x, tools.x, mcp.x, NAMESPACE.x and
// the older $this.NAMESPACE.x.
func (b *builder) argument(text string) (name string, ok bool) {
	if strings.ContainsAny(text, " \t\n{}") {
		return "", false
	}
	text = strings.TrimPrefix(text, "$this.")
	name = b.op.ArgumentName(text)
	return name, name != text && name != ""
}

// inferred lists the arguments of a unit: the declared ones, then those that with
// refers to, typed by what they fill, then what the target still needs.
func (b *builder) inferred(u *unit, target *run.Op) []run.Param {
	params := b.declaredParams(u)
	filled, known := map[string]bool{}, knownParams(target)
	for i := range u.With {
		p := run.Param{Name: u.With[i].Name}
		if named := known(p.Name); named != nil {
			p = *named
		}
		filled[p.Name] = true
		b.feeds(&u.With[i].Node, p, params)
	}
	for i := range target.Params {
		if p := target.Params[i]; !filled[p.Name] {
			params.add(p)
		}
	}
	return params.list
}

// knownParams finds the parameters of an operation as [run.Op.ParamName] does, by an
// index: with may name thousands.
func knownParams(op *run.Op) func(name string) *run.Param {
	exact, folded := map[string]*run.Param{}, map[string]*run.Param{}
	for i := range op.Params {
		p := &op.Params[i]
		if exact[p.Name] == nil {
			exact[p.Name] = p
		}
		if fold := diag.Fold(p.Name); fold != "" && folded[fold] == nil {
			folded[fold] = p
		}
	}
	return func(name string) *run.Param {
		if p := exact[name]; p != nil {
			return p
		}
		return folded[diag.Fold(name)]
	}
}

// feeds adds the arguments that a value of with refers to. One that is the whole
// value is described by the parameter it fills.
func (b *builder) feeds(n *spec.Node, p run.Param, params *paramList) {
	if text, ok := n.Scalar.(string); ok && n.Kind == spec.ScalarNode {
		if name, ok := b.argument(text); ok {
			p.Name = name
			params.add(p)
			return
		}
	}
	for i := range n.Items {
		b.feeds(&n.Items[i], run.Param{}, params)
	}
	for i := range n.Members {
		b.feeds(&n.Members[i].Node, run.Param{}, params)
	}
	if !params.noted { // by the templates of all values
		params.noted = true
		for _, p := range b.op.Params {
			params.add(p)
		}
	}
}

package compile

import (
	"slices"
	"strings"

	"naftiko/binding"
	"naftiko/engine/internal/auth"
	"naftiko/engine/internal/run"
	"naftiko/engine/internal/step"
	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// operations compiles every consumed operation.
func (c *compiler) operations() {
	for _, con := range c.consumes() {
		e := &entry{consume: con}
		c.entries = append(c.entries, e)
		if con.Import != nil {
			c.prog.Missing = append(c.prog.Missing, con.Import)
			continue
		}
		if con.Namespace.Text != "" {
			c.prog.Namespaces = append(c.prog.Namespaces, con.Namespace.Text)
		}
		c.entryNotes(con)
		for i := range con.Resources {
			for j := range con.Resources[i].Operations {
				b := &builder{c: c, consume: con, resource: &con.Resources[i], operation: &con.Resources[i].Operations[j]}
				b.build()
				e.ops = append(e.ops, b)
				c.prog.Ops = append(c.prog.Ops, b.op)
			}
		}
	}
}

// tunnelHint is what can be done about a tunnel that cannot be opened.
const tunnelHint = "this program opens none: --base-uri calls the API at another address"

// entryNotes reports what is worth knowing of a whole entry.
func (c *compiler) entryNotes(con *spec.Consume) {
	if t := con.Tunnel; t != nil {
		if strings.EqualFold(t.Text("fallback"), "direct") {
			c.diags.Warnf(t.Pos, "no-tunnel", "", "a tunnel of type %q cannot be opened; the upstream is called without", t.Text("type"))
		} else {
			c.diags.Errorf(t.Pos, "no-tunnel", tunnelHint, "a tunnel of type %q cannot be opened", t.Text("type"))
		}
	}
	base := con.BaseURI
	switch {
	case isForeign(con) && len(con.Resources) == 0:
		c.diags.Warnf(con.Type.Pos, "foreign-consume", "", "consumes type %q cannot be called; only http can", con.Type.Text)
	case isForeign(con): // told at each operation
	case !base.Set() || base.Text == "":
		pos := con.Pos
		if base.Set() {
			pos = base.Pos
		}
		c.diags.Warnf(pos, "no-base-uri", "give it when calling:  --base-uri https://…", "%s has no baseUri", con.Namespace.Text)
	}
}

// builder compiles one operation.
type builder struct {
	c         *compiler
	consume   *spec.Consume
	resource  *spec.Resource
	operation *spec.Operation
	op        *run.Op
	call      *step.Call
	// mentions counts how often templates name a variable.
	mentions map[string]int
	// byPlace and byName find merged parameters, placeholders those of op.Params;
	// unsent are parameters that are not sent.
	byPlace, byName, placeholders map[string]int
	unsent                        map[*spec.Input]bool
	// folded are the parameters in: path by their folded names.
	folded map[string]string
	// wraps is set for answers in which a list of one looks like a single thing, and
	// literals for what answers by itself.
	wraps, literals bool
	// inBase is set while the base URI is compiled.
	inBase bool
	// inputs are the merged parameters.
	inputs []*spec.Input
}

// errorf reports an error that keeps the operation from running.
func (b *builder) errorf(pos diag.Pos, code, hint, format string, args ...any) {
	b.op.Problems.Errorf(pos, code, hint, format, args...)
	b.c.diags.Errorf(pos, code, hint, format, args...)
}

func (b *builder) build() {
	o := b.operation
	b.op = &run.Op{
		Name: o.Name.Text, Namespace: b.consume.Namespace.Text, Resource: b.resource.Name.Text, Label: o.Label.Text,
		Description: o.Description.Text, Base: b.consume.BaseURI.Text, Path: joinPath(b.resource.Path.Text, o.Path.Text), Pos: o.Pos,
	}
	b.call = &step.Call{BasePos: b.basePos()}
	b.op.Step = b.call
	b.method()
	if b.op.Name == "" {
		b.op.Name = b.op.Method + " " + b.op.Path
	}
	b.op.ID = qualified(b.op)
	b.mergeInputs()
	b.parameters()
	b.address()
	b.body()
	b.authentication()
	b.answer()
	b.tunnel()
	b.foreign()
	b.finishParams()
	b.streams()
}

func qualified(op *run.Op) string {
	parts := make([]string, 0, 3)
	for _, s := range []string{op.Namespace, op.Resource, op.Name} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ".")
}

// joinPath gives an operation's path: its own replaces the resource's when it
// begins with it or shares its first segment, else it is appended.
func joinPath(resource, own string) string {
	switch {
	case own == "":
		return resource
	case strings.HasPrefix(own, "?"):
		return resource + own
	case resource == "" || strings.HasPrefix(own, resource) || firstSegment(own) == firstSegment(resource):
		return own
	}
	return strings.TrimSuffix(resource, "/") + "/" + strings.TrimPrefix(own, "/")
}

func firstSegment(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first
}

func (b *builder) basePos() diag.Pos {
	if b.consume.BaseURI.Set() {
		return b.consume.BaseURI.Pos
	}
	return b.consume.Pos
}

func (b *builder) method() {
	m := strings.ToUpper(strings.TrimSpace(b.operation.Method.Text))
	if m == "" {
		m = "GET"
	}
	if strings.ContainsFunc(m, func(r rune) bool { return (r < 'A' || r > 'Z') && r != '-' }) {
		b.errorf(b.operation.Method.Pos, "bad-method", "use GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS", "%q is not an HTTP method", m)
	}
	if m == "CONNECT" || m == "TRACE" {
		b.errorf(b.operation.Method.Pos, "bad-method", "", "the method %s is not one that is sent", m)
	}
	b.op.Method, b.call.Method = m, m
}

// isForeign reports whether an entry consumes something other than HTTP.
func isForeign(con *spec.Consume) bool {
	return con.Type.Text != "" && !strings.EqualFold(con.Type.Text, "http")
}

// tunnel marks operations of an entry that is reached through a tunnel: none can be
// opened, and only some may be called without.
func (b *builder) tunnel() {
	t := b.consume.Tunnel
	if t == nil {
		return
	}
	typ, fallback := t.Text("type"), t.Text("fallback")
	if strings.EqualFold(fallback, "direct") {
		return // told once for the entry
	}
	b.op.Tunneled = b.consume.Namespace.Text
	b.op.Problems.Errorf(t.Pos, "no-tunnel", tunnelHint, "a tunnel of type %q cannot be opened", typ)
}

// foreign marks operations of entries that are not HTTP.
func (b *builder) foreign() {
	if t := b.consume.Type; isForeign(b.consume) {
		b.errorf(t.Pos, "foreign-consume", "", "consumes type %q cannot be called; only http can", t.Text)
	}
}

func (b *builder) authentication() {
	a := b.consume.Auth
	if b.resource.Auth != nil {
		a = b.resource.Auth
	}
	if b.operation.Auth != nil {
		a = b.operation.Auth
	}
	if a == nil {
		return
	}
	ap, refs, diags := auth.Compile(a)
	for _, d := range diags {
		if d.Severity == diag.Error {
			b.op.Problems = append(b.op.Problems, d)
		}
		b.c.diags = append(b.c.diags, d)
	}
	b.op.Auth = run.AuthInfo{Type: strings.ToLower(a.Type.Text), Pos: a.Pos}
	b.call.Auth = ap
	b.refer(refs, a.Pos, usedElsewhere, false)
}

// implicit sends d as a bearer token.
func (b *builder) implicit(d *binding.Decl) {
	b.op.Auth = run.AuthInfo{Type: "bearer", Implicit: true, Bind: d.ID(), Pos: d.Pos}
	b.call.Auth = auth.Implicit(d.ID())
}

// address compiles the base URI and the path.
func (b *builder) address() {
	if base := b.consume.BaseURI; base.Text != "" {
		b.inBase = true
		t := b.uriTemplate(base)
		b.inBase = false
		if t != nil {
			b.call.Base = step.BaseURI(t, base.Pos)
			b.call.Base.Alias(b.canonical)
			b.hostArguments(b.call.Base.HostNames())
			b.checkOrigin(t)
		}
	}
	pos := b.resource.Path.Pos
	if b.operation.Path.Set() {
		pos = b.operation.Path.Pos
	}
	t := b.uriTemplate(spec.Str{Text: b.op.Path, Pos: pos})
	if t == nil {
		t, _ = expr.ParseURITemplate("")
	}
	b.call.Path = step.PathURI(t, pos)
	b.call.Path.Alias(b.canonical)
}

// hostArguments notes the arguments that the host depends on, through the values
// of parameters too.
func (b *builder) hostArguments(names []string) {
	seen := map[string]bool{}
	for len(names) > 0 {
		name := names[0]
		names = names[1:]
		if _, bound := b.c.find(name); bound && !b.isInput(name) || seen[name] {
			continue
		}
		seen[name] = true
		refs, fixed := b.valueRefs(name)
		names = append(names, refs...)
		if !fixed {
			b.op.HostArguments = append(b.op.HostArguments, b.op.ArgumentName(name))
		}
	}
}

// valueRefs returns the variables in the value of a parameter; fixed is false
// when the caller gives the value.
func (b *builder) valueRefs(name string) (refs []string, fixed bool) {
	for _, in := range b.inputs {
		if n := overriding(in); in.Name.Text == name && n != nil {
			fixed = true
			refs = append(refs, nodeRefs(n)...)
		}
	}
	return refs, fixed
}

func nodeRefs(n *spec.Node) []string {
	var names []string
	if text, ok := n.Scalar.(string); ok {
		if t, err := expr.ParseTemplate(text); err == nil {
			for _, ref := range t.Refs() {
				names = append(names, ref.Name)
			}
		}
	}
	for i := range n.Items {
		names = append(names, nodeRefs(&n.Items[i])...)
	}
	for i := range n.Members {
		names = append(names, nodeRefs(&n.Members[i].Node)...)
	}
	return names
}

func (b *builder) uriTemplate(s spec.Str) *expr.Template {
	t, err := expr.ParseURITemplate(s.Text)
	if err != nil {
		b.errorf(s.Pos, "template-syntax", "", "%v", err)
		return nil
	}
	b.refer(t.Refs(), s.Pos, usedInURL, true)
	return t
}

// checkOrigin refuses base URIs that cannot be called whatever fills them.
func (b *builder) checkOrigin(t *expr.Template) {
	pos := b.consume.BaseURI.Pos
	literal := b.call.Base.Origin()
	parts := t.Parts()
	if !t.IsLiteral() && slices.ContainsFunc(parts, func(p expr.Part) bool { return strings.ContainsAny(p.Text, "?#") }) {
		b.errorf(pos, "bad-base-uri", "", "baseUri: a base URI may not have a query or a fragment")
		return
	}
	switch scheme, _, ok := strings.Cut(literal, "://"); {
	case literal == "" && len(parts) > 1 && !strings.HasPrefix(parts[1].Text, "/"):
		b.errorf(pos, "bad-base-uri", "a slash keeps the value's host what it is", "baseUri: what follows {%s} must begin with a slash", parts[0].Name)
	case literal == "" && len(parts) > 0:
	case !ok:
		b.errorf(pos, "bad-base-uri", "write https://HOST/…, or give it when calling:  --base-uri https://…", "the baseUri is not an absolute URL")
	case !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https"):
		b.errorf(pos, "bad-base-uri", "", "baseUri: only http and https are called, not %s", scheme)
	case strings.Contains(authority(t), "@"):
		b.errorf(pos, "userinfo", "give credentials through authentication and binds", "a baseUri may not hold a user name or password")
	case t.IsLiteral():
		if err := run.CheckBaseURI(literal); err != nil {
			b.errorf(pos, "bad-base-uri", err.Hint, "baseUri: %s", err.Msg)
		}
	}
}

// authority returns the literal text between :// and the first slash, across placeholders.
func authority(t *expr.Template) string {
	var text strings.Builder
	for _, p := range t.Parts() {
		text.WriteString(p.Text)
	}
	_, rest, _ := strings.Cut(text.String(), "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// canonical maps a placeholder of a URI to the parameter that is meant: the
// spelling of one that is in: path may differ in case and punctuation.
func (b *builder) canonical(name string) string {
	if _, bound := b.c.find(name); bound || b.isInput(name) {
		return name
	}
	if b.folded == nil {
		b.folded = map[string]string{}
		for _, in := range b.inputs {
			if key := diag.Fold(in.Name.Text); place(in) == "path" && key != "" && b.folded[key] == "" {
				b.folded[key] = in.Name.Text
			}
		}
	}
	if path := b.folded[diag.Fold(name)]; path != "" {
		return path
	}
	return name
}

// literal returns a node's value where the document may not use templates.
func literal(n *spec.Node) (value.Value, bool) {
	if n == nil {
		return nil, false
	}
	return n.Plain(), true
}

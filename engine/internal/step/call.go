// Package step holds the kinds of steps that operations are made of, one file a
// kind. This one is the call of a consumed HTTP operation: frame → request →
// answer → value. Building and decoding are pure; sending is the frame's Sender.
package step

import (
	"context"
	"slices"
	"strings"

	"naftiko/engine/internal/auth"
	"naftiko/engine/internal/run"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
)

// Call sends one request and maps its answer.
type Call struct {
	Method string
	// Base and Path make up the URL; Base is nil when the document has no base URI.
	Base *URI
	Path *URI
	// BasePos is where the base URI stands, or should.
	BasePos diag.Pos
	Params  []Param
	// Body is nil when the operation declares none.
	Body Body
	// Auth is nil when nothing authenticates.
	Auth auth.Applier
	Reader
	Shape *run.Shape
}

// Run sends the request and maps the answer. An answer of 400 or more is an error
// that carries it, and nothing is mapped.
func (c *Call) Run(ctx context.Context, f *run.Frame) (*run.Result, error) {
	a, err := c.answer(ctx, f)
	switch {
	case err != nil:
		return nil, err
	case f.Env.Raw:
		return &run.Result{Answer: a.resp}, nil
	case a.result != nil:
		return a.result, nil
	case len(a.resp.Body) == 0:
		return c.Shape.Nothing(a.resp), nil
	}
	return c.Shape.Apply(f, a, a.resp)
}

// answer sends the request and makes what came ready to be decoded.
func (c *Call) answer(ctx context.Context, f *run.Frame) (*answer, error) {
	r, err := c.Prepare(f)
	if err != nil {
		return nil, err
	}
	if err := c.readable(f); err != nil {
		return nil, err
	}
	r.MaxResponse, r.Raw = c.limit(f), f.Env.Raw
	a, err := f.Env.Send.Send(ctx, r)
	if err != nil {
		return nil, err
	}
	if a.Status >= 400 {
		e := run.Errorf(run.Upstream, "upstream-status", "%s answered %d %s", f.Op.ID, a.Status, a.StatusText)
		e.Answer = a
		return nil, e.Help("%s", authHint(r, a))
	}
	if f.Env.Raw || len(a.Body) == 0 {
		return &answer{resp: a}, nil
	}
	return c.read(f, a)
}

// authHint says where the credentials came from that an upstream refused.
func authHint(r *run.Request, a *run.Response) string {
	op := r.Op
	switch {
	case a.Status != 401 && a.Status != 403:
		return ""
	case r.SendsImplicit(a.URL):
		d, _ := op.Decls.Find(op.Auth.Bind)
		return "the document declares no authentication; " + d.Name + " was sent as a bearer token"
	case !op.Auth.Implicit && op.Auth.Type != "":
		return "it was called with " + op.Auth.Type + " authentication"
	case r.HasHeader("Authorization") && !op.Auth.Implicit:
		return ""
	}
	return "the document declares no authentication; add one with  -H 'Authorization: …'"
}

// Prepare builds the request.
func (c *Call) Prepare(f *run.Frame) (*run.Request, error) {
	resolved := resolveAll(f, c.Params)
	r := &run.Request{Op: f.Op, Method: c.Method}
	if err := c.address(f, r); err != nil {
		return nil, err
	}
	for i := range c.Params {
		if err := c.Params[i].put(r, resolved[i]); err != nil {
			return nil, err
		}
	}
	if err := c.body(f, r, resolved); err != nil {
		return nil, err
	}
	if err := c.authenticate(f, r); err != nil {
		return nil, err
	}
	c.defaults(f, r)
	return r, whole(r)
}

// whole refuses a request of which a template has given only a part, because
// its output was too long.
func whole(r *run.Request) error {
	cut := r.Body != nil && slices.ContainsFunc(r.Body.Texts(), expr.Text.Truncated)
	for _, q := range r.URL.Query {
		cut = cut || q.Value.Truncated()
	}
	for _, h := range r.Header {
		cut = cut || h.Value.Truncated()
	}
	if cut {
		return run.Errorf(run.Input, "too-long", "a template of %s gives more than 32 MiB of text", r.Op.ID)
	}
	return nil
}

// address fills the URL from the base URI, or what stands in for it, and the path.
func (c *Call) address(f *run.Frame, r *run.Request) error {
	base, path := c.Base, c.Path
	if text, ok := f.Env.BaseURI(f.Op.Namespace); ok {
		if err := run.CheckBaseURI(text); err != nil {
			return err
		}
		base, r.TrustedHost = LiteralURI(text), true
	}
	if base == nil {
		return run.Errorf(run.Document, "no-base-uri", "%s has no baseUri", f.Op.Namespace).At(c.BasePos).
			Help("say where to send it:  --base-uri https://…")
	}
	pieces, err := base.pieces(f)
	if err != nil {
		return err
	}
	rest, err := path.pieces(f)
	if err != nil {
		return err
	}
	r.URL.Pieces = append(pieces, rest...)
	return nil
}

func (c *Call) authenticate(f *run.Frame, r *run.Request) error {
	for _, h := range f.Env.Header {
		r.SetHeader(h)
	}
	if c.Auth == nil || userAuthorizes(f.Env.Header) {
		return nil
	}
	return c.Auth(f, r)
}

// userAuthorizes reports whether the user gave an Authorization header, which
// stands in place of the document's authentication.
func userAuthorizes(headers []run.Header) bool {
	for _, h := range headers {
		if strings.EqualFold(h.Name, "Authorization") {
			return true
		}
	}
	return false
}

// defaults adds what every request has unless the document or the user says otherwise.
func (c *Call) defaults(f *run.Frame, r *run.Request) {
	if !r.HasHeader("Accept") {
		accept := "*/*"
		if len(c.Format.MediaTypes) > 0 {
			accept = c.Format.MediaTypes[0] + ", */*;q=0.1"
		}
		r.SetHeader(run.Header{Name: "Accept", Value: expr.Literal(accept)})
	}
	if !r.HasHeader("User-Agent") && f.Env.UserAgent != "" {
		r.SetHeader(run.Header{Name: "User-Agent", Value: expr.Literal(f.Env.UserAgent)})
	}
}

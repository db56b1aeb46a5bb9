package engine

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"

	"naftiko/binding"
	"naftiko/engine/internal/mock"
	"naftiko/engine/internal/run"
	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// Call says how one operation is called. The zero Call reads binds from the
// process environment.
type Call struct {
	// Binds resolves the document's variables; if nil, from the environment and
	// the files the document names.
	Binds *binding.Set
	// BaseURI replaces base URIs, by namespace; the entry "" stands for all.
	BaseURI map[string]string
	// Header is added to the request, in front of the document's own.
	Header []Header
	// NoImplicitAuth sends no bearer token that the document does not ask for.
	NoImplicitAuth bool
	// HostArguments lets arguments decide where a request goes. Set it only for
	// arguments of the program's own user.
	HostArguments bool
	// Raw leaves the answer undecoded: the result has no value then.
	Raw bool
	// Explain asks for what each output finds in the answer: [Result.Explained].
	Explain bool
	// Mock, if set, answers instead of the upstream; no bind is opened.
	Mock *Mock
}

// Header is one header line.
type Header struct{ Name, Value string }

// Args turns Go data into the arguments of a call; see [value.From].
func Args(args map[string]any) (*Object, error) {
	v, err := value.From(args)
	if err != nil {
		return nil, err
	}
	o, _ := v.(*Object)
	return o, nil
}

// Invoke calls op, one of the program's own (see [Program.Find]), with the
// arguments in, which may be nil; those that no parameter has are ignored. It
// returns when the answer is there or ctx ends. Errors are *[Error]; an answer of
// 400 or more is one that carries the answer.
func (p *Program) Invoke(ctx context.Context, op *Op, in *Object, c Call) (res *Result, err error) {
	defer recovered(&err)
	env, in, err := p.ready(op, in, c)
	if err != nil {
		return nil, err
	}
	return run.Exec(ctx, op, env, in)
}

// Prepare returns the request that Invoke would send. Nothing is sent and no
// secret is looked at. Errors are *[Error].
func (p *Program) Prepare(op *Op, in *Object, c Call) (r *Request, err error) {
	defer recovered(&err)
	env, in, err := p.ready(op, in, c)
	if err != nil {
		return nil, err
	}
	return run.Prepare(op, env, in)
}

// ready checks what a caller gives before it is used.
func (p *Program) ready(op *Op, in *Object, c Call) (*run.Env, *Object, error) {
	if op == nil || op.Decls != p.prog.Index {
		return nil, nil, run.Errorf(run.Usage, "unknown-operation", "the operation is not one of the program's")
	}
	if c.Mock != nil && c.Mock.mock == nil {
		return nil, nil, run.Errorf(run.Usage, "no-mock", "the mock was not made by NewMock")
	}
	args, err := value.From(in)
	if err != nil {
		return nil, nil, run.Errorf(run.Input, "bad-argument", "arguments: %w", err)
	}
	env, err := p.env(c)
	if err != nil {
		return nil, nil, err
	}
	out, _ := args.(*Object)
	return env, out, nil
}

func (p *Program) env(c Call) (*run.Env, error) {
	env := &run.Env{
		Binds: c.Binds, UserAgent: p.userAgent, NoImplicitAuth: c.NoImplicitAuth, HostArguments: c.HostArguments, Raw: c.Raw, Explain: c.Explain,
		BaseURI: func(namespace string) (string, bool) { return override(c.BaseURI, namespace) },
	}
	if env.Binds == nil {
		env.Binds = binding.NewSet(p.prog.Decls, binding.Options{})
	}
	env.Send = &sender{client: p.client, most: p.maxResponse, binds: env.Binds}
	if c.Mock != nil {
		env.Send, env.Mocked = c.Mock.mock, true
	}
	for _, h := range c.Header {
		if err := checkHeader(h); err != nil {
			return nil, err
		}
		env.Header = append(env.Header, run.Header{Name: h.Name, Value: expr.Literal(h.Value), Private: true, Secret: run.SecretHeader(h.Name)})
	}
	return env, nil
}

// checkHeader refuses headers that a caller may not add.
func checkHeader(h Header) error {
	switch {
	case !run.ValidHeaderName(h.Name):
		return run.Errorf(run.Usage, "bad-header", "%q is not a header name", h.Name)
	case run.ForbiddenHeader(h.Name):
		return run.Errorf(run.Usage, "bad-header", "the header %s belongs to the connection and cannot be set", h.Name)
	case run.HasControl(h.Value):
		return run.Errorf(run.Usage, "bad-header", "the value for header %s has a control character", h.Name)
	}
	return nil
}

func override(uris map[string]string, namespace string) (string, bool) {
	if uri, ok := uris[namespace]; ok {
		return uri, true
	}
	uri, ok := uris[""]
	return uri, ok
}

// recovered turns a panic into an Internal error that carries the stack.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = &run.Error{Kind: run.Internal, Code: "panic", Msg: fmt.Sprintf("this is a bug: %v", r), Err: fmt.Errorf("%s", debug.Stack())}
	}
}

// Mock answers calls from the document.
type Mock struct{ mock *mock.Mock }

// MockOptions adjusts a mock. The zero MockOptions is ready to use.
type MockOptions = mock.Options

// NewMock returns a mock of the APIs that the program consumes. It is an
// http.Handler too.
func (p *Program) NewMock(o MockOptions) *Mock { return &Mock{mock.New(p.prog.Ops, o)} }

// ServeHTTP answers a request to one of the consumed APIs.
func (m *Mock) ServeHTTP(w http.ResponseWriter, r *http.Request) { m.mock.ServeHTTP(w, r) }

// BasePath returns the path part of a namespace's base URI.
func (m *Mock) BasePath(namespace string) string { return m.mock.BasePath(namespace) }

// Package mock plays the APIs that a capability document consumes, from the
// document alone: it knows which requests the operations make, checks what
// comes in against the declared parameters, and makes up an answer from which
// every declared output can be taken.
//
// The same seed gives the same answers to the same requests. mock opens no
// connection, reads no clock and never sees the value of a bind: requests that
// are answered in process stay closed, and nothing that looks like a credential
// is repeated in an answer. It is for demonstrations and tests, not for load.
package mock

import (
	"context"
	"net/http"
	"sync"
	"time"

	"naftiko/engine/internal/run"
	"naftiko/spec/value"
)

// Options adjusts a mock. The zero Options is ready to use.
type Options struct {
	// Seed changes the values that are made up.
	Seed uint64
	// Examples are upstream bodies that stand in place of made-up ones, by the ID
	// or the name of the operation, exactly as it is spelled; the ID comes first.
	Examples map[string]value.Value
	// Status is the status of every answer to a request that is in order, from 200
	// to 599; anything else is 200. From 400 on, the body is an error.
	Status int
	// Delay is how long each answer takes, if Wait is set.
	Delay time.Duration
	// Wait returns after d, or with an error when ctx ends before.
	Wait func(ctx context.Context, d time.Duration) error
}

// Mock answers requests to the consumed operations of a document, as an
// [http.Handler] and as a [run.Sender]. It never changes and is safe for
// concurrent use.
type Mock struct {
	options Options
	ops     []*run.Op
	// routes are made at the first use: a single call in process needs none.
	routes func() *table
}

// New returns a mock of ops. They and the examples may not be changed afterwards.
func New(ops []*run.Op, o Options) *Mock {
	if o.Status < http.StatusOK || o.Status > 599 {
		o.Status = http.StatusOK
	}
	return &Mock{options: o, ops: ops, routes: sync.OnceValue(func() *table { return newTable(ops) })}
}

// Route is one kind of request that a mock answers.
type Route struct {
	Method string
	// Path begins with the path of the base URI and has its placeholders as {name}.
	Path string
	// Op is the ID of the operation.
	Op string
}

// Routes lists what is answered, in the document's order. Operations whose path
// cannot be read are left out.
func (m *Mock) Routes() []Route {
	routes := m.routes().listed
	out := make([]Route, len(routes))
	for i, r := range routes {
		out[i] = Route{Method: r.op.Method, Path: r.text, Op: r.op.ID}
	}
	return out
}

// BasePath returns the path of a namespace's base URI without a final slash, ""
// when there is none: what follows scheme, host and port in a --base-uri that
// leads to the mock. Placeholders are kept as {name}; whatever stands in their
// place is accepted.
func (m *Mock) BasePath(namespace string) string {
	for _, op := range m.ops {
		if op.Namespace == namespace {
			return basePattern(op.Base).text
		}
	}
	return ""
}

func (m *Mock) wait(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if m.options.Delay <= 0 || m.options.Wait == nil {
		return nil
	}
	return m.options.Wait(ctx, m.options.Delay)
}

// body returns the answer to a request that is in order, nil for a status that
// has none.
func (m *Mock) body(in *arguments) []byte {
	status := m.options.Status
	switch {
	case status == http.StatusNoContent, status == http.StatusNotModified:
		return nil
	case status >= http.StatusBadRequest:
		return errorBody(status, http.StatusText(status), nil)
	}
	return value.Append(nil, m.value(in))
}

// value is what an answer says: an example, or something made up.
func (m *Mock) value(in *arguments) value.Value {
	for _, name := range []string{in.op.ID, in.op.Name} {
		if v, ok := m.options.Examples[name]; ok {
			return v
		}
	}
	return invent(m.options.Seed, in)
}

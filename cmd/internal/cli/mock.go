package cli

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"naftiko/engine"
	"naftiko/spec/value"
)

type mockOptions struct {
	listen   string
	port     int
	seed     uint64
	examples []string
	status   int
	delay    time.Duration

	allowPaths []string
}

func (a *app) mockCmd() *cobra.Command {
	o := &mockOptions{}
	cmd := &cobra.Command{
		Use:   "mock CAPABILITY",
		Short: "Serve the consumed API from the document, for demos and tests",
		Long: "Serve the APIs that a capability consumes, answering from the document: methods, paths and required\n" +
			"parameters are checked, answers are made from the declared outputs. The --base-uri to use is printed.",
		Example: "  naftiko mock kinde-users --port 8080\n" +
			"  naftiko mock kinde-users --example getUser=user.json --delay 200ms\n" +
			"  naftiko mock kinde-users --status 503",
		Args:              argCount(1, 1, "a CAPABILITY"),
		ValidArgsFunction: a.completeCapability,
		RunE:              func(cmd *cobra.Command, words []string) error { return a.mock(cmd.Context(), o, words[0]) },
	}
	fl := cmd.Flags()
	fl.IntVar(&o.port, "port", 0, "`PORT` to listen on; 0 takes a free one")
	fl.StringVar(&o.listen, "listen", "127.0.0.1", "`ADDRESS` to listen on; others than this machine can reach it only where you say so")
	fl.Uint64Var(&o.seed, "seed", 0, "another `NUMBER` makes other answers")
	fl.StringArrayVar(&o.examples, "example", nil, "`OPERATION=FILE` answers with the JSON of a file")
	fl.IntVar(&o.status, "status", 0, "answer everything with the HTTP `STATUS`")
	fl.DurationVar(&o.delay, "delay", 0, "wait for `TIME` before each answer")
	allowPathFlag(cmd, &o.allowPaths)
	fl.SortFlags = false
	return cmd
}

func (a *app) mock(ctx context.Context, o *mockOptions, name string) error {
	prog, err := a.load(name, &engine.Options{AllowPaths: o.allowPaths})
	if err != nil {
		return err
	}
	defer prog.Close()
	a.warnMissing(prog)
	if o.port < 0 || o.port > 65535 {
		return usage("bad-flag", "--port must be from 0 to 65535")
	}
	opts, err := a.mockOptions(o, prog)
	if err != nil {
		return err
	}
	m := prog.NewMock(opts)
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort(o.listen, strconv.Itoa(o.port)))
	if err != nil {
		return &engine.Error{Kind: engine.Local, Code: "listen", Msg: "cannot listen: " + cause(err), Hint: "another port: --port 0", Err: err}
	}
	if err := a.announceMock(prog, m, l.Addr().String()); err != nil {
		_ = l.Close() // the first error counts
		return err
	}
	return a.serveMock(ctx, l, m)
}

// cause says why an address cannot be listened on.
func cause(err error) string {
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Addr != nil {
		return op.Addr.String() + ": " + op.Err.Error()
	}
	return err.Error()
}

func (a *app) mockOptions(o *mockOptions, prog *engine.Program) (engine.MockOptions, error) {
	opts := engine.MockOptions{Seed: o.seed, Status: o.status, Delay: o.delay, Wait: wait}
	if o.status != 0 && (o.status < 200 || o.status > 599) {
		return opts, usage("bad-flag", "--status must be from 200 to 599")
	}
	for _, e := range o.examples {
		name, file, ok := strings.Cut(e, "=")
		if !ok {
			return opts, usage("bad-flag", "--example is written OPERATION=FILE, not %q", e)
		}
		op, err := prog.Find(name)
		if err != nil {
			return opts, err
		}
		data, err := readWhole(file, 32<<20)
		if err != nil {
			return opts, err
		}
		v, err := value.Decode(data)
		if err != nil {
			return opts, engine.Errorf(engine.Local, "not-json", "%s: %w", file, err)
		}
		if opts.Examples == nil {
			opts.Examples = map[string]value.Value{}
		}
		opts.Examples[op.ID] = v
	}
	return opts, nil
}

// wait sleeps unless ctx ends first.
func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// announceMock prints the base URIs to use, one a line.
func (a *app) announceMock(prog *engine.Program, m *engine.Mock, addr string) error {
	namespaces := prog.Namespaces()
	for _, ns := range namespaces {
		uri := "http://" + addr + m.BasePath(ns)
		if len(namespaces) > 1 {
			uri = ns + "=" + uri
		}
		if err := a.out.Outf("--base-uri %s", uri); err != nil {
			return err
		}
	}
	a.out.Notef("serving %d operations on http://%s; Ctrl-C ends it", len(prog.Ops()), addr)
	return nil
}

// headerTimeout is how long a client may take for its request's head.
const headerTimeout = 10 * time.Second

// serveMock serves until ctx ends.
func (a *app) serveMock(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{Handler: h, ReadHeaderTimeout: headerTimeout, BaseContext: func(net.Listener) context.Context { return ctx }}
	stopped := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(stopped)
		_ = s.Close() // what it was doing is of no use any more
	})
	err := s.Serve(l)
	if !stop() {
		<-stopped
		return context.Cause(ctx)
	}
	return engine.Errorf(engine.Local, "serve", "%w", err)
}

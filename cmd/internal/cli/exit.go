package cli

import (
	"context"
	"errors"
	"os"
	"syscall"

	"naftiko/cmd/internal/args"
	"naftiko/cmd/internal/report"
	"naftiko/cmd/internal/term"
	"naftiko/engine"
	"naftiko/spec/diag"
	"naftiko/spec/value"
)

// The exit codes that no kind of failed call has.
const (
	exitOK       = 0
	exitFindings = 1
	exitBug      = 70
	// exitSignal is added to a signal's number.
	exitSignal = 128
)

// exitCodes gives each kind of failed call its exit code.
var exitCodes = map[engine.Kind]int{
	engine.Internal:  exitBug,
	engine.Usage:     2,
	engine.Input:     2,
	engine.Document:  3,
	engine.Bind:      4,
	engine.Unreached: 5,
	engine.Upstream:  6,
	engine.Answer:    7,
	engine.Local:     8,
	engine.Refused:   9,
	engine.Canceled:  exitSignal + int(syscall.SIGINT),
}

// findings is the outcome of a check that found errors; they are printed already.
type findings struct{}

func (findings) Error() string { return "findings" }

// printed is an error whose explanation is printed already.
type printed struct{ err error }

func (p printed) Error() string { return p.err.Error() }
func (p printed) Unwrap() error { return p.err }

// usage returns an error about the command line.
func usage(code, format string, a ...any) *engine.Error {
	return engine.Errorf(engine.Usage, code, format, a...)
}

// fail prints err, if there is one, and returns the exit code.
func (a *app) fail(ctx context.Context, err error) int {
	var done printed
	var stop Interrupted
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, findings{}):
		return exitFindings
	case isClosedPipe(err):
		return exitOK // whoever read the output has seen enough
	case errors.As(context.Cause(ctx), &stop):
		a.out.Linef("interrupted")
		return stop.Code()
	case errors.As(err, &done):
		return codeOf(done.err)
	}
	a.print(normal(err))
	return codeOf(err)
}

func isClosedPipe(err error) bool {
	out, ok := errors.AsType[stdoutError](err)
	return ok && errors.Is(out.err, syscall.EPIPE)
}

func number(s os.Signal) int {
	if n, ok := s.(syscall.Signal); ok {
		return int(n)
	}
	return int(syscall.SIGINT)
}

func codeOf(err error) int { return exitCodes[normal(err).Kind] }

// normal turns any error into an engine.Error.
func normal(err error) *engine.Error {
	var e *engine.Error
	var arg *args.Error
	switch {
	case errors.As(err, &arg):
		kind := engine.Input
		if arg.Local {
			kind = engine.Local
		}
		return &engine.Error{Kind: kind, Code: "bad-argument", Msg: arg.Msg, Hint: arg.Hint, Err: err}
	case errors.As(err, &e):
		return e
	}
	if out, ok := errors.AsType[stdoutError](err); ok {
		return &engine.Error{Kind: engine.Local, Code: "file", Msg: out.Error()}
	}
	return &engine.Error{Kind: engine.KindOf(err), Msg: err.Error(), Err: err}
}

// print explains a failed call on standard error.
func (a *app) print(e *engine.Error) {
	if a.errors == "json" {
		a.printJSON(e)
		return
	}
	if problems, ok := errors.AsType[diag.List](e.Err); ok {
		report.Text(a.out, problems)
		return
	}
	a.out.Problem(term.Problem{Place: place(e), Msg: message(e), Code: e.Code, Hint: e.Hint})
	if e.Kind == engine.Internal && e.Err != nil {
		a.out.Foreign("", e.Err.Error())
	}
	if e.Answer != nil && e.Kind == engine.Upstream {
		a.out.Foreign("", string(e.Answer.Body))
	}
}

func place(e *engine.Error) string {
	if e.Pos == (diag.Pos{}) {
		return ""
	}
	return e.Pos.String()
}

func message(e *engine.Error) string {
	if e.Msg != "" || e.Err == nil {
		return e.Msg
	}
	return e.Err.Error()
}

// printJSON writes the one object of --errors json.
func (a *app) printJSON(e *engine.Error) {
	o := &value.Object{}
	o.Set("code", e.Code)
	o.Set("kind", e.Kind.String())
	o.Set("exit", value.Int(int64(exitCodes[e.Kind])))
	o.Set("message", message(e))
	if e.Op != "" {
		o.Set("operation", e.Op)
	}
	if e.Answer != nil {
		o.Set("status", value.Int(int64(e.Answer.Status)))
		o.Set("body", jsonOrText(e.Answer.Body))
	}
	if e.Pos.IsValid() {
		o.Set("position", value.NewObject(
			value.Member{Name: "file", Value: e.Pos.File},
			value.Member{Name: "line", Value: value.Int(int64(e.Pos.Line))},
			value.Member{Name: "column", Value: value.Int(int64(e.Pos.Column))},
		))
	}
	if e.Hint != "" {
		o.Set("hint", e.Hint)
	}
	if problems, ok := errors.AsType[diag.List](e.Err); ok {
		o.Set("findings", report.JSON(problems))
	}
	a.out.JSONLine(value.Append(nil, a.masked(o)))
}

func jsonOrText(body []byte) value.Value {
	if v, err := value.Decode(body); err == nil {
		return v
	}
	return string(body)
}

package run

import (
	"context"
	"errors"
	"fmt"

	"naftiko/spec/diag"
)

// Kind classifies what went wrong in a call. Each protocol has one table from
// Kind to its own codes.
type Kind uint8

const (
	// Internal is a fault of this program.
	Internal Kind = iota
	// Usage is a call that cannot be made as asked: an unknown or ambiguous operation.
	Usage
	// Input is a wrong or missing argument.
	Input
	// Document is an operation that its document leaves unable to run.
	Document
	// Bind is a variable without a value.
	Bind
	// Unreached is an upstream that could not be talked to, or whose answer broke off.
	Unreached
	// Upstream is an answer of 400 or more.
	Upstream
	// Answer is an answer that cannot be read, mapped or queried, or is too large.
	Answer
	// Local is a failure of this machine: a file, a port.
	Local
	// Refused is what policy forbids.
	Refused
	// Canceled is a call that its caller gave up.
	Canceled
)

// Kinds returns all kinds, for tables that must be complete.
func Kinds() []Kind {
	return []Kind{Internal, Usage, Input, Document, Bind, Unreached, Upstream, Answer, Local, Refused, Canceled}
}

var kindNames = map[Kind]string{
	Internal: "internal", Usage: "usage", Input: "input", Document: "document", Bind: "bind", Unreached: "unreached",
	Upstream: "upstream", Answer: "answer", Local: "local", Refused: "refused", Canceled: "canceled",
}

// String returns the kind's stable name.
func (k Kind) String() string { return kindNames[k] }

// Error is a failed call: what kind, in which operation, declared where, and why.
type Error struct {
	Kind Kind
	// Code is a stable kebab-case name, finer than Kind.
	Code string
	Op   string
	Step string
	Pos  diag.Pos
	Msg  string
	Hint string
	// Answer is what the upstream sent, when it sent something.
	Answer *Response
	Err    error
}

// Error returns "file:line:column: message [code]", without the place and the
// code where they are not known.
func (e *Error) Error() string {
	msg := e.Msg
	if msg == "" && e.Err != nil {
		msg = e.Err.Error()
	}
	if e.Code != "" {
		msg = fmt.Sprintf("%s [%s]", msg, e.Code)
	}
	if e.Pos.IsValid() {
		msg = e.Pos.String() + ": " + msg
	}
	return msg
}

// Unwrap returns the cause, or nil.
func (e *Error) Unwrap() error { return e.Err }

// Errorf returns an Error of the kind and code; %w keeps the cause.
func Errorf(kind Kind, code, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Kind: kind, Code: code, Msg: err.Error(), Err: errors.Unwrap(err)}
}

// At returns e with its place in the document.
func (e *Error) At(pos diag.Pos) *Error { e.Pos = pos; return e }

// Help returns e with a way out.
func (e *Error) Help(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// KindOf classifies any error; one without an *Error in its chain is Internal,
// or Canceled when a context ended.
func KindOf(err error) Kind {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e.Kind
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Canceled
	}
	return Internal
}

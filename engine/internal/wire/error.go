package wire

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what sort of failure an [Error] is.
type Kind uint8

const (
	// Unreached means that no complete answer came: name, connection, TLS,
	// time-out, redirect loop, a cut connection, a short body, not HTTP.
	Unreached Kind = iota
	// TooLarge means that the answer is over a limit.
	TooLarge
	// Refused means that policy forbids the request or the way it would go.
	Refused
	// Invalid means that the request cannot be sent as it is.
	Invalid
	// Canceled means that the caller's context ended.
	Canceled
	// Undecoded means that the answer came in a form that is not understood.
	Undecoded
	// Local means that the entity to send could not be read.
	Local
)

// String returns the name of k in lower case.
func (k Kind) String() string {
	switch k {
	case Unreached:
		return "unreached"
	case TooLarge:
		return "too large"
	case Refused:
		return "refused"
	case Invalid:
		return "invalid"
	case Canceled:
		return "canceled"
	case Undecoded:
		return "undecoded"
	case Local:
		return "local"
	}
	return fmt.Sprintf("kind(%d)", uint8(k))
}

// Error is the only type of error this package returns. Its texts name hosts
// and header names, and never a query, user info, header value or body.
type Error struct {
	Kind Kind
	// Msg says what happened and where, in lower case, without a final stop.
	Msg string
	// Hint is a way out, or "".
	Hint string
	// Err is the cause, or nil. Its text is not part of Error.
	Err error
}

// Error returns the message alone.
func (e *Error) Error() string { return e.Msg }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

var (
	// errTimedOut marks the end of a call that took longer than it may. It is not
	// context.DeadlineExceeded, which is a deadline of the caller.
	errTimedOut = errors.New("time-out")
	// errNotHTTP stands for errors whose text quotes what the server sent.
	errNotHTTP = errors.New("not an HTTP answer")
	// errHTTP2 stands for errors of HTTP/2, some of which quote the server.
	errHTTP2 = errors.New("HTTP/2 exchange broke off")
	// errHeadTooLarge stands for an answer whose header lines are over the limit.
	errHeadTooLarge = errors.New("answer head too large")
)

func invalidf(format string, args ...any) *Error {
	return &Error{Kind: Invalid, Msg: fmt.Sprintf(format, args...)}
}

func refusedf(hint, format string, args ...any) *Error {
	return &Error{Kind: Refused, Hint: hint, Msg: fmt.Sprintf(format, args...)}
}

// span writes whole seconds as "60s", not "1m0s".
func span(d time.Duration) string {
	if d%time.Second == 0 {
		return fmt.Sprintf("%ds", d/time.Second)
	}
	return d.String()
}

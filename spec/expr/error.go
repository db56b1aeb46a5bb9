package expr

import "fmt"

// Error is a syntax error in a template or a path.
type Error struct {
	// Offset counts bytes from 0 in the source text.
	Offset int
	Msg    string
}

// Error returns the message and the offset.
func (e *Error) Error() string { return fmt.Sprintf("%s (at offset %d)", e.Msg, e.Offset) }

// fail returns an *Error at offset.
func fail(offset int, format string, args ...any) error {
	return &Error{Offset: offset, Msg: fmt.Sprintf(format, args...)}
}

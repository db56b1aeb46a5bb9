package term

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Untrusted is text from a document, an upstream or the command line. It cleans
// itself wherever it is formatted as a string, so that it can travel in errors
// and messages of its own.
type Untrusted string

// String returns the text, cleaned to one line.
func (u Untrusted) String() string { return Clean(string(u)) }

// style is an SGR parameter (ECMA-48 8.3.117).
type style string

const (
	plain  style = ""
	bold   style = "1"
	dim    style = "2"
	red    style = "31"
	green  style = "32"
	yellow style = "33"
	cyan   style = "36"
)

// Styled is text with a colour, made by [Bold], [Dim], [Red], [Green], [Yellow]
// and [Cyan]. As an argument of a [Printer]'s methods it is shown in the colour
// where colours are on; elsewhere it is plain. Its text is cleaned like any other.
type Styled struct {
	style style
	text  string
}

// String returns the text without colour, cleaned to one line.
func (s Styled) String() string { return Clean(s.text) }

// Bold returns text that stands out.
func Bold(text string) Styled { return Styled{bold, text} }

// Dim returns text that steps back.
func Dim(text string) Styled { return Styled{dim, text} }

// Red returns text in the colour of errors.
func Red(text string) Styled { return Styled{red, text} }

// Green returns text in the colour of success.
func Green(text string) Styled { return Styled{green, text} }

// Yellow returns text in the colour of warnings.
func Yellow(text string) Styled { return Styled{yellow, text} }

// Cyan returns text in the colour of names and remarks.
func Cyan(text string) Styled { return Styled{cyan, text} }

// paint wraps text, which is clean, in a style.
func paint(s style, text string, color bool) string {
	if !color || s == plain || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// formatter makes lines for one stream.
type formatter struct {
	mask  func(string) string
	color bool
	// limit is how many bytes of one argument a line shows; all if it is 0.
	limit int
}

// sprintf formats a line. The format is ours; the arguments are anybody's.
func (f formatter) sprintf(format string, args ...any) string {
	safe := make([]any, len(args))
	for i, arg := range args {
		safe[i] = argument{arg, f}
	}
	return breakCommands(f.mask(fmt.Sprintf(format, safe...)))
}

// argument makes any value safe to format: whatever the verb gives is masked,
// cut and cleaned before it becomes a part of a line.
type argument struct {
	value any
	formatter
}

// Format implements [fmt.Formatter].
func (a argument) Format(f fmt.State, verb rune) {
	look, v := plain, a.value
	if s, ok := v.(Styled); ok {
		look, v = s.style, s.text
	}
	text := fmt.Sprintf(fmt.FormatString(f, verb), a.asText(v, verb))
	text, left := clip(a.mask(text), a.limit)
	text = Clean(text)
	if left > 0 {
		text += fmt.Sprintf("… (%d more bytes)", left)
	}
	_, _ = io.WriteString(f, paint(look, text, a.color)) // a fmt.State does not fail
}

// asText masks what is text before a verb like %q changes its spelling.
func (a argument) asText(v any, verb rune) any {
	if !strings.ContainsRune("svqxX", verb) {
		return v
	}
	switch v := v.(type) {
	case string:
		return a.mask(v)
	case Untrusted:
		return a.mask(string(v))
	case []byte:
		return a.mask(string(v))
	case error:
		return a.mask(v.Error())
	case fmt.Stringer:
		return a.mask(v.String())
	}
	return v
}

// clip cuts s to at most n bytes, if n is not 0, at the border of a character and
// returns how many it leaves out.
func clip(s string, n int) (kept string, left int) {
	if n == 0 || len(s) <= n {
		return s, 0
	}
	end := n
	for end > n-utf8.UTFMax && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end], len(s) - end
}

package format

import (
	"fmt"
	"strings"

	"naftiko/spec/value"
)

// protoError is an error at a place in a .proto file. It does not unwrap: to
// callers a *[value.SyntaxError] is one of the answer.
type protoError struct {
	path string
	at   *value.SyntaxError
}

func (e *protoError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.path, e.at.Line, e.at.Column, e.at.Msg)
}

// protoTokenKind is what a token is.
type protoTokenKind int

const (
	lexEnd    protoTokenKind = iota
	lexName                  // a word; keywords are words too
	lexInt                   // 1, 017, 0x1F
	lexFloat                 // 1.5e3
	lexString                // with its quotes
	lexSymbol                // one character
)

// protoToken is a piece of a .proto file, and where it starts, in bytes.
type protoToken struct {
	kind protoTokenKind
	text string
	pos  int
}

// protoLexer cuts a .proto file into tokens, leaving out comments.
type protoLexer struct {
	path string
	src  string
	pos  int
}

func (l *protoLexer) errorf(pos int, format string, args ...any) error {
	at := value.NewSyntaxError([]byte(l.src), int64(pos), fmt.Sprintf(format, args...))
	return &protoError{l.path, at}
}

// next returns the next token, of kind lexEnd behind the last.
func (l *protoLexer) next() (protoToken, error) {
	if err := l.skip(); err != nil {
		return protoToken{}, err
	}
	start := l.pos
	if start == len(l.src) {
		return protoToken{pos: start}, nil
	}
	c := l.src[start]
	kind := lexSymbol
	switch {
	case isProtoLetter(c):
		kind = lexName
		l.while(isProtoWord)
	case isDigit(c) || c == '.' && start+1 < len(l.src) && isDigit(l.src[start+1]):
		kind = l.number()
		if l.pos < len(l.src) && isProtoWord(l.src[l.pos]) {
			return protoToken{}, l.errorf(start, "a number that goes on with letters")
		}
	case c == '"' || c == '\'':
		kind = lexString
		if !l.quoted(c) {
			return protoToken{}, l.errorf(start, "a string without its end")
		}
	default:
		if !strings.ContainsRune("{}[]()<>=;,.:-+/", rune(c)) {
			return protoToken{}, l.errorf(start, "a character that has no meaning here")
		}
		l.pos++
	}
	return protoToken{kind, l.src[start:l.pos], start}, nil
}

// skip moves past white space and comments.
func (l *protoLexer) skip() error {
	for l.pos < len(l.src) {
		rest := l.src[l.pos:]
		switch {
		case strings.IndexByte(" \t\n\r\f\v", rest[0]) >= 0:
			l.pos++
		case strings.HasPrefix(rest, "//"):
			end := strings.IndexByte(rest, '\n')
			if end < 0 {
				end = len(rest)
			}
			l.pos += end
		case strings.HasPrefix(rest, "/*"):
			end := strings.Index(rest[2:], "*/")
			if end < 0 {
				return l.errorf(l.pos, "a comment without its end")
			}
			l.pos += end + 4
		default:
			return nil
		}
	}
	return nil
}

func (l *protoLexer) while(in func(byte) bool) {
	for l.pos < len(l.src) && in(l.src[l.pos]) {
		l.pos++
	}
}

// number moves past a number and tells its kind.
func (l *protoLexer) number() protoTokenKind {
	rest := l.src[l.pos:]
	if len(rest) > 2 && (rest[:2] == "0x" || rest[:2] == "0X") {
		l.pos += 2
		l.while(isHexDigit)
		return lexInt
	}
	kind := lexInt
	l.while(isDigit)
	if l.pos < len(l.src) && l.src[l.pos] == '.' {
		kind = lexFloat
		l.pos++
		l.while(isDigit)
	}
	if l.pos < len(l.src) && l.src[l.pos]|0x20 == 'e' {
		kind = lexFloat
		l.pos++
		if l.pos < len(l.src) && (l.src[l.pos] == '+' || l.src[l.pos] == '-') {
			l.pos++
		}
		l.while(isDigit)
	}
	if kind == lexFloat && l.pos < len(l.src) && l.src[l.pos]|0x20 == 'f' {
		l.pos++
	}
	return kind
}

// quoted moves past a string; it reports whether there is an end to it.
func (l *protoLexer) quoted(quote byte) bool {
	for l.pos++; l.pos < len(l.src); l.pos++ {
		switch l.src[l.pos] {
		case '\\':
			l.pos++
		case '\n':
			return false
		case quote:
			l.pos++
			return true
		}
	}
	l.pos = len(l.src)
	return false
}

func isDigit(c byte) bool    { return c >= '0' && c <= '9' }
func isHexDigit(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }

func isProtoLetter(c byte) bool { return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' }
func isProtoWord(c byte) bool   { return isProtoLetter(c) || isDigit(c) }

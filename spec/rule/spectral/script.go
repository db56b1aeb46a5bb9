package spectral

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxNesting is how deep an expression may nest.
const maxNesting = 50

// script is a compiled expression of a filter.
type script interface {
	// eval returns the value of the expression for a candidate: see value.go.
	eval(e *env) any
}

// parseScript compiles the text of a filter, without the parentheses around it.
// Its errors say what is not supported.
func parseScript(src string) (script, error) {
	p := &scriptParser{src: src}
	s, err := p.ternary()
	if err != nil {
		return nil, err
	}
	p.blanks()
	if p.pos < len(p.src) {
		return nil, fmt.Errorf("%q is not understood", cut(p.src[p.pos:]))
	}
	return s, nil
}

type scriptParser struct {
	src   string
	pos   int
	depth int
}

var errNesting = errors.New("it nests too deep")

func (p *scriptParser) blanks() {
	for p.pos < len(p.src) && strings.IndexByte(" \t\r\n", p.src[p.pos]) >= 0 {
		p.pos++
	}
}

// take reads the token text if it comes next, behind blanks.
func (p *scriptParser) take(text string) bool {
	p.blanks()
	if !strings.HasPrefix(p.src[p.pos:], text) {
		return false
	}
	p.pos += len(text)
	return true
}

func (p *scriptParser) want(text string) error {
	if p.take(text) {
		return nil
	}
	if p.pos == len(p.src) {
		return fmt.Errorf("%q is missing at its end", text)
	}
	return fmt.Errorf("%q is missing before %q", text, cut(p.src[p.pos:]))
}

func (p *scriptParser) ternary() (script, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxNesting {
		return nil, errNesting
	}
	test, err := p.binary(0)
	if err != nil || !p.take("?") {
		return test, err
	}
	yes, err := p.ternary()
	if err != nil {
		return nil, err
	}
	if err := p.want(":"); err != nil {
		return nil, err
	}
	no, err := p.ternary()
	return choice{test, yes, no}, err
}

// operators are the binary operators, each before those it begins with, and how
// tightly they bind.
var operators = []struct {
	text  string
	level int
}{
	{"===", 3},
	{"!==", 3},
	{"==", 3},
	{"!=", 3},
	{"<=", 4},
	{">=", 4},
	{"||", 1},
	{"&&", 2},
	{"~=", 8},
	{"<", 4},
	{">", 4},
	{"+", 5},
	{"-", 5},
	{"*", 6},
	{"/", 6},
	{"%", 6},
	{"in", 7},
}

// operator returns the binary operator that comes next, or "".
func (p *scriptParser) operator() (text string, level int) {
	p.blanks()
	rest := p.src[p.pos:]
	for _, odd := range []string{"<<", ">>", "=~", "**", "??"} {
		if strings.HasPrefix(rest, odd) {
			return "", 0
		}
	}
	for _, o := range operators {
		if !strings.HasPrefix(rest, o.text) {
			continue
		}
		if o.text == "in" && len(rest) > 2 && isNameByte(rest[2]) {
			return "", 0
		}
		return o.text, o.level
	}
	return "", 0
}

// binary reads operands joined by operators that bind tighter than level.
func (p *scriptParser) binary(level int) (script, error) {
	left, err := p.unary()
	if err != nil {
		return nil, err
	}
	for {
		text, own := p.operator()
		if text == "" || own <= level {
			return left, nil
		}
		p.pos += len(text)
		right, err := p.binary(own)
		if err != nil {
			return nil, err
		}
		if left, err = join(text, left, right); err != nil {
			return nil, err
		}
	}
}

func join(op string, left, right script) (script, error) {
	if op != "~=" {
		return operation{op, left, right}, nil
	}
	text, ok := right.(literal)
	pattern, isText := text.v.(string)
	if !ok || !isText {
		return nil, errors.New(`"~=" takes a text in quotes`)
	}
	re, err := compileRegexp(pattern, "")
	return operation{op, left, literal{re}}, err
}

func (p *scriptParser) unary() (script, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxNesting {
		return nil, errNesting
	}
	for _, op := range []string{"!", "-", "+"} {
		if p.take(op) {
			of, err := p.unary()
			return negation{op, of}, err
		}
	}
	if p.word("void") {
		_, err := p.unary()
		return literal{undefined{}}, err
	}
	s, err := p.primary()
	for err == nil {
		switch {
		case p.take("?."):
			err = fmt.Errorf(`"?." is not supported: write "." alone`)
		case p.take("."):
			s, err = p.member(s)
		case p.take("["):
			var name script
			if name, err = p.ternary(); err == nil {
				s, err = member{s, name}, p.want("]")
			}
		default:
			p.blanks()
			if strings.HasPrefix(p.src[p.pos:], "(") {
				return nil, errors.New("calls other than of methods are not supported")
			}
			return s, nil
		}
	}
	return nil, err
}

// word reads a word if it comes next as a whole.
func (p *scriptParser) word(text string) bool {
	p.blanks()
	rest := p.src[p.pos:]
	if !strings.HasPrefix(rest, text) || len(rest) > len(text) && isNameByte(rest[len(text)]) {
		return false
	}
	p.pos += len(text)
	return true
}

// member reads the name behind a dot, and the arguments if it is called.
func (p *scriptParser) member(of script) (script, error) {
	p.blanks()
	name := p.name()
	if name == "" {
		return nil, errors.New("a name is missing behind a dot")
	}
	p.blanks()
	if !strings.HasPrefix(p.src[p.pos:], "(") {
		return member{of, literal{name}}, nil
	}
	p.pos++
	args, err := p.list(")")
	if err != nil {
		return nil, err
	}
	return newCall(of, name, args)
}

// list reads expressions between commas up to the closing token.
func (p *scriptParser) list(closing string) ([]script, error) {
	var out []script
	for !p.take(closing) {
		if len(out) > 0 {
			if err := p.want(","); err != nil {
				return nil, err
			}
		}
		s, err := p.ternary()
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c >= utf8.RuneSelf
}

// name reads a name, which may begin with digits: the caller knows better.
func (p *scriptParser) name() string {
	start := p.pos
	for p.pos < len(p.src) && isNameByte(p.src[p.pos]) {
		p.pos++
	}
	return p.src[start:p.pos]
}

func (p *scriptParser) primary() (script, error) {
	p.blanks()
	if p.pos == len(p.src) {
		return nil, errors.New("it ends too soon")
	}
	switch c := p.src[p.pos]; {
	case c == '(':
		p.pos++
		s, err := p.ternary()
		if err != nil {
			return nil, err
		}
		return s, p.want(")")
	case c == '[':
		p.pos++
		items, err := p.list("]")
		return array(items), err
	case c == '\'' || c == '"':
		text, err := p.quoted(c)
		return literal{text}, err
	case c == '/':
		re, err := p.regexp()
		return literal{re}, err
	case c >= '0' && c <= '9', c == '.':
		return p.number()
	case c == '@':
		p.pos++
		return p.at()
	}
	return p.constant()
}

// constants are the names that stand for a value.
var constants = map[string]any{"true": true, "false": false, "null": nil, "undefined": undefined{}}

func (p *scriptParser) constant() (script, error) {
	start := p.pos
	name := p.name()
	if v, ok := constants[name]; ok {
		return literal{v}, nil
	}
	if name == "" {
		return nil, fmt.Errorf("%q is not understood", cut(p.src[start:]))
	}
	return nil, fmt.Errorf("the name %q means nothing in a filter", cut(name))
}

// at reads what stands behind an @.
func (p *scriptParser) at() (script, error) {
	name := p.name()
	if _, ok := contexts[name]; ok {
		return context(name), nil
	}
	test, ok := typeTests[name]
	if !ok || !p.take("()") {
		return nil, fmt.Errorf("%q is not supported", "@"+cut(name))
	}
	return typeTest(test), nil
}

func (p *scriptParser) number() (script, error) {
	start := p.pos
	for p.pos < len(p.src) && (isNameByte(p.src[p.pos]) || p.src[p.pos] == '.') {
		p.pos++
	}
	text := p.src[start:p.pos]
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || strings.ContainsAny(text, "xXpP_nN") {
		return nil, fmt.Errorf("%q is no number", cut(text))
	}
	return literal{f}, nil
}

// escapes are the escapes of texts whose meaning is another character.
var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f', 'v': '\v'}

func (p *scriptParser) quoted(quote byte) (string, error) {
	var b strings.Builder
	for p.pos++; p.pos < len(p.src); p.pos++ {
		switch c := p.src[p.pos]; {
		case c == quote:
			p.pos++
			return b.String(), nil
		case c == '\\' && p.pos+1 < len(p.src):
			p.pos++
			c = p.src[p.pos]
			if e, ok := escapes[c]; ok {
				c = e
			}
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	return "", errors.New("a quote is not closed")
}

func (p *scriptParser) regexp() (any, error) {
	start, class := p.pos+1, false
	for p.pos++; p.pos < len(p.src); p.pos++ {
		switch c := p.src[p.pos]; {
		case c == '\\':
			p.pos++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '/' && !class:
			pattern := p.src[start:p.pos]
			p.pos++
			return compileRegexp(pattern, p.name())
		}
	}
	return nil, errors.New("a regular expression is not closed")
}

// cut shortens a piece of an expression for a message.
func cut(text string) string {
	const most = 20
	for i := range text {
		if i > most {
			return text[:i] + "…"
		}
	}
	return text
}

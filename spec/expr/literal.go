package expr

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"naftiko/spec/value"
)

// quoted reads a name or text in single or double quotes, with the escapes of
// JSON and both kinds of quotes (RFC 9535 §2.3.1.1).
func (p *pathParser) quoted() (string, error) {
	begin := p.pos
	quote := p.src[p.pos]
	p.pos++
	var b []byte
	for {
		c := p.peek()
		switch {
		case p.pos >= len(p.src):
			return "", fail(begin, "the quote is not closed")
		case c == quote:
			p.pos++
			return string(b), nil
		case c < ' ':
			return "", fail(p.pos, "a control character in quotes: write \\u%04x", c)
		case c == '\\':
			r, err := p.escape()
			if err != nil {
				return "", err
			}
			b = utf8.AppendRune(b, r)
		default:
			b = append(b, c)
			p.pos++
		}
	}
}

// escape reads a backslash and what belongs to it.
func (p *pathParser) escape() (rune, error) {
	at := p.pos
	p.pos++
	c := p.peek()
	if c == 'u' {
		return p.unicode(at)
	}
	i := strings.IndexByte(`bfnrt/\'"`, c)
	if i < 0 {
		return 0, fail(at, "no escape begins like this: a backslash itself is \\\\")
	}
	p.pos++
	return rune("\b\f\n\r\t/\\'\""[i]), nil
}

// unicode reads \uXXXX, and a second one where the first is half of a pair.
func (p *pathParser) unicode(at int) (rune, error) {
	r, ok := p.hex()
	if utf16.IsSurrogate(r) && ok {
		ok = strings.HasPrefix(p.src[p.pos:], `\u`)
		if ok {
			p.pos++
			var low rune
			low, ok = p.hex()
			r = utf16.DecodeRune(r, low)
			ok = ok && r != utf8.RuneError
		}
	}
	if !ok {
		return 0, fail(at, "\\u needs four hexadecimal digits, and pairs for characters beyond U+FFFF")
	}
	return r, nil
}

// hex reads uXXXX.
func (p *pathParser) hex() (rune, bool) {
	const width = len("uXXXX")
	if len(p.src)-p.pos < width {
		return 0, false
	}
	n, err := strconv.ParseUint(p.src[p.pos+1:p.pos+width], 16, 16)
	if err != nil {
		return 0, false
	}
	p.pos += width
	return rune(n), true
}

// literal reads a constant of a filter: JSON, with single quotes too.
func (p *pathParser) literal() (value.Value, error) {
	switch c := p.peek(); {
	case c == '\'' || c == '"':
		return p.quoted()
	case c == '-' || isDigit(c):
		return p.number()
	case c == '[':
		return p.list()
	case c == '{':
		return p.object()
	}
	begin := p.pos
	switch word := p.word(); {
	case word == "true":
		return true, nil
	case word == "false":
		return false, nil
	case word == "null":
		return nil, nil
	case p.peek() == '(':
		return nil, fail(begin, "functions stand behind a path, as in @.name.length()")
	}
	p.pos = begin
	return nil, p.unexpected("a path, a number, a quoted text, true, false, null or [")
}

// word reads letters.
func (p *pathParser) word() string {
	begin := p.pos
	for isLetter(p.peek()) {
		p.pos++
	}
	return p.src[begin:p.pos]
}

// number reads a JSON number; leading zeros are ignored.
func (p *pathParser) number() (value.Value, error) {
	begin := p.pos
	for c := p.peek(); isDigit(c) || (c != 0 && strings.IndexByte("+-.eE", c) >= 0); c = p.peek() {
		p.pos++
	}
	text, negative := strings.CutPrefix(p.src[begin:p.pos], "-")
	for len(text) > 1 && text[0] == '0' && isDigit(text[1]) {
		text = text[1:]
	}
	if negative {
		text = "-" + text
	}
	n, ok := value.ParseNumber(text)
	if !ok {
		return nil, fail(begin, "%q is not a number", p.src[begin:p.pos])
	}
	return n, nil
}

func (p *pathParser) list() (value.Value, error) {
	list := value.List{}
	err := p.entries(']', func() error {
		v, err := p.literal()
		list = append(list, v)
		return err
	})
	return list, err
}

func (p *pathParser) object() (value.Value, error) {
	o := &value.Object{}
	err := p.entries('}', func() error {
		if c := p.peek(); c != '\'' && c != '"' {
			return p.unexpected("a quoted name")
		}
		name, err := p.quoted()
		if err != nil {
			return err
		}
		p.skip()
		if p.peek() != ':' {
			return p.unexpected(`":"`)
		}
		p.pos++
		p.skip()
		v, err := p.literal()
		o.Set(name, v)
		return err
	})
	return o, err
}

// entries reads what stands between brackets, with commas between.
func (p *pathParser) entries(end byte, entry func() error) error {
	if err := p.nest(); err != nil {
		return err
	}
	defer p.unnest()
	p.pos++
	p.skip()
	if p.peek() == end {
		p.pos++
		return nil
	}
	for {
		p.skip()
		if err := entry(); err != nil {
			return err
		}
		p.skip()
		c := p.peek()
		if c != ',' && c != end {
			return p.unexpected(`"," or "` + string(rune(end)) + `"`)
		}
		p.pos++
		if c == end {
			return nil
		}
	}
}

package spectral

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
)

const (
	// maxPattern is how long a regular expression may be.
	maxPattern = 10_000
	// maxProgram is how large it may get when its repetitions are written out: about
	// how many instructions of 40 bytes it takes.
	maxProgram = 5_000
	// matchWork is how many steps of work a match costs, however short the text is.
	matchWork = 6
	// patternUnit is how many instructions for a byte of text count as a step.
	patternUnit = 200
)

// The white space of JavaScript, and what is none, as parts of a class of Go.
const (
	spaces   = `\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`
	noSpaces = `\x{0}-\x{8}\x{e}-\x{1f}!-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}` +
		`\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`
)

var errLookaround = errors.New("lookaround in a regular expression is not supported")

// pattern is a compiled regular expression, and about how many instructions it takes.
type pattern struct {
	*regexp.Regexp
	size int
}

// matches reports whether a text has a match of p.
func (w *walk) matches(p *pattern, s string) bool {
	return w.spend(matchWork+len(s)*p.size/patternUnit) && p.MatchString(s)
}

// compileRegexp compiles a regular expression of JavaScript. Its errors say what is
// not supported, or that it is none.
func compileRegexp(src, flags string) (*pattern, error) {
	if len(src) > maxPattern {
		return nil, fmt.Errorf("a regular expression of over %d bytes is not supported", maxPattern)
	}
	t := translator{src: src}
	for _, f := range flags {
		switch f {
		case 's':
			t.all = true
		case 'u':
			t.unicode = true
		case 'i', 'm', 'g': // g asks for more than the first match
		default:
			return nil, fmt.Errorf("the flag %q of a regular expression is not supported", f)
		}
	}
	if err := t.pattern(); err != nil {
		return nil, err
	}
	expr := t.out.String()
	if strings.Contains(flags, "i") {
		expr = "(?i)" + expr
	}
	if strings.Contains(flags, "m") {
		expr = "(?m)" + expr
	}
	tree, err := syntax.Parse(expr, syntax.Perl)
	size := 0
	if err == nil {
		size = program(tree)
	}
	if size > maxProgram {
		return nil, errors.New("a regular expression with that many repetitions is not supported")
	}
	re, err := regexp.Compile(expr)
	if err != nil {
		return nil, fmt.Errorf("the regular expression %q is not supported", cut(src))
	}
	return &pattern{re, size}, nil
}

// program returns about how many instructions a regular expression takes.
func program(re *syntax.Regexp) int {
	n := 1 + len(re.Rune)
	if re.Op == syntax.OpCharClass {
		n = 1
	}
	for _, sub := range re.Sub {
		n = min(n+program(sub), maxPattern)
	}
	if re.Op == syntax.OpRepeat {
		n *= max(re.Min, re.Max, 1)
	}
	return min(n, maxPattern)
}

// splitPattern takes /pattern/flags apart; anything else is a pattern without flags.
func splitPattern(s string) (pattern, flags string) {
	end := strings.LastIndexByte(s, '/')
	if end < 2 || s[0] != '/' || strings.ContainsAny(s, "\n\r\u2028\u2029") {
		return s, ""
	}
	if flags = s[end+1:]; strings.Trim(flags, "abcdefghijklmnopqrstuvwxyz") != "" {
		return s, ""
	}
	return s[1:end], flags
}

// translator writes a regular expression of JavaScript as one of Go.
type translator struct {
	src          string
	pos          int
	out          strings.Builder
	all, unicode bool
}

func (t *translator) pattern() error {
	for t.pos < len(t.src) {
		c := t.src[t.pos]
		t.pos++
		var err error
		switch c {
		case '.':
			if t.all {
				t.out.WriteString(`(?s:.)`)
			} else {
				t.out.WriteString(`[^\n\r\x{2028}\x{2029}]`)
			}
		case '[':
			err = t.class()
		case '(':
			err = t.group()
		case '\\':
			err = t.escape(false)
		default:
			t.out.WriteByte(c)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// group writes the beginning of a group.
func (t *translator) group() error {
	t.out.WriteByte('(')
	rest := t.src[t.pos:]
	switch {
	case !strings.HasPrefix(rest, "?"), strings.HasPrefix(rest, "?:"):
		return nil
	case strings.HasPrefix(rest, "?="), strings.HasPrefix(rest, "?!"), strings.HasPrefix(rest, "?<="), strings.HasPrefix(rest, "?<!"):
		return errLookaround
	case strings.HasPrefix(rest, "?<"):
		return nil
	}
	return errors.New("a group of a regular expression is not supported")
}

// class writes a class, whose opening bracket is read.
func (t *translator) class() error {
	rest := t.src[t.pos:]
	switch {
	case strings.HasPrefix(rest, "]"):
		t.pos++
		t.out.WriteString(`[^\x{0}-\x{10ffff}]`)
		return nil
	case strings.HasPrefix(rest, "^]"):
		t.pos += 2
		t.out.WriteString(`[\x{0}-\x{10ffff}]`)
		return nil
	}
	t.out.WriteByte('[')
	for t.pos < len(t.src) {
		c := t.src[t.pos]
		t.pos++
		switch c {
		case ']':
			t.out.WriteByte(c)
			return nil
		case '[':
			t.out.WriteString(`\[`)
		case '\\':
			if err := t.escape(true); err != nil {
				return err
			}
		default:
			t.out.WriteByte(c)
		}
	}
	return errors.New("a class of a regular expression is not closed")
}

// escape writes an escape, whose backslash is read.
func (t *translator) escape(class bool) error {
	if t.pos == len(t.src) {
		return errors.New("a regular expression ends in a backslash")
	}
	c := t.src[t.pos]
	t.pos++
	switch {
	case c == 's':
		t.set(spaces, class)
	case c == 'S':
		t.set(noSpaces, class)
	case strings.IndexByte("dDwWtnrfv", c) >= 0:
		t.out.WriteString(`\` + string(c))
	case c == 'b' && class:
		t.out.WriteString(`\x{8}`)
	case c == 'b' || c == 'B' && !class:
		t.out.WriteString(`\` + string(c))
	case c == '0' && (t.pos == len(t.src) || t.src[t.pos] < '0' || t.src[t.pos] > '9'):
		t.out.WriteString(`\x{0}`)
	case c >= '0' && c <= '9', c == 'k':
		return errors.New("a back reference in a regular expression is not supported")
	case c == 'x':
		return t.hex(2)
	case c == 'u' && t.unicode && strings.HasPrefix(t.src[t.pos:], "{"):
		t.out.WriteString(`\x`)
	case c == 'u':
		return t.hex(4)
	case (c == 'p' || c == 'P') && t.unicode:
		t.out.WriteString(`\` + string(c))
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		return fmt.Errorf(`the escape \%c in a regular expression is not supported`, c)
	case c < 0x80:
		t.out.WriteString(`\` + string(c))
	default:
		t.out.WriteByte(c) // the first byte of a character that is itself
	}
	return nil
}

func (t *translator) set(members string, class bool) {
	if class {
		t.out.WriteString(members)
		return
	}
	t.out.WriteString("[" + members + "]")
}

// hex writes the character whose code has digits digits.
func (t *translator) hex(digits int) error {
	end := t.pos + digits
	if end > len(t.src) || strings.Trim(t.src[t.pos:end], "0123456789abcdefABCDEF") != "" {
		return errors.New("an escape in a regular expression is not supported")
	}
	t.out.WriteString(`\x{` + t.src[t.pos:end] + `}`)
	t.pos = end
	return nil
}

package spectral

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

const (
	// maxPath is how long a path may be.
	maxPath = 10_000
	// maxSteps is how many steps a path may have.
	maxSteps = 200
)

type stepKind uint8

const (
	namesStep  stepKind = iota // members or items called one of names
	anyStep                    // all members or items
	sliceStep                  // items of a list
	filterStep                 // members or items for which a script is true
	selfStep                   // with deep: all lists and mappings
	parentStep                 // what holds it
)

// step is a step of a path. A deep one is taken from a place and from all below it.
type step struct {
	kind     stepKind
	deep     bool
	names    []string
	from, to int // of a slice; below 0 they count from the end
	open     bool
	by       int
	filter   script
}

// path is a compiled JSONPath. keyed is set where the key of what it finds is meant.
type path struct {
	src   string
	steps []step
	keyed bool
}

// parsePath compiles a JSONPath that begins with $. Its errors say what is not supported.
func parsePath(src string) (*path, error) {
	if len(src) > maxPath {
		return nil, fmt.Errorf("a path of over %d bytes is not supported", maxPath)
	}
	p := &pathParser{src: strings.TrimSpace(src)}
	if !p.take("$") {
		return nil, errors.New("a path begins with $")
	}
	out := &path{src: src}
	for p.pos < len(p.src) {
		if out.keyed {
			return nil, fmt.Errorf("%q behind ~ is not supported", cut(p.src[p.pos:]))
		}
		if p.take("~") {
			out.keyed = true
			continue
		}
		s, err := p.step()
		if err != nil {
			return nil, err
		}
		if out.steps = append(out.steps, s); len(out.steps) > maxSteps {
			return nil, fmt.Errorf("a path of over %d steps is not supported", maxSteps)
		}
	}
	return out, nil
}

type pathParser struct {
	src string
	pos int
}

func (p *pathParser) take(text string) bool {
	if strings.HasPrefix(p.src[p.pos:], text) {
		p.pos += len(text)
		return true
	}
	return false
}

func (p *pathParser) step() (step, error) {
	switch {
	case p.take("^"):
		return step{kind: parentStep}, nil
	case p.take(".."):
		rest := p.src[p.pos:]
		if rest == "" || rest[0] == '^' || rest[0] == '~' {
			return step{kind: selfStep, deep: true}, nil
		}
		s, err := p.selector()
		s.deep = true
		return s, err
	case p.take("."):
		return p.selector()
	case strings.HasPrefix(p.src[p.pos:], "["):
		return p.selector()
	}
	return step{}, fmt.Errorf("%q is not understood", cut(p.src[p.pos:]))
}

// selector reads what stands behind a dot, or in brackets.
func (p *pathParser) selector() (step, error) {
	switch {
	case p.take("["):
		return p.bracket()
	case p.take("*"):
		return step{kind: anyStep}, nil
	case p.take("@"):
		return p.typed()
	}
	start := p.pos
	for p.pos < len(p.src) && strings.IndexByte(".[]^~*()?,'\" \t:", p.src[p.pos]) < 0 {
		p.pos++
	}
	if name := p.src[start:p.pos]; name != "" {
		return step{kind: namesStep, names: []string{name}}, nil
	}
	return step{}, fmt.Errorf("a name is missing before %q", cut(p.src[p.pos:]))
}

// typed reads a test of a type, such as @string().
func (p *pathParser) typed() (step, error) {
	rest := p.src[p.pos:]
	end := strings.Index(rest, "()")
	if end < 0 || typeTests[rest[:end]] == nil {
		return step{}, fmt.Errorf("%q is not supported", "@"+cut(rest))
	}
	p.pos += end + 2
	return step{kind: filterStep, filter: typeTest(typeTests[rest[:end]])}, nil
}

func (p *pathParser) blanks() {
	for p.pos < len(p.src) && (p.src[p.pos] == ' ' || p.src[p.pos] == '\t') {
		p.pos++
	}
}

// bracket reads what stands in brackets, of which the first is read.
func (p *pathParser) bracket() (step, error) {
	p.blanks()
	switch {
	case p.take("?("):
		return p.filter()
	case p.take("("):
		return p.computed()
	case p.take("@"):
		s, err := p.typed()
		return p.closed(s, err)
	case p.take("*"):
		return p.closed(step{kind: anyStep}, nil)
	}
	return p.closed(p.list())
}

func (p *pathParser) closed(s step, err error) (step, error) {
	p.blanks()
	if err == nil && !p.take("]") {
		err = errors.New("a bracket is not closed where it should be")
	}
	return s, err
}

// filter reads a filter, up to and with its closing bracket.
func (p *pathParser) filter() (step, error) {
	text, ok := p.balanced()
	if !ok {
		return step{}, errors.New("a filter is not closed")
	}
	s, err := parseScript(text)
	if err != nil {
		return step{}, fmt.Errorf("in the filter %q: %w", cut(text), err)
	}
	return p.closed(step{kind: filterStep, filter: s}, nil)
}

// balanced reads up to the parenthesis that closes, past quotes and regular expressions.
func (p *pathParser) balanced() (string, bool) {
	start, depth := p.pos, 1
	for p.pos < len(p.src) {
		switch c := p.src[p.pos]; c {
		case '\'', '"':
			p.skip(c)
		case '/':
			before := strings.TrimRight(p.src[start:p.pos], " \t")
			if before == "" || strings.IndexByte("(,&|!=?:[", before[len(before)-1]) >= 0 {
				p.skip(c) // a regular expression, not a division
			}
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				p.pos++
				return p.src[start : p.pos-1], true
			}
		}
		p.pos++
	}
	return "", false
}

// skip goes to the next end that is not escaped and, of a regular expression, not in a
// class.
func (p *pathParser) skip(end byte) {
	class := false
	for p.pos++; p.pos < len(p.src) && (p.src[p.pos] != end || class); p.pos++ {
		switch c := p.src[p.pos]; {
		case c == '\\':
			p.pos++
		case end == '/' && c == '[':
			class = true
		case c == ']':
			class = false
		}
	}
}

// computed reads the one form of computed index that is common: (@.length-1).
func (p *pathParser) computed() (step, error) {
	text, ok := p.balanced()
	minus, isLength := strings.CutPrefix(strings.ReplaceAll(text, " ", ""), "@.length-")
	n, err := strconv.Atoi(minus)
	if !ok || !isLength || err != nil || n < 1 {
		return step{}, fmt.Errorf("the computed index %q is not supported", cut(text))
	}
	return p.closed(step{kind: sliceStep, from: -n, to: -n + 1, open: n == 1, by: 1}, nil)
}

// list reads names, indices or one slice.
func (p *pathParser) list() (step, error) {
	s := step{kind: namesStep}
	for {
		p.blanks()
		name, bare, err := p.entry()
		if err != nil {
			return s, err
		}
		if bare && strings.Contains(name, ":") {
			if len(s.names) > 0 {
				return s, errors.New("a slice among other names is not supported")
			}
			return slice(name)
		}
		if bare && strings.HasPrefix(name, "-") && strings.Trim(name[1:], "0123456789") == "" {
			return s, fmt.Errorf("the index %s is not supported: write [%s:]", cut(name), cut(name))
		}
		s.names = append(s.names, name)
		p.blanks()
		if !p.take(",") {
			return s, nil
		}
	}
}

// entry reads one name; bare tells that it had no quotes.
func (p *pathParser) entry() (name string, bare bool, err error) {
	if p.pos < len(p.src) && (p.src[p.pos] == '\'' || p.src[p.pos] == '"') {
		quote := p.src[p.pos]
		end := strings.IndexByte(p.src[p.pos+1:], quote)
		if end < 0 {
			return "", false, errors.New("a quote is not closed")
		}
		name = p.src[p.pos+1 : p.pos+1+end]
		p.pos += end + 2
		return name, false, nil
	}
	start := p.pos
	for p.pos < len(p.src) && strings.IndexByte(",]['\"()?*", p.src[p.pos]) < 0 {
		p.pos++
	}
	name = strings.TrimSpace(p.src[start:p.pos])
	if name == "" {
		return "", true, fmt.Errorf("a name is missing before %q", cut(p.src[p.pos:]))
	}
	return name, true, nil
}

// slice reads from:to:by.
func slice(text string) (step, error) {
	s := step{kind: sliceStep, open: true, by: 1}
	parts := strings.Split(text, ":")
	for i, part := range parts {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		n, err := strconv.Atoi(part)
		switch {
		case err != nil || i > 2 || i == 2 && n < 1:
			return s, fmt.Errorf("the slice %q is not supported", cut(text))
		case i == 0:
			s.from = n
		case i == 1:
			s.to, s.open = n, false
		default:
			s.by = n
		}
	}
	return s, nil
}

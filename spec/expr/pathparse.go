package expr

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"naftiko/spec/value"
)

const (
	maxPathLength = 64 << 10
	// maxSteps is enough for the deepest value that is read.
	maxSteps = value.MaxDepth
	// maxNesting limits brackets, parentheses and negations within a filter.
	maxNesting = 50
	// maxIndex stands for every larger index, and for the open end of a slice.
	maxIndex = math.MaxInt32
)

// ParsePath compiles a JSONPath of the dialect described in the package
// documentation. Blanks around it are ignored; "", "$" and "$." are the root;
// "a.b" and ".a.b" are "$.a.b". What does not parse, filters included, is an
// *[Error].
func ParsePath(src string) (*Path, error) {
	if len(src) > maxPathLength {
		return nil, fail(0, "a path is at most %d bytes long", maxPathLength)
	}
	const blanks = " \t\r\n"
	start := len(src) - len(strings.TrimLeft(src, blanks))
	text := strings.Trim(src, blanks)
	p := pathParser{src: src[:start+len(text)], pos: start}
	switch text {
	case "", "$.", "@.":
		return &Path{src: text, dollar: true, single: true}, nil
	}
	path, err := p.path()
	if err != nil {
		return nil, err
	}
	if p.pos < len(p.src) {
		return nil, p.unexpected(`"." or "["`)
	}
	path.src = text
	return path, nil
}

type pathParser struct {
	src string
	pos int
	// inFilter is true for a path inside of a filter, which ends where an
	// operator begins.
	inFilter bool
	// blanks is true where a dotted name may have blanks inside.
	blanks bool
	depth  int
	// instructions counts those of the regular expressions so far.
	instructions int
}

// path reads a whole path, to where no step begins.
func (p *pathParser) path() (*Path, error) {
	path := &Path{}
	begin := p.pos
	var first []step
	switch c := p.peek(); c {
	case '$', '@':
		p.pos++
		path.dollar, p.blanks = true, c == '$' && !p.inFilter
	case '.', '[':
	default:
		s, err := p.dotted()
		if err != nil {
			return nil, err
		}
		first = append(first, s)
	}
	if err := p.steps(path, first); err != nil {
		return nil, err
	}
	path.src = p.src[begin:p.pos]
	path.finish()
	return path, nil
}

// steps reads segments behind those in steps, and the function at the end.
func (p *pathParser) steps(path *Path, steps []step) error {
	for {
		if len(steps) > maxSteps {
			return fail(p.pos, "a path has at most %d steps", maxSteps)
		}
		path.steps = steps
		if n := len(steps); p.peek() == '(' && n > 0 && strings.HasSuffix(steps[n-1].text, steps[n-1].name) {
			return p.function(path)
		}
		if c := p.peek(); c != '.' && c != '[' {
			return nil
		}
		begin := p.pos
		s, err := p.segment()
		if err != nil {
			return err
		}
		s.text = p.src[begin:p.pos]
		steps = append(steps, s)
	}
}

// segment reads one of .name .* .[…] […] ..name ..* ..[…].
func (p *pathParser) segment() (step, error) {
	deep := strings.HasPrefix(p.src[p.pos:], "..")
	if deep {
		p.pos++
	}
	if p.peek() == '.' {
		p.pos++
	}
	var s step
	var err error
	switch p.peek() {
	case '[':
		s, err = p.bracket()
	case '*':
		p.pos++
		s.kind = wildcardStep
	default:
		s, err = p.dotted()
	}
	s.deep = deep
	return s, err
}

// dotted reads a name that is written without quotes.
func (p *pathParser) dotted() (step, error) {
	begin := p.pos
	for p.pos < len(p.src) && !p.endsName(p.pos) {
		p.pos++
	}
	name := p.src[begin:p.pos]
	switch {
	case name == "":
		return step{}, p.unexpected("a member name")
	case name[0] == ' ' || name[len(name)-1] == ' ':
		return step{}, fail(begin, "blanks around the name %q: write it as ['…']", name)
	}
	return step{kind: memberStep, name: name, text: name}, nil
}

// endsName reports whether the character at i cannot be part of a dotted name.
func (p *pathParser) endsName(i int) bool {
	c := p.src[i]
	switch c {
	case '.', '[', ']', '(', ')':
		return true
	case ' ':
		return !p.blanks
	}
	if c < ' ' || c == 0x7f {
		return true
	}
	if !p.inFilter {
		return false
	}
	rest := p.src[i:]
	return strings.IndexByte("<>=~!,", c) >= 0 || strings.HasPrefix(rest, "&&") || strings.HasPrefix(rest, "||")
}

// function turns the last name, which a parenthesis follows, into the function
// at the end of the path.
func (p *pathParser) function(path *Path) error {
	last := path.steps[len(path.steps)-1]
	at := p.pos - len(last.name)
	call, ok := functions[last.name]
	switch {
	case !ok || last.deep:
		return fail(at, "no function %q: there are %s", last.name, functionNames)
	case !strings.HasPrefix(p.src[p.pos:], "()"):
		return fail(p.pos, "functions take no arguments: write %s()", last.name)
	}
	p.pos += len("()")
	if c := p.peek(); c == '.' || c == '[' {
		return fail(p.pos, "a function stands at the end of a path")
	}
	path.call, path.steps = call, path.steps[:len(path.steps)-1]
	return nil
}

// finish works out what depends on the whole path.
func (p *Path) finish() {
	p.single = true
	for i := range p.steps {
		s := &p.steps[i]
		last := i == len(p.steps)-1
		switch {
		case s.kind == pickStep && !last:
			s.kind = unionStep
		case s.kind == unionStep && last:
			s.nulls = allIndices(s.parts)
		}
		p.single = p.single && !s.deep && (s.kind == memberStep || s.kind == indexStep || s.kind == pickStep)
	}
}

func allIndices(parts []step) bool {
	for i := range parts {
		if parts[i].kind != indexStep {
			return false
		}
	}
	return true
}

// bracket reads […]: one selector, or a union of several.
func (p *pathParser) bracket() (step, error) {
	if err := p.nest(); err != nil {
		return step{}, err
	}
	defer p.unnest()
	p.pos++
	var parts []step
	names := true
	for {
		p.skip()
		s, err := p.selector()
		if err != nil {
			return step{}, err
		}
		parts = append(parts, s)
		names = names && s.kind == memberStep
		p.skip()
		switch p.peek() {
		case ',':
			p.pos++
			continue
		case ']':
			p.pos++
		default:
			return step{}, p.unexpected(`"," or "]"`)
		}
		break
	}
	switch {
	case len(parts) == 1:
		return parts[0], nil
	case names:
		return step{kind: pickStep, parts: parts}, nil
	}
	return step{kind: unionStep, parts: parts}, nil
}

// selector reads one entry of a bracket.
func (p *pathParser) selector() (step, error) {
	switch c := p.peek(); {
	case c == '*':
		p.pos++
		return step{kind: wildcardStep}, nil
	case c == '\'' || c == '"':
		name, err := p.quoted()
		return step{kind: memberStep, name: name}, err
	case c == '?':
		f, err := p.filter()
		return step{kind: filterStep, filter: f}, err
	case c == '-' || c == ':' || isDigit(c):
		return p.indices()
	case c == '(':
		return step{}, fail(p.pos, "scripts are not supported: count from the end with [-1]")
	}
	return step{}, p.unexpected("a quoted name, an index, a slice, * or a filter")
}

// indices reads an index or a slice.
func (p *pathParser) indices() (step, error) {
	s := step{kind: indexStep, to: maxIndex}
	var err error
	if p.peek() != ':' {
		if s.from, err = p.integer(); err != nil {
			return step{}, err
		}
	}
	p.skip()
	if p.peek() != ':' {
		return s, nil
	}
	s.kind = sliceStep
	p.pos++
	p.skip()
	if c := p.peek(); c == '-' || isDigit(c) {
		if s.to, err = p.integer(); err != nil {
			return step{}, err
		}
	}
	p.skip()
	if p.peek() == ':' {
		p.pos++
		err = p.sliceStep()
	}
	return s, err
}

// sliceStep reads the step of a slice, which may only be 1.
func (p *pathParser) sliceStep() error {
	p.skip()
	at := p.pos
	if c := p.peek(); c != '-' && !isDigit(c) {
		return nil
	}
	if n, err := p.integer(); err != nil || n == 1 {
		return err
	}
	return fail(at, "slices have no step: write [from:to]")
}

func (p *pathParser) integer() (int, error) {
	begin := p.pos
	if p.peek() == '-' {
		p.pos++
	}
	for isDigit(p.peek()) {
		p.pos++
	}
	n, err := strconv.ParseInt(p.src[begin:p.pos], 10, 64) // out of range gives the nearest
	if err != nil && n == 0 {
		p.pos = begin + 1
		return 0, p.unexpected("a digit")
	}
	return int(min(max(n, -maxIndex), maxIndex)), nil
}

// peek returns the next character, 0 at the end.
func (p *pathParser) peek() byte {
	if p.pos < len(p.src) {
		return p.src[p.pos]
	}
	return 0
}

func (p *pathParser) skip() {
	for p.pos < len(p.src) && strings.IndexByte(" \t\r\n", p.src[p.pos]) >= 0 {
		p.pos++
	}
}

func (p *pathParser) nest() error {
	p.depth++
	if p.depth > maxNesting {
		return fail(p.pos, "brackets nest deeper than %d", maxNesting)
	}
	return nil
}

func (p *pathParser) unnest() { p.depth-- }

func (p *pathParser) unexpected(want string) error {
	got := "the end"
	if p.pos < len(p.src) {
		for _, r := range p.src[p.pos:] {
			got = fmt.Sprintf("%q", r)
			break
		}
	}
	return fail(p.pos, "%s where %s should be", got, want)
}

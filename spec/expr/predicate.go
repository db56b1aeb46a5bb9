package expr

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
)

const (
	// maxRegexp limits the source of a regular expression.
	maxRegexp = 1000
	// maxInstructions limits the regular expressions of a path together, compiled:
	// a{1000} is short, but takes room, and time for each character.
	maxInstructions = 4000
	// instructionWork is what one instruction costs for each bytesPerWork of text.
	instructionWork = 2
)

// filter reads ?condition or ?(condition) and returns it compiled, but for the
// part that is left for its first use.
func (p *pathParser) filter() (*filter, error) {
	outer := *p
	p.pos++
	p.inFilter, p.blanks = true, false
	c := condition{pathParser: p}
	if err := c.or(); err != nil {
		return nil, err
	}
	p.inFilter, p.blanks = outer.inFilter, outer.blanks
	return newFilter(c.rule.String(), c.operands, c.checks), nil
}

// condition rewrites the text of a condition into a rule: the same combination
// of and, or, not and parentheses, over calls like eq($[0],$[1]) in which $[i] is
// the i-th operand. Nothing of the document's own text gets into the rule.
type condition struct {
	*pathParser
	rule     strings.Builder
	operands []operand
	checks   []check
}

// accept reads sign, if it comes next, and writes it to the rule.
func (c *condition) accept(sign string) bool {
	c.skip()
	if !strings.HasPrefix(c.src[c.pos:], sign) {
		return false
	}
	c.pos += len(sign)
	c.rule.WriteString(sign)
	return true
}

func (c *condition) or() error {
	for {
		if err := c.and(); err != nil || !c.accept("||") {
			return err
		}
	}
}

func (c *condition) and() error {
	for {
		if err := c.unary(); err != nil || !c.accept("&&") {
			return err
		}
	}
}

func (c *condition) unary() error {
	if err := c.nest(); err != nil {
		return err
	}
	defer c.unnest()
	if c.accept("!") {
		c.skip()
		switch c.peek() {
		case '@', '$':
			return c.existence()
		case '!', '(':
			return c.unary()
		}
		return c.unexpected("a path or ( behind !")
	}
	if !c.accept("(") {
		return c.comparison()
	}
	if err := c.or(); err != nil {
		return err
	}
	if !c.accept(")") {
		return c.unexpected(`")", "&&" or "||"`)
	}
	return nil
}

// existence reads a path that stands alone.
func (c *condition) existence() error {
	o, err := c.operand()
	if err != nil {
		return err
	}
	o.exists = true
	fmt.Fprintf(&c.rule, "%s($[%d])", existsName, c.add(o))
	return nil
}

func (c *condition) add(o operand) int {
	c.operands = append(c.operands, o)
	return len(c.operands) - 1
}

// comparison reads "operand operator operand", or a path alone.
func (c *condition) comparison() error {
	c.skip()
	begin, isPath := c.pos, c.peek() == '@' || c.peek() == '$'
	left, err := c.operand()
	if err != nil {
		return err
	}
	c.skip()
	at := c.pos
	op, err := c.operator()
	switch {
	case err != nil:
		return err
	case op.name == "" && isPath:
		c.pos = begin
		return c.existence()
	case op.name == "":
		return c.unexpected("an operator")
	}
	c.skip()
	right, err := c.right(op, at)
	if err != nil {
		return err
	}
	l, r := c.add(left), c.add(right)
	c.checks = append(c.checks, check{left: l, right: r, product: op.product})
	fmt.Fprintf(&c.rule, "%s($[%d],$[%d])", op.name, l, r)
	return nil
}

// operator reads an operator; one without a name when none comes next.
func (c *condition) operator() (operator, error) {
	at := c.pos
	if word := c.word(); word != "" {
		op, ok := operators[strings.ToLower(word)]
		if !ok {
			return operator{}, fail(at, "no operator %q: there are %s", word, operatorNames)
		}
		return op, nil
	}
	for n := min(3, len(c.src)-at); n > 0; n-- {
		if op, ok := operators[c.src[at:at+n]]; ok {
			c.pos += n
			return op, nil
		}
	}
	if c.peek() == '=' {
		return operator{}, fail(at, `"=" compares nothing: write "=="`)
	}
	return operator{}, nil
}

// right reads the right operand of op, which stands at offset at.
func (c *condition) right(op operator, at int) (operand, error) {
	if op.regexp {
		return c.regexp()
	}
	o, err := c.operand()
	if err != nil {
		return operand{}, err
	}
	if c.skip(); c.peek() != 0 && strings.IndexByte("<>=~!", c.peek()) >= 0 {
		return operand{}, fail(c.pos, "comparisons do not chain: join them with &&")
	}
	if _, isBool := o.literal.(bool); op.wantsBool && o.path == nil && !isBool {
		return operand{}, fail(at, "empty is followed by true or false")
	}
	return o, nil
}

// operand reads a path or a literal.
func (c *condition) operand() (operand, error) {
	if c.peek() != '@' && c.peek() != '$' {
		v, err := c.literal()
		return operand{literal: v, weight: weigh(v)}, err
	}
	rooted := c.peek() == '$'
	path, err := c.path()
	return operand{path: path, rooted: rooted}, err
}

// regexp reads /expression/flags; it has to match a whole text.
func (c *condition) regexp() (operand, error) {
	at := c.pos
	if c.peek() != '/' {
		return operand{}, c.unexpected("a regular expression in slashes")
	}
	end := at + 1
	for end < len(c.src) && c.src[end] != '/' {
		if c.src[end] == '\\' {
			end++
		}
		end++
	}
	switch {
	case end >= len(c.src):
		return operand{}, fail(at, "the regular expression is not closed")
	case end-at > maxRegexp:
		return operand{}, fail(at, "a regular expression is at most %d bytes long", maxRegexp)
	}
	source := c.src[at+1 : end]
	c.pos = end + 1
	flags := c.word()
	if strings.Trim(flags, "imsduU") != "" {
		return operand{}, fail(end+1, "the flags of a regular expression are i, m and s")
	}
	// d, u and U ask for what is the rule here: Unicode, and \n as line end.
	flags = strings.NewReplacer("d", "", "u", "", "U", "").Replace(flags)
	if flags != "" {
		source = "(?" + flags + ")" + source
	}
	return c.compile(source, at)
}

// compile returns the operand of a regular expression that stands at offset at.
func (c *condition) compile(source string, at int) (operand, error) {
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return operand{}, regexpError(at, err)
	}
	program, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return operand{}, regexpError(at, err)
	}
	c.instructions += len(program.Inst)
	if c.instructions > maxInstructions {
		return operand{}, fail(at, "the regular expressions of the path are too large: use smaller repetitions")
	}
	re, err := regexp.Compile(`\A(?:` + source + `)\z`)
	if err != nil {
		return operand{}, regexpError(at, err)
	}
	return operand{literal: re, weight: instructionWork * len(program.Inst)}, nil
}

func regexpError(at int, err error) error {
	return fail(at, "%s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
}

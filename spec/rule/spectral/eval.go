package spectral

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"naftiko/spec/yaml"
)

// env is what an expression may look at: a candidate, and what the work may cost.
type env struct {
	at *spot
	w  *walk
}

type literal struct{ v any }

func (l literal) eval(*env) any { return l.v }

type array []script

func (a array) eval(e *env) any {
	out := make([]any, len(a))
	for i, s := range a {
		out[i] = s.eval(e)
	}
	return out
}

type choice struct{ test, yes, no script }

func (c choice) eval(e *env) any {
	if truthy(c.test.eval(e)) {
		return c.yes.eval(e)
	}
	return c.no.eval(e)
}

type negation struct {
	op string
	of script
}

func (n negation) eval(e *env) any {
	v := n.of.eval(e)
	switch n.op {
	case "!":
		return !truthy(v)
	case "-":
		return -number(v)
	}
	return number(v)
}

type member struct{ of, name script }

func (m member) eval(e *env) any {
	of := m.of.eval(e)
	if n, ok := of.(yaml.Node); ok {
		e.w.spend(1 + n.Len()/8)
	}
	return memberOf(of, text(m.name.eval(e)))
}

// context is a value that a filter is given by a name that begins with @.
type context string

func (c context) eval(e *env) any {
	if c == "path" {
		e.w.spend(pathWork)
	}
	return contexts[string(c)](e.at)
}

// pathWork is how many steps of work it costs to write the path of a place.
const pathWork = 10

// contexts are the names behind @. The parent is that of the list or mapping that
// holds the candidate, as it is in JSONPath Plus.
var contexts = map[string]func(*spot) any{
	"":         func(s *spot) any { return s.value() },
	"root":     func(s *spot) any { return s.root().value() },
	"property": func(s *spot) any { return s.label() },
	"path":     func(s *spot) any { return s.bracketed() },
	"parent": func(s *spot) any {
		if s.up == nil || s.up.up == nil {
			return undefined{}
		}
		return s.up.up.value()
	},
	"parentProperty": func(s *spot) any {
		if s.up == nil || s.up.up == nil {
			return undefined{}
		}
		return s.up.label()
	},
}

// typeTest is a test such as @string().
type typeTest func(any) bool

func (t typeTest) eval(e *env) any { return t(e.at.value()) }

// typeTests are the tests, by the name behind @.
var typeTests = map[string]func(any) bool{
	"string":  func(v any) bool { _, ok := v.(string); return ok },
	"number":  func(v any) bool { _, ok := v.(float64); return ok },
	"boolean": func(v any) bool { _, ok := v.(bool); return ok },
	"scalar":  func(v any) bool { _, ok := v.(yaml.Node); return !ok },
	"array":   func(v any) bool { n, ok := v.(yaml.Node); return ok && n.Kind() == yaml.List },
	"object":  func(v any) bool { _, ok := v.(yaml.Node); return ok },
	"null":    func(v any) bool { return v == nil },
	"integer": func(v any) bool { f, ok := v.(float64); return ok && f == math.Trunc(f) && !math.IsInf(f, 0) },
}

type operation struct {
	op          string
	left, right script
}

func (o operation) eval(e *env) any {
	e.w.spend(1)
	left := o.left.eval(e)
	switch o.op {
	case "&&":
		if !truthy(left) {
			return left
		}
		return o.right.eval(e)
	case "||":
		if truthy(left) {
			return left
		}
		return o.right.eval(e)
	}
	return apply(e, o.op, left, o.right.eval(e))
}

func apply(e *env, op string, a, b any) any {
	switch op {
	case "===":
		return same(a, b)
	case "!==":
		return !same(a, b)
	case "==":
		return alike(a, b)
	case "!=":
		return !alike(a, b)
	case "<", "<=", ">", ">=":
		return compare(op, a, b)
	case "in":
		return includes(e, b, a)
	case "~=":
		re, _ := b.(*pattern)
		return matches(e, re, text(a))
	}
	return compute(e, op, a, b)
}

func compare(op string, a, b any) bool {
	left, isText := a.(string)
	right, both := b.(string)
	if isText && both {
		return ordered(op, strings.Compare(left, right))
	}
	x, y := number(a), number(b)
	switch {
	case math.IsNaN(x) || math.IsNaN(y):
		return false
	case x < y:
		return ordered(op, -1)
	case x > y:
		return ordered(op, 1)
	}
	return ordered(op, 0)
}

func ordered(op string, sign int) bool {
	switch op {
	case "<":
		return sign < 0
	case "<=":
		return sign <= 0
	case ">":
		return sign > 0
	}
	return sign >= 0
}

// longest is how long a text may get that an expression makes of others.
const longest = 1 << 20

func compute(e *env, op string, a, b any) any {
	_, left := a.(string)
	_, right := b.(string)
	if op == "+" && (left || right) {
		x, y := text(a), text(b)
		e.w.spend((len(x) + len(y)) / textUnit)
		if len(x)+len(y) > longest {
			return undefined{}
		}
		return x + y
	}
	x, y := number(a), number(b)
	switch op {
	case "+":
		return x + y
	case "-":
		return x - y
	case "*":
		return x * y
	case "/":
		return x / y
	}
	return math.Mod(x, y)
}

// call is the call of a method.
type call struct {
	of     script
	method method
	args   []script
}

func (c call) eval(e *env) any {
	e.w.spend(1)
	args := make([]any, len(c.args))
	for i, a := range c.args {
		args[i] = a.eval(e)
	}
	return c.method.run(e, c.of.eval(e), args)
}

// method is a method of texts, lists or regular expressions. It gives undefined for
// values that do not have it.
type method struct {
	args int
	run  func(e *env, of any, args []any) any
}

// methods are the methods that may be called, by name.
var methods = map[string]method{
	"match":       {1, func(e *env, of any, args []any) any { return match(e, args[0], of) }},
	"test":        {1, func(e *env, of any, args []any) any { return test(e, of, args[0]) }},
	"includes":    {1, func(e *env, of any, args []any) any { return includes(e, of, args[0]) }},
	"indexOf":     {1, func(e *env, of any, args []any) any { return indexOf(e, of, args[0]) }},
	"startsWith":  {1, textMethod(func(s, arg string) any { return strings.HasPrefix(s, arg) })},
	"endsWith":    {1, textMethod(func(s, arg string) any { return strings.HasSuffix(s, arg) })},
	"toLowerCase": {0, textMethod(func(s, _ string) any { return strings.ToLower(s) })},
	"toUpperCase": {0, textMethod(func(s, _ string) any { return strings.ToUpper(s) })},
	"trim":        {0, textMethod(func(s, _ string) any { return strings.TrimSpace(s) })},
}

// newCall returns a call of a method, with patterns compiled.
func newCall(of script, name string, args []script) (script, error) {
	m, ok := methods[name]
	if !ok {
		return nil, fmt.Errorf("the method %q is not supported", cut(name))
	}
	if len(args) != m.args {
		return nil, fmt.Errorf("the method %q is not supported with %d arguments", name, len(args))
	}
	if name == "test" && !isRegexp(of) {
		return nil, fmt.Errorf("the method %q takes a regular expression before it", name)
	}
	if name != "match" || isRegexp(args[0]) {
		if of == script(context("property")) {
			of = labelText{} // the key of an item is a number
		}
		return call{of, m, args}, nil
	}
	l, _ := args[0].(literal)
	pattern, ok := l.v.(string)
	if !ok {
		return nil, fmt.Errorf("the method %q takes a regular expression", name)
	}
	re, err := compileRegexp(pattern, "")
	return call{of, m, []script{literal{re}}}, err
}

// labelText is @property where it is to be a text.
type labelText struct{}

func (labelText) eval(e *env) any { return text(e.at.label()) }

func isRegexp(s script) bool {
	l, _ := s.(literal)
	_, ok := l.v.(*pattern)
	return ok
}

func textMethod(f func(s, arg string) any) func(*env, any, []any) any {
	return func(e *env, of any, args []any) any {
		s, ok := of.(string)
		if !ok {
			return undefined{}
		}
		e.w.spend(len(s) / textUnit)
		if len(args) == 0 {
			return f(s, "")
		}
		return f(s, text(args[0]))
	}
}

func matches(e *env, re *pattern, s string) bool {
	return re != nil && e.w.matches(re, s)
}

func test(e *env, of, arg any) any {
	re, _ := of.(*pattern)
	return matches(e, re, text(arg))
}

func match(e *env, of, arg any) any {
	re, _ := of.(*pattern)
	s, ok := arg.(string)
	if !ok || re == nil {
		return undefined{}
	}
	if !e.w.matches(re, s) {
		return nil
	}
	return []any{re.FindString(s)}
}

// includes reports whether a list has an item, or a text a part.
func includes(e *env, of, item any) any {
	if s, ok := of.(string); ok {
		e.w.spend(len(s) / textUnit)
		return strings.Contains(s, text(item))
	}
	i, ok := indexOf(e, of, item).(float64)
	return ok && i >= 0
}

func indexOf(e *env, of, item any) any {
	switch of := of.(type) {
	case string:
		e.w.spend(len(of) / textUnit)
		i := strings.Index(of, text(item))
		if i > 0 {
			i = lengthOf(of[:i])
		}
		return float64(i)
	case []any:
		return float64(slices.IndexFunc(of, func(v any) bool { return same(v, item) }))
	case yaml.Node:
		e.w.spend(of.Len())
		i := 0
		for n := range of.Items() {
			if same(valueOf(n), item) {
				return float64(i)
			}
			i++
		}
		return float64(-1)
	}
	return undefined{}
}

package expr

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"naftiko/spec/value"
)

// operator compares two operands of a filter. An operand is a value, undefined
// or, on the right of =~, a *regexp.Regexp.
type operator struct {
	// name is what the operator is called in a rule.
	name  string
	holds func(a, b any) bool
	// product is true where each part of the left meets each of the right.
	product   bool
	regexp    bool
	wantsBool bool
}

// undefined is the operand whose path matches nothing. It equals nothing, not
// even itself.
type undefined struct{}

// operators are the operators by how they are written, words in lower case.
var operators = map[string]operator{
	"==":       {name: "eq", holds: equal},
	"!=":       {name: "ne", holds: func(a, b any) bool { return !equal(a, b) }},
	"===":      {name: "same", holds: same},
	"!==":      {name: "differs", holds: func(a, b any) bool { return !same(a, b) }},
	"<":        {name: "lt", holds: func(a, b any) bool { c, ok := order(a, b); return ok && c < 0 }},
	"<=":       {name: "le", holds: func(a, b any) bool { c, ok := order(a, b); return ok && c <= 0 }},
	">":        {name: "gt", holds: func(a, b any) bool { c, ok := order(a, b); return ok && c > 0 }},
	">=":       {name: "ge", holds: func(a, b any) bool { c, ok := order(a, b); return ok && c >= 0 }},
	"=~":       {name: "matches", holds: matches, regexp: true, product: true},
	"in":       {name: "isin", holds: isIn},
	"nin":      {name: "notin", holds: func(a, b any) bool { return !isIn(a, b) }},
	"contains": {name: "contains", holds: contains},
	"size":     {name: "hassize", holds: hasSize},
	"empty":    {name: "isempty", holds: isEmpty, wantsBool: true},
	"subsetof": {name: "subsetof", holds: subsetOf, product: true},
	"anyof":    {name: "anyof", holds: anyOf, product: true},
	"noneof":   {name: "noneof", holds: noneOf, product: true},
}

const operatorNames = "== != < <= > >= =~ in nin contains size empty subsetof anyof noneof"

// equal is ==. A number equals a text that spells it.
func equal(a, b any) bool {
	switch a := a.(type) {
	case undefined, *regexp.Regexp:
		return false
	case value.Number:
		switch b := b.(type) {
		case value.Number:
			return compareNumbers(a, b) == 0
		case string:
			n, ok := value.ParseNumber(b)
			return ok && compareNumbers(a, n) == 0
		}
	case string:
		if n, ok := b.(value.Number); ok {
			return a == value.Text(n)
		}
	}
	if b == (undefined{}) {
		return false
	}
	return value.Equal(a, b)
}

// same is ===: equal, and of one type.
func same(a, b any) bool {
	_, aText := a.(string)
	_, bText := b.(string)
	return aText == bText && equal(a, b)
}

// order compares two numbers or two texts; ok is false for all else.
func order(a, b any) (c int, ok bool) {
	switch a := a.(type) {
	case value.Number:
		if b, ok := b.(value.Number); ok {
			return compareNumbers(a, b), true
		}
	case string:
		if b, ok := b.(string); ok {
			return strings.Compare(a, b), true
		}
	}
	return 0, false
}

func matches(a, b any) bool {
	re, ok := b.(*regexp.Regexp)
	if !ok {
		return false
	}
	switch a.(type) {
	case string, value.Number, bool:
		return re.MatchString(value.Text(a))
	}
	return false
}

func isIn(a, b any) bool {
	list, ok := b.(value.List)
	return ok && slices.ContainsFunc(list, func(item any) bool { return equal(a, item) })
}

func contains(a, b any) bool {
	if text, ok := a.(string); ok {
		part, ok := b.(string)
		return ok && strings.Contains(text, part)
	}
	return isIn(b, a)
}

func hasSize(a, b any) bool {
	var n int
	switch a := a.(type) {
	case string:
		n = utf8.RuneCountInString(a)
	case value.List:
		n = len(a)
	default:
		return false
	}
	want, ok := b.(value.Number)
	return ok && compareNumbers(value.Int(int64(n)), want) == 0
}

func isEmpty(a, b any) bool {
	var n int
	switch a := a.(type) {
	case string:
		n = len(a)
	case value.List:
		n = len(a)
	case *value.Object:
		n = a.Len()
	default:
		return false
	}
	want, ok := b.(bool)
	return ok && want == (n == 0)
}

// lists returns both operands if both are lists.
func lists(a, b any) (x, y value.List, ok bool) {
	x, isX := a.(value.List)
	y, isY := b.(value.List)
	return x, y, isX && isY
}

func subsetOf(a, b any) bool {
	x, y, ok := lists(a, b)
	return ok && !slices.ContainsFunc(x, func(item any) bool { return !isIn(item, y) })
}

func anyOf(a, b any) bool {
	x, y, ok := lists(a, b)
	return ok && slices.ContainsFunc(x, func(item any) bool { return isIn(item, y) })
}

func noneOf(a, b any) bool {
	_, _, ok := lists(a, b)
	return ok && !anyOf(a, b)
}

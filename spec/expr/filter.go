package expr

import (
	"context"
	"fmt"
	"sync"

	"github.com/PaesslerAG/gval"
	"github.com/PaesslerAG/jsonpath"

	"naftiko/spec/value"
)

const (
	// existsName is what a rule calls the test that an operand is there.
	existsName = "exists"
	// testWork is what one test costs beside what its operands weigh.
	testWork = 16
	// bytesPerWork is how much text is compared in the time one node takes.
	bytesPerWork = 16
)

// filter is the condition of a [?…] step.
//
// A condition is taken apart when the path is parsed: its operands (paths and
// literals) and a rule that says how they are combined. The rule is an
// expression of PaesslerAG's JSONPath language in gval: $[0] is the first
// operand. gval does and, or, not, grouping and the look-up of operands. What
// the two libraries would get wrong is called as functions of ours: they convert
// texts to numbers in every comparison, know numbers as float64 only, and take a
// path that matches nothing for a failure of the whole condition.
type filter struct {
	operands []operand
	checks   []check
	rule     func() (gval.Evaluable, error)
}

// operand is a path, or a literal of a known weight.
type operand struct {
	literal any
	weight  int
	path    *Path
	// rooted is true for $ paths.
	rooted bool
	// exists is true where only the path's existence counts.
	exists bool
}

// check names the two operands of a comparison, to account for its work.
type check struct {
	left, right int
	product     bool
}

// newFilter leaves the rule to be compiled by the first test, so that reading a
// document does not pay for filters that are not run.
func newFilter(rule string, operands []operand, checks []check) *filter {
	return &filter{operands: operands, checks: checks, rule: sync.OnceValues(func() (gval.Evaluable, error) {
		return language().NewEvaluable(rule)
	})}
}

// language is the language of rules.
var language = sync.OnceValue(func() gval.Language {
	parts := []gval.Language{jsonpath.Language(), gval.Function(existsName, exists)}
	for _, op := range operators {
		parts = append(parts, gval.Function(op.name, ruleFunction(op)))
	}
	return gval.Full(parts...)
})

// ruleFunction gives op the one signature that gval calls without a goroutine
// for each call.
func ruleFunction(op operator) func(context.Context, ...any) (any, error) {
	return func(_ context.Context, args ...any) (any, error) {
		if len(args) != 2 {
			return nil, fmt.Errorf("%s takes two operands", op.name)
		}
		return op.holds(args[0], args[1]), nil
	}
}

func exists(_ context.Context, args ...any) (any, error) {
	return len(args) == 1 && args[0] == true, nil
}

// test reports whether item passes the filter.
func (f *filter) test(w *walker, item value.Value) bool {
	operands := make([]any, len(f.operands))
	for i := range f.operands {
		operands[i] = f.operands[i].value(w, item)
	}
	if !w.spend(testWork + f.work(operands)) {
		return false
	}
	rule, err := f.rule()
	if err != nil {
		return false
	}
	passed, err := rule(context.Background(), operands)
	return err == nil && passed == true
}

// value returns the operand's value for item, or undefined.
func (o *operand) value(w *walker, item value.Value) any {
	if o.path == nil {
		return o.literal
	}
	if o.rooted {
		item = w.root
	}
	if o.exists {
		return o.path.exists(w, item)
	}
	v, ok := o.path.eval(w, item)
	if !ok {
		return undefined{}
	}
	return v
}

// work returns what the comparisons of operands cost.
func (f *filter) work(operands []any) int {
	total := 0
	for _, c := range f.checks {
		left, right := f.weight(c.left, operands), f.weight(c.right, operands)
		cost := left + right
		if c.product {
			cost = left * min(right, 1+maxWork/left)
		}
		total = min(total+cost, maxWork+1)
	}
	return total
}

func (f *filter) weight(i int, operands []any) int {
	if o := &f.operands[i]; o.path == nil {
		return max(o.weight, 1)
	}
	return weigh(operands[i])
}

// weigh returns the number of nodes in v, at least 1; long texts count for more.
// Counting stops a little above maxWork.
func weigh(v any) int {
	total := 1
	switch v := v.(type) {
	case string:
		total += len(v) / bytesPerWork
	case value.Number:
		total += len(v) / bytesPerWork
	case value.List, *value.Object:
		children(v, func(v value.Value) bool {
			total += weigh(v)
			return total <= maxWork
		})
	}
	return total
}

package compile

import (
	"fmt"
	"strconv"

	"naftiko/engine/internal/run"
)

// names warns of operations that no name tells apart, and numbers them.
func (c *compiler) names() {
	for _, op := range number(c.prog.Ops) {
		c.diags.Warnf(op.Pos, "duplicate-operation", "give each its own name", "several operations are called %s; this one can be called as %s", op.ID, op.Numbered)
	}
}

// number gives operations of one ID their numbers and returns them.
func number(ops []*run.Op) []*run.Op {
	count, seen := map[string]int{}, map[string]int{}
	for _, op := range ops {
		count[op.ID]++
	}
	var twins []*run.Op
	for _, op := range ops {
		if count[op.ID] > 1 {
			seen[op.ID]++
			op.Numbered = fmt.Sprintf("%s#%d", op.ID, seen[op.ID])
			twins = append(twins, op)
		}
	}
	return twins
}

// atoi returns a whole number, or 0 for anything else.
func atoi(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

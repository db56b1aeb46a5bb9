package compile

import (
	"strconv"

	"naftiko/spec/value"
)

// names warns of operations that no name tells apart.
func (c *compiler) names() {
	seen := map[string]int{}
	for _, e := range c.entries {
		for _, b := range e.ops {
			if b.op.Name != "" {
				seen[b.op.ID]++
			}
		}
	}
	for _, e := range c.entries {
		for _, b := range e.ops {
			if seen[b.op.ID] > 1 {
				c.diags.Warnf(b.op.Pos, "duplicate-operation", "give each its own name", "%d operations are called %s", seen[b.op.ID], b.op.ID)
			}
		}
	}
}

// atoi returns a whole number, or 0 for anything else.
func atoi(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// typed turns the text of a literal into its declared type where it is exactly one.
func typed(v value.Value, typ string) value.Value {
	text, ok := v.(string)
	if !ok {
		return v
	}
	switch typ {
	case "number", "integer":
		if n, ok := value.ParseNumber(text); ok {
			return n
		}
	case "boolean":
		if b, err := strconv.ParseBool(text); err == nil && (text == "true" || text == "false") {
			return b
		}
	}
	return v
}

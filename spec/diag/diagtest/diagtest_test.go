package diagtest_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"naftiko/spec/diag"
	"naftiko/spec/diag/diagtest"
)

// recorder stands in for a test that may fail.
type recorder struct {
	testing.TB
	failures []string
}

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

const src = `a: 1 # ERROR "first" # WARNING "[w]"
b: 2
c: 3 # WARNING "third \"quoted\""
`

func found(line int, s diag.Severity, code, msg string) diag.Diagnostic {
	return diag.Diagnostic{Pos: diag.Pos{Line: line, Column: 1}, Severity: s, Code: code, Msg: msg}
}

func TestCheck(t *testing.T) {
	good := diag.List{
		found(1, diag.Error, "e", "the first"),
		found(1, diag.Warning, "w", "any"),
		found(3, diag.Warning, "x", `third "quoted" one`),
	}
	tests := map[string]struct {
		diags      diag.List
		check, all int // failures
	}{
		"as demanded":         {good, 0, 0},
		"one is missing":      {good[:2], 1, 1},
		"warning elsewhere":   {append(good[:3:3], found(2, diag.Warning, "w", "more")), 0, 1},
		"error elsewhere":     {append(good[:3:3], found(2, diag.Error, "w", "more")), 1, 1},
		"warning on the line": {append(good[:3:3], found(3, diag.Warning, "w", "more")), 1, 1},
		"twice the same":      {append(good[:3:3], good[0]), 1, 1},
		"other severity":      {diag.List{good[0], good[1], found(3, diag.Error, "x", `third "quoted" one`)}, 2, 2},
		"other line":          {diag.List{good[0], good[1], found(2, diag.Warning, "x", `third "quoted" one`)}, 1, 2},
		"nothing":             {nil, 3, 3},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var r recorder
			diagtest.Check(&r, []byte(src), tc.diags)
			assert.Len(t, r.failures, tc.check)
			var all recorder
			diagtest.CheckAll(&all, []byte(src), tc.diags)
			assert.Len(t, all.failures, tc.all)
		})
	}
}

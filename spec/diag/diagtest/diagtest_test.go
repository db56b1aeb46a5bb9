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

// fatal is what a recorder's test is stopped with.
type fatal string

func (r *recorder) Helper() {}
func (r *recorder) Fatalf(format string, args ...any) {
	panic(fatal(fmt.Sprintf(format, args...)))
}

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

func TestCheck_places(t *testing.T) {
	at := func(column int, hint string) diag.List {
		d := found(1, diag.Error, "e", "the first")
		d.Pos.Column, d.Hint = column, hint
		return diag.List{d}
	}
	tests := map[string]struct {
		src   string
		diags diag.List
		want  []string
	}{
		"at":             {`é: aa # ERROR "first" AT "a"`, at(4, "any"), nil},
		"at the key":     {`ab: a # ERROR "first" AT "a"`, at(1, "any"), nil},
		"at another":     {`é: aa # ERROR "first" AT "a"`, at(5, ""), []string{`missing: line 1: error "first" at column 4`, `unexpected error: 1:5: the first [e] (hint: "")`}},
		"hint":           {`a: 1 # ERROR "first" HINT "so"`, at(1, "do so"), nil},
		"no hint":        {`a: 1 # ERROR "first" HINT ""`, at(1, ""), nil},
		"a hint too":     {`a: 1 # ERROR "first" HINT ""`, at(1, "x"), []string{`missing: line 1: error "first" with the hint ""`, `unexpected error: 1:1: the first [e] (hint: "x")`}},
		"other hint":     {`a: 1 # ERROR "first" HINT "so"`, at(1, "x"), []string{`missing: line 1: error "first" with the hint "so"`, `unexpected error: 1:1: the first [e] (hint: "x")`}},
		"both":           {`a: 1 # ERROR "first" AT "1" HINT "\"b\""`, at(4, `a "b" c`), nil},
		"a second place": {`a: 1 # ERROR "first" AT "1" # ERROR "the" AT "a"`, append(at(4, ""), at(1, "")...), nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var r recorder
			diagtest.CheckAll(&r, []byte(tc.src), tc.diags)
			assert.Equal(t, tc.want, r.failures)
		})
	}
}

// A comment that cannot be read fails, lest it demand less than it seems to.
func TestCheck_badComments(t *testing.T) {
	for _, src := range []string{
		`a: 1 # ERROR first`,
		`a: 1 # ERROR ""`,
		`a: 1 # ERROR "x" AT 1`,
		`a: 1 # ERROR "x" AT ""`,
		`a: 1 # ERROR "x" AT "b"`,
		`a: 1 # ERROR "x" AT "ERROR"`,
		`a: 1 # ERROR "x" HINT y`,
		`a: 1 # ERROR "x" HINT "y" AT "1"`,
		`a: 1 # ERROR "x"  AT "1"`,
		`a: 1 # ERROR "x" AT "1" # WARNING "y" AT "#"`,
	} {
		t.Run(src, func(t *testing.T) {
			defer func() { assert.IsType(t, fatal(""), recover()) }()
			diagtest.Check(&recorder{}, []byte(src), nil)
			assert.Fail(t, "the comment passes")
		})
	}
}

package diag_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"naftiko/spec/diag"
)

func TestDiagnosticError(t *testing.T) {
	tests := map[string]struct {
		in   diag.Diagnostic
		want string
	}{
		"no place":  {diag.Diagnostic{Code: "empty", Msg: "document is empty"}, "-: document is empty [empty]"},
		"file only": {diag.Diagnostic{Pos: diag.Pos{File: "a.yaml"}, Code: "c", Msg: "m"}, "a.yaml: m [c]"},
		"all":       {diag.Diagnostic{Pos: diag.Pos{File: "a.yaml", Line: 3, Column: 9}, Code: "c", Msg: "m"}, "a.yaml:3:9: m [c]"},
		"no file":   {diag.Diagnostic{Pos: diag.Pos{Line: 3, Column: 9}, Code: "c", Msg: "m"}, "3:9: m [c]"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, tc.in.Error()) })
	}
}

func TestListErr(t *testing.T) {
	var l diag.List
	assert.NoError(t, l.Err())
	l.Warnf(diag.Pos{Line: 2, Column: 1}, "w", "", "a warning")
	assert.NoError(t, l.Err())
	l.Errorf(diag.Pos{Line: 1, Column: 1}, "e", "", "an error")
	assert.EqualError(t, l.Err(), "1:1: an error [e]")
	l.Sort()
	assert.Equal(t, "e", l[0].Code)
}

func TestNearest(t *testing.T) {
	names := []string{"getUsers", "getUser", "createUser", "page_size", "id"}
	tests := map[string]string{
		"getuser":  "getUser",
		"get-user": "getUser",
		"getUsr":   "getUser",
		"gteUser":  "getUser",
		"pageSize": "page_size",
		"ID":       "id",
		"if":       "",
		"I-D":      "id",
		"ids":      "id",
		"delete":   "",
		"":         "",
	}
	for in, want := range tests {
		t.Run(in, func(t *testing.T) { assert.Equal(t, want, diag.Nearest(in, names)) })
	}
}

func TestWord(t *testing.T) {
	tests := map[string]string{
		"KINDE_ACCESS_TOKEN=…": "KINDE_ACCESS_TOKEN=…",
		"page[limit]=…":        "'page[limit]=…'",
		"$select=…":            "'$select=…'",
		"a; touch x #":         "'a; touch x #'",
		"$(id)":                "'$(id)'",
		"it's":                 "…",
		"a’b":                  "…",
		"a\nb":                 "…",
		"-rf":                  "'-rf'",
		"":                     "''",
	}
	for in, want := range tests {
		t.Run(in, func(t *testing.T) { assert.Equal(t, want, diag.Word(in)) })
	}
}

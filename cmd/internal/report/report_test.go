package report_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"

	"naftiko/cmd/internal/report"
	"naftiko/cmd/internal/term"
	"naftiko/spec/diag"
	"naftiko/spec/value"
)

func findings() diag.List {
	var l diag.List
	l.Errorf(diag.Pos{File: "a.yaml", Line: 3, Column: 9}, "wrong-type", "write a list", "%q is not a list", "x\x1b[2J")
	l.Warnf(diag.Pos{File: "a.yaml"}, "no-base-uri", "", "no baseUri")
	return l
}

func TestText(t *testing.T) {
	var b bytes.Buffer
	report.Text(term.New(term.Options{Err: &b}), findings())
	assert.Equal(t, "a.yaml:3:9: \"x\\x1b[2J\" is not a list [wrong-type]\n  write a list\na.yaml: warning: no baseUri [no-base-uri]\n", b.String())
}

func TestJSON(t *testing.T) {
	want := `[{"file":"a.yaml","line":3,"column":9,"severity":"error","code":"wrong-type","message":"\"x\\x1b[2J\" is not a list","hint":"write a list"},` +
		`{"file":"a.yaml","severity":"warning","code":"no-base-uri","message":"no baseUri"}]`
	assert.Equal(t, want, string(value.Append(nil, report.JSON(findings()))))
	assert.Equal(t, "[]", string(value.Append(nil, report.JSON(nil))))
}

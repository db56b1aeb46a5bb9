package term_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/term"
)

// stage is a Printer and what it has written.
type stage struct {
	*term.Printer
	out, err strings.Builder
}

func newStage(o term.Options) *stage {
	s := &stage{}
	o.Out, o.Err = &s.out, &s.err
	s.Printer = term.New(o)
	return s
}

const evil = "\x1b[2J\r\n::error::x\u202e"

const evilShown = `\x1b[2J\r\n::error::x\u202e`

// face is a type with a name of its own for a text.
type face struct{ text string }

func (f face) String() string { return f.text }

func TestLines(t *testing.T) {
	s := newStage(term.Options{})
	s.Linef("plain %d", 5)
	s.Errorf("cannot open %s", "a")
	s.Warnf("be careful with %s", term.Untrusted("b"))
	s.Notef("%v", true)
	assert.Equal(t, "plain 5\nerror: cannot open a\nwarning: be careful with b\nnote: true\n", s.err.String())
	assert.Empty(t, s.out.String())
}

func TestLinesCleanEveryArgument(t *testing.T) {
	tests := map[string]struct {
		format string
		arg    any
		want   string
	}{
		"string":         {"%s", evil, evilShown},
		"untrusted":      {"%v", term.Untrusted(evil), evilShown},
		"error":          {"%s", errors.New(evil), evilShown},
		"wrapped error":  {"%v", fmt.Errorf("a: %w", errors.New(evil)), "a: " + evilShown},
		"stringer":       {"%s", face{evil}, evilShown},
		"bytes":          {"%s", []byte(evil), evilShown},
		"list":           {"%v", []string{evil}, "[" + evilShown + "]"},
		"struct":         {"%+v", struct{ A string }{evil}, "{A:" + evilShown + "}"},
		"styled":         {"%s", term.Red(evil), evilShown},
		"extra":          {"a", evil, "a%!(EXTRA term.argument=" + evilShown + ")"},
		"wrong verb":     {"%d", evil, "%!d(string=" + evilShown + ")"},
		"quoted":         {"%q", "a\tb", `"a\tb"`},
		"rune":           {"%c", '\u202e', `\u202e`},
		"padded":         {"%5s|", "ab", "   ab|"},
		"number":         {"%03d", 7, "007"},
		"duration":       {"%v", 2 * time.Second, "2s"},
		"duration in ns": {"%d", 2 * time.Nanosecond, "2"},
		"nothing":        {"%v", nil, "<nil>"},
		"nil error":      {"%v", error(nil), "<nil>"},
		"command start":  {"%s", "::error::x", `\x3a:error::x`},
		"joined colons":  {":%s", ":error::x", `\x3a:error::x`},
		"joined signs":   {"##%s", "[error]x", `\x23#[error]x`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage(term.Options{})
			s.Linef(tc.format, tc.arg)
			assert.Equal(t, tc.want+"\n", s.err.String())
		})
	}
}

func TestLinesNilStringer(t *testing.T) {
	s := newStage(term.Options{})
	s.Linef("%s", (*face)(nil))
	assert.Equal(t, 1, strings.Count(s.err.String(), "\n"))
}

func TestLinesAreCut(t *testing.T) {
	s := newStage(term.Options{})
	s.Linef("%s!", strings.Repeat("é", 1<<20))
	assert.Equal(t, strings.Repeat("é", 2048)+"… (2093056 more bytes)!\n", s.err.String())
}

func TestColor(t *testing.T) {
	tests := map[string]struct {
		o    term.Options
		want string
	}{
		"on":           {term.Options{Color: true, ErrTTY: true}, "\x1b[31merror: \x1b[0m\x1b[1ma\x1b[0m b\n"},
		"not allowed":  {term.Options{ErrTTY: true}, "error: a b\n"},
		"no terminal":  {term.Options{Color: true}, "error: a b\n"},
		"other stream": {term.Options{Color: true, OutTTY: true}, "error: a b\n"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage(tc.o)
			s.Errorf("%s %s", term.Bold("a"), "b")
			assert.Equal(t, tc.want, s.err.String())
		})
	}
	s := newStage(term.Options{Color: true, OutTTY: true})
	require.NoError(t, s.Outf("%s%s%s%s%s", term.Dim("a"), term.Green("b"), term.Yellow("c"), term.Cyan("d\x1b"), term.Bold("")))
	assert.Equal(t, "\x1b[2ma\x1b[0m\x1b[32mb\x1b[0m\x1b[33mc\x1b[0m\x1b[36md\\x1b\x1b[0m\n", s.out.String())
	assert.Equal(t, `a\x1b`, term.Red("a\x1b").String())
	assert.Equal(t, `a\x1b`, fmt.Sprint(term.Untrusted("a\x1b")))
}

func TestProblem(t *testing.T) {
	tests := map[string]struct {
		in   term.Problem
		want string
	}{
		"all": {
			term.Problem{Place: "a.yaml:18:14", Msg: "bind A is not set", Code: "bind-unset", Hint: "set it: export A=…  or  --bind A=…"},
			"a.yaml:18:14: bind A is not set [bind-unset]\n  set it: export A=…  or  --bind A=…\n",
		},
		"warning":         {term.Problem{Place: "a.yaml:1:1", Msg: "m", Code: "c", Level: term.Warning}, "a.yaml:1:1: warning: m [c]\n"},
		"info":            {term.Problem{Place: "a.yaml:1:1", Msg: "m", Code: "c", Level: term.Info}, "a.yaml:1:1: info: m [c]\n"},
		"message only":    {term.Problem{Msg: "m"}, "m\n"},
		"two hints":       {term.Problem{Msg: "m", Hint: "a\nb\n"}, "m\n  a\n  b\n"},
		"hostile place":   {term.Problem{Place: "::x\n", Msg: "m"}, `\x3a:x\n: m` + "\n"},
		"hostile message": {term.Problem{Msg: evil, Code: evil}, evilShown + " [" + evilShown + "]\n"},
		"hostile hint":    {term.Problem{Msg: "m", Hint: "a\n::error::\x1b"}, "m\n  a\n  " + `\x3a:error::\x1b` + "\n"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage(term.Options{})
			s.Problem(tc.in)
			assert.Equal(t, tc.want, s.err.String())
		})
	}
}

func TestHint(t *testing.T) {
	s := newStage(term.Options{})
	s.Hint("")
	assert.Empty(t, s.err.String())
	s.Hint(strings.Repeat("x", 5000))
	assert.Equal(t, "  "+strings.Repeat("x", 4096)+"…\n", s.err.String())
}

func TestForeign(t *testing.T) {
	tests := map[string]struct{ label, text, want string }{
		"lines":     {"answer", "{\n  \"a\": 1\n}\n", "answer:\n| {\n|   \"a\": 1\n| }\n"},
		"no label":  {"", "a", "| a\n"},
		"empty":     {"answer", "", "answer:\n"},
		"nothing":   {"", "", ""},
		"CRLF":      {"", "a\r\nb\r", "| a\n| " + `b\r` + "\n"},
		"commands":  {"", "::error::x\n##[command]y", "| " + `\x3a:error::x` + "\n| " + `\x23#[command]y` + "\n"},
		"sequences": {"\x1b", "\x1b]0;x\x07\u2028::error::x", `\x1b:` + "\n| " + `\x1b]0;x\x07\u2028::error::x` + "\n"},
		"long":      {"", strings.Repeat("x", 10_000), "| " + strings.Repeat("x", 4096) + "\n  … 5904 more bytes left out\n"},
		"40 lines":  {"", strings.Repeat("a\n", 40), strings.Repeat("| a\n", 40)},
		"41 lines":  {"", strings.Repeat("a\n", 41), strings.Repeat("| a\n", 40) + "  … 2 more bytes left out\n"},
		"long and many lines": {
			"",
			strings.Repeat("a\n", 10_000),
			strings.Repeat("| a\n", 40) + "  … 19920 more bytes left out\n",
		},
		"cut inside a character": {"", "x" + strings.Repeat("é", 3000), "| x" + strings.Repeat("é", 2047) + "\n  … 1906 more bytes left out\n"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage(term.Options{})
			s.Foreign(tc.label, tc.text)
			assert.Equal(t, tc.want, s.err.String())
		})
	}
}

func TestErrIsMasked(t *testing.T) {
	m := term.NewMasker()
	const secret = "s3cr3t\nvalue"
	m.Add(secret)
	s := newStage(term.Options{Mask: m.Mask})
	s.Errorf("a %s b %q c %v d %x", secret, secret, errors.New("x"+secret), secret)
	s.Linef("%v %s%s", []string{secret}, "s3cr3t\\n", "value")
	s.Problem(term.Problem{Place: secret, Msg: secret, Code: secret, Hint: "set " + secret})
	s.Foreign(secret, strings.Repeat("y", 4090)+secret)
	assert.NotContains(t, s.err.String(), "s3cr")
	assert.NotContains(t, s.err.String(), "value")
	assert.Contains(t, s.err.String(), "error: a *** b \"***\" c x*** d 2a2a2a\n")

	require.NoError(t, s.Outf("%s", "s3cr3t\\nvalue"))
	require.NoError(t, s.WriteOut([]byte(secret)))
	assert.Equal(t, "s3cr3t\\nvalue\n"+secret, s.out.String(), "results are never altered")
}

func TestWriteOut(t *testing.T) {
	s := newStage(term.Options{})
	require.NoError(t, s.WriteOut([]byte("\x1b[0m\xff::error::\n")))
	assert.Equal(t, "\x1b[0m\xff::error::\n", s.out.String())

	s = newStage(term.Options{OutTTY: true})
	require.NoError(t, s.WriteOut([]byte("\x1b[0m\xff\t\r\n::error::é\n")))
	assert.Equal(t, `\x1b[0m\xff`+"\t"+`\r`+"\n::error::é\n", s.out.String())
	assert.Empty(t, s.err.String())
}

func TestOutf(t *testing.T) {
	s := newStage(term.Options{})
	require.NoError(t, s.Outf("%s: %s", "name", evil))
	assert.Equal(t, "name: "+evilShown+"\n", s.out.String())
	s.out.Reset()
	require.NoError(t, s.Outf("%s", strings.Repeat("x", 10_000)))
	assert.Len(t, s.out.String(), 10_001)
}

// closed is a pipe nobody reads.
type closed struct{}

var errClosed = errors.New("closed pipe")

func (closed) Write([]byte) (int, error) { return 0, errClosed }

func TestWriteErrors(t *testing.T) {
	p := term.New(term.Options{Out: closed{}, Err: closed{}})
	p.Errorf("x")
	require.ErrorIs(t, p.Outf("x"), errClosed)
	require.ErrorIs(t, p.WriteOut([]byte("x")), errClosed)
	require.ErrorIs(t, p.Table([]string{"a"}, nil), errClosed)
}

func TestZeroOptions(t *testing.T) {
	p := term.New(term.Options{})
	p.Errorf("x")
	require.NoError(t, p.Outf("x"))
	assert.Equal(t, 80, p.Width())
	assert.False(t, p.OutTTY() || p.ErrTTY())
}

func TestConcurrentLines(t *testing.T) {
	s := newStage(term.Options{})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() { s.Problem(term.Problem{Msg: "m", Hint: "h"}) })
	}
	wg.Wait()
	assert.Equal(t, strings.Repeat("m\n  h\n", 20), s.err.String())
}

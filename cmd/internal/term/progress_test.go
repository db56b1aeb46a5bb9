package term_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/term"
)

// screen shows a stage as a terminal does that knows \r and \n only.
type screen struct {
	mu   sync.Mutex
	rows []string
	col  int
	most int // columns ever used
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.rows) == 0 {
		s.rows = []string{""}
	}
	for _, r := range string(p) {
		switch r {
		case '\r':
			s.col = 0
		case '\n':
			s.rows = append(s.rows, "")
			s.col = 0
		default:
			row := []rune(s.rows[len(s.rows)-1])
			for len(row) <= s.col {
				row = append(row, ' ')
			}
			row[s.col] = r
			s.col++
			s.most = max(s.most, s.col)
			s.rows[len(s.rows)-1] = string(row)
		}
	}
	return len(p), nil
}

func (s *screen) lines() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]string, len(s.rows))
	for i, row := range s.rows {
		out[i] = strings.TrimRight(row, " ")
	}
	return out
}

// clock is a time that the test sets.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

func (c *clock) after(ms int) { c.t = c.t.Add(time.Duration(ms) * time.Millisecond) }

func TestProgress(t *testing.T) {
	s, c := &screen{}, &clock{time.Unix(1, 0)}
	p := term.New(term.Options{Out: s, Err: s, OutTTY: true, ErrTTY: true, Width: 30})
	p.Linef("before")
	g := p.Progress(c.now)
	show := func(text string, want ...string) {
		t.Helper()
		g.Show("%s", text)
		assert.Equal(t, want, s.lines())
	}
	show("too early", "before", "")
	c.after(499)
	assert.False(t, g.Due())
	show("too early", "before", "")
	c.after(1)
	assert.True(t, g.Due())
	show("the first state", "before", "the first state")
	assert.False(t, g.Due())
	c.after(99)
	show("too soon", "before", "the first state")
	c.after(1)
	show("next", "before", "next")
	c.after(100)
	show("much too long a line to be shown", "before", "much too long a line to be s…")
	assert.Equal(t, 29, s.most, "the last column stays free")

	p.Warnf("x")
	assert.Equal(t, []string{"before", "warning: x", ""}, s.lines())
	c.after(100)
	show("on", "before", "warning: x", "on")
	require.NoError(t, p.Outf("result"))
	assert.Equal(t, []string{"before", "warning: x", "result", ""}, s.lines())
	c.after(100)
	show("on", "before", "warning: x", "result", "on")
	require.NoError(t, p.WriteOut([]byte("no line's end")))
	c.after(100)
	assert.False(t, g.Due(), "it would be written over")
	show("on", "before", "warning: x", "result", "no line's end")
	require.NoError(t, p.WriteOut([]byte(" yet\n")))
	show("on", "before", "warning: x", "result", "no line's end yet", "on")
	require.NoError(t, p.WriteOut(nil))

	g.End()
	after := []string{"before", "warning: x", "result", "no line's end yet", ""}
	assert.Equal(t, after, s.lines())
	c.after(1000)
	assert.False(t, g.Due())
	show("over", after...)
	g.End()
	p.Linef("after")
	assert.Equal(t, append(after[:4:4], "after", ""), s.lines())
	p.Progress(c.now).End()
	assert.Equal(t, append(after[:4:4], "after", ""), s.lines(), "another")
}

func TestProgress_cleans(t *testing.T) {
	c := &clock{time.Unix(1, 0)}
	s := newStage(term.Options{ErrTTY: true, Color: true, Width: 200, Mask: func(s string) string { return strings.ReplaceAll(s, "secret", "***") }})
	g := s.Progress(c.now)
	c.after(500)
	g.Show("a secret %s\n%s", evil, term.Red("x"))
	assert.Equal(t, "\ra *** "+evilShown+`\nx`, strings.TrimRight(s.err.String(), " "))
}

// Results that go into a pipe have nothing to do with the line.
func TestProgress_pipe(t *testing.T) {
	c := &clock{time.Unix(1, 0)}
	s := newStage(term.Options{ErrTTY: true, Width: 5})
	g := s.Progress(c.now)
	c.after(500)
	g.Show("on")
	require.NoError(t, s.WriteOut([]byte("result")))
	assert.Equal(t, "result", s.out.String())
	assert.Equal(t, "\ron  ", s.err.String())
	g.End()
	assert.Equal(t, "\ron  \r    \r", s.err.String())
}

func TestProgress_none(t *testing.T) {
	for name, o := range map[string]term.Options{
		"no terminal": {OutTTY: true}, "no room": {ErrTTY: true, Width: 1},
	} {
		t.Run(name, func(t *testing.T) {
			c := &clock{time.Unix(1, 0)}
			s := newStage(o)
			g := s.Progress(c.now)
			c.after(5000)
			assert.False(t, g.Due())
			g.Show("on")
			s.Linef("x")
			g.End()
			assert.Equal(t, "x\n", s.err.String())
		})
	}
}

// Lines of several goroutines stay whole.
func TestProgress_concurrent(t *testing.T) {
	s := &screen{}
	p := term.New(term.Options{Out: s, Err: s, OutTTY: true, ErrTTY: true, Width: 30})
	var at time.Time
	g := p.Progress(func() time.Time { at = at.Add(time.Second); return at }) // under the Printer's mutex
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				g.Show("state %d", 1)
				p.Linef("line")
				assert.NoError(t, p.Outf("result"))
			}
		})
	}
	all.Wait()
	g.End()
	lines := s.lines()
	assert.Len(t, lines, 801)
	for _, line := range lines[:800] {
		assert.Contains(t, []string{"line", "result"}, line)
	}
	assert.Empty(t, lines[800])
}

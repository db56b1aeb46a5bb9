package spectral

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"naftiko/spec/diag"
)

const (
	// maxFindings is how many findings one rule may make, and fewFindings how many once
	// all rules have made manyFindings.
	maxFindings  = 10_000
	fewFindings  = 20
	manyFindings = 20_000
	// findingWork is how many steps of work a finding costs, and messageUnit how many
	// bytes of its texts count as one more.
	findingWork = 50
	messageUnit = 8
)

// checker runs one rule on one document.
type checker struct {
	*walk
	*rule
	options Options
	out     diag.List
	// most is how many findings the rule may make, and over tells that it made more.
	most int
	over bool
	// seen are the findings that were made already, by place and message.
	seen map[string]bool
	// called are the functions of the caller that have run.
	called map[string]bool
}

// run reports whether the rule was run to its end.
func (c *checker) run() bool {
	for _, p := range c.given {
		for _, at := range c.find(p) {
			for _, t := range c.then {
				c.apply(t, at, p.keyed)
			}
			if c.full() {
				return false
			}
		}
		if c.full() {
			return false
		}
	}
	return true
}

func (c *checker) full() bool { return c.spent() || c.over }

// stopped says which rules were not run to their end.
func (w *walk) stopped(ids []string) (out diag.List) {
	const hint, most = "write a given that leads to fewer places", 20
	slices.Sort(ids)
	names := make([]string, 0, most)
	for _, id := range ids[:min(len(ids), most)] {
		names = append(names, strconv.Quote(diag.Short(id)))
	}
	switch more := len(ids) - most; {
	case len(ids) == 0:
	case len(ids) == 1:
		out.Warnf(w.root.pos(), CodeLimit, hint, "the rule %s was stopped: it takes too much work here, or finds too much", names[0])
	case more > 0:
		names = append(names, fmt.Sprintf("%d more", more))
		fallthrough
	default:
		last := len(names) - 1
		out.Warnf(w.root.pos(), CodeLimit, hint, "the rules %s and %s were stopped: they take too much work here, or find too much",
			strings.Join(names[:last], ", "), names[last])
	}
	return out
}

func (c *checker) apply(t then, at *spot, keyed bool) {
	for _, target := range c.targets(t.field, at, keyed) {
		if !c.spend(1) {
			return
		}
		if t.check == nil {
			c.supplied(t.name, target)
			continue
		}
		for _, f := range t.check(c.walk, target) {
			c.report(target, f)
		}
	}
}

// supplied runs a function of the caller where the rule leads to a first target: it
// looks at the whole document, so that it would say the same at the others.
func (c *checker) supplied(name string, t target) {
	if c.called[name] {
		return
	}
	c.called[name] = true
	call := c.options.Functions[name]
	if call == nil {
		c.out.Warnf(c.Pos, CodeUnsupported, "", "the rule %q is not run: its function %q is missing", diag.Short(c.ID), diag.Short(name))
		return
	}
	for _, d := range call() {
		c.report(t, finding{msg: d.Msg, pos: d.Pos})
	}
}

// report adds a finding, unless it was made already.
func (c *checker) report(t target, f finding) {
	if f.at != nil && f.at != t.at {
		t = target{at: f.at}
	}
	v := &vars{
		error: f.msg, description: c.Description, path: t.at.pointer(), property: t.property(), value: t.at.valueText(),
	}
	msg := c.message.fill(v)
	msg = strings.ReplaceAll(strings.TrimSpace(diag.Veil(msg, diag.Tokens(msg))), "\n", " ")
	pos := f.pos
	if !pos.IsValid() {
		pos = t.pos()
	}
	key := v.path + "\n" + pos.String() + "\n" + msg
	c.spend(findingWork + (len(v.path)+len(msg))/messageUnit)
	if c.seen[key] {
		return
	}
	if c.over = len(c.out) >= c.most; c.over {
		return
	}
	c.seen[key] = true
	c.out = append(c.out, diag.Diagnostic{Pos: pos, Severity: c.Severity, Code: c.ID, Msg: msg})
}

package spectral

import (
	"strings"

	"naftiko/spec/diag"
)

// maxFindings is how many findings one rule may make.
const maxFindings = 10_000

// checker runs one rule on one document.
type checker struct {
	*walk
	*rule
	options Options
	out     diag.List
	// seen are the findings that were made already, by place and message.
	seen map[string]bool
	// called are the functions of the caller that have run.
	called map[string]bool
}

func (c *checker) run() {
	for _, p := range c.given {
		for _, at := range c.find(p) {
			for _, t := range c.then {
				c.apply(t, at, p.keyed)
			}
			if c.full() {
				c.stopped()
				return
			}
		}
		if c.full() {
			c.stopped()
			return
		}
	}
}

func (c *checker) full() bool { return c.spent() || len(c.out) >= maxFindings }

// stopped says that the rule was not run to its end.
func (c *checker) stopped() {
	const hint = "write a given that leads to fewer places"
	why := "it takes too much work here"
	if len(c.out) >= maxFindings {
		why = "it finds too much here"
	}
	c.out.Warnf(c.root.pos(), CodeLimit, hint, "the rule %q was stopped: %s", diag.Short(c.ID), why)
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
	if c.seen[key] || len(c.out) >= maxFindings {
		return
	}
	c.seen[key] = true
	c.out = append(c.out, diag.Diagnostic{Pos: pos, Severity: c.Severity, Code: c.ID, Msg: msg})
}

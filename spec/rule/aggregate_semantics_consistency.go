package rule

import (
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

var aggregateSemanticsConsistency = Rule{
	Code: "aggregate-semantics-consistency", Published: true, Level: Warning, In: Recommended,
	Title: "hints or a method that contradict the function",
	Why: "The semantics of a function say what calling it does to the world, and every tool and operation that refers to the " +
		"function does just that. Where a tool's hints or an operation's method say otherwise, one of the two is wrong, and a " +
		"client that trusts it repeats a call that must not be repeated, or asks nobody before one that changes something.",
	Check: checkSemantics,
}

func checkSemantics(p *Pass) {
	functions := p.functions()
	units := p.units()
	for i := range units {
		u := &units[i]
		if !u.own || u.Ref.Text == "" {
			continue
		}
		f := functions[u.Ref.Text]
		if f == nil || f.Semantics == nil {
			continue
		}
		c := contradiction{p, f.Semantics, diag.Short(u.Ref.Text)}
		if u.tool != nil && u.tool.Hints != nil {
			c.hints(u.tool.Hints)
		}
		if u.operation != nil {
			c.method(u.operation.Method)
		}
	}
}

// contradiction looks at what refers to one function.
type contradiction struct {
	*Pass
	is       *spec.Semantics
	function string
}

// says reports a flag of the document with a value.
func says(f spec.Flag, value bool) bool { return f.Set() && f.Value == value }

func (c *contradiction) hints(h *spec.Hints) {
	const hint = "leave the hint out: it follows from the function; or mend the function's semantics"
	tell := func(f spec.Flag, name string, semantics string) {
		c.report(f.Pos, hint, "the hint %s: %t contradicts %s of the function %q", name, f.Value, semantics, c.function)
	}
	switch {
	case says(c.is.Safe, true) && says(h.ReadOnly, false):
		tell(h.ReadOnly, "readOnly", "safe: true")
	case says(c.is.Safe, false) && says(h.ReadOnly, true):
		tell(h.ReadOnly, "readOnly", "safe: false")
	}
	if says(c.is.Safe, true) && says(h.Destructive, true) {
		tell(h.Destructive, "destructive", "safe: true")
	}
	if c.is.Idempotent.Set() && says(h.Idempotent, !c.is.Idempotent.Value) {
		tell(h.Idempotent, "idempotent", "idempotent: "+word(c.is.Idempotent.Value))
	}
}

func (c *contradiction) method(m spec.Str) {
	tell := func(semantics, hint string) {
		c.report(m.Pos, hint, "the method %s contradicts %s of the function %q", diag.Short(m.Text), semantics, c.function)
	}
	method := strings.ToUpper(m.Text)
	switch {
	case method == "":
	case says(c.is.Safe, true) && method != "GET":
		tell("safe: true", "use GET, or mend the function's semantics")
	case says(c.is.Safe, false) && method == "GET":
		tell("safe: false", "use POST, PUT, PATCH or DELETE, or mend the function's semantics")
	case says(c.is.Idempotent, true) && method == "POST":
		tell("idempotent: true", "use PUT or DELETE, or mend the function's semantics")
	}
}

func word(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

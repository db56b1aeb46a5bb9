package rule

import (
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

var reservedEnv = Rule{
	Code: "reserved-env", Level: Info, In: Recommended,
	Title: "a bind of an environment variable that belongs to the machine",
	Why: "Names such as GITHUB_TOKEN and AWS_SECRET_ACCESS_KEY belong to the machine or its pipelines, and a document that somebody " +
		"else wrote does not get them by asking. Every call needs  --bind NAME  until the bind has a name of its own.",
	Check: checkReserved,
}

func checkReserved(p *Pass) {
	if p.Reserved == nil {
		return
	}
	unused := map[*spec.BindKey]bool{}
	for _, k := range p.unusedKeys() {
		unused[k] = true
	}
	for i := range p.entries {
		e := &p.entries[i]
		if e.bind == nil || !e.isOwn() || e.bind.Location.Text != "" {
			continue
		}
		for j := range e.bind.Keys {
			k := &e.bind.Keys[j]
			key, pos := k.Key.Text, k.Key.Pos
			if key == "" {
				key, pos = k.Name, k.Pos
			}
			if !unused[k] {
				p.reserved(key, k.Name, pos)
			}
		}
	}
	p.eachSent(func(inputs []spec.Input) {
		for i := range inputs {
			if in := &inputs[i]; strings.EqualFold(in.In.Text, "environment") {
				p.reserved(in.Name.Text, in.Name.Text, in.Name.Pos)
			}
		}
	})
}

// reserved reports a variable of the environment, called name in the document, if it
// belongs to the machine.
func (p *Pass) reserved(key, name string, pos diag.Pos) {
	if p.Reserved(key) {
		p.report(pos, "call with  --bind "+diag.Word(name)+", or take a name that only this document uses",
			"the environment variable %s belongs to the machine, and is read only when the caller passes it on", diag.Short(key))
	}
}

// eachSent visits the parameters of consumed APIs, resources and operations.
func (s *Subject) eachSent(visit func([]spec.Input)) {
	for _, c := range s.consumes() {
		visit(c.Inputs)
		for i := range c.Resources {
			visit(c.Resources[i].Inputs)
		}
	}
	ops := s.operations()
	for i := range ops {
		visit(ops[i].Inputs)
	}
}

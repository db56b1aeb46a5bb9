package rule

import (
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
			if p.Reserved(key) && !unused[k] {
				p.report(pos, "call with  --bind "+diag.Word(k.Name)+", or take a name that only this document uses",
					"the environment variable %s belongs to the machine, and is read only when the caller passes it on", diag.Short(key))
			}
		}
	}
}

package rule

import (
	"naftiko/spec"
	"naftiko/spec/diag"
)

var bindManyOrigins = Rule{
	Code: "bind-many-origins", Level: Warning, In: Recommended,
	Title: "one secret that is sent to several owners",
	Why: "Each API that is sent a secret can use it at all the others. Where one bind is sent to hosts of different owners, " +
		"mostly a second key was forgotten, and the first owner's key goes to the second.",
	Check: checkBindManyOrigins,
}

func checkBindManyOrigins(p *Pass) {
	if len(p.consumes()) < 2 {
		return
	}
	type place struct {
		owner, host string
	}
	binds := p.bindNames()
	sent := map[string]place{}
	told := map[string]map[*spec.Consume]bool{}
	mentions := p.mentions()
	for i := range mentions {
		m := &mentions[i]
		name := binds.meant(m.name)
		if m.consume == nil || name == "" || !binds.isSecret(m) {
			continue
		}
		_, host, ok := originOf(m.consume.BaseURI.Text)
		owner := ownerOf(host)
		if !ok || owner == "" || isLoopback(host) {
			continue
		}
		before, seen := sent[name]
		switch {
		case !seen:
			sent[name] = place{owner, host}
		case before.owner != owner && !told[name][m.consume]:
			if told[name] == nil {
				told[name] = map[*spec.Consume]bool{}
			}
			told[name][m.consume] = true
			p.report(m.pos, "declare a bind for each API", "the bind %s is sent to %s and to %s", diag.Short(m.name), diag.Short(before.host), diag.Short(host))
		}
	}
}

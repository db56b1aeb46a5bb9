package rule

import "naftiko/spec/diag"

var importUniqueAlias = Rule{
	Code: "import-unique-alias", Published: true, Level: Warning, Strict: Error, In: Recommended,
	Title: "two imports under one namespace",
	Why: "An import is known here by what  as  says, or else by the namespace it has in its own file. Two imports of one section " +
		"with the same name cannot be told apart: what is called is the one or the other, as the runtime likes.",
	Check: checkAliases,
}

func checkAliases(p *Pass) {
	first := map[string]diag.Pos{}
	for i := range p.entries {
		e := &p.entries[i]
		if e.isOwn() || e.label() == "" {
			continue
		}
		key := e.section + " " + e.label()
		if at, taken := first[key]; taken {
			p.report(e.pos, `give it another namespace with "as"`, "an import of %s has the namespace %q already, at %v", e.section, diag.Short(e.label()), at)
			continue
		}
		first[key] = e.pos
	}
}

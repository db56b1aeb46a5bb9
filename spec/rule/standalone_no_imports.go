package rule

var standaloneNoImports = Rule{
	Code: "standalone-no-imports", Published: true, Level: Warning, Strict: Error, In: Recommended,
	Title: "an import in a file without a capability",
	Why: "A file that declares sections alone is there to be imported. By the specification it imports nothing itself: whoever " +
		"looks at a capability is to find all that it is made of one step away. This runtime follows such imports; others " +
		"leave them unresolved.",
	Check: checkStandalone,
}

func checkStandalone(p *Pass) {
	if p.Doc.Capability != nil {
		return
	}
	for i := range p.entries {
		if e := &p.entries[i]; !e.isOwn() {
			p.report(e.imported.Pos, "import both files where the capability is", "a file without a capability imports an entry of %s", e.section)
		}
	}
}

package rule

import (
	"strings"
)

var importFromRequired = Rule{
	Code: "import-from-required", Published: true, Level: Error, In: Recommended,
	Replaces: []string{"import-without-name"}, Lacks: []string{"import", "type"},
	Title: "an import that does not say what to import",
	Why: "An import names a file and the namespace of the entry there that it stands for. With the file alone it is not known " +
		"which entry is meant, the import is not followed, and nothing of it can be called.",
	Check: func(p *Pass) { p.failedImports("import-without-name") },
}

// failedImports reports the imports that could not be followed for a reason, which
// may be one of another file that they lead to.
func (p *Pass) failedImports(code string) {
	for i := range p.entries {
		e := &p.entries[i]
		if e.imported == nil || e.imported.Problem == nil || e.imported.Problem.Code != code {
			continue
		}
		d := e.imported.Problem
		p.report(e.imported.Pos, d.Hint, "%s", strings.TrimPrefix(d.Msg, "["+e.section+"] "))
	}
}

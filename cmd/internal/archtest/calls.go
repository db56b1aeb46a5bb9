package archtest

import (
	"go/ast"
	"slices"
)

// checkUses holds the names of other packages to their users.
func checkUses(m *module, pol policy, report reporter) {
	m.eachSelector(func(p *pkg, _ *file, sel *ast.SelectorExpr) {
		path := p.importOf(sel.X)
		if path == "" {
			return
		}
		for _, r := range pol.uses {
			if r.pkg == path && slices.Contains(r.names, sel.Sel.Name) && !matchAny(r.by, p.path) {
				report(sel.Pos(), "%s must not use %s.%s (%s may): %s", p.path, path, sel.Sel.Name, those(r.by), r.why)
			}
		}
	})
}

// checkReveal finds calls of Reveal, and values made of it, in other files than
// the listed ones.
func checkReveal(m *module, pol policy, report reporter) {
	m.eachSelector(func(_ *pkg, f *file, sel *ast.SelectorExpr) {
		if _, listed := pol.reveal[f.name]; sel.Sel.Name == "Reveal" && !listed {
			report(sel.Sel.Pos(), "Reveal is called outside the listed files: pass the secret on, or list the file")
		}
	})
}

// checkInit forbids code that runs without being called.
func checkInit(m *module, _ policy, report reporter) {
	m.eachFile(func(_ *pkg, f *file) {
		for _, decl := range f.syntax.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				report(fn.Pos(), "func init: call it where it is needed")
			}
		}
	})
}

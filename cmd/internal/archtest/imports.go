package archtest

import (
	"go/ast"
	"slices"
	"strconv"
)

// eachImport visits every import of the module with its path.
func (m *module) eachImport(visit func(p *pkg, spec *ast.ImportSpec, path string)) {
	m.eachFile(func(p *pkg, f *file) {
		for _, spec := range f.syntax.Imports {
			if path, err := strconv.Unquote(spec.Path.Value); err == nil {
				visit(p, spec, path)
			}
		}
	})
}

// checkMay holds imports between the module's packages to the graph.
func checkMay(m *module, pol policy, report reporter) {
	for _, p := range m.pkgs {
		if _, ok := pol.may[p.path]; !ok {
			report(p.files[0].syntax.Name.Pos(), "%s is not in the table of packages: say there what it may import", p.path)
		}
	}
	m.eachImport(func(p *pkg, spec *ast.ImportSpec, path string) {
		inside, ok := m.inside(path)
		allowed, listed := pol.may[p.path]
		if ok && listed && !matchAny(allowed, inside) {
			report(spec.Pos(), "%s must not import %s", p.path, inside)
		}
	})
}

// checkOnly holds imports from outside the module to their importers.
func checkOnly(m *module, pol policy, report reporter) {
	m.eachImport(func(p *pkg, spec *ast.ImportSpec, path string) {
		if _, own := m.inside(path); own {
			return
		}
		i := slices.IndexFunc(pol.only, func(r onlyRule) bool { return match(r.pattern, path) })
		switch {
		case i < 0 && m.foreign(path):
			report(spec.Pos(), "%s is in no table: a new dependency needs a line that says who may import it, and why", path)
		case i >= 0 && !matchAny(pol.only[i].by, p.path):
			report(spec.Pos(), "%s must not import %s (%s may): %s", p.path, path, those(pol.only[i].by), pol.only[i].why)
		}
	})
}

// checkImportForm forbids imports whose use cannot be seen where they are used.
func checkImportForm(m *module, _ policy, report reporter) {
	m.eachImport(func(_ *pkg, spec *ast.ImportSpec, path string) {
		switch {
		case spec.Name == nil:
		case spec.Name.Name == ".":
			report(spec.Pos(), "dot import of %s", path)
		case spec.Name.Name == "_" && path != "embed":
			report(spec.Pos(), "import of %s for its side effects: registration is by table", path)
		}
	})
}

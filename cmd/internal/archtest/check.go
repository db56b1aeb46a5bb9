package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// rule is one check of the whole module.
type rule struct {
	name  string
	check func(*module, policy, reporter)
}

// reporter takes one violation and where it is.
type reporter func(at token.Pos, format string, args ...any)

// rules are all checks, in the order in which they are shown.
var rules = []rule{
	{"imports inside the module", checkMay},
	{"imports from outside", checkOnly},
	{"plain imports", checkImportForm},
	{"names few may use", checkUses},
	{"who sees secrets", checkReveal},
	{"no init", checkInit},
	{"package variables keep their value", checkAssign},
	{"package variables are tables", checkVars},
	{"exported surface", checkSurface},
	{"size", checkSize},
	{"package doc", checkDoc},
}

// run applies one rule and returns its violations as "file:line: message",
// sorted by place.
func (r rule) run(m *module, p policy) []string {
	type found struct {
		at  token.Position
		msg string
	}
	var all []found
	r.check(m, p, func(at token.Pos, format string, args ...any) {
		all = append(all, found{m.fset.Position(at), fmt.Sprintf(format, args...)})
	})
	slices.SortStableFunc(all, func(a, b found) int {
		if c := strings.Compare(a.at.Filename, b.at.Filename); c != 0 {
			return c
		}
		return a.at.Offset - b.at.Offset
	})
	lines := make([]string, len(all))
	for i, f := range all {
		lines[i] = fmt.Sprintf("%s:%d: %s", f.at.Filename, f.at.Line, f.msg)
	}
	return lines
}

// match reports whether path is what pattern names; see the tables.
func match(pattern, path string) bool {
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return path == base || strings.HasPrefix(path, base+"/")
	}
	return pattern == path
}

func matchAny(patterns []string, path string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return match(p, path) })
}

// those says who may, for a message.
func those(by []string) string {
	if len(by) == 0 {
		return "no package"
	}
	return "only " + strings.Join(by, ", ")
}

// eachFile visits the files of all packages.
func (m *module) eachFile(visit func(*pkg, *file)) {
	for _, p := range m.pkgs {
		for _, f := range p.files {
			visit(p, f)
		}
	}
}

// eachSelector visits every x.Name of the module.
func (m *module) eachSelector(visit func(*pkg, *file, *ast.SelectorExpr)) {
	m.eachFile(func(p *pkg, f *file) {
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				visit(p, f, sel)
			}
			return true
		})
	})
}

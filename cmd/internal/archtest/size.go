package archtest

import (
	"go/ast"
	"slices"
	"strings"
)

// checkSize holds functions and files to their lengths; generated files are free.
func checkSize(m *module, pol policy, report reporter) {
	m.eachFile(func(p *pkg, f *file) {
		if ast.IsGenerated(f.syntax) {
			return
		}
		if f.lines > pol.fileLines {
			report(f.syntax.Package, "%d lines: at most %d in a file", f.lines, pol.fileLines)
		}
		for _, decl := range f.syntax.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			lines := m.fset.Position(fn.End()).Line - m.fset.Position(fn.Pos()).Line + 1
			name := p.path + "." + funcName(fn)
			if lines > pol.funcLines && !slices.Contains(pol.long, name) {
				report(fn.Pos(), "%s has %d lines: at most %d in a function", name, lines, pol.funcLines)
			}
		}
	})
}

// funcName returns "Function" or "Type.Method".
func funcName(fn *ast.FuncDecl) string {
	if base := receiver(fn); base != "" {
		return base + "." + fn.Name.Name
	}
	return fn.Name.Name
}

// receiver returns the name of the type a method belongs to, or "".
func receiver(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return ""
	}
	x := fn.Recv.List[0].Type
	for {
		switch t := x.(type) {
		case *ast.Ident:
			return t.Name
		case *ast.StarExpr:
			x = t.X
		case *ast.ParenExpr:
			x = t.X
		case *ast.IndexExpr:
			x = t.X
		case *ast.IndexListExpr:
			x = t.X
		default:
			return ""
		}
	}
}

// checkDoc wants one doc comment for each package, in the usual form.
func checkDoc(m *module, _ policy, report reporter) {
	for _, p := range m.pkgs {
		want := "Package " + p.name + " "
		if p.name == "main" {
			want = "" // a command's doc starts with its own name
		}
		var docs int
		for _, f := range p.files {
			if f.syntax.Doc == nil {
				continue
			}
			docs++
			if !strings.HasPrefix(f.syntax.Doc.Text(), want) {
				report(f.syntax.Package, "the package doc must start with %q", want)
			}
		}
		if docs != 1 {
			report(p.files[0].syntax.Package, "%s has %d package docs, not one", p.path, docs)
		}
	}
}

package archtest

import (
	"go/ast"
	"strings"
)

// checkSurface forbids third-party types in what the module's importable
// packages export, so that a library can be replaced without breaking callers.
func checkSurface(m *module, _ policy, report reporter) {
	m.eachFile(func(p *pkg, f *file) {
		if !importable(p) {
			return
		}
		s := surface{m, p, report}
		for _, decl := range f.syntax.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && (d.Recv == nil || ast.IsExported(receiver(d))) {
					s.check(d.Name.Name, d.Type)
				}
			case *ast.GenDecl:
				s.decl(d)
			}
		}
	})
}

// importable reports whether other modules can import p.
func importable(p *pkg) bool {
	return p.name != "main" && !strings.Contains("/"+p.path+"/", "/internal/")
}

// surface checks the exported declarations of one package.
type surface struct {
	m      *module
	p      *pkg
	report reporter
}

func (s surface) decl(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch sp := spec.(type) {
		case *ast.TypeSpec:
			if sp.Name.IsExported() {
				s.check(sp.Name.Name, sp.Type)
				if sp.TypeParams != nil {
					s.check(sp.Name.Name, sp.TypeParams)
				}
			}
		case *ast.ValueSpec:
			for i, name := range sp.Names {
				if name.IsExported() {
					s.value(sp, i)
				}
			}
		}
	}
}

// value checks a variable or constant: by its declared type, and else by the
// expression that gives it its type.
func (s surface) value(spec *ast.ValueSpec, i int) {
	name := spec.Names[i].Name
	switch {
	case spec.Type != nil:
		s.check(name, spec.Type)
	case len(spec.Values) > 0:
		s.check(name, spec.Values[min(i, len(spec.Values)-1)])
	}
}

// check looks for third-party types in the exported parts of a type or a value.
func (s surface) check(name string, x ast.Node) {
	ast.Inspect(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.StructType:
			s.fields(name, n.Fields)
			return false
		case *ast.InterfaceType:
			s.fields(name, n.Methods)
			return false
		case *ast.FuncLit:
			s.check(name, n.Type)
			return false
		case *ast.SelectorExpr:
			s.qualifier(name, n)
		}
		return true
	})
}

// fields checks the exported and the embedded ones.
func (s surface) fields(name string, list *ast.FieldList) {
	for _, field := range list.List {
		visible := len(field.Names) == 0
		for _, n := range field.Names {
			visible = visible || n.IsExported()
		}
		if visible {
			s.check(name, field.Type)
		}
	}
}

// qualifier reports a name that comes from a library.
func (s surface) qualifier(name string, sel *ast.SelectorExpr) {
	if path := s.p.importOf(sel.X); s.m.foreign(path) {
		s.report(sel.Pos(), "exported %s names %s.%s of a library", name, path, sel.Sel.Name)
	}
}

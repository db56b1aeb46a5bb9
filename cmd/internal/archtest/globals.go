package archtest

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// checkVars wants package variables that are tables: set where they are
// declared, at no cost worth naming, and of a type that does not ask for change.
func checkVars(m *module, pol policy, report reporter) {
	m.eachFile(func(p *pkg, f *file) {
		embedded := embeds(f.syntax)
		for _, spec := range packageVars(f.syntax) {
			v := variable{p, pol, spec.Names[0].Name, report}
			if len(spec.Values) == 0 && !embedded[spec] {
				report(spec.Pos(), "variable %s has no value: only something that changes it could use it", v.name)
			}
			if spec.Type != nil {
				v.kind(spec.Type)
				v.parts(spec.Type)
			}
			for _, x := range spec.Values {
				v.kind(x)
				v.parts(x)
			}
		}
	})
}

// embeds returns the declarations that a go:embed directive fills.
func embeds(f *ast.File) map[*ast.ValueSpec]bool {
	filled := map[*ast.ValueSpec]bool{}
	for _, decl := range f.Decls {
		d, ok := decl.(*ast.GenDecl)
		if !ok || d.Tok != token.VAR {
			continue
		}
		for _, spec := range d.Specs {
			if v := spec.(*ast.ValueSpec); directive(d.Doc) || directive(v.Doc) {
				filled[v] = true
			}
		}
	}
	return filled
}

func directive(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool {
		return strings.HasPrefix(c.Text, "//go:embed ")
	})
}

// packageVars returns the variable declarations at the top of a file.
func packageVars(f *ast.File) []*ast.ValueSpec {
	var specs []*ast.ValueSpec
	for _, decl := range f.Decls {
		if d, ok := decl.(*ast.GenDecl); ok && d.Tok == token.VAR {
			for _, spec := range d.Specs {
				specs = append(specs, spec.(*ast.ValueSpec))
			}
		}
	}
	return specs
}

// variable checks one declaration.
type variable struct {
	p      *pkg
	pol    policy
	name   string
	report reporter
}

// kind reports a pointer or a channel, given as a type or as a value. A
// variable named _ has no value that anyone could reach.
func (v variable) kind(x ast.Expr) {
	t := v.p.info.TypeOf(x)
	if t == nil || v.name == "_" {
		return
	}
	switch t.Underlying().(type) {
	case *types.Pointer:
		if !slices.Contains(v.pol.pointed, v.pointsTo(x)) {
			v.report(x.Pos(), "variable %s is a pointer: others can change what it points to", v.name)
		}
	case *types.Chan:
		v.report(x.Pos(), "variable %s is a channel: it belongs to a value that is handed on", v.name)
	}
}

// pointsTo returns the type T of another package in &T{…}, or "".
func (v variable) pointsTo(x ast.Expr) string {
	addr, _ := x.(*ast.UnaryExpr)
	if addr == nil {
		return ""
	}
	lit, _ := addr.X.(*ast.CompositeLit)
	if lit == nil {
		return ""
	}
	sel, _ := lit.Type.(*ast.SelectorExpr)
	if sel == nil {
		return ""
	}
	return v.p.importOf(sel.X) + "." + sel.Sel.Name
}

// parts looks at all of a type or of a value, but not into functions.
func (v variable) parts(x ast.Expr) {
	ast.Inspect(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			v.call(n)
		case *ast.SelectorExpr:
			v.lock(n)
		}
		return true
	})
}

// lock reports a type of sync, which is there for what changes.
func (v variable) lock(sel *ast.SelectorExpr) {
	path := v.p.importOf(sel.X)
	once := slices.Contains([]string{"OnceFunc", "OnceValue", "OnceValues"}, sel.Sel.Name)
	if path == "sync/atomic" || path == "sync" && !once {
		v.report(sel.Pos(), "variable %s holds %s.%s: state belongs to a value that is handed on", v.name, path, sel.Sel.Name)
	}
}

// call reports a call that is made when the program starts and is not known to
// be cheap and pure. Functions of the package itself may build its tables.
func (v variable) call(call *ast.CallExpr) {
	fun := v.p.info.Types[call.Fun]
	switch {
	case fun.IsType():
		return
	case fun.IsBuiltin():
		if name := types.ExprString(call.Fun); name == "make" || name == "new" {
			v.report(call.Pos(), "variable %s is made with %s: what starts empty is there to be changed", v.name, name)
		}
		return
	}
	switch fn := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		if _, ok := v.p.info.Uses[fn].(*types.Func); ok {
			return
		}
	case *ast.SelectorExpr:
		if path := v.p.importOf(fn.X); path != "" && slices.Contains(v.pol.pure, path+"."+fn.Sel.Name) {
			return
		}
	}
	v.report(call.Pos(), "variable %s calls %s when the program starts: use sync.OnceValue", v.name, types.ExprString(call.Fun))
}

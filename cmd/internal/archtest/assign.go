package archtest

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// inPlace lists the functions of the standard library that change their first
// argument.
var inPlace = []string{
	"maps.Copy", "maps.DeleteFunc", "maps.Insert",
	"slices.Reverse", "slices.Sort", "slices.SortFunc", "slices.SortStableFunc",
	"sort.Ints", "sort.Slice", "sort.SliceStable", "sort.Sort", "sort.Stable", "sort.Strings",
}

// checkAssign finds what changes a package variable: of the own package, of
// another one, or of the standard library. It sees direct changes; one made
// through a copy of a map or slice is a matter for review and the race detector.
func checkAssign(m *module, _ policy, report reporter) {
	m.eachFile(func(p *pkg, f *file) {
		change := func(x ast.Expr, how string) {
			if name := p.packageVar(x); name != "" {
				report(x.Pos(), "package variable %s is %s", name, how)
			}
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			p.changes(n, change)
			return true
		})
	})
}

// changes calls change for each expression that n itself changes.
func (p *pkg) changes(n ast.Node, change func(x ast.Expr, how string)) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok == token.DEFINE {
			return
		}
		for _, x := range n.Lhs {
			change(x, "assigned to")
		}
	case *ast.IncDecStmt:
		change(n.X, "assigned to")
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			change(n.Key, "assigned to")
			change(n.Value, "assigned to")
		}
	case *ast.UnaryExpr:
		// The address of an element is a common way to return a table's row.
		if id, ok := ast.Unparen(n.X).(*ast.Ident); ok && n.Op == token.AND {
			change(id, "handed out by its address")
		}
	case *ast.CallExpr:
		p.changedBy(n, change)
	}
}

// changedBy handles calls that change an argument or their receiver.
func (p *pkg) changedBy(call *ast.CallExpr, change func(x ast.Expr, how string)) {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		if s := p.info.Selections[sel]; s != nil && pointerMethod(s) {
			change(sel.X, "handed to a method by its address")
		}
		if slices.Contains(inPlace, p.importOf(sel.X)+"."+sel.Sel.Name) && len(call.Args) > 0 {
			change(call.Args[0], "changed in place")
		}
	}
	if !p.info.Types[call.Fun].IsBuiltin() || len(call.Args) == 0 {
		return
	}
	switch types.ExprString(call.Fun) {
	case "clear", "copy", "delete":
		change(call.Args[0], "changed in place")
	}
}

// pointerMethod reports whether s calls a pointer's method on a value.
func pointerMethod(s *types.Selection) bool {
	fn, ok := s.Obj().(*types.Func)
	if !ok || s.Kind() != types.MethodVal {
		return false
	}
	_, wants := fn.Signature().Recv().Type().(*types.Pointer)
	_, has := s.Recv().(*types.Pointer)
	return wants && !has && !s.Indirect()
}

// packageVar returns the name of the package variable that x is, or is a part
// of, or "".
func (p *pkg) packageVar(x ast.Expr) string {
	for {
		switch t := x.(type) {
		case *ast.Ident:
			v, ok := p.info.Uses[t].(*types.Var)
			if ok && v.Parent() == p.types.Scope() {
				return t.Name
			}
			return ""
		case *ast.SelectorExpr:
			if path := p.importOf(t.X); path != "" {
				return path + "." + t.Sel.Name
			}
			x = t.X
		case *ast.ParenExpr:
			x = t.X
		case *ast.StarExpr:
			x = t.X
		case *ast.IndexExpr:
			x = t.X
		case *ast.SliceExpr:
			x = t.X
		default:
			return ""
		}
	}
}

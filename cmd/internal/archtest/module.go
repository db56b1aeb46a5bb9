package archtest

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// module is the source of a Go module without its tests.
type module struct {
	name string
	fset *token.FileSet
	pkgs []*pkg // by path
}

// pkg is one package: the files of a folder, for all platforms together.
type pkg struct {
	path  string // inside the module; "." is its root
	name  string
	files []*file
	info  *types.Info
	// types is nil until the package has been resolved.
	types *types.Package
}

// file is one source file.
type file struct {
	name   string // slash-separated, from the module's root
	syntax *ast.File
	lines  int
}

// read parses the module at the root of fsys and resolves its names. Test
// files, testdata, hidden folders and nested modules are left out.
func read(fsys fs.FS) (*module, error) {
	name, err := moduleName(fsys)
	if err != nil {
		return nil, err
	}
	m := &module{name: name, fset: token.NewFileSet()}
	err = fs.WalkDir(fsys, ".", func(at string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return skipDir(fsys, at)
		case strings.HasSuffix(at, ".go") && !strings.HasSuffix(at, "_test.go"):
			return m.add(fsys, at)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	m.resolve()
	return m, nil
}

func moduleName(fsys fs.FS) (string, error) {
	text, err := fs.ReadFile(fsys, "go.mod")
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] == "module" {
			return fields[1], nil
		}
	}
	return "", errors.New("go.mod names no module")
}

// skipDir returns fs.SkipDir for a folder that is not part of the module.
func skipDir(fsys fs.FS, at string) error {
	if at == "." {
		return nil
	}
	base := path.Base(at)
	if strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" {
		return fs.SkipDir
	}
	if _, err := fs.Stat(fsys, at+"/go.mod"); err == nil {
		return fs.SkipDir
	}
	return nil
}

// add parses one file into its package.
func (m *module) add(fsys fs.FS, at string) error {
	src, err := fs.ReadFile(fsys, at)
	if err != nil {
		return err
	}
	syntax, err := parser.ParseFile(m.fset, at, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	dir := path.Dir(at)
	i, found := slices.BinarySearchFunc(m.pkgs, dir, func(p *pkg, dir string) int { return strings.Compare(p.path, dir) })
	if !found {
		m.pkgs = slices.Insert(m.pkgs, i, &pkg{path: dir, name: syntax.Name.Name})
	}
	lines := bytes.Count(src, []byte("\n"))
	m.pkgs[i].files = append(m.pkgs[i].files, &file{name: at, syntax: syntax, lines: lines})
	return nil
}

// resolve finds what the names of the module's files stand for. Packages from
// outside stay unknown but for their path, which is all the checks ask of them;
// type errors are the compiler's to report.
func (m *module) resolve() {
	for _, p := range m.pkgs {
		m.resolvePkg(p)
	}
}

func (m *module) resolvePkg(p *pkg) {
	if p.info != nil {
		return
	}
	p.info = &types.Info{
		Types:      map[ast.Expr]types.TypeAndValue{},
		Uses:       map[*ast.Ident]types.Object{},
		Defs:       map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
	}
	files := make([]*ast.File, len(p.files))
	for i, f := range p.files {
		files[i] = f.syntax
	}
	conf := types.Config{Importer: importer{m}, Error: func(error) {}, FakeImportC: true}
	p.types, _ = conf.Check(m.name+"/"+p.path, m.fset, files, p.info)
}

// importer gives the module's own packages to the type checker, and no others.
type importer struct{ m *module }

func (i importer) Import(path string) (*types.Package, error) {
	if inside, ok := i.m.inside(path); ok {
		for _, p := range i.m.pkgs {
			if p.path != inside {
				continue
			}
			i.m.resolvePkg(p)
			if p.types != nil {
				return p.types, nil
			}
		}
	}
	return nil, fmt.Errorf("%s is not read", path)
}

// inside returns an import path as a path inside the module, if it is one.
func (m *module) inside(importPath string) (string, bool) {
	if importPath == m.name {
		return ".", true
	}
	return strings.CutPrefix(importPath, m.name+"/")
}

// foreign reports whether an import path is neither the module's nor the
// standard library's, whose first element has no dot.
func (m *module) foreign(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	_, own := m.inside(importPath)
	return !own && strings.Contains(first, ".")
}

// importOf returns the path of the package that x names, or "".
func (p *pkg) importOf(x ast.Expr) string {
	id, ok := x.(*ast.Ident)
	if !ok {
		return ""
	}
	if name, ok := p.info.Uses[id].(*types.PkgName); ok {
		return name.Imported().Path()
	}
	return ""
}

package load

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

// linker follows the imports of one section.
type linker[T any] struct {
	*library
	section[T]
	indexes map[*file]*index[T]
	// used are the entries that were imported already.
	used map[*T]bool
	// chain are the imports being followed, the main document's first.
	chain []*spec.Import
}

// link puts the entries that home imports into the place of its import entries.
func link[T any](lib *library, home *file, s section[T]) {
	l := &linker[T]{library: lib, section: s, indexes: map[*file]*index[T]{}, used: map[*T]bool{}}
	first := map[string]diag.Pos{}
	for _, sec := range sections(home.doc) {
		list := s.list(sec)
		for i := range list {
			pos := s.parts(&list[i]).pos // before the entry of another file stands there
			l.entry(&list[i], home)
			l.unique(&list[i], pos, first)
		}
	}
}

// entry replaces e, an entry of the main document, if it is an import.
func (l *linker[T]) entry(e *T, home *file) {
	p := l.parts(e)
	imp := *p.imported
	if imp == nil {
		return
	}
	if isOwn(p) {
		l.warnf(imp.Pos, "no-import", "leave it out", "a key of imports has no meaning in an entry that imports nothing")
		*p.imported = nil
		return
	}
	l.imports++
	if l.imports > maxImports {
		imp.Problem = l.tooMany(imp)
		return
	}
	if p.own || p.namespace.Set() {
		l.warnf(imp.Pos, "import-ignores", `the namespace is changed with "as"; all else belongs into the imported file`,
			"what an import declares besides is ignored")
	}
	got, f := l.follow(e, home)
	if f == nil {
		*e = *got
		return
	}
	l.diags.Errorf(imp.Pos, f.code, f.hint, "[%s] %s", l.name, f.msg)
	problem := l.diags[len(l.diags)-1]
	imp.Problem = &problem
}

// isOwn reports whether an entry declares something itself and imports nothing,
// whatever keys of imports it has.
func isOwn(p parts) bool {
	imp := *p.imported
	return imp == nil || p.own && (imp.Name.Text == "" || p.from.Text == "" && !isFile(imp.Name.Text))
}

// tooMany reports the first import that is one too many.
func (l *linker[T]) tooMany(imp *spec.Import) *diag.Diagnostic {
	if l.over == nil {
		l.diags.Errorf(imp.Pos, "too-many-imports", "import fewer entries", "[%s] the document has more than %d imports; this one and those behind it are left out",
			l.name, maxImports)
		over := l.diags[len(l.diags)-1]
		l.over = &over
	}
	return l.over
}

// unique warns of a namespace that an entry of the section before e has.
func (l *linker[T]) unique(e *T, pos diag.Pos, first map[string]diag.Pos) {
	p := l.parts(e)
	ns := p.namespace.Text
	if ns == "" || *p.imported != nil {
		return
	}
	if at, ok := first[ns]; ok {
		l.duplicates++
		if l.duplicates > maxDuplicates {
			return // it has been said often enough
		}
		l.warnf(pos, "duplicate-namespace", `give each its own; that of an import is changed with "as"`, "the namespace %q is there already, at %v", short(ns), at)
		return
	}
	first[ns] = pos
}

func (l *linker[T]) warnf(pos diag.Pos, code, hint, format string, args ...any) {
	l.diags.Warnf(pos, code, hint, "[%s] %s", l.name, fmt.Sprintf(format, args...))
}

// follow returns a copy of what the import entry e of the file in stands for.
func (l *linker[T]) follow(e *T, in *file) (*T, *fault) {
	p := l.parts(e)
	imp := *p.imported
	if f := l.endless(imp); f != nil {
		return nil, f
	}
	l.chain = append(l.chain, imp)
	got, f := l.fetch(p, in)
	l.chain = l.chain[:len(l.chain)-1]
	if f == nil {
		f = l.adapt(got, p)
	}
	if f != nil {
		return nil, f.seen(imp.Pos)
	}
	return got, nil
}

// seen is f as it is told of the import at pos. What went wrong further down
// the chain keeps its place in the text; a circle has all places there already.
func (f *fault) seen(pos diag.Pos) *fault {
	if f.pos.IsValid() && f.code != "import-cycle" {
		return &fault{pos: pos, code: f.code, hint: f.hint, msg: f.pos.String() + ": " + f.msg}
	}
	return &fault{pos: pos, code: f.code, hint: f.hint, msg: f.msg}
}

// endless reports that following imp would lead back to it, or too far.
func (l *linker[T]) endless(imp *spec.Import) *fault {
	if at := slices.Index(l.chain, imp); at >= 0 {
		places := make([]string, 0, maxDepth+1)
		for _, link := range append(slices.Clone(l.chain[at:]), imp) {
			places = append(places, link.Pos.String())
		}
		return faultf("import-cycle", "", "the imports go in a circle: %s", strings.Join(places, " → "))
	}
	if len(l.chain) == maxDepth {
		return faultf("too-many-imports", "", "imports lead from file to file more than %d times", maxDepth)
	}
	return nil
}

// fetch returns a copy of the entry that an import of the file in names.
func (l *linker[T]) fetch(p parts, in *file) (*T, *fault) {
	location, name, f := words(p, in)
	if f != nil {
		return nil, f
	}
	src, f := l.open(location, in)
	if f != nil {
		return nil, f
	}
	picked, f := l.index(src).pick(name, l.name)
	if f != nil {
		return nil, f
	}
	if !isOwn(l.parts(picked)) {
		return l.follow(picked, src)
	}
	if f := l.charge(picked, src); f != nil {
		return nil, f
	}
	got := *picked
	*l.parts(&got).imported = nil
	if l.moved != nil && src.folder != filepath.Clean(l.main.Folder) {
		l.moved(&got, src.folder)
	}
	return &got, nil
}

// words returns the file and the namespace that an import names. An import of a
// file alone has no namespace.
func words(p parts, in *file) (location, name string, f *fault) {
	location, name = p.from.Text, (*p.imported).Name.Text
	switch {
	case location != "" && name != "":
		return location, name, nil
	case location != "":
		return "", "", faultf("import-without-name", "add  import: NAMESPACE", "the import from %s does not say what to import", short(location))
	case isFile(name):
		return name, "", nil
	}
	key := "location"
	if in.doc.Version.Key == "ikanos" {
		key = "from"
	}
	if name == "" {
		return "", "", faultf("import-without-file", "add  "+key+": FILE  and  import: NAMESPACE", "the import says neither what to import nor from which file")
	}
	return "", "", faultf("import-without-file", "add  "+key+": FILE", "the import of %q does not say from which file", short(name))
}

// charge bounds what importing one entry again and again amounts to.
func (l *linker[T]) charge(e *T, src *file) *fault {
	if l.used[e] {
		l.repeated += src.size
	}
	l.used[e] = true
	if l.repeated > maxRepeated {
		return faultf("too-many-imports", "import it once", "entries of %s are imported too often for their size", short(src.shown))
	}
	return nil
}

// adapt gives an imported entry the name and the description that its import has
// for it.
func (l *linker[T]) adapt(e *T, p parts) *fault {
	to, as := l.parts(e), (*p.imported).As
	if as.Text != "" {
		if to.nameless && to.namespace.Text == "" {
			return faultf("import-alias", `leave out "as"`, "%q names an entry that has no namespace", short(as.Text))
		}
		*to.namespace = as
	}
	if p.description.Set() {
		*to.description = *p.description
	}
	return nil
}

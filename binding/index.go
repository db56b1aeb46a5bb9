package binding

// Index finds variables by name. It never changes and is safe for concurrent
// use; a nil Index is empty.
type Index struct {
	decls  Decls
	byName map[string]int
}

// NewIndex returns an Index of decls. Of several declared variables of one name
// the last is meant; one that is not declared (see [Decl.Undeclared]) gives way.
func NewIndex(decls Decls) *Index {
	x := &Index{decls: decls, byName: make(map[string]int, 2*len(decls))}
	for i, d := range decls {
		switch {
		case d.Scoped:
			x.byName[d.ID()] = i
		case !d.Undeclared:
			x.byName[d.Name], x.byName[d.ID()] = i, i
		}
	}
	for i, d := range decls {
		if d.Undeclared {
			x.addIfNew(d.Name, i)
			x.addIfNew(d.ID(), i)
		}
		for _, name := range d.Aliases {
			x.addIfNew(name, i)
		}
	}
	return x
}

func (x *Index) addIfNew(name string, i int) {
	if _, ok := x.byName[name]; !ok {
		x.byName[name] = i
	}
}

// Find returns the variable that a template calls name: "NAME" or
// "namespace.NAME".
func (x *Index) Find(name string) (Decl, bool) {
	if x == nil {
		return Decl{}, false
	}
	i, ok := x.byName[name]
	if !ok {
		return Decl{}, false
	}
	return x.decls[i], true
}

// All returns the variables in the order in which they were declared.
func (x *Index) All() Decls {
	if x == nil {
		return nil
	}
	return x.decls
}

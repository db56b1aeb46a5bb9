package args

import (
	"slices"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/value"
)

// operator says how the text behind it becomes a value.
type operator uint8

const (
	auto     operator = iota // =    by the declared type
	exact                    // ==   the text whatever it is
	json                     // :=   JSON
	file                     // =@   the contents of a file
	jsonFile                 // :=@  the contents of a JSON file
)

// spellings has the longer of two operators that begin alike first.
var spellings = [...]struct {
	text string
	op   operator
}{{":=@", jsonFile}, {":=", json}, {"==", exact}, {"=@", file}, {"=", auto}}

// target is an argument taken apart.
type target struct {
	param *Param
	path  []string // of the member that is meant, if any
	typed string   // the name as typed
	op    operator
	text  string
}

// at returns t with the operator that opens s, if one does.
func (t target) at(s string) (target, bool) {
	for _, o := range spellings {
		if strings.HasPrefix(s, o.text) {
			t.op, t.text = o.op, s[len(o.text):]
			return t, true
		}
	}
	return t, false
}

// cutOperator splits s before its first operator.
func cutOperator(s string) (name, rest string, ok bool) {
	i := strings.IndexByte(s, '=')
	if i < 0 {
		return s, "", false
	}
	if i > 0 && s[i-1] == ':' {
		i--
	}
	return s[:i], s[i:], true
}

// index finds accepted names.
type index struct {
	order  []*Param
	exact  map[string]*Param
	folded map[string][]*Param
	// lengths are those of the accepted names, longest first, each once.
	lengths     []int
	longestFold int
	binds       map[string]bool
	foldedBinds map[string]string
}

func newIndex(g *Grammar) *index {
	x := &index{exact: map[string]*Param{}, folded: map[string][]*Param{}, binds: map[string]bool{}, foldedBinds: map[string]string{}}
	for _, name := range g.Binds {
		x.binds[name] = true
		x.foldedBinds[diag.Fold(name)] = name
	}
	delete(x.foldedBinds, "")
	for i := range g.Params {
		x.accept(&g.Params[i])
	}
	for _, param := range x.order {
		x.lengths = append(x.lengths, len(param.Name))
		if key := diag.Fold(param.Name); key != "" {
			x.folded[key] = append(x.folded[key], param)
			x.longestFold = max(x.longestFold, len(key))
		}
	}
	slices.Sort(x.lengths)
	x.lengths = slices.Compact(x.lengths)
	slices.Reverse(x.lengths)
	return x
}

func (x *index) accept(param *Param) {
	undeclared := param.In == "" && param.Type == ""
	if param.Name == "" || (undeclared && x.binds[param.Name]) {
		return
	}
	before := x.exact[param.Name]
	if before == nil {
		own := *param // so that a later entry can replace it
		x.order = append(x.order, &own)
		x.exact[param.Name] = &own
		return
	}
	if !undeclared && before.In == "" && before.Type == "" {
		*before = *param
	}
}

func (x *index) list() []string {
	names := make([]string, len(x.order))
	for i, param := range x.order {
		names[i] = param.Name
	}
	return names
}

// fold returns the parameters called name when case and punctuation do not count.
func (x *index) fold(name string) []*Param { return x.folded[diag.Fold(name)] }

// only returns the one parameter that name means, or nil.
func (x *index) only(name string) *Param {
	if param := x.exact[name]; param != nil {
		return param
	}
	if found := x.fold(name); len(found) == 1 {
		return found[0]
	}
	return nil
}

// whole takes arg apart at the longest accepted name followed by an operator.
func (x *index) whole(arg string) (target, bool) {
	for _, n := range x.lengths {
		if n >= len(arg) || x.exact[arg[:n]] == nil {
			continue
		}
		if t, ok := (target{param: x.exact[arg[:n]], typed: arg[:n]}).at(arg[n:]); ok {
			return t, true
		}
	}
	return target{}, false
}

// member takes arg apart at the longest accepted name followed by a dot and a
// member's path, where the parameter has members or, with any, whatever it is.
func (x *index) member(arg string, anyType bool) (target, bool) {
	for _, n := range x.lengths {
		if n >= len(arg) || arg[n] != '.' {
			continue
		}
		param := x.exact[arg[:n]]
		if param == nil || (!anyType && !param.hasMembers()) {
			continue
		}
		path, rest, _ := cutOperator(arg[n+1:])
		t := target{param: param, typed: arg[:n+1+len(path)], path: splitPath(path)}
		if t, ok := t.at(rest); ok {
			return t, true
		}
	}
	return target{}, false
}

// foldedMember is member for the text before the first operator, ignoring case
// and punctuation in the parameter's name. It stops where no accepted name is
// long enough, so that a long text costs no more than reading it.
func (x *index) foldedMember(name, rest string, anyType bool) (target, bool) {
	var key []byte
	best, path := target{typed: name}, ""
	for base, more, ok := strings.Cut(name, "."); ok; base, more, ok = strings.Cut(more, ".") {
		key = append(key, diag.Fold(base)...)
		if len(key) > x.longestFold {
			break
		}
		params := x.folded[string(key)]
		if len(params) == 1 && (anyType || params[0].hasMembers()) {
			best.param, path = params[0], more
		}
	}
	if best.param == nil {
		return target{}, false
	}
	best.path = splitPath(path)
	return best.at(rest)
}

// find takes arg apart where that is possible, and says nothing where not.
func (x *index) find(arg string) (target, bool) {
	if t, ok := x.whole(arg); ok {
		return t, true
	}
	name, rest, ok := cutOperator(arg)
	if !ok || name == "" || x.binds[name] {
		return target{}, false
	}
	if t, ok := x.member(arg, false); ok {
		return t, true
	}
	if found := x.fold(name); len(found) == 1 {
		return target{param: found[0], typed: name}.at(rest)
	}
	return x.foldedMember(name, rest, false)
}

// splitPath splits a member's path. One that is too deep comes back one entry
// too long, for the caller to refuse.
func splitPath(path string) []string { return strings.SplitN(path, ".", value.MaxDepth+1) }

// hasMembers reports whether NAME.MEMBER= sets a part of the parameter.
func (p *Param) hasMembers() bool {
	return p.Type == "object" || (p.Type == "" && p.In == "body")
}

// resolve takes arg apart, or says why that cannot be done.
func (p *parser) resolve(arg string) (target, *Error) {
	if t, ok := p.names.find(arg); ok {
		return t, checkPath(t)
	}
	name, rest, ok := cutOperator(arg)
	switch {
	case !ok:
		return target{}, p.noOperator(arg)
	case name == "":
		return target{}, p.noName(arg)
	case p.names.binds[name]:
		return target{}, p.bindError(name)
	}
	if found := p.names.fold(name); len(found) > 1 {
		return target{}, ambiguous(name, found)
	}
	t, ok := p.names.member(arg, true)
	if !ok {
		t, ok = p.names.foldedMember(name, rest, true)
	}
	if ok {
		return target{}, noMembers(t)
	}
	return target{}, p.unknown(name)
}

func noMembers(t target) *Error {
	is := "is not declared as an object"
	if t.param.Type != "" {
		is = "is of type " + cut(t.param.Type)
	}
	return &Error{
		Arg: cut(t.typed), Param: t.param.Name,
		Msg: cut(t.param.Name) + " " + is + ": it has no member " + show(strings.Join(t.path, ".")),
	}
}

func checkPath(t target) *Error {
	if len(t.path) > value.MaxDepth {
		return &Error{Arg: cut(t.typed), Param: t.param.Name, Msg: show(t.typed) + " is nested too deep"}
	}
	if slices.Contains(t.path, "") {
		return &Error{
			Arg: cut(t.typed), Param: t.param.Name, Msg: show(t.typed) + " has a member without a name",
			Hint: "a member whose name is empty or has a dot is given as JSON: NAME:={…}",
		}
	}
	return nil
}

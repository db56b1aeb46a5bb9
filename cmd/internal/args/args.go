// Package args reads the arguments of one call, as in
//
//	naftiko invoke CAPABILITY OPERATION name=text other:=json third=@FILE
//
// It knows the grammar and the names and types an operation accepts. It knows
// neither the document nor the engine, prints nothing, and reads files and
// standard input only through the [Files] it is given. Whether a required
// parameter is there, and whether a value fits its declared type beyond what
// conversion needs, is checked by those who run the call.
package args

import (
	"unicode/utf8"

	"naftiko/spec/value"
)

// Param is a name an argument may have.
type Param struct {
	Name string
	// In is query, path, body, and so on; "" for a placeholder nobody declared.
	In string
	// Type is "", string, integer, number, boolean, array or object. Any other
	// word counts as string.
	Type     string
	Required bool
	// Enum holds the texts that are offered when the value is completed.
	Enum []string
}

// Files is how @FILE and standard input are read.
type Files interface {
	// File returns the file called name, with its content, or, when that is large,
	// the way to read it.
	File(name string) (value.Blob, error)
	// ReadStdin returns all of standard input. It is called at most once for
	// each [Grammar.Parse].
	ReadStdin() ([]byte, error)
}

// Grammar says which arguments one operation takes. The zero Grammar takes none.
type Grammar struct {
	// Params are the accepted names. Of two entries with one name the declared
	// one counts, else the first.
	Params []Param
	// Binds are names that are refused as arguments, unless a declared
	// parameter has that very name.
	Binds []string
	// Quote writes a text for the shell at hand in hints. If nil, texts are
	// shown as they are.
	Quote func(string) string
}

// Parse turns the arguments of one call into an object of values by accepted
// name. argsFile is the JSON object of --args, or nil; an argument of the
// command line replaces its member of the same name, and members given one by
// one (body.a=x) are set inside it. Members come in the order of argsFile, then
// of argv.
//
// The error is an *[Error] about the first argument that is wrong.
func (g *Grammar) Parse(argv []string, argsFile []byte, files Files) (*value.Object, error) {
	p := &parser{grammar: g, names: newIndex(g), argv: argv, files: files, given: map[*Param]*node{}}
	base, err := p.base(argsFile)
	if err != nil {
		return nil, err
	}
	for _, arg := range argv {
		if err := p.argument(arg); err != nil {
			return nil, err
		}
	}
	if err := p.merge(base); err != nil {
		return nil, err
	}
	return base, nil
}

// parser is the state of one Parse.
type parser struct {
	grammar *Grammar
	names   *index
	argv    []string
	files   Files
	// stdin is the argument that has read standard input, or "".
	stdin string
	given map[*Param]*node
	order []*Param
}

// base reads the object of --args under accepted names.
func (p *parser) base(argsFile []byte) (*value.Object, error) {
	base := &value.Object{}
	if argsFile == nil {
		return base, nil
	}
	v, err := decode(argsFile)
	if err != nil {
		return nil, &Error{Arg: "--args", Msg: "--args is not JSON: " + err.Error(), Err: err}
	}
	o, ok := v.(*value.Object)
	if !ok {
		return nil, &Error{Arg: "--args", Msg: "--args must be a JSON object, not " + kindOf(v)}
	}
	for name, v := range o.All() {
		param, e := p.baseName(name)
		if e != nil {
			return nil, e
		}
		if _, twice := base.Get(param.Name); twice {
			return nil, &Error{Arg: cut(name), Param: param.Name, Msg: cut(param.Name) + " is given twice in --args"}
		}
		base.Set(param.Name, v)
	}
	return base, nil
}

// baseName finds the parameter a member of --args is for.
func (p *parser) baseName(name string) (*Param, *Error) {
	if param := p.names.exact[name]; param != nil {
		return param, nil
	}
	if p.names.binds[name] {
		return nil, p.bindError(name)
	}
	switch found := p.names.fold(name); len(found) {
	case 0:
		return nil, p.unknown(name)
	case 1:
		return found[0], nil
	default:
		return nil, ambiguous(name, found)
	}
}

// argument reads one argument of the command line.
func (p *parser) argument(arg string) error {
	if !utf8.ValidString(arg) {
		return &Error{
			Arg: cut(arg), Msg: "argument " + show(arg) + " is not UTF-8",
			Hint: "put the bytes in a file and write NAME=@FILE",
		}
	}
	t, e := p.resolve(arg)
	if e != nil {
		return e
	}
	v, e := p.value(t)
	if e != nil {
		return e
	}
	if e := p.add(t, v); e != nil {
		return e
	}
	return nil
}

package args

import (
	"fmt"
	"strconv"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/value"
)

// Error is what is wrong with one argument. Its texts quote the command line,
// the document and files: they must be cleaned before they reach a terminal.
type Error struct {
	// Arg is the name as typed, or the whole argument where it has none, cut to
	// 60 characters; "--args" where that is wrong as a whole.
	Arg string
	// Param is the accepted name that is meant, or "".
	Param string
	// Msg is one sentence without a final stop.
	Msg string
	// Hint is a way out, or "".
	Hint string
	// Local reports that a file or standard input could not be read: a failure
	// of this machine rather than a wrong command line.
	Local bool
	// Err is the cause, or nil.
	Err error
}

// Error returns Msg.
func (e *Error) Error() string { return e.Msg }

// Unwrap returns the cause, or nil.
func (e *Error) Unwrap() error { return e.Err }

const (
	// shownChars is how much of a text from the command line a message repeats.
	shownChars = 60
	// fewNames is up to how many accepted names are listed.
	fewNames = 12
	// nearestLimit bounds the names for which a suggestion is sought: the
	// search takes time in proportion to the product of two lengths.
	nearestLimit = 200
)

// cut returns the first characters of s, with a mark where some are missing.
func cut(s string) string {
	n := 0
	for i := range s {
		if n == shownChars {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// show quotes s for a message.
func show(s string) string { return strconv.Quote(cut(s)) }

// quote writes an argument for the shell at hand.
func (g *Grammar) quote(arg string) string {
	if g.Quote == nil {
		return arg
	}
	return g.Quote(arg)
}

// accepted lists the names, or returns "" where they are too many.
func (p *parser) accepted() string {
	switch names := p.names.order; {
	case len(names) == 0:
		return "this operation takes no arguments"
	case len(names) > fewNames:
		return ""
	default:
		short := make([]string, len(names))
		for i, param := range names {
			short[i] = cut(param.Name)
		}
		return "accepted: " + strings.Join(short, ", ")
	}
}

func (p *parser) unknown(name string) *Error {
	if bind, ok := p.names.foldedBinds[diag.Fold(name)]; ok {
		return p.bindError(bind)
	}
	var hints []string
	if len(name) <= nearestLimit {
		if near := diag.Nearest(name, p.names.list()); near != "" {
			hints = append(hints, "did you mean "+p.grammar.quote(cut(near))+"?")
		}
	}
	if all := p.accepted(); all != "" {
		hints = append(hints, all)
	}
	return &Error{Arg: cut(name), Msg: "no parameter is called " + show(name), Hint: strings.Join(hints, "; ")}
}

func (p *parser) bindError(name string) *Error {
	return &Error{
		Arg:  cut(name),
		Msg:  cut(name) + " is a bind, not an argument",
		Hint: "set it with --bind " + p.grammar.quote(cut(name)) + "=…",
	}
}

func ambiguous(name string, found []*Param) *Error {
	names := make([]string, 0, len(found))
	for _, param := range found[:min(len(found), fewNames)] {
		names = append(names, cut(param.Name))
	}
	return &Error{
		Arg:  cut(name),
		Msg:  fmt.Sprintf("%s can mean %s", show(name), strings.Join(names, " or ")),
		Hint: "write the name exactly as it is declared",
	}
}

// noName is about an argument that begins with an operator.
func (p *parser) noName(arg string) *Error {
	hint := "did the shell expand a variable? put NAME=VALUE in single quotes where NAME begins with $"
	given := p.givenNames()
	for _, param := range p.names.order {
		if strings.HasPrefix(param.Name, "$") && !given[param] {
			name := cut(param.Name)
			hint = fmt.Sprintf("did the shell expand `%s`? write %s", name, p.grammar.quote(name+cut(arg)))
			break
		}
	}
	return &Error{Arg: cut(arg), Msg: "argument " + show(arg) + " has no name", Hint: hint}
}

// noOperator is about a text that names no parameter.
func (p *parser) noOperator(arg string) *Error {
	if arg == "" {
		return &Error{Msg: "an argument is empty", Hint: "is a shell variable not set? arguments are written NAME=VALUE"}
	}
	if p.names.binds[arg] {
		return p.bindError(arg)
	}
	if param := p.names.only(arg); param != nil {
		return &Error{
			Arg: cut(arg), Param: param.Name, Msg: cut(param.Name) + " has no value",
			Hint: "write " + p.grammar.quote(cut(param.Name)) + "=VALUE",
		}
	}
	e := &Error{Arg: cut(arg), Msg: "argument " + show(arg) + " does not say which parameter it is for"}
	param, text := p.likely(arg)
	if param == nil {
		e.Hint = p.accepted()
		return e
	}
	e.Hint = "did you mean " + p.grammar.quote(cut(param.Name)+"="+cut(text)) + "?"
	return e
}

// likely guesses the parameter a bare text is for: the one named before a colon,
// else the first that is missing, path and required ones first.
func (p *parser) likely(arg string) (param *Param, text string) {
	if name, rest, ok := strings.Cut(arg, ":"); ok {
		if param := p.names.only(name); param != nil {
			return param, rest
		}
	}
	given, best := p.givenNames(), -1
	for _, candidate := range p.names.order {
		if rank := likeliness(candidate, given[candidate]); rank > best {
			param, best = candidate, rank
		}
	}
	return param, arg
}

func likeliness(param *Param, given bool) int {
	rank := 0
	if !given {
		rank += 4
	}
	if param.Required || param.In == "" {
		rank += 2
	}
	if param.In == "path" {
		rank++
	}
	return rank
}

// givenNames tells which parameters the whole command line names.
func (p *parser) givenNames() map[*Param]bool {
	given := map[*Param]bool{}
	for _, arg := range p.argv {
		if t, ok := p.names.find(arg); ok {
			given[t.param] = true
		}
	}
	return given
}

// kindOf names the JSON type of v with its article.
func kindOf(v value.Value) string {
	switch name := value.TypeName(v); name {
	case "null":
		return name
	case "integer", "array", "object":
		return "an " + name
	default:
		return "a " + name
	}
}

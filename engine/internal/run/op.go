// Package run is what a compiled program consists of and the one path on which
// its operations are executed: arguments are checked, a request is prepared with
// its secrets still closed, a [Sender] takes it to the upstream, and the answer
// is mapped to the result.
//
// run does no I/O of its own and knows neither YAML nor HTTP clients: senders and
// the values of binds come in from outside.
package run

import (
	"slices"
	"strings"

	"naftiko/binding"
	"naftiko/spec/diag"
	"naftiko/spec/value"
)

// Op is one operation that can be invoked. It never changes after compilation
// and is safe for concurrent use.
type Op struct {
	// ID is the full name, "namespace.resource.name".
	ID string
	// Numbered is "ID#n" where several operations have one ID, and "" elsewhere: n
	// counts them from 1.
	Numbered string
	// Name is the operation's own name; for one without, "METHOD /path".
	Name, Namespace, Resource string
	Label, Description        string
	Method                    string
	// Path is the path as declared, with its placeholders.
	Path string
	// Base is the base URI as declared.
	Base string
	// Format is the declared format of the answer, "json" by default, and MediaType
	// the declared type of a binary one, or "".
	Format, MediaType string
	Pos               diag.Pos
	// Params are the arguments it takes: declared ones in order of declaration,
	// then placeholders that nothing declares.
	Params  []Param
	Outputs []Output
	// Decls are the variables of the program.
	Decls *binding.Index
	// Auth says how it authenticates, for people.
	Auth AuthInfo
	Step Step
	// HostArguments are the arguments that can decide where a request goes, by
	// themselves or by way of parameters.
	HostArguments []string
	// Streams are the arguments that are sent as they are, and of which a large
	// file is read only while it is sent.
	Streams map[string]bool
	// Exposed is what kind of exposed thing it is ("tool", "operation",
	// "function"), or "" for a consumed operation.
	Exposed string
	// Static is set for an exposed thing that answers by itself.
	Static bool
	// Problems are the errors of the document that keep this operation from running.
	Problems diag.List
	// Tunneled is the namespace of the API if it is reached through a tunnel alone,
	// which is among the problems then; a caller may name another address.
	Tunneled string
}

// problems are those that keep op from running with the base URIs of env.
func (op *Op) problems(env *Env) diag.List {
	if op.Tunneled == "" {
		return op.Problems
	}
	if _, ok := env.BaseURI(op.Tunneled); !ok {
		return op.Problems
	}
	return slices.DeleteFunc(slices.Clone(op.Problems), func(d diag.Diagnostic) bool { return d.Code == "no-tunnel" })
}

// argumentPrefixes stand in front of a variable that means the caller's argument.
var argumentPrefixes = []string{"tools.", "rest.", "mcp."}

// ArgumentName returns the argument that a variable means: tools.x, rest.x and
// mcp.x mean x, and so does NAMESPACE.x in an exposed thing of that namespace.
func (op *Op) ArgumentName(variable string) string {
	for _, prefix := range argumentPrefixes {
		if rest, ok := strings.CutPrefix(variable, prefix); ok {
			return rest
		}
	}
	if op.Exposed != "" && op.Namespace != "" {
		return strings.TrimPrefix(variable, op.Namespace+".")
	}
	return variable
}

// Whole reports whether the result is the value of the first output that is not
// null, rather than an object of all outputs by name: as for exposed things whose
// outputs have no names to tell them apart.
func (op *Op) Whole() bool {
	return op.Exposed != "" && !op.Static && len(op.Outputs) > 0 && !apart(op.Outputs)
}

// ParamName returns the name of the parameter that name means: exactly, else
// ignoring case and punctuation, else name itself.
func (op *Op) ParamName(name string) string {
	if op.hasParam(name) {
		return name
	}
	fold := diag.Fold(name)
	for i := range op.Params {
		if fold != "" && diag.Fold(op.Params[i].Name) == fold {
			return op.Params[i].Name
		}
	}
	return name
}

func (op *Op) hasParam(name string) bool {
	for i := range op.Params {
		if op.Params[i].Name == name {
			return true
		}
	}
	return false
}

// AuthInfo describes the authentication of an operation.
type AuthInfo struct {
	// Type is the declared type, "" for none.
	Type string
	// Implicit is set when a bearer token is taken from the only bind that can be one.
	Implicit bool
	// Bind is the ID of the implicit token's bind.
	Bind string
	Pos  diag.Pos
}

// Param is one argument of an operation.
type Param struct {
	Name string
	// In is query, path, header, cookie, body; "" for a placeholder nobody declared.
	In          string
	Type        string
	Description string
	Required    bool
	// BaseOnly parameters fill nothing but the base URI, and are not needed when
	// that is replaced.
	BaseOnly bool
	// Default is used when no argument is given; HasDefault tells a null from none.
	Default    value.Value
	HasDefault bool
	Enum       []value.Value
	// Pattern is matched against the text of the argument.
	Pattern *Pattern
	Pos     diag.Pos
	// Items and Properties describe the parts of lists and objects.
	Items      *Param
	Properties []Param
}

// Package spec is the model of a capability document: one set of plain structs
// for every spelling of every version of the specification, each with its place
// in the file. It holds data only; parsing, linking, checking and running are
// other packages' work.
package spec

import (
	"naftiko/spec/diag"
	"naftiko/spec/value"
)

// Str is a string of the document. The zero Str is one that was not written.
type Str struct {
	Text string
	Pos  diag.Pos
}

// Set reports whether the document has the string, empty or not.
func (s Str) Set() bool { return s.Pos.IsValid() }

// Document is one file. What a capability declares stands in Capability; the
// sections of a standalone file stand at the root.
type Document struct {
	Pos     diag.Pos
	Version Version
	Info    Info
	// Binds, Consumes, Exposes and Aggregates are the root's own sections.
	Sections
	// Capability is nil in a standalone section file.
	Capability *Capability
}

// Version is the root key that says which specification a file follows.
type Version struct {
	Pos diag.Pos
	// Key is "naftiko" or "ikanos", or "" when neither is there.
	Key  string
	Text string
}

// Info describes a document.
type Info struct {
	Pos         diag.Pos
	Label       Str // label (alpha1, alpha2) or display
	Description Str
	Version     Str
	Tags        []Str
	Created     Str
	Modified    Str
	// Stakeholders are the people who answer for the document.
	Stakeholders []Person
}

// Person is a stakeholder.
type Person struct {
	Pos      diag.Pos
	Role     Str
	FullName Str
	Email    Str
}

// Capability is the part that is run.
type Capability struct {
	Pos diag.Pos
	Sections
}

// Sections are the four lists that stand in a capability or at the root.
type Sections struct {
	Binds      []Bind
	Consumes   []Consume
	Exposes    []Expose
	Aggregates []Aggregate
}

// Import names an entry of another file: location or from, import, as. An entry
// of a linked document has one only when it could not be followed.
type Import struct {
	Pos  diag.Pos
	From Str
	Name Str // import
	As   Str
	// Problem says why the import could not be followed.
	Problem *diag.Diagnostic
}

// Label is the namespace that the entry is to have here.
func (i *Import) Label() string {
	if i.As.Text != "" {
		return i.As.Text
	}
	return i.Name.Text
}

// Bind makes values of a provider usable as variables.
type Bind struct {
	Pos         diag.Pos
	Namespace   Str
	Description Str
	// Location is the provider's URI; when it is not set, the environment.
	Location Str
	// Folder is where a file location starts when the bind is of another file
	// than the document; else "".
	Folder string
	Keys   []BindKey
	Import *Import
}

// BindKey gives the provider's key Key the variable name Name.
type BindKey struct {
	Pos  diag.Pos // of the name
	Name string
	Key  Str
}

// Consume is one HTTP API that the capability calls.
type Consume struct {
	Pos         diag.Pos
	Type        Str
	Namespace   Str
	Description Str
	BaseURI     Str
	Inputs      []Input
	Auth        *Auth
	Resources   []Resource
	Tunnel      *Node
	// Folder is where the paths of schema files start when the entry is of another
	// file than the document; else "".
	Folder string
	Import *Import
}

// Resource is a path of a consumed API and its operations.
type Resource struct {
	Pos         diag.Pos
	Name        Str
	Label       Str
	Description Str
	Path        Str
	Tags        []Str
	Inputs      []Input
	Auth        *Auth
	Operations  []Operation
}

// Operation is one consumed HTTP operation.
type Operation struct {
	Pos         diag.Pos
	Name        Str
	Label       Str
	Description Str
	Tags        []Str
	// Method is not set where the document leaves it to the default, GET.
	Method  Str
	Path    Str
	Inputs  []Input
	Auth    *Auth
	Body    *Body
	Outputs []Output
	// RawFormat is outputRawFormat: the format of the answer.
	RawFormat     Str
	Schema        Str // outputSchema
	MediaType     Str // outputMediaType
	MaxBinarySize Str
}

// Input is an input parameter, consumed or exposed, or a member of one.
type Input struct {
	Pos         diag.Pos // of the entry
	Name        Str
	In          Str
	Type        Str
	Description Str
	// Value and Template override the caller's argument; Template is the older word.
	Value    *Node
	Template *Node
	Default  *Node
	// Required is the flag; RequiredNames the list of required members.
	Required      bool
	RequiredPos   diag.Pos
	RequiredNames []Str
	Enum          []Node
	Pattern       Str
	Items         *Input
	Properties    []Input
	Values        *Input
	// Facets is nil where the document has none of them.
	Facets *Facets
}

// Facets are what few documents say of a parameter, kept apart so that a large
// document stays small in memory.
type Facets struct {
	Label     Str
	Selector  Str
	MaxLength Str
	Precision Str
	Scale     Str
	Tokens    Str
	// Encoding, MediaType and Compression are contentEncoding and so on.
	Encoding    Str
	MediaType   Str
	Compression Str
	// Const is documentation since alpha2; alpha1 sent it.
	Const   *Node
	Example *Node
	// In, Required, RequiredNames and Enum are those of outputs.
	In            Str
	Required      bool
	RequiredNames []Str
	Enum          []Node
}

// Output is an output parameter, or a member of one.
type Output struct {
	Pos         diag.Pos
	Name        Str
	Type        Str
	Description Str
	// Value is a literal, or a JSONPath in consumed outputs; Mapping a JSONPath.
	Value      *Node
	Mapping    Str
	Items      *Output
	Properties []Output
	Values     *Output
	// Facets is nil where the document has none of them.
	Facets *Facets
}

// Auth is an authentication block; which fields are set depends on Type.
type Auth struct {
	Pos       diag.Pos
	Type      Str
	Username  Str
	Password  Str
	Token     Str
	Key       Str
	Value     Str
	Placement Str
	// More holds the fields of schemes that are not sent (oauth2 and unknown types).
	More []NodeMember
}

// Body is the request body of a consumed operation: Raw when the document has a
// string, else Type and Data.
type Body struct {
	Pos  diag.Pos
	Raw  Str
	Type Str
	Data *Node
}

// NodeKind says which field of a [Node] holds its content.
type NodeKind uint8

const (
	// ScalarNode has its content in Scalar.
	ScalarNode NodeKind = iota
	// ListNode has its content in Items.
	ListNode
	// ObjectNode has its content in Members.
	ObjectNode
)

// Node is free data of the document (a body, a literal, a default) in which
// every part keeps its place.
type Node struct {
	Pos  diag.Pos
	Kind NodeKind
	// Scalar is nil, a bool, a value.Number or a string.
	Scalar  value.Value
	Items   []Node
	Members []NodeMember
}

// NodeMember is one member of an object.
type NodeMember struct {
	Pos  diag.Pos // of the name
	Name string
	Node Node
}

// Text returns the text of the member called name, or "" when n has none that is one.
func (n *Node) Text(name string) string {
	for i := range n.Members {
		if n.Members[i].Name == name {
			text, _ := n.Members[i].Node.Scalar.(string)
			return text
		}
	}
	return ""
}

// Plain returns n as a value without places. It is nil for a nil node.
func (n *Node) Plain() value.Value {
	if n == nil {
		return nil
	}
	switch n.Kind {
	case ListNode:
		list := make(value.List, len(n.Items))
		for i := range n.Items {
			list[i] = n.Items[i].Plain()
		}
		return list
	case ObjectNode:
		o := &value.Object{}
		for i := range n.Members {
			o.Set(n.Members[i].Name, n.Members[i].Node.Plain())
		}
		return o
	}
	return n.Scalar
}

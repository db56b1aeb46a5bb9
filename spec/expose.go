package spec

import "naftiko/spec/diag"

// Flag is a boolean of the document. The zero Flag is one that was not written.
type Flag struct {
	Value bool
	Pos   diag.Pos
}

// Set reports whether the document has the flag, true or false.
func (f Flag) Set() bool { return f.Pos.IsValid() }

// Expose is one adapter that offers something: rest, mcp, skill or control.
type Expose struct {
	Pos diag.Pos
	// Type is "rest" also where a document says "api", the word of version 0.4.
	Type        Str
	Namespace   Str
	Description Str
	Address     Str
	Port        Str
	Auth        *Auth
	// MaxBinarySize caps binary answers (rest, mcp).
	MaxBinarySize Str
	// Inputs are parameters of all operations (rest).
	Inputs    []Input
	Resources []ExposedResource

	Transport    Str // mcp: http or stdio
	TTL          Str // mcp: ttlMs
	CacheScope   Str // mcp
	Tools        []Tool
	MCPResources []MCPResource
	Prompts      []Prompt

	Skills []Skill

	// Management and Observability belong to a control adapter.
	Management    *Node
	Observability *Node

	// More holds what adapters of other types have besides.
	More   []NodeMember
	Import *Import
}

// ExposedResource is a path that a rest adapter serves.
type ExposedResource struct {
	Pos         diag.Pos
	Name        Str
	Label       Str
	Description Str
	Tags        []Str
	Path        Str
	Inputs      []Input
	Operations  []ExposedOperation
	Forward     *Forward
}

// Forward passes requests on to a consumed API.
type Forward struct {
	Pos       diag.Pos
	Namespace Str   // targetNamespace
	Headers   []Str // trustedHeaders
}

// Unit is what exposed things that can be called have in common: it calls one
// operation, runs steps, refers to a function of an aggregate, or answers with
// the values of its outputs.
type Unit struct {
	Pos         diag.Pos
	Name        Str
	Label       Str
	Description Str
	Tags        []Str
	Inputs      []Input
	Ref         Str
	Call        Str
	With        []NodeMember
	Steps       []Step
	Mappings    []Mapping
	Outputs     []Output
}

// ExposedOperation is one operation of a rest adapter.
type ExposedOperation struct {
	Unit
	Method Str
	// Responses and BinaryResponse document what is answered; only one is there.
	Responses      []Response
	BinaryResponse *BinaryResponse
}

// Response documents the answers of one status.
type Response struct {
	Pos         diag.Pos
	Status      Str
	Description Str
	Content     []Content
}

// Content documents the answers of one media type.
type Content struct {
	Pos       diag.Pos
	MediaType Str
	Binary    Flag
	Schema    *Node
}

// BinaryResponse is the short form of one binary [Response].
type BinaryResponse struct {
	Pos         diag.Pos
	Status      Str
	MediaType   Str
	Description Str
}

// Tool is an MCP tool.
type Tool struct {
	Unit
	Hints *Hints
}

// Hints tell an MCP client what a tool does to the world.
type Hints struct {
	Pos         diag.Pos
	ReadOnly    Flag
	Destructive Flag
	Idempotent  Flag
	OpenWorld   Flag
}

// MCPResource is an MCP resource: files under Location, or the answer of a call.
type MCPResource struct {
	Unit
	URI      Str
	MimeType Str
	Binary   Flag
	Location Str
}

// Prompt is an MCP prompt: messages, or the file at Location.
type Prompt struct {
	Pos         diag.Pos
	Name        Str
	Label       Str
	Description Str
	Arguments   []Input
	Template    []Message
	Location    Str
}

// Message is one message of a prompt.
type Message struct {
	Pos     diag.Pos
	Role    Str
	Content Str
}

// Skill is an entry of a skill adapter's catalogue.
type Skill struct {
	Pos                    diag.Pos
	Name                   Str
	Description            Str
	License                Str
	Compatibility          Str
	Metadata               []NodeMember
	AllowedTools           Str // allowed-tools
	ArgumentHint           Str // argument-hint
	UserInvocable          Flag
	DisableModelInvocation Flag
	Location               Str
	Tools                  []SkillTool
}

// SkillTool is a tool of another adapter, or an instruction file.
type SkillTool struct {
	Pos         diag.Pos
	Name        Str
	Description Str
	From        *SkillSource
	Instruction Str
}

// SkillSource names a tool or operation of an adapter of the same capability.
type SkillSource struct {
	Pos       diag.Pos
	Namespace Str // sourceNamespace
	Action    Str
}

// Aggregate is a named set of functions that exposed units refer to.
type Aggregate struct {
	Pos         diag.Pos
	Label       Str
	Namespace   Str
	Description Str
	// Functions are functions (alpha2) or flows.
	Functions []Function
	Import    *Import
}

// Function is a function (alpha2) or flow of an aggregate.
type Function struct {
	Unit
	Semantics *Semantics
	MediaType Str // outputMediaType
}

// Semantics say what a function does to the world.
type Semantics struct {
	Pos        diag.Pos
	Safe       Flag
	Idempotent Flag
	Cacheable  Flag
}

// Step is one step of a unit; which fields are set depends on Type.
type Step struct {
	Pos  diag.Pos
	Name Str
	Type Str

	Call Str
	With []NodeMember // call and script

	// A lookup takes the row of Index, an earlier step, whose field Match has
	// the value Value, and of that row the Fields.
	Index  Str
	Match  Str
	Value  Str   // lookupValue
	Fields []Str // outputParameters

	Language     Str
	Location     Str
	File         Str
	Dependencies []Str

	// More holds what steps of other types have besides.
	More []NodeMember
}

// Mapping puts a value of a step into the result.
type Mapping struct {
	Pos    diag.Pos
	Target Str // targetName (alpha2) or target
	Value  Str
}

package spec

import "naftiko/spec/diag"

// Expose is one adapter that offers something: rest, mcp, skill or control.
type Expose struct {
	Pos    diag.Pos
	Import *Import
}

// Aggregate is a named set of functions that exposed units refer to.
type Aggregate struct {
	Pos    diag.Pos
	Import *Import
}

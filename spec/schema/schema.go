// Package schema holds the JSON Schema (draft-07) of capability documents and
// checks values against it.
//
// There is one schema for all versions of the specification. It is the practical
// one: it takes both spellings and both forms, lists and mappings, in any
// version, and what published documents do besides and can be run. Unknown keys
// and values of the wrong shape are violations. What a single version's published
// schema says, and what names refer to, is not known here.
//
// It is the only package that knows the JSON Schema library. The library reads
// the schema at the first [Check], never at the start of the program.
package schema

import _ "embed"

//go:embed naftiko.schema.json
var text []byte

// JSON returns the text of the schema. It may not be changed.
func JSON() []byte { return text }

// Package schema holds the JSON Schemas (draft-07) of capability documents and
// checks documents against them.
//
// There are two sources. naftiko.schema.json is the practical schema: one for all
// versions, it takes both spellings and both forms, lists and mappings, and what
// published documents do besides and can be run. published.json says what the
// published schema of each version takes, all versions in one text; [Of] draws
// the schema of one of them from it, with the descriptions of the practical one.
// What names refer to is not known here.
//
// A document is walked once, beside its schema. What is plainly right is passed
// by; the JSON Schema library judges whatever is not, object by object, and its
// errors become violations in our words. So the time for a good document does not
// depend on the library, which takes three times as long as reading the document,
// and neither does the memory. That the verdict is the library's on the whole
// document is tested on every document at hand.
//
// It is the only package that knows the library.
package schema

import _ "embed"

//go:embed naftiko.schema.json
var text []byte

// JSON returns the text of the practical schema. It may not be changed.
func JSON() []byte { return text }

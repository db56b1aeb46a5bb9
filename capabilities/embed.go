// Package capabilities is the catalogue of capability documents that is built
// into the program.
package capabilities

import "embed"

// Files holds the documents of this folder.
//
//go:embed *.yaml
var Files embed.FS

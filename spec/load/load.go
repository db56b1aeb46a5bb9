// Package load finds capability documents by name and turns their bytes into
// one linked document. It reads only through the file systems it is given.
package load

import (
	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/parse"
)

// Document reads the bytes of a document. The document is nil when there is
// nothing to work with; name stands in the positions.
func Document(name string, data []byte) (*spec.Document, diag.List) {
	return parse.Bytes(name, data)
}

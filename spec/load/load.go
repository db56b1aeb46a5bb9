// Package load finds capability documents by name and turns their bytes into
// one linked document: one in which the entries of other files stand where they
// are imported. It reads only through the file systems and folders it is given.
package load

import (
	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/parse"
)

// Source is a document to load.
type Source struct {
	// Name stands in positions.
	Name string
	Data []byte
	// Folder is where the document lies, as people know it; "" when it has none.
	Folder string
	// Files reads what the document imports; if nil, it can import nothing.
	Files Files
	// Cache remembers imported files from one document to the next; nil is fine.
	Cache *Cache
}

// Files reads the files that a document names, and decides which it may name.
type Files interface {
	// ReadFile returns the content of a file. A relative path starts at the
	// document's folder. Errors may be an [*Error] of kind Refused or Unreadable;
	// those that [errors.Is] takes for fs.ErrNotExist mean that nothing is there.
	ReadFile(path string) ([]byte, error)
}

// Document parses a document and links what it imports, directly or by way of
// other files. Findings in imported files are among the
// diagnostics.
//
// The document is nil when it has errors of its own. An import that cannot be
// followed is an error too, but of its entry alone: the entry stays as it is,
// with [spec.Import.Problem] set. All other entries have no import any more.
// Entries may share what lies below them, which therefore must not be changed.
func Document(src Source) (*spec.Document, diag.List) {
	doc, diags := parse.Bytes(src.Name, src.Data)
	if diags.HasErrors() {
		return nil, diags
	}
	return doc, append(diags, Link(doc, src)...)
}

// Link links what a parsed document imports, as [Document] does, and returns the
// findings of that. Of src, Data is not read.
func Link(doc *spec.Document, src Source) diag.List {
	lib := &library{main: src, files: map[string]*file{}}
	lib.link(doc)
	return lib.diags
}

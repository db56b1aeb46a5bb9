package load

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

// The bounds of what one document imports: a short file may import a long one
// many times.
const (
	maxImports = 1000
	maxFiles   = 50
	maxDepth   = 10
	// MaxImported is the size that all imported files may have together, in bytes.
	MaxImported = 8 << 20
	// maxRepeated is what further imports of the same entries may add to that.
	maxRepeated = yaml.MaxSize
	// maxDuplicates bounds the warnings about namespaces.
	maxDuplicates = 1000
)

// library holds the files that one document imports, each read once.
type library struct {
	main  Source
	files map[string]*file
	diags diag.List
	// imports counts the import entries, size the bytes that were read, repeated
	// those that came again by importing an entry again.
	imports, size, repeated int
	// duplicates counts the warnings about namespaces.
	duplicates int
	// over is the finding about the first import that is one too many.
	over *diag.Diagnostic
}

// file is a file that has import entries or is imported.
type file struct {
	// shown is its path as people know it, folder that of its folder.
	shown, folder string
	// dir is its folder as seen from the main document's.
	dir  string
	size int
	doc  *spec.Document
	// fault says why it cannot be used.
	fault *fault
}

// fault says why an import cannot be followed.
type fault struct {
	pos             diag.Pos
	code, msg, hint string
}

func faultf(code, hint, format string, args ...any) *fault {
	return &fault{code: code, hint: hint, msg: fmt.Sprintf(format, args...)}
}

// link follows the imports of all sections of doc.
func (lib *library) link(doc *spec.Document) {
	home := &file{shown: lib.main.Name, folder: lib.main.Folder, doc: doc}
	link(lib, home, consumes)
	link(lib, home, aggregates)
	link(lib, home, exposes)
	link(lib, home, binds)
}

// open returns the file that a document in the folder of from calls location.
func (lib *library) open(location string, from *file) (*file, *fault) {
	if scheme, _, ok := strings.Cut(location, "://"); ok && !strings.EqualFold(scheme, "file") {
		return nil, faultf("import-remote", "download it, and import the file", "%s is not read: imports are files, and nothing is fetched", short(location))
	}
	path := filepath.FromSlash(spec.FilePath(location))
	if !filepath.IsAbs(path) {
		path = filepath.Join(from.dir, path)
	}
	path = filepath.Clean(path)
	f, ok := lib.files[path]
	if !ok {
		if len(lib.files) == maxFiles {
			return nil, faultf("too-many-imports", "put what belongs together into one file", "more than %d files are imported", maxFiles)
		}
		f = lib.read(path)
		lib.files[path] = f
	}
	return f, f.fault
}

func (lib *library) read(path string) *file {
	f := &file{shown: path, dir: filepath.Dir(path)}
	if !filepath.IsAbs(path) {
		f.shown = filepath.Join(lib.main.Folder, path)
	}
	f.folder = filepath.Dir(f.shown)
	var data []byte
	if data, f.fault = lib.bytes(path, f.shown); f.fault != nil {
		return f
	}
	f.size = len(data)
	lib.size += len(data)
	if lib.size > MaxImported {
		f.fault = faultf("too-many-imports", "", "the imported files have more than %d MiB", MaxImported>>20)
		return f
	}
	doc, diags := lib.main.Cache.parse(f.shown, data)
	if errs := diags.Errors(); len(errs) > 0 {
		f.fault = faultf("import-broken", errs[0].Hint, "the imported file has an error: %v", errs[0])
		return f
	}
	if f.shown != filepath.Clean(lib.main.Name) { // a document may import of itself
		lib.diags = append(lib.diags, diags...)
	}
	f.doc = doc
	return f
}

func (lib *library) bytes(path, shown string) ([]byte, *fault) {
	if lib.main.Files == nil {
		return nil, faultf("import-refused", "copy the document into a folder", "%s is not read: the document lies in no folder", short(shown))
	}
	if !isFile(path) {
		return nil, faultf("import-refused", "", "%s is not read: imports are %s files", short(shown), strings.Join(suffixes, ", "))
	}
	data, err := lib.main.Files.ReadFile(path)
	switch e, ok := errors.AsType[*Error](err); {
	case err == nil:
		return data, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, faultf("import-not-found", "", "there is no file %s", short(shown))
	case ok && e.Kind == Refused:
		return nil, faultf("import-refused", e.Hint, "%s", e.Msg)
	case ok:
		return nil, faultf("import-unreadable", e.Hint, "%s", e.Msg)
	}
	return nil, faultf("import-unreadable", "", "cannot read %s: %v", short(shown), cause(err))
}

// isFile reports whether a word names a file that can be imported.
func isFile(word string) bool {
	_, ok := Stem(word)
	return ok
}

// short cuts a word of a document for a message.
func short(word string) string {
	const most = 200
	for i := range word {
		if i > most {
			return word[:i] + "…"
		}
	}
	return word
}

package binding

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"naftiko/spec/diag"
)

// Folder says which files a document may have read: those below the folder in
// which it lies, and below the folders that its user allowed.
type Folder struct {
	// Dir is the document's folder; "" for a document that has none, as one from
	// standard input.
	Dir string
	// Allow are the folders besides.
	Allow []string
}

// Read returns the content of a regular file of at most limit bytes. A relative
// path starts at f.Dir. Neither links nor ".." lead out of the folders, and dot
// folders are closed. Errors are *[Error] and have no part of the content.
func (f Folder) Read(path string, limit int64) ([]byte, error) {
	data, err := f.read(path, limit)
	if err != nil {
		return nil, err
	}
	return data, nil
}

func (f Folder) read(path string, limit int64) ([]byte, *Error) {
	full := path
	if !filepath.IsAbs(path) {
		full = filepath.Join(f.Dir, path)
	}
	var closed *Error
	for _, base := range append([]string{f.Dir}, f.Allow...) {
		rel, ok := below(base, full)
		if !ok || base == "" {
			continue
		}
		if hidden(rel) {
			closed = &Error{
				Kind: Refused, Msg: path + " is a dot file or lies in a dot folder", Hint: "allow it with  --allow-path " + diag.Word(filepath.Dir(full)),
			}
			continue
		}
		return file{base: base, rel: rel, shown: path}.read(limit)
	}
	if closed != nil {
		return nil, closed
	}
	if f.Dir == "" {
		return nil, &Error{
			Kind: Refused, Msg: path + " is not read: the document has no folder",
			Hint: "allow it with  --allow-path " + diag.Word(filepath.Dir(full)),
		}
	}
	return nil, &Error{
		Kind: Refused, Msg: path + " lies outside the document's folder",
		Hint: "allow it with  --allow-path " + diag.Word(filepath.Dir(full)),
	}
}

// below returns path relative to base, when it lies there.
func below(base, path string) (string, bool) {
	absBase, err := filepath.Abs(base)
	if err != nil {
		return "", false
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", false
	}
	rel, err := filepath.Rel(absBase, abs)
	return rel, err == nil && filepath.IsLocal(rel)
}

func hidden(rel string) bool {
	return slices.ContainsFunc(strings.Split(filepath.ToSlash(rel), "/"), func(part string) bool {
		return strings.HasPrefix(part, ".") && part != "."
	})
}

// file is the file rel below the folder base, as messages show it.
type file struct{ base, rel, shown string }

// read opens the file through [os.Root], which keeps links from leaving base.
func (f file) read(limit int64) ([]byte, *Error) {
	root, err := os.OpenRoot(filepath.Clean(f.base)) // "" is the current folder
	if err != nil {
		return nil, f.unreadable(err)
	}
	defer root.Close()
	// Stat before Open: opening a FIFO would wait for its writer.
	info, err := root.Stat(f.rel)
	if err != nil {
		return nil, f.unreadable(err)
	}
	if !info.Mode().IsRegular() {
		return nil, &Error{Kind: Refused, Msg: f.shown + " is not a regular file"}
	}
	r, err := root.Open(f.rel)
	if err != nil {
		return nil, f.unreadable(err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, f.unreadable(err)
	}
	if int64(len(data)) > limit {
		return nil, &Error{Kind: Unreadable, Msg: fmt.Sprintf("%s is larger than %d MiB", f.shown, limit>>20)}
	}
	return data, nil
}

func (f file) unreadable(err error) *Error {
	kind, hint := Unreadable, ""
	if strings.Contains(err.Error(), "escapes") { // os.Root has no exported error for it
		kind, hint = Refused, "links may not lead out of the document's folder"
	}
	if path, ok := errors.AsType[*os.PathError](err); ok {
		err = path.Err
	}
	return &Error{Kind: kind, Msg: fmt.Sprintf("cannot read %s: %v", f.shown, err), Hint: hint, Err: err}
}

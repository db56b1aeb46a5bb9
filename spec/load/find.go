package load

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/parse"
	"naftiko/spec/yaml"
)

// Place is a folder in which capabilities are found by name.
type Place struct {
	// Dir is the folder as people know it, or "" for the built-in catalogue.
	Dir string
	FS  fs.FS
	// Unasked marks a folder that is only there because the program was started
	// in it: a name it shares with a later place is refused when the files differ.
	Unasked bool
}

// Builtin is how files of the built-in catalogue are named.
const Builtin = "built-in:"

// Found is a capability's file.
type Found struct {
	// Name is the path as people know it.
	Name string
	// Folder is where it lies, or "" when it is built in.
	Folder string
	Stem   string
	Data   []byte
	place  int
}

// Kind says why a capability or a file was not found.
type Kind uint8

const (
	// Unknown means that no place has the name.
	Unknown Kind = iota
	// Ambiguous means that one place has it more than once.
	Ambiguous
	// Shadowed means that the current folder's file hides another one.
	Shadowed
	// Unreadable means that a file is there and cannot be read.
	Unreadable
	// Refused means that a file may not be read.
	Refused
)

// Error says why a capability or a file was not found, and what to do.
type Error struct {
	Kind Kind
	Msg  string
	Hint string
	Err  error
	// stem is that of the file which cannot be read.
	stem string
}

// Error returns the message.
func (e *Error) Error() string { return e.Msg }

// Unwrap returns the cause, or nil.
func (e *Error) Unwrap() error { return e.Err }

// Find looks a name up in the places, in order: file stems in all of them
// first, then the namespaces of their consumes entries. Errors are *[Error].
func Find(name string, places []Place) (*Found, error) {
	// Most names are those of files, and the others need not be read for them.
	files, unread := catalogue(places, func(stem string) bool { return stem == name })
	for _, e := range unread {
		if e.stem == name {
			return nil, e
		}
	}
	if len(files) > 0 {
		return choose(name, files, places)
	}
	files, unread = catalogue(places, anyStem)
	hits := filter(files, func(f *Found) bool { return slices.Contains(namespaces(f.Data), name) })
	switch {
	case len(hits) > 0:
		return choose(name, hits, places)
	case len(unread) > 0:
		return nil, unread[0]
	}
	return nil, unknown(name, files, places)
}

func anyStem(string) bool { return true }

// All lists the capabilities of the places, in order; a file whose stem an
// earlier place has is left out. What cannot be read is returned beside them.
func All(places []Place) (found []*Found, unread []*Error) {
	files, unread := catalogue(places, anyStem)
	seen := map[string]int{}
	return filter(files, func(f *Found) bool {
		if first, ok := seen[f.Stem]; ok {
			return first == f.place
		}
		seen[f.Stem] = f.place
		return true
	}), unread
}

func filter(files []*Found, keep func(*Found) bool) []*Found {
	var out []*Found
	for _, f := range files {
		if keep(f) {
			out = append(out, f)
		}
	}
	return out
}

// choose takes the hit of the first place that has one.
func choose(name string, hits []*Found, places []Place) (*Found, error) {
	first := hits[0]
	same := filter(hits, func(f *Found) bool { return f.place == first.place })
	if len(same) > 1 {
		return nil, &Error{
			Kind: Ambiguous, Msg: fmt.Sprintf("%q means more than one capability: %s", name, names(same)), Hint: "give the path of the one you mean",
		}
	}
	if !places[first.place].Unasked {
		return first, nil
	}
	for _, f := range hits[1:] {
		var why string
		switch {
		case !bytes.Equal(f.Data, first.Data):
			why = "which differs from " + f.Name
		case namesFiles(first.Data):
			why = "and names other files of its folder than " + f.Name
		default:
			continue
		}
		return nil, &Error{
			Kind: Shadowed,
			Msg:  fmt.Sprintf("%q is %s here, %s", name, first.Name, why),
			Hint: fmt.Sprintf("say which is meant: give the path %s, or put its folder into NAFTIKO_PATH", first.Name),
		}
	}
	return first, nil
}

// namesFiles reports whether what a document means depends on the folder in
// which it lies: by imports, or by the files of binds.
func namesFiles(data []byte) bool {
	doc, _ := parse.Bytes("", data)
	for _, s := range sections(doc) {
		if imported(consumes, s) || imported(aggregates, s) || imported(exposes, s) || imported(binds, s) ||
			slices.ContainsFunc(s.Binds, func(b spec.Bind) bool { return b.Location.Text != "" }) {
			return true
		}
	}
	return false
}

// imported reports whether a section has an import.
func imported[T any](s section[T], in *spec.Sections) bool {
	list := s.list(in)
	for i := range list {
		if !isOwn(s.parts(&list[i])) {
			return true
		}
	}
	return false
}

func names(files []*Found) string {
	words := make([]string, len(files))
	for i, f := range files {
		words[i] = f.Name
	}
	return strings.Join(words, ", ")
}

func unknown(name string, files []*Found, places []Place) *Error {
	stems := make([]string, 0, len(files))
	for _, f := range files {
		stems = append(stems, f.Stem)
	}
	var dirs []string
	for _, p := range places {
		if p.Dir != "" {
			dirs = append(dirs, p.Dir)
		}
	}
	dirs = append(dirs, "the built-in catalogue")
	e := &Error{Kind: Unknown, Msg: fmt.Sprintf("no capability %q in %s", name, strings.Join(dirs, ", "))}
	if near := diag.Nearest(name, stems); near != "" {
		e.Hint = fmt.Sprintf("did you mean %q?", near)
	} else {
		e.Hint = "naftiko list  shows what is there; a path or a folder in NAFTIKO_PATH works too"
	}
	return e
}

// catalogue reads the capability files of all places whose stems are wanted. What
// cannot be read does not stand in the way of the rest: it is returned beside it, for the case that
// nothing else has the name that is looked for.
func catalogue(places []Place, want func(stem string) bool) (files []*Found, unread []*Error) {
	for i, p := range places {
		entries, err := fs.ReadDir(p.FS, ".")
		if err != nil {
			// A folder that nobody named may as well not be one.
			if !errors.Is(err, fs.ErrNotExist) && !p.Unasked {
				unread = append(unread, &Error{Kind: Unreadable, Msg: fmt.Sprintf("cannot read the folder %s: %v", p.Dir, cause(err)), Err: err})
			}
			continue
		}
		for _, e := range entries {
			f, err := p.file(e, want)
			switch {
			case err != nil:
				unread = append(unread, err)
			case f != nil:
				f.place = i
				files = append(files, f)
			}
		}
	}
	return files, unread
}

// file reads one entry of the place, or returns nil for what is no document.
func (p Place) file(e fs.DirEntry, want func(stem string) bool) (*Found, *Error) {
	stem, ok := Stem(e.Name())
	if !ok || !want(stem) {
		return nil, nil
	}
	shown := Builtin + e.Name()
	if p.Dir != "" {
		shown = filepath.Join(p.Dir, e.Name())
	}
	info, err := fs.Stat(p.FS, e.Name()) // follows links, as the reading below does
	if err != nil || !info.Mode().IsRegular() || info.Size() > yaml.MaxSize {
		return nil, nil //nolint:nilerr // a dangling link is no document
	}
	data, err := fs.ReadFile(p.FS, e.Name())
	if err != nil {
		return nil, &Error{Kind: Unreadable, Msg: fmt.Sprintf("cannot read %s: %v", shown, cause(err)), Err: err, stem: stem}
	}
	return &Found{Name: shown, Folder: p.Dir, Stem: stem, Data: data}, nil
}

// cause drops the operation and path that a file error repeats.
func cause(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}

// suffixes are the endings of capability files.
var suffixes = []string{".yaml", ".yml", ".json"}

// Stem returns a file's name without its ending and without .naftiko or
// .ikanos; ok is false for files that are no capability by their ending.
func Stem(file string) (stem string, ok bool) {
	base := path.Base(filepath.ToSlash(file))
	ext := strings.ToLower(path.Ext(base))
	if !slices.Contains(suffixes, ext) || strings.HasPrefix(base, ".") {
		return "", false
	}
	stem = base[:len(base)-len(ext)]
	for _, inner := range []string{".naftiko", ".ikanos", ".capability"} {
		stem = strings.TrimSuffix(stem, inner)
	}
	return stem, stem != ""
}

// IsPath reports whether a capability is given as a path rather than a name.
func IsPath(name string) bool {
	_, file := Stem(name)
	return file || strings.ContainsAny(name, `/\`)
}

// namespaces returns those of a document's consumes entries, before anything is
// imported.
func namespaces(data []byte) []string {
	doc, _ := parse.Bytes("", data)
	var out []string
	for _, s := range sections(doc) {
		for i := range s.Consumes {
			p := consumes.parts(&s.Consumes[i])
			ns := p.namespace.Text
			if !isOwn(p) {
				ns = (*p.imported).Label()
			}
			if ns != "" {
				out = append(out, ns)
			}
		}
	}
	return out
}

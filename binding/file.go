package binding

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// maxFile is the size a bind file may have: values, not data.
const maxFile = 1 << 20

// fileProvider reads one top-level member of a YAML or JSON file below the
// document's folder, or below a folder that the user allowed.
var fileProvider = provider{lookup: lookupFile, place: placeFile}

// fileResult is what reading a bind file gave; files are read once a Set.
type fileResult struct {
	members *value.Object
	err     *Error
}

func placeFile(_ *Set, d Decl) string { return "file " + filePath(d.Location) + " " + d.Key }

func lookupFile(s *Set, d Decl) (string, error) {
	r := s.file(d)
	if r.err != nil {
		e := *r.err
		e.Decl = d
		e.Msg = fmt.Sprintf("bind %s: %s", d.Name, e.Msg)
		return "", &e
	}
	v, ok := r.members.Get(d.Key)
	if !ok || v == nil {
		return "", unset(d, fmt.Sprintf("key %q in %s", d.Key, filePath(d.Location)))
	}
	return value.Text(v), nil
}

func (s *Set) file(d Decl) fileResult {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := d.Folder + "\x00" + d.Location
	r, ok := s.files[id]
	if !ok {
		r.members, r.err = s.readFile(d)
		s.files[id] = r
	}
	return r
}

func (s *Set) readFile(d Decl) (*value.Object, *Error) {
	path := filePath(d.Location)
	decode, ok := decoders[strings.ToLower(filepath.Ext(path))]
	if !ok {
		return nil, &Error{Kind: Refused, Msg: fmt.Sprintf("%s is not a kind of file that binds are read from", path), Hint: "use .yaml, .yml or .json"}
	}
	data, err := s.readInside(d.Folder, path)
	if err != nil {
		return nil, err
	}
	members, line := decode(data)
	if members == nil {
		return nil, &Error{Kind: Unreadable, Msg: fmt.Sprintf("%s:%d: not a mapping of names to values", path, line)}
	}
	return members, nil
}

// filePath turns a file: URI into a path: file:///./x and file://./x are
// relative, file:///x and file:/x absolute.
func filePath(location string) string {
	rest, ok := strings.CutPrefix(location, "file:")
	if !ok {
		return location
	}
	rest = strings.TrimPrefix(rest, "//")
	if strings.HasPrefix(rest, "/./") || strings.HasPrefix(rest, "/../") {
		rest = rest[1:]
	}
	if path, err := url.PathUnescape(rest); err == nil {
		return path
	}
	return rest
}

// readInside opens path below folder or below one of the allowed folders;
// os.Root keeps links and ".." from leaving them.
func (s *Set) readInside(folder, path string) ([]byte, *Error) {
	for _, base := range append([]string{folder}, s.opts.AllowPaths...) {
		rel, ok := below(base, path, folder)
		if !ok {
			continue
		}
		if hidden(rel) {
			return nil, &Error{Kind: Refused, Msg: path + " lies in a dot folder", Hint: "move it, or give the value with --bind"}
		}
		return readRegular(base, rel, path)
	}
	return nil, &Error{
		Kind: Refused, Msg: path + " lies outside the document's folder",
		Hint: "allow it with  --allow-path " + filepath.Dir(path),
	}
}

// below returns path relative to base, when it lies there. Relative paths are
// relative to folder.
func below(base, path, folder string) (string, bool) {
	if !filepath.IsAbs(path) {
		path = filepath.Join(folder, path)
	}
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

func readRegular(base, rel, shown string) ([]byte, *Error) {
	root, err := os.OpenRoot(base)
	if err != nil {
		return nil, unreadable(shown, err)
	}
	defer root.Close()
	// Stat before Open: opening a FIFO would wait for its writer.
	info, err := root.Stat(rel)
	if err != nil {
		return nil, unreadable(shown, err)
	}
	if !info.Mode().IsRegular() {
		return nil, &Error{Kind: Refused, Msg: shown + " is not a regular file"}
	}
	f, err := root.Open(rel)
	if err != nil {
		return nil, unreadable(shown, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, unreadable(shown, err)
	}
	if len(data) > maxFile {
		return nil, &Error{Kind: Unreadable, Msg: fmt.Sprintf("%s is larger than %d MiB", shown, maxFile>>20)}
	}
	return data, nil
}

func unreadable(shown string, err error) *Error {
	kind, hint := Unreadable, ""
	if strings.Contains(err.Error(), "escapes") { // os.Root has no exported error for it
		kind, hint = Refused, "links may not lead out of the document's folder"
	}
	if path, ok := errors.AsType[*os.PathError](err); ok {
		err = path.Err
	}
	return &Error{Kind: kind, Msg: fmt.Sprintf("cannot read %s: %v", shown, err), Hint: hint, Err: err}
}

// decoders has a row for each suffix: content to members, or nil and the line
// where it is wrong. They return no words of the content.
var decoders = map[string]func([]byte) (*value.Object, int){
	".yaml": decodeYAML,
	".yml":  decodeYAML,
	".json": decodeJSON,
}

func decodeJSON(data []byte) (*value.Object, int) {
	v, err := value.Decode(data)
	if syn, ok := errors.AsType[*value.SyntaxError](err); ok {
		return nil, syn.Line
	}
	o, _ := v.(*value.Object)
	return o, 1
}

func decodeYAML(data []byte) (*value.Object, int) {
	n, diags := yaml.Parse("", data)
	for _, d := range diags.Errors() {
		return nil, max(1, d.Pos.Line)
	}
	o, _ := n.Plain().(*value.Object)
	return o, 1
}

package binding

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// maxFile is the size a bind file may have: values, not data.
const maxFile = 1 << 20

// fileProvider reads one member of a file (YAML, JSON, env, properties) below the
// document's folder, or below a folder that the user allowed.
var fileProvider = provider{lookup: lookupFile, place: placeFile}

// fileResult is what reading a bind file gave; files are read once a Set.
type fileResult struct {
	members *value.Object
	err     *Error
}

func placeFile(_ *Set, d Decl) string { return "file " + spec.FilePath(d.Location) + " " + d.Key }

func lookupFile(s *Set, d Decl) (string, error) {
	r := s.file(d)
	if r.err != nil {
		e := *r.err
		e.Decl = d
		e.Msg = fmt.Sprintf("bind %s is read from key %q by %q: %s", d.Name, d.Key, d.Namespace, e.Msg)
		if e.Hint == "" {
			e.Hint = "give it a value:  --bind " + diag.Word(d.Name+"=…")
		}
		return "", &e
	}
	v, ok := r.members.Get(d.Key)
	if !ok || v == nil {
		return "", unset(d, fmt.Sprintf("key %q in %s", d.Key, spec.FilePath(d.Location)))
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
	path := spec.FilePath(d.Location)
	decode, ok := decoders[strings.ToLower(filepath.Ext(path))]
	if !ok {
		return nil, &Error{Kind: Refused, Msg: fmt.Sprintf("%s is not a kind of file that binds are read from", path), Hint: "use .yaml, .yml, .json, .env or .properties"}
	}
	data, err := Folder{Dir: d.Folder, Allow: s.opts.AllowPaths}.read(path, maxFile)
	if err != nil {
		return nil, err
	}
	members, line := decode(data)
	if members == nil {
		return nil, &Error{Kind: Unreadable, Msg: fmt.Sprintf("%s:%d: not a mapping of names to values", path, line)}
	}
	return members, nil
}

// decoders has a row for each suffix: content to members, or nil and the line
// where it is wrong. They return no words of the content.
var decoders = map[string]func([]byte) (*value.Object, int){
	".yaml": decodeYAML,
	".yml":  decodeYAML,
	".json": decodeJSON,
	".env":  decodeEnv,

	".properties": decodeProperties,
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

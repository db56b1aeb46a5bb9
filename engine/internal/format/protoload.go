package format

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

const protoSuffix = ".proto"

// protoLoader reads a .proto file and all that it imports, and connects the
// fields with their types.
type protoLoader struct {
	schema Schema
	// roots are the folders in which imports are looked for, in this order.
	roots []string
	// files are those read, by path; one that is being read has the value nil.
	files map[string]*protoFile
	// order lists the files in the order in which they are complete.
	order []*protoFile
	// types holds messages and enums by full name.
	types map[string]protoSymbol
	// missing are the imports without a file. That is no error until a type is
	// missing as well: many imports serve options alone, and come with tools.
	missing []error
}

// protoSymbol is a message or an enum, and the file it is declared in.
type protoSymbol struct {
	file    *protoFile
	message *protoMessage
	enum    *protoEnum
}

// loadProto returns the first message of the file that s names, with all that
// it refers to.
func loadProto(s Schema) (*protoMessage, error) {
	text, err := readSchema(s, "Protobuf", protoSuffix)
	if err != nil {
		return nil, err
	}
	name := path.Clean(s.Text)
	l := &protoLoader{
		schema: s,
		roots:  slices.Compact([]string{path.Dir(name), "."}),
		files:  map[string]*protoFile{},
		types:  map[string]protoSymbol{},
	}
	file, err := l.add(name, text)
	if err != nil {
		return nil, err
	}
	for _, f := range l.order {
		if err := l.connect(f); err != nil {
			return nil, err
		}
	}
	if file.root == nil {
		return nil, fmt.Errorf("%s declares no message", name)
	}
	return file.root, nil
}

// add parses a file and reads its imports.
func (l *protoLoader) add(name string, text []byte) (*protoFile, error) {
	if len(l.files) == maxSchemaFiles {
		return nil, fmt.Errorf("%s: more than %d schema files", name, maxSchemaFiles)
	}
	l.files[name] = nil
	file, err := parseProto(name, string(text))
	if err != nil {
		return nil, err
	}
	for i := range file.imports {
		if err := l.load(file, &file.imports[i]); err != nil {
			return nil, err
		}
	}
	l.files[name] = file
	l.order = append(l.order, file)
	return file, l.declare(file)
}

// load finds the file of an import.
func (l *protoLoader) load(from *protoFile, im *protoImport) (err error) {
	if text := wellKnownProto(im.path); text != "" {
		im.file = l.files[im.path]
		if im.file == nil {
			im.file, err = l.add(im.path, []byte(text))
		}
		return err
	}
	var missing error
	for _, root := range l.roots {
		name := path.Join(root, im.path)
		file, ok := l.files[name]
		if ok && file == nil {
			return from.lex.errorf(im.pos, "imports go in a circle: %s is imported by what it imports", name)
		}
		if ok {
			im.file = file
			return nil
		}
		text, err := readSchemaFile(l.schema, name, protoSuffix)
		if errors.Is(err, fs.ErrNotExist) {
			missing = errors.Join(missing, err)
			continue
		}
		if err != nil {
			return fmt.Errorf("%w: %w", from.lex.errorf(im.pos, "import"), err)
		}
		im.file, err = l.add(name, text)
		return err
	}
	l.missing = append(l.missing, from.lex.errorf(im.pos, "cannot find the import %.80q", im.path))
	return nil
}

// declare makes the types of file known.
func (l *protoLoader) declare(file *protoFile) error {
	for _, m := range file.messages {
		if err := l.declareOne(m.name, m.pos, protoSymbol{file: file, message: m}); err != nil {
			return err
		}
	}
	for _, e := range file.enums {
		if err := l.declareOne(e.name, e.pos, protoSymbol{file: file, enum: e}); err != nil {
			return err
		}
	}
	return nil
}

func (l *protoLoader) declareOne(name string, pos int, s protoSymbol) error {
	if s.file.pkg != "" {
		name = s.file.pkg + "." + name
	}
	if _, ok := l.types[name]; ok {
		return s.file.lex.errorf(pos, "type %.80q is declared twice", name)
	}
	l.types[name] = s
	return nil
}

// connect finds the types of all fields of file.
func (l *protoLoader) connect(file *protoFile) error {
	visible := map[*protoFile]bool{file: true}
	for _, im := range file.imports {
		addPublic(visible, im.file)
	}
	for _, m := range file.messages {
		for _, f := range m.fields {
			if f.scalar == scalarNone && f.message == nil {
				if err := l.find(file, visible, f); err != nil {
					return err
				}
			}
			file.setEncoding(f)
			if f.key != scalarNone {
				f.item = &protoField{name: "value", scalar: f.scalar, message: f.message, enum: f.enum}
			}
		}
	}
	return nil
}

// addPublic adds file and what it imports for those who import it.
func addPublic(visible map[*protoFile]bool, file *protoFile) {
	if file == nil || visible[file] {
		return
	}
	visible[file] = true
	for _, im := range file.imports {
		if im.public {
			addPublic(visible, im.file)
		}
	}
}

// setEncoding settles whether f is enclosed in tags: groups are, and from
// editions on the other messages that are no maps may be.
func (file *protoFile) setEncoding(f *protoField) {
	if f.message == nil || f.key != scalarNone || f.group || !file.edition {
		return
	}
	f.group = f.encoding == delimited || f.encoding == "" && file.delimited
}

// find looks for the type of f: inside the message that it stands in, then in
// those around it, then in the package and in those around that.
func (l *protoLoader) find(file *protoFile, visible map[*protoFile]bool, f *protoField) error {
	scope := strings.Trim(file.pkg+"."+f.scope.name, ".")
	name, absolute := strings.CutPrefix(f.typeName, ".")
	if absolute {
		scope = ""
	}
	for {
		full := name
		if scope != "" {
			full = scope + "." + name
		}
		if s, ok := l.types[full]; ok && visible[s.file] {
			f.message, f.enum = s.message, s.enum
			return nil
		}
		if scope == "" {
			break
		}
		scope = scope[:max(strings.LastIndexByte(scope, '.'), 0)]
	}
	err := file.lex.errorf(f.pos, "no type is called %.80q", f.typeName)
	for _, m := range l.missing {
		err = fmt.Errorf("%w; %w", err, m)
	}
	return err
}

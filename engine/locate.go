package engine

import (
	"errors"
	"io/fs"
	"strings"

	"naftiko/engine/internal/run"
	"naftiko/spec/load"
	"naftiko/spec/yaml"
)

// MaxDocument is the size a document may have, in bytes.
const MaxDocument = yaml.MaxSize

// Place is a folder in which capabilities are found by name.
type Place struct {
	// Dir is the folder as people know it, or "" for a built-in catalogue.
	Dir string
	FS  fs.FS
	// Unasked marks a folder that nobody named: a file of it that hides another
	// one of the same name and other content is refused.
	Unasked bool
}

// Located is a document that was found.
type Located struct {
	Source
	// Stem is the name it is found by.
	Stem string
}

// Locate finds the document called name in the places: by file name in all of
// them first, then by the namespaces of what it consumes. Errors are *[Error].
func Locate(name string, places []Place) (Source, error) {
	f, err := load.Find(name, loadPlaces(places))
	if err != nil {
		return Source{}, locateError(err)
	}
	return sourceOf(f), nil
}

// Catalogue lists the documents of the places, in order. What cannot be read does
// not stand in the way of the others; unread says why, as *[Error]s.
func Catalogue(places []Place) (found []Located, unread []error) {
	files, errs := load.All(loadPlaces(places))
	for _, err := range errs {
		unread = append(unread, locateError(err))
	}
	out := make([]Located, len(files))
	for i, f := range files {
		out[i] = Located{Source: sourceOf(f), Stem: f.Stem}
	}
	return out, unread
}

// IsPath reports whether a capability is given as a path rather than a name.
func IsPath(name string) bool { return load.IsPath(name) }

// IsURL reports whether a capability is given as a URL.
func IsURL(name string) bool {
	scheme, _, ok := strings.Cut(name, "://")
	return ok && len(scheme) > 1 && !strings.ContainsAny(scheme, `/\.`)
}

func sourceOf(f *load.Found) Source {
	return Source{Name: f.Name, Data: f.Data, Folder: f.Folder, BuiltIn: f.Folder == ""}
}

func loadPlaces(places []Place) []load.Place {
	out := make([]load.Place, len(places))
	for i, p := range places {
		out[i] = load.Place(p)
	}
	return out
}

// locateKinds gives each reason for not finding a document its kind and code.
var locateKinds = map[load.Kind]struct {
	kind run.Kind
	code string
}{
	load.Unknown:    {run.Usage, "unknown-capability"},
	load.Ambiguous:  {run.Usage, "ambiguous-capability"},
	load.Shadowed:   {run.Refused, "shadowed-capability"},
	load.Unreadable: {run.Local, "file"},
	load.Refused:    {run.Refused, "file"},
}

func locateError(err error) error {
	var e *load.Error
	if !errors.As(err, &e) {
		return err
	}
	k := locateKinds[e.Kind]
	return &run.Error{Kind: k.kind, Code: k.code, Msg: e.Msg, Hint: e.Hint, Err: err}
}

package engine

import (
	"errors"

	"naftiko/binding"
	"naftiko/engine/internal/format"
	"naftiko/spec/load"
)

// files reads what a document imports, from where binds may be read too.
type files struct{ folder binding.Folder }

// filesOf returns nil for a document that lies in no folder.
func filesOf(src Source, o *Options) load.Files {
	if src.BuiltIn {
		return nil
	}
	return files{binding.Folder{Dir: src.Folder, Allow: o.AllowPaths}}
}

// schemaFiles reads files that outputSchema names: they lie where imports may. It
// returns nil for a built-in document.
func schemaFiles(src Source, o *Options) func(folder, path string) ([]byte, error) {
	if src.BuiltIn {
		return nil
	}
	return func(folder, path string) ([]byte, error) {
		if folder == "" {
			folder = src.Folder
		}
		return binding.Folder{Dir: folder, Allow: o.AllowPaths}.Read(path, format.MaxSchema)
	}
}

// ReadFile implements [load.Files].
func (f files) ReadFile(path string) ([]byte, error) {
	data, err := f.folder.Read(path, load.MaxImported)
	e, ok := errors.AsType[*binding.Error](err)
	if !ok {
		return data, err
	}
	kind := load.Unreadable
	if e.Kind == binding.Refused {
		kind = load.Refused
	}
	return nil, &load.Error{Kind: kind, Msg: e.Msg, Hint: e.Hint, Err: e}
}

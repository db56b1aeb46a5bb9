package engine

import (
	"errors"

	"naftiko/binding"
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

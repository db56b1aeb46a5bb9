package cli

import (
	"errors"
	"io"
	"mime"
	"os"
	"path/filepath"

	"naftiko/cmd/internal/args"
	"naftiko/engine"
	"naftiko/spec/value"
)

const (
	// maxArgument is the size that a file given as an argument may have where it
	// has to be held in memory.
	maxArgument = 1 << 30
	// largeFile is the size from which a file is read only while it is sent.
	largeFile = 1 << 20
)

// files reads what arguments name.
type files struct{ a *app }

// File implements args.Files.
func (f files) File(name string) (value.Blob, error) {
	blob := value.Blob{MediaType: mime.TypeByExtension(filepath.Ext(name))}
	if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() && info.Size() > largeFile {
		blob.Size = info.Size()
		blob.Open = func() (io.ReadCloser, error) {
			r, err := os.Open(name)
			if err != nil {
				return nil, bare(err)
			}
			return r, nil
		}
		return blob, nil
	}
	data, err := readBare(name, maxArgument)
	if err == nil && len(data) > maxArgument {
		err = errors.New("it is larger than 1 GiB")
	}
	blob.Data = data
	return blob, err
}

// ReadStdin implements args.Files.
func (f files) ReadStdin() ([]byte, error) {
	data, err := f.a.readStdin(maxArgument)
	if e, ok := errors.AsType[*engine.Error](err); ok {
		return nil, &args.Error{Msg: e.Msg, Hint: e.Hint, Local: e.Kind == engine.Local, Err: err}
	}
	return data, err
}

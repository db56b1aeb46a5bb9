package cli

import (
	"errors"

	"naftiko/cmd/internal/args"
	"naftiko/engine"
)

// maxArgument is the size a file given as an argument may have.
const maxArgument = 1 << 30

// files reads what arguments name.
type files struct{ a *app }

// ReadFile implements args.Files.
func (f files) ReadFile(name string) ([]byte, error) {
	data, err := readBare(name, maxArgument)
	if err == nil && len(data) > maxArgument {
		return nil, errors.New("it is larger than 1 GiB")
	}
	return data, err
}

// ReadStdin implements args.Files.
func (f files) ReadStdin() ([]byte, error) {
	data, err := f.a.readStdin(maxArgument)
	if e, ok := errors.AsType[*engine.Error](err); ok {
		return nil, &args.Error{Msg: e.Msg, Hint: e.Hint, Local: e.Kind == engine.Local, Err: err}
	}
	return data, err
}

package cli

import (
	"errors"
	"io"
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
	if f.a.env.StdinTTY {
		f.a.out.Notef("reading standard input; end it with Ctrl-D")
	}
	data, err := io.ReadAll(f.a.env.Stdin)
	return data, bare(err)
}

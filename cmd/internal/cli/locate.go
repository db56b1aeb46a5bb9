package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"naftiko/capabilities"
	"naftiko/cmd/internal/term"
	"naftiko/engine"
)

// stdin names standard input where a file is asked for.
const stdin = "-"

// stdinName is how standard input is called in findings.
const stdinName = "<stdin>"

// places are the folders in which capabilities are found by name, in order.
func (a *app) places() []engine.Place {
	const local = "capabilities"
	var dirs []string
	if path, ok := a.env.LookupEnv("NAFTIKO_PATH"); ok {
		for _, dir := range filepath.SplitList(path) {
			if dir != "" {
				dirs = append(dirs, dir)
			}
		}
	}
	places := []engine.Place{{Dir: local, FS: os.DirFS(local), Unasked: !contains(dirs, local)}}
	if a.env.ConfigDir != "" {
		dirs = append(dirs, filepath.Join(a.env.ConfigDir, "naftiko", "capabilities"))
	}
	for _, dir := range dirs {
		places = append(places, engine.Place{Dir: dir, FS: os.DirFS(dir)})
	}
	return append(places, engine.Place{FS: capabilities.Files})
}

// contains reports whether one of dirs is the folder dir.
func contains(dirs []string, dir string) bool {
	info, err := os.Stat(dir)
	if err != nil {
		return false
	}
	for _, d := range dirs {
		if other, err := os.Stat(d); err == nil && os.SameFile(info, other) {
			return true
		}
	}
	return false
}

// source finds the document that the word on the command line means: standard
// input, a path, or a name.
func (a *app) source(name string) (engine.Source, error) {
	switch {
	case name == stdin:
		data, err := a.readStdin(engine.MaxDocument)
		if err != nil {
			return engine.Source{}, err
		}
		return engine.Source{Name: stdinName, Data: data}, nil
	case engine.IsURL(name):
		return engine.Source{}, engine.Errorf(engine.Refused, "remote-document", "documents are not fetched from URLs").
			Help("download it first:  curl -fsSLO %s", a.shell.Quote(name))
	case engine.IsPath(name):
		data, err := readRegular(name, engine.MaxDocument)
		if err != nil {
			return engine.Source{}, usageOfFile(err)
		}
		return engine.Source{Name: name, Data: data, Folder: filepath.Dir(name)}, nil
	}
	return engine.Locate(name, a.places())
}

// readStdin reads standard input, which can be done once, up to limit bytes and one more.
func (a *app) readStdin(limit int64) ([]byte, error) {
	if a.stdinRead {
		return nil, usage("stdin-twice", "standard input can be read only once").Help("put one of what it gives into a file")
	}
	a.stdinRead = true
	if a.env.StdinTTY {
		a.out.Notef("reading standard input; Ctrl-D ends it")
	}
	data, err := io.ReadAll(io.LimitReader(a.env.Stdin, limit+1))
	if err != nil {
		return nil, fileError("read", "standard input", err)
	}
	return data, nil
}

// usageOfFile makes a document that is not there an error of the command line.
func usageOfFile(err error) error {
	var e *engine.Error
	if errors.As(err, &e) && errors.Is(err, fs.ErrNotExist) {
		e.Kind, e.Code = engine.Usage, "no-such-file"
		e.Hint = "naftiko list  shows the capabilities that are found by name"
	}
	return err
}

// load finds and compiles a document. Its warnings are left to validate.
func (a *app) load(name string, o *engine.Options) (*engine.Program, error) {
	src, err := a.source(name)
	if err != nil {
		return nil, err
	}
	if a.verbose > 0 {
		a.out.Linef("using %s", src.Name)
	}
	o.UserAgent = "naftiko/" + version
	prog, diags := engine.Load(src, o)
	if prog == nil {
		errs := diags.Errors()
		return nil, &engine.Error{Kind: engine.Document, Code: errs[0].Code, Pos: errs[0].Pos, Msg: errs[0].Msg, Hint: errs[0].Hint, Err: errs}
	}
	return prog, nil
}

// warnMissing says which operations are not there since their import cannot be
// followed.
func (a *app) warnMissing(prog *engine.Program) {
	for _, d := range prog.Missing() {
		a.out.Warnf("%s", term.Untrusted(d.Error()))
	}
}

// readRegular reads a file or a pipe of at most limit bytes and one more, so that
// the reader of the content sees that it is too long.
func readRegular(name string, limit int64) ([]byte, error) {
	data, err := readBare(name, limit)
	if err != nil {
		return nil, fileError("read", name, err)
	}
	return data, nil
}

// readWhole reads a file or a pipe of at most limit bytes.
func readWhole(name string, limit int64) ([]byte, error) {
	data, err := readRegular(name, limit)
	if err == nil && int64(len(data)) > limit {
		return nil, fileError("read", name, fmt.Errorf("it is larger than %d MiB", limit>>20))
	}
	return data, err
}

// readBare is readRegular with errors that do not name the file.
func readBare(name string, limit int64) ([]byte, error) {
	// Without blocking, since opening a named pipe would wait for its writer.
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, bare(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, bare(err)
	}
	pipe := info.Mode()&fs.ModeNamedPipe != 0 // <(command) is one
	if !info.Mode().IsRegular() && !pipe {
		return nil, errors.New(kindOfFile(info))
	}
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && pipe && len(data) == 0 {
		return nil, errors.New("it is a pipe that nobody writes to")
	}
	return data, bare(err)
}

// bare drops the operation and the name from a file's error.
func bare(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}

func kindOfFile(info fs.FileInfo) string {
	if info.IsDir() {
		return "it is a folder"
	}
	return "it is neither a file nor a pipe"
}

// fileError is a failure of this machine's files.
func fileError(what, name string, err error) *engine.Error {
	return &engine.Error{Kind: engine.Local, Code: "file", Msg: fmt.Sprintf("cannot %s %s: %v", what, name, bare(err)), Err: err}
}

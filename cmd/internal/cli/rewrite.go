package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"naftiko/engine"
)

// swap writes data into temp, a new file beside the one called name, which then takes
// its place, if ready has nothing against it. Else temp is taken away again.
func swap(temp *os.File, name string, data []byte, ready func() error) error {
	_, err := temp.Write(data)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err == nil {
		err = ready()
	}
	if err == nil {
		err = os.Rename(temp.Name(), name)
	}
	if err == nil {
		return nil
	}
	_ = os.Remove(temp.Name()) // the first error tells more
	if _, told := errors.AsType[*engine.Error](err); told {
		return err
	}
	return fileError("write", name, err)
}

// replaceable returns why a file may not be replaced: it is a link, whose target is
// not what the name says, or no file. One that is not there may be made.
func replaceable(name string) error {
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fileError("write", name, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return fileError("write", name, errors.New("it is a link"))
	case !info.Mode().IsRegular():
		return fileError("write", name, errors.New(kindOfFile(info)))
	}
	return nil
}

// replaceFile writes a file as a whole or not at all. It keeps the permissions of the
// file that was there.
func replaceFile(name string, data []byte) error {
	if err := replaceable(name); err != nil {
		return err
	}
	mode := fs.FileMode(0o666) // less what the user's mask takes
	if info, err := os.Lstat(name); err == nil {
		mode = info.Mode().Perm()
	}
	temp, err := newFile(name, mode)
	if err != nil {
		return fileError("write", name, err)
	}
	return swap(temp, name, data, func() error { return nil })
}

// newFile makes a hidden file that was not there beside the one called name.
func newFile(name string, mode fs.FileMode) (*os.File, error) {
	const tries = 100
	dir, base := filepath.Split(name)
	for i := range tries {
		f, err := os.OpenFile(newName(filepath.Join(dir, "."+base), i), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
	return nil, fs.ErrExist
}

// newName is the name of a file that one process of all makes.
func newName(prefix string, try int) string {
	return prefix + "." + strconv.Itoa(os.Getpid()) + "-" + strconv.Itoa(try) + ".tmp"
}

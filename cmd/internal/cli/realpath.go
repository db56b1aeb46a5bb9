package cli

import (
	"os"
	"path/filepath"
)

// realPaths tells whether two paths mean the same place. It is not safe for
// concurrent use: it remembers the last folder, since files come folder by folder.
type realPaths struct{ cwd, dir, real string }

// folder returns the absolute path of a folder without links. Paths are not
// cleaned before links are followed: a/link/.. is not a.
func (r *realPaths) folder(dir string) (string, error) {
	if dir == r.dir && r.real != "" {
		return r.real, nil
	}
	if r.cwd == "" {
		wd, err := os.Getwd()
		if err != nil {
			return "", err
		}
		if r.cwd, err = filepath.EvalSymlinks(wd); err != nil {
			return "", err
		}
	}
	path, err := filepath.EvalSymlinks(orHere(dir))
	if err != nil {
		return "", err
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.cwd, path)
	}
	r.dir, r.real = dir, path
	return path, nil
}

// file returns the absolute path of a file without links among its folders. The
// file itself may be a link: it is another document than what it leads to, since
// it may lie in another folder.
func (r *realPaths) file(name string) (string, error) {
	dir, base := filepath.Split(name)
	dir, err := r.folder(dir)
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, base), nil
}

// orHere gives the current folder, which is no part of the names below it, a name.
func orHere(dir string) string {
	if dir == "" {
		return "."
	}
	return dir
}

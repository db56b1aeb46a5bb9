package cli

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"naftiko/cmd/internal/term"
	"naftiko/engine"
)

// target is one file to check.
type target struct {
	// name is the file's path as shown to people, or "-" for standard input.
	name string
	// asked tells that the command line names this very file: it is checked whatever
	// it is. Files found in folders or by patterns are passed over if they are no
	// capability documents.
	asked bool
}

// targets lists the files that words mean, in the order of the words, and below a
// folder in the byte order of their paths, written with slashes. A word is
//
//   - "-", standard input;
//   - a file, also a link to one or a pipe;
//   - a folder, also a link to one: the .yaml, .yml and .json files below it that
//     are not hidden. Hidden folders and node_modules are not entered; links, pipes,
//     sockets and devices are passed over;
//   - a pattern with * ? [ ] or, for folders of any depth, **, if there is no file
//     of that very name: the files that it matches.
//
// A file that two words mean is listed once, at the first of them; it is asked for
// if either asks for it. A word that means nothing and a folder that cannot be read
// are errors of the command line, in their place among the files: whoever ranges on
// gets the rest. If ctx ends, its error is the last.
//
// Folders are read when their turn comes, so that a tree takes no more memory than
// the names in those that lie in one another, and, if there are several words, a
// path for each file.
func (a *app) targets(ctx context.Context, words []string) iter.Seq2[target, error] {
	return func(yield func(target, error) bool) {
		l := &lister{yield: yield, warn: a.out.Warnf}
		plan := l.plan(ctx, words)
		for i := range words {
			if err := ctx.Err(); err != nil { // else the plan is complete
				yield(target{}, err)
				return
			}
			if !l.list(ctx, plan[i]) {
				return
			}
		}
	}
}

// lister is one run of [app.targets].
type lister struct {
	yield func(target, error) bool
	warn  func(format string, args ...any)
	paths realPaths
	// asked holds the real paths of the files that words name, and listed those of
	// the files listed so far. Both are nil if nothing can be listed twice.
	asked, listed map[string]bool
}

// word is what a word of the command line means: a file, files below a folder, or
// nothing.
type word struct {
	name, real string
	below      *pattern
	err        error
}

// plan finds out what each word means before any is listed: a file that a later
// word names is asked for where an earlier word finds it.
func (l *lister) plan(ctx context.Context, words []string) []word {
	if len(words) > 1 {
		l.asked, l.listed = map[string]bool{}, map[string]bool{}
	}
	plan := make([]word, 0, len(words))
	for _, text := range words {
		if ctx.Err() != nil {
			break
		}
		w := l.meaning(text)
		if l.asked != nil && w.below == nil && w.err == nil {
			l.asked[w.real] = true
		}
		plan = append(plan, w)
	}
	return plan
}

func (l *lister) meaning(text string) word {
	switch {
	case text == stdin, engine.IsURL(text): // the latter is refused when it is read
		return word{name: text, real: text}
	case text == "":
		return word{err: usage("no-such-file", "a PATH is empty")}
	case isPattern(text) && !exists(text):
		p, err := newPattern(text)
		if err != nil {
			return word{err: err}
		}
		return l.locate(word{name: text, below: p})
	}
	info, err := os.Stat(text)
	switch {
	case err != nil:
		return word{err: unreadable(usageOfFile(fileError("read", asPath(text), err)))}
	case info.IsDir():
		return l.locate(word{name: text, below: everything(tidy(text))})
	}
	return l.locate(word{name: asPath(tidy(text))})
}

// locate adds where w really is, if that will be asked for. If it cannot be told,
// the word stands for itself: what another word lists too is listed twice.
func (l *lister) locate(w word) word {
	var err error
	switch {
	case l.listed == nil:
		return w
	case w.below != nil:
		w.real, err = l.paths.folder(w.below.base)
	default:
		w.real, err = l.paths.file(w.name)
	}
	if err != nil {
		w.real = w.name
	}
	return w
}

// list yields what w means; false means that no more is wanted.
func (l *lister) list(ctx context.Context, w word) bool {
	switch {
	case w.err != nil:
		return l.yield(target{}, w.err)
	case w.below == nil:
		return l.give(w.name, w.real)
	case w.below.links && !isDir(orHere(w.below.base)):
		return l.nothing(w)
	}
	s := search{lister: l, word: w}
	if !s.folder(ctx, w.below.base, w.below.start()) {
		return false
	}
	return s.found || l.nothing(w)
}

// nothing says that no file is below a folder, or that none matches a pattern.
func (l *lister) nothing(w word) bool {
	if w.below.links {
		return l.yield(target{}, usage("no-such-file", "no file matches %q", w.name))
	}
	l.warn("no .yaml, .yml or .json file below %s", term.Untrusted(w.name))
	return true
}

// give yields a file, unless it was listed before.
func (l *lister) give(name, where string) bool {
	if l.listed == nil { // there is one word
		return l.yield(target{name: name, asked: true}, nil)
	}
	if l.listed[where] {
		return true
	}
	l.listed[where] = true
	return l.yield(target{name: name, asked: l.asked[where]}, nil)
}

// search is the walk for one word.
type search struct {
	*lister
	word
	// found tells that there was a file, or something that could not be read.
	found bool
}

// folder yields the files in and below a folder of a stage.
func (s *search) folder(ctx context.Context, name string, at stage) bool {
	members, err := s.members(ctx, name, at)
	if ctx.Err() == nil && err != nil {
		s.found = true
		if !s.yield(target{}, unreadable(fileError("read", orHere(name), err))) {
			return false
		}
	}
	for _, m := range members {
		if ctx.Err() != nil {
			break
		}
		var ok bool
		if path := join(name, m.name); m.dir {
			ok = s.folder(ctx, path, s.below.enter(at, m.name, m.link))
		} else {
			s.found = true
			ok = s.file(path)
		}
		if !ok {
			return false
		}
	}
	if err := ctx.Err(); err != nil {
		s.yield(target{}, err)
		return false
	}
	return true
}

// file yields a file that was found.
func (s *search) file(path string) bool {
	name := asPath(path)
	if s.listed == nil {
		return s.yield(target{name: name}, nil)
	}
	return s.give(name, filepath.Join(s.real, path[len(s.below.base):]))
}

// member is a file that is meant, or a folder that may have some.
type member struct {
	name      string
	dir, link bool
}

// batch is how many names of a folder are read before the context is asked.
const batch = 1024

// members reads a folder. With an error it returns what was read before.
func (s *search) members(ctx context.Context, name string, at stage) ([]member, error) {
	f, err := os.Open(orHere(name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var found []member
	for err == nil && ctx.Err() == nil {
		var entries []fs.DirEntry
		entries, err = f.ReadDir(batch)
		for _, e := range entries {
			if m, ok := s.member(name, at, e); ok {
				found = append(found, m)
			}
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	slices.SortFunc(found, byPath)
	return found, err
}

// member returns what an entry of a folder is, if it is meant.
func (s *search) member(folder string, at stage, e fs.DirEntry) (m member, ok bool) {
	m = member{name: e.Name(), link: e.Type()&fs.ModeSymlink != 0}
	mode := e.Type()
	if m.link && s.below.links {
		if info, err := os.Stat(join(folder, m.name)); err == nil {
			mode = info.Mode()
		}
	}
	switch {
	case mode.IsDir():
		m.dir = true
		return m, len(s.below.enter(at, m.name, m.link)) > 0
	case mode.IsRegular():
		return m, s.below.takes(at, m.name)
	}
	return m, false
}

// byPath orders the members of a folder as the paths that begin with them: a
// folder's name goes on with a slash.
func byPath(a, b member) int {
	n := min(len(a.name), len(b.name))
	return cmp.Or(strings.Compare(a.name[:n], b.name[:n]), cmp.Compare(a.at(n), b.at(n)))
}

// at returns byte n of a path that begins with m, or -1 if it has ended.
func (m member) at(n int) int {
	switch {
	case n < len(m.name):
		return int(m.name[n])
	case m.dir:
		return '/'
	}
	return -1
}

// join is the path of a name in a folder, which unlike in [filepath.Join] stays
// as it is written: to clean a/link/.. would lead somewhere else.
func join(folder, name string) string {
	if folder == "" || os.IsPathSeparator(folder[len(folder)-1]) {
		return folder + name
	}
	return folder + string(filepath.Separator) + name
}

// tidy returns a path as it is shown: "" is the current folder.
func tidy(path string) string {
	if strings.Contains(path, "..") {
		return path // see join
	}
	if path = filepath.Clean(path); path == "." {
		return ""
	}
	return path
}

// asPath makes clear that a word is a path: validate takes neither names of
// capabilities nor, where there is a file called "-", standard input.
func asPath(path string) string {
	if engine.IsPath(path) {
		return path
	}
	return "." + string(filepath.Separator) + path
}

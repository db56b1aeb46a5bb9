package cli

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"naftiko/engine"
)

// fixFlags are what the command line says about mending.
type fixFlags struct{ write, diff bool }

func (f *fixFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.write, "fix", false, "change the files: mend what can be mended without a doubt, and report what is left")
	flags.BoolVar(&f.diff, "diff", false, "print what --fix would change as a diff, in place of the report; exit code 1 means\nthat there is something")
}

// check refuses what does not go together.
func (f *fixFlags) check(format string, words []string) error {
	switch {
	case f.write && f.diff:
		return usage("bad-flag", "--fix and --diff do not go together").Help("--diff  shows what  --fix  would do")
	case f.diff && format != "text":
		return usage("bad-flag", "--diff prints a diff, not %s", format).Help("leave -o out")
	}
	for _, word := range words {
		if f.write && word == stdin {
			return usage("bad-flag", "standard input cannot be fixed").Help("use --diff")
		}
	}
	return nil
}

// mended is the outcome of mending one file.
type mended struct {
	src   engine.Source
	info  fs.FileInfo
	fixed engine.Fixed
	err   error
}

// mend reads one file and mends its text. The zero mended is of what is no document.
func (a *app) mend(f *validateFlags, task checkTask) mended {
	if task.err != nil {
		return mended{err: task.err}
	}
	var info fs.FileInfo
	if f.fix.write && engine.IsPath(task.name) {
		var err error
		if info, err = os.Stat(task.name); err != nil {
			return mended{err: usageOfFile(fileError("read", task.name, err))}
		}
		if !info.Mode().IsRegular() { // and can perhaps be read only once
			return mended{err: noLink(task.name, "no regular file")}
		}
	}
	src, err := a.source(task.name)
	if err != nil || !task.asked && !isCandidate(src.Data) {
		return mended{err: err}
	}
	checks, ruled := f.ruling.checks(task.name, f)
	if ruled.err != nil {
		return mended{err: ruled.err}
	}
	return mended{src: src, info: info, fixed: engine.Fix(src, &checks)}
}

// eachMended calls use for each file that words mean, in their order.
func (a *app) eachMended(ctx context.Context, f *validateFlags, c choice, use func(mended) error) error {
	f.checks.Imports = &engine.Imports{}
	work := func(task checkTask) mended { return a.mend(f, task) }
	for m := range ordered(ctx, a.tasks(ctx, c.words, c.wanted), runtime.GOMAXPROCS(0), work) {
		if err := use(m); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// choice says which files are meant.
type choice struct {
	words  []string
	wanted func(name string) bool
}

// fixFiles mends files in place, and says so. What cannot be read is told by the check
// that follows; fault is the first file that cannot be written.
func (a *app) fixFiles(ctx context.Context, f *validateFlags, c choice) (fault, err error) {
	if !f.fix.write {
		return nil, nil
	}
	err = a.eachMended(ctx, f, c, func(m mended) error {
		if m.err != nil && !isRefusal(m.err) {
			return nil
		}
		if m.err == nil && len(m.fixed.Changes) > 0 {
			m.err = rewriteFile(m.src.Name, m.info, m.src.Data, m.fixed.Data)
		}
		if m.err != nil {
			m.err = unreadable(m.err)
			if fault == nil {
				fault = m.err
			}
			a.print(normal(m.err))
			return nil
		}
		a.tellChanges(m, "fixed")
		return nil
	})
	return fault, err
}

// tellChanges lists what was done to a file, or would be.
func (a *app) tellChanges(m mended, done string) {
	n := len(m.fixed.Changes)
	if n == 0 {
		return
	}
	for _, c := range m.fixed.Changes {
		a.out.Linef("%s: %s [%s]", c.Pos, c.Msg, c.Code)
	}
	a.out.Linef("%s %s: %d %s", done, m.src.Name, n, plural(n, "change"))
}

// diffFiles prints what mending would change.
func (a *app) diffFiles(ctx context.Context, f *validateFlags, c choice) error {
	var fault error
	documents, changed, hidden := 0, 0, 0
	err := a.eachMended(ctx, f, c, func(m mended) error {
		switch {
		case m.err != nil:
			m.err = unreadable(m.err)
			if fault == nil {
				fault = m.err
			}
			a.print(normal(m.err))
			return nil
		case m.fixed.IsCapability:
			documents++
		}
		if len(m.fixed.Changes) == 0 {
			return nil
		}
		changed++
		diff, n := diffOf(m.src.Name, m.src.Data, m.fixed)
		hidden += n
		return a.out.WriteOut(diff)
	})
	switch {
	case err != nil:
		return unwritten(err)
	case fault != nil:
		return printed{fault}
	}
	if hidden > 0 {
		a.out.Notef("%d %s shown with asterisks or escapes: the diff cannot be applied as it is; --fix makes the change itself",
			hidden, plural(hidden, "line"))
	}
	a.out.Linef("%d of %d %s would be changed", changed, documents, plural(documents, "document"))
	if changed > 0 {
		return findings{}
	}
	return nil
}

// errRefused is the cause of not writing a file that could be another one too.
var errRefused = errors.New("it is not written")

func isRefusal(err error) bool { return errors.Is(err, errRefused) }

func noLink(name, what string) error {
	e := usage("refuses-links", "%s is %s: --fix refuses links and what is no plain file", name, what).Help("use --diff")
	e.Err = errRefused
	return e
}

// rewriteFile writes a file anew, whose content was before when info was asked for: into
// a new file beside it, which then takes its place with its permissions. A file that
// has changed since is left as it is.
func rewriteFile(name string, info fs.FileInfo, before, after []byte) error {
	if err := mayReplace(name, info, before); err != nil {
		return err
	}
	temp, err := newFile(name, 0o600)
	if err != nil {
		return fileError("write", name, err)
	}
	return swap(temp, name, after, func() error {
		keepOwner(temp.Name(), info)
		if err := os.Chmod(temp.Name(), info.Mode().Perm()); err != nil {
			return err
		}
		return mayReplace(name, info, before)
	})
}

// mayReplace makes sure that a file is still what it was, has one name, and that its
// permissions let it be written.
func mayReplace(name string, info fs.FileInfo, before []byte) error {
	now, err := os.Lstat(name)
	switch {
	case err != nil:
		return fileError("write", name, err)
	case now.Mode()&fs.ModeSymlink != 0:
		return noLink(name, "a symbolic link")
	case links(now) > 1:
		return noLink(name, "a file of several names")
	case belowLink(name):
		return noLink(name, "below a symbolic link")
	}
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return fileError("write", name, err)
	}
	_ = f.Close()
	data, err := readRegular(name, engine.MaxDocument)
	if err != nil {
		return err
	}
	if !os.SameFile(info, now) || !bytes.Equal(data, before) {
		return engine.Errorf(engine.Local, "file-changed", "%s has changed while it was being fixed; it is left as it is", name).Help("run it again")
	}
	return nil
}

// belowLink reports whether a folder of a relative path is a link. Those of an absolute
// path are not looked at: on many systems folders for temporary files and home folders
// are links, and who gives such a path means where it leads.
func belowLink(name string) bool {
	if filepath.IsAbs(name) {
		return false
	}
	for i := range len(name) {
		if !os.IsPathSeparator(name[i]) || i == 0 {
			continue
		}
		if info, err := os.Lstat(name[:i]); err != nil || info.Mode()&fs.ModeSymlink != 0 {
			return true
		}
	}
	return false
}

package cli

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"naftiko/cmd/internal/report"
	"naftiko/cmd/internal/term"
	"naftiko/engine"
	"naftiko/spec/diag"
	"naftiko/spec/value"
)

func (a *app) validateCmd() *cobra.Command {
	var format string
	var allowPaths []string
	cmd := &cobra.Command{
		Use:   "validate PATH...",
		Short: "Check documents",
		Long: "Check documents: files, folders (their .yaml, .yml and .json files), patterns, or -\n" +
			"for standard input.\n" +
			"Exit code 0 means no errors, 1 errors, 2 that something could not be read.\n" +
			"It reads no environment, no bind file and no network.",
		Example: "  naftiko validate capabilities/kinde-users.yaml\n  naftiko validate capabilities -o json",
		Args:    argCount(1, -1, "a PATH"),
		RunE:    func(_ *cobra.Command, words []string) error { return a.validate(format, allowPaths, words) },
	}
	formatFlag(cmd, &format, "text", "text", "json", "yaml")
	allowPathFlag(cmd, &allowPaths)
	return cmd
}

func (a *app) validate(format string, allowPaths, words []string) error {
	var all diag.List
	documents := 0
	seen := map[diag.Diagnostic]bool{} // findings in a file that several documents import
	for _, word := range words {
		files, err := a.documents(word)
		if err != nil {
			return unreadable(err)
		}
		for _, name := range files {
			src, err := a.source(name)
			if err != nil {
				return unreadable(err)
			}
			prog, diags := engine.Load(src, &engine.Options{Check: true, AllowPaths: allowPaths})
			if prog != nil {
				prog.Close()
			}
			documents++
			for _, d := range diags {
				if !seen[d] {
					seen[d] = true
					all = append(all, d)
				}
			}
		}
	}
	if err := a.report(format, all); err != nil {
		return err
	}
	errs := len(all.Errors())
	a.out.Linef("%d %s checked: %d %s, %d %s", documents, plural(documents, "document"), errs, plural(errs, "error"),
		len(all)-errs, plural(len(all)-errs, "warning"))
	if errs > 0 {
		return findings{}
	}
	return nil
}

// unreadable makes what cannot be read an error of the command line: the exit
// codes of validate are 0, 1 and 2 only.
func unreadable(err error) error {
	if e, ok := errors.AsType[*engine.Error](err); ok {
		e.Kind = engine.Usage
		if e.Code == "no-such-file" {
			e.Hint = ""
		}
	}
	return err
}

func (a *app) report(format string, all diag.List) error {
	if format == "text" {
		report.Text(a.out, all)
		return nil
	}
	return a.writeValue(value.NewObject(value.Member{Name: "findings", Value: report.JSON(all)}), format)
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// documents lists the files that a path means: itself, or the capability files
// below a folder, in order of their names. Links in folders are not followed.
func (a *app) documents(path string) ([]string, error) {
	if strings.ContainsAny(path, "*?[") && !exists(path) {
		return globbed(path)
	}
	if path == stdin || !isDir(path) {
		if path != stdin && !engine.IsPath(path) {
			path = "." + string(filepath.Separator) + path // validate takes paths, never names
		}
		return []string{path}, nil
	}
	var files []string
	err := filepath.WalkDir(path, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fileError("read", name, err)
		case e.IsDir() && name != path && len(e.Name()) > 1 && e.Name()[0] == '.':
			return fs.SkipDir
		case e.Type().IsRegular() && engine.IsPath(e.Name()):
			files = append(files, name)
		}
		return nil
	})
	if len(files) == 0 && err == nil {
		a.out.Warnf("no .yaml, .yml or .json file below %s", term.Untrusted(path))
	}
	slices.Sort(files)
	return files, err
}

// globbed lists the files that a pattern means, for shells that leave patterns
// to the program.
func globbed(pattern string) ([]string, error) {
	files, err := filepath.Glob(pattern)
	if err != nil {
		return nil, usage("bad-pattern", "%q is not a pattern of file names", pattern)
	}
	if len(files) == 0 {
		return nil, usage("no-such-file", "no file matches %q", pattern)
	}
	return files, nil
}

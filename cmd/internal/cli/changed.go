package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"naftiko/engine"
)

// changes are the files that differ from a revision. It is not safe for concurrent
// use.
type changes struct {
	// files are real paths, as of [realPaths.file].
	files map[string]bool
	paths realPaths
}

// changedSince asks git for the files of the current folder's repository that
// differ from what a branch began with: from where HEAD and rev part (their merge
// base, so that what others have changed on rev since is not counted), or from rev
// itself if they have nothing in common, which is said. Committed, staged, unstaged
// and untracked files count, ignored and deleted ones do not, and renamed ones do by
// their new name. Files of submodules belong to other repositories.
//
// A document that has not changed is not among them even if a file that it imports is.
//
// Which repository and which index are meant is left to git and so to variables like
// GIT_DIR, which are set in hooks. Nothing is fetched and nothing written.
func (a *app) changedSince(ctx context.Context, rev string) (*changes, error) {
	top, err := topFolder(ctx)
	if err != nil {
		return nil, err
	}
	base, err := a.baseOf(ctx, rev)
	if err != nil {
		return nil, err
	}
	unfiltered, err := withoutFilters(ctx)
	if err != nil {
		return nil, err
	}
	c := &changes{files: map[string]bool{}}
	for _, command := range [][]string{
		{
			// Not diff, which writes the index. A file that was only touched may count too.
			"diff-index", "--name-only", "-z", "--no-ext-diff", "--no-textconv", "--no-renames", "--ignore-submodules=all",
			"--diff-filter=d", base, "--",
		},
		{"ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ":/"},
	} {
		names, err := gitWith(ctx, unfiltered, command...)
		if err != nil {
			return nil, err
		}
		for name := range strings.SplitSeq(names, "\x00") {
			if name != "" {
				c.files[filepath.Join(top, filepath.FromSlash(name))] = true
			}
		}
	}
	return c, nil
}

// has reports whether a file has changed, or what it leads to if it is a link.
// Standard input is always new, and so is what cannot be looked up: who reads it
// sees why. Files outside of the repository have not changed.
func (c *changes) has(name string) bool {
	if name == stdin {
		return true
	}
	path, err := c.paths.file(name)
	if err != nil || c.files[path] {
		return true
	}
	info, err := os.Lstat(path)
	if err != nil {
		return true
	}
	if info.Mode()&os.ModeSymlink == 0 {
		return false
	}
	path, err = filepath.EvalSymlinks(path)
	return err != nil || c.files[path]
}

// topFolder returns the real path of the repository's top folder.
func topFolder(ctx context.Context) (string, error) {
	top, err := git(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		if e, ok := errors.AsType[*gitError](err); ok && strings.Contains(e.said, "not a git repository") {
			return "", usage("no-repository", "what changed since is known of git repositories only, and the current folder is in none")
		}
		return "", err
	}
	path, err := filepath.EvalSymlinks(filepath.FromSlash(top))
	if err != nil {
		return "", unreadable(fileError("read", top, err))
	}
	return path, nil
}

// baseOf returns the commit to compare with.
func (a *app) baseOf(ctx context.Context, rev string) (string, error) {
	commit, err := commitOf(ctx, rev)
	if err != nil {
		return "", unknownRevision(ctx, rev, err)
	}
	head, err := commitOf(ctx, "HEAD")
	if err != nil {
		return commit, ctx.Err() // nothing is committed yet
	}
	base, err := git(ctx, "merge-base", commit, head)
	switch e, failed := errors.AsType[*gitError](err); {
	case failed && e.code == 1:
		a.out.Notef("%s and HEAD have no commit in common here: what differs from %s itself is taken for changed", rev, rev)
		return commit, nil
	case err != nil:
		return "", err
	case !isHash(base):
		return "", engine.Errorf(engine.Usage, "git", "git names no commit that %q and HEAD have in common", rev)
	}
	return base, nil
}

// commitOf returns the hash of a revision's commit, which unlike the revision
// cannot be taken for an option or for anything but a commit.
func commitOf(ctx context.Context, rev string) (string, error) {
	// The first step tells the revision's own syntax from what the second adds.
	hash, err := git(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", rev)
	if err == nil && isHash(hash) {
		hash, err = git(ctx, "rev-parse", "--verify", "--quiet", hash+"^{commit}")
	}
	if err == nil && !isHash(hash) {
		err = &gitError{code: 1, said: "not one commit"}
	}
	return hash, err
}

func isHash(s string) bool { return len(s) >= 40 && strings.Trim(s, "0123456789abcdef") == "" }

// unknownRevision explains why rev is no commit here.
func unknownRevision(ctx context.Context, rev string, err error) error {
	if e, ok := errors.AsType[*gitError](err); !ok || e.code != 1 {
		return err
	}
	u := usage("unknown-revision", "git knows no commit %q here", rev)
	if shallow, err := git(ctx, "rev-parse", "--is-shallow-repository"); err == nil && shallow == "true" {
		return u.Help("this clone has only a part of the history: git fetch --unshallow, or fetch-depth: 0 of actions/checkout, brings the rest")
	}
	return u.Help("git fetch  brings the branches of others, which are called as in origin/main")
}

const (
	// maxGitOutput bounds what git may say: a million long paths.
	maxGitOutput = 128 << 20
	// maxGitErrors bounds what is kept of its complaints.
	maxGitErrors = 4 << 10
	// gitGrace is how long programs that git has started may hold on to its output
	// when git itself has ended.
	gitGrace = time.Second
)

// gitError is git's refusal.
type gitError struct {
	code int
	said string
}

// Error returns git's words.
func (e *gitError) Error() string { return e.said }

// withoutFilters returns the variables by which git runs none of the filters that
// are configured: comparing a file that was touched would, and a repository that
// came from a stranger may name any program.
func withoutFilters(ctx context.Context) ([]string, error) {
	names, err := git(ctx, "config", "--name-only", "-z", "--get-regexp", `^filter\..*\.(clean|smudge|process|required)$`)
	if e, ok := errors.AsType[*gitError](err); ok && e.code == 1 {
		return nil, nil // there are none
	}
	if err != nil {
		return nil, err
	}
	n, _ := strconv.Atoi(os.Getenv("GIT_CONFIG_COUNT"))
	var env []string
	for name := range strings.SplitSeq(strings.TrimSuffix(names, "\x00"), "\x00") {
		value := ""
		if strings.HasSuffix(name, ".required") {
			value = "false"
		}
		env = append(env, fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", n, name), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", n, value))
		n++
	}
	return append(env, fmt.Sprintf("GIT_CONFIG_COUNT=%d", n)), nil
}

// git runs a git command and returns what it prints, without the last newline. If
// it fails, the error is one of the command line around a *gitError.
func git(ctx context.Context, args ...string) (string, error) { return gitWith(ctx, nil, args...) }

// gitWith is git with more variables.
func gitWith(ctx context.Context, env []string, args ...string) (string, error) {
	// A hook that tells what changed may do anything; paths come below the top folder.
	args = append([]string{"--no-pager", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", "diff.relative=false"}, args...)
	cmd := exec.CommandContext(ctx, "git", args...) //nolint:gosec // no argument of strangers can be an option
	cmd.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "GIT_LITERAL_PATHSPECS=0")
	cmd.Env = append(cmd.Env, env...)
	cmd.WaitDelay = gitGrace
	out, errs := &bounded{limit: maxGitOutput}, &bounded{limit: maxGitErrors}
	cmd.Stdout, cmd.Stderr = out, errs
	err := cmd.Run()
	exit, failed := errors.AsType[*exec.ExitError](err)
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, exec.ErrDot):
		return "", usage("no-git", "what changed since is found out by git, which is not installed")
	case out.over:
		return "", usage("git", "git lists more than %d MiB of changed files", maxGitOutput>>20)
	case failed:
		return "", refusal(exit.ExitCode(), errs.buf.String())
	case err != nil:
		return "", usage("git", "cannot run git: %v", err)
	}
	return strings.TrimSuffix(out.buf.String(), "\n"), nil
}

// refusal makes an error of what git says: a first line, and often a way out.
func refusal(code int, said string) error {
	msg, hint, _ := strings.Cut(strings.TrimSpace(said), "\n")
	msg = strings.TrimPrefix(msg, "fatal: ")
	if msg == "" {
		msg = "it failed without a word"
	}
	e := usage("git", "git: %s", msg)
	e.Hint = hint
	e.Err = &gitError{code, said}
	return e
}

// bounded keeps the first limit bytes of what is written.
type bounded struct {
	buf   bytes.Buffer
	limit int
	// over tells that there was more.
	over bool
}

// Write implements [io.Writer]. It never fails, so that the writer can go on to its end.
func (b *bounded) Write(p []byte) (int, error) {
	kept := min(len(p), b.limit-b.buf.Len())
	b.over = b.over || kept < len(p)
	b.buf.Write(p[:kept])
	return len(p), nil
}

package cli

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine"
)

// repo makes the current folder a new, empty repository, which knows nothing of
// the machine's and the user's settings, nor of a hook that runs these tests.
func repo(t *testing.T) (dir string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed: ", err)
	}
	for _, line := range os.Environ() {
		if name, _, _ := strings.Cut(line, "="); strings.HasPrefix(name, "GIT_") {
			t.Setenv(name, "") // so that it is set again afterwards
			require.NoError(t, os.Unsetenv(name))
		}
	}
	dir = plant(t)
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(dir))
	run(t, "init", "--quiet", "--initial-branch=main")
	return dir
}

// run runs git and returns what it prints.
func run(t *testing.T, args ...string) string {
	t.Helper()
	args = append([]string{"-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"}, args...)
	out, err := exec.CommandContext(t.Context(), "git", args...).CombinedOutput()
	require.NoError(t, err, "%q: %s", args, out)
	return strings.TrimSpace(string(out))
}

func write(t *testing.T, name, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o700))
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
}

// commit commits all that there is.
func commit(t *testing.T) {
	t.Helper()
	run(t, "add", "--all")
	run(t, "commit", "--quiet", "--message=x")
}

// changed returns those of names that have changed since rev.
func changed(t *testing.T, rev string, names ...string) []string {
	t.Helper()
	a, _ := newTestApp()
	c, err := a.changedSince(t.Context(), rev)
	require.NoError(t, err)
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !c.has(name) })
}

func TestChangedSince(t *testing.T) {
	dir := repo(t)
	same := []string{"same.yaml", "sub/same.yaml", "both.yaml", "theirs.yaml", "touched.yaml"}
	for _, name := range append(same, "deleted.yaml", "old.yaml", "removed.yaml", "edited.yaml", "sub/edited.yaml") {
		write(t, name, "text of "+name+", which is long enough to be known again\n")
	}
	write(t, ".gitignore", "ignored*\n")
	commit(t)
	run(t, "checkout", "--quiet", "-b", "branch")
	names := []string{
		"edited.yaml", "sub/edited.yaml", "new.yaml", "committed.yaml", "staged.yaml", "sub/untracked.yaml",
		"with blank.yaml", "ünïcödé 漢.yaml", "-dash.yaml", "--output=x.yaml", ":(top)x.yaml", "sub/deep/er/x.yaml",
	}
	if runtime.GOOS != "windows" {
		names = append(names, "two\nlines.yaml", "tab\t\"quoted\\\".yaml", "star*.yaml")
	}
	run(t, "mv", "old.yaml", "new.yaml")
	for _, name := range names[3:] {
		write(t, name, "x\n")
	}
	write(t, "theirs.yaml.txt", "x")
	run(t, "rm", "--quiet", "removed.yaml")
	commit(t)
	for _, name := range names[5:] { // the second half is left to be untracked
		run(t, "rm", "--quiet", "--cached", "--", ":(literal)"+name)
	}
	run(t, "commit", "--quiet", "--message=x")
	write(t, "edited.yaml", "other\n")
	write(t, "sub/edited.yaml", "other\n")
	run(t, "add", "edited.yaml")
	write(t, "touched.yaml", "text of touched.yaml, which is long enough to be known again\n")
	require.NoError(t, os.Remove("deleted.yaml"))
	write(t, "ignored.yaml", "x")

	// What happens on main meanwhile is not the branch's.
	run(t, "stash", "--quiet", "--include-untracked")
	run(t, "checkout", "--quiet", "main")
	write(t, "theirs.yaml", "changed on main\n")
	commit(t)
	run(t, "checkout", "--quiet", "branch")
	run(t, "stash", "pop", "--quiet")
	if _, err := os.Stat("ignored.yaml"); err != nil {
		write(t, "ignored.yaml", "x")
	}

	all := append(append(slices.Clone(same), names...), "ignored.yaml", ".gitignore")
	for _, rev := range []string{"main", "refs/heads/main", "main~1", run(t, "rev-parse", "main")} {
		assert.Equal(t, names, changed(t, rev, all...), rev)
	}
	assert.Equal(t, []string{"edited.yaml", "sub/edited.yaml", "sub/untracked.yaml"},
		changed(t, "HEAD", "edited.yaml", "sub/edited.yaml", "committed.yaml", "sub/untracked.yaml"))

	a, _ := newTestApp()
	c, err := a.changedSince(t.Context(), "main")
	require.NoError(t, err)
	for path := range c.files {
		assert.FileExists(t, path, "the deleted are left out")
	}
	assert.True(t, c.has(stdin))
	assert.True(t, c.has("none.yaml"), "who reads it tells that it is not there")

	t.Chdir("sub") // paths are the current folder's, changes the repository's
	assert.Equal(t, []string{"edited.yaml", "../new.yaml", "./deep/../edited.yaml", dir + "/edited.yaml"},
		changed(t, "main", "edited.yaml", "same.yaml", "../new.yaml", "../same.yaml", "./deep/../edited.yaml", dir+"/edited.yaml"))
}

func TestChangedSince_links(t *testing.T) {
	repo(t)
	other := t.TempDir()
	write(t, filepath.Join(other, "outside.yaml"), "x")
	write(t, "real/a.yaml", "a")
	write(t, "real/b.yaml", "b")
	for link, to := range map[string]string{"a.yaml": "real/a.yaml", "b.yaml": "real/b.yaml", "folder": "real", "outside": other} {
		if err := os.Symlink(to, link); err != nil {
			require.Equal(t, "windows", runtime.GOOS, "%v", err)
			t.Skip("links need rights here: ", err)
		}
	}
	commit(t)
	write(t, "real/a.yaml", "changed")
	assert.Equal(t, []string{"real/a.yaml", "a.yaml", "folder/a.yaml"},
		changed(t, "HEAD", "real/a.yaml", "a.yaml", "b.yaml", "folder/a.yaml", "folder/b.yaml", "outside/outside.yaml"))
	require.NoError(t, os.Remove("b.yaml"))
	require.NoError(t, os.Symlink("real/a.yaml", "b.yaml"))
	run(t, "checkout", "-q", "--", "real/a.yaml") // written by hand, it could count as touched
	assert.Equal(t, []string{"b.yaml"}, changed(t, "HEAD", "a.yaml", "b.yaml"))
}

func TestChangedSince_refused(t *testing.T) {
	repo(t)
	write(t, "a.yaml", "a")
	commit(t)
	tree := run(t, "rev-parse", "HEAD^{tree}")
	out := filepath.Join(t.TempDir(), "x")
	a, said := newTestApp()
	for _, rev := range []string{
		"none", "", "-", "--", "--output=" + out, "--no-index", "--all", "-O" + out, "^HEAD", "HEAD..HEAD", "HEAD...HEAD", "HEAD^2",
		tree, strings.Repeat("1", 40), "a.yaml", "HEAD:a.yaml", "HEAD -- x", "HEAD\nHEAD", "--show-toplevel",
	} {
		c, err := a.changedSince(t.Context(), rev)
		assert.Nil(t, c)
		e := normal(err)
		assert.Equal(t, engine.Usage, e.Kind, rev)
		assert.Equal(t, "unknown-revision", e.Code, "%q: %v", rev, err)
		assert.Contains(t, e.Hint, "git fetch")
	}
	assert.NoFileExists(t, out)
	assert.Empty(t, said.String())
}

// What else git refuses, it explains itself.
func TestChangedSince_owner(t *testing.T) {
	repo(t)
	t.Setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
	a, _ := newTestApp()
	_, err := a.changedSince(t.Context(), "HEAD")
	require.ErrorContains(t, err, "git: detected dubious ownership")
	assert.Equal(t, engine.Usage, normal(err).Kind)
	assert.Contains(t, normal(err).Hint, "safe.directory")
}

func TestChangedSince_noRepository(t *testing.T) {
	dir := repo(t)
	a, _ := newTestApp()
	t.Chdir(".git")
	_, err := a.changedSince(t.Context(), "HEAD")
	assert.Equal(t, "git", normal(err).Code)
	t.Chdir(t.TempDir())
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(filepath.Dir(dir)))
	_, err = a.changedSince(t.Context(), "HEAD")
	assert.Equal(t, engine.Usage, normal(err).Kind)
	assert.Equal(t, "no-repository", normal(err).Code)
	t.Setenv("PATH", t.TempDir())
	_, err = a.changedSince(t.Context(), "HEAD")
	assert.Equal(t, engine.Usage, normal(err).Kind)
	assert.Equal(t, "no-git", normal(err).Code)
}

// A repository whose first commit is still to come has no revision.
func TestChangedSince_empty(t *testing.T) {
	repo(t)
	a, _ := newTestApp()
	_, err := a.changedSince(t.Context(), "HEAD")
	assert.Equal(t, "unknown-revision", normal(err).Code)
}

// What shares no history is compared as it is, which is said.
func TestChangedSince_unrelated(t *testing.T) {
	repo(t)
	write(t, "a.yaml", "a")
	write(t, "b.yaml", "b")
	commit(t)
	run(t, "checkout", "--quiet", "--orphan", "other")
	assert.Equal(t, []string{}, changed(t, "main", "a.yaml", "b.yaml"), "nothing is committed here yet")
	write(t, "b.yaml", "changed")
	commit(t)
	a, said := newTestApp()
	c, err := a.changedSince(t.Context(), "main")
	require.NoError(t, err)
	assert.False(t, c.has("a.yaml"))
	assert.True(t, c.has("b.yaml"))
	assert.Equal(t, "note: main and HEAD have no commit in common here: what differs from main itself is taken for changed\n", said.String())
}

func TestChangedSince_shallow(t *testing.T) {
	dir := repo(t)
	for _, text := range []string{"1", "2"} {
		write(t, "a.yaml", text)
		commit(t)
	}
	clone := filepath.Join(t.TempDir(), "clone")
	run(t, "clone", "--quiet", "--depth=1", "file://"+filepath.ToSlash(dir), clone)
	t.Chdir(clone)
	a, _ := newTestApp()
	_, err := a.changedSince(t.Context(), "HEAD~1")
	assert.Equal(t, "unknown-revision", normal(err).Code)
	assert.Contains(t, normal(err).Hint, "fetch-depth: 0")
	write(t, "a.yaml", "3")
	assert.Equal(t, []string{"a.yaml"}, changed(t, "origin/main", "a.yaml"))
}

// Settings of a repository neither run programs nor bend what is listed.
func TestChangedSince_settings(t *testing.T) {
	repo(t)
	write(t, ".gitattributes", "*.yaml diff=evil\n")
	write(t, "sub/a.yaml", "a")
	write(t, "b.yaml", "b")
	commit(t)
	out := filepath.ToSlash(filepath.Join(t.TempDir(), "ran"))
	for _, key := range []string{"core.fsmonitor", "diff.external", "diff.evil.command", "diff.evil.textconv", "core.pager", "pager.diff"} {
		run(t, "config", key, "echo "+key+" >>'"+out+"'; true")
	}
	for key, value := range map[string]string{
		"diff.relative": "true", "diff.renames": "copies", "core.quotePath": "true", "diff.noprefix": "true",
		"status.showUntrackedFiles": "no", "color.ui": "always", "diff.ignoreSubmodules": "none", "diff.submodule": "log",
	} {
		run(t, "config", key, value)
	}
	t.Setenv("GIT_EXTERNAL_DIFF", "echo env >>'"+out+"'; true")
	t.Setenv("GIT_LITERAL_PATHSPECS", "1")
	write(t, "sub/a.yaml", "changed")
	write(t, "b.yaml", "changed")
	write(t, "new.yaml", "x")
	names := []string{"../b.yaml", "a.yaml", "../new.yaml"}
	t.Chdir("sub")
	assert.Equal(t, names, changed(t, "HEAD", names...))
	assert.NoFileExists(t, out)
}

// In a hook, git tells by variables what it is about.
func TestChangedSince_hook(t *testing.T) {
	dir := repo(t)
	write(t, "a.yaml", "a")
	write(t, "b.yaml", "b")
	commit(t)
	write(t, "a.yaml", "changed")
	index, err := os.ReadFile(".git/index")
	require.NoError(t, err)
	t.Setenv("GIT_DIR", filepath.Join(dir, ".git"))
	t.Setenv("GIT_WORK_TREE", dir)
	t.Setenv("GIT_INDEX_FILE", filepath.Join(dir, ".git", "other"))
	write(t, ".git/other", string(index))
	run(t, "rm", "--quiet", "--cached", "b.yaml") // from the other index
	t.Chdir(t.TempDir())
	assert.Equal(t, []string{dir + "/a.yaml", dir + "/b.yaml"}, changed(t, "HEAD", dir+"/a.yaml", dir+"/b.yaml"))
	t.Setenv("GIT_INDEX_FILE", "")
	require.NoError(t, os.Unsetenv("GIT_INDEX_FILE"))
	assert.Equal(t, []string{dir + "/a.yaml"}, changed(t, "HEAD", dir+"/a.yaml", dir+"/b.yaml"))
}

func TestChangedSince_cancel(t *testing.T) {
	repo(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a, _ := newTestApp()
	_, err := a.changedSince(ctx, "HEAD")
	assert.ErrorIs(t, err, context.Canceled)
}

func TestRefusal(t *testing.T) {
	e := normal(refusal(128, "fatal: not yours\nTo change that, call:\n\n\tgit config x\n"))
	assert.Equal(t, "git: not yours [git]", e.Error())
	assert.Equal(t, "To change that, call:\n\n\tgit config x", e.Hint)
	assert.Equal(t, "git: it failed without a word [git]", refusal(1, "\n").Error())
}

func TestBounded(t *testing.T) {
	b := &bounded{limit: 5}
	for _, s := range []string{"abc", "de", "", "f", "g"} {
		n, err := b.Write([]byte(s))
		assert.NoError(t, err)
		assert.Equal(t, len(s), n)
		assert.Equal(t, s >= "f", b.over)
	}
	assert.Equal(t, "abcde", b.buf.String())
}

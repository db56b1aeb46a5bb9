package cli

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine"
)

// newTestApp returns an app and what it writes to standard error.
func newTestApp() (*app, *strings.Builder) {
	var said strings.Builder
	return newApp(Env{Stderr: &said, LookupEnv: func(string) (string, bool) { return "", false }}), &said
}

// plant makes files below a new current folder; what ends in a slash is a folder,
// and "a -> b" a link.
func plant(t *testing.T, names ...string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	t.Chdir(dir)
	made := map[string]bool{}
	for _, name := range names {
		if link, to, ok := strings.Cut(name, " -> "); ok {
			require.NoError(t, os.MkdirAll(filepath.Dir(link), 0o700))
			if err := os.Symlink(filepath.FromSlash(to), link); err != nil {
				require.Equal(t, "windows", runtime.GOOS, "%v", err)
				t.Skip("links need rights here: ", err)
			}
			continue
		}
		if strings.HasSuffix(name, "/") {
			require.NoError(t, os.MkdirAll(name, 0o700))
			continue
		}
		if folder := filepath.Dir(name); !made[folder] {
			require.NoError(t, os.MkdirAll(folder, 0o700))
			made[folder] = true
		}
		require.NoError(t, os.WriteFile(name, nil, 0o600))
	}
	return dir
}

// lines shows targets one by one: "!" stands before what was asked for, and an
// error as its code.
func lines(seq iter.Seq2[target, error]) []string {
	var out []string
	for tg, err := range seq {
		line := filepath.ToSlash(tg.name)
		if tg.asked {
			line = "!" + line
		}
		if err != nil {
			line = "error " + normal(err).Code
			if engine.KindOf(err) != engine.Usage {
				line += fmt.Sprintf(" of kind %v", engine.KindOf(err))
			}
		}
		out = append(out, line)
	}
	return out
}

func TestTargets(t *testing.T) {
	dir := plant(t,
		"docs/a.yaml", "docs/B.YML", "docs/c.json", "docs/note.txt", "docs/.hidden.yaml", "docs/plain", `docs/[x].yaml`,
		"docs/a/z.yaml", "docs/a-b/z.yaml", "docs/a.b/z.yaml", "docs/a/b/c/d.yaml",
		"docs/.git/x.yaml", "docs/node_modules/x.yaml", "docs/node_modules/y/x.yaml", "docs/trap.yaml/x.yaml",
		"docs/node_modules.yaml", "-", "-x/y.yaml", "..odd", "empty/", "só/ñ é.yaml",
	)
	docs := []string{
		"docs/B.YML", "docs/[x].yaml", "docs/a-b/z.yaml", "docs/a.b/z.yaml", "docs/a.yaml", "docs/a/b/c/d.yaml", "docs/a/z.yaml",
		"docs/c.json", "docs/node_modules.yaml", "docs/trap.yaml/x.yaml",
	}
	sorted := slices.IsSorted(docs)
	require.True(t, sorted)
	below := func(prefix string) []string {
		out := make([]string, len(docs))
		for i, d := range docs {
			out[i] = prefix + d
		}
		return out
	}
	tests := map[string]struct {
		words string // parted by |
		want  []string
	}{
		"file":                  {"docs/a.yaml", []string{"!docs/a.yaml"}},
		"any file":              {"docs/note.txt|docs/.hidden.yaml|docs/plain", []string{"!docs/note.txt", "!docs/.hidden.yaml", "!docs/plain"}},
		"file without folder":   {"..odd", []string{"!./..odd"}},
		"folder":                {"docs", docs},
		"folder, untidy":        {".//docs/./", docs},
		"folder by ..":          {"docs/../docs", below("docs/../")},
		"folder by its path":    {dir + "/docs", below(filepath.ToSlash(dir) + "/")},
		"the current one":       {".", append(append([]string{"-x/y.yaml"}, docs...), "só/ñ é.yaml")},
		"hidden one asked for":  {"docs/.git", []string{"docs/.git/x.yaml"}},
		"node_modules too":      {"docs/node_modules", []string{"docs/node_modules/x.yaml", "docs/node_modules/y/x.yaml"}},
		"empty folder":          {"empty", nil},
		"input":                 {"-", []string{"!-"}},
		"input once":            {"-|docs/a.yaml|-", []string{"!-", "!docs/a.yaml"}},
		"file of that name":     {"./-|-", []string{"!./-", "!-"}},
		"dash first":            {"-x", []string{"-x/y.yaml"}},
		"twice":                 {"docs/a.yaml|docs/c.json|docs/a.yaml", []string{"!docs/a.yaml", "!docs/c.json"}},
		"twice, otherwise":      {"docs/a.yaml|./docs//a.yaml|docs/a/../a.yaml|" + dir + "/docs/a.yaml", []string{"!docs/a.yaml"}},
		"folders overlap":       {"docs/a|docs|docs/a/b", append([]string{"docs/a/b/c/d.yaml", "docs/a/z.yaml"}, slices.DeleteFunc(slices.Clone(docs), func(s string) bool { return strings.HasPrefix(s, "docs/a/") })...)},
		"folder, then its file": {"docs/a|docs/a/z.yaml", []string{"docs/a/b/c/d.yaml", "!docs/a/z.yaml"}},
		"file, then its folder": {"docs/a/z.yaml|docs/a", []string{"!docs/a/z.yaml", "docs/a/b/c/d.yaml"}},
		"nothing":               {"none.yaml", []string{"error no-such-file"}},
		"nothing in between":    {"docs/a.yaml|none|docs/c.json", []string{"!docs/a.yaml", "error no-such-file", "!docs/c.json"}},
		"below a file":          {"docs/a.yaml/x", []string{"error file"}},
		"an empty word":         {"|docs/a.yaml", []string{"error no-such-file", "!docs/a.yaml"}},
		"URL":                   {"https://example.com/x.yaml?a=*", []string{"!https://example.com/x.yaml?a=*"}},
		"no pattern":            {"docs/[x].yaml", []string{"!docs/[x].yaml"}},
		"pattern":               {"docs/?.yaml", []string{"docs/a.yaml"}},
		"pattern, open":         {"docs/*", []string{"docs/B.YML", "docs/[x].yaml", "docs/a.yaml", "docs/c.json", "docs/node_modules.yaml"}},
		"pattern, other files":  {"docs/*.txt|*odd*t|pla*n", []string{"docs/note.txt", "error no-such-file", "error no-such-file"}},
		"pattern without path":  {"..o?d", []string{"./..odd"}},
		"pattern of hidden":     {"docs/.*.yaml", []string{"docs/.hidden.yaml"}},
		"pattern of folders":    {"docs/a*/z.yaml", []string{"docs/a-b/z.yaml", "docs/a.b/z.yaml", "docs/a/z.yaml"}},
		"folders that are shut": {"docs/*/x.yaml", []string{"docs/trap.yaml/x.yaml"}},
		"hidden folder by name": {"docs/.git/*.yaml|docs/.g*/*|*/node_modules/*", []string{"docs/.git/x.yaml", "docs/node_modules/x.yaml"}},
		"any depth":             {"docs/**/z.yaml", []string{"docs/a-b/z.yaml", "docs/a.b/z.yaml", "docs/a/z.yaml"}},
		"any depth, none":       {"docs/**/a.yaml", []string{"docs/a.yaml"}},
		"any depth, all":        {"docs/**", docs},
		"any depth, all, open":  {"docs/**/*", docs},
		"any depth, many":       {"**/**/**/d*.yaml", []string{"docs/a/b/c/d.yaml"}},
		"any depth, between":    {"docs/**/b/**/*.yaml", []string{"docs/a/b/c/d.yaml"}},
		"any depth, twice":      {"docs/**/?/**/z.yaml|docs/**/?/**/?.yaml", []string{"docs/a/z.yaml", "docs/a/b/c/d.yaml"}},
		"below folders":         {"docs/a?b/", []string{"docs/a-b/z.yaml", "docs/a.b/z.yaml"}},
		"untidy pattern":        {"./docs//./a.ya*", []string{"docs/a.yaml"}},
		"pattern by ..":         {"docs/../docs/a.ya?l", []string{"docs/../docs/a.yaml"}},
		"pattern and file":      {"docs/a.ya*|docs/a.yaml", []string{"!docs/a.yaml"}},
		"pattern and folder":    {"docs/a/z.*ml|docs/a", []string{"docs/a/z.yaml", "docs/a/b/c/d.yaml"}},
		"pattern by its path":   {dir + "/docs/a.y*l", []string{filepath.ToSlash(dir) + "/docs/a.yaml"}},
		"no match":              {"docs/*.toml|none/*.yaml|empty/*|docs/a.yaml/*", []string{"error no-such-file", "error no-such-file", "error no-such-file", "error no-such-file"}},
		"bad pattern":           {"docs/[a|[|*/../x|docs/a.yaml", []string{"error bad-pattern", "error bad-pattern", "error bad-pattern", "!docs/a.yaml"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			a, _ := newTestApp()
			seq := a.targets(t.Context(), strings.Split(tc.words, "|"))
			assert.Equal(t, tc.want, lines(seq))
			assert.Equal(t, tc.want, lines(seq), "again")
			for _, err := range seq { // whoever ranges may stop anywhere
				_ = err
				break
			}
		})
	}
}

func TestTargets_messages(t *testing.T) {
	plant(t, "empty/note.txt")
	tests := map[string]string{
		"none":      "cannot read ./none: ",
		"none.yaml": "cannot read none.yaml: ",
		"x/*.yaml":  `no file matches "x/*.yaml"`,
		"[":         `"[" is not a pattern of file names`,
		"":          "a PATH is empty",
	}
	for word, want := range tests {
		a, said := newTestApp()
		for _, err := range a.targets(t.Context(), []string{word}) {
			require.ErrorContains(t, err, want)
			assert.Empty(t, normal(err).Hint)
		}
		assert.Empty(t, said.String())
	}
	a, said := newTestApp()
	assert.Empty(t, lines(a.targets(t.Context(), []string{"empty", "empty"})))
	assert.Equal(t, strings.Repeat("warning: no .yaml, .yml or .json file below empty\n", 2), said.String())
}

func TestTargets_links(t *testing.T) {
	plant(t,
		"real/a.yaml", "real/sub/b.yaml",
		"in/loop -> .", "in/up -> ..", "in/self -> self", "in/dangling.yaml -> none", "in/file.yaml -> ../real/a.yaml",
		"in/folder -> ../real", "in/own.yaml", "ring -> in", "in/deep/loop -> ../../in",
		"far/away/x.yaml", "far/x.yaml", "jump -> far/away",
	)
	tests := map[string]struct {
		words string
		want  []string
	}{
		"in a folder":         {"in", []string{"in/own.yaml"}},
		"to a folder":         {"ring", []string{"ring/own.yaml"}},
		"to a file":           {"in/file.yaml", []string{"!in/file.yaml"}},
		"to a folder in one":  {"in/folder", []string{"in/folder/a.yaml", "in/folder/sub/b.yaml"}},
		"to nothing":          {"in/dangling.yaml|in/self", []string{"error no-such-file", "error file"}},
		"same folder":         {"in|ring", []string{"in/own.yaml"}},
		"other document":      {"real/a.yaml|in/file.yaml", []string{"!real/a.yaml", "!in/file.yaml"}},
		".. behind a link":    {"jump/../x.yaml|jump/..", []string{"!jump/../x.yaml", "jump/../away/x.yaml"}},
		"not the one cleaned": {"jump/../away|far/away", []string{"jump/../away/x.yaml"}},
		"pattern of one":      {"in/f*.yaml|in/d*.yaml", []string{"in/file.yaml", "error no-such-file"}},
		"pattern by one":      {"in/*/a.yaml", []string{"in/folder/a.yaml"}},
		"pattern in a loop":   {"in/**/own.yaml|in/*/*/own.yaml", []string{"in/own.yaml", "in/deep/loop/own.yaml", "in/loop/loop/own.yaml", "in/up/in/own.yaml", "in/up/ring/own.yaml"}},
		"depth in a loop":     {"in/**/loop/**/own.yaml", []string{"in/deep/loop/own.yaml", "in/loop/own.yaml"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			a, _ := newTestApp()
			assert.Equal(t, tc.want, lines(a.targets(t.Context(), strings.Split(tc.words, "|"))))
		})
	}
}

// Whatever order a file system has its names in, targets are in that of their paths.
func TestTargets_order(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var names []string
	for range 500 {
		var parts []string
		for range 1 + r.IntN(3) {
			part := ""
			for range 1 + r.IntN(3) {
				part += string([]rune("ab-.+/é")[r.IntN(7)])
			}
			parts = append(parts, "x"+strings.ReplaceAll(part, "/", "z"))
		}
		names = append(names, strings.Join(parts, "/")+".yaml")
	}
	plant(t, names...)
	slices.Sort(names)
	names = slices.Compact(names)
	a, _ := newTestApp()
	assert.Equal(t, names, lines(a.targets(t.Context(), []string{"."})))
	assert.Equal(t, names, lines(a.targets(t.Context(), []string{"**/*.yaml"})))
	assert.Equal(t, names, lines(a.targets(t.Context(), []string{"**", "."})))
}

func TestTargets_many(t *testing.T) {
	var names []string
	for i := range 100 {
		for j := range 100 {
			names = append(names, fmt.Sprintf("many/%02d/doc%02d.yaml", i, j))
		}
	}
	plant(t, names...)
	a, _ := newTestApp()
	for range 3 {
		assert.Equal(t, names, lines(a.targets(t.Context(), []string{"many"})))
	}
	asked := make([]string, len(names))
	for i, name := range names {
		asked[i] = "!" + name
	}
	assert.Equal(t, asked, lines(a.targets(t.Context(), names)))
}

// A listing ends soon after its context, with its error.
func TestTargets_cancel(t *testing.T) {
	var names []string
	for i := range 300 {
		names = append(names, fmt.Sprintf("many/%d/doc%03d.yaml", i/100, i))
	}
	plant(t, names...)
	for name, words := range map[string][]string{
		"folder": {"many"}, "pattern": {"many/**/*.yaml"}, "files": names, "folders": {"many/0", "many/1", "many/2"},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			a, _ := newTestApp()
			n := 0
			var last error
			for _, err := range a.targets(ctx, words) {
				require.NoError(t, last, "nothing comes after it")
				if n++; n == 150 {
					cancel()
				}
				last = err
			}
			assert.ErrorIs(t, last, context.Canceled)
			assert.Equal(t, 151, n)
			assert.Equal(t, []string{"error  of kind canceled"}, lines(a.targets(ctx, words)))
		})
	}
}

func TestTargets_unreadable(t *testing.T) {
	plant(t, "docs/a.yaml", "docs/b/x.yaml", "docs/c.yaml", "shut/x.yaml")
	for _, dir := range []string{"docs/b", "shut"} {
		require.NoError(t, os.Chmod(dir, 0))
		t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	}
	if f, err := os.Open("shut"); err == nil {
		_ = f.Close()
		t.Skip("permissions do not bind this user")
	}
	a, said := newTestApp()
	assert.Equal(t, []string{"docs/a.yaml", "error file", "docs/c.yaml", "error file"},
		lines(a.targets(t.Context(), []string{"docs", "shut"})))
	assert.Equal(t, []string{"docs/a.yaml", "error file", "docs/c.yaml"}, lines(a.targets(t.Context(), []string{"docs/**/*.yaml"})))
	for _, err := range a.targets(t.Context(), []string{"docs/b"}) {
		assert.ErrorContains(t, err, "cannot read docs/b: permission denied")
	}
	assert.Empty(t, said.String())
}

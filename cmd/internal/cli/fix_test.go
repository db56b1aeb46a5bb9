package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine"
)

// TestRewriteFile does something to a file between reading and writing it.
func TestRewriteFile(t *testing.T) {
	tests := map[string]struct {
		meanwhile func(r *require.Assertions, name string)
		unix      bool
		want      string // a part of the error
	}{
		"nothing":   {meanwhile: func(*require.Assertions, string) {}},
		"changed":   {meanwhile: func(r *require.Assertions, name string) { r.NoError(os.WriteFile(name, []byte("other"), 0o600)) }, want: "has changed while"},
		"taken":     {meanwhile: func(r *require.Assertions, name string) { r.NoError(os.Remove(name)) }, want: "cannot write"},
		"read only": {meanwhile: func(r *require.Assertions, name string) { r.NoError(os.Chmod(name, 0o444)) }, want: "cannot write"},
		"another with the same content": {meanwhile: func(r *require.Assertions, name string) {
			r.NoError(os.WriteFile(name+"2", []byte("before"), 0o600))
			r.NoError(os.Rename(name+"2", name))
		}, want: "has changed while"},
		"a link": {unix: true, meanwhile: func(r *require.Assertions, name string) {
			r.NoError(os.Rename(name, name+"2"))
			r.NoError(os.Symlink(name+"2", name))
		}, want: "is a symbolic link"},
		"a second name": {unix: true, meanwhile: func(r *require.Assertions, name string) { r.NoError(os.Link(name, name+"2")) }, want: "several names"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if tc.unix && runtime.GOOS == "windows" || name == "read only" && os.Geteuid() <= 0 {
				t.Skip("this cannot be told apart here")
			}
			file := filepath.Join(t.TempDir(), "a.yaml")
			require.NoError(t, os.WriteFile(file, []byte("before"), 0o600))
			require.NoError(t, os.Chmod(file, 0o640))
			info, err := os.Stat(file)
			require.NoError(t, err)
			tc.meanwhile(require.New(t), file)
			was, _ := os.ReadFile(file)
			err = rewriteFile(file, info, []byte("before"), []byte("after"))
			now, _ := os.ReadFile(file)
			left, globErr := filepath.Glob(filepath.Join(filepath.Dir(file), ".naftiko*"))
			require.NoError(t, globErr)
			assert.Empty(t, left)
			if tc.want != "" {
				require.ErrorContains(t, err, tc.want)
				assert.Equal(t, string(was), string(now))
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "after", string(now))
			info, err = os.Stat(file)
			require.NoError(t, err)
			if runtime.GOOS != "windows" {
				assert.Equal(t, fs.FileMode(0o640), info.Mode())
			}
		})
	}
}

func TestDiffOf(t *testing.T) {
	tests := map[string]struct {
		name, before, after string
		origins             []int
		want                string
	}{
		"far apart": {
			"a.yaml", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "x\n2\n3\n4\n5\n6\n7\n8\ny\n",
			[]int{1, 2, 3, 4, 5, 6, 7, 8, 9},
			"--- a/a.yaml\n+++ b/a.yaml\n@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n",
		},
		"near": {
			"a.yaml", "1\n2\n3\n4\n5\n6\n7\n8\n", "x\n2\n3\n4\n5\n6\n7\ny\n",
			[]int{1, 2, 3, 4, 5, 6, 7, 8},
			"--- a/a.yaml\n+++ b/a.yaml\n@@ -1,8 +1,8 @@\n-1\n+x\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+y\n",
		},
		"lines that were added": {
			"./b c.yaml", "1\r\n2\r\n", "1\r\nx\r\ny\r\n2\r\n",
			[]int{1, 0, 0, 2},
			"--- a/b c.yaml\t\n+++ b/b c.yaml\t\n@@ -1,2 +1,4 @@\n 1\r\n+x\r\n+y\r\n 2\r\n",
		},
		"no last line end": {
			"d/\"a\".yaml", "1\n2", "1\n2\nx",
			[]int{1, 2, 0},
			"--- \"a/d/\\\"a\\\".yaml\"\n+++ \"b/d/\\\"a\\\".yaml\"\n@@ -1,2 +1,3 @@\n 1\n-2\n\\ No newline at end of file\n+2\n+x\n\\ No newline at end of file\n",
		},
		"a last line that stays": {
			"<stdin>", "1\n2", "x\n2",
			[]int{1, 2},
			"--- a/stdin\n+++ b/stdin\n@@ -1,2 +1,2 @@\n-1\n+x\n 2\n\\ No newline at end of file\n",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := diffOf(tc.name, []byte(tc.before), engine.Fixed{Data: []byte(tc.after), Origins: tc.origins})
			assert.Equal(t, tc.want, string(got))
		})
	}
}

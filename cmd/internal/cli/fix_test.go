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
			if tc.unix && runtime.GOOS == "windows" {
				t.Skip("links need rights here, and names of a file are not counted")
			}
			if name == "read only" && os.Geteuid() <= 0 {
				t.Skip("permissions do not bind this user")
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
			left, globErr := filepath.Glob(filepath.Join(filepath.Dir(file), ".*"))
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
		hidden              int
	}{
		"far apart": {
			"a.yaml", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "x\n2\n3\n4\n5\n6\n7\n8\ny\n",
			[]int{1, 2, 3, 4, 5, 6, 7, 8, 9},
			"--- a/a.yaml\n+++ b/a.yaml\n@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n",
			0,
		},
		"near": {
			"a.yaml", "1\n2\n3\n4\n5\n6\n7\n8\n", "x\n2\n3\n4\n5\n6\n7\ny\n",
			[]int{1, 2, 3, 4, 5, 6, 7, 8},
			"--- a/a.yaml\n+++ b/a.yaml\n@@ -1,8 +1,8 @@\n-1\n+x\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+y\n",
			0,
		},
		"lines that were added": {
			"./b c.yaml", "1\r\n2\r\n", "1\r\nx\r\ny\r\n2\r\n",
			[]int{1, 0, 0, 2},
			"--- a/b c.yaml\t\n+++ b/b c.yaml\t\n@@ -1,2 +1,4 @@\n 1\r\n+x\r\n+y\r\n 2\r\n",
			0,
		},
		"no last line end": {
			"d/\"a\".yaml", "1\n2", "1\n2\nx",
			[]int{1, 2, 0},
			"--- \"a/d/\\\"a\\\".yaml\"\n+++ \"b/d/\\\"a\\\".yaml\"\n@@ -1,2 +1,3 @@\n 1\n-2\n\\ No newline at end of file\n+2\n+x\n\\ No newline at end of file\n",
			0,
		},
		"a last line that stays": {
			"<stdin>", "1\n2", "x\n2",
			[]int{1, 2},
			"--- a/stdin\n+++ b/stdin\n@@ -1,2 +1,2 @@\n-1\n+x\n 2\n\\ No newline at end of file\n",
			0,
		},
		"a credential before": {
			"a.yaml", "1\npassword: ab12cd\n3\n4\n5\n6\n7\n", "1\npassword: ab12cd\nx\n4\n5\n6\n7\n",
			[]int{1, 2, 3, 4, 5, 6, 7},
			"--- a/a.yaml\n+++ b/a.yaml\n@@ -3,4 +3,4 @@\n-3\n+x\n 4\n 5\n 6\n",
			0,
		},
		"a credential behind": {
			"a.yaml", "1\n2\n3\n4\npassword: ab12cd\n6\n", "1\n2\nx\n4\npassword: ab12cd\n6\n",
			[]int{1, 2, 3, 4, 5, 6},
			"--- a/a.yaml\n+++ b/a.yaml\n@@ -2,3 +2,3 @@\n 2\n-3\n+x\n 4\n",
			0,
		},
		"a credential between": {
			"a.yaml", "1\n2\npassword: ab12cd\n4\n5\n", "x\n2\npassword: ab12cd\n4\ny\n",
			[]int{1, 2, 3, 4, 5},
			"--- a/a.yaml\n+++ b/a.yaml\n@@ -1,2 +1,2 @@\n-1\n+x\n 2\n@@ -4,2 +4,2 @@\n 4\n-5\n+y\n",
			0,
		},
		"a credential right behind": {
			"a.yaml", "1\n2\n  password: ab12cd\n4\n", "1\nx\n  password: ab12cd\n4\n",
			[]int{1, 2, 3, 4},
			"--- a/a.yaml\n+++ b/a.yaml\n@@ -1,4 +1,4 @@\n 1\n-2\n+x\n   password: ******\n 4\n",
			1,
		},
		"a credential right above lines that were added": {
			"a.yaml", "1\nurl: https://a:b@c.d\n3\n", "1\nurl: https://a:b@c.d\nx\n3\n",
			[]int{1, 2, 0, 3},
			"--- a/a.yaml\n+++ b/a.yaml\n@@ -1,3 +1,4 @@\n 1\n url: https://***@c.d\n+x\n 3\n",
			1,
		},
		"credentials in what changes": {
			"a.yaml", "Token: ab12cd\r\n2\r\n", "token: ab12cd\r\n2\r\n",
			[]int{1, 2},
			"--- a/a.yaml\n+++ b/a.yaml\n@@ -1,2 +1,2 @@\n-Token: ******\n+token: ******\n 2\r\n",
			2,
		},
		"a credential over lines": {
			"a.yaml", "a:\n- token: !!str >- # 1\n    ab: 12\n\n    cd34\n  b: 1\n  secret:\n    'ef56'\n  keys:\n    k: v\n",
			"a:\n- token: !!str >- # 1\n    ab: 12\n\n    cd34\n  b: 2\n  secret:\n    'ef56'\n  keys:\n    k: w\n",
			[]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
			"--- a/a.yaml\n+++ b/a.yaml\n@@ -6,2 +6,2 @@\n-  b: 1\n+  b: 2\n   secret:\n@@ -9,2 +9,2 @@\n   keys:\n-    k: v\n+    k: w\n",
			0,
		},
		"a private key": {
			"a.yaml", "a: |\n  -----BEGIN PRIVATE KEY-----\n  MIIab: 12\n  -----END PRIVATE KEY-----\nb: 1\nc: 1\n",
			"a: |\n  -----BEGIN PRIVATE KEY-----\n  MIIab: 12\n  -----END PRIVATE KEY-----\nb: 2\nc: 1\n",
			[]int{1, 2, 3, 4, 5, 6},
			"--- a/a.yaml\n+++ b/a.yaml\n@@ -5,2 +5,2 @@\n-b: 1\n+b: 2\n c: 1\n",
			0,
		},
		"what a log obeys": {
			"a\u202e##vso[.yaml", "\uFEFF1\n2 # \x1b[31m\n ::stop-commands::x\n##vso[x]", "\uFEFFx\ny # \x1b[31m\n ::stop-commands::x\n##vso[x]",
			[]int{1, 2, 3, 4},
			"--- \"a/a\\342\\200\\256\\043\\043vso[.yaml\"\n+++ \"b/a\\342\\200\\256\\043\\043vso[.yaml\"\n@@ -1,3 +1,3 @@\n-\uFEFF1\n-2 # \\x1b[31m\n" +
				"+\uFEFFx\n+y # \\x1b[31m\n  \\x3a:stop-commands::x\n",
			3,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, hidden := diffOf(tc.name, []byte(tc.before), engine.Fixed{Data: []byte(tc.after), Origins: tc.origins})
			assert.Equal(t, tc.want, string(got))
			assert.Equal(t, tc.hidden, hidden)
		})
	}
}

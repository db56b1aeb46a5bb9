package binding_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/binding"
	"naftiko/spec/diag"
)

func env(vars map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, ok := vars[name]
		return v, ok
	}
}

func decl(name, key, location, folder string) binding.Decl {
	return binding.Decl{
		Name: name, Namespace: "env", Key: key, Location: location, Folder: folder, Secret: true,
		Pos: diag.Pos{File: "c.yaml", Line: 3, Column: 5},
	}
}

// write makes a folder of files, by name.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return dir
}

func get(t *testing.T, s *binding.Set, name string) string {
	t.Helper()
	v, err := s.Get(name)
	require.NoError(t, err)
	return v.Reveal()
}

func refused(t *testing.T, s *binding.Set, name string) *binding.Error {
	t.Helper()
	_, err := s.Get(name)
	var e *binding.Error
	require.ErrorAs(t, err, &e)
	return e
}

func TestB13_filesByType(t *testing.T) {
	dir := write(t, map[string]string{"s.json": `{"NT":"json-token"}`, "s.yaml": "API_KEY: yk\nport: 8080\n"})
	s := binding.NewSet(binding.Decls{
		decl("NOTION", "NT", "file:///./s.json", dir), decl("API_KEY", "API_KEY", "file://./s.yaml", dir),
		decl("PORT", "port", "s.yaml", dir),
	}, binding.Options{})
	assert.Equal(t, "json-token", get(t, s, "NOTION"))
	assert.Equal(t, "yk", get(t, s, "API_KEY"))
	assert.Equal(t, "8080", get(t, s, "PORT"))
}

func TestFile_envAndProperties(t *testing.T) {
	dir := write(t, map[string]string{
		"s.env":        "# c\nexport A='x y'\nB=\"l1\nl2\"\n",
		"s.properties": "# c\n! c\nA = x y\nB:1\nC  z\nlong = a\\\n   b\nesc\\:aped = \\u00e9\\n\nempty\nA = last\r\nurl = http://h/?a=b\n",
	})
	keys := map[string]string{"A": "last", "B": "1", "C": "z", "long": "ab", "esc:aped": "é\n", "empty": "", "url": "http://h/?a=b"}
	var ds binding.Decls
	for key := range keys {
		ds = append(ds, decl("P"+key, key, "s.properties", dir))
	}
	ds = append(ds, decl("EA", "A", "file:///./s.env", dir), decl("EB", "B", "s.env", dir))
	s := binding.NewSet(ds, binding.Options{})
	for key, want := range keys {
		assert.Equal(t, want, get(t, s, "P"+key), key)
	}
	assert.Equal(t, "x y", get(t, s, "EA"))
	assert.Equal(t, "l1\nl2", get(t, s, "EB"))
}

func TestFile_brokenEnvAndProperties(t *testing.T) {
	dir := write(t, map[string]string{"s.env": "A=1\nhunter2\n", "s.properties": "A=1\nB=\\u00zz hunter2\n"})
	for location, line := range map[string]string{"s.env": "s.env:2:", "s.properties": "s.properties:2:"} {
		e := refused(t, binding.NewSet(binding.Decls{decl("V", "A", location, dir)}, binding.Options{}), "V")
		assert.Equal(t, binding.Unreadable, e.Kind)
		assert.Contains(t, e.Msg, line)
		assert.NotContains(t, e.Error()+e.Hint, "hunter2")
	}
}

func TestB14_keyNotInFile(t *testing.T) {
	dir := write(t, map[string]string{"s.json": "{}", "null.yaml": "A:\n"})
	s := binding.NewSet(binding.Decls{decl("A", "A", "file:///./s.json", dir), decl("B", "A", "file:///./null.yaml", dir)}, binding.Options{})
	e := refused(t, s, "A")
	assert.Equal(t, binding.Unset, e.Kind)
	assert.Contains(t, e.Msg, `key "A" in ./s.json`)
	assert.Equal(t, binding.Unset, refused(t, s, "B").Kind)
}

func TestB15_environment(t *testing.T) {
	s := binding.NewSet(binding.Decls{decl("VAR", "API_KEY", "", "")}, binding.Options{LookupEnv: env(map[string]string{"API_KEY": "rv"})})
	assert.Equal(t, "rv", get(t, s, "VAR"))
	assert.Equal(t, "rv", get(t, s, "env.VAR"))
}

func TestB16_environmentUnset(t *testing.T) {
	s := binding.NewSet(binding.Decls{decl("VAR", "API_KEY", "", "")}, binding.Options{LookupEnv: env(nil), EnvFile: map[string]string{}, EnvFileName: "x.env"})
	e := refused(t, s, "VAR")
	assert.Equal(t, binding.Unset, e.Kind)
	assert.Equal(t, `c.yaml:3:5: bind VAR is not set: "env" has no environment variable API_KEY (and in x.env) [bind-unset]`, e.Error())
	assert.Equal(t, "set it: export API_KEY=…  or  --bind VAR=…", e.Hint)
}

func TestB17_fileBesideDocument(t *testing.T) {
	dir := write(t, map[string]string{"dir/secrets.yaml": "my-token: t1\n"})
	s := binding.NewSet(binding.Decls{decl("TOKEN", "my-token", "file:///./dir/secrets.yaml", dir)}, binding.Options{})
	assert.Equal(t, "t1", get(t, s, "TOKEN"))
}

func TestB18_B20_laterWinsAndNamespaces(t *testing.T) {
	dir := write(t, map[string]string{"a.yaml": "k: one\n", "b.yaml": "k: two\n"})
	first, second := decl("V", "k", "a.yaml", dir), decl("V", "k", "b.yaml", dir)
	first.Namespace, second.Namespace = "first", "second"
	s := binding.NewSet(binding.Decls{first, second}, binding.Options{})
	assert.Equal(t, "two", get(t, s, "V"))
	assert.Equal(t, "one", get(t, s, "first.V"))
	assert.Equal(t, "two", get(t, s, "second.V"))
}

func TestB19_badFiles(t *testing.T) {
	secret := "hunter2-hunter2"
	dir := write(t, map[string]string{
		"list.yaml": "- " + secret + "\n", "broken.yaml": "a: [" + secret + "\n", "broken.json": "{\n\"a\": \"" + secret,
		"large.yaml": "k: " + strings.Repeat("x", 1<<20), "k.txt": "k: v", ".hidden/s.yaml": "k: v",
	})
	require.NoError(t, os.Mkdir(filepath.Join(dir, "folder.yaml"), 0o755))
	tests := map[string]struct {
		location string
		kind     binding.Kind
		msg      string
	}{
		"list at the root": {"list.yaml", binding.Unreadable, "list.yaml:1: not a mapping"},
		"not YAML":         {"broken.yaml", binding.Unreadable, "broken.yaml:"},
		"not JSON":         {"broken.json", binding.Unreadable, "broken.json:2: not a mapping"},
		"too large":        {"large.yaml", binding.Unreadable, "larger than 1 MiB"},
		"other suffix":     {"k.txt", binding.Refused, "not a kind of file"},
		"dot folder":       {".hidden/s.yaml", binding.Refused, "dot folder"},
		"folder":           {"folder.yaml", binding.Refused, "not a regular file"},
		"missing":          {"none.yaml", binding.Unreadable, "cannot read none.yaml"},
		"other scheme":     {"vault://x/y", binding.Unreadable, `no provider for location "vault://x/y"`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			e := refused(t, binding.NewSet(binding.Decls{decl("V", "k", tc.location, dir)}, binding.Options{}), "V")
			assert.Equal(t, tc.kind, e.Kind)
			assert.Contains(t, e.Msg, tc.msg)
			assert.NotContains(t, e.Error()+e.Hint, secret)
		})
	}
}

// What lies outside the document's folder is not read, by whatever way it is named.
func TestFile_confined(t *testing.T) {
	outside := write(t, map[string]string{"secret.yaml": "k: outside\n"})
	dir := write(t, map[string]string{"doc/in.yaml": "k: in\n", "up.yaml": "k: up\n"})
	doc := filepath.Join(dir, "doc")
	require.NoError(t, os.Symlink(filepath.Join(outside, "secret.yaml"), filepath.Join(doc, "link.yaml")))
	require.NoError(t, os.Symlink(outside, filepath.Join(doc, "linked")))
	for _, location := range []string{
		"../up.yaml", "file:///./../up.yaml", "file://./../up.yaml", "sub/../../up.yaml", "file:///./%2e%2e/up.yaml",
		filepath.Join(outside, "secret.yaml"), "file://" + filepath.Join(outside, "secret.yaml"), "link.yaml", "linked/secret.yaml",
	} {
		t.Run(location, func(t *testing.T) {
			e := refused(t, binding.NewSet(binding.Decls{decl("V", "k", location, doc)}, binding.Options{}), "V")
			assert.Equal(t, binding.Refused, e.Kind, e.Msg)
		})
	}
	allowed := binding.Options{AllowPaths: []string{outside}}
	s := binding.NewSet(binding.Decls{decl("V", "k", filepath.Join(outside, "secret.yaml"), doc)}, allowed)
	assert.Equal(t, "outside", get(t, s, "V"))
	s = binding.NewSet(binding.Decls{decl("V", "k", filepath.Join(doc, "in.yaml"), doc)}, binding.Options{})
	assert.Equal(t, "in", get(t, s, "V"), "an absolute path inside the folder is fine")
}

func TestReserved(t *testing.T) {
	for _, name := range []string{
		"AWS_SECRET_ACCESS_KEY", "AZURE_CLIENT_SECRET", "GOOGLE_APPLICATION_CREDENTIALS", "GITHUB_TOKEN", "GH_TOKEN", "CI_JOB_TOKEN",
		"ACTIONS_RUNTIME_TOKEN", "SSH_AUTH_SOCK", "KUBECONFIG", "NPM_TOKEN", "VAULT_TOKEN", "PATH", "HOME", "Path", "aws_session_token",
	} {
		t.Run(name, func(t *testing.T) {
			assert.True(t, binding.Reserved(name))
			d := decl("X", name, "", "")
			vars := binding.Options{LookupEnv: env(map[string]string{name: "machine"})}
			e := refused(t, binding.NewSet(binding.Decls{d}, vars), "X")
			assert.Equal(t, binding.Refused, e.Kind)
			assert.Contains(t, e.Hint, "--bind X")
			vars.PassThrough = []string{"X"}
			assert.Equal(t, "machine", get(t, binding.NewSet(binding.Decls{d}, vars), "X"))
		})
	}
	for _, name := range []string{"KINDE_ACCESS_TOKEN", "API_KEY", "AWSOME", "MY_HOME", "PATHS", "CITY"} {
		assert.False(t, binding.Reserved(name), name)
	}
}

func TestSet_precedence(t *testing.T) {
	ds := binding.Decls{decl("V", "K", "", "")}
	o := binding.Options{LookupEnv: env(map[string]string{"K": "environment"})}
	assert.Equal(t, "environment", get(t, binding.NewSet(ds, o), "V"))
	o.EnvFile, o.EnvFileName = map[string]string{"K": "file"}, "x.env"
	s := binding.NewSet(ds, o)
	assert.Equal(t, "file", get(t, s, "V"))
	assert.Equal(t, "x.env K", s.Source(ds[0]))
	o.Values = map[string]string{"V": "flag"}
	assert.Equal(t, "flag", get(t, binding.NewSet(ds, o), "V"))
	o.Values = map[string]string{"env.V": "qualified", "V": "flag"}
	s = binding.NewSet(ds, o)
	assert.Equal(t, "qualified", get(t, s, "V"))
	assert.Equal(t, "--bind V", s.Source(ds[0]))
}

func TestSet_undeclared(t *testing.T) {
	s := binding.NewSet(nil, binding.Options{LookupEnv: env(map[string]string{"X": "1"})})
	assert.Equal(t, binding.Unset, refused(t, s, "X").Kind)
	assert.False(t, s.Has("X"))
}

func TestSet_reportsSecretsOnce(t *testing.T) {
	var seen []string
	open := decl("HOST", "HOST", "", "")
	open.Secret = false
	s := binding.NewSet(binding.Decls{decl("T", "T", "", ""), open}, binding.Options{
		LookupEnv: env(map[string]string{"T": "s3cret", "HOST": "acme"}), OnValue: func(v string) { seen = append(seen, v) },
	})
	for range 3 {
		get(t, s, "T")
		get(t, s, "HOST")
	}
	assert.Equal(t, []string{"s3cret"}, seen)
}

// Of secrets that are parts of one another the longest is hidden first.
func TestSet_Mask(t *testing.T) {
	for range 20 {
		s := binding.NewSet(binding.Decls{decl("A", "A", "", ""), decl("B", "B", "", ""), decl("C", "C", "", "")}, binding.Options{
			LookupEnv: env(map[string]string{"A": "abcdef", "B": "abcdef123456", "C": "abc"}),
		})
		get(t, s, "A")
		get(t, s, "B")
		get(t, s, "C")
		assert.Equal(t, "x *** y *** abc", s.Mask("x abcdef123456 y abcdef abc"))
	}
}

func TestSecret_neverPrints(t *testing.T) {
	s := binding.NewSet(binding.Decls{decl("T", "T", "", "")}, binding.Options{LookupEnv: env(map[string]string{"T": "hunter2"})})
	v, err := s.Get("T")
	require.NoError(t, err)
	asJSON, err := json.Marshal(map[string]any{"v": v})
	require.NoError(t, err)
	for _, text := range []string{
		fmt.Sprint(v), fmt.Sprintf("%v %+v %#v %s %q %x %d", v, v, v, v, v, v, v), string(asJSON), fmt.Sprint([]any{v}, &v),
		fmt.Sprintf("%v", struct{ S binding.Secret }{v}), errors.Join(fmt.Errorf("x %v", v)).Error(),
	} {
		assert.NotContains(t, text, "hunter2")
		assert.NotContains(t, text, fmt.Sprintf("%x", "hunter2"))
		assert.Contains(t, text, "***")
	}
}

func TestParseEnvFile(t *testing.T) {
	src := "\ufeff# comment\r\nA=1\r\n\nexport B = two words # note\nC='sing$le \\n'\nD=\"a\\nb\\\"c\\\\\"\nE=\nF=\"line1\nline2\" # x\nG=a#b\n"
	got, err := binding.ParseEnvFile("x.env", []byte(src))
	require.NoError(t, err)
	assert.Equal(t, map[string]string{
		"A": "1", "B": "two words", "C": `sing$le \n`, "D": "a\nb\"c\\", "E": "", "F": "line1\nline2", "G": "a#b",
	}, got)

	for src, want := range map[string]string{
		"A=1\nsecretword\n":       "x.env:2: not NAME=value, or a quote that is not closed",
		"=x":                      "x.env:1: not NAME=value, or a quote that is not closed",
		"1A=x":                    "x.env:1: not NAME=value, or a quote that is not closed",
		"F=\"a\nb\"\nsecret word": "x.env:3: not NAME=value, or a quote that is not closed",
		"A='secretword":           "x.env:1: not NAME=value, or a quote that is not closed",
	} {
		_, err := binding.ParseEnvFile("x.env", []byte(src))
		require.EqualError(t, err, want)
	}
}

func FuzzParseEnvFile(f *testing.F) {
	f.Add([]byte("A=1\nB='x'\nC=\"\\n\""))
	f.Add([]byte("export X=\n\"=\n'"))
	f.Fuzz(func(t *testing.T, data []byte) {
		vars, err := binding.ParseEnvFile("f", data)
		for name := range vars {
			if err != nil || name == "" || strings.ContainsAny(name, " =\n") {
				t.Fatalf("ParseEnvFile(%q) has the name %q (%v)", data, name, err)
			}
		}
	})
}

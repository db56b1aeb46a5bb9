package load_test

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/load"
)

// folder makes a folder of documents: name to the namespace it consumes.
func folder(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, ns := range files {
		m[name] = &fstest.MapFile{Data: []byte("# " + name + "\nnaftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n  - {type: http, namespace: " + ns + "}\n")}
	}
	return m
}

func TestFind(t *testing.T) {
	local := load.Place{Dir: "capabilities", FS: folder(map[string]string{"a.yaml": "ns-a", "b.naftiko.yml": "ns-b", "x.txt": "t", ".hid.yaml": "h"}), Unasked: true}
	second := load.Place{Dir: "/p", FS: folder(map[string]string{"c.yaml": "ns-a", "d.yaml": "ns-d", "d.json": "ns-d2", "e.ikanos.yaml": "ns-e"})}
	builtin := load.Place{FS: folder(map[string]string{"k.yaml": "k", "b.yaml": "ns-b"})}
	places := []load.Place{local, second, builtin, {Dir: "/none", FS: fstest.MapFS{}}}
	found := map[string]string{
		"a": "capabilities/a.yaml", "c": "/p/c.yaml", "e": "/p/e.ikanos.yaml", "k": "built-in:k.yaml",
		"ns-e": "/p/e.ikanos.yaml",
	}
	for name, want := range found {
		f, err := load.Find(name, places)
		require.NoError(t, err, name)
		assert.Equal(t, want, f.Name)
	}
	refused := map[string]struct {
		kind load.Kind
		msg  string
	}{
		"d":       {load.Ambiguous, `/p/d.json, /p/d.yaml`},
		"zz":      {load.Unknown, "in capabilities, /p, /none, the built-in catalogue"},
		"x":       {load.Unknown, ""},
		".hid":    {load.Unknown, ""},
		"A":       {load.Unknown, ""},
		"../p/c":  {load.Unknown, ""},
		"ns-a":    {load.Shadowed, "/p/c.yaml"}, // a namespace that two places have, with other bytes
		"":        {load.Unknown, ""},
		"c.yaml ": {load.Unknown, ""},
	}
	for name, want := range refused {
		_, err := load.Find(name, places)
		var e *load.Error
		require.ErrorAs(t, err, &e, name)
		assert.Equal(t, want.kind, e.Kind, name)
		assert.Contains(t, e.Msg, want.msg, name)
	}
}

// What a document imports is among its namespaces, whatever its name is here.
func TestFind_imported(t *testing.T) {
	const doc = "naftiko: 1.0.0-alpha2\ncapability: {consumes: [{location: x.yaml, import: b}, {location: x.yaml, import: c, as: d}]}"
	places := []load.Place{{Dir: "p", FS: fstest.MapFS{"a.yaml": {Data: []byte(doc)}}}}
	for name, want := range map[string]bool{"b": true, "c": false, "d": true} {
		_, err := load.Find(name, places)
		assert.Equal(t, want, err == nil, name)
	}
}

func TestFind_shadowing(t *testing.T) {
	mine := folder(map[string]string{"k.yaml": "mine"})
	theirs := load.Place{FS: folder(map[string]string{"k.yaml": "theirs"})}
	_, err := load.Find("k", []load.Place{{Dir: "capabilities", FS: mine, Unasked: true}, theirs})
	var e *load.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, load.Shadowed, e.Kind)
	assert.Contains(t, e.Msg, "capabilities/k.yaml")
	assert.Contains(t, e.Msg, "built-in:k.yaml")

	f, err := load.Find("k", []load.Place{{Dir: "capabilities", FS: mine}, theirs})
	require.NoError(t, err, "a folder that was asked for")
	assert.Equal(t, "capabilities/k.yaml", f.Name)

	f, err = load.Find("k", []load.Place{{Dir: "capabilities", FS: mine, Unasked: true}, {FS: mine}})
	require.NoError(t, err, "the same bytes")
	assert.Equal(t, "capabilities/k.yaml", f.Name)
}

func TestAll(t *testing.T) {
	files, unread := load.All([]load.Place{
		{Dir: "p", FS: denied{}}, {Dir: "a", FS: folder(map[string]string{"x.yaml": "1", "y.yaml": "2"})}, {FS: folder(map[string]string{"x.yaml": "3", "z.yaml": "4"})},
	})
	assert.Len(t, unread, 1)
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
	}
	assert.Equal(t, []string{"a/x.yaml", "a/y.yaml", "built-in:z.yaml"}, names)
}

// The same bytes mean something else in another folder when they name files of it.
func TestFind_shadowingByFiles(t *testing.T) {
	for name, tc := range map[string]struct {
		doc     string
		refused bool
	}{
		"nothing named":     {"consumes: [{namespace: a}]\nbinds: [{namespace: b, keys: {A: A}}]", false},
		"an import":         {"consumes: [{location: x.yaml, import: a}]", true},
		"an exposed import": {"capability: {exposes: [{import: x.yaml}]}", true},
		"a bind's file":     {"binds: [{namespace: b, location: 'file:///./x.yaml', keys: {A: A}}]", true},
	} {
		t.Run(name, func(t *testing.T) {
			files := fstest.MapFS{"k.yaml": {Data: []byte("naftiko: 1.0.0-alpha2\n" + tc.doc)}}
			_, err := load.Find("k", []load.Place{{Dir: "capabilities", FS: files, Unasked: true}, {Dir: "/p", FS: files}})
			var e *load.Error
			assert.Equal(t, tc.refused, errors.As(err, &e) && e.Kind == load.Shadowed, "%v", err)
		})
	}
}

// denied is a folder that cannot be read.
type denied struct{}

func (denied) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}

func TestFind_unreadableFolder(t *testing.T) {
	_, err := load.Find("k", []load.Place{{Dir: "/p", FS: denied{}}})
	var e *load.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, load.Unreadable, e.Kind)
	assert.ErrorIs(t, err, fs.ErrPermission)
	assert.Equal(t, "cannot read the folder /p: permission denied", e.Msg)
}

func TestStemAndIsPath(t *testing.T) {
	for file, want := range map[string]string{
		"a.yaml": "a", "x/b.naftiko.yml": "b", "c.ikanos.json": "c", "d.e.yaml": "d.e", "UP.YAML": "UP", "f.txt": "", "g": "", ".h.yaml": "", ".yaml": "",
	} {
		stem, ok := load.Stem(file)
		assert.Equal(t, want, stem, file)
		assert.Equal(t, want != "", ok, file)
	}
	for name, want := range map[string]bool{"a": false, "a.yaml": true, "./a": true, "d/a": true, `d\a`: true, "a.b": false, "a.json": true} {
		assert.Equal(t, want, load.IsPath(name), name)
	}
}

package binding_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/binding"
)

func TestFolder(t *testing.T) {
	top := write(t, map[string]string{
		"doc/in.yaml": "in", "doc/sub/deep.yaml": "deep", "doc/.git/config.yaml": "hidden", "doc/exact": strings.Repeat("x", 100),
		"up.yaml": "up", "other/far.yaml": "far", "other/.hid/x.yaml": "hidden",
	})
	doc, other := filepath.Join(top, "doc"), filepath.Join(top, "other")
	require.NoError(t, os.Symlink("../up.yaml", filepath.Join(doc, "out.yaml")))
	require.NoError(t, os.Symlink("in.yaml", filepath.Join(doc, "alias.yaml")))
	require.NoError(t, os.Mkdir(filepath.Join(doc, "folder.yaml"), 0o755))
	tests := map[string]struct {
		path    string
		allow   []string
		want    string
		refused bool
		msg     string
	}{
		"beside":                  {path: "in.yaml", want: "in"},
		"below":                   {path: "./sub/deep.yaml", want: "deep"},
		"down and up":             {path: "sub/../in.yaml", want: "in"},
		"absolute, inside":        {path: filepath.Join(doc, "in.yaml"), want: "in"},
		"a link inside":           {path: "alias.yaml", want: "in"},
		"as long as may be":       {path: "exact", want: strings.Repeat("x", 100)},
		"allowed":                 {path: filepath.Join(other, "far.yaml"), allow: []string{other}, want: "far"},
		"allowed, relative":       {path: "../other/far.yaml", allow: []string{other}, want: "far"},
		"above":                   {path: "../up.yaml", refused: true, msg: "../up.yaml lies outside the document's folder"},
		"absolute":                {path: filepath.Join(other, "far.yaml"), refused: true, msg: "lies outside"},
		"beside what is allowed":  {path: "../up.yaml", allow: []string{other}, refused: true, msg: "lies outside"},
		"a name that begins like": {path: "../other/far.yaml", allow: []string{filepath.Join(top, "oth")}, refused: true, msg: "lies outside"},
		"a link out":              {path: "out.yaml", refused: true, msg: "cannot read out.yaml"},
		"a dot folder":            {path: ".git/config.yaml", refused: true, msg: "dot folder"},
		"a dot folder allowed in": {path: "../other/.hid/x.yaml", allow: []string{other}, refused: true, msg: "dot folder"},
		"a folder":                {path: "folder.yaml", refused: true, msg: "not a regular file"},
		"the folder itself":       {path: ".", refused: true, msg: "not a regular file"},
		"nothing":                 {path: "none.yaml", msg: "cannot read none.yaml"},
		"a zero byte":             {path: "in\x00.yaml", msg: "cannot read"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := binding.Folder{Dir: doc, Allow: tc.allow}.Read(tc.path, 100)
			if tc.want != "" {
				require.NoError(t, err)
				assert.Equal(t, tc.want, string(got))
				return
			}
			var e *binding.Error
			require.ErrorAs(t, err, &e)
			assert.Contains(t, e.Msg, tc.msg)
			assert.Equal(t, tc.refused, e.Kind == binding.Refused)
			assert.Empty(t, got)
		})
	}
	_, err := binding.Folder{Dir: doc}.Read("none.yaml", 1)
	assert.ErrorIs(t, err, fs.ErrNotExist)
	_, err = binding.Folder{Dir: doc}.Read("in.yaml", 1)
	assert.ErrorContains(t, err, "in.yaml is larger than")
	_, err = binding.Folder{Dir: doc}.Read("../up.yaml", 1)
	var e *binding.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "allow it with  --allow-path "+top, e.Hint, "a folder as the shell sees it")
}

// A document without a folder reads what was allowed, and nothing else.
func TestFolder_none(t *testing.T) {
	t.Chdir(write(t, map[string]string{"in.yaml": "in"}))
	_, err := binding.Folder{}.Read("in.yaml", 100)
	assert.ErrorContains(t, err, "the document has no folder")
	for _, f := range []binding.Folder{{Dir: "."}, {Allow: []string{"."}}} {
		got, err := f.Read("in.yaml", 100)
		require.NoError(t, err)
		assert.Equal(t, "in", string(got))
		_, err = f.Read("../x.yaml", 100)
		assert.Error(t, err)
	}
}

// A dot folder is closed until the user names it.
func TestFolder_dotFolder(t *testing.T) {
	doc := write(t, map[string]string{".secrets/v.yaml": "v"})
	_, err := binding.Folder{Dir: doc}.Read(".secrets/v.yaml", 10)
	assert.ErrorContains(t, err, "dot folder")
	got, err := binding.Folder{Dir: doc, Allow: []string{filepath.Join(doc, ".secrets")}}.Read(".secrets/v.yaml", 10)
	require.NoError(t, err)
	assert.Equal(t, "v", string(got))
}

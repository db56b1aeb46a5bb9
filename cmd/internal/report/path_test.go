package report

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPaths(t *testing.T) {
	tests := map[string]struct {
		name    string
		windows bool
		slashed string
		uri     string
	}{
		"plain":             {"a.yaml", false, "a.yaml", "a.yaml"},
		"folder":            {"a/b.yaml", false, "a/b.yaml", "a/b.yaml"},
		"here":              {"./a.yaml", false, "a.yaml", "a.yaml"},
		"here twice":        {".//./a.yaml", false, "a.yaml", "a.yaml"},
		"hidden":            {".a.yaml", false, ".a.yaml", ".a.yaml"},
		"above":             {"../a.yaml", false, "../a.yaml", "../a.yaml"},
		"above from here":   {"./../a.yaml", false, "../a.yaml", "../a.yaml"},
		"only here":         {"./", false, "./", "./"},
		"special":           {"a b%c#d?e:f.yaml", false, "a b%c#d?e:f.yaml", "a%20b%25c%23d%3Fe%3Af.yaml"},
		"like a scheme":     {"file:x", false, "file:x", "file%3Ax"},
		"umlaut":            {"ö.yaml", false, "ö.yaml", "%C3%B6.yaml"},
		"invalid":           {"\xff", false, "\xff", "%FF"},
		"backslash":         {`a\b`, false, `a\b`, "a%5Cb"},
		"absolute":          {"/a b/c", false, "/a b/c", "file:///a%20b/c"},
		"absolute, slashes": {"//a/c", false, "//a/c", "file:///a/c"},
		"standard input":    {stdin, false, "<stdin>", "%3Cstdin%3E"},
		"windows":           {`.\a\b c.yaml`, true, "a/b c.yaml", "a/b%20c.yaml"},
		"windows above":     {`..\a`, true, "../a", "../a"},
		"drive":             {`C:\a b\c.yaml`, true, "C:/a b/c.yaml", "file:///C:/a%20b/c.yaml"},
		"drive, slashes":    {`d:/a:b`, true, "d:/a:b", "file:///d:/a%3Ab"},
		"drive, relative":   {`C:a`, true, "C:a", "C%3Aa"},
		"no drive":          {`1:\a`, true, "1:/a", "1%3A/a"},
		"drive elsewhere":   {`C:/a`, false, "C:/a", "C%3A/a"},
		"share":             {`\\host\share\a b`, true, "//host/share/a b", "file://host/share/a%20b"},
		"rooted":            {`\a`, true, "/a", "file:///a"},
		"nothing":           {"", false, "", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tc.slashed, slashed(tc.name, tc.windows))
			assert.Equal(t, tc.uri, uri(tc.name, tc.windows))
			u, err := url.Parse(uri(tc.name, tc.windows))
			require.NoError(t, err)
			if u.Scheme == "" {
				assert.Equal(t, tc.slashed, u.Path)
			}
		})
	}
}

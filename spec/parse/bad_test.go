package parse_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/diag"
	"naftiko/spec/diag/diagtest"
	"naftiko/spec/parse"
)

// TestBad checks that each fixture gives the findings that its comments demand.
func TestBad(t *testing.T) {
	codes := map[string]bool{}
	for _, pattern := range []string{"yaml-*.yaml", "parse-*.yaml"} {
		files, err := filepath.Glob(filepath.Join("../../testdata/bad", pattern))
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			t.Run(filepath.Base(file), func(t *testing.T) {
				src, err := os.ReadFile(file)
				require.NoError(t, err)
				doc, diags := parse.Bytes(file, src)
				require.NotNil(t, doc)
				diagtest.CheckAll(t, src, diags)
				for _, d := range diags {
					codes[d.Code] = true
					assert.Positive(t, d.Pos.Column)
					assert.Equal(t, file, d.Pos.File)
				}
			})
		}
	}
	for _, code := range codesOf(t, "../yaml", ".") {
		// Files that no editor would show have tests of their own.
		if code != "not-utf8" && code != "too-large" && code != "too-many-findings" {
			assert.True(t, codes[code], "no fixture for code %q", code)
		}
	}
}

// codesOf finds the codes of findings in the source of packages.
func codesOf(t *testing.T, folders ...string) []string {
	t.Helper()
	call := regexp.MustCompile(`(?:[Ee]rrorf|[Ww]arnf)\(.*?, "([a-z0-9]+(?:-[a-z0-9]+)+)",|code: "([a-z-]+)"`)
	var out []string
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		require.NoError(t, err)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			src, err := os.ReadFile(file)
			require.NoError(t, err)
			for _, m := range call.FindAllStringSubmatch(string(src), -1) {
				out = append(out, m[1]+m[2])
			}
		}
	}
	require.Greater(t, len(out), 30)
	return out
}

func TestBytes_hints(t *testing.T) {
	tests := map[string]struct{ src, hint string }{
		"misspelled key":      {"naftiko: 1.0.0-alpha2\ncapabilty: {}", `did you mean "capability"?`},
		"case of a key":       {"naftiko: 1.0.0-alpha2\ncapability: {consumes: [{baseURI: x}]}", `did you mean "baseUri"?`},
		"misspelled type":     {"naftiko: 1.0.0-alpha2\ncapability: {exposes: [{type: mcpp}]}", `did you mean "mcp"?`},
		"strange type":        {"naftiko: 1.0.0-alpha2\ncapability: {exposes: [{type: workers-kv}]}", "known: rest, mcp, skill, control"},
		"version":             {"naftiko: 1.0.0-alpha22\ncapability: {}", "did you mean 1.0.0-alpha2?"},
		"unquoted braces":     {"naftiko: 1.0.0-alpha2\ncapability: {consumes: [{baseUri: {x}}]}", "in quotes"},
		"spelling":            {"naftiko: 1.0.0-alpha2\ninfo: {display: x}", `write "label"`},
		"not our document":    {"a: b", `starts with "naftiko: 1.0.0-alpha2"`},
		"entries without '-'": {"naftiko: 1.0.0-alpha2\ncapability: {consumes: {type: http}}", `start each entry with "- "`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, diags := parse.Bytes("f", []byte(tc.src))
			require.Len(t, diags, 1)
			assert.Contains(t, diags[0].Hint, tc.hint)
		})
	}
}

func TestBytes_manyFindings(t *testing.T) {
	src := "naftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n" + strings.Repeat("  - {a: 1, type: []}\n", 20_000)
	_, diags := parse.Bytes("f", []byte(src))
	assert.Len(t, diags, 2*10_001, "some of each severity, and one that says so")
	assert.Len(t, diags.Errors(), 10_001)
	last := diags[len(diags)-1]
	assert.Equal(t, "too-many-findings", last.Code)
}

func TestBytes_manyObjects(t *testing.T) {
	src := "naftiko: 1.0.0-alpha2\nconsumes:\n- namespace: a\n  inputParameters: [" + strings.Repeat("{},", 1_000_001) + "]\n  resources: [{path: /}]\n"
	doc, diags := parse.Bytes("f", []byte(src))
	require.Len(t, diags, 1)
	assert.Equal(t, "too-large", diags[0].Code)
	assert.Empty(t, doc.Consumes[0].Inputs)
	assert.Len(t, doc.Consumes[0].Resources, 1)
}

func TestBytes_unreadable(t *testing.T) {
	for _, src := range []string{"", "\xff", "\x00", "a: b: c", strings.Repeat("[", 300)} {
		doc, diags := parse.Bytes("f", []byte(src))
		require.NotNil(t, doc)
		assert.Len(t, diags, 1)
		assert.Equal(t, diag.Error, diags[0].Severity)
	}
}

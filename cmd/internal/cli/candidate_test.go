package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/yaml"
)

// candidates hold a root key as their first, or one behind a merge key.
var candidates = []string{
	"naftiko: 1.0.0-alpha2",
	"\ufeffnaftiko: x",
	"# c\n\n---\nikanos: x\n",
	"capability:\n  consumes: []\n",
	"  binds: []\n  x: 1\n",
	"a: 1\r\nexternalRefs: []\r\n",
	"a: 1\rexposes: []\r",
	"a: 1\u0085exposes: []\u0085",
	"a: 1\u2028exposes: []",
	"\"naftiko\": x",
	"'naftiko' : x",
	"'naftiko'\t: x",
	"? naftiko\n: x",
	"? naftiko # comment\n: x",
	"? \"naftiko\"\n\n: x",
	"? |-\n  naftiko\n: x",
	"? >-\n  naftiko\n\n: x",
	"{naftiko: x}",
	"{\"naftiko\":\"x\"}",
	"{\"a\":1,\n\"naftiko\" :\"x\"}",
	"{naftiko}",
	"{a, naftiko, b}",
	"{a: 1,naftiko: x}",
	"!!str naftiko: x",
	"!<tag:yaml.org,2002:str> naftiko: x",
	"&k naftiko: x",
	"a: &k naftiko\n*k : x",
	"a: [&k naftiko]\n*k : x",
	"a: {b: &k naftiko}\n*k : x",
	"a: &k naftiko # comment\n*k : x",
	"a: &k |-\n  naftiko\n*k : x",
	"a: &b {naftiko: x}\n<<: *b",
	`"\x6eaftiko": x`,
	`"naftik\u006F": x`,
	`"\U0000006eaftiko": x`,
	"? \"naf\\\n  tiko\"\n: x",
	"? \"n\\\n\taf\\\r\n  tiko\"\n: x",
	"? \"\\\n  naftiko\\\n  \"\n: x",
	"? \"naf\\\u2028tiko\"\n: x",
}

func TestIsCandidate(t *testing.T) {
	for _, text := range candidates {
		assert.True(t, isCandidate([]byte(text)), "%q", text)
	}
	for _, text := range []string{
		"", "{}", "[1, 2]", "openapi: 3.1.0\ninfo: {title: x}\n",
		"description: binds a thing that consumes another and exposes it",
		"subnaftiko: x", "naftiko-x: x", "naftikos: x", "capabilities: []", "my_binds: x",
		`{"a": "C:\\users \u00e9 \n \u003c"}`,
		"run: |\n  curl \\\n    https://example.com\n",
		"a\\", "\\x", "\\u006",
	} {
		assert.False(t, isCandidate([]byte(text)), "%q", text)
	}
}

// UTF-16 is refused by the parser, which then says so; but only where it matters.
func TestIsCandidate_utf16(t *testing.T) {
	for _, text := range []string{"naftiko: 1.0", "a: 1", "{\"binds\": []}"} {
		var data []byte
		for _, u := range utf16.Encode([]rune("\ufeff" + text)) {
			data = append(data, byte(u), byte(u>>8))
		}
		assert.Equal(t, isCandidate([]byte(text)), isCandidate(data), text)
		for i := 0; i+1 < len(data); i += 2 {
			data[i], data[i+1] = data[i+1], data[i]
		}
		assert.Equal(t, isCandidate([]byte(text)), isCandidate(data), "big-endian "+text)
	}
}

// The keys are those that the parser knows a document by.
func TestRootKeys(t *testing.T) {
	src, err := os.ReadFile("../../../spec/parse/document.go")
	require.NoError(t, err)
	tables, _, ok := strings.Cut(string(src), "\nfunc ")
	require.True(t, ok)
	var keys []string
	for _, m := range regexp.MustCompile(`\{key: "(\w+)", set:`).FindAllStringSubmatch(tables, -1) {
		if m[1] != "info" {
			keys = append(keys, m[1])
		}
	}
	assert.ElementsMatch(t, rootKeys[:], keys)
}

// Documents that are shipped are candidates, to begin with.
func TestIsCandidate_documents(t *testing.T) {
	files, err := filepath.Glob("../../../capabilities/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		assert.True(t, isCandidate(data), name)
	}
}

// FuzzIsCandidate holds the guess to the parser: what has one of the keys at its
// root must be a candidate.
func FuzzIsCandidate(f *testing.F) {
	for _, text := range candidates {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		root, _ := yaml.Parse("", data)
		for k := range root.Members() {
			if slices.Contains(rootKeys[:], k.Text()) && !isCandidate(data) {
				t.Errorf("%q has the key %q and is no candidate", data, k.Text())
			}
		}
	})
}

// All texts of the table are what they are there for.
func TestCandidates(t *testing.T) {
	for _, text := range candidates {
		root, diags := yaml.Parse("", []byte(text))
		has := false
		for k := range root.Members() {
			has = has || slices.Contains(rootKeys[:], k.Text())
		}
		assert.True(t, has, "%q: %v", text, diags)
	}
}

func BenchmarkIsCandidate(b *testing.B) {
	data := []byte(strings.Repeat("      - name: parameter\n        description: \"What this filters by,\\nin a few \\u003cwords\\u003e.\"\n", 10000))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if isCandidate(data) {
			b.Fatal("it has no such key")
		}
	}
}

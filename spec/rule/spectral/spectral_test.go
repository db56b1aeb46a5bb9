package spectral_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/diag"
	"naftiko/spec/rule/spectral"
	"naftiko/spec/yaml"
)

// parse reads a ruleset that must be without findings.
func parse(t *testing.T, rules string) *spectral.Ruleset {
	t.Helper()
	set, list := spectral.Parse("rules.yml", []byte(rules), spectral.Known{})
	require.Empty(t, list, "%s\n%s", rules, list.Error())
	return set
}

func document(t *testing.T, text string) yaml.Node {
	t.Helper()
	root, list := yaml.Parse("doc.yml", []byte(text))
	require.Empty(t, list)
	return root
}

// lines writes findings as "line:column message".
func lines(list diag.List) []string {
	out := []string{}
	for _, d := range list {
		out = append(out, fmt.Sprintf("%d:%d %s", d.Pos.Line, d.Pos.Column, d.Msg))
	}
	return out
}

func anyFunction(string) bool { return true }

func allRules(spectral.Info) bool { return true }

func TestPublished(t *testing.T) {
	tests := map[string]int{"ikanos-beta5.yml": 33, "naftiko-alpha2.yml": 23}
	for file, want := range tests {
		t.Run(file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", file))
			require.NoError(t, err)
			set, list := spectral.Parse(file, data, spectral.Known{Function: anyFunction})
			assert.Empty(t, list)
			assert.Len(t, set.Rules(), want)
			assert.Empty(t, set.Skipped())

			set, list = spectral.Parse(file, data, spectral.Known{})
			assert.Len(t, list, len(set.Skipped()))
			assert.Equal(t, want, len(set.Rules())+len(set.Skipped()))
			for _, d := range list {
				assert.Equal(t, spectral.CodeUnsupported, d.Code)
				assert.Contains(t, d.Msg, "JavaScript")
			}
		})
	}
}

func TestPublishedFindings(t *testing.T) {
	data, err := os.ReadFile("testdata/ikanos-beta5.yml")
	require.NoError(t, err)
	set, _ := spectral.Parse("rules.yml", data, spectral.Known{})
	root := document(t, `capability:
  consumes:
    - type: http
      description: An API.
      baseUri: https://api.example.com/
      resources:
        - path: /users?all=1
    - from: .
      description: Elsewhere.
  exposes:
    - type: rest
      address: example.com
      namespace: a
      resources:
        - path: /a/
    - type: mcp
      transport: stdio
      authentication:
        type: basic
`)
	assert.Equal(t, []string{
		"5:16 a baseUri ends without a slash",
		"7:17 a consumed path has no query: declare parameters in: query",
		"8:7 an import says what it takes",
		"8:13 an import is not from its own folder",
		"12:16 an address is that of a real host",
		"15:11 an exposed resource is described",
		"15:17 an exposed path ends without a slash",
		"16:7 an adapter has a namespace to be imported by",
		"18:7 an adapter on stdio has no authentication",
	}, lines(set.Check(root, spectral.Options{})))
}

package yaml_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"naftiko/spec/yaml"
)

func TestNode_Comments(t *testing.T) {
	tests := map[string]struct {
		text string
		want []string
	}{
		"behind a value":         {"a: 1 # mark: x y\nb: 2\n", []string{"1:6 about 1 x y"}},
		"above":                  {"# mark: x\n\n# another\na: 1\n", []string{"1:1 about 4 x"}},
		"indented":               {"a:\n  # mark: x\n  b: 1\n", []string{"2:3 about 3 x"}},
		"at the end":             {"a: 1\n# mark: x", []string{"2:1 about 0 x"}},
		"behind another comment": {"a: 1 # why # mark: x\n", []string{"1:12 about 1 x"}},
		"two":                    {"# mark: x\na: 1 # mark: y\n", []string{"1:1 about 2 x", "2:6 about 2 y"}},
		"no blank before":        {"a: 1# mark: x\n", nil},
		"no blank after":         {"a: 1 #mark: x\n", []string{"1:6 about 1 x"}},
		"CR LF":                  {"a: 1 # mark: x\r\nb: 2\r\n", []string{"1:6 about 1 x"}},
		"BOM and wide letters":   {"\uFEFFä: ö # mark: x\n", []string{"1:6 about 1 x"}},
		"in a literal":           {"a: |\n  # mark: x\n  y\nb: 1 # mark: z\n", []string{"4:6 about 4 z"}},
		"in a folded text":       {"a: >-\n\n  y # mark: x\n\nb: 1\n", nil},
		"behind a header":        {"a: | # mark: x\n  y\n", []string{"1:6 about 1 x"}},
		"in an empty literal":    {"a: |\n# mark: x\nb: 1\n", []string{"2:1 about 3 x"}},
		"in quotes":              {`a: "# mark: x \" # mark: y" # mark: z` + "\n", []string{"1:29 about 1 z"}},
		"in single quotes":       {"a: 'it''s # mark: x'\n", nil},
		"in quotes of two lines": {"a: \"x\n  # mark: x\n  y\" # mark: z\n", []string{"3:6 about 3 z"}},
		"in a key":               {"\"# mark: x\": 1\n", nil},
		"in flow style":          {"a: [1, 2] # mark: x\n", []string{"1:11 about 1 x"}},
		"behind an anchor":       {"a: &b \"# mark: x\" # mark: y\n", []string{"1:19 about 1 y"}},
		"no other mark":          {"a: 1 # marks: x\n", nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			root, _ := yaml.Parse("f", []byte(tc.text))
			var got []string
			for _, c := range root.Comments([]byte(tc.text), "mark:") {
				got = append(got, fmt.Sprintf("%d:%d about %d %s", c.Pos.Line, c.Pos.Column, c.About, strings.TrimSpace(c.Text)))
			}
			assert.Equal(t, tc.want, got)
		})
	}
}

func FuzzNode_Comments(f *testing.F) {
	f.Add("a: |\n  # mark: x\nb: \"# mark:\n  y\" # mark: z\n")
	f.Fuzz(func(t *testing.T, text string) {
		root, _ := yaml.Parse("f", []byte(text))
		for _, c := range root.Comments([]byte(text), "mark:") {
			assert.Positive(t, c.Pos.Line)
			assert.Positive(t, c.Pos.Column)
		}
	})
}

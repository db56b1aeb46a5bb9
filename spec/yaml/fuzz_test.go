package yaml_test

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"naftiko/spec/diag"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// kinde is a document that people run.
const kinde = "../../capabilities/kinde-users.yaml"

func FuzzYAML(f *testing.F) {
	seed, err := os.ReadFile(kinde)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	for _, s := range []string{
		"", "a: 1\na: 2", "a: &x [*x]", "a: &x {b: 1}\nc: {<<: [*x, *x]}", "{{x}}: {{y}}", "? [a]\n: {b: c}", "a: |+\n  x\n\n  y\n", "a: >-\n x\n y",
		"%YAML 1.1\n---\na", "a: !!int 0x1F\nb: !t x", "\ufeffa: 'b'", "a:\r\n- b\r- c", "a: \u2028b\u0085c\n", "- - - a\n  - b", "a: \"\\u00e9\\x41\\\n  b\"",
		"# c\n\n# d\na: # e\n  b # f\n# g", "--- a\n--- b", "a: b: c", "\t", "[[[[{{{{", "!!binary aGk=", "&a *a", "1e400", "'", "\"", "|", ">", "@", "`", "*", "&", "!", "%",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		n, diags := yaml.Parse("f", data)
		if (n == yaml.Node{}) != !n.Pos().IsValid() || (n == yaml.Node{}) && !diags.HasErrors() {
			t.Fatalf("no tree and no error, or a tree without a place: %v", diags)
		}
		lines := splitLines(string(data))
		for _, d := range diags {
			inside(t, lines, d.Pos)
		}
		walk(t, lines, n)
		v := n.Plain()
		text := yaml.Append(nil, v)
		again, found := yaml.Parse("", text)
		if v != nil && (len(found) > 0 || string(value.Append(nil, v)) != string(value.Append(nil, again.Plain()))) {
			t.Fatalf("%v\n%q is not\n%q\nin\n%s", found, value.Append(nil, again.Plain()), value.Append(nil, v), text)
		}
		if data, err := value.Decode(data); err == nil && data != nil {
			text := yaml.Append(nil, data)
			again, _ := yaml.Parse("", text)
			if string(value.Append(nil, data)) != string(value.Append(nil, again.Plain())) {
				t.Fatalf("%q is not %q", text, value.Append(nil, data))
			}
		}
	})
}

func walk(t *testing.T, lines []string, n yaml.Node) {
	t.Helper()
	if n.Pos().IsValid() {
		inside(t, lines, n.Pos())
	}
	for k, v := range n.Members() {
		inside(t, lines, k.Pos())
		walk(t, lines, v)
	}
	for item := range n.Items() {
		walk(t, lines, item)
	}
}

// inside checks that p is a character of the file, or the place behind a line.
func inside(t *testing.T, lines []string, p diag.Pos) {
	t.Helper()
	if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > utf8.RuneCountInString(lines[p.Line-1])+1 {
		t.Fatalf("%v is not inside of the file: %q", p, lines)
	}
}

// splitLines splits where YAML and editors agree that a line ends.
func splitLines(s string) []string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Split(strings.ReplaceAll(s, "\r", "\n"), "\n")
}

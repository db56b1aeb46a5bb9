package yaml_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/diag"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// parsed reads src, which must give no findings.
func parsed(t *testing.T, src string) yaml.Node {
	t.Helper()
	n, diags := yaml.Parse("f.yaml", []byte(src))
	require.Empty(t, diags)
	return n
}

func TestParse_values(t *testing.T) {
	tests := map[string]struct{ src, want string }{
		"order":                {"z: 1\na: [x, {c: d}]\nm:\n- 1\n", `{"z":1,"a":["x",{"c":"d"}],"m":[1]}`},
		"root list":            {"- a\n- 1\n", `["a",1]`},
		"root scalar":          {"hello", `"hello"`},
		"comments":             {"# a\n---\n# b\na: b # c\n# d\n", `{"a":"b"}`},
		"document end":         {"---\na: 1\n...\n", `{"a":1}`},
		"empty second":         {"a: 1\n---\n", `{"a":1}`},
		"byte order mark":      {"\ufeffa: 1", `{"a":1}`},
		"carriage returns":     {"a: 1\r\nb:\r\n- c\r\n", `{"a":1,"b":["c"]}`},
		"words":                {"{a: yes, b: no, c: on, d: off, e: y, f: n, g: Yes}", `{"a":"yes","b":"no","c":"on","d":"off","e":"y","f":"n","g":"Yes"}`},
		"word keys":            {"y: 1\nn: 2\non: 3\n", `{"y":1,"n":2,"on":3}`},
		"booleans":             {"[true, False, TRUE]", `[true,false,true]`},
		"nulls":                {"{a: , b: ~, c: null, d: '', e: Null}", `{"a":null,"b":null,"c":null,"d":"","e":null}`},
		"dates":                {"[2024-01-02, 2024-01-02T03:04:05Z, 2024-01]", `["2024-01-02","2024-01-02T03:04:05Z","2024-01"]`},
		"times":                {"[12:30, 1:30:00]", `["12:30","1:30:00"]`},
		"numbers as written":   {"[1, -0, 1.10, 1e3, 1E+2, 1.5e-7]", `[1,-0,1.10,1e3,1E+2,1.5e-7]`},
		"large numbers":        {"[18446744073709551616, 123456789012345678901234567890, 1e400]", `[18446744073709551616,123456789012345678901234567890,1e400]`},
		"octal":                {"[0777, 0o17, -017, 0]", `[511,15,-15,0]`},
		"leading zeros":        {"[0899, 08, 00.5]", `["0899","08",0.5]`},
		"other bases":          {"[0x1F, -0x1f, 0b101, 0xFFFFFFFFFFFFFFFF]", `[31,-31,5,18446744073709551615]`},
		"beyond 64 bits":       {"[0xFFFFFFFFFFFFFFFFFF]", `["0xFFFFFFFFFFFFFFFFFF"]`},
		"underscores":          {"[1_000, 1_000_000_000_000_000_000_000, 1_0.5]", `[1000,1000000000000000000000,10.5]`},
		"signs and points":     {"[+5, .5, -.5, 5., +.5e3, 1.e3]", `[5,0.5,-0.5,5,0.5e3,1e3]`},
		"no JSON form":         {"[.inf, -.inf, .nan]", `[".inf","-.inf",".nan"]`},
		"quoted":               {`["1", 'true', "null", '~']`, `["1","true","null","~"]`},
		"tagged":               {`[!!str 5, !!int "5", !!float 1, !!bool "true", !!null "", !!binary aGk=]`, `["5",5,1,true,null,"aGk="]`},
		"badly tagged":         {`[!!int x, !!bool yes]`, `["x","yes"]`},
		"block scalars":        {"a: |\n  x\n  y\nb: >-\n  x\n  y\n", `{"a":"x\ny\n","b":"x y"}`},
		"alias":                {"a: &x {b: [1]}\nc: *x\nd: [*x, *x]\n", `{"a":{"b":[1]},"c":{"b":[1]},"d":[{"b":[1]},{"b":[1]}]}`},
		"alias as key":         {"a: &x k\n*x : 1\n", `{"a":"k","k":1}`},
		"merge":                {"a: &x {b: 1, c: 2}\nd: {z: 0, <<: *x, c: 3}\n", `{"a":{"b":1,"c":2},"d":{"z":0,"b":1,"c":3}}`},
		"merge of a list":      {"- &x {a: 1}\n- &y {a: 2, b: 2}\n- <<: [*x, *y, {c: 3}]\n", `[{"a":1},{"a":2,"b":2},{"a":1,"b":2,"c":3}]`},
		"merge of a merge":     {"- &x {a: 1}\n- &y {<<: *x, b: 2}\n- {<<: *y, a: 9}\n", `[{"a":1},{"a":1,"b":2},{"b":2,"a":9}]`},
		"quoted merge key":     {`{"<<": 1}`, `{"<<":1}`},
		"template in a text":   {"a: x-{{b}}\nc: '{{d}}'\n", `{"a":"x-{{b}}","c":"{{d}}"}`},
		"many keys":            {"{a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1, k: 1, l: 1, m: 1, n: 1, o: 1, p: 1, q: 1, r: 2}", `{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1,"l":1,"m":1,"n":1,"o":1,"p":1,"q":1,"r":2}`},
		"JSON":                 {`{"a": [1, "x\u00e9\n\" y"], "b": null}`, `{"a":[1,"xé\n\" y"],"b":null}`},
		"sets and ordered map": {"!!set {a, b}", `{"a":null,"b":null}`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tc.want, string(value.Append(nil, parsed(t, tc.src).Plain())))
		})
	}
}

func TestParse_findings(t *testing.T) {
	tests := map[string]struct {
		src, want string // want is "line:column severity code", one a finding
	}{
		"empty":                  {"", "1:1 error empty-document"},
		"only comments":          {"# a\n\n# b\n", "1:1 error empty-document"},
		"null":                   {"~\n", "1:1 error empty-document"},
		"no colon":               {"a: 1\nfoo\nb: 2\n", "2:1 error yaml-syntax"},
		"two colons":             {"a: b: c", "1:5 error yaml-syntax"},
		"two colons, line 2":     {"x: 1\na: b: c", "2:5 error yaml-syntax"},
		"indentation":            {"a:\n  b: 1\n c: 2\n", "3:2 error yaml-syntax"},
		"open list":              {"a: [1, 2\nb: 3", "1:4 error yaml-syntax"},
		"open list, end of file": {"a:\n  b: [1, 2\n", "2:6 error yaml-syntax"},
		"open quote":             {"x: 1\na: \"abc\nb: 3\n", "2:4 error yaml-syntax"},
		"open quote at once":     {"'abc", "1:1 error yaml-syntax"},
		"open brackets only":     {"[[[", "1:4 error yaml-syntax"},
		"tab":                    {"a:\n\tb: 1\n", "2:1 error yaml-syntax"},
		"at sign":                {"a: @foo\n", "1:4 error yaml-syntax"},
		"unknown alias":          {"x: 1\ny: *nope\n", "2:4 error yaml-syntax"},
		"list and mapping":       {"- a\nb: c", "2:1 error yaml-syntax"},
		"list behind a key":      {"a: - b", "1:4 error yaml-syntax"},
		"escape":                 {`a: "\q"`, "1:5 error yaml-syntax"},
		"surrogates":             {`{"a": "\ud83d\ude00"}`, "1:10 error yaml-syntax"},
		"null at the end":        {"x: 1\n?", "2:2 warning non-string-key"},
		"template and more":      {"a: 1\npath: {{x}}/y\n", "2:12 error yaml-syntax"},
		"template":               {"path: {{x}}\nb: 1\n", "1:7 error complex-key"},
		"template as key":        {"{{x}}: 1\nb: 1\n", "1:1 error complex-key"},
		"list as key":            {"? [a]\n: 1\n", "1:3 error complex-key"},
		"alias of a list as key": {"a: &x [1]\n*x : 2\n", "2:1 error complex-key"},
		"second document":        {"a: 1\n---\nb: 2\n", "2:1 error second-document"},
		"second broken document": {"a: 1\n---\nb: 'c\n", "3:4 error yaml-syntax"},
		"duplicate":              {"a: 1\nb: 2\na: 3\n", "3:1 error duplicate-key"},
		"duplicates inside":      {"x:\n- {a: 1, 'a': 2, a: 3}\n", "2:10 error duplicate-key, 2:18 error duplicate-key"},
		"duplicate after number": {"1: a\n'1': b\n", "1:1 warning non-string-key, 2:1 error duplicate-key"},
		"other keys":             {"1: a\ntrue: b\n~: c\n1.5: d\n2024-01-02: e\n", "1:1 warning non-string-key, 2:1 warning non-string-key, 3:1 warning non-string-key, 4:1 warning non-string-key"},
		"control character":      {"a: é\x01b", "1:5 error not-text"},
		"NUL":                    {"a: 1\nb: \x00", "2:4 error not-text"},
		"binary":                 {"\x89PNG\r\n\x1a\n\x00\x00", "3:1 error not-text"},
		"not UTF-8":              {"a: \xff", "1:4 error not-utf8"},
		"UTF-16 LE":              {"\xff\xfea\x00", "1:1 error not-utf8"},
		"UTF-16 BE":              {"\xfe\xff\x00a", "1:1 error not-utf8"},
		"custom tag":             {"a: !foo 5\n", "1:4 warning custom-tag"},
		"cycle":                  {"a: &x [*x]", "1:8 error alias-cycle"},
		"cycle by merge":         {"a: &x {<<: *x, b: 1}", "1:12 error alias-cycle"},
		"merge of a text":        {"a: {<<: 5}\n", "1:9 error bad-merge"},
		"line separator":         {"x: 'a\u2028b'\ny: 1\ny: 2\n", "3:1 error duplicate-key"},
		"behind line separator":  {"{x: 'a\u2028b', x: 1}\n", "1:12 error duplicate-key"},
		"wide characters":        {"{é: 'ö😀', é: 1}\n", "1:11 error duplicate-key"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, diags := yaml.Parse("f.yaml", []byte(tc.src))
			var got []string
			for _, d := range diags {
				got = append(got, strings.TrimPrefix(d.Pos.String(), "f.yaml:")+" "+d.Severity.String()+" "+d.Code)
				assert.NotEmpty(t, d.Msg)
			}
			assert.Equal(t, tc.want, strings.Join(got, ", "))
		})
	}
}

func TestParse_words(t *testing.T) {
	tests := map[string]struct{ src, msg, hint string }{
		"tab":              {"a:\n\tb: 1\n", "a tab cannot be used for indentation", "use blanks"},
		"template":         {"a: {{x}}", "without quotes is a mapping", `"{{x}}"`},
		"template and key": {"{{x}}: 1", "a key must be a text", `"{{x}}"`},
		"template, more":   {"a: {{x}}/y", "a key is expected here", `"{{name}}"`},
		"duplicate":        {"a: 1\n\na: 2", `key "a" is there twice, first on line 1`, "leave one of them out"},
		"alias":            {"a: &base {b: 1}\nc: *bas", "alias *bas names nothing", "did you mean *base?"},
		"star":             {"a: */*", `a text that starts with "*" or "&" needs quotes`, "put the text in quotes"},
		"colon":            {"a: 1\nb:2\nc: 3", `there is no blank behind the ":"`, `write "b: …"`},
		"dash":             {"a:\n- b: 1\n-c: 2\n  d: 3", `there is no blank behind the "-"`, `write "- …"`},
		"fence":            {"```yaml\na: 1\n```", "a mark of Markdown", "leave the line out"},
		"two commas":       {"a: {b: 1,, c: 2}", "a value is expected here", "leave out one of the commas"},
		"open list":        {"a:\n  b: [1, 2\n  c: 3", "this list is not closed", "close the list with ]"},
		"open list within": {"a: [\n  \"1\"\n  \"2\"\n]", `"," or "]" is expected here`, "close the list with ]"},
		"open mapping":     {"a: {b: 1\nc: 2", "this mapping is not closed", "close the mapping with }"},
		"apostrophe":       {"a: 'it's'", "the quoted text has ended before this", "write '' for an apostrophe"},
		"quotation mark":   {`a: "b "c" d"`, "the quoted text has ended before this", `write \" for a quotation mark`},
		"brackets":         {"a: [a-z]+", "there is text behind the closing bracket", "put a text that starts with [ or { in quotes"},
		"long key":         {strings.Repeat("é", 99) + ": 1\n" + strings.Repeat("é", 99) + ": 1\n", strings.Repeat("é", 30) + "…", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, diags := yaml.Parse("", []byte(tc.src))
			require.Len(t, diags, 1)
			assert.Contains(t, diags[0].Msg, tc.msg)
			assert.Contains(t, diags[0].Hint, tc.hint)
		})
	}
}

func TestNode(t *testing.T) {
	n := parsed(t, "# c\nname: é x\nlist:\n- 1\n- &a {k: v}\n- *a\ntext: |\n  b\nnone:\n")
	assert.Equal(t, yaml.Map, n.Kind())
	assert.Equal(t, 4, n.Len())
	var keys []string
	for k, v := range n.Members() {
		keys = append(keys, k.Text()+" "+k.Pos().String()+" "+v.Pos().String())
	}
	assert.Equal(t, []string{"name f.yaml:2:1 f.yaml:2:7", "list f.yaml:3:1 f.yaml:4:1", "text f.yaml:7:1 f.yaml:7:7", "none f.yaml:9:1 f.yaml:9:6"}, keys)

	list := n.Get("list")
	assert.Equal(t, yaml.List, list.Kind())
	assert.Equal(t, 3, list.Len())
	var kinds []string
	for item := range list.Items() {
		kinds = append(kinds, item.Kind().String()+" "+item.Pos().String())
	}
	assert.Equal(t, []string{"a text f.yaml:4:3", "a mapping f.yaml:5:3", "a mapping f.yaml:6:3"}, kinds, "an alias keeps its own place")

	assert.True(t, n.Get("none").IsNull())
	assert.True(t, n.Get("none").Pos().IsValid())
	absent := n.Get("absent")
	assert.True(t, absent.IsNull())
	assert.Equal(t, diag.Pos{}, absent.Pos())
	assert.Empty(t, absent.Text())
	assert.Zero(t, absent.Len())
	assert.Nil(t, absent.Plain())
	assert.Equal(t, "b\n", n.Get("text").Text())
	for range n.Get("text").Items() {
		t.Error("a text has no items")
	}
	for range list.Members() {
		t.Error("a list has no members")
	}
}

// TestParse_directive has a document that says it is YAML 1.2.
func TestParse_directive(t *testing.T) {
	for _, src := range []string{"%YAML 1.2\n---\na: b\n", "\uFEFF%YAML 1.2\n---\na: b\n", "# x\n%YAML 1.2\n---\na: b\n", "%YAML 1.1\n---\na: b\n"} {
		root, diags := yaml.Parse("f", []byte(src))
		require.Empty(t, diags, src)
		assert.Equal(t, "b", root.Get("a").Text())
	}
	root, diags := yaml.Parse("f", []byte("a: |\n  %YAML 1.2\n"))
	require.Empty(t, diags)
	assert.Equal(t, "%YAML 1.2\n", root.Get("a").Text())
}

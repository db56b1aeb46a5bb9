package format_test

import "testing"

// yamlRows has what the contract says of plain scalars and keys.
var yamlRows = rows{
	"G73":                         {"name: Alice\nage: 42", `{"name":"Alice","age":42}`},
	"integers":                    {"[1, -2, +3, 0, 1_000]", `[1,-2,3,0,1000]`},
	"floats":                      {"[1.5, -0.25, 1e3, .5, 1_0.5]", `[1.5,-0.25,1e3,0.5,10.5]`},
	"hexadecimal and octal":       {"[0x1F, 0o17, 017]", `[31,15,15]`},
	"true and false":              {"[true, false, True, FALSE]", `[true,false,true,false]`},
	"yes and no are strings":      {"[yes, no, on, off, y, n, Yes, OFF]", `["yes","no","on","off","y","n","Yes","OFF"]`},
	"null":                        {"{a: null, b: ~, c: , d: Null}", `{"a":null,"b":null,"c":null,"d":null}`},
	"dates are strings":           {"[2024-01-02, 2024-01-02T03:04:05Z]", `["2024-01-02","2024-01-02T03:04:05Z"]`},
	"versions are strings":        {"2.1.0", `"2.1.0"`},
	"no JSON form":                {"[.inf, -.inf, .nan]", `[".inf","-.inf",".nan"]`},
	"quoted":                      {`['1', "true", "null", '']`, `["1","true","null",""]`},
	"first document only":         {"a: 1\n---\nb: 2\n", `{"a":1}`},
	"what follows may be wrong":   {"a: 1\n---\nb: [\n", `{"a":1}`},
	"first document is empty":     {"---\n---\nb: 2\n", `null`},
	"documents of a stream":       {"--- 1\n...\n--- 2\n", `1`},
	"aliases":                     {"a: &x {b: [1]}\nc: *x\nd: [*x]\n", `{"a":{"b":[1]},"c":{"b":[1]},"d":[{"b":[1]}]}`},
	"merge":                       {"a: &x {b: 1, c: 2}\nd: {z: 0, <<: *x, c: 3}\n", `{"a":{"b":1,"c":2},"d":{"z":0,"b":1,"c":3}}`},
	"two merges":                  {"- &x {a: 1, b: 1}\n- &y {a: 2, c: 2}\n- <<: *x\n  <<: *y\n", `[{"a":1,"b":1},{"a":2,"c":2},{"a":1,"b":1,"c":2}]`},
	"keys are strings":            {"1: a\ntrue: b\n1.50: c\nnull: d\n2024-01-02: e\n", `{"1":"a","true":"b","1.50":"c","null":"d","2024-01-02":"e"}`},
	"last of two keys":            {"a: 1\nb: 2\na: 3\n", `{"a":3,"b":2}`},
	"last of two keys, merged":    {"- &x {a: 1}\n- {b: 1, <<: *x, b: 2}\n", `[{"a":1},{"b":2,"a":1}]`},
	"custom tags":                 {"!t {a: !u 1}", `{"a":"1"}`},
	"empty":                       {"", `null`},
	"only comments":               {"# a\n", `null`},
	"list":                        {"- a\n- b: 1\n", `["a",{"b":1}]`},
	"block scalars":               {"a: |\n  x\n  y\nb: >-\n  x\n  y\n", `{"a":"x\ny\n","b":"x y"}`},
	"byte order mark":             {"\ufeffa: 1", `{"a":1}`},
	"UTF-16":                      {"\xff\xfea\x00:\x00 \x00\xe9\x00", `{"a":"é"}`},
	"JSON":                        {`{"a": [1, "x"], "b": null}`, `{"a":[1,"x"],"b":null}`},
	"large numbers as they stand": {"[123456789012345678901234567890, 0.1234567890123456789]", `[123456789012345678901234567890,0.1234567890123456789]`},
}

func TestG73_yaml(t *testing.T) { yamlRows.test(t, "yaml") }

func TestG73_yamlErrors(t *testing.T) {
	wrong{
		"unclosed":     {"a: [1", `line 1, column 4: "," or "]" is expected here`},
		"indentation":  {"a:\n  b: 1\n c: 2\n", "line 3, column 2: a key is expected here"},
		"complex key":  {"x: 1\n? [a]\n: b\n", "line 2, column 3: a key must be a text, not a list"},
		"template":     {"a: {{b}}", "line 1, column 5: a key must be a text, not a mapping"},
		"alias cycle":  {"a: &x [*x]", "line 1, column 8: alias *x stands inside the node that it names"},
		"unknown":      {"é: *x", "line 1, column 4: alias *x names nothing"},
		"bad merge":    {"<<: 1", "line 1, column 5: only mappings can be merged"},
		"not UTF-8":    {"a: 1\nb: \xe9", "line 2, column 4: the text is not valid UTF-8 here"},
		"control code": {"a: 1\r\nb: \x01", "line 2, column 4: this is not text: there is a control character"},
	}.test(t, "yaml")
}

func FuzzYAMLData(f *testing.F) {
	for _, tc := range yamlRows {
		f.Add([]byte(tc.in))
	}
	f.Fuzz(func(t *testing.T, data []byte) { _, _ = sound(t, "yaml", data) })
}

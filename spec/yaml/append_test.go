package yaml_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// decode reads JSON.
func decode(t *testing.T, src string) value.Value {
	t.Helper()
	v, err := value.Decode([]byte(src))
	require.NoError(t, err)
	return v
}

func TestAppend(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"object":           {`{"z":1,"a":{"b":null,"c":true}}`, "z: 1\na:\n  b: null\n  c: true\n"},
		"list":             {`["a",[1,[2]],{"b":[{"c":1,"d":[]}],"e":{}}]`, "- a\n- - 1\n  - - 2\n- b:\n  - c: 1\n    d: []\n  e: {}\n"},
		"list in object":   {`{"a":[{"b":1,"c":2},3]}`, "a:\n- b: 1\n  c: 2\n- 3\n"},
		"empty":            {`{"a":{},"b":[],"c":""}`, "a: {}\nb: []\nc: \"\"\n"},
		"root scalars":     {`"x"`, "x\n"},
		"root empty":       {`[]`, "[]\n"},
		"numbers":          {`[9007199254740993,1.10,-0,1e400]`, "- 9007199254740993\n- 1.10\n- -0\n- 1e400\n"},
		"plain":            {`["a b","kp_1","/users/{id}","$.x[0]","a:b","it's","é","x#y"]`, "- a b\n- kp_1\n- /users/{id}\n- $.x[0]\n- a:b\n- it's\n- é\n- x#y\n"},
		"words":            {`["yes","No","null","~","true","y","off"]`, "- \"yes\"\n- \"No\"\n- \"null\"\n- \"~\"\n- \"true\"\n- \"y\"\n- \"off\"\n"},
		"look like others": {`["1","1e3","0x1F","2024-01-02","12:30",".5","-","- a","[a]","{a}","<<","=","&a","*a","!a","%a","@a","a: b","a #b"," a","a ","a:"]`, "- \"1\"\n- \"1e3\"\n- \"0x1F\"\n- \"2024-01-02\"\n- \"12:30\"\n- \".5\"\n- \"-\"\n- \"- a\"\n- \"[a]\"\n- \"{a}\"\n- \"<<\"\n- \"=\"\n- \"&a\"\n- \"*a\"\n- \"!a\"\n- \"%a\"\n- \"@a\"\n- \"a: b\"\n- \"a #b\"\n- \" a\"\n- \"a \"\n- \"a:\"\n"},
		"characters":       {`["a\"b","a\\b","a\u0000\u0007\u007f\u0085\u2028\ufeff\uffff","\t","😀"]`, "- a\"b\n- a\\b\n- \"a\\x00\\x07\\x7F\\x85\\u2028\\uFEFF\\uFFFF\"\n- \"\\t\"\n- \"😀\"\n"},
		"lines":            {`{"a":"x\ny","b":"x\n\n  y\n","c":"x\n\n\n","d":[{"e":"x\ny"},"x\ny"]}`, "a: |-\n  x\n  y\nb: |\n  x\n\n    y\nc: |+\n  x\n\n\nd:\n- e: |-\n    x\n    y\n- |-\n  x\n  y\n"},
		"root lines":       {`"x\ny\n"`, "|\n  x\n  y\n"},
		"awkward lines":    {`["\nx"," x\ny","x \ny","x\n\ty","x\r\ny","\n","x\n "]`, "- \"\\nx\"\n- \" x\\ny\"\n- \"x \\ny\"\n- \"x\\n\\ty\"\n- \"x\\r\\ny\"\n- \"\\n\"\n- \"x\\n \"\n"},
		"keys":             {`{"1":1,"a b":2,"a: b":3,"x\ny":4,"":5,"true":6}`, "\"1\": 1\na b: 2\n\"a: b\": 3\n\"x\\ny\": 4\n\"\": 5\n\"true\": 6\n"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			v := decode(t, tc.in)
			got := string(yaml.Append(nil, v))
			assert.Equal(t, tc.want, got)
			roundTrip(t, v)
		})
	}
}

func TestAppend_others(t *testing.T) {
	assert.Equal(t, "x: aGk=\n", string(yaml.Append([]byte("x: "), value.Blob{Data: []byte("hi")})))
	assert.Equal(t, "\"a\uFFFD\"\n", string(yaml.Append(nil, "a\xff")))
	for _, key := range []string{strings.Repeat("k", 5000), strings.Repeat("é", 900), strings.Repeat("\n", 900)} {
		for _, v := range []value.Value{"x", "x\ny", value.List{"a", value.List{"b"}}, value.NewObject(value.Member{Name: key, Value: nil}), &value.Object{}, value.List{}} {
			roundTrip(t, value.NewObject(value.Member{Name: key, Value: v}, value.Member{Name: "z", Value: value.List{v, v}}))
		}
	}
}

// roundTrip checks that v is what a reader of its YAML sees.
func roundTrip(t *testing.T, v value.Value) {
	t.Helper()
	text := yaml.Append(nil, v)
	n, diags := yaml.Parse("", text)
	if v == nil {
		return // a document of null is an empty one
	}
	require.Empty(t, diags, "%s", text)
	assert.Equal(t, string(value.Append(nil, v)), string(value.Append(nil, n.Plain())), "%s", text)
}

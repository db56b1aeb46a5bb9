package expr_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/expr"
	"naftiko/spec/value"
)

const pathDocument = `{
	"user details": {"contact email": "a@b.c", "mail": "m"},
	"items": [{"id": 1, "tag": "x", "p": 1.5}, {"id": 2, "tag": "y", "p": 2}, {"id": 3, "tag": "x"}],
	"n": [1, 2, 3.5], "words": ["b", 7, "a", 5], "empty": [], "none": null,
	"a": {"b": {"c": true}}, "a-b": 1, "a_b": 2, "@t": 3, "#text": 4, "$id": 5, "été": 6, "0": 7, "x:y": 8, "''": 9,
	"z": {"y": 1, "x": 2, "w": 3}, "big": [9007199254740992, 9007199254740993], "year": 2024, "s": "2024",
	"": {"": 10}, "q\"'\\\n": 11
}`

func TestPath_Eval(t *testing.T) {
	tests := map[string]struct{ path, want string }{
		"H82 root":                         {"$", pathDocument},
		"H82 root with a dot":              {"$.", pathDocument},
		"H82 empty is the root":            {"", pathDocument},
		"H82 blanks are the root":          {" \n", pathDocument},
		"H83 bracket names":                {"$['user details']['contact email']", `"a@b.c"`},
		"H83 missing":                      {"$.missing.field", ""},
		"H83 blank in a name":              {"$.user details.mail", `"m"`},
		"H84 no member of any":             {"$.items[*].nope", `[]`},
		"H84 no fan-out":                   {"$.items.id", ""},
		"H84 filter":                       {"$.items[?(@.tag=='x')].id", `[1,3]`},
		"H84 negative, out of range":       {"$.n[-4]", ""},
		"H84 out of range":                 {"$.n[3]", ""},
		"H84 without $":                    {"a.b", `{"c":true}`},
		"H84 with @":                       {"@.a.b.c", "true"},
		"H84 function of many":             {"$.items[*].p.sum()", ""},
		"H84 sum":                          {"$.n.sum()", "6.5"},
		"H84 trimmed":                      {"  $.a.b.c\t", "true"},
		"H84 several names":                {"$.z['w','y']", `{"w":3,"y":1}`},
		"H84 several indices":              {"$.n[1,7]", `[2,null]`},
		"H84 dot and bracket":              {"$.a.['b'].c", "true"},
		"H84 dot and index":                {"$.n.[0]", "1"},
		"H84 hyphen":                       {"$.a-b", "1"},
		"H84 underscore":                   {"$.a_b", "2"},
		"H84 at":                           {"$.@t", "3"},
		"H84 hash":                         {"$.#text", "4"},
		"H84 dollar":                       {"$.$id", "5"},
		"H84 not ASCII":                    {"$.été", "6"},
		"H84 digit":                        {"$.0", "7"},
		"H84 null":                         {"$.none", "null"},
		"H84 null has no members":          {"$.none.x", ""},
		"colon":                            {"$.x:y", "8"},
		"quotes are part of a dotted name": {"$.''", "9"},
		"empty names":                      {"$['']['']", "10"},
		"escapes":                          {`$["q\"\'\\\n"]`, "11"},
		"unicode escapes":                  {`$['\u00e9t\u00E9']`, "6"},
		"leading dot":                      {".a.b.c", "true"},
		"leading bracket":                  {"['a'].b.c", "true"},
		"member order":                     {"$.z.*", `[1,2,3]`},
		"deep member order":                {"$.z..*", `[1,2,3]`},
		"slice":                            {"$.n[1:]", `[2,3.5]`},
		"slice from the end":               {"$.n[-2:-1]", `[2]`},
		"slice, reversed bounds":           {"$.n[2:1]", `[]`},
		"slice of no list":                 {"$.a[0:1]", `[]`},
		"step of one":                      {"$.n[0:2:1]", `[1,2]`},
		"union with the last":              {"$.n[0,-1]", `[1,3.5]`},
		"union not at the end":             {"$.items[0,7].id", `[1]`},
		"mixed union":                      {"$.n[0,1:,*]", `[1,2,3.5,1,2,3.5]`},
		"names not at the end":             {"$['a','z']['b']", `[{"c":true}]`},
		"recursive names":                  {"$..id", `[1,2,3]`},
		"recursive index":                  {"$.items..[0]", `[{"id":1,"tag":"x","p":1.5}]`},
		"recursive filter tests once":      {"$.items..[?(@.id > 1)].id", `[2,3]`},
		"recursive filter on scalars":      {"$.n..[?(@ >= 2)]", `[2,3.5]`},
		"recursive names need all":         {"$..['id','p']", `[{"id":1,"p":1.5},{"id":2,"p":2}]`},
		"recursion into a scalar":          {"$.year..x", `[]`},
		"filter on an object":              {"$.z[?(@.y == 1)].x", `[2]`},
		"filter in a union":                {"$.items[?(@.id==3),0].id", `[3,1]`},
		"length of a list":                 {"$.items.length()", "3"},
		"length of an object":              {"$.z.size()", "3"},
		"length of a text":                 {"$.s.length()", ""},
		"a member called length":           {"$.z.length", ""},
		"keys":                             {"$.z.keys()", `["y","x","w"]`},
		"keys of a list":                   {"$.n.keys()", ""},
		"first and last":                   {"$.n.first()", "1"},
		"last":                             {"$.n.last()", "3.5"},
		"first of none":                    {"$.empty.first()", ""},
		"min skips texts":                  {"$.words.min()", "5"},
		"max keeps the spelling":           {"$.big.max()", "9007199254740993"},
		"average":                          {"$.words.avg()", "6"},
		"deviation":                        {"$.words.stddev()", "1"},
		"sum of integers":                  {"$.big.sum()", "18014398509481985"},
		"sum of none":                      {"$.empty.sum()", ""},
		"sum of no list":                   {"$.z.sum()", ""},
		"function of the root":             {"$.length()", "22"},
		"function of a missing member":     {"$.nope.length()", ""},
	}
	root := decode(t, pathDocument)
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { assertMatch(t, tc.path, root, tc.want) })
	}
}

// assertMatch wants path to match the JSON want, or nothing when that is "".
func assertMatch(t *testing.T, path string, root value.Value, want string) {
	t.Helper()
	p, err := expr.ParsePath(path)
	require.NoError(t, err)
	got, ok := p.Eval(root)
	if want == "" {
		assert.False(t, ok, "matched %v", got)
		assert.Nil(t, got)
		return
	}
	require.True(t, ok)
	assert.Equal(t, string(value.Append(nil, decode(t, want))), string(value.Append(nil, got)))
}

func TestPath_filters(t *testing.T) {
	tests := map[string]struct{ path, root, want string }{
		"existence counts null":          {"$[?(@.a)]", `[{"a":null},{"a":false},{"b":1}]`, `[{"a":null},{"a":false}]`},
		"no existence":                   {"$[?(!@.a)]", `[{"a":null},{"b":1},5]`, `[{"b":1},5]`},
		"existence of many":              {"$[?(@.a[*])]", `[{"a":[]},{"a":[0]}]`, `[{"a":[0]}]`},
		"without parentheses":            {"$[?@.a == 1 && @.b]", `[{"a":1},{"a":1,"b":0}]`, `[{"a":1,"b":0}]`},
		"or binds less than and":         {"$[?(@.a || @.b && @.c)]", `[{"a":1},{"b":1},{"b":1,"c":1}]`, `[{"a":1},{"b":1,"c":1}]`},
		"parentheses and not":            {"$[?(!(@.a || @.b) && !(!@.c))]", `[{"a":1,"c":1},{"c":1},{}]`, `[{"c":1}]`},
		"text equals number":             {"$[?(@ == 2024)]", `["2024",2024,2024.0,"2024.0"]`, `["2024",2024,2024.0]`},
		"number equals text":             {"$[?('2024' == @)]", `["2024",2024,2024.0]`, `["2024",2024]`},
		"typed equality":                 {"$[?(@ === 1)]", `["1",1,1.0]`, `[1,1.0]`},
		"typed inequality":               {"$[?(@ !== 1)]", `["1",1,null]`, `["1",null]`},
		"exact numbers":                  {"$[?(@ == 9007199254740993)]", `[9007199254740992,9007199254740993]`, `[9007199254740993]`},
		"exact order":                    {"$[?(@ > 9007199254740992)]", `[9007199254740992,9007199254740993,1e400,-1e400]`, `[9007199254740993,1e400]`},
		"spellings of numbers":           {"$[?(@ == 1)]", `[1,1.0,10e-1,0.1e1,1.00000000000000000000000,2]`, `[1,1.0,10e-1,0.1e1,1.00000000000000000000000]`},
		"zero":                           {"$[?(@ == 0)]", `[0,-0,0.0,0e5,1e-400]`, `[0,-0,0.0,0e5]`},
		"inequality of the missing":      {"$[?(@.a != 1)]", `[{"a":1},{"a":2},{}]`, `[{"a":2},{}]`},
		"missing equals nothing":         {"$[?(@.a == @.b)]", `[{},{"a":null,"b":null},{"a":1}]`, `[{"a":null,"b":null}]`},
		"null":                           {"$[?(@.a == null)]", `[{},{"a":null}]`, `[{"a":null}]`},
		"order of texts":                 {"$[?(@ >= 'b')]", `["a","b","c",1,null]`, `["b","c"]`},
		"no order of other types":        {"$[?(@ <= true)]", `[true,1,"a"]`, `[]`},
		"regexp matches all":             {"$[?(@ =~ /ab+/)]", `["ab","abbb","xab","abx",7]`, `["ab","abbb"]`},
		"regexp flags":                   {"$[?(@ =~ /AB.c/is)]", `["ab\nc","abc"]`, `["ab\nc"]`},
		"regexp with a slash":            {`$[?(@ =~ /a\/[b\d]/)]`, `["a/b","a/7","a"]`, `["a/b","a/7"]`},
		"regexp alternatives":            {"$[?(@ =~ /a|b/)]", `["a","b","ab"]`, `["a","b"]`},
		"regexp on numbers":              {"$[?(@.v =~ /4\\d/)]", `[{"v":42},{"v":5},{"v":[42]},{}]`, `[{"v":42}]`},
		"in":                             {"$[?(@.a in ['x', 2, null])]", `[{"a":"x"},{"a":"2"},{"a":null},{"a":3},{}]`, `[{"a":"x"},{"a":"2"},{"a":null}]`},
		"in a path":                      {"$.l[?(@ in $.ok)]", `{"l":[1,2,3],"ok":[3,1]}`, `[1,3]`},
		"nin":                            {"$[?(@ nin [1])]", `[1,2]`, `[2]`},
		"contains":                       {"$[?(@ contains 'b')]", `["abc",["b"],["x"],{"b":1}]`, `["abc",["b"]]`},
		"size":                           {"$[?(@ size 2)]", `["ab","é!",[1,2],{"a":1,"b":2},[1]]`, `["ab","é!",[1,2]]`},
		"empty":                          {"$[?(@.v empty true)]", `[{"v":""},{"v":[]},{"v":{}},{"v":"x"},{"v":0},{}]`, `[{"v":""},{"v":[]},{"v":{}}]`},
		"not empty":                      {"$[?(@.v EMPTY false)]", `[{"v":""},{"v":[0]}]`, `[{"v":[0]}]`},
		"subsetof":                       {"$[?(@ subsetof ['a','b'])]", `[["a"],[],["a","c"],"a"]`, `[["a"],[]]`},
		"anyof":                          {"$[?(@ anyof ['a','b'])]", `[["a","z"],[],["z"],"a"]`, `[["a","z"]]`},
		"noneof":                         {"$[?(@ noneof ['a','b'])]", `[["a","z"],[],["z"],"a"]`, `[[],["z"]]`},
		"list literals":                  {`$[?(@ == ["a",{"k":[1]}])]`, `[["a",{"k":[1]}],["a"]]`, `[["a",{"k":[1]}]]`},
		"empty literals":                 {`$[?(@ == [] || @ == {})]`, `[[],{},null]`, `[[],{}]`},
		"list of many nodes":             {"$[?(@.* == [1,2])]", `[[1,2],[2,1]]`, `[[1,2]]`},
		"functions in filters":           {"$[?(@.l.length() > 1 && @.l.max() == 5)]", `[{"l":[5,1]},{"l":[5]},{}]`, `[{"l":[5,1]}]`},
		"nested filters":                 {"$[?(@.l[?(@.v > $[0].min)])]", `[{"min":3},{"l":[{"v":4}]},{"l":[{"v":3}]}]`, `[{"l":[{"v":4}]}]`},
		"names end at operators":         {"$[?(@.a-b==1&&@.c<2||@.d==@.d)]", `[{"a-b":1,"c":1},{"a-b":1,"c":2}]`, `[{"a-b":1,"c":1}]`},
		"constants":                      {"$[?(1 == 1)]", `[1]`, `[1]`},
		"objects compare without order":  {"$[?(@.a == @.b)]", `[{"a":{"x":1,"y":2},"b":{"y":2,"x":1}}]`, `[{"a":{"x":1,"y":2},"b":{"y":2,"x":1}}]`},
		"a text is not an operand name":  {"$[?(@ == '$[0]')]", `["$[0]"]`, `["$[0]"]`},
		"scalars have nothing to filter": {"$[?(@)]", `5`, `[]`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			assertMatch(t, tc.path, decode(t, tc.root), tc.want)
		})
	}
}

func TestParsePath_errors(t *testing.T) {
	tests := map[string]struct {
		src    string
		offset int
		msg    string
	}{
		"H82 trailing dot":         {"$.a.", 4, "the end where a member name should be"},
		"H84 script":               {"$[(@.length-1)]", 2, "scripts are not supported: count from the end with [-1]"},
		"H84 step":                 {"$[0:4:2]", 6, "slices have no step: write [from:to]"},
		"H84 blank behind a dot":   {"$. a", 2, `blanks around the name " a": write it as ['…']`},
		"H84 blank before a dot":   {"$.a .b", 2, `blanks around the name "a ": write it as ['…']`},
		"H84 blank, no dollar":     {"user info.mail", 4, `' ' where "." or "[" should be`},
		"offset counts blanks too": {"  $.é[x]", 7, "'x' where a quoted name, an index, a slice, * or a filter should be"},
		"no dot":                   {"$a", 1, `'a' where "." or "[" should be`},
		"only dots":                {"$..", 3, "the end where a member name should be"},
		"three dots":               {"$...a", 3, "'.' where a member name should be"},
		"behind a star":            {"$.*a", 3, `'a' where "." or "[" should be`},
		"not closed":               {"$['a'", 5, `the end where "," or "]" should be`},
		"empty bracket":            {"$[]", 2, "']' where a quoted name, an index, a slice, * or a filter should be"},
		"quote":                    {"$['a]", 2, "the quote is not closed"},
		"escape":                   {`$['\q']`, 3, `no escape begins like this: a backslash itself is \\`},
		"escape at the end":        {`$['\`, 3, `no escape begins like this: a backslash itself is \\`},
		"half a pair":              {`$['\ud800x']`, 3, `\u needs four hexadecimal digits, and pairs for characters beyond U+FFFF`},
		"short unicode":            {`$['\u12']`, 3, `\u needs four hexadecimal digits, and pairs for characters beyond U+FFFF`},
		"control character":        {"$['a\tb']", 4, `a control character in quotes: write \u0009`},
		"minus":                    {"$[-]", 3, "']' where a digit should be"},
		"stray bracket":            {"$.a]", 3, `']' where "." or "[" should be`},
		"function":                 {"$.a.foo()", 4, `no function "foo": there are length, size, keys, first, last, min, max, sum, avg or stddev`},
		"function with arguments":  {"$.a.sum(1)", 7, "functions take no arguments: write sum()"},
		"function in between":      {"$.sum().a", 7, "a function stands at the end of a path"},
		"function behind ..":       {"$..sum()", 3, `no function "sum": there are length, size, keys, first, last, min, max, sum, avg or stddev`},
		"function in quotes":       {"$['sum']()", 8, `'(' where "." or "[" should be`},
		"empty filter":             {"$[?()]", 4, "')' where a path, a number, a quoted text, true, false, null or [ should be"},
		"filter not closed":        {"$[?(@.a]", 7, `']' where ")", "&&" or "||" should be`},
		"assignment":               {"$[?(@.a=1)]", 7, `"=" compares nothing: write "=="`},
		"literal alone":            {"$[?(true)]", 8, "')' where an operator should be"},
		"literal alone behind &&":  {"$[?(@.a && 1)]", 12, "')' where an operator should be"},
		"unknown operator":         {"$[?(@.a like 'x')]", 8, `no operator "like": there are == != < <= > >= =~ in nin contains size empty subsetof anyof noneof`},
		"comparison chain":         {"$[?(@.a < 1 < 2)]", 12, "comparisons do not chain: join them with &&"},
		"not of a comparison":      {"$[?(!1 == 1)]", 5, "'1' where a path or ( behind ! should be"},
		"function in a filter":     {"$[?length(@) == 1]", 3, "functions stand behind a path, as in @.name.length()"},
		"empty without a bool":     {"$[?(@.a empty 1)]", 8, "empty is followed by true or false"},
		"regexp wanted":            {"$[?(@ =~ 'a')]", 9, `'\'' where a regular expression in slashes should be`},
		"regexp not closed":        {"$[?(@ =~ /a)]", 9, "the regular expression is not closed"},
		"regexp flags":             {"$[?(@ =~ /a/x)]", 12, "the flags of a regular expression are i, m and s"},
		"regexp syntax":            {"$[?(@ =~ /a)|(b/)]", 9, "unexpected ): `a)|(b`"},
		"regexp too large":         {"$[?(@ =~ /(a{1000}){5}/)]", 9, "invalid repeat count: `{5}`"},
		"regexps too large":        {"$[?(@ =~ /" + strings.Repeat("a{999}", 5) + "/)]", 9, "the regular expressions of the path are too large: use smaller repetitions"},
		"regexp too long":          {"$[?(@ =~ /" + strings.Repeat("a", 1001) + "/)]", 9, "a regular expression is at most 1000 bytes long"},
		"number":                   {"$[?(@ == 1.)]", 9, `"1." is not a number`},
		"list literal":             {"$[?(@ in [1 2])]", 12, `'2' where "," or "]" should be`},
		"object without colon":     {"$[?(@ == {'a' 1})]", 14, `'1' where ":" should be`},
		"operand behind &&":        {"$[?(@ && $.)]", 11, "')' where a member name should be"},
		"negated path":             {"$[?(!@.)]", 7, "')' where a member name should be"},
		"regexp group":             {"$[?(@ =~ /\\Qa/)]", 9, "missing closing ): `\\A(?:\\Qa)\\z`"},
		"object literal":           {"$[?(@ == {a:1})]", 10, "'a' where a quoted name should be"},
		"too many parentheses":     {"$[?" + strings.Repeat("(", 60) + "@" + strings.Repeat(")", 60) + "]", 52, "brackets nest deeper than 50"},
		"too many filters":         {"$" + strings.Repeat("[?@", 60), 76, "brackets nest deeper than 50"},
		"too many steps":           {"$" + strings.Repeat(".a", 1002), 2003, "a path has at most 1000 steps"},
		"too long":                 {"$." + strings.Repeat("a", 1<<16), 0, "a path is at most 65536 bytes long"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := expr.ParsePath(tc.src)
			assert.Equal(t, &expr.Error{Offset: tc.offset, Msg: tc.msg}, err)
		})
	}
}

func TestPath_shape(t *testing.T) {
	tests := map[string]struct {
		src      string
		text     string
		definite bool
	}{
		"root":            {" $ ", "$", true},
		"names, indices":  {"$.a['b'][0][-1]", "$.a['b'][0][-1]", true},
		"no dollar":       {"a.b ", "a.b", true},
		"names at end":    {"$.a['b','c']", "$.a['b','c']", true},
		"names elsewhere": {"$['b','c'].a", "$['b','c'].a", false},
		"indices":         {"$[0,1]", "$[0,1]", false},
		"slice":           {"$[0:1]", "$[0:1]", false},
		"star":            {"$.*", "$.*", false},
		"descent":         {"$..a", "$..a", false},
		"filter":          {"$[?@.a]", "$[?@.a]", false},
		"function":        {"$..a.sum()", "$..a.sum()", true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := expr.ParsePath(tc.src)
			require.NoError(t, err)
			assert.Equal(t, tc.text, p.String())
			assert.Equal(t, tc.definite, p.Definite())
		})
	}
}

func TestPath_Trace(t *testing.T) {
	tests := map[string]struct {
		path, matched string
		names         []string
	}{
		"misspelt":         {"$.z.v", "$.z", []string{"y", "x", "w"}},
		"no dollar":        {"a.x.y", "$.a", []string{"b"}},
		"leading bracket":  {"['a'].b.x", "$['a'].b", []string{"c"}},
		"of many":          {"$.items[*].nope", "$.items[*]", []string{"id", "tag", "p"}},
		"below a list":     {"$.n.name", "$.n", nil},
		"filtered":         {"$.items[?(@.id > 5)].id", "$.items", nil},
		"everything":       {"$.a.b", "$.a.b", []string{"c"}},
		"index":            {"$.items[9].id", "$.items", nil},
		"function":         {"$.z.y.sum()", "$.z.y", nil},
		"several segments": {"$..b.d", "$..b", []string{"c"}},
	}
	root := decode(t, pathDocument)
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := expr.ParsePath(tc.path)
			require.NoError(t, err)
			matched, _, names := p.Trace(root)
			assert.Equal(t, tc.matched, matched)
			assert.Equal(t, tc.names, names)
		})
	}
}

// deep returns {"a":{"a":…}} of the given depth.
func deep(depth int) value.Value {
	var v value.Value = "leaf"
	for range depth {
		v = value.NewObject(value.Member{Name: "a", Value: v})
	}
	return v
}

func TestPath_limits(t *testing.T) {
	long := strings.Repeat("a", 1<<20)
	wide := make(value.List, 2000)
	for i := range wide {
		wide[i] = long
	}
	tests := map[string]struct {
		path string
		root value.Value
	}{
		"descents multiply":       {"$" + strings.Repeat("..*", 6), deep(900)},
		"nested filters":          {"$..[?(@..[?(@..[?(@..b)])])]", deep(900)},
		"regular expression":      {"$[?(@ =~ /" + strings.Repeat("(.?){80}", 10) + "/)]", wide},
		"comparison of documents": {"$[?($ == $ && $ anyof $)]", wide},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := expr.ParsePath(tc.path)
			require.NoError(t, err)
			got, ok := p.Eval(tc.root)
			assert.False(t, ok)
			assert.Nil(t, got)
		})
	}
}

func TestPath_functions(t *testing.T) {
	tests := map[string]struct{ path, root, want string }{
		"min":                {"$.min()", `[3,1e0,2]`, "1e0"},
		"min of no numbers":  {"$.min()", `["a"]`, ""},
		"avg of no numbers":  {"$.avg()", `["a"]`, ""},
		"stddev of nothing":  {"$.stddev()", `[]`, ""},
		"stddev":             {"$.stddev()", `[2,4,4,4,5,5,7,9]`, "2"},
		"sum of fractions":   {"$.sum()", `[0.25,1e0]`, "1.25"},
		"sum over int64":     {"$.sum()", `[9223372036854775807,9223372036854775807]`, "18446744073709552000"},
		"sum under int64":    {"$.sum()", `[-9223372036854775808,-1]`, "-9223372036854776000"},
		"a very large sum":   {"$.sum()", `[1e300,1e300]`, "2e+300"},
		"a very small mean":  {"$.avg()", `[1e-9]`, "1e-09"},
		"no number for that": {"$.sum()", `[1e308,1e308]`, ""},
		"length of none":     {"$.length()", `null`, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { assertMatch(t, tc.path, decode(t, tc.root), tc.want) })
	}
}

func TestPath_exactNumbers(t *testing.T) {
	sorted := []string{
		"-1e99999999999999999999", "-12345678901234567890.5", "-12345678901234567890", "-1", "-0.00000000000000000001",
		"0", "1e-99999999999999999999", "1e-400", "0.1", "0.10000000000000000001", "9.99e0", "10", "9007199254740992", "9007199254740993", "1E+400", "1e99999999999999999999",
	}
	list := make(value.List, len(sorted))
	for i, n := range sorted {
		list[i] = value.Number(n)
	}
	for i, n := range sorted {
		p, err := expr.ParsePath("$[?(@ < " + n + ")]")
		require.NoError(t, err)
		got, ok := p.Eval(list)
		require.True(t, ok)
		assert.Equal(t, list[:i], got, "less than %s", n)
	}
}

func TestPath_deepest(t *testing.T) {
	p, err := expr.ParsePath("$..a")
	require.NoError(t, err)
	got, ok := p.Eval(deep(value.MaxDepth))
	require.True(t, ok)
	assert.Len(t, got, value.MaxDepth)
	got, ok = p.Eval(deep(50 * value.MaxDepth))
	require.True(t, ok)
	assert.Len(t, got, value.MaxDepth+1, "a descent ends at the greatest depth that is read")
}

func TestPath_concurrent(t *testing.T) {
	path, err := expr.ParsePath("$.items[?(@.id in [1,3] && !(@.tag =~ /y/))].id")
	require.NoError(t, err)
	tmpl, err := expr.ParseTemplate("{{#items}}{{id}}{{/items}}")
	require.NoError(t, err)
	root := decode(t, `{"items":[{"id":1,"tag":"x"},{"id":2,"tag":"x"},{"id":3,"tag":"y"}]}`)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			got, _ := path.Eval(root)
			assert.Equal(t, value.List{value.Number("1")}, got)
			out, _ := tmpl.Render(root.(*value.Object).Get, expr.Raw)
			text, _ := out.Plain()
			assert.Equal(t, "123", text)
		})
	}
	wg.Wait()
}

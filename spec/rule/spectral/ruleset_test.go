package spectral_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/diag"
	"naftiko/spec/rule/spectral"
)

// oneRule is a rule that is run beside what is not supported.
const oneRule = "  good: {given: $, then: {function: truthy}}\n"

func TestUnsupported(t *testing.T) {
	then := func(text string) string {
		return "rules:\n" + oneRule + "  bad:\n    given: $\n    then:\n      " + text + "\n"
	}
	given := func(text string) string {
		return "rules:\n" + oneRule + "  bad:\n    then: {function: truthy}\n    given: \"" + text + "\"\n"
	}
	options := func(function, text string) string {
		return then("function: " + function + "\n      functionOptions: " + text)
	}
	tests := map[string]struct {
		rules string
		want  string
		line  int
	}{
		"extends one":      {"extends: spectral:oas\nrules:\n" + oneRule, `the ruleset "spectral:oas" is not read: rules of other files are not supported`, 1},
		"extends some":     {"extends:\n  - [./a.yml, all]\nrules:\n" + oneRule, `the ruleset "./a.yml" is not read`, 2},
		"overrides":        {"overrides: []\nrules:\n" + oneRule, "overrides is not supported", 1},
		"except":           {"except: {}\nrules:\n" + oneRule, "except is not supported", 1},
		"parserOptions":    {"rules:\n" + oneRule + "parserOptions: {}\n", "parserOptions is not supported", 3},
		"an unknown key":   {"rule: {}\nrules:\n" + oneRule, `"rule" is not supported`, 1},
		"alias by format":  {"aliases: {a: {targets: []}}\nrules:\n" + oneRule, `the alias "a" has targets by format, which are not supported`, 1},
		"rule format":      {"rules:\n" + oneRule + "  bad:\n    formats: [oas3]\n    given: $\n    then: {function: truthy}\n", "formats are those of other kinds of documents, so the rule is not run", 4},
		"rule key":         {"rules:\n" + oneRule + "  bad:\n    wen: 1\n    given: $\n    then: {function: truthy}\n", `"wen" is not supported in a rule`, 4},
		"changed severity": {"rules:\n" + oneRule + "  bad: error\n", `there is no rule "bad" that could be changed: rules of other files are not supported`, 3},
		"switched on":      {"rules:\n" + oneRule + "  bad: true\n", `there is no rule "bad" that could be changed`, 3},
		"switched off":     {"rules:\n" + oneRule + "  bad: off\n", `there is no rule "bad" that could be changed`, 3},
		"then key":         {then("function: truthy\n      severity: error"), `"severity" is not supported in then`, 7},
		"no such function": {then("function: oasOpId"), `there is no function "oasOpId": functions of other files are not supported`, 6},
		"JavaScript":       {"functions: [mine]\n" + then("function: mine"), `the function "mine" is JavaScript, which is not run`, 7},
		"shadowed":         {"functions: [truthy]\n" + "rules:\n  bad: {given: $, then: {function: truthy}}\n  good: {given: $, then: {function: falsy}}\n", `the function "truthy" is JavaScript, which is not run`, 3},
		"message":          {"rules:\n" + oneRule + "  bad:\n    message: \"#{{value.x}}\"\n    given: $\n    then: {function: truthy}\n", `the expression "value.x" of the message is not supported`, 4},

		"lookahead":       {options("pattern", "{match: '(?=a)'}"), "pattern: lookaround in a regular expression is not supported", 7},
		"lookbehind":      {options("pattern", "{notMatch: '(?<!a)'}"), "pattern: lookaround in a regular expression is not supported", 7},
		"back reference":  {options("pattern", `{match: '(a)\1'}`), "pattern: a back reference in a regular expression is not supported", 7},
		"named reference": {options("pattern", `{match: '(?<x>a)\k<x>'}`), "pattern: a back reference in a regular expression is not supported", 7},
		"flag":            {options("pattern", "{match: '/a/y'}"), "pattern: the flag 'y' of a regular expression is not supported", 7},
		"flags of Go":     {options("pattern", "{match: '(?i)a'}"), "pattern: a group of a regular expression is not supported", 7},
		"property":        {options("pattern", `{match: '\p{L}'}`), `pattern: the escape \p in a regular expression is not supported`, 7},
		"repeated":        {options("pattern", `{match: '(abcdefghijkl){900}'}`), "pattern: a regular expression with that many repetitions is not supported", 7},
		"large repeat":    {options("pattern", `{match: 'a{2000}'}`), `pattern: the regular expression "a{2000}" is not supported`, 7},
		"dialect":         {options("schema", "{dialect: draft3, schema: {}}"), `schema: the dialect "draft3" of JSON Schema is not supported`, 7},
		"newer keyword":   {options("schema", "{dialect: draft2020-12, schema: {prefixItems: []}}"), `schema: the keyword "prefixItems" of a newer JSON Schema is not supported`, 7},
		"newer by name":   {options("schema", "{schema: {$schema: 'https://json-schema.org/draft/2019-09/schema', allOf: [{dependentRequired: {}}]}}"), `schema: the keyword "dependentRequired" of a newer JSON Schema is not supported`, 7},
		"error messages":  {options("schema", "{allErrors: true, schema: {errorMessage: x}}"), `schema: the keyword "errorMessage" is not supported`, 7},
		"remote schema":   {options("schema", "{schema: {$ref: 'http://127.0.0.1:1/'}}"), "schema: the schema is not supported: #/$ref: a reference other than to #/… is not supported", 7},

		"negative index":    {given("$.a[-1]"), "the index -1 is not supported: write [-1:]", 5},
		"computed index":    {given("$.a[(@.x)]"), `the computed index "@.x" is not supported`, 5},
		"slice step":        {given("$.a[::-1]"), `the slice "::-1" is not supported`, 5},
		"slice in a union":  {given("$.a[1,2:3]"), "a slice among other names is not supported", 5},
		"behind a key":      {given("$.a~.b"), `".b" behind ~ is not supported`, 5},
		"no dot":            {given("$a"), `"a" is not understood`, 5},
		"no name":           {given("$.a."), `a name is missing before ""`, 5},
		"no bracket":        {given("$.a[b"), "a bracket is not closed where it should be", 5},
		"no quote":          {given("$.a['b]"), "a quote is not closed", 5},
		"type":              {given("$.@date()"), `"@date()" is not supported`, 5},
		"no filter":         {given("$[?(@.a"), "a filter is not closed", 5},
		"field":             {then("function: truthy\n      field: $.a["), `the field "$.a[" is not supported`, 7},
		"filter: name":      {given("$[?(Object.keys(@))]"), `the name "Object" means nothing in a filter`, 5},
		"filter: call":      {given("$[?(isNaN(@))]"), `the name "isNaN" means nothing in a filter`, 5},
		"filter: method":    {given("$[?(@.a.replace('a','b'))]"), `the method "replace" is not supported`, 5},
		"filter: arguments": {given("$[?(@.a.indexOf('a', 1))]"), `the method "indexOf" is not supported with 2 arguments`, 5},
		"filter: pattern":   {given("$[?(@.a.match(@.b))]"), `the method "match" takes a regular expression`, 5},
		"filter: test":      {given("$[?(@.a.test(@.b))]"), `the method "test" takes a regular expression before it`, 5},
		"filter: regexp":    {given("$[?(@.a.match(/(?=a)/))]"), "lookaround in a regular expression is not supported", 5},
		"filter: =~":        {given("$[?(@.a =~ /a/)]"), `"=~ /a/" is not understood`, 5},
		"filter: bits":      {given("$[?(@.a & 1)]"), `"& 1" is not understood`, 5},
		"filter: shift":     {given("$[?(@.a << 1)]"), `"<< 1" is not understood`, 5},
		"filter: optional":  {given("$[?(@?.a)]"), `"?." is not supported: write "." alone`, 5},
		"filter: at":        {given("$[?(@other)]"), `"@other" is not supported`, 5},
		"filter: typeof":    {given("$[?(typeof @ == 'x')]"), `the name "typeof" means nothing in a filter`, 5},
		"filter: nothing":   {given("$[?()]"), "it ends too soon", 5},
		"filter: number":    {given("$[?(@ == 1x)]"), `"1x" is no number`, 5},
		"filter: depth":     {given("$[?(" + strings.Repeat("!", 200) + "@)]"), "it nests too deep", 5},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			set, list := spectral.Parse("rules.yml", []byte(tc.rules), spectral.Known{})
			require.Len(t, list, 1, list.Error())
			assert.Equal(t, diag.Warning, list[0].Severity)
			assert.Equal(t, spectral.CodeUnsupported, list[0].Code)
			assert.Contains(t, list[0].Msg, tc.want)
			assert.Equal(t, tc.line, list[0].Pos.Line)
			require.Len(t, set.Rules(), 1)
			assert.Equal(t, "good", set.Rules()[0].ID)
			if strings.Contains(tc.rules, "bad:") {
				assert.Equal(t, []string{"bad"}, set.Skipped())
			} else {
				assert.Empty(t, set.Skipped())
			}
		})
	}
}

func TestUnsupportedForAll(t *testing.T) {
	set, list := spectral.Parse("rules.yml", []byte("formats: [oas3]\nrules:\n"+oneRule), spectral.Known{})
	assert.Equal(t, []string{"1:1 formats are those of other kinds of documents, so no rule here is run"}, lines(list))
	assert.Equal(t, []string{"good"}, set.Skipped())

	set, list = spectral.Parse("rules.yml", []byte("extends: spectral:oas\nrules:\n  a: {severity: warn}\n  b: off\n"), spectral.Known{})
	assert.Len(t, list, 2)
	assert.Equal(t, []string{"a"}, set.Skipped())
}

func TestInvalid(t *testing.T) {
	rule := func(text string) string {
		return "rules:\n  bad:\n    " + strings.ReplaceAll(text, "; ", "\n    ") + "\n"
	}
	options := func(function, text string) string {
		return rule("given: $; then: {function: " + function + ", functionOptions: " + text + "}")
	}
	tests := map[string]struct{ rules, want string }{
		"nothing":         {"", "the document is empty"},
		"size":            {strings.Repeat("#", 2<<20), "a ruleset has at most 1048576 bytes"},
		"a list":          {"[]", "a ruleset is a mapping, not a list"},
		"no rules":        {"description: x", "a ruleset has rules"},
		"rules":           {"rules: [a]", "rules is not a mapping"},
		"rule":            {"rules: {a: [b]}", `the rule "a" is neither a mapping nor a severity`},
		"no given":        {rule("then: {function: truthy}"), `the rule "bad" has no given`},
		"no then":         {rule("given: $"), `the rule "bad" has no then`},
		"given":           {rule("given: {}; then: {function: truthy}"), "given is not a path"},
		"given text":      {rule("given: a.b; then: {function: truthy}"), "given is not a path that begins with $"},
		"givens":          {rule("given: []; then: {function: truthy}"), "given is an empty list"},
		"then":            {rule("given: $; then: truthy"), "then is not a mapping or a list"},
		"thens":           {rule("given: $; then: []"), "then is an empty list"},
		"then in a list":  {rule("given: $; then: [truthy]"), "then has something other than mappings in it"},
		"no function":     {rule("given: $; then: {field: a}"), "then has no function"},
		"field":           {rule("given: $; then: {field: [], function: truthy}"), "field is not a text"},
		"severity":        {rule("severity: high; given: $; then: {function: truthy}"), "a severity is error, warn, info, hint or off"},
		"recommended":     {rule("recommended: 1; given: $; then: {function: truthy}"), "recommended is not true or false"},
		"message":         {rule("message: []; given: $; then: {function: truthy}"), "message is not a text"},
		"description":     {rule("description: []; given: $; then: {function: truthy}"), "description is not a text"},
		"no alias":        {rule("given: '#a'; then: {function: truthy}"), "there is no alias #a"},
		"circular alias":  {"aliases: {a: '#b', b: ['#a.c']}\n" + rule("given: '#a'; then: {function: truthy}"), "the alias #a is made of itself"},
		"name of alias":   {"aliases: {1a: $}\nrules: {}", `"1a" cannot be the name of an alias`},
		"alias":           {"aliases: {a: 1}\nrules: {}", `the alias "a" is not a path or a list of paths`},
		"aliases":         {"aliases: []\nrules: {}", "aliases is not a mapping"},
		"functions":       {"functions: a\nrules: {}", "functions is not a list of names"},
		"function":        {"functions: [1]\nrules: {}", "a function is not named by a text"},
		"no options":      {options("truthy", "{a: 1}"), "truthy: the function takes no options"},
		"unknown option":  {options("pattern", "{math: a}"), `pattern: there is no option "math"`},
		"options":         {options("pattern", "a"), "pattern: the functionOptions are not a mapping"},
		"pattern":         {options("pattern", "{}"), "pattern: the options match and notMatch are both missing"},
		"pattern: type":   {options("pattern", "{match: 1}"), "pattern: a pattern is not a text"},
		"enumeration":     {options("enumeration", "{values: a}"), "enumeration: the option values is not a list"},
		"enumeration: in": {options("enumeration", "{values: [[]]}"), "enumeration: the option values has a list or a mapping in it"},
		"length":          {options("length", "{}"), "length: the options min and max are both missing"},
		"length: type":    {options("length", "{min: a}"), "length: the option min is not a number"},
		"casing":          {options("casing", "{type: loud}"), "casing: the option type is not flat"},
		"casing: digits":  {options("casing", "{type: flat, disallowDigits: 1}"), "casing: the option disallowDigits is not true or false"},
		"casing: char":    {options("casing", "{type: flat, separator: {char: ab}}"), "casing: the option separator has no char"},
		"schema":          {options("schema", "{}"), "schema: the option schema is not a mapping"},
		"alphabetical":    {options("alphabetical", "{keyedBy: 1}"), "alphabetical: the option keyedBy is not a text"},
		"xor":             {options("xor", "{properties: [a]}"), "xor: the option properties is not a list of two names or more"},
		"or":              {options("or", "{properties: [a, 1]}"), "or: the option properties has something other than texts in it"},
		"unreferenced":    {options("unreferencedReusableObject", "{reusableObjectsLocation: /a}"), "unreferencedReusableObject: the option reusableObjectsLocation is not a pointer"},
		"YAML":            {"rules: [", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			set, list := spectral.Parse("rules.yml", []byte(tc.rules), spectral.Known{})
			require.Len(t, list, 1, list.Error())
			assert.Equal(t, diag.Error, list[0].Severity)
			assert.Contains(t, list[0].Msg, tc.want)
			assert.True(t, list[0].Pos.IsValid())
			assert.Equal(t, "rules.yml", list[0].Pos.File)
			assert.Empty(t, set.Rules())
		})
	}
}

func TestAliases(t *testing.T) {
	set := parse(t, `aliases:
  Top: $
  Both: ["#Top.a", "#Top.b"]
rules:
  r: {given: ["#Both.c", "#Both.c"], then: {function: falsy}}
`)
	got := lines(set.Check(document(t, "a: {c: 1}\nb: {c: 2}\n"), spectral.Options{}))
	assert.Equal(t, []string{`1:8 "c" must be absent or empty`, `2:8 "c" must be absent or empty`}, got)
}

func TestAliases_unsupported(t *testing.T) {
	set, list := spectral.Parse("rules.yml", []byte("aliases: {a: {targets: []}}\nrules:\n  r: {given: '#a.b', then: {function: truthy}}\n"), spectral.Known{})
	assert.Equal(t, []string{"1:11 the alias \"a\" has targets by format, which are not supported", "3:14 the alias #a is not supported"}, lines(list))
	assert.Equal(t, []string{"r"}, set.Skipped())
}

func TestAliases_tooMany(t *testing.T) {
	var b strings.Builder
	b.WriteString("aliases:\n  a0: $.x\n")
	for i := range 30 {
		fmt.Fprintf(&b, "  a%d: ['#a%d.b', '#a%d.c']\n", i+1, i, i)
	}
	b.WriteString("rules:\n  r: {given: '#a30', then: {function: truthy}}\n")
	_, list := spectral.Parse("rules.yml", []byte(b.String()), spectral.Known{})
	require.Len(t, list, 1)
	assert.Contains(t, list[0].Msg, "stands for too many paths")
}

func TestSeverities(t *testing.T) {
	set := parse(t, `rules:
  a: {severity: error, given: $, then: {function: falsy}}
  b: {severity: 1, given: $, then: {function: falsy}}
  c: {severity: info, given: $, then: {function: falsy}}
  d: {severity: hint, given: $, then: {function: falsy}}
  e: {severity: off, given: $, then: {function: falsy}}
  f: {given: $, then: {function: falsy}}
  g: {recommended: false, given: $, then: {function: falsy}}
  h: {enabled: false, given: $, then: {function: falsy}}
`)
	root := document(t, "x: 1")
	got := map[string]diag.Severity{}
	for _, d := range set.Check(root, spectral.Options{}) {
		got[d.Code] = d.Severity
	}
	want := map[string]diag.Severity{"a": diag.Error, "b": diag.Warning, "c": diag.Info, "d": diag.Info, "f": diag.Warning}
	assert.Equal(t, want, got)
	assert.Len(t, set.Check(root, spectral.Options{Run: allRules}), len(want)+1)

	off := []string{}
	for _, info := range set.Rules() {
		if info.Off || !info.Recommended {
			off = append(off, info.ID)
		}
	}
	assert.Equal(t, []string{"e", "g", "h"}, off)
}

// What stands for a rule of another ruleset is a level for a code that the caller knows.
func TestLevels(t *testing.T) {
	const rules = `extends: ./other.yml
rules:
  a: off
  b: error
  c: hint
  d: {severity: warn}
  e: true
  f: false
  g: {severity: off, given: $, then: {function: falsy}}
  x: off
  y: warn
`
	isCode := func(code string) bool { return code < "x" }
	set, list := spectral.Parse("rules.yml", []byte(rules), spectral.Known{Code: isCode})
	assert.Equal(t, []string{
		"1:10 the ruleset \"./other.yml\" is not read: rules of other files are not supported",
		"11:3 the rule \"y\" is one of another file, which is not read",
	}, lines(list))
	got := []string{}
	for _, l := range set.Levels() {
		got = append(got, fmt.Sprintf("%d %s %s", l.Pos.Line, l.ID, l.Level))
	}
	assert.Equal(t, []string{"3 a off", "4 b error", "5 c info", "6 d warning", "7 e on", "8 f off"}, got)
	assert.Len(t, set.Rules(), 1)
	assert.Equal(t, []string{"y"}, set.Skipped())
}

func TestMerge(t *testing.T) {
	first := parse(t, "rules:\n  a: {given: $, then: {function: falsy}}\n  b: {given: $.x, then: {function: falsy}}\n")
	second := parse(t, "rules:\n  b: {given: $.y, then: {function: falsy}, severity: error}\n  c: {given: $.y, then: {function: truthy}}\n")
	root := document(t, "x: 1\ny: 2\n")
	both := spectral.Merge(spectral.Merge(nil, first), second)
	assert.Equal(t, []string{"1:1 the document must be absent or empty", `2:4 "y" must be absent or empty`}, lines(both.Check(root, spectral.Options{})))
	assert.Len(t, both.Rules(), 3)
	assert.True(t, both.Has("c"))
	assert.False(t, first.Has("c"))
	assert.Len(t, first.Rules(), 2)
	assert.Len(t, spectral.Merge(first, first).Check(root, spectral.Options{}), 2)
}

func TestMessages(t *testing.T) {
	tests := map[string]struct{ rule, want string }{
		"error":       {"message: '[{{error}}]'", `["v" must be absent or empty]`},
		"none":        {"severity: warn", `"v" must be absent or empty`},
		"description": {"description: ' says it '", "says it"},
		"of both":     {"description: a, message: 'b {{description}}'", "b a"},
		"places":      {"message: '{{property}} {{path}} {{value}}'", "v #/a~1b/v xyz"},
		"blanks":      {"message: '{{ property }}'", "v"},
		"unknown":     {"message: '{{nothing}}x'", "x"},
		"open":        {"message: 'a {{b'", "a {{b"},
		"print":       {"message: '#{{print(\"property\")}}is, #{{print(\"value\")}}'", `"v" property is, xyz`},
		"expression":  {"message: '#{{value}}'", "xyz"},
		"lines":       {"message: \"a\\nb\"", "a b"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			set := parse(t, "rules:\n  r: {given: \"$['a/b']\", then: {field: v, function: falsy}, "+tc.rule+"}\n")
			list := set.Check(document(t, "a/b: {v: xyz}"), spectral.Options{})
			require.Len(t, list, 1)
			assert.Equal(t, tc.want, list[0].Msg)
		})
	}
}

// Values of lists and mappings, and long ones, are not shown whole.
func TestMessages_values(t *testing.T) {
	set := parse(t, "rules:\n  r: {given: $.*, then: {function: truthy}, message: '{{value}}'}\n  s: {given: $.*, then: {function: falsy}, message: '{{value}}'}\n")
	got := lines(set.Check(document(t, "a: [1]\nb: {c: 1}\nd: "+strings.Repeat("x", 100)+"\ne: 1.50\nf:\n"), spectral.Options{}))
	assert.Equal(t, []string{"1:1 […]", "2:1 {…}", "3:4 " + strings.Repeat("x", 61) + "…", "4:4 1.5", "5:1 null"}, got)
}

// What may be a credential is shown as asterisks.
func TestMessages_credentials(t *testing.T) {
	stars := func(n int) string { return strings.Repeat("*", n) }
	const token = "ghp_0123456789abcdefghij"
	tests := map[string]struct{ document, given, then, want string }{
		"key":         {"password: 'hush hush, world #1'", "$.*", "{function: falsy}", stars(19) + ` "password" must be absent or empty`},
		"number":      {"pwd: 1234", "$.*", "{function: falsy}", stars(4) + ` "pwd" must be absent or empty`},
		"flag":        {"token: true", "$.*", "{function: falsy}", `true "token" must be absent or empty`},
		"template":    {"token: '{{TOKEN}}'", "$.*", "{function: falsy}", `{{TOKEN}} "token" must be absent or empty`},
		"items":       {"apiKey: [s3cret]", "$.apiKey.*", "{function: falsy}", stars(6) + ` "0" must be absent or empty`},
		"token":       {"x: use " + token, "$.*", "{function: falsy}", "use " + stars(24) + ` "x" must be absent or empty`},
		"URL":         {"x: https://me:hush@example.com", "$.*", "{function: falsy}", "https://" + stars(7) + `@example.com "x" must be absent or empty`},
		"name":        {token + ": 1", "$.*", "{function: falsy}", "1 \"" + stars(24) + `" must be absent or empty`},
		"error":       {"secret: [zz, aa]", "$.secret", "{function: alphabetical}", `** "**" must stand behind "**"`},
		"error: keys": {"secret: 1\nname: 2", "$", "{function: alphabetical}", `* "secret" must stand behind "name"`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			set := parse(t, "rules:\n  r: {message: '{{value}} {{error}}', given: "+tc.given+", then: "+tc.then+"}\n")
			list := set.Check(document(t, tc.document), spectral.Options{})
			require.Len(t, list, 1)
			assert.Equal(t, tc.want, list[0].Msg)
		})
	}
}

func TestSuppliedFunctions(t *testing.T) {
	const rules = `functions: [every-name]
rules:
  r:
    severity: error
    message: 'no: {{error}}'
    given: $.a
    then: {field: b, function: every-name}
`
	set, list := spectral.Parse("rules.yml", []byte(rules), spectral.Known{Function: anyFunction})
	require.Empty(t, list)
	calls := 0
	functions := map[string]func() diag.List{"every-name": func() diag.List {
		calls++
		var l diag.List
		l.Warnf(diag.Pos{File: "doc.yml", Line: 7, Column: 1}, "x", "", "first")
		l.Warnf(diag.Pos{}, "x", "", "second")
		return l
	}}
	got := set.Check(document(t, "a: {b: c}"), spectral.Options{Functions: functions})
	assert.Equal(t, []string{"1:8 no: second", "7:1 no: first"}, lines(got))
	assert.Equal(t, diag.Error, got[0].Severity)
	assert.Equal(t, "r", got[0].Code)

	assert.Len(t, set.Check(document(t, "a: {}"), spectral.Options{Functions: functions}), 2)
	assert.Equal(t, 2, calls)
	assert.Empty(t, set.Check(document(t, "b: {}"), spectral.Options{Functions: functions}))
	assert.Equal(t, 2, calls, "the rule leads nowhere")

	got = set.Check(document(t, "a: {b: c}"), spectral.Options{})
	require.Len(t, got, 1)
	assert.Equal(t, spectral.CodeUnsupported, got[0].Code)
	assert.Equal(t, "rules.yml", got[0].Pos.File)

	set, _ = spectral.Parse("rules.yml", []byte(strings.ReplaceAll(rules, "$.a", "$..*")), spectral.Known{Function: anyFunction})
	assert.Len(t, set.Check(document(t, "a: {b: c}\nd: {b: {b: c}}"), spectral.Options{Functions: functions}), 2)
	assert.Equal(t, 3, calls, "it is called once, wherever the rule leads")

	_, list = spectral.Parse("rules.yml", []byte(rules+"      functionOptions: {a: 1}\n"), spectral.Known{Function: anyFunction})
	assert.NotEmpty(t, list)
}

package spectral_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"naftiko/spec/rule/spectral"
)

func TestFunctions(t *testing.T) {
	tests := map[string]struct {
		then, doc string
		want      []string
	}{
		"truthy: empty text":       {"{field: v, function: truthy}", `v: ""`, []string{`1:4 "v" must be there and not empty`}},
		"truthy: zero":             {"{field: v, function: truthy}", "v: 0", []string{`1:4 "v" must be there and not empty`}},
		"truthy: null":             {"{field: v, function: truthy}", "v:", []string{`1:1 "v" must be there and not empty`}},
		"truthy: not a number":     {"{field: v, function: truthy}", "v: .nan", []string{`1:4 "v" must be there and not empty`}},
		"truthy: infinite":         {"{field: v, function: truthy}", "v: -.inf", []string{}},
		"truthy: missing":          {"{field: v, function: truthy}", "w: 1", []string{`1:1 "v" must be there and not empty`}},
		"truthy: empty list":       {"{field: v, function: truthy}", "v: []", []string{}},
		"truthy: text no":          {"{field: v, function: truthy}", "v: no", []string{}},
		"falsy":                    {"{field: v, function: falsy}", "v: {}", []string{`1:1 "v" must be absent or empty`}},
		"falsy: missing":           {"{field: v, function: falsy}", "w: 1", []string{}},
		"falsy: false":             {"{field: v, function: falsy}", "v: false", []string{}},
		"defined":                  {"{field: v, function: defined}", "w: 1", []string{`1:1 "v" must be there`}},
		"defined: null":            {"{field: v, function: defined}", "v: ~", []string{}},
		"undefined":                {"{field: v, function: undefined}", "v: ~", []string{`1:1 "v" must not be there`}},
		"undefined: missing":       {"{field: v, function: undefined}", "w: 1", []string{}},
		"pattern: match":           {"{field: v, function: pattern, functionOptions: {match: '^a'}}", "v: ba", []string{`1:4 "v" must match the pattern "^a"`}},
		"pattern: both":            {"{field: v, function: pattern, functionOptions: {match: '^a', notMatch: b}}", "v: ba", []string{`1:4 "v" must match the pattern "^a"`, `1:4 "v" must not match the pattern "b"`}},
		"pattern: flags":           {"{field: v, function: pattern, functionOptions: {match: '/^B.A$/is'}}", `v: "b\na"`, []string{}},
		"pattern: lines":           {"{field: v, function: pattern, functionOptions: {notMatch: '/^a$/m'}}", `v: "b\na"`, []string{`1:4 "v" must not match the pattern "/^a$/m"`}},
		"pattern: a number":        {"{field: v, function: pattern, functionOptions: {match: '^a'}}", "v: 1", []string{}},
		"pattern: missing":         {"{field: v, function: pattern, functionOptions: {match: '^a'}}", "w: 1", []string{}},
		"enumeration":              {"{field: v, function: enumeration, functionOptions: {values: [a, 1, null]}}", "v: b", []string{`1:4 "v" must be one of a, 1, null`}},
		"enumeration: types":       {"{field: v, function: enumeration, functionOptions: {values: ['1']}}", "v: 1", []string{`1:4 "v" must be one of 1`}},
		"enumeration: number":      {"{field: v, function: enumeration, functionOptions: {values: [1]}}", "v: 1.0", []string{}},
		"enumeration: null":        {"{field: v, function: enumeration, functionOptions: {values: [1]}}", "v: null", []string{`1:1 "v" must be one of 1`}},
		"enumeration: list":        {"{field: v, function: enumeration, functionOptions: {values: [1]}}", "v: [2]", []string{}},
		"enumeration: missing":     {"{field: v, function: enumeration, functionOptions: {values: [1]}}", "w: 1", []string{}},
		"length: text":             {"{field: v, function: length, functionOptions: {max: 2}}", "v: abc", []string{`1:4 "v" must have a length of at most 2`}},
		"length: UTF-16":           {"{field: v, function: length, functionOptions: {max: 2}}", "v: a😀", []string{`1:4 "v" must have a length of at most 2`}},
		"length: list":             {"{field: v, function: length, functionOptions: {min: 1}}", "v: []", []string{`1:1 "v" must have a length of at least 1`}},
		"length: mapping":          {"{field: v, function: length, functionOptions: {min: 1, max: 2}}", "v: {a: 1}", []string{}},
		"length: number":           {"{field: v, function: length, functionOptions: {min: 2.5}}", "v: 2", []string{`1:4 "v" must have a length of at least 2.5`}},
		"length: boolean":          {"{field: v, function: length, functionOptions: {min: 2}}", "v: true", []string{}},
		"length of a list":         {"{field: v.length, function: enumeration, functionOptions: {values: [2]}}", "v: [1]", []string{`1:1 "v.length" must be one of 2`}},
		"xor: none":                {"{function: xor, functionOptions: {properties: [a, b]}}", "c: 1", []string{"1:1 exactly one of a, b must be there"}},
		"xor: both":                {"{function: xor, functionOptions: {properties: [a, b]}}", "{a: 1, b: 1}", []string{"1:1 exactly one of a, b must be there"}},
		"xor: one":                 {"{function: xor, functionOptions: {properties: [a, b]}}", "{a: 1, c: 1}", []string{}},
		"xor: list":                {"{field: v, function: xor, functionOptions: {properties: [a, b]}}", "v: [a, b]", []string{}},
		"or: none":                 {"{function: or, functionOptions: {properties: [a, b]}}", "c: 1", []string{"1:1 at least one of a, b must be there"}},
		"or: both":                 {"{function: or, functionOptions: {properties: [a, b]}}", "{a: 1, b: 1}", []string{}},
		"schema":                   {"{field: v, function: schema, functionOptions: {schema: {items: {type: string}}}}", "v: [a, 1, 2]", []string{`1:8 "1": Invalid type. Expected: string, given: integer`}},
		"schema: all errors":       {"{field: v, function: schema, functionOptions: {allErrors: true, schema: {items: {type: string}}}}", "v: [a, 1, 2]", []string{`1:8 "1": Invalid type. Expected: string, given: integer`, `1:11 "2": Invalid type. Expected: string, given: integer`}},
		"schema: missing":          {"{field: v, function: schema, functionOptions: {schema: {type: string}}}", "w: 1", []string{`1:1 "v" must be there`}},
		"schema: draft 4":          {"{field: v, function: schema, functionOptions: {dialect: draft4, schema: {maximum: 2, exclusiveMaximum: true}}}", "v: 2", []string{`1:4 "v": Must be less than 2`}},
		"schema: newer, plain":     {"{field: v, function: schema, functionOptions: {dialect: draft2020-12, schema: {type: string}}}", "v: 2", []string{`1:4 "v": Invalid type. Expected: string, given: integer`}},
		"alphabetical: list":       {"{field: v, function: alphabetical}", "v: [a, C, b, d]", []string{`1:8 "C" must stand behind "b"`}},
		"alphabetical: case":       {"{field: v, function: alphabetical}", "v: [A, a]", []string{`1:5 "A" must stand behind "a"`}},
		"alphabetical: marks":      {"{field: v, function: alphabetical}", "v: [_a, '1', a, é]", []string{}},
		"alphabetical: prefix":     {"{field: v, function: alphabetical}", "v: [ab, a]", []string{`1:5 "ab" must stand behind "a"`}},
		"alphabetical: numbers":    {"{field: v, function: alphabetical}", "v: [1, 0.5, 10, 9]", []string{`1:13 10 must stand behind 9`}},
		"alphabetical: keys":       {"{field: v, function: alphabetical}", "v: {b: 1, a: 2}", []string{`1:5 "b" must stand behind "a"`}},
		"alphabetical: by member":  {"{field: v, function: alphabetical, functionOptions: {keyedBy: n}}", "v: [{n: b}, {n: a}]", []string{`1:1 "v" must be ordered by "n"`}},
		"alphabetical: no mapping": {"{field: v, function: alphabetical, functionOptions: {keyedBy: n}}", "v: [{n: b}, a]", []string{`1:1 "v" must have only mappings in it`}},
		"alphabetical: no text":    {"{field: v, function: alphabetical}", "v: [true, a]", []string{`1:1 "v" must have only texts and numbers in it`}},
		"unreferenced": {
			"{field: d, function: unreferencedReusableObject, functionOptions: {reusableObjectsLocation: '#/d'}}",
			"d: {a: 1, b/c: 2, x: 3}\nuse: [{$ref: '#/d/a'}, {$ref: '#/d/b~1c'}]",
			[]string{`1:19 "x" is not referred to`},
		},
		"two functions": {"[{field: a, function: truthy}, {field: b, function: truthy}]", "c: 1", []string{`1:1 "a" must be there and not empty`, `1:1 "b" must be there and not empty`}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			set := parse(t, "rules:\n  r: {given: $, then: "+tc.then+"}\n")
			assert.Equal(t, tc.want, lines(set.Check(document(t, tc.doc), spectral.Options{})))
		})
	}
}

func TestCasing(t *testing.T) {
	tests := map[string]struct {
		options string
		good    []string
		bad     []string
	}{
		"flat":              {"{type: flat}", []string{"abc1"}, []string{"aB", "a-b", "1a"}},
		"camel":             {"{type: camel}", []string{"aBc", "a1B", "ab", "aB", "a1"}, []string{"AB", "aBC", "a_b"}},
		"pascal":            {"{type: pascal}", []string{"AbC1", "A"}, []string{"ab", "ABC"}},
		"kebab":             {"{type: kebab}", []string{"a-b1", "a"}, []string{"a--b", "-a", "A-b", "a-"}},
		"cobol":             {"{type: cobol}", []string{"A-B1"}, []string{"a-b", "A_B"}},
		"snake":             {"{type: snake}", []string{"a_b1"}, []string{"a-b", "a__b"}},
		"macro":             {"{type: macro}", []string{"A_B1"}, []string{"a_b", "A-B"}},
		"no digits":         {"{type: snake, disallowDigits: true}", []string{"a_b"}, []string{"a_b1"}},
		"separator":         {"{type: flat, separator: {char: /}}", []string{"a/b", "a"}, []string{"/a", "a//b", "/"}},
		"leading separator": {"{type: pascal, separator: {char: '-', allowLeading: true}}", []string{"-Ab-Cd", "-", "A"}, []string{"--A", "A-"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			set := parse(t, "rules:\n  r: {given: '$', then: {field: '@key', function: casing, functionOptions: "+tc.options+"}}\n")
			for _, key := range tc.good {
				assert.Empty(t, set.Check(document(t, "'"+key+"': 1"), spectral.Options{}), key)
			}
			for _, key := range tc.bad {
				list := set.Check(document(t, "'"+key+"': 1"), spectral.Options{})
				assert.Len(t, list, 1, key)
			}
		})
	}
}

func TestRegexps(t *testing.T) {
	tests := map[string]struct {
		pattern, text string
		want          bool
	}{
		"dot is not a line end":   {"a.b", `"a\rb"`, false},
		"blank":                   {`^\s$`, `"\u00a0"`, true},
		"no blank":                {`^\S$`, `"\u00a0"`, false},
		"class of blanks":         {`^[\s\d]+$`, `"1\u30002"`, true},
		"anything":                {`^[\s\S]+$`, `"a\n\u2028"`, true},
		"no blank in a class":     {`^[\S]+$`, `"a\ufeff"`, false},
		"empty class":             {`a[]`, "a", false},
		"full class":              {`^a[^]b$`, `"a\nb"`, true},
		"bracket in a class":      {`^[[a]+$`, `"[a"`, true},
		"no class of POSIX":       {`^[[:d]+$`, `"[:d"`, true},
		"slash":                   {`^https?:\/\/x`, "http://x", true},
		"code":                    {`^\x41\u0042$`, "AB", true},
		"backspace in a class":    {`^[\b]$`, `"\b"`, true},
		"letter by letter":        {`^\w+\-\w+$`, "a-b", true},
		"lazy":                    {`^a+?b$`, "aab", true},
		"end is the end":          {`a$`, `"a\n"`, false},
		"name of a group":         {`^(?<x>a)$`, "a", true},
		"a dash in a class":       {`^[\w-.]+$`, "a-b.c", true},
		"case":                    {`/^[a-z]+$/i`, "AbC", true},
		"character by code":       {`/^\u{1F600}$/u`, `"\U0001F600"`, true},
		"no flags behind a slash": {`/a/B`, "x/a/B", true},
		"null":                    {`^\0$`, `"\0"`, true},
		"property":                {`/^\p{Lu}$/u`, "É", true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			set := parse(t, "rules:\n  r:\n    given: $.v\n    then:\n      function: pattern\n      functionOptions:\n        match: '"+tc.pattern+"'\n")
			list := set.Check(document(t, "v: "+tc.text), spectral.Options{})
			assert.Equal(t, tc.want, len(list) == 0)
		})
	}
}

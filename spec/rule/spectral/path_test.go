package spectral_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/rule/spectral"
)

const pathDocument = `a:
  b: {c: 1, d: [x, yy, zzz]}
  e: text
  "with space": {k: v}
  n: ~
list:
  - {id: 1, name: one, x: 3, tags: [p, q]}
  - {id: 2, name: two, x: "3"}
  - {id: 3, name: Three, b: {c: deep}}
  - just text
  - 17
map:
  one: {get: {x: 1}, post: {x: 2}}
  two: {get: {x: 5}}
  "0": {zero: true}
`

// visited returns the paths that a given leads to in pathDocument.
func visited(t *testing.T, given string) string {
	t.Helper()
	quoted := "'" + strings.ReplaceAll(given, "'", "''") + "'"
	// Nothing fits the schema, so that each place has a finding.
	set := parse(t, "rules:\n  r:\n    given: "+quoted+`
    message: '{{path}}'
    then: {function: schema, functionOptions: {schema: {not: {}}}}
`)
	var out []string
	for _, d := range set.Check(document(t, pathDocument), spectral.Options{}) {
		require.Equal(t, "r", d.Code)
		out = append(out, d.Msg)
	}
	return strings.Join(out, " ")
}

func TestPaths(t *testing.T) {
	tests := map[string]string{
		"$":                        "#",
		"$.a.b.c":                  "#/a/b/c",
		"$['a'][\"b\"].c":          "#/a/b/c",
		"$[a].b":                   "#/a/b",
		"$.a['with space']":        "#/a/with space",
		"$.*":                      "#/a #/list #/map",
		"$[*]":                     "#/a #/list #/map",
		"$.a.b.d[0]":               "#/a/b/d/0",
		"$.a.b.d.1":                "#/a/b/d/1",
		"$.a.b.d[5]":               "",
		"$.a.b.d[00]":              "",
		"$.a.b.d[0,2]":             "#/a/b/d/0 #/a/b/d/2",
		"$.a.b.d[1:]":              "#/a/b/d/1 #/a/b/d/2",
		"$.a.b.d[:-1]":             "#/a/b/d/0 #/a/b/d/1",
		"$.a.b.d[-1:]":             "#/a/b/d/2",
		"$.a.b.d[-9:1]":            "#/a/b/d/0",
		"$.a.b.d[::2]":             "#/a/b/d/0 #/a/b/d/2",
		"$.a.b.d[(@.length-1)]":    "#/a/b/d/2",
		"$.a.b.d[(@.length - 3)]":  "#/a/b/d/0",
		"$.a[b,e]":                 "#/a/b #/a/e",
		"$.map['one','two'].get.x": "#/map/one/get/x #/map/two/get/x",
		"$.map.0":                  "#/map/0",
		"$.map[0].zero":            "#/map/0/zero",
		"$..c":                     "#/a/b/c #/list/2/b/c",
		"$..b..c":                  "#/a/b/c #/list/2/b/c",
		"$..['c','zero']":          "#/a/b/c #/list/2/b/c #/map/0/zero",
		"$..tags[0]":               "#/list/0/tags/0",
		"$..tags.*":                "#/list/0/tags/0 #/list/0/tags/1",
		"$.a.b..*":                 "#/a/b/c #/a/b/d #/a/b/d/0 #/a/b/d/1 #/a/b/d/2",
		"$.map..":                  "#/map #/map/one #/map/one/get #/map/one/post #/map/two #/map/two/get #/map/0",
		"$.map..*..*":              "#/map/one/get #/map/one/get/x #/map/one/post #/map/one/post/x #/map/two/get #/map/two/get/x #/map/0/zero",
		"$.a.b.c^":                 "#/a/b",
		"$.a.b.c^^":                "#/a",
		"$.a^^":                    "",
		"$..c^":                    "#/a/b #/list/2/b",
		"$..get^.post":             "#/map/one/post",
		"$.a.b.d[*]^":              "#/a/b/d",
		"$.nothing":                "",
		"$[ 'a' , 'map' ]":         "#/a #/map",
		"$[ ?(@.one) ]":            "#/map",
		"$.a.e.length":             "",

		"$.list[?(@.id)]":                                        "#/list/0 #/list/1 #/list/2",
		"$.list[?(!@.id)]":                                       "#/list/3 #/list/4",
		"$.list[?(@.x == 3)]":                                    "#/list/0 #/list/1",
		"$.list[?(@.x === 3)]":                                   "#/list/0",
		"$.list[?(@.id !== 1 && @.id != '2')].name":              "#/list/2/name",
		"$.list[?(@.id > 1 && @.id <= 3)].name":                  "#/list/1/name #/list/2/name",
		"$.list[?(@.id >= 3 || @.id < 2)].name":                  "#/list/0/name #/list/2/name",
		"$.list[?(@.id + 1 == 3)]":                               "#/list/1",
		"$.list[?(@.id - 1 == 1 || @.id * 3 == 3)]":              "#/list/0 #/list/1",
		"$.list[?(@.id % 2 === 0 && @.id / 2 === 1)]":            "#/list/1",
		"$.list[?(-@.id == -3)]":                                 "#/list/2",
		"$.list[?(@.id ? @.id > 2 : @ == 17)]":                   "#/list/2 #/list/4",
		"$.list[?(@.name.match(/^t/i))].name":                    "#/list/1/name #/list/2/name",
		"$.list[?(@.name.match('^t'))].name":                     "#/list/1/name",
		"$.list[?(/^[a-z)]+$/.test(@.name))].name":               "#/list/0/name #/list/1/name",
		"$.list[?(@.name ~= '^o')].name":                         "#/list/0/name",
		"$.list[?(@.tags[0] == 'p')]":                            "#/list/0",
		"$.list[?(@['tags'].length == 2)]":                       "#/list/0",
		"$.list[?(@.tags.includes('q'))]":                        "#/list/0",
		"$.list[?(@.tags.indexOf('q') === 1)]":                   "#/list/0",
		"$.list[?(['one', \"two\"].includes(@.name))].id":        "#/list/0/id #/list/1/id",
		"$.list[?(@.id in [1,3])].id":                            "#/list/0/id #/list/2/id",
		"$.list[?(@.name.length > 3)].id":                        "#/list/2/id",
		"$.list[?(@.name.toLowerCase().startsWith('th'))].id":    "#/list/2/id",
		"$.list[?(@.name.toUpperCase().endsWith('O'))].id":       "#/list/1/id",
		"$.list[?((' ' + @.name).trim() === 'one')].id":          "#/list/0/id",
		"$.list[?(@.name.indexOf('w') == 1)].id":                 "#/list/1/id",
		"$.list[?(@.name.includes('hre'))].id":                   "#/list/2/id",
		"$.list[?(@ == 'just text')]":                            "#/list/3",
		"$.list[?(@.id == undefined)]":                           "#/list/3 #/list/4",
		"$.list[?(@.id === void 0)]":                             "#/list/3 #/list/4",
		"$.list[?(@property > 2)]":                               "#/list/3 #/list/4",
		"$.list[?(@property.match(/3/))]":                        "#/list/3",
		"$.a[?(@property === 'e' || @property.startsWith('w'))]": "#/a/e #/a/with space",
		"$.a[?(@ === null)]":                                     "#/a/n",
		"$.a[?(@.nothing.at.all)]":                               "",
		"$..[?(@property === 'x' && @ > 1)]":                     "#/list/0/x #/list/1/x #/map/one/post/x #/map/two/get/x",
		"$..[?(@parentProperty === 'map')]":                      "#/map/one #/map/two #/map/0",
		"$.map.*[?(@parent.two)]":                                "#/map/one/get #/map/one/post #/map/two/get #/map/0/zero",
		"$..[?(@path === \"$['map']['one']['get']\")]":           "#/map/one/get",
		"$.map.*[?(@root.list[0].id === 1)]":                     "#/map/one/get #/map/one/post #/map/two/get #/map/0/zero",
		"$.list[?(@.tags)].tags[?(@ == 'q')]":                    "#/list/0/tags/1",
		"$.list[?(@.id == 1)]^":                                  "#/list",
		"$.a[?(@string())]":                                      "#/a/e",
		"$.a[?(@object())]":                                      "#/a/b #/a/with space",
		"$.a[?(@null())]":                                        "#/a/n",
		"$.a[?(@scalar())]":                                      "#/a/e #/a/n",
		"$.list[?(@integer())]":                                  "#/list/4",
		"$.list[?(@number())]":                                   "#/list/4",
		"$.list[?(@boolean())]":                                  "",
		"$.@array()":                                             "#/list",
		"$[@array()]":                                            "#/list",
	}
	for given, want := range tests {
		t.Run(given, func(t *testing.T) { assert.Equal(t, want, visited(t, given)) })
	}
}

func TestKeyPaths(t *testing.T) {
	tests := map[string][]string{
		"$.map.*~":     {"13:3 one"},
		"$.a.b.c^~":    {},
		"$..id^~":      {},
		"$.map.one^~":  {"12:1 map"},
		"$.list[0]~":   {},
		"$~":           {},
		"$.nothing.*~": {},
	}
	for given, want := range tests {
		t.Run(given, func(t *testing.T) {
			set := parse(t, "rules:\n  r: {given: '"+given+"', message: '{{property}}', then: {function: pattern, functionOptions: {match: '^[^om]'}}}\n")
			got := lines(set.Check(document(t, pathDocument), spectral.Options{}))
			if given == "$.map.*~" {
				got = got[:1]
			}
			assert.Equal(t, want, got)
		})
	}
}

func TestFields(t *testing.T) {
	const doc = "a:\n  b:\n    - c: x\n  a.b: y\n  e:\n  f: {}\n  g: z\n"
	tests := map[string]struct {
		given, field string
		want         []string
	}{
		"name":                    {"$.a", "g", []string{"7:6 g #/a/g"}},
		"path":                    {"$", "a.b[0].c", []string{"3:10 c #/a/b/0/c"}},
		"path of names in quotes": {"$", "a['b'][0]['c']", []string{"3:10 c #/a/b/0/c"}},
		"name with a dot":         {"$.a", "a.b", []string{"4:8 a.b #/a/a.b"}},
		"JSONPath":                {"$.a", "$.b[*].c", []string{"3:10 c #/a/b/0/c"}},
		"JSONPath of keys":        {"$.a", "$.f~", []string{"6:3 f #/a/f"}},
		"keys":                    {"$.a", "@key", []string{"2:3 b #/a/b", "4:3 a.b #/a/a.b", "5:3 e #/a/e", "6:3 f #/a/f", "7:3 g #/a/g"}},
		"of a text":               {"$.a.g", "nothing", []string{"7:6 g #/a/g"}},
		"indices of a list":       {"$.a.b", "@key", []string{"3:7 0 #/a/b/0"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			set := parse(t, fmt.Sprintf(`rules:
  r:
    given: %s
    message: "{{property}} {{path}}"
    then: {field: "%s", function: falsy}
`, tc.given, tc.field))
			assert.Equal(t, tc.want, lines(set.Check(document(t, doc), spectral.Options{})))
		})
	}
}

// What is missing is reported at the nearest place that is there.
func TestMissingFields(t *testing.T) {
	const doc = "a:\n  b:\n    c: 1\nf: {}\ne:\n"
	tests := map[string]struct {
		given, field string
		want         []string
	}{
		"all":               {"$", "x.y", []string{"1:1 x.y #"}},
		"the end":           {"$", "a.b.x", []string{"2:3 b.x #/a/b"}},
		"an index":          {"$.a", "b[0]", []string{"2:3 b[0] #/a/b"}},
		"keys of nothing":   {"$.f", "@key", []string{"4:1 f #/f"}},
		"JSONPath":          {"$.a", "$..x", []string{"1:1 a #/a"}},
		"blanks":            {"$.a", "no such", []string{"1:1 a['no such'] #/a"}},
		"below a text":      {"$.a", "b.c.d", []string{"3:8 c.d #/a/b/c"}},
		"null is no holder": {"$.e", "x", []string{"5:1 e #/e"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			set := parse(t, fmt.Sprintf("rules:\n  r: {given: %s, message: '{{property}} {{path}}', then: {field: '%s', function: truthy}}\n", tc.given, tc.field))
			assert.Equal(t, tc.want, lines(set.Check(document(t, doc), spectral.Options{})))
		})
	}
}

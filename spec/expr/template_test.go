package expr_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// scopeOf returns the members of a JSON object as variables.
func scopeOf(t testing.TB, src string) expr.Scope {
	t.Helper()
	v, err := value.Decode([]byte(src))
	require.NoError(t, err)
	o := v.(*value.Object)
	return func(name string) (any, bool) { return o.Get(name) }
}

func render(t *testing.T, src string, scope expr.Scope, enc expr.Encoding) (string, []string) {
	t.Helper()
	tmpl, err := expr.ParseTemplate(src)
	require.NoError(t, err)
	out, missing := tmpl.Render(scope, enc)
	text, ok := out.Plain()
	require.True(t, ok)
	return text, missing
}

func TestRender(t *testing.T) {
	tests := map[string]struct {
		src, scope string
		enc        expr.Encoding
		want       string
		missing    []string
	}{
		"A01 missing is empty":           {src: "hello {{name}}/{{missing}}", scope: `{"name":"alice"}`, want: "hello alice/", missing: []string{"missing"}},
		"A02 plain text":                 {src: "plain", scope: `{}`, want: "plain"},
		"A03 nothing in scope":           {src: "{{x}}", scope: `{}`, want: "", missing: []string{"x"}},
		"A04 list in a JSON text":        {src: `{"imo":"{{imo}}","ids":{{ids}}}`, scope: `{"imo":"I-1","ids":["C-1","C-3"]}`, want: `{"imo":"I-1","ids":["C-1","C-3"]}`},
		"A05 letters stay":               {src: `{"n":"{{n}}"}`, scope: `{"n":"Lindstrøm"}`, want: `{"n":"Lindstrøm"}`},
		"A06 three forms are the same":   {src: `{{s}}{{{s}}}{{&s}}`, scope: `{"s":"a\"b<c>&'"}`, want: strings.Repeat(`a"b<c>&'`, 3)},
		"A07 members and indices":        {src: `{{p.id}},{{p.list.0}},{{p.o.z}},{{p.nope.deep}},{{p.list.5}}`, scope: `{"p":{"id":7,"list":["x","y"],"o":{"z":1}}}`, want: "7,x,1,,", missing: []string{"p.nope.deep", "p.list.5"}},
		"A08 whole name first":           {src: "{{x.y}}", scope: `{"x.y":"dotted","x":{"y":"walked"}}`, want: "dotted"},
		"A09 sections":                   {src: "{{#b}}T{{/b}}{{^f}}F{{/f}}{{#nope}}x{{/nope}}{{^nope}}x{{/nope}}", scope: `{"b":true,"f":false}`, want: "TFx"},
		"A10 values are not rendered":    {src: "{{a}}", scope: `{"a":"{{i}}","i":1}`, want: "{{i}}"},
		"A11 comments and single braces": {src: "{{! note }}x {i} {{i", scope: `{"i":1}`, want: "x {i} {{i"},
		"A12 JSON and numbers":           {src: "{{m}} {{n}} {{d}}", scope: `{"m":{"k":"v"},"n":1,"d":1.5}`, want: `{"k":"v"} 1 1.5`},

		"null is empty, not missing":     {src: "[{{a}}]", scope: `{"a":null}`, want: "[]"},
		"missing names once, in order":   {src: "{{b}}{{a}}{{b}}", scope: `{}`, missing: []string{"b", "a"}},
		"list of lists":                  {src: "{{#l}}<{{.}}>{{/l}}", scope: `{"l":[[1,2],3]}`, want: "<[1,2]><3>"},
		"object in a list":               {src: "{{#l}}{{a}}{{b}};{{/l}}", scope: `{"l":[{"a":1},{"a":2}],"b":"o"}`, want: "1o;2o;"},
		"empty text is truthy":           {src: "{{#s}}yes{{/s}}{{#z}}0{{/z}}", scope: `{"s":"","z":0}`, want: "yes0"},
		"encoded values only":            {src: "a b={{v}}", scope: `{"v":"c d"}`, enc: expr.PathSegment, want: "a b=c%20d"},
		"no negative or signed index":    {src: "{{l.-1}}{{l.+0}}{{l.}}", scope: `{"l":[1]}`, missing: []string{"l.-1", "l.+0", "l."}},
		"huge index":                     {src: "{{l.99999999999999999999}}", scope: `{"l":[1]}`, missing: []string{"l.99999999999999999999"}},
		"names with dollars and hyphens": {src: "{{$.a}}{{x-y}}{{ a b }}", scope: `{"$.a":1,"x-y":2,"a b":3}`, want: "123"},
		"delimiters":                     {src: "{{=<% %>=}}<%a%>{{a}}<%={{ }}=%>{{a}}", scope: `{"a":1}`, want: "1{{a}}1"},
		"open tag before a tag":          {src: "{{a {{b}} {{{c {{{d}}}", scope: `{"b":1,"d":2}`, want: "{{a 1 {{{c 2"},
		"braces of JSON around a tag":    {src: `{"a":{{{a}}}} {{{b}} {{{{a}}}}`, scope: `{"a":1,"b":2}`, want: `{"a":1} {2 {1}`},
		"comment eats an opening":        {src: "{{! {{a }}x", scope: `{}`, want: "x"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, missing := render(t, tc.src, scopeOf(t, tc.scope), tc.enc)
			assert.Equal(t, tc.want, got)
			assert.Equal(t, tc.missing, missing)
		})
	}
}

func TestRender_values(t *testing.T) {
	object := value.NewObject(value.Member{Name: "z", Value: value.Number("1.10")}, value.Member{Name: "a", Value: "é"})
	tests := map[string]struct {
		value any
		want  string
	}{
		"text":            {"a b", "a b"},
		"number as is":    {value.Number("1.10"), "1.10"},
		"exponent":        {value.Number("1e3"), "1000"},
		"bool":            {true, "true"},
		"object in order": {object, `{"z":1.10,"a":"é"}`},
		"blob":            {value.Blob{Data: []byte("raw")}, "raw"},
		"plain Go int":    {42, "42"},
		"nil object":      {(*value.Object)(nil), "{}"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, missing := render(t, "{{v}}", func(string) (any, bool) { return tc.value, true }, expr.Raw)
			assert.Equal(t, tc.want, got)
			assert.Empty(t, missing)
		})
	}
	_, missing := render(t, "{{v}}", func(string) (any, bool) { return struct{}{}, true }, expr.Raw)
	assert.Equal(t, []string{"v"}, missing, "what is no value is absent")
	_, missing = render(t, "{{v}}", nil, expr.Raw)
	assert.Equal(t, []string{"v"}, missing, "a nil scope is empty")
}

func TestRender_opaque(t *testing.T) {
	scope := func(name string) (any, bool) {
		if name == "T" || name == "env.T" {
			return expr.Opaque{Name: "TOKEN"}, true
		}
		return nil, false
	}
	tmpl, err := expr.ParseTemplate("a {{T}} {{#T}}[{{.}}]{{/T}}{{^T}}no{{/T}}{{env.T}}{{T.x}}")
	require.NoError(t, err)
	out, missing := tmpl.Render(scope, expr.PathSegment)
	assert.Equal(t, []string{"T.x"}, missing)
	assert.Equal(t, []string{"TOKEN"}, out.Opaques())
	assert.Equal(t, "a $TOKEN [$TOKEN]$TOKEN", out.Show(func(n string) string { return "$" + n }))
	got, err := out.Reveal(func(string) (string, error) { return "x/y", nil })
	require.NoError(t, err)
	assert.Equal(t, "a x%2Fy [x%2Fy]x%2Fy", got)
}

func TestRender_limits(t *testing.T) {
	list := make(value.List, 1000)
	scope := func(name string) (any, bool) {
		switch name {
		case "l":
			return list, true
		case "big":
			return strings.Repeat("x", 1<<20), true
		}
		return nil, false
	}
	tests := map[string]string{
		"output": "{{#l}}{{big}}{{/l}}",
		"work":   strings.Repeat("{{#l}}", 100) + strings.Repeat("{{/l}}", 100),
	}
	for name, src := range tests {
		t.Run(name, func(t *testing.T) {
			tmpl, err := expr.ParseTemplate(src)
			require.NoError(t, err)
			out, missing := tmpl.Render(scope, expr.Raw)
			assert.Equal(t, []string{expr.Overflow}, missing)
			text, ok := out.Plain()
			assert.False(t, ok)
			assert.LessOrEqual(t, len(text), 32<<20)
			_, err = out.Encode(expr.Query).Reveal(nil)
			assert.ErrorIs(t, err, expr.ErrTooLong)
			assert.True(t, strings.HasSuffix(out.Show(nil), "…"))
		})
	}
}

func TestParseTemplate_errors(t *testing.T) {
	deep := strings.Repeat("{{#a}}", 101) + strings.Repeat("{{/a}}", 101)
	tests := map[string]struct {
		src    string
		offset int
		msg    string
	}{
		"A11 partial":       {"x{{> p}}", 1, "partials are not supported: {{>p}}"},
		"parent":            {"{{<p}}", 0, "partials are not supported: {{<p}}"},
		"empty":             {"ab{{}}", 2, "a tag without a name"},
		"blank":             {"{{ }}", 0, "a tag without a name"},
		"empty section":     {"{{#}}", 0, "a tag without a name"},
		"empty ampersand":   {"{{&}}", 0, "a tag without a name"},
		"brace in a name":   {"{{a{b}}", 0, `a brace in the name "a{b"`},
		"unclosed section":  {"a{{#s}}b{{^t}}c{{/t}}", 1, `section "s" is not closed: add {{/s}}`},
		"mismatched":        {"{{#s}}{{/t}}", 6, `{{/t}} closes section "s": write {{/s}}`},
		"nothing to close":  {"é{{/t}}", 2, "{{/t}} closes no section"},
		"delimiters":        {"{{=a}}", 0, "new delimiters are written {{=<% %>=}}"},
		"delimiters with =": {"{{=a= b=}}", 0, "new delimiters are written {{=<% %>=}}"},
		"too deep":          {deep, 600, "sections nest deeper than 100"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := expr.ParseTemplate(tc.src)
			assert.Equal(t, &expr.Error{Offset: tc.offset, Msg: tc.msg}, err)
		})
	}
}

func TestParseURITemplate(t *testing.T) {
	tmpl, err := expr.ParseURITemplate("https://{SUB}.x.test/{{ api }}/{{{v}}}/{{&w}}/{a.b-c$}/}")
	require.NoError(t, err)
	assert.Equal(t, []expr.Part{
		{Text: "https://"},
		{Name: "SUB", Offset: 8},
		{Text: ".x.test/", Offset: 13},
		{Name: "api", Offset: 21},
		{Text: "/", Offset: 30},
		{Name: "v", Offset: 31},
		{Text: "/", Offset: 38},
		{Name: "w", Offset: 39},
		{Text: "/", Offset: 45},
		{Name: "a.b-c$", Offset: 46},
		{Text: "/}", Offset: 54},
	}, tmpl.Parts())
	out, missing := tmpl.Render(scopeOf(t, `{"SUB":"acme","api":"a/b","v":1,"a":{"b-c$":"?"}}`), expr.PathSegment)
	text, ok := out.Plain()
	assert.True(t, ok)
	assert.Equal(t, "https://acme.x.test/a%2Fb/1//%3F/}", text)
	assert.Equal(t, []string{"w"}, missing)
}

func TestParseURITemplate_errors(t *testing.T) {
	tests := map[string]struct {
		src    string
		offset int
		msg    string
	}{
		"not closed":        {"/a/{b", 3, "{ is not closed"},
		"another opens":     {"/{a{b}", 1, "{ is not closed"},
		"half closed":       {"/{{a}/x", 1, "{{ is not closed"},
		"triple, half open": {"{{{a}}", 0, "{{{ is not closed"},
		"empty":             {"/{}", 1, "a placeholder without a name"},
		"blank":             {"/{{ }}", 1, "a placeholder without a name"},
		"only an ampersand": {"{{&}}", 0, "a placeholder without a name"},
		"section":           {"/{{#a}}x{{/a}}", 1, "only variables can stand in a URI, not {{#a}}"},
		"partial":           {"{{>a}}", 0, "only variables can stand in a URI, not {{>a}}"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := expr.ParseURITemplate(tc.src)
			assert.Equal(t, &expr.Error{Offset: tc.offset, Msg: tc.msg}, err)
		})
	}
}

func TestTemplate_shape(t *testing.T) {
	tests := map[string]struct {
		src     string
		single  string
		literal bool
		parts   []expr.Part
		refs    []expr.Ref
	}{
		"empty":   {src: "", literal: true, parts: []expr.Part{}},
		"literal": {src: "a {b} c", literal: true, parts: []expr.Part{{Text: "a {b} c"}}},
		"single":  {src: "{{ a.b }}", single: "a.b", parts: []expr.Part{{Name: "a.b"}}, refs: []expr.Ref{{Name: "a.b"}}},
		"mixed":   {src: "x{{a}}", parts: []expr.Part{{Text: "x"}, {Name: "a", Offset: 1}}, refs: []expr.Ref{{Name: "a", Offset: 1}}},
		"comment": {src: "x{{! }}", parts: []expr.Part{{Text: "x"}}},
		"section": {src: "{{a}}{{#s}}{{b}}{{/s}}{{a}}", refs: []expr.Ref{
			{Name: "a"},
			{Name: "s", Offset: 5, Section: true},
			{Name: "b", Offset: 11, Inner: true},
			{Name: "a", Offset: 22},
		}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tmpl, err := expr.ParseTemplate(tc.src)
			require.NoError(t, err)
			assert.Equal(t, tc.src, tmpl.Source())
			single, ok := tmpl.Single()
			assert.Equal(t, tc.single, single)
			assert.Equal(t, tc.single != "", ok)
			assert.Equal(t, tc.literal, tmpl.IsLiteral())
			assert.Equal(t, tc.parts, tmpl.Parts())
			assert.Equal(t, tc.refs, tmpl.Refs())
		})
	}
}

func TestParseTemplate_longRuns(t *testing.T) {
	tests := map[string]string{
		"braces":           strings.Repeat("{", 1<<20),
		"braces and a tag": strings.Repeat("{", 1<<20) + "a}}",
		"openings":         strings.Repeat("{{a ", 1<<18),
		"half triples":     strings.Repeat("{{{a}} ", 1<<17),
		"comments":         strings.Repeat("x{{!}}", 1<<17),
		"blank lines":      strings.Repeat("   \t{{!}} \n", 1<<16),
	}
	for name, src := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := expr.ParseTemplate(src)
			assert.NoError(t, err)
		})
	}
}

package run_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/run"
	"naftiko/spec/expr"
	"naftiko/spec/value"
)

func path(t testing.TB, src string) *expr.Path {
	t.Helper()
	p, err := expr.ParsePath(src)
	require.NoError(t, err)
	return p
}

// compare applies outputs both ways and reports whether the pass did not need the
// tree.
func compare(t testing.TB, outs []run.Output, body []byte) bool {
	t.Helper()
	fast := false
	for _, first := range []bool{false, true} {
		p := run.NewProjection(outs, first)
		if p == nil {
			continue
		}
		text, misses, ok := p.Apply(body)
		if !ok {
			continue
		}
		fast = true
		root, err := value.Decode(body)
		if err != nil {
			t.Fatalf("the pass reads %q: %v", body, err)
		}
		want, wantMisses := run.Outputs(outs, root)
		if first {
			wantMisses = nil
			if want, ok = run.First(outs, root); !ok {
				t.Fatalf("%q: the pass finds %s, the tree nothing", body, text)
			}
		}
		if got := string(value.Append(nil, want)); got != string(text) {
			t.Fatalf("%q\n%s\n pass %s\n tree %s", body, show(outs), text, got)
		}
		if fmt.Sprint(misses) != fmt.Sprint(wantMisses) {
			t.Fatalf("%q\n%s\n pass misses %v\n tree misses %v", body, show(outs), misses, wantMisses)
		}
	}
	return fast
}

func show(outs []run.Output) string {
	var b strings.Builder
	for _, o := range outs {
		describe(&b, &o, 0)
	}
	return b.String()
}

func describe(b *strings.Builder, o *run.Output, depth int) {
	fmt.Fprintf(b, "%s%q type=%s", strings.Repeat("  ", depth), o.Name, o.Type)
	if o.Path != nil {
		fmt.Fprintf(b, " path=%s", o.Path)
	}
	if o.IsLiteral {
		fmt.Fprintf(b, " literal=%v", o.Literal)
	}
	fmt.Fprintf(b, " max=%d\n", o.MaxLength)
	for i := range o.Properties {
		describe(b, &o.Properties[i], depth+1)
	}
	for _, part := range []*run.Output{o.Items, o.Values} {
		if part != nil {
			describe(b, part, depth+1)
		}
	}
}

func TestProjection(t *testing.T) {
	member := func(name, src string) run.Output { return run.Output{Name: name, Type: "string", Path: path(t, src)} }
	tests := map[string]struct {
		outs []run.Output
		body string
		want string
	}{
		"the whole":       {[]run.Output{{Name: "r", Type: "object", Path: path(t, "$.")}}, ` { "a" : [ 1 , {"b":"\u00e9"} ] } `, `{"r":{"a":[1,{"b":"é"}]}}`},
		"members":         {[]run.Output{member("x", "$.a.b"), member("y", "$.a.c"), member("z", "$.nope")}, `{"a":{"c":2.50,"d":1,"b":"t"}}`, `{"x":"t","y":2.50,"z":null}`},
		"one place twice": {[]run.Output{member("x", "$.a"), member("y", "$.a"), member("z", "$.a.b")}, `{"a":{"b":1}}`, `{"x":{"b":1},"y":{"b":1},"z":1}`},
		"indices":         {[]run.Output{member("x", "$.l[1].n"), member("y", "$.l[7]")}, `{"l":[{"n":1},{"n":2}]}`, `{"x":2,"y":null}`},
		"a wildcard":      {[]run.Output{member("x", "$.l[*].n"), member("y", "$.nope[*].n")}, `{"l":[{"n":1},{},{"n":null}]}`, `{"x":[1,null],"y":[]}`},
		"an array": {
			[]run.Output{{Name: "l", Type: "array", Path: path(t, "$.l"), Items: &run.Output{Type: "object", Properties: []run.Output{member("b", "$.b"), member("a", "$.a")}}}},
			`{"l":[{"a":1,"b":"x"},{"a":2},7]}`, `{"l":[{"b":"x","a":1},{"b":null,"a":2},{"b":null,"a":null}]}`,
		},
		"an array of an object": {[]run.Output{{Name: "l", Type: "array", Path: path(t, "$.l")}}, `{"l":{"a":1}}`, `{"l":null}`},
		"values":                {[]run.Output{{Name: "v", Type: "object", Path: path(t, "$.d"), Values: &run.Output{Path: path(t, "$.id")}}}, `{"d":{"a":{"id":1},"b":{}}}`, `{"v":{"a":1,"b":null}}`},
		"a length":              {[]run.Output{{Name: "s", Type: "string", Path: path(t, "$.s"), MaxLength: 3}}, `{"s":"äö\u00fcß"}`, `{"s":"äöü"}`},
		"an object with a root": {
			[]run.Output{{Name: "o", Type: "object", Path: path(t, "$.d"), Properties: []run.Output{member("x", "$.x"), member("y", "$.y")}}},
			`{"d":{"x":1}}`, `{"o":{"x":1,"y":null}}`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p := run.NewProjection(tc.outs, false)
			require.NotNil(t, p)
			text, _, ok := p.Apply([]byte(tc.body))
			require.True(t, ok)
			assert.Equal(t, tc.want, string(text))
			assert.True(t, compare(t, tc.outs, []byte(tc.body)))
		})
	}
}

// What a pass cannot tell is left to the tree.
func TestProjection_leaves(t *testing.T) {
	o := run.Output{Name: "o", Type: "object", Path: path(t, "$.d"), Properties: []run.Output{{Name: "x", Path: path(t, "$.x")}}}
	for _, body := range []string{`{"d":{},"x":1}`, `{"x":1,"d":{}}`, `{"d":{"x":1},"d":{}}`, `{"\u0064":{"x":1}}`, `{"d":{"x":1}`, `{"d":{"x":{"a":1,"a":2}}}`, `{"d":1} 2`, ``} {
		_, _, ok := run.NewProjection([]run.Output{o}, false).Apply([]byte(body))
		assert.False(t, ok, body)
	}
	for _, src := range []string{"$..a", "$.a[-1]", "$.a[1:2]", "$['a','b']", "$.a[?(@.b)]", "$.a.length()"} {
		assert.Nil(t, run.NewProjection([]run.Output{{Path: path(t, src)}}, false), src)
	}
	twice := []run.Output{{Name: "a", Path: path(t, "$.a")}, {Name: "a", Path: path(t, "$.b")}}
	assert.Nil(t, run.NewProjection(twice, false))
}

// maker makes random outputs and answers that have something to do with them.
type maker struct{ *rand.Rand }

func (m maker) pick(words ...string) string { return words[m.IntN(len(words))] }

func (m maker) path(t testing.TB) *expr.Path {
	t.Helper()
	src := "$"
	for range m.IntN(4) {
		src += m.pick(".a", ".b", ".b", "['c d']", "[0]", "[1]", "[*]")
	}
	return path(t, src)
}

func (m maker) output(t testing.TB, name string, depth int) run.Output {
	t.Helper()
	o := run.Output{Name: name, Type: m.pick("", "string", "object", "object", "array", "array")}
	if m.IntN(5) > 0 {
		o.Path = m.path(t)
	}
	switch m.IntN(12) {
	case 0:
		o.IsLiteral, o.Literal = true, "x\n"
	case 1:
		o.MaxLength = 1 + m.IntN(3)
	}
	if depth < 3 && m.IntN(3) > 0 {
		for i := range 1 + m.IntN(3) {
			o.Properties = append(o.Properties, m.output(t, fmt.Sprintf("p%d", i), depth+1))
		}
	}
	if depth < 3 && m.IntN(3) > 0 {
		items := m.output(t, "", depth+1)
		o.Items = &items
	}
	if depth < 3 && m.IntN(5) == 0 {
		values := m.output(t, "", depth+1)
		o.Values = &values
	}
	return o
}

func (m maker) outputs(t testing.TB) []run.Output {
	t.Helper()
	var outs []run.Output
	for i := range 1 + m.IntN(3) {
		outs = append(outs, m.output(t, fmt.Sprintf("o%d", i), 0))
	}
	return outs
}

func (m maker) answer(depth int) string {
	space := m.pick("", "", "", "", " ", "\n")
	kind := m.IntN(10)
	if depth > 4 {
		kind = 9
	}
	switch {
	case kind < 4:
		var parts []string
		for range m.IntN(5) {
			parts = append(parts, space+m.pick(`"a"`, `"b"`, `"c d"`, `"e"`, `"f"`, `"g"`, `"\u0061"`)+":"+m.answer(depth+1))
		}
		return "{" + strings.Join(parts, ",") + space + "}"
	case kind < 8:
		var parts []string
		for range m.IntN(4) {
			parts = append(parts, m.answer(depth+1))
		}
		return "[" + space + strings.Join(parts, ",") + "]"
	}
	return m.pick(`1`, `-2.50`, `1e3`, `"text"`, `"ä\u00e4\n"`, `"\/"`, `null`, `true`, `""`) + space
}

// TestProjection_sameAsTree compares the two ways on many made outputs and answers.
func TestProjection_sameAsTree(t *testing.T) {
	m := maker{rand.New(rand.NewPCG(1, 2))}
	fast := 0
	const rounds = 5_000
	for range rounds {
		outs := m.outputs(t)
		for range 3 {
			if compare(t, outs, []byte(m.answer(0))) {
				fast++
			}
		}
	}
	assert.Greater(t, fast, rounds/2, "most of these need no tree")
}

func FuzzProjection(f *testing.F) {
	for i, body := range []string{`{"a":{"b":[1,{"c d":2}]},"b":[{"a":1},{"a":2}]}`, `[{"a":1}]`, `{"a":1,"a":2}`, `"x"`, `{"a" 1}`, `{"b":{"a":[[1],[2]]}}`} {
		f.Add(uint64(i), body)
	}
	f.Fuzz(func(t *testing.T, seed uint64, body string) {
		m := maker{rand.New(rand.NewPCG(seed, 0))}
		compare(t, m.outputs(t), []byte(body))
	})
}

// fleet is an answer of about size bytes as APIs give them: a list of records, of
// which the document wants some members.
func fleet(size int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"total":1000,"next":"/fleet?page=2","ships":[`)
	for i := 0; b.Len() < size; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"imo_number":"IMO-%07d","vessel_name":"Northern Star %d","vessel_type":"cargo","flag_code":"NO","dimensions":{"length_overall":229.5,"beam":32.2,"draft":14.1},`+
			`"year_built":2015,"operational_status":"active","tags":["ice","reefer"],"owner":{"name":"Lindstrøm Shipping AS","country":"Norway"},"notes":"inspected in dry dock"}`, i, i)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

func fleetOutputs(t testing.TB) []run.Output {
	t.Helper()
	member := func(name, src string) run.Output { return run.Output{Name: name, Path: path(t, src)} }
	return []run.Output{
		{Name: "total", Type: "number", Path: path(t, "$.total")},
		{Name: "ships", Type: "array", Path: path(t, "$.ships"), Items: &run.Output{Type: "object", Properties: []run.Output{
			member("imo", "$.imo_number"), member("name", "$.vessel_name"), member("year", "$.year_built"),
			member("length", "$.dimensions.length_overall"), member("owner", "$.owner.name"),
		}}},
	}
}

// typedFleet is what a program made for this answer alone would decode it into.
type typedFleet struct {
	Total json.Number `json:"total"`
	Ships []struct {
		IMO        string `json:"imo_number"`
		Name       string `json:"vessel_name"`
		Year       int    `json:"year_built"`
		Dimensions struct {
			Length float64 `json:"length_overall"`
		} `json:"dimensions"`
		Owner struct {
			Name string `json:"name"`
		} `json:"owner"`
	} `json:"ships"`
}

type shownShip struct {
	IMO    string  `json:"imo"`
	Name   string  `json:"name"`
	Year   int     `json:"year"`
	Length float64 `json:"length"`
	Owner  string  `json:"owner"`
}

func typed(body []byte) ([]byte, error) {
	var in typedFleet
	if err := json.Unmarshal(body, &in); err != nil {
		return nil, err
	}
	out := struct {
		Total json.Number `json:"total"`
		Ships []shownShip `json:"ships"`
	}{Total: in.Total}
	for _, s := range in.Ships {
		out.Ships = append(out.Ships, shownShip{s.IMO, s.Name, s.Year, s.Dimensions.Length, s.Owner.Name})
	}
	return json.Marshal(out)
}

func BenchmarkProjection(b *testing.B) {
	for name, size := range map[string]int{"300B": 300, "10KB": 10_000, "1MB": 1_000_000} {
		body := fleet(size)
		outs := fleetOutputs(b)
		whole := []run.Output{{Name: "result", Type: "object", Path: path(b, "$.")}}
		some, all := run.NewProjection(outs, false), run.NewProjection(whole, false)
		ways := []struct {
			name string
			run  func() bool
		}{
			{"pass", func() bool { _, _, ok := some.Apply(body); return ok }},
			{"whole", func() bool { _, _, ok := all.Apply(body); return ok }},
			{"compile", func() bool { return run.NewProjection(outs, false) != nil }},
			{"tree", func() bool {
				root, err := value.Decode(body)
				v, _ := run.Outputs(outs, root)
				return err == nil && len(value.Append(nil, v)) > 0
			}},
			{"typed", func() bool { out, err := typed(body); return err == nil && len(out) > 0 }},
			{"valid", func() bool { return json.Valid(body) }},
		}
		for _, w := range ways {
			b.Run(name+"/"+w.name, func(b *testing.B) {
				b.SetBytes(int64(len(body)))
				b.ReportAllocs()
				for b.Loop() {
					if !w.run() {
						b.Fatal("failed")
					}
				}
			})
		}
	}
}

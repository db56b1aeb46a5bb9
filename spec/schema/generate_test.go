package schema_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xeipuuv/gojsonschema"

	"naftiko/spec/schema"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// generator makes random documents that fit a schema, or nearly so.
type generator struct {
	*rand.Rand
	schema *value.Object
}

// samples are texts that patterns take.
var samples = []string{
	"a", "get-user", "A_B", "X", "x*", "a.b", "ns.op", "https://api.example.com", "http://x/y", "file:///./x", "2026-01-31",
	"a@example.com", "10.5MiB", "512B", "application/json", "200", "4XX", "localhost", "::1", "10.0.0.1",
}

func (g *generator) get(o *value.Object, key string) *value.Object {
	v, _ := o.Get(key)
	sub, _ := v.(*value.Object)
	if sub == nil {
		return nil
	}
	if ref, ok := sub.Get("$ref"); ok {
		return g.get(g.get(g.schema, "definitions"), strings.TrimPrefix(ref.(string), "#/definitions/"))
	}
	return sub
}

func (g *generator) list(o *value.Object, key string) value.List {
	v, _ := o.Get(key)
	l, _ := v.(value.List)
	return l
}

// branch resolves an entry of a list of schemas.
func (g *generator) branch(v value.Value) *value.Object {
	return g.get(value.NewObject(value.Member{Name: "x", Value: v}), "x")
}

// one is a random value for a schema.
func (g *generator) one(s *value.Object, depth int) value.Value {
	switch {
	case s == nil:
		return []value.Value{"x", value.Int(1), true, value.List{}, &value.Object{}}[g.IntN(5)]
	case len(g.list(s, "allOf")) > 0:
		all := g.list(s, "allOf")
		if depth > 10 {
			all = all[:1] // the plain one: others hold more of their own kind
		}
		return g.one(g.get(all[g.IntN(len(all))].(*value.Object), "then"), depth+1)
	}
	if _, ok := s.Get("if"); ok && g.get(s, "properties") == nil {
		if then := g.get(s, "then"); g.IntN(3) > 0 || g.get(s, "else") == nil {
			if types := g.list(s, "type"); len(types) > 0 && g.IntN(2) == 0 {
				return g.typed(s, types[0].(string), depth)
			}
			return g.one(then, depth)
		}
		return g.one(g.get(s, "else"), depth)
	}
	if c, ok := s.Get("const"); ok {
		return c
	}
	if words := g.list(s, "enum"); len(words) > 0 {
		return words[g.IntN(len(words))]
	}
	t, _ := s.Get("type")
	if types, ok := t.(value.List); ok {
		t = types[g.IntN(len(types))]
	}
	word, _ := t.(string)
	return g.typed(s, word, depth)
}

func (g *generator) typed(s *value.Object, t string, depth int) value.Value {
	switch t {
	case "string":
		if pattern, ok := s.Get("pattern"); ok {
			return g.matching(pattern.(string))
		}
		return samples[g.IntN(len(samples))]
	case "integer":
		return value.Int(int64(g.IntN(50) + 10))
	case "number":
		return value.Number("0.5")
	case "boolean":
		return g.IntN(2) == 0
	case "array":
		items := value.List{}
		for range 1 + g.IntN(2) {
			items = append(items, g.one(g.get(s, "items"), depth+1))
		}
		return items
	}
	return g.object(s, depth)
}

func (g *generator) matching(pattern string) string {
	result, err := gojsonschema.NewSchema(gojsonschema.NewGoLoader(map[string]any{"pattern": pattern}))
	if err != nil {
		panic(err)
	}
	at := g.IntN(len(samples))
	for i := range samples {
		text := samples[(at+i)%len(samples)]
		if r, _ := result.Validate(gojsonschema.NewGoLoader(text)); r.Valid() {
			return text
		}
	}
	return "no sample for " + pattern
}

func (g *generator) object(s *value.Object, depth int) value.Value {
	out := &value.Object{}
	want := map[string]bool{}
	sources := []*value.Object{g.get(s, "properties")}
	for _, key := range []string{"anyOf", "oneOf"} {
		if branches := g.list(s, key); len(branches) > 0 {
			b := g.branch(branches[g.IntN(len(branches))])
			sources = append([]*value.Object{g.get(b, "properties")}, sources...)
			for _, k := range g.list(b, "required") {
				want[k.(string)] = true
			}
		}
	}
	for _, k := range g.list(s, "required") {
		want[k.(string)] = true
	}
	if then := g.get(s, "else"); then != nil { // an MCP server over HTTP
		for _, k := range g.list(then, "required") {
			want[k.(string)] = true
		}
	}
	for _, from := range sources {
		if from == nil {
			continue
		}
		for name := range from.All() {
			sub := g.get(from, name)
			if _, done := out.Get(name); done || sub == nil || !(want[name] || g.IntN(8) > depth) {
				continue
			}
			out.Set(name, g.one(sub, depth+1))
		}
	}
	if extra := g.get(s, "additionalProperties"); extra != nil {
		for range 1 + g.IntN(2) {
			name := []string{"a", "get-user", "B"}[g.IntN(3)]
			if names := g.get(s, "propertyNames"); names != nil {
				if p, ok := names.Get("pattern"); ok {
					name = g.matching(p.(string))
				}
			}
			out.Set(name, g.one(extra, depth+1))
		}
	}
	return out
}

// mutate returns v with one thing changed somewhere in it: a part deleted,
// renamed, of another type or spelling, or there twice.
func mutate(r *rand.Rand, v value.Value) value.Value {
	n := 0
	count(v, &n)
	at := r.IntN(n)
	return change(r, v, &at)
}

func count(v value.Value, n *int) {
	switch v := v.(type) {
	case value.List:
		for _, item := range v {
			*n++
			count(item, n)
		}
	case *value.Object:
		for _, m := range v.All() {
			*n++
			count(m, n)
		}
	}
}

func change(r *rand.Rand, v value.Value, at *int) value.Value {
	switch v := v.(type) {
	case value.List:
		out := value.List{}
		for _, item := range v {
			*at--
			switch {
			case *at != -1:
				out = append(out, change(r, item, at))
			case r.IntN(3) == 0: // delete
			case r.IntN(2) == 0:
				out = append(out, item, item)
			default:
				out = append(out, other(r, item))
			}
		}
		return out
	case *value.Object:
		out := &value.Object{}
		for name, m := range v.All() {
			*at--
			switch {
			case *at != -1:
				out.Set(name, change(r, m, at))
			case r.IntN(3) == 0: // delete
			case r.IntN(3) == 0:
				out.Set(renamedKey(r, name), m)
			case r.IntN(4) == 0:
				out.Set(name, m)
				out.Set(renamedKey(r, name), m)
			default:
				out.Set(name, other(r, m))
			}
		}
		return out
	}
	return v
}

func renamedKey(r *rand.Rand, name string) string {
	keys := []string{name + "x", strings.ToUpper(name), "description", "call", "ref", "steps", "type", "name", "value", "mapping", "const", "a_b", "location", "outputParameters"}
	return keys[r.IntN(len(keys))]
}

func other(r *rand.Rand, v value.Value) value.Value {
	return []value.Value{
		nil, "", "a_b c", "x.y_z", value.Int(0), value.Int(70000), value.Number("1.5"), value.Number("8080.0"), true,
		value.List{},
		&value.Object{},
		value.List{v},
		value.NewObject(value.Member{Name: "a", Value: v}), "http", "object", "2026-02-31", "https://x/{a}", strings.Repeat("é", 600),
	}[r.IntN(18)]
}

// TestVerdicts_mutations compares the verdicts on random documents of every
// version, on documents of the reference, and on both with one thing changed.
func TestVerdicts_mutations(t *testing.T) {
	c := &verdicts{judges: judges(t)}
	r := rand.New(rand.NewPCG(1, 2))
	seeds := map[schema.Version][]value.Value{}
	references(t, func(name string, data []byte) {
		if root, diags := yaml.Parse(name, data); len(diags) == 0 {
			if v, ok := declared(root); ok {
				seeds[v] = append(seeds[v], root.Plain())
			}
		}
	})
	for _, v := range schema.Versions() {
		s, err := schema.Of(v)
		require.NoError(t, err)
		library, err := gojsonschema.NewSchema(gojsonschema.NewGoLoader(plain(s)))
		require.NoError(t, err)
		g := generator{r, s}
		for i := range 210 / every {
			doc := g.one(s, 0)
			if known := seeds[v]; len(known) > 0 && i%3 == 0 {
				doc = known[r.IntN(len(known))]
			}
			for step := range 3 {
				if step > 0 {
					doc = mutate(r, doc)
				}
				root, diags := yaml.Parse("doc.yaml", yaml.Append(nil, doc))
				require.Empty(t, diags.Errors())
				c.compare(t, "made", root, v)
				result, err := library.Validate(gojsonschema.NewGoLoader(plain(root.Plain())))
				require.NoError(t, err)
				checker, err := schema.Published(v)
				require.NoError(t, err)
				require.Equal(t, result.Valid(), checker.Fits(root), "the library says otherwise of the whole: %v", result.Errors())
			}
		}
	}
	c.report(t)
	require.Greater(t, c.valid*5, c.wrong, "too few of the documents are valid for the comparison to say much")
}

package parse_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/parse"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// TestSchemas makes documents out of each published schema that have every key
// it allows. None of these keys may be unknown or of the wrong shape to us.
func TestSchemas(t *testing.T) {
	folder := filepath.Join(shared, "reference", "schemas")
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the schemas are not here: ", err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	require.NoError(t, err)
	require.Len(t, files, 12)
	for _, file := range files {
		for pick := range 6 {
			t.Run(fmt.Sprintf("%s %d", filepath.Base(file), pick), func(t *testing.T) {
				data, err := os.ReadFile(file)
				require.NoError(t, err)
				root, err := value.Decode(data)
				require.NoError(t, err)
				s := sampler{defs: get(root, "$defs"), pick: pick}
				doc := yaml.Append(nil, s.sample(root, 0))
				_, diags := parse.Bytes("f", doc)
				for _, d := range diags {
					lines := strings.Split(string(doc), "\n")
					t.Errorf("%v\n%s", d, lines[max(d.Pos.Line-1, 0)])
				}
				assert.Greater(t, len(doc), 3000)
			})
		}
	}
}

// sampler makes values that a schema describes. Where it has alternatives, a
// list gets one of each; elsewhere pick chooses.
type sampler struct {
	defs value.Value
	pick int
}

func get(v value.Value, name string) value.Value {
	o, ok := v.(*value.Object)
	if !ok {
		return nil
	}
	v, _ = o.Get(name)
	return v
}

func list(v value.Value) value.List {
	l, _ := v.(value.List)
	return l
}

func (s sampler) resolve(schema value.Value) value.Value {
	for {
		ref, ok := get(schema, "$ref").(string)
		if !ok {
			return schema
		}
		schema = get(s.defs, strings.TrimPrefix(ref, "#/$defs/"))
	}
}

// variants are the alternatives that schema is made of.
func (s sampler) variants(schema value.Value) []value.Value {
	schema = s.resolve(schema)
	for _, word := range []string{"oneOf", "anyOf"} {
		alternatives := list(get(schema, word))
		if get(schema, "properties") != nil && get(schema, "type") != nil || len(alternatives) == 0 {
			continue
		}
		var out []value.Value
		for _, a := range alternatives {
			out = append(out, s.variants(a)...)
		}
		return out
	}
	return []value.Value{schema}
}

const depthLimit = 18

func (s sampler) sample(schema value.Value, depth int) value.Value {
	variants := s.variants(schema)
	schema = variants[s.pick%len(variants)]
	if c := get(schema, "const"); c != nil {
		return c
	}
	if e := list(get(schema, "enum")); len(e) > 0 {
		return e[0]
	}
	if kinds := list(get(schema, "type")); len(kinds) > 0 {
		return value.List{}
	}
	switch kind := get(schema, "type"); {
	case kind == "array" || kind == nil && get(schema, "items") != nil:
		return s.array(schema, depth)
	case kind == "object" || get(schema, "properties") != nil || get(schema, "allOf") != nil:
		return s.object(schema, depth)
	case kind == "boolean":
		return true
	case kind == "integer" || kind == "number":
		return value.Number("1")
	}
	return "text"
}

func (s sampler) array(schema value.Value, depth int) value.Value {
	out := value.List{}
	if get(schema, "items") == nil || depth > depthLimit {
		return out
	}
	for i := range s.variants(get(schema, "items")) {
		out = append(out, sampler{s.defs, i}.sample(get(schema, "items"), depth+1))
	}
	return out
}

func (s sampler) object(schema value.Value, depth int) value.Value {
	o := &value.Object{}
	for _, part := range append(list(get(schema, "allOf")), schema) {
		part = s.resolve(part)
		if more := list(get(part, "allOf")); len(more) > 0 && part != schema {
			for name, v := range s.object(part, depth).(*value.Object).All() {
				o.Set(name, v)
			}
		}
		s.properties(part, o, depth)
	}
	for _, word := range []string{"oneOf", "anyOf"} {
		if alternatives := list(get(schema, word)); len(alternatives) > 0 {
			s.properties(s.resolve(alternatives[s.pick%len(alternatives)]), o, depth)
		}
	}
	if extra := get(schema, "additionalProperties"); depth < depthLimit && get(extra, "not") == nil {
		if _, ok := extra.(*value.Object); ok {
			for i := range s.variants(extra) {
				o.Set(fmt.Sprintf("member-%d", i), sampler{s.defs, i}.sample(extra, depth+1))
			}
		}
	}
	return o
}

// properties adds the properties of schema to o.
func (s sampler) properties(schema value.Value, o *value.Object, depth int) {
	properties, _ := get(schema, "properties").(*value.Object)
	for name, p := range properties.All() {
		_, ok := p.(*value.Object)
		if _, there := o.Get(name); ok && !there && depth < depthLimit {
			o.Set(name, s.sample(p, depth+1))
		}
	}
}

package schema

import (
	"encoding/json"
	"fmt"
	"maps"
	"strconv"

	"github.com/xeipuuv/gojsonschema"

	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

const (
	// maxKeys is how many keys of one mapping, and items of one list, the library is
	// shown: it takes 1 to 3 KB for each error.
	maxKeys = 1000
	// wideNumber is the size from which numbers need not be told apart.
	wideNumber = 1 << 50
)

// libraryOf makes the library's schema of the keywords of r that say something of
// a value but nothing of what is inside of it.
func libraryOf(r *rule) (*gojsonschema.Schema, error) {
	if r.never {
		return gojsonschema.NewSchema(gojsonschema.NewGoLoader(false))
	}
	local := maps.Clone(r.local)
	if r.closed {
		names := map[string]any{}
		for _, p := range r.properties {
			if p.declared {
				names[p.name] = true
			}
		}
		local["properties"], local["additionalProperties"] = names, false
	}
	schema, err := gojsonschema.NewSchema(gojsonschema.NewGoLoader(local))
	if err != nil {
		return nil, fmt.Errorf("reading the schema: %w", err)
	}
	return schema, nil
}

// ask returns the library's errors about a value, regardless of what is inside of it.
func (r *rule) ask(v any) ([]gojsonschema.ResultError, error) {
	schema, err := r.library()
	if err != nil {
		return nil, err
	}
	result, err := schema.Validate(gojsonschema.NewRawLoader(v))
	if err != nil {
		return nil, fmt.Errorf("checking against the schema: %w", err)
	}
	return result.Errors(), nil
}

// shallow returns what stands at n as the library reads values, with true for
// whatever is inside of it. Of very many keys, those that r does not know are cut.
func (w *walker) shallow(r *rule, n yaml.Node) any {
	switch n.Type() {
	case yaml.ArrayType:
		items := make([]any, min(n.Len(), maxKeys))
		for i := range items {
			items[i] = true
		}
		return items
	case yaml.ObjectType:
		members := map[string]any{}
		for k, v := range n.Members() {
			_, known := r.index[k.Text()]
			if (known || len(members) < maxKeys) && (w.nulls || !v.IsNull()) {
				members[k.Text()] = true
			}
		}
		return members
	}
	if _, isText := n.Plain().(string); isText && n.Type() == yaml.FractionType {
		return json.Number("1.5") // .inf or .nan
	}
	return forLibrary(n.Plain())
}

// forLibrary returns v in the form that the library reads: maps, slices and
// json.Number.
func forLibrary(v value.Value) any {
	switch v := v.(type) {
	case value.List:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = forLibrary(item)
		}
		return list
	case *value.Object:
		members := map[string]any{}
		for name, m := range v.All() {
			members[name] = forLibrary(m)
		}
		return members
	case value.Number:
		return plainNumber(v)
	case value.Blob:
		return "" // no document has one
	}
	return v
}

// plainNumber spells n so that it has few digits and no exponent: the library
// computes with fractions of any size, and 1e1000000 is cheap to write.
func plainNumber(n value.Number) json.Number {
	f := n.Float()
	switch {
	case f > wideNumber:
		f = wideNumber
	case f < -wideNumber:
		f = -wideNumber
	}
	if n.IsInt() {
		return json.Number(strconv.FormatInt(int64(f), 10))
	}
	if f == float64(int64(f)) {
		f += 0.5 // a fraction lost to rounding
	}
	return json.Number(strconv.FormatFloat(f, 'f', -1, 64))
}

package schema

import (
	"fmt"

	"naftiko/spec/value"
)

// toldAs names the definition of the practical schema whose words a definition of
// the published ones has, where it is called otherwise.
var toldAs = map[string]string{
	"Document":                          "",
	"Address":                           "Address",
	"BinarySize":                        "BinarySize",
	"ExternalRefFile":                   "ExternalRef",
	"ExternalRefRuntime":                "ExternalRef",
	"MappedOutputParameter":             "ExposedOutputParameter",
	"MappedOutputParameterScalar":       "ExposedOutputParameter",
	"MappedOutputParameterObject":       "ExposedOutputParameter",
	"MappedOutputParameterArray":        "ExposedOutputParameter",
	"OrchestratedOutputParameter":       "ExposedOutputParameter",
	"OrchestratedOutputParameterScalar": "ExposedOutputParameter",
	"OrchestratedOutputParameterObject": "ExposedOutputParameter",
	"OrchestratedOutputParameterArray":  "ExposedOutputParameter",
	"MockOutputParameter":               "ExposedOutputParameter",
}

// addWords puts the descriptions of the practical schema into definitions, and
// into their properties.
func addWords(defs *value.Object) error {
	practical, err := decodeObject(text)
	if err != nil {
		return fmt.Errorf("reading the practical schema: %w", err)
	}
	told, _ := practical.Get(definitions)
	all, ok := told.(*value.Object)
	if !ok {
		return fmt.Errorf("reading the practical schema: no definitions")
	}
	for i := range defs.Len() {
		m := defs.At(i)
		def, ok := m.Value.(*value.Object)
		if !ok {
			continue
		}
		from := practical
		name, renamed := toldAs[m.Name]
		if !renamed {
			name = m.Name
		}
		if name != "" {
			from = member(all, name)
		}
		defs.Set(m.Name, worded(def, from))
	}
	return nil
}

// member returns the object called name in o; an empty one if there is none.
func member(o *value.Object, name string) *value.Object {
	v, _ := o.Get(name)
	if m, ok := v.(*value.Object); ok {
		return m
	}
	return &value.Object{}
}

// worded returns def with the title and the description of from, and so for its
// properties.
func worded(def, from *value.Object) *value.Object {
	out := &value.Object{}
	for _, key := range [...]string{"title", "description"} {
		if v, ok := from.Get(key); ok {
			out.Set(key, v)
		}
	}
	told := member(from, "properties")
	for i := range def.Len() {
		m := def.At(i)
		properties, ok := m.Value.(*value.Object)
		if m.Name != "properties" || !ok {
			out.Set(m.Name, m.Value)
			continue
		}
		described := &value.Object{}
		for j := range properties.Len() {
			p := properties.At(j)
			described.Set(p.Name, p.Value)
			if sub, ok := p.Value.(*value.Object); ok {
				described.Set(p.Name, worded(sub, member(told, p.Name)))
			}
		}
		out.Set("properties", described)
	}
	return out
}

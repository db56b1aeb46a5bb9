package engine

import (
	"naftiko/spec/value"
)

// schemaDialect is the JSON Schema version of the schemas made here.
const schemaDialect = "http://json-schema.org/draft-07/schema#"

// InputSchema returns the JSON Schema (draft-07) of an operation's arguments: an
// object with one property for each.
func InputSchema(op *Op) *Object {
	s := newSchema(op.ID + " input")
	s.Set("type", "object")
	props, required := &Object{}, value.List{}
	for i := range op.Params {
		p := &op.Params[i]
		if _, ok := props.Get(p.Name); ok {
			continue
		}
		props.Set(p.Name, paramSchema(p))
		if p.Required {
			required = append(required, p.Name)
		}
	}
	s.Set("properties", props)
	if len(required) > 0 {
		s.Set("required", required)
	}
	s.Set("additionalProperties", false)
	return s
}

// OutputSchema returns the JSON Schema (draft-07) of an operation's result. It
// allows anything where the document declares no outputs. Every member may be
// null, as one is that the answer does not have.
func OutputSchema(op *Op) *Object {
	s := newSchema(op.ID + " output")
	if len(op.Outputs) == 0 {
		return s
	}
	if op.Whole() {
		if len(op.Outputs) == 1 {
			for name, v := range outputSchema(&op.Outputs[0]).All() {
				s.Set(name, v)
			}
		}
		return s
	}
	s.Set("type", "object")
	props := &Object{}
	for i := range op.Outputs {
		props.Set(op.Outputs[i].Name, outputSchema(&op.Outputs[i]))
	}
	s.Set("properties", props)
	return s
}

func newSchema(title string) *Object {
	return value.NewObject(value.Member{Name: "$schema", Value: schemaDialect}, value.Member{Name: "title", Value: title})
}

// jsonTypes are the words that JSON Schema shares with documents.
var jsonTypes = map[string]bool{"string": true, "integer": true, "number": true, "boolean": true, "array": true, "object": true}

func paramSchema(p *Param) *Object {
	s := &Object{}
	if jsonTypes[p.Type] {
		s.Set("type", p.Type)
	}
	if p.Description != "" {
		s.Set("description", p.Description)
	}
	if len(p.Enum) > 0 {
		s.Set("enum", p.Enum)
	}
	if p.Pattern != nil {
		s.Set("pattern", p.Pattern.Source)
	}
	if p.HasDefault {
		s.Set("default", p.Default)
	}
	if p.Items != nil {
		s.Set("items", paramSchema(p.Items))
	}
	if len(p.Properties) == 0 {
		return s
	}
	props, required := &Object{}, value.List{}
	for i := range p.Properties {
		props.Set(p.Properties[i].Name, paramSchema(&p.Properties[i]))
		if p.Properties[i].Required {
			required = append(required, p.Properties[i].Name)
		}
	}
	s.Set("properties", props)
	if len(required) > 0 {
		s.Set("required", required)
	}
	return s
}

func outputSchema(o *Output) *Object {
	s := &Object{}
	if jsonTypes[o.Type] && o.Type != "object" {
		s.Set("type", value.List{o.Type, "null"})
	}
	if o.Description != "" {
		s.Set("description", o.Description)
	}
	if o.Items != nil {
		s.Set("items", outputSchema(o.Items))
	}
	if o.Values != nil {
		s.Set("additionalProperties", outputSchema(o.Values))
	}
	if len(o.Properties) > 0 {
		props := &Object{}
		for i := range o.Properties {
			props.Set(o.Properties[i].Name, outputSchema(&o.Properties[i]))
		}
		s.Set("properties", props)
	}
	return s
}

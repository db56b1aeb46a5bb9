package schema

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/xeipuuv/gojsonschema"

	"naftiko/spec/value"
)

// ErrTooLarge says that a document has more values, or nests deeper, than is
// worth the memory that the library would take to describe what is wrong.
var ErrTooLarge = errors.New("the document is too large, or nested too deep, to be checked against the schema")

// Violation is one place where a document departs from the schema.
type Violation struct {
	// Path leads from the root to the value: names of members, and indices of
	// lists counted from 0. For a missing or unknown key it leads to the object.
	Path []string
	// Key is the missing or unknown key, or "".
	Key string
	// Msg says what is wrong, in lower case and without the place. Keys are quoted
	// in it, values are not.
	Msg string
	// Kind is the library's word for the kind of violation, such as "required",
	// "invalid_type", "enum" or "additional_property_not_allowed".
	Kind string
}

// Check returns where v, a whole document, departs from the schema, in the order
// of the document; the first 1000 places when there are more. A member that is
// null counts as not written. The error is [ErrTooLarge], or one of the schema
// itself, which no document can cause.
func Check(v value.Value) ([]Violation, error) {
	c, err := compiled()
	if err != nil {
		return nil, err
	}
	doc, err := c.plain(v)
	if err != nil {
		return nil, err
	}
	result, err := c.schema.Validate(gojsonschema.NewRawLoader(doc))
	if err != nil {
		return nil, fmt.Errorf("checking against the schema: %w", err)
	}
	if result.Valid() {
		return nil, nil
	}
	return c.arrange(v, result.Errors()), nil
}

// checker is the schema in the form that checks. It is never changed.
type checker struct {
	schema *gojsonschema.Schema
	// known has the keys that the schema names anywhere.
	known map[string]bool
}

var compiled = sync.OnceValues(compile)

func compile() (*checker, error) {
	schema, err := gojsonschema.NewSchema(gojsonschema.NewBytesLoader(text))
	if err != nil {
		return nil, fmt.Errorf("reading the schema: %w", err)
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		return nil, fmt.Errorf("reading the schema: %w", err)
	}
	c := &checker{schema: schema, known: map[string]bool{}}
	c.collect(tree)
	return c, nil
}

// collect fills c.known from a part of the schema. What stands in examples does
// no harm there.
func (c *checker) collect(part any) {
	switch part := part.(type) {
	case []any:
		for _, p := range part {
			c.collect(p)
		}
	case map[string]any:
		for key, p := range part {
			if members, ok := p.(map[string]any); ok && key == "properties" {
				for name := range members {
					c.known[name] = true
				}
			}
			c.collect(p)
		}
	}
}

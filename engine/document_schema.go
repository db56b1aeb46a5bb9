package engine

import (
	"naftiko/spec/schema"
	"naftiko/spec/value"
)

// DocumentSchema returns the JSON Schema (draft-07) of capability documents: the
// practical one, which takes what runs, or if version is not "" that of what the
// published schema of a version takes. version is as [PublishedVersion] returns it.
func DocumentSchema(version string) (value.Value, error) {
	if version == "" {
		return value.Decode(schema.JSON())
	}
	v, err := schema.Find(version, "")
	if err != nil {
		return nil, unknownVersion(err)
	}
	return schema.Of(v)
}

package engine

import "naftiko/spec/schema"

// DocumentSchema returns the JSON Schema (draft-07) of capability documents. It
// may not be changed.
func DocumentSchema() []byte { return schema.JSON() }

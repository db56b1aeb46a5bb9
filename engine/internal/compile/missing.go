package compile

import (
	"strings"

	"naftiko/spec"
)

// MissingImport returns the import that could not be followed and whose
// namespace the operation "namespace.op" has, or nil.
func (p *Program) MissingImport(op string) *spec.Import {
	for _, imp := range p.Missing {
		if strings.HasPrefix(op, imp.Label()+".") {
			return imp
		}
	}
	return nil
}

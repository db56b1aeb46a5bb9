package compile

import (
	"strings"

	"naftiko/spec"
)

// MissingImport returns the import that could not be followed and whose
// namespace the operation "namespace.op" has, or may have, or nil.
func (p *Program) MissingImport(op string) *spec.Import {
	var nameless *spec.Import
	for _, imp := range p.Missing {
		switch label := imp.Label(); {
		case label == "":
			nameless = imp
		case strings.HasPrefix(op, label+"."):
			return imp
		}
	}
	if strings.Contains(op, ".") {
		return nameless
	}
	return nil
}

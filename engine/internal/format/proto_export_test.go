package format

import "fmt"

// ProtoRoot tells which message a .proto file is about, and what its fields are
// called.
func ProtoRoot(s Schema) (string, error) {
	m, err := loadProto(s)
	if err != nil {
		return "", err
	}
	root := m.name
	for _, f := range m.fields {
		root += fmt.Sprintf(" %s=%d", f.name, f.number)
	}
	return root, nil
}

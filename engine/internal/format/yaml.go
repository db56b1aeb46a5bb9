package format

import (
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

var yamlKind = Kind{
	Name:       "yaml",
	Doc:        "YAML in block style.",
	MediaTypes: []string{"application/yaml"},
	Encode:     encodeYAML,
}

func encodeYAML(dst []byte, v value.Value, _ bool) ([]byte, error) {
	return yaml.Append(dst, v), nil
}

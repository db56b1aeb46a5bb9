package format

import (
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

var yamlKind = Kind{
	Name:       "yaml",
	Doc:        "YAML: the first document of an answer, with aliases and merge keys resolved; written in block style.",
	MediaTypes: []string{"application/yaml", "application/x-yaml", "text/yaml"},
	Text:       true,
	Decode:     yaml.Decode,
	Encode:     encodeYAML,
}

func encodeYAML(dst []byte, v value.Value, _ bool) ([]byte, error) {
	return yaml.Append(dst, v), nil
}

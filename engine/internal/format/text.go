package format

import "naftiko/spec/value"

var textKind = Kind{
	Name:       "text",
	Doc:        "Strings bare, a list one entry a line, anything else as JSON.",
	MediaTypes: []string{"text/plain"},
	Encode:     encodeText,
}

func encodeText(dst []byte, v value.Value, indent bool) ([]byte, error) {
	list, ok := v.(value.List)
	if !ok {
		return appendLine(dst, v, indent), nil
	}
	for _, item := range list {
		dst = appendLine(dst, item, false)
	}
	return dst, nil
}

func appendLine(dst []byte, v value.Value, indent bool) []byte {
	switch v := v.(type) {
	case string:
		dst = append(dst, v...)
	case value.Blob:
		return append(dst, v.Data...)
	default:
		if indent {
			dst = value.AppendIndent(dst, v)
		} else {
			dst = value.Append(dst, v)
		}
	}
	return append(dst, '\n')
}

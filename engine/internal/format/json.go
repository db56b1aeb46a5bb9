package format

import "naftiko/spec/value"

var jsonKind = Kind{
	Name:       "json",
	Doc:        "JSON (RFC 8259); members and numbers as the upstream wrote them.",
	MediaTypes: []string{"application/json"},
	Decode:     decodeJSON,
	Text:       true,
	JSON:       true,
	Encode:     encodeJSON,
}

// decodeJSON reads a JSON text, with a byte order mark in front or without.
func decodeJSON(data []byte) (value.Value, error) {
	if len(data) >= 3 && string(data[:3]) == "\xef\xbb\xbf" {
		data = data[3:]
	}
	return value.Decode(data)
}

func encodeJSON(dst []byte, v value.Value, indent bool) ([]byte, error) {
	if indent {
		dst = value.AppendIndent(dst, v)
	} else {
		dst = value.Append(dst, v)
	}
	return append(dst, '\n'), nil
}

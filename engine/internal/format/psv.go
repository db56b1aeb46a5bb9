package format

import "naftiko/spec/value"

var psvKind = Kind{
	Name:       "psv",
	Doc:        "Values separated by | with a header row, quoted as in csv.",
	MediaTypes: []string{"text/plain"}, // it has none of its own
	Text:       true,
	Decode:     decodePSV,
	Encode:     encodePSV,
}

func decodePSV(data []byte) (value.Value, error) { return decodeTable(data, '|') }

func encodePSV(dst []byte, v value.Value, _ bool) ([]byte, error) { return encodeTable(dst, v, '|') }

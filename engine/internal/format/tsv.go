package format

import "naftiko/spec/value"

var tsvKind = Kind{
	Name:       "tsv",
	Doc:        "Tab-separated values with a header row, quoted as in csv.",
	MediaTypes: []string{"text/tab-separated-values"},
	Text:       true,
	Decode:     decodeTSV,
	Encode:     encodeTSV,
}

func decodeTSV(data []byte) (value.Value, error) { return decodeTable(data, '\t') }

func encodeTSV(dst []byte, v value.Value, _ bool) ([]byte, error) { return encodeTable(dst, v, '\t') }

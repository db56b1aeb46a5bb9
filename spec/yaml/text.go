package yaml

import (
	"bytes"
	"unicode/utf8"
)

// checkText refuses, before the library sees it, what is too large or is no
// UTF-8 text. It reports whether reading can go on.
func (r *reader) checkText(data []byte) bool {
	top := r.src.pos(1, 1)
	switch {
	case len(data) > MaxSize:
		r.diags.Errorf(top, "too-large", "split the file",
			"the text has %d bytes; at most %d (32 MiB) are read", len(data), MaxSize)
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		r.diags.Errorf(top, "not-utf8", "save the file as UTF-8", "the text is UTF-16")
	case bytes.IndexByte(data, 0) >= 0:
		r.diags.Errorf(place(r.src, data, bytes.IndexByte(data, 0)), "not-text", "",
			"this is not text: there is a NUL byte")
	case !utf8.Valid(data):
		r.diags.Errorf(place(r.src, data, invalidAt(data)), "not-utf8", "save the file as UTF-8",
			"the text is not valid UTF-8 here")
	case tooManyMarks(data):
		r.diags.Errorf(top, "too-large", "split the file",
			"the text has too many entries: more than %d", maxMarks)
	default:
		return true
	}
	return false
}

// tooManyMarks counts what separates entries. Each entry needs at least one of
// these, so the count bounds the number of nodes without reading the YAML.
func tooManyMarks(data []byte) bool {
	if len(data) <= maxMarks {
		return false
	}
	n := 0
	for _, mark := range []byte("\n,:[{?") {
		n += bytes.Count(data, []byte{mark})
	}
	return n+bytes.Count(data, []byte("- ")) > maxMarks
}

// invalidAt returns the offset of the first byte that is not UTF-8.
func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		c, size := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}

// controlAt returns the offset of the first character that YAML forbids
// (YAML 1.2 section 5.1), or -1.
func controlAt(data []byte) int {
	for i, c := range string(data) {
		if forbidden(c) {
			return i
		}
	}
	return -1
}

// forbidden reports whether YAML allows c in no place, not even quoted.
func forbidden(c rune) bool {
	switch {
	case c == '\t', c == '\n', c == '\r', c == nel:
		return false
	case c < ' ', c >= 0x7F && c < 0xA0, c == 0xFFFE, c == 0xFFFF:
		return true
	}
	return false
}

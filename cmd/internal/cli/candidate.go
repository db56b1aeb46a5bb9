package cli

import (
	"bytes"
	"slices"
)

// rootKeys are the keys by which a document is known for a capability: one of them
// is enough. Others than the parser's would hide documents or cost time.
var rootKeys = [...]string{
	"naftiko", "ikanos", "capability", "binds", "consumes", "exposes", "aggregates", "externalRefs",
}

// isCandidate reports whether the content of a file that was only found can be a
// capability document, so that a tree of other YAML and JSON files is neither
// parsed nor complained of. It may say yes for what is none, which the parser
// finds out, but never no for one: wherever YAML lets a root key stand (indented,
// in a flow mapping, behind "? ", a tag or an anchor, by an alias or a merge key),
// its text is in the file, with nothing but a quote, blanks, a colon, a comma, a
// bracket, a comment or a line's end behind it.
func isCandidate(data []byte) bool {
	if bytes.IndexByte(data, 0) >= 0 { // UTF-16, if it is a text at all
		data = bytes.ReplaceAll(data, []byte{0}, nil)
	}
	if hasRootKey(data) {
		return true
	}
	// Between double quotes, YAML has two more ways to write a letter.
	joined, escaped := unescape(data)
	return escaped || joined != nil && hasRootKey(joined)
}

func hasRootKey(data []byte) bool {
	return slices.ContainsFunc(rootKeys[:], func(key string) bool { return hasKey(data, []byte(key)) })
}

// hasKey reports whether key stands in data where it can be a whole scalar.
func hasKey(data, key []byte) bool {
	for at := 0; ; {
		i := bytes.Index(data[at:], key)
		if i < 0 {
			return false
		}
		start := at + i
		at = start + len(key)
		if (start == 0 || !isWord(data[start-1])) && canEnd(data[at:]) {
			return true
		}
	}
}

// isWord reports whether c can only be a part of a text that goes on.
func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-'
}

// canEnd reports whether a key may have ended where rest begins.
func canEnd(rest []byte) bool {
	if len(rest) > 0 && (rest[0] == '"' || rest[0] == '\'') {
		rest = rest[1:]
	}
	rest = bytes.TrimLeft(rest, " \t")
	if len(rest) == 0 {
		return true
	}
	c := rest[0] // line ends may be control characters, or beyond ASCII
	return c < ' ' || c > '~' || bytes.IndexByte([]byte(":,]}#"), c) >= 0
}

// unescape looks at the backslashes in data. If one may spell a letter (\x6e,
// \u006e, \U0000006e), escaped is true. Lines that end in one are joined as YAML
// does it, without the blanks that the next begins with; if there are none, joined
// is nil.
func unescape(data []byte) (joined []byte, escaped bool) {
	done := 0
	for at := 0; ; {
		i := bytes.IndexByte(data[at:], '\\')
		if i < 0 {
			break
		}
		at += i + 1
		if spellsLetter(data[at:]) {
			return nil, true
		}
		if n := lineBreak(data[at:]); n > 0 {
			joined = append(joined, data[done:at-1]...)
			at += n
			done = at
		}
	}
	if done == 0 {
		return nil, false
	}
	return append(joined, data[done:]...), false
}

// spellsLetter reports whether what stands behind a backslash is an ASCII letter by
// its number.
func spellsLetter(rest []byte) bool {
	for _, lead := range [...]string{"x", "u00", "U000000"} {
		if len(rest) >= len(lead)+2 && string(rest[:len(lead)]) == lead {
			high, low := rest[len(lead)], rest[len(lead)+1]
			return '4' <= high && high <= '7' && bytes.IndexByte([]byte("0123456789abcdefABCDEF"), low) >= 0
		}
	}
	return false
}

// lineBreak returns how long the line's end at the start of rest is, with all
// blanks and empty lines behind it; 0 if there is none.
func lineBreak(rest []byte) int {
	const breaks = "\r\n\u0085\u2028\u2029"
	if end := bytes.TrimLeft(rest, breaks); len(end) < len(rest) {
		return len(rest) - len(bytes.TrimLeft(end, breaks+" \t"))
	}
	return 0
}

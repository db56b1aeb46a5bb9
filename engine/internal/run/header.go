package run

import "strings"

// ValidHeaderName reports whether name can be the name of a header or a cookie: a
// token of RFC 9110 §5.6.2.
func ValidHeaderName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		letter := r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		return !letter && !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
	})
}

// HasControl reports whether text has a character that no header's value may have:
// a control character other than a tab (RFC 9110 §5.5).
func HasControl(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
}

// ForbiddenHeader reports whether a header belongs to the connection and is
// never taken from a document.
func ForbiddenHeader(name string) bool {
	switch strings.ToLower(name) {
	case "host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "keep-alive":
		return true
	}
	return false
}

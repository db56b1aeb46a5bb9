package expr

import (
	"encoding/base64"
	"strings"

	"naftiko/spec/value"
)

// Encoding says how an inserted value is written for the place where it stands.
type Encoding uint8

const (
	// Raw writes a value as it is.
	Raw Encoding = iota
	// PathSegment keeps the unreserved characters of RFC 3986 §2.3; every other byte is %XX.
	PathSegment
	// Query is the value part of application/x-www-form-urlencoded (WHATWG URL §5.2):
	// letters, digits and *-._ are kept, a blank is +, every other byte is %XX.
	Query
	// JSONString escapes for the inside of a JSON string literal; the quotes are not written.
	JSONString
	// Base64 is the standard alphabet with padding (RFC 4648 §4).
	Base64
	// XML escapes what would be markup (& < > " ') as entities.
	XML
	// Cookie keeps a text that can be a cookie's value (RFC 6265 §4.1.1) and writes
	// any other percent-encoded.
	Cookie
)

// Encode returns s written in e.
func (e Encoding) Encode(s string) string {
	switch e {
	case PathSegment:
		return percent(s, "-._~", "%20")
	case Query:
		return percent(s, "-._*", "+")
	case JSONString:
		quoted := value.Quote(nil, s)
		return string(quoted[1 : len(quoted)-1])
	case Base64:
		return base64.StdEncoding.EncodeToString([]byte(s))
	case XML:
		return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;").Replace(s)
	case Cookie:
		return cookie(s)
	}
	return s
}

// cookie percent-encodes a text that has a character no cookie may hold.
func cookie(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("\",;\\", r) }) {
		return percent(s, "-._~$&+=:@", "%20")
	}
	return s
}

// percent keeps letters, digits and the bytes of kept, writes blank for a blank
// and %XX for the rest.
func percent(s, kept, blank string) string {
	keeps := func(c byte) bool { return isAlnum(c) || strings.IndexByte(kept, c) >= 0 }
	first := 0
	for first < len(s) && keeps(s[first]) {
		first++
	}
	if first == len(s) {
		return s
	}
	const hex = "0123456789ABCDEF"
	out := make([]byte, 0, len(s)+16)
	out = append(out, s[:first]...)
	for i := first; i < len(s); i++ {
		switch c := s[i]; {
		case keeps(c):
			out = append(out, c)
		case c == ' ':
			out = append(out, blank...)
		default:
			out = append(out, '%', hex[c>>4], hex[c&15])
		}
	}
	return string(out)
}

func isAlnum(c byte) bool { return isDigit(c) || isLetter(c) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

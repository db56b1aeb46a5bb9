package diag

import (
	"strings"
	"unicode/utf8"
)

// secretKeys are the ends of keys, in lower case without punctuation, whose values
// are credentials.
var secretKeys = [...]string{
	"password", "passwd", "passphrase", "passcode", "pwd", "token", "secret", "secretkey", "apikey", "accesskey", "accesskeyid", "authorization", "bearer",
	"cookie", "credential", "credentials", "privatekey", "sessionid", "signature",
}

// tokenPrefixes are what the tokens of well-known issuers begin with. The rule
// secret-in-document looks for these and judges what follows; here it is enough that
// more follows than shortToken characters.
var tokenPrefixes = [...]string{
	"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxa-", "xoxb-", "xoxp-", "xoxs-", "sk_live_", "rk_live_", "sk-", "AKIA", "ASIA",
	"AIza", "eyJ", "npm_", "hf_",
}

const shortToken = 14

// longValue is the length from which the value of a key called value is taken for
// a credential, if it is one word with a digit in it.
const longValue = 12

// Span is a part of a text: its first byte, and the one behind its last.
type Span struct{ From, To int }

// Veil writes a text with asterisks, as many as there were characters, in place of
// some parts.
func Veil(text string, parts []Span) string {
	if len(parts) == 0 {
		return text
	}
	hidden := make([]bool, len(text))
	for _, p := range parts {
		for i := p.From; i < p.To; i++ {
			hidden[i] = true
		}
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		_, size := utf8.DecodeRuneInString(text[i:])
		if hidden[i] {
			b.WriteByte('*')
		} else {
			b.WriteString(text[i : i+size])
		}
		i += size
	}
	return b.String()
}

// VeiledValue writes the value of a key with asterisks for what may be a credential
// that somebody wrote into the document: all of it if the key is that of one.
func VeiledValue(key, text string) string {
	if text != "" && IsCredential(key, text) {
		return Veil(text, []Span{{0, len(text)}})
	}
	return Veil(text, Tokens(text))
}

// Tokens returns the parts of a text that are credentials wherever they stand: the
// tokens of well-known issuers, and the user and password of a URL.
func Tokens(text string) []Span {
	var out []Span
	for _, prefix := range tokenPrefixes {
		for at := 0; ; {
			i := strings.Index(text[at:], prefix)
			if i < 0 {
				break
			}
			from := at + i
			to := from + len(prefix)
			for to < len(text) && isTokenByte(text[to]) {
				to++
			}
			at = to
			if to-from-len(prefix) >= shortToken && (from == 0 || !isTokenByte(text[from-1])) {
				out = append(out, Span{from, to})
			}
		}
	}
	for at := 0; ; {
		i := strings.Index(text[at:], "://")
		if i < 0 {
			return out
		}
		at += i + len("://")
		if end := userinfoEnd(text, at); end > at {
			out = append(out, Span{at, end})
		}
	}
}

func isTokenByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_' || c == '-' || c == '.'
}

// userinfoEnd returns where the user and password of a URL end whose authority
// starts at from; from if it has none.
func userinfoEnd(text string, from int) int {
	authority := text[from:]
	if end := strings.IndexAny(authority, "/ \t\r\n\"'"); end >= 0 {
		authority = authority[:end]
	}
	return from + max(strings.LastIndexByte(authority, '@'), 0)
}

// IsCredential reports whether the value of a key may be a credential, and not a
// template or a reference to a variable.
func IsCredential(key, text string) bool {
	if strings.HasPrefix(text, "{{") || strings.HasPrefix(text, "$.") || strings.HasPrefix(text, "${") || strings.Trim(text, "$ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == "" ||
		text == "|" || text == ">" {
		return false // a template, a variable, or no text
	}
	name := Fold(key)
	if name == "value" || name == "default" {
		_, _, isScheme := strings.Cut(text, " ")
		isScheme = isScheme && (strings.HasPrefix(text, "Bearer ") || strings.HasPrefix(text, "Basic ") || strings.HasPrefix(text, "Token "))
		return isScheme || len(text) >= longValue && !strings.ContainsAny(text, " \t{[") && strings.ContainsAny(text, "0123456789")
	}
	for _, end := range secretKeys {
		if strings.HasSuffix(name, end) {
			return !isVariable(key, text)
		}
	}
	return false
}

// isVariable reports whether a key is that of a bind, whose value is a name too.
func isVariable(key, text string) bool {
	return key == strings.ToUpper(key) && !strings.ContainsAny(text, "0123456789")
}

package report

import (
	"strings"
	"unicode/utf8"

	"naftiko/spec/diag"
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

// veiled returns a line of source with asterisks, as many as there were characters,
// for what may be a credential that somebody wrote into the document: reports end
// up in the logs of CI systems, which more people read. Templates and references
// to variables stay. The YAML need not be right: it is looked at as text.
func veiled(line string) string {
	hidden := make([]bool, len(line))
	found := hideTokens(hidden, line)
	for i := range len(line) {
		if line[i] != ':' {
			continue
		}
		if from := i + len("://"); strings.HasPrefix(line[i:], "://") {
			found = hide(hidden, from, userinfoEnd(line, from)) || found
		}
		from, to := secret(line, i)
		found = hide(hidden, from, to) || found
	}
	if !found {
		return line
	}
	var b strings.Builder
	for i := 0; i < len(line); {
		_, size := utf8.DecodeRuneInString(line[i:])
		if hidden[i] {
			b.WriteByte('*')
		} else {
			b.WriteString(line[i : i+size])
		}
		i += size
	}
	return b.String()
}

// hideTokens marks the tokens of well-known issuers, wherever they stand.
func hideTokens(hidden []bool, line string) bool {
	found := false
	for _, prefix := range tokenPrefixes {
		for at := 0; ; {
			i := strings.Index(line[at:], prefix)
			if i < 0 {
				break
			}
			from := at + i
			to := from + len(prefix)
			for to < len(line) && isTokenByte(line[to]) {
				to++
			}
			at = to
			if to-from-len(prefix) >= shortToken && (from == 0 || !isTokenByte(line[from-1])) {
				found = hide(hidden, from, to) || found
			}
		}
	}
	return found
}

func isTokenByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_' || c == '-' || c == '.'
}

// hide marks the bytes between two places, and reports whether there are any.
func hide(hidden []bool, from, to int) bool {
	for i := from; i < to; i++ {
		hidden[i] = true
	}
	return from < to
}

// userinfoEnd returns where the user and password of a URL end whose authority
// starts at from; from if it has none.
func userinfoEnd(line string, from int) int {
	authority, _, _ := strings.Cut(line[from:], "/")
	if end := strings.IndexAny(authority, " \t\"'"); end >= 0 {
		authority = authority[:end]
	}
	return from + max(strings.LastIndexByte(authority, '@'), 0)
}

// secret returns where the credential is that follows the colon at i, if the key
// before it is that of one.
func secret(line string, i int) (from, to int) {
	key := keyBefore(line[:i])
	from = i + 1
	for from < len(line) && (line[from] == ' ' || line[from] == '\t') {
		from++
	}
	if from == len(line) || (from == i+1 && !strings.HasSuffix(line[:i], `"`)) {
		return 0, 0 // nothing, or no key: blanks follow one, but in JSON
	}
	to = from + tokenEnd(line[from:], true)
	if quote := line[from]; quote == '"' || quote == '\'' {
		from++
		if to-1 > from && line[to-1] == quote {
			to--
		}
	}
	if to <= from || !isCredential(key, line[from:to]) {
		return 0, 0
	}
	return from, to
}

// keyBefore returns the word at the end of text, without quotes.
func keyBefore(text string) string {
	text = strings.TrimRight(text, ` "'`)
	at := strings.LastIndexAny(text, " \t\"'{[,?")
	return text[at+1:]
}

func isCredential(key, text string) bool {
	if strings.HasPrefix(text, "{{") || strings.HasPrefix(text, "$.") || strings.HasPrefix(text, "${") || strings.Trim(text, "$ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == "" ||
		text == "|" || text == ">" {
		return false // a template, a variable, or no text
	}
	name := diag.Fold(key)
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

package rule

import (
	"strings"

	"naftiko/spec/diag"
)

// dummies are words in values that stand for a secret and are none.
var dummies = [...]string{
	"your", "changeme", "change-me", "change_me", "example", "sample", "dummy", "fake", "placeholder", "replace", "insert", "todo", "redact",
	"xxx", "***", "...", "test", "demo", "mock", "token", "secret", "password", "passwd", "apikey", "api-key", "api_key", "none", "null",
}

// isDummy reports whether a value says itself that it is no secret.
func isDummy(text string) bool {
	text = strings.ToLower(text)
	for _, word := range dummies {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// isDisguised reports whether a value is more than the dummies in it: what is left
// without them has letters of both cases, digits and other characters.
func isDisguised(text string) bool {
	for _, word := range dummies {
		for {
			at := strings.Index(strings.ToLower(text), word)
			if at < 0 || at+len(word) > len(text) {
				break
			}
			text = text[:at] + text[at+len(word):]
		}
	}
	var lower, upper, digit, other bool
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z':
			lower = true
		case r >= 'A' && r <= 'Z':
			upper = true
		case r >= '0' && r <= '9':
			digit = true
		case r != '-' && r != '_' && r != '.':
			other = true
		}
	}
	return lower && upper && digit && other && distinct(text) >= 5
}

// schemes are the words in front of a credential in a header.
var schemes = [...]string{"bearer ", "basic ", "token ", "apikey ", "key ", "digest "}

// isCredential reports whether the text of a credential is one, and not a template, a
// reference in a foreign spelling, a dummy or too short to tell.
func isCredential(text string, shortest int) bool {
	_, text = splitScheme(text)
	if strings.Contains(text, "{{") {
		return hasKeyAround(text)
	}
	if len(text) < shortest || strings.ContainsAny(text, "{}<>[]` \n") || isForeignReference(text) || isVariableName(text) {
		return false
	}
	return distinct(text) >= 5 && (!isDummy(text) || isDisguised(text))
}

// splitScheme splits the text of a header into the word in front, with its blank, and
// the credential.
func splitScheme(text string) (scheme, rest string) {
	text = strings.TrimSpace(text)
	for _, s := range schemes {
		if len(text) > len(s) && strings.EqualFold(text[:len(s)], s) {
			return text[:len(s)], strings.TrimSpace(text[len(s):])
		}
	}
	return "", text
}

// shortestAround is the length from which a text beside a template is a secret, if it
// looks like one.
const shortestAround = 12

// hasKeyAround reports whether one of the texts around the templates of a credential is
// a secret itself: many random letters of both cases and digits, in one piece.
func hasKeyAround(text string) bool {
	for text != "" {
		part, rest, _ := strings.Cut(text, "{{")
		if len(part) >= shortestAround && isRandom(part) && !isDummy(part) && strings.ToLower(part) != part && strings.ToUpper(part) != part &&
			strings.IndexFunc(part, isNoWord) < 0 {
			return true
		}
		_, text, _ = strings.Cut(rest, "}}")
	}
	return false
}

// isForeignReference reports whether a text refers to a variable as shells, Windows or
// formats do.
func isForeignReference(text string) bool {
	if strings.HasPrefix(text, "$") || strings.HasPrefix(text, "%") && strings.HasSuffix(text, "%") || strings.HasSuffix(text, "%s") {
		return true
	}
	_, name, ok := strings.Cut(text, "$")
	return ok && len(name) > 2 && strings.ToUpper(name[:3]) == name[:3] && isAlnum(name[0]) && isAlnum(name[1]) && isAlnum(name[2])
}

// isVariableName reports whether a text is the name of a variable: capitals and
// underscores.
func isVariableName(text string) bool {
	return strings.Contains(text, "_") && !strings.ContainsFunc(text, func(r rune) bool {
		return r != '_' && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
}

// distinct counts the different bytes of a text.
func distinct(text string) int {
	var seen [256]bool
	n := 0
	for i := range len(text) {
		if !seen[text[i]] {
			seen[text[i]] = true
			n++
		}
	}
	return n
}

// credentialWords are the ends of names of headers, parameters and fields that hold a
// credential, folded.
var credentialWords = [...]string{
	"authorization", "apikey", "accesskey", "secretkey", "privatekey", "secret", "password", "passwd", "token", "subscriptionkey", "authkey",
}

// positions are the words in names of tokens that say where one is in a list.
var positions = [...]string{"page", "next", "continu", "cursor", "sync", "max", "prev", "skip", "start", "type", "csrf"}

// namesID reports whether a name is that of a credential in some APIs and of something
// else in others, so that the value must tell.
func namesID(name string) bool {
	fold := diag.Fold(name)
	return fold == "xkey" || fold == "appid"
}

// namesCredential reports whether a name is that of a credential.
func namesCredential(name string) bool {
	fold := diag.Fold(name)
	for _, word := range positions {
		if strings.Contains(fold, word) {
			return false
		}
	}
	for _, word := range credentialWords {
		if strings.HasSuffix(fold, word) {
			return true
		}
	}
	return false
}

// tokenShape is how the tokens of a well-known issuer look: a prefix, and how many
// characters of which kind follow it at least.
type tokenShape struct {
	prefix, kind string
	length       int
	// extra are characters that may follow besides letters and digits.
	extra string
	// exact tells that neither more nor fewer follow.
	exact bool
}

// tokenShapes are those of issuers that document them.
var tokenShapes = [...]tokenShape{
	{prefix: "ghp_", kind: "a GitHub token", length: 36},
	{prefix: "gho_", kind: "a GitHub token", length: 36},
	{prefix: "ghu_", kind: "a GitHub token", length: 36},
	{prefix: "ghs_", kind: "a GitHub token", length: 36},
	{prefix: "ghr_", kind: "a GitHub token", length: 36},
	{prefix: "github_pat_", kind: "a GitHub token", length: 30, extra: "_"},
	{prefix: "glpat-", kind: "a GitLab token", length: 20, extra: "-_"},
	{prefix: "hooks.slack.com/services/T", kind: "the address of a Slack webhook", length: 36, extra: "/"},
	{prefix: "xoxb-", kind: "a Slack token", length: 20, extra: "-"},
	{prefix: "xoxp-", kind: "a Slack token", length: 20, extra: "-"},
	{prefix: "xoxa-", kind: "a Slack token", length: 20, extra: "-"},
	{prefix: "sk_live_", kind: "a Stripe key", length: 20},
	{prefix: "rk_live_", kind: "a Stripe key", length: 20},
	{prefix: "sk-", kind: "an API key", length: 32, extra: "-_"},
	{prefix: "AKIA", kind: "an AWS access key", length: 16, exact: true},
	{prefix: "AIza", kind: "a Google API key", length: 35, extra: "-_", exact: true},
}

// keyMark begins a private key; what kind of key it is follows.
const keyMark = "-----BEGIN "

// findToken returns what kind of token stands in a text and where, or "".
func findToken(text string) (kind string, at int) {
	for i := 0; i+8 < len(text); i++ {
		switch text[i] {
		case 'g', 'x', 's', 'r', 'h', 'A', 'e', '-':
		default:
			continue
		}
		if i > 0 && isAlnum(text[i-1]) {
			continue
		}
		if kind := tokenAt(text[i:]); kind != "" {
			return kind, i
		}
	}
	return "", 0
}

func tokenAt(text string) string {
	if rest, ok := strings.CutPrefix(text, keyMark); ok {
		line, _, _ := strings.Cut(rest, "-----")
		if strings.HasSuffix(line, "PRIVATE KEY") && len(rest) > len(line)+64 && !isDummy(rest[len(line):]) {
			return "a private key"
		}
		return ""
	}
	if strings.HasPrefix(text, "eyJ") {
		return webToken(text)
	}
	for i := range tokenShapes {
		s := &tokenShapes[i]
		if rest, ok := strings.CutPrefix(text, s.prefix); ok && s.fits(rest) {
			return s.kind
		}
	}
	return ""
}

func (s *tokenShape) fits(rest string) bool {
	n := 0
	for n < len(rest) && (isAlnum(rest[n]) || strings.IndexByte(s.extra, rest[n]) >= 0) {
		n++
	}
	rest = rest[:n]
	if n < s.length || s.exact && n != s.length {
		return false
	}
	return isRandom(rest) && !isDummy(rest)
}

// isRandom tells random characters from words: there are many different ones, and
// digits among them.
func isRandom(text string) bool {
	return distinct(text) >= 9 && strings.ContainsAny(text, "0123456789")
}

// sampleClaims begin the payload of the token that documentation shows everywhere.
const sampleClaims = "eyJzdWIiOiIxMjM0NTY3ODkw"

// webToken recognises a signed JSON Web Token.
func webToken(text string) string {
	n := 0
	for n < len(text) && (isAlnum(text[n]) || text[n] == '-' || text[n] == '_' || text[n] == '.') {
		n++
	}
	parts := strings.Split(text[:n], ".")
	if len(parts) != 3 || !strings.HasPrefix(parts[1], "eyJ") || len(parts[0]) < 16 || len(parts[1]) < 16 || len(parts[2]) < 20 {
		return ""
	}
	if strings.HasPrefix(parts[1], sampleClaims) || !isRandom(parts[2]) {
		return ""
	}
	return "a signed token"
}

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

package cli

import (
	"strings"

	"naftiko/cmd/internal/report"
	"naftiko/cmd/internal/term"
	"naftiko/spec/diag"
)

// hide finds what of a document is shown otherwise, line by line, as in reports: with
// asterisks for what may be a credential, and escapes for what a terminal or the log
// of a CI system would take for more than text.
func hide(lines []diffLine) {
	var v veil
	for i := range lines {
		line := strings.TrimPrefix(strings.TrimRight(string(lines[i].text), "\r\n"), "\uFEFF")
		if shown := term.CleanText(report.Veiled(v.continued(line))); shown != line {
			lines[i].shown = shown
		}
	}
}

// veil remembers the key of a credential that goes on in the next lines. The YAML is
// looked at as text.
type veil struct {
	key string
	// indent is where the key stands; isBlock tells that all that stands further right
	// is the value.
	indent  int
	isBlock bool
}

// aPassword is a text that is a credential for any key of one.
const aPassword = "0123456789abcdef"

// continued takes the next line, and returns it with asterisks if it goes on with a
// credential.
func (v *veil) continued(line string) string {
	text := strings.TrimLeft(line, " ")
	indent := len(line) - len(text)
	if text == "" {
		return line
	}
	if v.key != "" && indent > v.indent && (v.isBlock || !isStructure(text)) {
		if !diag.IsCredential(v.key, strings.Trim(text, "\"'")) {
			return line
		}
		return line[:indent] + diag.Veil(text, []diag.Span{{From: 0, To: len(text)}})
	}
	v.key = ""
	if strings.Contains(text, "PRIVATE KEY-----") {
		*v = veil{key: "privateKey", indent: indent - 1, isBlock: true}
		return line
	}
	for strings.HasPrefix(text, "- ") {
		text = strings.TrimLeft(text[1:], " ")
	}
	key, value, ok := strings.Cut(text, ":")
	if key = strings.Trim(key, "\"' "); ok && diag.IsCredential(key, aPassword) {
		*v = veil{key: key, indent: len(line) - len(text), isBlock: startsBlock(value)}
	}
	return line
}

// isStructure reports whether a line is one of a mapping or a list, or a comment.
func isStructure(text string) bool {
	return strings.HasSuffix(text, ":") || strings.Contains(text, ": ") || strings.HasPrefix(text, "- ") || strings.ContainsAny(text[:1], "{}[]#")
}

// startsBlock reports whether the value of a key is a text in the lines below it.
func startsBlock(value string) bool {
	value, _, _ = strings.Cut(value, " #")
	words := strings.Fields(value) // the mark may stand behind a tag or an anchor
	return len(words) > 0 && strings.ContainsAny(words[len(words)-1][:1], "|>")
}

package yaml

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxKey is how many bytes a key may have without an explicit "?". YAML says
// 1024 characters (1.2 section 7.4.2).
const maxKey = 1000

// appendKey appends a text that must stay on its line.
func appendKey(dst []byte, text string) []byte { return appendString(dst, text) }

// appendString appends text on one line: plain if nobody can misread it, else
// in double quotes.
func appendString(dst []byte, text string) []byte {
	if plainSafe(text) {
		return append(dst, text...)
	}
	return appendQuoted(dst, text)
}

// plainSafe reports whether text is the same string without quotes, for readers
// of YAML 1.1 too. It says no rather than work out the rules for texts that
// start like a number or a date.
func plainSafe(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	if text == "" || !(unicode.IsLetter(first) || strings.ContainsRune("_/$", first)) {
		return false
	}
	if strings.HasSuffix(text, " ") || strings.HasSuffix(text, ":") ||
		strings.Contains(text, ": ") || strings.Contains(text, " #") {
		return false
	}
	for _, c := range text {
		if !unicode.IsPrint(c) || c == utf8.RuneError {
			return false
		}
	}
	switch strings.ToLower(text) {
	case "true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf":
		return false
	}
	return true
}

// literalSafe reports whether text reads well, and reads back exactly, as a
// literal block: several lines, none of which starts or ends with white space.
func literalSafe(text string) bool {
	if !strings.Contains(text, "\n") || strings.HasPrefix(text, "\n") {
		return false
	}
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) != line && strings.TrimRight(line, " \t") != line {
			return false
		}
		for _, c := range line {
			if c != '\t' && (!unicode.IsPrint(c) || c == utf8.RuneError) {
				return false
			}
		}
	}
	first, _, _ := strings.Cut(text, "\n")
	return strings.TrimLeft(first, " \t") == first && !hasTabStart(text)
}

// hasTabStart reports whether a line starts with a tab, which looks like
// indentation to some readers.
func hasTabStart(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(strings.TrimLeft(line, " "), "\t") {
			return true
		}
	}
	return false
}

// appendQuoted appends text in double quotes (YAML 1.2 section 5.7).
func appendQuoted(dst []byte, text string) []byte {
	dst = append(dst, '"')
	for _, c := range text {
		switch {
		case c == '"', c == '\\':
			dst = append(dst, '\\', byte(c))
		case c == '\n':
			dst = append(dst, `\n`...)
		case c == '\t':
			dst = append(dst, `\t`...)
		case c == '\r':
			dst = append(dst, `\r`...)
		case unicode.IsPrint(c):
			dst = utf8.AppendRune(dst, c)
		case c < 0x100:
			dst = fmt.Appendf(dst, `\x%02X`, c)
		case c < 0x10000:
			dst = fmt.Appendf(dst, `\u%04X`, c)
		default:
			dst = fmt.Appendf(dst, `\U%08X`, c)
		}
	}
	return append(dst, '"')
}

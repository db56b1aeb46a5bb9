package term

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// JSONLine writes a JSON text of one line to standard error. Secrets in it are the
// caller's to mask, value by value, since the text must stay JSON. Characters that [Clean] would escape are written as JSON escapes, so that the text stays
// what it is for programs and safe for people and CI logs.
func (p *Printer) JSONLine(data []byte) {
	p.writeErr(escapeJSON(string(data)) + "\n")
}

// OutJSON writes a JSON text to standard output, with what [Clean] would escape
// written as JSON escapes: to programs it is the same text, and a log that shows
// it is safe from the strangers quoted in it. data must be valid UTF-8 and must not
// end inside a string. The error is the writer's.
func (p *Printer) OutJSON(data []byte) error { return p.WriteOut([]byte(escapeJSON(string(data)))) }

// escapeJSON escapes what stands in the strings of a JSON text; outside of them
// there is nothing to escape. Every # goes, so that none is left of a CI command.
func escapeJSON(text string) string {
	text = strings.ReplaceAll(text, "#", `\u0023`)
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		part := text[i : i+size]
		i += size
		switch {
		case r < 0x7f || Clean(part) == part:
			b.WriteString(part)
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

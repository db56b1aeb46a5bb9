package report

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// Fingerprint returns 16 hexadecimal digits for what a finding has in common with the
// same one after other lines came or went: its code, its message but for the numbers
// of lines in it, and the text of its line, with asterisks for credentials, without
// the blanks around it.
func Fingerprint(f Finding) string {
	sum := sha256.Sum256([]byte(f.Code + "\x00" + withoutLines(f.Msg) + "\x00" + strings.TrimSpace(f.Line)))
	return hex.EncodeToString(sum[:8])
}

// withoutLines returns a message without the digits behind the word line.
func withoutLines(msg string) string {
	const word = "line "
	var b strings.Builder
	for {
		before, after, found := strings.Cut(msg, word)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString(word)
		msg = strings.TrimLeft(after, "0123456789")
	}
}

// fingerprints gives findings names that outlast changes elsewhere in the file:
// they depend on the code, the file and the text of the line, not on its number.
// Findings that have all these in common are numbered in their order, so that no
// two names are the same.
type fingerprints map[[sha256.Size]byte]int

// of returns the name of a finding in a file, as 32 hexadecimal digits.
func (p fingerprints) of(f Finding, file string) string {
	text := strings.TrimSpace(f.Line)
	if text == "" {
		text = f.Msg
	}
	parts := f.Code + "\x00" + slashed(file, onWindows) + "\x00" + text
	key := sha256.Sum256([]byte(parts))
	p[key]++
	sum := sha256.Sum256([]byte(parts + "\x00" + strconv.Itoa(p[key])))
	return hex.EncodeToString(sum[:16])
}

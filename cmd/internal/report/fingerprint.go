package report

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// Fingerprint returns 16 hexadecimal digits for what a finding has in common with the
// same one after other lines came or went: its code, its message but for other places
// that it names, and the text of its line, with asterisks for credentials, without the
// blanks around it.
func Fingerprint(f Finding) string {
	sum := sha256.Sum256([]byte(f.Code + "\x00" + withoutPlaces(f.Msg) + "\x00" + strings.TrimSpace(f.Line)))
	return hex.EncodeToString(sum[:8])
}

// withoutPlaces returns a message without the place it ends with, as in ", at a.yaml:3:9",
// which also depends on where the program was called, and without the digits behind the
// word line.
func withoutPlaces(msg string) string {
	if i := strings.LastIndex(msg, ", at "); i >= 0 && endsInPlace(msg[i:]) {
		msg = msg[:i]
	}
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

// endsInPlace reports whether text ends with numbers of a line and a column.
func endsInPlace(text string) bool {
	const digits = "0123456789"
	line, hasColumn := strings.CutSuffix(strings.TrimRight(text, digits), ":")
	return hasColumn && len(line)+1 < len(text) && strings.TrimRight(line, digits) != line
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

package report

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

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

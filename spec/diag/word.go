package diag

import "strings"

// Word writes text as a part of a command line in a hint, so that copying the
// hint runs what it says and no more: names of letters, digits and _ - . as they
// are, others in single quotes, which POSIX shells and PowerShell read alike.
// What even quotes cannot hold in both becomes "…".
func Word(text string) string {
	plain := func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("_-.=:/@…", r)
	}
	switch {
	case text != "" && text[0] != '-' && !strings.ContainsFunc(text, func(r rune) bool { return !plain(r) }):
		return text
	case strings.ContainsFunc(text, func(r rune) bool {
		return r == '\'' || r == '‘' || r == '’' || r == '‚' || r == '‛' || r < ' ' || r == 0x7f
	}):
		return "…"
	}
	return "'" + text + "'"
}

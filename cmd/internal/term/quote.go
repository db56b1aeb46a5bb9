package term

import "strings"

// Shell is the kind of shell a command line is written for.
type Shell uint8

const (
	// POSIX is sh and what reads single quotes as it does: bash, zsh, dash.
	POSIX Shell = iota
	// PowerShell is Windows PowerShell and PowerShell 7.
	PowerShell
)

// HostShell returns the shell people use on the operating system goos, a value
// of runtime.GOOS.
func HostShell(goos string) Shell {
	if goos == "windows" {
		return PowerShell
	}
	return POSIX
}

// Quote writes s as one word of the shell.
func (s Shell) Quote(text string) string {
	if s == PowerShell {
		return QuotePowerShell(text)
	}
	return QuotePOSIX(text)
}

// QuotePOSIX writes s as one word of a POSIX shell (XCU 2.2.2): as it is where
// that is safe in every place of a command, else in single quotes, between which
// a newline stays a newline.
func QuotePOSIX(s string) string {
	// zsh reads a leading = as the path of a command.
	if isBare(s, "_-./:@%+,=") && s[0] != '=' {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// QuotePowerShell writes s as one argument for PowerShell: as it is where that
// is safe, else in single quotes. PowerShell takes typographic single quotes for
// plain ones, so those are doubled as well. Windows PowerShell before 7.3 loses
// double quotes on the way to a program, which no quoting here can mend.
func QuotePowerShell(s string) string {
	if isBare(s, "_-./:=") && s[0] != '-' && s[0] != '=' {
		return s
	}
	var b strings.Builder
	b.WriteByte('\'')
	for i := 0; i < len(s); i++ {
		b.WriteByte(s[i])
		switch {
		case s[i] == '\'':
			b.WriteByte('\'')
		case isTypographicQuote(s[i:]):
			b.WriteString(s[i+1 : i+3])
			b.WriteString(s[i : i+3])
			i += 2
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// isTypographicQuote reports whether s begins with one of U+2018 to U+201B.
func isTypographicQuote(s string) bool {
	return len(s) >= 3 && s[:2] == "\xe2\x80" && s[2] >= 0x98 && s[2] <= 0x9b
}

// isBare reports whether s consists of ASCII letters, digits and extra.
func isBare(s, extra string) bool {
	for i := range len(s) {
		c := s[i]
		isWord := c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !isWord && strings.IndexByte(extra, c) < 0 {
			return false
		}
	}
	return s != ""
}

package value

import (
	"strconv"
	"strings"
)

// ParseNumber returns text as a Number if it is a JSON number (RFC 8259 §6).
func ParseNumber(text string) (Number, bool) {
	if !isNumber(text) {
		return "", false
	}
	return Number(text), true
}

// isNumber reports whether s is exactly one JSON number.
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, rest := digits(s)
	if whole == "" || (len(whole) > 1 && whole[0] == '0') {
		return false
	}
	if strings.HasPrefix(rest, ".") {
		var frac string
		if frac, rest = digits(rest[1:]); frac == "" {
			return false
		}
	}
	if rest == "" {
		return true
	}
	if rest[0] != 'e' && rest[0] != 'E' {
		return false
	}
	rest = rest[1:]
	if rest != "" && (rest[0] == '+' || rest[0] == '-') {
		rest = rest[1:]
	}
	exp, rest := digits(rest)
	return exp != "" && rest == ""
}

// digits splits s after its leading decimal digits.
func digits(s string) (digits, rest string) {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return s[:i], s[i:]
}

func isDigits(s string) bool {
	d, rest := digits(strings.TrimPrefix(s, "-"))
	return d != "" && rest == ""
}

// wholeDecimal reports whether a number with a fraction or an exponent has no
// fractional part. It looks at digits only, so that size does not matter.
func wholeDecimal(s string) bool {
	mantissa, exponent, _ := strings.Cut(strings.ReplaceAll(s, "E", "e"), "e")
	whole, frac, _ := strings.Cut(strings.TrimPrefix(mantissa, "-"), ".")
	frac = strings.TrimRight(frac, "0")
	if frac == "" && strings.Trim(whole, "0") == "" {
		return true
	}
	exp, err := strconv.Atoi(exponent)
	if err != nil {
		exp = 0
		if strings.HasPrefix(exponent, "-") {
			return false
		}
		if exponent != "" {
			return true
		}
	}
	if exp >= 0 {
		return len(frac) <= exp
	}
	zeros := len(whole) - len(strings.TrimRight(whole, "0"))
	return frac == "" && zeros >= -exp
}

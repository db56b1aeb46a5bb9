package expr

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"naftiko/spec/value"
)

// exactDigits is how many characters of a number without exponent a float64
// always keeps apart.
const exactDigits = 15

// compareNumbers compares a and b by value, exactly: 9007199254740993 is not
// 9007199254740992, and 1.0 is 1.
func compareNumbers(a, b value.Number) int {
	if isShort(a) && isShort(b) {
		return cmp.Compare(a.Float(), b.Float())
	}
	return parseDecimal(a).compare(parseDecimal(b))
}

func isShort(n value.Number) bool {
	return len(n) <= exactDigits && !strings.ContainsAny(string(n), "eE")
}

// decimal is sign × 0.digits × 10^exp; zero has sign 0. digits neither begin nor
// end with a 0, so that the spelling of a value is unique.
type decimal struct {
	sign   int
	digits string
	exp    int64
}

func parseDecimal(n value.Number) decimal {
	text, negative := strings.CutPrefix(string(n), "-")
	mantissa, exponent := text, ""
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		mantissa, exponent = text[:i], text[i+1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	point := int64(len(whole)) - int64(len(whole)+len(fraction)-len(digits))
	digits = strings.TrimRight(digits, "0")
	if digits == "" {
		return decimal{}
	}
	d := decimal{sign: 1, digits: digits, exp: point + parseExponent(exponent)}
	if negative {
		d.sign = -1
	}
	return d
}

// parseExponent returns the exponent; one beyond all others where it does not fit.
func parseExponent(s string) int64 {
	const far = math.MaxInt64 / 4
	if s == "" {
		return 0
	}
	e, err := strconv.ParseInt(s, 10, 64) // out of range gives the nearest
	if err != nil && e == 0 {
		return 0
	}
	return min(max(e, -far), far)
}

func (d decimal) compare(e decimal) int {
	if d.sign != e.sign || d.sign == 0 {
		return cmp.Compare(d.sign, e.sign)
	}
	if d.exp != e.exp {
		return d.sign * cmp.Compare(d.exp, e.exp)
	}
	return d.sign * strings.Compare(d.digits, e.digits)
}

package yaml

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"naftiko/spec/value"
)

const quotedStyle = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle

// isNull reports whether y is an empty or null scalar.
func isNull(y *yaml.Node) bool { return y.Kind == yaml.ScalarNode && y.Tag == "!!null" }

// scalar returns a scalar that is not null as a bool, a value.Number or a string.
func scalar(y *yaml.Node) value.Value {
	if y.Style&yaml.TaggedStyle == 0 && y.Style&quotedStyle != 0 {
		return y.Value
	}
	switch y.Tag {
	case "!!bool":
		switch y.Value {
		case "true", "True", "TRUE":
			return true
		case "false", "False", "FALSE":
			return false
		}
	case "!!int", "!!float":
		if n, ok := number(y.Value); ok {
			return n
		}
	case "!!str":
		// The library takes numbers beyond its own range for strings.
		if n, ok := value.ParseNumber(y.Value); ok && y.Style&yaml.TaggedStyle == 0 {
			return n
		}
	}
	return y.Value
}

// number spells a YAML number as a JSON one: as written where that is JSON
// already, else without '_' and '+', and with hexadecimal, octal (0o17, 017)
// and binary ones in decimal. Digits with leading zeros that are not octal
// (0899) are no number: they are somebody's identifier.
func number(text string) (value.Number, bool) {
	if n, ok := value.ParseNumber(text); ok {
		return n, true
	}
	digits := strings.ReplaceAll(text, "_", "")
	sign := ""
	switch {
	case strings.HasPrefix(digits, "-"):
		sign, digits = "-", digits[1:]
	case strings.HasPrefix(digits, "+"):
		digits = digits[1:]
	}
	if n, ok := value.ParseNumber(sign + digits); ok {
		return n, true
	}
	if n, err := strconv.ParseUint(digits, 0, 64); err == nil {
		return value.ParseNumber(sign + strconv.FormatUint(n, 10))
	}
	if strings.ContainsAny(digits, "xXoObB") {
		return "", false
	}
	return decimal(sign, digits)
}

// decimal adds the digits that JSON wants around a point.
func decimal(sign, text string) (value.Number, bool) {
	mantissa, exponent := text, ""
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		mantissa, exponent = text[:i], text[i:]
	}
	whole, fraction, point := strings.Cut(mantissa, ".")
	if !point && exponent == "" {
		return "", false
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return value.ParseNumber(sign + whole + exponent)
}

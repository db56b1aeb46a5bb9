package yaml

import (
	"strings"

	"gopkg.in/yaml.v3"

	"naftiko/spec/value"
)

// Types is a set of JSON types, as JSON Schema tells them apart. A whole number
// is one however it is spelled (8080, 8080.0).
type Types uint8

// The types. NumberType is of numbers of both kinds.
const (
	NullType Types = 1 << iota
	BooleanType
	IntegerType
	FractionType
	StringType
	ArrayType
	ObjectType

	NumberType = IntegerType | FractionType
)

// TypeNamed returns the type that JSON Schema calls name.
func TypeNamed(name string) (Types, bool) {
	switch name {
	case "null":
		return NullType, true
	case "boolean":
		return BooleanType, true
	case "integer":
		return IntegerType, true
	case "number":
		return NumberType, true
	case "string":
		return StringType, true
	case "array":
		return ArrayType, true
	case "object":
		return ObjectType, true
	}
	return 0, false
}

// Type returns the one type of the value that [Node.Plain] returns; .inf and .nan,
// which have no JSON form and are strings there, are numbers here.
func (n Node) Type() Types {
	switch n.Kind() {
	case Null:
		return NullType
	case List:
		return ArrayType
	case Map:
		return ObjectType
	}
	y := n.at()
	if y.Tag == "!!str" && !(mayBeNumber(y.Value) && y.Style&quotedStyle == 0) {
		return StringType // most are: it spares making the value
	}
	return typeOf(y)
}

func typeOf(y *yaml.Node) Types {
	if y.Tag == "!!float" && y.Style&quotedStyle == 0 && isBeyondJSON(y.Value) {
		return FractionType
	}
	switch v := scalar(y).(type) {
	case bool:
		return BooleanType
	case value.Number:
		if v.IsInt() {
			return IntegerType
		}
		return FractionType
	}
	return StringType
}

// isBeyondJSON reports whether a YAML number is infinite or none.
func isBeyondJSON(s string) bool {
	s = strings.ToLower(strings.TrimLeft(s, "+-"))
	return s == ".inf" || s == ".nan"
}

// mayBeNumber reports whether s begins as JSON numbers do.
func mayBeNumber(s string) bool {
	return s != "" && (s[0] == '-' || s[0] >= '0' && s[0] <= '9')
}

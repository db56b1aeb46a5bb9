package schema

import (
	"fmt"
	"strings"

	"github.com/xeipuuv/gojsonschema"
)

// unknownKey is the library's word for a key that an object may not have.
const unknownKey = "additional_property_not_allowed"

// summaries are kinds that only say that something inside is wrong. The schema
// is written such that whatever that is has a violation of its own.
var summaries = map[string]bool{
	"condition_then": true,
	"condition_else": true,
	"number_all_of":  true,
}

// describe puts e into our words, without its path. It reports false for a
// summary.
func describe(e gojsonschema.ResultError) (Violation, bool) {
	kind, details := e.Type(), e.Details()
	if summaries[kind] {
		return Violation{}, false
	}
	v := Violation{Kind: kind}
	switch kind {
	case "required":
		v.Key = fmt.Sprint(details["property"])
		v.Msg = fmt.Sprintf("%q is missing", v.Key)
	case unknownKey:
		v.Key = fmt.Sprint(details["property"]) // an alias: the walk has the name
	case "invalid_type":
		v.Msg = "must be " + shapes(fmt.Sprint(details["expected"])) + ", not " + shape(fmt.Sprint(details["given"]))
	case "enum":
		v.Msg = choice(fmt.Sprint(details["allowed"]))
	case "pattern":
		v.Msg = "must be " + patternWords(fmt.Sprint(details["pattern"]))
	case "string_gte":
		v.Msg = "must not be empty"
	case "number_gte":
		v.Msg = fmt.Sprintf("must be at least %v", details["min"])
	case "number_lte":
		v.Msg = fmt.Sprintf("must be at most %v", details["max"])
	case "array_max_items":
		v.Msg = fmt.Sprintf("must have at most %v entries", details["max"])
	case "false":
		v.Msg = "does not go together with the keys beside it"
	default:
		v.Msg = strings.ToLower(e.Description())
	}
	return v, true
}

// patterns puts the schema's patterns into words.
var patterns = map[string]string{
	`^[^.]+\..+$`:                         "NAMESPACE.NAME",
	`^[0-9]+(\.[0-9]+)?(B|KiB|MiB|GiB)?$`: "a number of bytes such as 512KiB or 10MiB",
	`^[^/\s]+/[^/\s;]+`:                   "a media type such as application/json",
}

func patternWords(pattern string) string {
	if words, ok := patterns[pattern]; ok {
		return words
	}
	return "of the form " + pattern
}

// shapes puts the library's list of types, "string" or "[array,object]", into words.
func shapes(types string) string {
	list := strings.Split(strings.Trim(types, "[]"), ",")
	words := make([]string, 0, len(list))
	text := strings.Contains(types, "string")
	for _, t := range list {
		if text && (t == "number" || t == "integer" || t == "boolean") {
			continue // a scalar of any kind is a text
		}
		words = append(words, shape(t))
	}
	return strings.Join(words, " or ")
}

func shape(typ string) string {
	switch typ {
	case "array":
		return "a list"
	case "object":
		return "a mapping"
	case "string":
		return "a text"
	case "number":
		return "a number"
	case "integer":
		return "a whole number"
	case "boolean":
		return "true or false"
	}
	return "nothing"
}

// choice puts the library's list of values, `"a", "b"`, into words.
func choice(allowed string) string {
	words := strings.ReplaceAll(allowed, `"`, "")
	if strings.Contains(words, ", ") {
		return "must be one of " + words
	}
	return "must be " + words
}

func unknownMsg(key string) string {
	const most = 60
	for i := range key {
		if i > most {
			return fmt.Sprintf("unknown key %q", key[:i]+"…")
		}
	}
	return fmt.Sprintf("unknown key %q", key)
}

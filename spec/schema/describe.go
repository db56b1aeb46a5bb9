package schema

import (
	"fmt"
	"strings"

	"github.com/xeipuuv/gojsonschema"

	"naftiko/spec/diag"
)

// kinds gives the library's kinds of errors ours. Those that are not here only
// say that something inside is wrong.
var kinds = map[string]Kind{
	"required":                        Required,
	"additional_property_not_allowed": UnknownKey,
	"invalid_type":                    Type,
	"enum":                            Enum,
	"const":                           Enum,
	"pattern":                         Pattern,
	"string_gte":                      Size,
	"string_lte":                      Size,
	"number_gte":                      Size,
	"number_lte":                      Size,
	"array_min_items":                 Size,
	"array_max_items":                 Size,
	"array_min_properties":            Size,
	"false":                           Conflict,
}

// describe puts e into our words, without its place. It reports false for what
// only says that something inside is wrong.
func describe(e gojsonschema.ResultError) (Violation, bool) {
	details := e.Details()
	kind, ok := kinds[e.Type()]
	v := Violation{Kind: kind}
	switch e.Type() {
	case "required":
		v.Key = fmt.Sprint(details["property"])
		v.Msg = fmt.Sprintf("%q is missing", v.Key)
	case "additional_property_not_allowed":
		v.Key = fmt.Sprint(details["property"])
	case "invalid_type":
		v.Msg = "must be " + shapes(fmt.Sprint(details["expected"])) + ", not " + shape(fmt.Sprint(details["given"]))
	case "enum", "const":
		v.Msg = choiceOfWords(fmt.Sprint(details["allowed"]))
	case "pattern":
		v.Msg = "must be " + formOf(fmt.Sprint(details["pattern"])).words
	case "string_gte", "array_min_items", "array_min_properties":
		v.Msg = "must not be empty"
	case "string_lte":
		v.Msg = fmt.Sprintf("must have at most %v characters", details["max"])
	case "number_gte":
		v.Msg = fmt.Sprintf("must be at least %v", details["min"])
	case "number_lte":
		v.Msg = fmt.Sprintf("must be at most %v", details["max"])
	case "array_max_items":
		v.Msg = fmt.Sprintf("must have at most %v entries", details["max"])
	case "false":
		v.Msg = "does not go together with the keys beside it"
	}
	return v, ok
}

// form is a pattern in words.
type form struct {
	words string
	// name tells that what has the form is a name, which may be quoted in a hint with
	// the characters that are not allowed replaced.
	name bool
	// mend turns a text into one of the form, if it can.
	mend func(string) string
	// hint, if set, gives a way out where that does not help, or "".
	hint func(string) string
}

const mediaType = `^[a-zA-Z0-9!#$&^_.+-]+\/[a-zA-Z0-9!#$&^_.+-]+(?:\s*;\s*[a-zA-Z0-9!#$&^_.+-]+=(?:[a-zA-Z0-9!#$&^_.+-]+|"[^"]*"))*$`

// forms puts the schemas' patterns into words.
var forms = map[string]form{
	`^[^.]+\..+$`:                                        {words: "NAMESPACE.NAME", mend: asCall},
	`^[0-9]+(\.[0-9]+)?(B|KiB|MiB|GiB)?$`:                {words: "a number of bytes such as 512KiB or 10MiB", mend: asSize},
	`^\d+(\.\d+)?(B|KiB|MiB|GiB)$`:                       {words: "a number of bytes with a unit, such as 512KiB or 10MiB", mend: asSize},
	`^[^/\s]+/[^/\s;]+`:                                  {words: "a media type such as application/json", mend: asMediaType},
	`^[a-zA-Z0-9-]+$`:                                    {words: "of letters, digits and hyphens only", name: true},
	`^[a-zA-Z0-9-_*]+$`:                                  {words: "of letters, digits, hyphens, underscores and asterisks only", name: true},
	`^[a-zA-Z0-9-_.]+$`:                                  {words: "of letters, digits, hyphens, underscores and dots only", name: true},
	`^[A-Z][A-Z0-9_]*$`:                                  {words: "a variable's name: capital letters, digits and underscores, a letter first", mend: asVariable},
	`^[a-zA-Z0-9-]+\.[a-zA-Z0-9-]+$`:                     {words: "NAMESPACE.NAME, of letters, digits and hyphens", mend: asCall},
	`^[a-zA-Z][a-zA-Z0-9+.-]*://`:                        {words: "a URI, such as file:///./secrets.yaml", mend: asFileURI},
	`^file:///`:                                          {words: "a file URI: file:///…", mend: asFileURI},
	`^[1-5][0-9X]{2}$`:                                   {words: "an HTTP status such as 200 or 4XX", mend: strings.ToUpper},
	`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`:      {words: "a date such as 2026-01-31", mend: asDate},
	`^[a-zA-Z0-9._%+\-]+@[a-zA-Z0-9.\-]+\.[a-zA-Z]{2,}$`: {words: "an e-mail address"},
	`^https?://[^/]+(/[^{]*)?$`: {
		words: "an http or https URL without placeholders in its path", mend: asURL,
		hint: placeholderHint,
	},
	`^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$|^([0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}$`: {
		words: "a host name or an IP address", mend: asHost,
	},
	mediaType: {words: "a media type such as application/json", mend: asMediaType},
}

func formOf(pattern string) form {
	if f, ok := forms[pattern]; ok {
		return f
	}
	return form{words: "of the form " + pattern}
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

// choiceOfWords puts the library's list of values, `"a", "b"`, into words.
func choiceOfWords(allowed string) string {
	words := strings.ReplaceAll(allowed, `"`, "")
	if strings.Contains(words, ", ") {
		return "must be one of " + words
	}
	return "must be " + words
}

func unknownMsg(key string) string { return fmt.Sprintf("unknown key %q", diag.Short(key)) }

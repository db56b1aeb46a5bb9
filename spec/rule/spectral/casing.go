package spectral

import (
	"regexp"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

// casings are the shapes of names as regular expressions, where # stands for the
// digits of a class, which an option takes away.
var casings = map[string]string{
	"flat":   `[a-z][a-z#]*`,
	"camel":  `[a-z][a-z#]*(?:[A-Z#](?:[a-z#]+|$))*`,
	"pascal": `[A-Z][a-z#]*(?:[A-Z#](?:[a-z#]+|$))*`,
	"kebab":  `[a-z][a-z#]*(?:-[a-z#]+)*`,
	"cobol":  `[A-Z][A-Z#]*(?:-[A-Z#]+)*`,
	"snake":  `[a-z][a-z#]*(?:_[a-z#]+)*`,
	"macro":  `[A-Z][A-Z#]*(?:_[A-Z#]+)*`,
}

func newCasing(o yaml.Node) (check, error) {
	if err := options(o, "type", "disallowDigits", "separator"); err != nil {
		return nil, err
	}
	kind := o.Get("type").Text()
	shape, ok := casings[kind]
	if !ok {
		return nil, invalid{"the option type is not flat, camel, pascal, kebab, cobol, snake or macro"}
	}
	digits := "0-9"
	if flag, err := flagOption(o, "disallowDigits"); err != nil {
		return nil, err
	} else if flag {
		digits = ""
	}
	shape = strings.ReplaceAll(shape, "#", digits)
	char, leading, err := separatorOption(o.Get("separator"))
	if err != nil {
		return nil, err
	}
	if char != "" {
		sep := regexp.QuoteMeta(char)
		first := ""
		if leading {
			first = "(?:" + sep + ")?"
		}
		shape = first + shape + "(?:" + sep + shape + ")*"
	}
	re, err := regexp.Compile("^(?:" + shape + ")$")
	if err != nil {
		return nil, invalid{"the option separator cannot be used"}
	}
	return func(w *walk, t target) []finding {
		s, ok := t.value.(string)
		if !ok || s == "" || leading && s == char {
			return nil
		}
		w.spend(matchWork + len(s)/8)
		if re.MatchString(s) {
			return nil
		}
		return say("%s must be in %s case", t.subject(), diag.Short(kind))
	}, nil
}

func flagOption(o yaml.Node, name string) (bool, error) {
	n := o.Get(name)
	if !n.Pos().IsValid() {
		return false, nil
	}
	b, ok := valueOf(n).(bool)
	if !ok {
		return false, invalid{"the option " + name + " is not true or false"}
	}
	return b, nil
}

// separatorOption reads the character that may stand between words, "" if none.
func separatorOption(n yaml.Node) (char string, leading bool, err error) {
	if !n.Pos().IsValid() {
		return "", false, nil
	}
	if err := options(n, "char", "allowLeading"); err != nil {
		return "", false, err
	}
	char = n.Get("char").Text()
	if n.Get("char").Kind() != yaml.Scalar || lengthOf(char) != 1 {
		return "", false, invalid{"the option separator has no char, or one that is not one character"}
	}
	leading, err = flagOption(n, "allowLeading")
	return char, leading, err
}

package spectral

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

// finding is what a function says about its target.
type finding struct {
	msg string
	// at is the place that is meant, if that is not the target's.
	at *spot
	// pos is where it is reported, if the function knows best.
	pos diag.Pos
}

// check judges a target. Targets of a type that it does not take pass.
type check func(w *walk, t target) []finding

// function is a function that a rule may name: it makes a check of its options, or
// says what is wrong with them.
type function func(o yaml.Node) (check, error)

// functions are the functions of Spectral that run here, by name.
var functions = map[string]function{
	"truthy":                     plainFunction(isTruthy),
	"falsy":                      plainFunction(isFalsy),
	"defined":                    plainFunction(isDefined),
	"undefined":                  plainFunction(isUndefined),
	"pattern":                    newPattern,
	"enumeration":                newEnumeration,
	"length":                     newLength,
	"casing":                     newCasing,
	"schema":                     newSchema,
	"alphabetical":               newAlphabetical,
	"xor":                        newXor,
	"or":                         newOr,
	"unreferencedReusableObject": newUnreferenced,
}

// invalid is an error of options that are wrong, not only unsupported.
type invalid struct{ msg string }

func (e invalid) Error() string { return e.msg }

// options checks that the functionOptions o are a mapping with no members but names.
func options(o yaml.Node, names ...string) error {
	if k := o.Kind(); k != yaml.Map {
		if len(names) == 0 && k == yaml.Null {
			return nil
		}
		return invalid{"the functionOptions are not a mapping"}
	}
	for k := range o.Members() {
		if !slices.Contains(names, k.Text()) {
			return invalid{fmt.Sprintf("there is no option %q", diag.Short(k.Text()))}
		}
	}
	return nil
}

func plainFunction(c check) function {
	return func(o yaml.Node) (check, error) {
		if o.Kind() != yaml.Null {
			return nil, invalid{"the function takes no options"}
		}
		return c, nil
	}
}

func say(format string, args ...any) []finding {
	return []finding{{msg: fmt.Sprintf(format, args...)}}
}

// subject begins a message.
func (t target) subject() string {
	if p := t.property(); p != "" {
		return strconv.Quote(diag.Short(p))
	}
	return "the document"
}

func isTruthy(_ *walk, t target) []finding {
	if truthy(t.value) {
		return nil
	}
	return say("%s must be there and not empty", t.subject())
}

func isFalsy(_ *walk, t target) []finding {
	if !truthy(t.value) {
		return nil
	}
	return say("%s must be absent or empty", t.subject())
}

func isDefined(_ *walk, t target) []finding {
	if _, missing := t.value.(undefined); !missing {
		return nil
	}
	return say("%s must be there", t.subject())
}

func isUndefined(_ *walk, t target) []finding {
	if _, missing := t.value.(undefined); missing {
		return nil
	}
	return say("%s must not be there", t.subject())
}

func newPattern(o yaml.Node) (check, error) {
	if err := options(o, "match", "notMatch"); err != nil {
		return nil, err
	}
	match, err := patternOption(o.Get("match"))
	if err != nil {
		return nil, err
	}
	notMatch, err := patternOption(o.Get("notMatch"))
	if err != nil {
		return nil, err
	}
	if match == nil && notMatch == nil {
		return nil, invalid{"the options match and notMatch are both missing"}
	}
	return func(w *walk, t target) []finding {
		s, ok := t.value.(string)
		if !ok {
			return nil
		}
		var out []finding
		if match != nil && !w.matches(match, s) && !w.spent() {
			out = say("%s must match the pattern %q", t.subject(), diag.Short(o.Get("match").Text()))
		}
		if notMatch != nil && w.matches(notMatch, s) {
			out = append(out, say("%s must not match the pattern %q", t.subject(), diag.Short(o.Get("notMatch").Text()))...)
		}
		return out
	}, nil
}

// patternOption compiles a pattern; nil if there is none.
func patternOption(n yaml.Node) (*pattern, error) {
	if !n.Pos().IsValid() {
		return nil, nil
	}
	if _, ok := valueOf(n).(string); !ok {
		return nil, invalid{"a pattern is not a text"}
	}
	return compileRegexp(splitPattern(n.Text()))
}

func newEnumeration(o yaml.Node) (check, error) {
	if err := options(o, "values"); err != nil {
		return nil, err
	}
	list := o.Get("values")
	if list.Kind() != yaml.List {
		return nil, invalid{"the option values is not a list"}
	}
	values := map[any]bool{}
	var words []string
	for item := range list.Items() {
		v := valueOf(item)
		if _, ok := v.(yaml.Node); ok {
			return nil, invalid{"the option values has a list or a mapping in it"}
		}
		values[v] = true
		words = append(words, text(v))
	}
	return func(_ *walk, t target) []finding {
		switch t.value.(type) {
		case undefined, yaml.Node:
			return nil
		}
		if values[t.value] {
			return nil
		}
		return say("%s must be one of %s", t.subject(), diag.Short(strings.Join(words, ", ")))
	}, nil
}

func newLength(o yaml.Node) (check, error) {
	if err := options(o, "min", "max"); err != nil {
		return nil, err
	}
	least, hasMin, err := numberOption(o, "min")
	if err != nil {
		return nil, err
	}
	most, hasMax, err := numberOption(o, "max")
	if err != nil {
		return nil, err
	}
	if !hasMin && !hasMax {
		return nil, invalid{"the options min and max are both missing"}
	}
	return func(w *walk, t target) []finding {
		var size float64
		switch v := t.value.(type) {
		case string:
			w.spend(len(v) / textUnit)
			size = float64(lengthOf(v))
		case float64:
			size = v
		case yaml.Node:
			size = float64(v.Len())
		default:
			return nil
		}
		var out []finding
		if hasMin && size < least {
			out = say("%s must have a length of at least %s", t.subject(), numberText(least))
		}
		if hasMax && size > most {
			out = append(out, say("%s must have a length of at most %s", t.subject(), numberText(most))...)
		}
		return out
	}, nil
}

func numberOption(o yaml.Node, name string) (f float64, ok bool, err error) {
	n := o.Get(name)
	if !n.Pos().IsValid() {
		return 0, false, nil
	}
	f, ok = valueOf(n).(float64)
	if !ok {
		err = invalid{"the option " + name + " is not a number"}
	}
	return f, ok, err
}

// propertiesOption reads the names that xor and or take.
func propertiesOption(o yaml.Node) ([]string, error) {
	if err := options(o, "properties"); err != nil {
		return nil, err
	}
	var names []string
	for item := range o.Get("properties").Items() {
		if item.Type() != yaml.StringType {
			return nil, invalid{"the option properties has something other than texts in it"}
		}
		names = append(names, item.Text())
	}
	if len(names) < 2 {
		return nil, invalid{"the option properties is not a list of two names or more"}
	}
	return names, nil
}

func newXor(o yaml.Node) (check, error) { return newCount(o, 1, "exactly one") }

func newOr(o yaml.Node) (check, error) { return newCount(o, -1, "at least one") }

// newCount makes a check that of some properties one is there, and at most most.
func newCount(o yaml.Node, most int, words string) (check, error) {
	names, err := propertiesOption(o)
	if err != nil {
		return nil, err
	}
	return func(w *walk, t target) []finding {
		n, ok := t.value.(yaml.Node)
		if !ok || n.Kind() != yaml.Map {
			return nil
		}
		w.spend(n.Len())
		count := 0
		for k := range n.Members() {
			if slices.Contains(names, k.Text()) {
				count++
			}
		}
		if count > 0 && (most < 0 || count <= most) {
			return nil
		}
		return say("%s of %s must be there", words, diag.Short(strings.Join(names, ", ")))
	}, nil
}

// newUnreferenced makes a check that each member of a mapping is the target of a
// local reference, somewhere in the document.
func newUnreferenced(o yaml.Node) (check, error) {
	if err := options(o, "reusableObjectsLocation"); err != nil {
		return nil, err
	}
	place := o.Get("reusableObjectsLocation").Text()
	if !strings.HasPrefix(place, "#") {
		return nil, invalid{"the option reusableObjectsLocation is not a pointer that begins with #"}
	}
	return func(w *walk, t target) []finding {
		n, ok := t.value.(yaml.Node)
		if !ok || n.Kind() != yaml.Map {
			return nil
		}
		used := map[string]bool{}
		w.references(w.root, used)
		var out []finding
		for _, kid := range w.children(t.at) {
			if !used[unescape(place)+"/"+kid.name()] {
				out = append(out, finding{msg: fmt.Sprintf("%q is not referred to", diag.Short(kid.name())), at: kid, pos: kid.key.Pos()})
			}
		}
		return out
	}, nil
}

// references collects the local references at and below a place.
func (w *walk) references(at *spot, used map[string]bool) {
	for _, kid := range w.children(at) {
		if kid.key.Text() == "$ref" && kid.node.Type() == yaml.StringType {
			used[unescape(kid.node.Text())] = true
		}
		w.references(kid, used)
	}
}

// unescape undoes the escapes of a JSON Pointer in a URI.
func unescape(pointer string) string {
	var b strings.Builder
	for i := 0; i < len(pointer); i++ {
		if pointer[i] == '%' && i+2 < len(pointer) {
			if c, err := strconv.ParseUint(pointer[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(c))
				i += 2
				continue
			}
		}
		b.WriteByte(pointer[i])
	}
	return strings.ReplaceAll(strings.ReplaceAll(b.String(), "~1", "/"), "~0", "~")
}

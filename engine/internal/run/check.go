package run

import (
	"fmt"
	"regexp"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// Pattern is a parameter's pattern, compiled when it is first used.
type Pattern struct {
	// Source is the expression as written (ECMA-262 in the specification, RE2 here).
	Source string
	// Compile returns the compiled expression; it is a sync.OnceValues.
	Compile func() (*regexp.Regexp, error)
}

// check tests the arguments against the declared parameters before anything is
// prepared: all missing ones in one error, else the first that does not fit.
func check(op *Op, env *Env, in *value.Object) error {
	_, replaced := env.BaseURI(op.Namespace)
	var missing []string
	for i := range op.Params {
		p := &op.Params[i]
		v, ok := in.Get(p.Name)
		if !ok || v == nil {
			if p.Required && !p.HasDefault && !(p.BaseOnly && replaced) {
				missing = append(missing, p.Name)
			}
			continue
		}
		if err := p.fits(v, p.Name); err != nil {
			return err
		}
	}
	if len(missing) > 0 {
		return missingError(op, missing)
	}
	return nil
}

func missingError(op *Op, missing []string) *Error {
	noun := "argument"
	if len(missing) > 1 {
		noun = "arguments"
	}
	var args strings.Builder
	for _, name := range missing {
		args.WriteString(" " + diag.Word(name+"=…"))
	}
	return Errorf(Input, "missing-argument", "%s needs the %s %s", op.Name, noun, strings.Join(missing, ", ")).
		At(op.Pos).Help("add%s", args.String())
}

// fits tests v, found under the name at, against p.
func (p *Param) fits(v any, at string) error {
	switch v.(type) {
	case expr.Opaque, expr.Text:
		return nil // a bind, which the document itself puts here
	}
	if !hasType(v, p.Type) {
		return Errorf(Input, "wrong-type", "%s must be %s, not %s", at, article(p.Type), show(v)).At(p.Pos)
	}
	if len(p.Enum) > 0 && !p.allows(v) {
		return Errorf(Input, "not-in-enum", "%s must be one of %s, not %s", at, p.enumText(), show(v)).At(p.Pos)
	}
	if err := p.matches(v, at); err != nil {
		return err
	}
	return p.fitsInside(v, at)
}

func (p *Param) fitsInside(v value.Value, at string) error {
	switch v := v.(type) {
	case value.List:
		if p.Items == nil {
			return nil
		}
		for i, item := range v {
			if err := p.Items.fits(item, fmt.Sprintf("%s[%d]", at, i)); err != nil {
				return err
			}
		}
	case *value.Object:
		for i := range p.Properties {
			m := &p.Properties[i]
			w, ok := v.Get(m.Name)
			if !ok || w == nil {
				if m.Required && !m.HasDefault {
					return Errorf(Input, "missing-argument", "%s needs the member %s", at, m.Name).At(m.Pos)
				}
				continue
			}
			if err := m.fits(w, at+"."+m.Name); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *Param) matches(v value.Value, at string) error {
	text, ok := v.(string)
	if b, isFile := v.(value.Blob); isFile && b.Open == nil {
		text, ok = string(b.Data), true
	}
	if p.Pattern == nil || !ok {
		return nil
	}
	// A pattern that does not compile is the document's fault, which validate
	// reports; the upstream decides then.
	if re, err := p.Pattern.Compile(); err == nil && !re.MatchString(text) {
		return Errorf(Input, "pattern", "%s must match %s, not %s", at, p.Pattern.Source, show(v)).At(p.Pos)
	}
	return nil
}

func (p *Param) allows(v value.Value) bool {
	for _, e := range p.Enum {
		if value.Equal(e, v) || value.Text(e) == value.Text(v) {
			return true
		}
	}
	return false
}

func (p *Param) enumText() string {
	words := make([]string, len(p.Enum))
	for i, e := range p.Enum {
		words[i] = value.Text(e)
	}
	return strings.Join(words, ", ")
}

// hasType reports whether v is of a declared type; unknown types take anything,
// and a file is taken where text is.
func hasType(v value.Value, want string) bool {
	have := value.TypeName(v)
	switch want {
	case "integer", "boolean", "array", "object":
		return have == want
	case "number":
		return have == "number" || have == "integer"
	case "string":
		return have == "string" || have == "binary"
	}
	return true
}

func article(typ string) string {
	if typ == "integer" || typ == "array" || typ == "object" {
		return "an " + typ
	}
	return "a " + typ
}

// maxShown is how much of a wrong value an error repeats.
const maxShown = 60

func show(v value.Value) string {
	text := string(value.Append(nil, v))
	if r := []rune(text); len(r) > maxShown {
		return string(r[:maxShown]) + "…"
	}
	return text
}

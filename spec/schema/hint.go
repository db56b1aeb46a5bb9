package schema

import (
	"fmt"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// hint is a way out for a value that is wrong in itself, or "".
func (r *rule) hint(kind Kind, n yaml.Node) string {
	switch kind {
	case Type:
		return r.typeHint(n)
	case Enum:
		if near := diag.Nearest(n.Text(), r.words); near != "" {
			return fmt.Sprintf("did you mean %q?", near)
		}
	case Pattern:
		if !formOf(r.pattern.String()).name {
			return ""
		}
		if name := r.respelled(n.Text()); name != "" {
			return fmt.Sprintf("such as %q", name)
		}
	}
	return ""
}

func (r *rule) typeHint(n yaml.Node) string {
	switch have := n.Type(); {
	case have == yaml.NullType:
		return "give it a value, or leave the key out"
	case r.types&yaml.StringType != 0 && have&(yaml.NumberType|yaml.BooleanType) != 0:
		return "put it in quotes"
	case r.types == yaml.ArrayType && have == yaml.ObjectType:
		return `start each entry with "- "`
	case r.types == yaml.ObjectType && have == yaml.ArrayType:
		return `write a mapping by name: "NAME:" in place of "- name: NAME"`
	case have == yaml.StringType && (isNumber(n.Text()) && r.types&yaml.NumberType != 0 || isBool(n.Text()) && r.types&yaml.BooleanType != 0):
		return "write it without quotes"
	}
	return ""
}

// respelled returns name with a hyphen for what the pattern does not allow, or ""
// where that does not help.
func (r *rule) respelled(name string) string {
	const most = 100
	if r.set == nil || len(name) > most {
		return ""
	}
	var out strings.Builder
	for _, c := range name {
		switch {
		case c < rune(len(r.set)) && r.set[c]:
			out.WriteRune(c)
		case !strings.HasSuffix(out.String(), "-"):
			out.WriteByte('-')
		}
	}
	spelled := strings.Trim(out.String(), "-")
	if !r.takesText(spelled) {
		return ""
	}
	return spelled
}

func isNumber(s string) bool {
	_, ok := value.ParseNumber(s)
	return ok
}

func isBool(s string) bool { return s == "true" || s == "false" }

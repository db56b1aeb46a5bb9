package spectral

import (
	"fmt"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

// message is a message with places to fill.
type message []piece

// piece is a text, or the place of a variable.
type piece struct{ text, variable string }

// variables are what a message may name.
var variables = map[string]func(v *vars) string{
	"error":       func(v *vars) string { return v.error },
	"description": func(v *vars) string { return v.description },
	"path":        func(v *vars) string { return v.path },
	"property":    func(v *vars) string { return v.property },
	"value":       func(v *vars) string { return v.value },
}

// vars are the values of the variables of one finding.
type vars struct{ error, description, path, property, value string }

// parseMessage compiles a message. A name that means nothing stands for nothing, as it
// does in Spectral.
func parseMessage(text string) (message, error) {
	var out message
	for {
		start := strings.Index(text, "{{")
		end := strings.Index(text[max(start, 0):], "}}")
		if start < 0 || end < 0 {
			return append(out, piece{text: text}), nil
		}
		end += start
		before, name := text[:start], strings.TrimSpace(text[start+2:end])
		text = text[end+2:]
		if bare, isExpression := strings.CutSuffix(before, "#"); isExpression {
			before = bare
			var err error
			if name, err = expression(name); err != nil {
				return nil, err
			}
		}
		out = append(out, piece{text: before}, piece{variable: name})
	}
}

// phrase is the variable for print("property").
const phrase = "#property"

// expression returns the variable that an expression of a message stands for.
func expression(text string) (string, error) {
	name := text
	if inner, ok := strings.CutPrefix(text, "print("); ok {
		name = strings.Trim(strings.TrimSuffix(inner, ")"), ` "'`)
	}
	if _, ok := variables[name]; !ok {
		return "", fmt.Errorf("the expression %q of the message is not supported", cut(text))
	}
	if name == "property" && name != text {
		return phrase, nil
	}
	return name, nil
}

// fill returns the message of a finding.
func (m message) fill(v *vars) string {
	var b strings.Builder
	for _, p := range m {
		b.WriteString(p.text)
		if p.variable == phrase {
			b.WriteString(v.phrase())
		} else if get, ok := variables[p.variable]; ok {
			b.WriteString(get(v))
		}
	}
	return b.String()
}

// phrase is what print("property") writes.
func (v *vars) phrase() string {
	if v.property == "" {
		return "The document "
	}
	return `"` + v.property + `" property `
}

// longestShown is how many bytes of a text are looked at to show its beginning.
const longestShown = 4096

// valueText returns what a message shows of a value: nothing of what is inside of
// lists and mappings, and asterisks for what may be a credential.
func (s *spot) valueText() string {
	switch s.node.Kind() {
	case yaml.List:
		return "[…]"
	case yaml.Map:
		return "{…}"
	}
	return veiled(s.keyName(), valueOf(s.node))
}

func veiled(key string, v any) string {
	t := text(v)
	switch v.(type) {
	case string, float64:
		t = diag.VeiledValue(key, t[:min(len(t), longestShown)])
	}
	return diag.Short(t)
}

package spectral

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/schema"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// schemaWork is how many steps of work the judgement of a node of a value costs.
const schemaWork = 20

// newerKeywords are the keywords that came after draft-07.
const newerKeywords = " prefixItems unevaluatedItems unevaluatedProperties dependentRequired dependentSchemas " +
	"minContains maxContains $anchor $dynamicRef $dynamicAnchor $recursiveRef $recursiveAnchor $vocabulary "

// dialects are the words for the drafts that the library knows, and those behind
// json-schema.org in $schema. Those of the newer ones are judged as draft-07, but for
// what they have more.
var dialects = map[string]schema.Draft{
	"draft4": schema.Draft4, "draft6": schema.Draft6, "draft7": schema.Draft7,
	"/draft-04/schema": schema.Draft4, "/draft-06/schema": schema.Draft6, "/draft-07/schema": schema.Draft7,
	"draft2019-09": 0, "/draft/2019-09/schema": 0, "draft2020-12": 0, "/draft/2020-12/schema": 0,
}

func newSchema(o yaml.Node) (check, error) {
	if err := options(o, "schema", "dialect", "allErrors"); err != nil {
		return nil, err
	}
	if o.Get("schema").Kind() != yaml.Map {
		return nil, invalid{"the option schema is not a mapping"}
	}
	all, err := flagOption(o, "allErrors")
	if err != nil {
		return nil, err
	}
	draft, err := dialectOption(o)
	if err != nil {
		return nil, err
	}
	if draft == 0 {
		draft = schema.Draft7
		if word := newer(o.Get("schema")); word != "" {
			return nil, fmt.Errorf("the keyword %q of a newer JSON Schema is not supported", word)
		}
	}
	if all && hasKey(o.Get("schema"), "errorMessage") {
		return nil, errors.New("the keyword \"errorMessage\" is not supported")
	}
	compiled, err := schema.CompileAny(o.Get("schema").Plain(), draft)
	if err != nil {
		return nil, fmt.Errorf("the schema is not supported: %w", err)
	}
	return schemaCheck(compiled, all), nil
}

// dialectOption returns the draft that a schema is of; 0 for a newer one.
func dialectOption(o yaml.Node) (schema.Draft, error) {
	dialect := o.Get("dialect").Text()
	if dialect == "" || dialect == "auto" {
		_, path, _ := strings.Cut(o.Get("schema").Get("$schema").Text(), "json-schema.org")
		if dialect = strings.TrimSuffix(path, "#"); dialect == "" {
			dialect = "draft7"
		}
	}
	draft, ok := dialects[dialect]
	if !ok {
		return 0, fmt.Errorf("the dialect %q of JSON Schema is not supported", diag.Short(dialect))
	}
	return draft, nil
}

// newer returns a keyword in a schema that came after draft-07, or "".
func newer(n yaml.Node) string {
	for k, v := range n.Members() {
		if strings.Contains(newerKeywords, " "+k.Text()+" ") {
			return k.Text()
		}
		if k.Text() == "items" && v.Kind() == yaml.List {
			return "items"
		}
		if word := newer(v); word != "" {
			return word
		}
	}
	for item := range n.Items() {
		if word := newer(item); word != "" {
			return word
		}
	}
	return ""
}

func hasKey(n yaml.Node, key string) bool {
	for k, v := range n.Members() {
		if k.Text() == key || hasKey(v, key) {
			return true
		}
	}
	for item := range n.Items() {
		if hasKey(item, key) {
			return true
		}
	}
	return false
}

func schemaCheck(s *schema.Any, all bool) check {
	return func(w *walk, t target) []finding {
		if _, missing := t.value.(undefined); missing {
			return say("%s must be there", t.subject())
		}
		if !w.spend(schemaWork * w.size(t)) {
			return nil
		}
		errs, err := s.Check(plainOf(t.value))
		if err != nil {
			w.ruleLeft = -1
			return nil
		}
		if len(errs) > 1 && !all {
			errs = errs[:1]
		}
		var out []finding
		for _, e := range errs[:min(len(errs), maxFindings)] {
			out = append(out, w.schemaFinding(t, e))
			if w.spent() {
				break
			}
		}
		return out
	}
}

func (w *walk) schemaFinding(t target, e schema.AnyError) finding {
	f := finding{at: t.at}
	rest := e.Path
	for len(rest) > 0 {
		kid := w.child(f.at, rest[0])
		if kid == nil {
			break
		}
		f.at, rest = kid, rest[1:]
	}
	name := t.subject()
	if f.at != t.at {
		name = target{at: f.at}.subject()
	}
	f.msg = fmt.Sprintf("%s: %s", name, diag.Short(e.Msg))
	if len(e.Path) == 0 {
		f.at = nil
	}
	return f
}

// size returns how many nodes the value of a target has, if the walk can pay for it.
func (w *walk) size(t target) int {
	if _, ok := t.value.(yaml.Node); !ok {
		return 1
	}
	return w.count(t.at)
}

func (w *walk) count(at *spot) int {
	n := 1
	for _, kid := range w.children(at) {
		n += w.count(kid)
	}
	return n
}

// plainOf returns v as a value of JSON.
func plainOf(v any) value.Value {
	switch v := v.(type) {
	case yaml.Node:
		return v.Plain()
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return numberText(v)
		}
		return value.Number(numberText(v))
	case undefined:
		return nil
	}
	return v
}

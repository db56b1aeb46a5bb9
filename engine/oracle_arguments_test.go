package engine_test

import (
	"encoding/json"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// The arguments that the judge makes up for a call.

// arguments makes the arguments of a call up: all that the operation knows, or
// only those it cannot do without.
func (o *judgedOp) arguments(all bool) map[string]any {
	args := map[string]any{}
	_, token := o.implicitToken()
	for _, p := range o.params {
		there := p.in == "header" && (strings.EqualFold(p.name, "Authorization") && (o.auth != nil || token) ||
			strings.EqualFold(p.name, "Content-Type") && (o.body != nil || o.takesBody()))
		if p.value != nil || p.in == "environment" || !all && (!p.required || p.def != nil || there) {
			continue
		}
		if _, ok := args[p.name]; !ok {
			args[p.name] = o.madeUp(p)
		}
	}
	for _, u := range o.uses() {
		if _, ok := args[u.name]; !ok && (all || u.required) {
			args[u.name] = u.value
		}
	}
	return args
}

func (o *judgedOp) takesBody() bool {
	return slices.ContainsFunc(o.params, func(p judgedParam) bool { return p.in == "body" })
}

func (o *judgedOp) madeUp(p judgedParam) any {
	switch {
	case len(p.enum) > 0:
		return plain(p.enum[0])
	case p.kind == "integer" || p.kind == "number":
		return json.Number("7")
	case p.kind == "boolean":
		return true
	case p.kind == "array":
		return []any{"p", "q r"}
	case p.kind == "object":
		return map[string]any{"k": "v w"}
	case o.inPath(p.name):
		return awkwardPath
	}
	return awkwardText
}

func (o *judgedOp) inPath(name string) bool {
	return slices.ContainsFunc(hole.FindAllStringSubmatch(o.path, -1), func(m []string) bool { return bare(m[1]+m[2]+m[3]) == name })
}

// use is a placeholder that neither a parameter nor a bind declares.
type use struct {
	name     string
	value    any
	required bool
}

func (o *judgedOp) uses() []use {
	var out []use
	add := func(name string, value any, required bool) {
		name = bare(name)
		_, declared := o.param(name)
		_, bound := o.doc.bind(name)
		if declared && !required || bound || strings.HasPrefix(name, "env.") {
			return
		}
		if p, ok := o.param(name); ok {
			if p.value != nil || p.def != nil || p.in == "environment" {
				return
			}
			value = o.madeUp(p)
		}
		out = append(out, use{name, value, required})
	}
	for _, m := range hole.FindAllStringSubmatch(o.path, -1) {
		add(m[1]+m[2]+m[3], awkwardPath, true)
	}
	if auth := o.auth; auth != nil {
		eachTag(auth, func(name string, _ bool) { add(name, awkwardText, true) })
	}
	for _, p := range o.params {
		if p.value != nil {
			eachTag(p.value, func(name string, _ bool) { add(name, awkwardText, false) })
		}
	}
	if o.body != nil {
		whole := o.body.Kind != yaml.ScalarNode && member(o.body, "data") != nil && member(o.body, "data").Kind == yaml.ScalarNode
		eachTag(o.body, func(name string, alone bool) { add(name, o.bodyValue(name, alone, whole), false) })
	}
	return out
}

// bodyValue makes a value up for a placeholder of a body: of any type where it
// stands alone, since it keeps its type there.
func (o *judgedOp) bodyValue(name string, alone, whole bool) any {
	values := []any{awkwardText, json.Number("7"), true, []any{"p", "q r"}, map[string]any{"k": "v w"}}
	switch {
	case whole && alone && text(o.body, "type") == "json":
		return values[3+len(name)%2]
	case alone && o.body.Kind != yaml.ScalarNode:
		return values[len(name)%len(values)]
	}
	return awkwardText
}

// eachTag calls f with every placeholder below n; alone tells that it is all of
// its text.
func eachTag(n *yaml.Node, f func(name string, alone bool)) {
	if n = actual(n); n == nil {
		return
	}
	for _, c := range n.Content {
		eachTag(c, f)
	}
	if n.Kind != yaml.ScalarNode {
		return
	}
	for _, m := range tag.FindAllStringSubmatch(n.Value, -1) {
		f(m[1]+m[2], m[0] == n.Value)
	}
}

package spectral

import (
	"errors"
	"slices"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

// maxGiven is how many paths one rule may have, aliases resolved.
const maxGiven = 1000

// rule is a compiled rule.
type rule struct {
	Info
	given   []*path
	then    []then
	message message
}

// then is what is checked of each place that a rule leads to.
type then struct {
	field field
	// check is nil where the caller supplies the function called name.
	check check
	name  string
}

// readRule reads one rule, and says what is wrong with it.
func (r *reader) readRule(key, v yaml.Node) {
	id := diag.Short(key.Text())
	if v.Kind() != yaml.Map {
		r.readShort(key, v)
		return
	}
	if s := severityAlone(v); r.known.isCode(key.Text()) && s.Pos().IsValid() {
		r.readShort(key, s)
		return
	}
	if r.extends && (v.Get("given").IsNull() || v.Get("then").IsNull()) {
		r.unsupported(key, "the rule %q changes one of another file, which is not read", id)
		r.set.skipped = append(r.set.skipped, key.Text())
		return
	}
	before := len(r.out)
	one := &rule{Info: Info{ID: key.Text(), Pos: key.Pos(), Severity: diag.Warning, Recommended: true}}
	hasMessage := false
	for k, m := range v.Members() {
		switch k.Text() {
		case "given":
			one.given = r.readGiven(m)
		case "then":
			one.then = r.readThen(m)
		case "message":
			hasMessage = !m.IsNull()
			one.Message, one.message = r.readMessage(m)
		default:
			r.readDetail(one, k, m)
		}
	}
	for _, name := range []string{"given", "then"} {
		if v.Get(name).IsNull() {
			r.invalid(key, "the rule %q has no %s", id, name)
		}
	}
	if !hasMessage {
		one.message = message{{variable: "error"}}
		if one.Description != "" {
			one.message = message{{variable: "description"}}
		}
	}
	if len(r.out) > before || r.formats {
		r.set.skipped = append(r.set.skipped, key.Text())
		return
	}
	r.set.rules = append(r.set.rules, one)
}

// severityAlone returns the severity of a rule that has nothing else.
func severityAlone(v yaml.Node) yaml.Node {
	if v.Len() != 1 {
		return yaml.Node{}
	}
	return v.Get("severity")
}

// readShort reads a rule that is a severity, or true or false: it changes a rule of
// another ruleset, or the findings of a code of the caller's. Switching off a rule of a
// file that is not read is done.
func (r *reader) readShort(key, v yaml.Node) {
	id, l := diag.Short(key.Text()), levelOf(v)
	switch {
	case l == "":
		r.invalid(key, "the rule %q is neither a mapping nor a severity", id)
	case r.known.isCode(key.Text()):
		r.set.levels = append(r.set.levels, Level{ID: key.Text(), Level: l, Pos: key.Pos()})
		return
	case r.extends && l == "off":
		return
	case r.extends:
		r.unsupported(key, "the rule %q is one of another file, which is not read", id)
	default:
		r.unsupported(key, "there is no rule %q that could be changed: rules of other files are not supported", id)
	}
	r.set.skipped = append(r.set.skipped, key.Text())
}

// levelOf returns the level that a severity, true or false stands for; "" for others.
func levelOf(v yaml.Node) string {
	s, isSeverity := severities[v.Text()]
	on, isFlag := valueOf(v).(bool)
	switch {
	case v.Kind() != yaml.Scalar || !isSeverity && !isFlag:
		return ""
	case s.off || isFlag && !on:
		return "off"
	case isFlag:
		return "on"
	}
	return s.is.String()
}

// readDetail reads a member that says something about a rule.
func (r *reader) readDetail(one *rule, k, m yaml.Node) {
	switch name := k.Text(); name {
	case "description":
		one.Description = r.text(k, m)
	case "documentationUrl":
		one.URL = r.text(k, m)
	case "recommended", "enabled":
		on, isBool := valueOf(m).(bool)
		if !isBool {
			r.invalid(k, "%s is not true or false", name)
		}
		if name == "recommended" {
			one.Recommended = on
		} else {
			one.Off = one.Off || !on
		}
	case "severity":
		s, ok := severities[m.Text()]
		if !ok || m.Kind() != yaml.Scalar {
			r.invalid(m, "a severity is error, warn, info, hint or off")
		}
		one.Severity, one.Off = s.is, one.Off || s.off
	case "resolved", "type", "tags", "extensions": // say nothing about how a rule is run here
	case "formats":
		r.unsupported(k, "formats are those of other kinds of documents, so the rule is not run")
	default:
		if !strings.HasPrefix(name, "x-") {
			r.unsupported(k, "%q is not supported in a rule", diag.Short(name))
		}
	}
}

func (r *reader) text(k, m yaml.Node) string {
	if m.Kind() != yaml.Scalar && !m.IsNull() {
		r.invalid(k, "%s is not a text", diag.Short(k.Text()))
		return ""
	}
	return strings.TrimSpace(m.Text())
}

func (r *reader) readMessage(m yaml.Node) (string, message) {
	if m.Kind() != yaml.Scalar {
		if !m.IsNull() {
			r.invalid(m, "message is not a text")
		}
		return "", nil
	}
	compiled, err := parseMessage(m.Text())
	if err != nil {
		r.unsupported(m, "%s", err)
	}
	return strings.TrimSpace(m.Text()), compiled
}

// readGiven compiles the paths of a rule.
func (r *reader) readGiven(m yaml.Node) []*path {
	var out []*path
	add := func(n yaml.Node) {
		if n.Type() != yaml.StringType {
			r.invalid(n, "given is not a path")
			return
		}
		out = append(out, r.paths(n)...)
	}
	if m.Kind() != yaml.List {
		if !m.IsNull() {
			add(m)
		}
		return out
	}
	if m.Len() == 0 {
		r.invalid(m, "given is an empty list")
	}
	for item := range m.Items() {
		add(item)
	}
	return out
}

// paths compiles the paths that the text at n stands for.
func (r *reader) paths(n yaml.Node) []*path {
	text := n.Text()
	if text == "" || text[0] != '$' && text[0] != '#' {
		r.invalid(n, "given is not a path that begins with $, or with # and the name of an alias")
		return nil
	}
	expanded, err := r.expand(text, nil)
	if err != nil {
		if wrong := (invalid{}); errors.As(err, &wrong) {
			r.invalid(n, "%s", err)
		} else {
			r.unsupported(n, "%s", err)
		}
		return nil
	}
	out := make([]*path, 0, len(expanded))
	for _, src := range expanded {
		p, err := parsePath(src)
		if err != nil {
			r.unsupported(n, "the path %q is not supported: %s", diag.Short(src), err)
			return nil
		}
		out = append(out, p)
	}
	return out
}

// expand puts the paths of aliases in for their names. outer are the aliases that are
// being expanded.
func (r *reader) expand(text string, outer []string) ([]string, error) {
	if !strings.HasPrefix(text, "#") {
		return []string{text}, nil
	}
	end := 1 + aliasEnd(text[1:])
	name, rest := text[1:end], text[end:]
	a, ok := r.aliases[name]
	switch {
	case !ok:
		return nil, invalid{"there is no alias #" + diag.Short(name)}
	case a.bad:
		return nil, errors.New("the alias #" + diag.Short(name) + " is not supported")
	case slices.Contains(outer, name):
		return nil, invalid{"the alias #" + diag.Short(name) + " is made of itself"}
	}
	var out []string
	for _, p := range a.paths {
		more, err := r.expand(p+rest, append(slices.Clip(outer), name))
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
		if len(out) > maxGiven || len(p+rest) > maxPath {
			return nil, errors.New("the alias #" + diag.Short(name) + " stands for too many paths, or too long ones")
		}
	}
	return out, nil
}

// readThen compiles what is checked.
func (r *reader) readThen(m yaml.Node) []then {
	var out []then
	switch m.Kind() {
	case yaml.Map:
		return append(out, r.readOne(m))
	case yaml.List:
		if m.Len() == 0 {
			r.invalid(m, "then is an empty list")
		}
		for item := range m.Items() {
			if item.Kind() != yaml.Map {
				r.invalid(item, "then has something other than mappings in it")
				continue
			}
			out = append(out, r.readOne(item))
		}
	case yaml.Scalar:
		r.invalid(m, "then is not a mapping or a list")
	case yaml.Null:
	}
	return out
}

func (r *reader) readOne(m yaml.Node) then {
	var t then
	for k, v := range m.Members() {
		switch k.Text() {
		case "function", "functionOptions":
		case "field":
			var err error
			if v.Kind() != yaml.Scalar {
				r.invalid(v, "field is not a text")
			} else if t.field, err = parseField(v.Text()); err != nil {
				r.unsupported(v, "the field %q is not supported: %s", diag.Short(v.Text()), err)
			}
		default:
			r.unsupported(k, "%q is not supported in then", diag.Short(k.Text()))
		}
	}
	n := m.Get("function")
	if n.Type() != yaml.StringType {
		r.invalid(m, "then has no function")
		return t
	}
	t.name = n.Text()
	t.check = r.readFunction(n, m)
	return t
}

// readFunction makes the check of a function with its options; nil for a function that
// the caller supplies.
func (r *reader) readFunction(n, m yaml.Node) check {
	name, short := n.Text(), diag.Short(n.Text())
	optionsKey, o := memberNode(m, "functionOptions")
	make, builtin := functions[name]
	switch {
	case r.functions[name] || !builtin && r.known.isFunction(name):
		if !r.known.isFunction(name) {
			r.unsupported(n, "the function %q is JavaScript, which is not run", short)
		} else if !o.IsNull() {
			r.unsupported(optionsKey, "functionOptions are not supported for the function %q", short)
		}
		return nil
	case !builtin:
		r.unsupported(n, "there is no function %q: functions of other files are not supported", short)
		return nil
	}
	c, err := make(o)
	if err == nil {
		return c
	}
	place := optionsKey
	if !place.Pos().IsValid() {
		place = n
	}
	switch wrong := (invalid{}); {
	case errors.As(err, &wrong):
		r.invalid(place, "%s: %s", short, err)
	case errors.Is(err, errLookaround):
		const hint = "say it with two patterns, one under match and one under notMatch"
		r.out.Warnf(place.Pos(), CodeUnsupported, hint, "%s: %s", short, err)
	default:
		r.unsupported(place, "%s: %s", short, err)
	}
	return nil
}

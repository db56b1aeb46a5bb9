package spectral

import (
	"cmp"
	"slices"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

// The codes of findings about rulesets.
const (
	// CodeInvalid is of what is no ruleset, or no rule.
	CodeInvalid = "ruleset-invalid"
	// CodeUnsupported is of what is not run.
	CodeUnsupported = "ruleset-unsupported"
	// CodeLimit is of rules that were stopped at a bound.
	CodeLimit = "ruleset-limit"
)

// maxSize is how many bytes a ruleset may have.
const maxSize = 1 << 20

// Ruleset is a set of compiled rules. It is safe for concurrent use.
type Ruleset struct {
	rules []*rule
	// gravest are the rules by the severity of their findings.
	gravest []*rule
	levels  []Level
	skipped []string
}

// Info describes a rule that can be run.
type Info struct {
	ID string
	// Pos is where the ruleset has the rule.
	Pos diag.Pos
	// Severity is that of the rule's findings. Spectral's info and hint are both Info.
	Severity             diag.Severity
	Description, Message string
	// URL is the documentation of the rule, or "".
	URL string
	// Recommended is false for rules that run only when all are asked for.
	Recommended bool
	// Off is set for rules that are switched off and never run.
	Off bool
}

// Rules returns what can be run, in the order of the file.
func (r *Ruleset) Rules() []Info {
	out := make([]Info, len(r.rules))
	for i, rule := range r.rules {
		out[i] = rule.Info
	}
	return out
}

// Has reports whether a rule called id can be run.
func (r *Ruleset) Has(id string) bool {
	return slices.ContainsFunc(r.rules, func(one *rule) bool { return one.ID == id })
}

// Level is what a ruleset says of the findings of a code that is not one of its rules.
type Level struct {
	// ID is the code.
	ID string
	// Level is off, info, warning or error, or on for the level that they have by nature.
	Level string
	// Pos is where the ruleset says it.
	Pos diag.Pos
}

// Levels returns what the ruleset says of the codes of others, in the order of the file.
func (r *Ruleset) Levels() []Level { return slices.Clone(r.levels) }

// Skipped returns the names of the rules that were left out because they have
// something that is not supported, in the order of the file.
func (r *Ruleset) Skipped() []string { return slices.Clone(r.skipped) }

// Known is what rulesets may name without having it. Functions that are nil know none.
type Known struct {
	// Function reports whether the caller can supply the function of a name to Check.
	Function func(name string) bool
	// Code reports whether findings of the caller's can have a code, so that a ruleset
	// can give them a level: by a severity alone, as for a rule of another ruleset.
	Code func(code string) bool
}

func (k Known) isFunction(name string) bool { return k.Function != nil && k.Function(name) }
func (k Known) isCode(code string) bool     { return k.Code != nil && k.Code(code) }

// Parse reads a ruleset in YAML or JSON. name is the file name that positions carry.
//
// Rulesets may have 1 MiB. Findings are about the ruleset: errors for what is no ruleset
// or no rule, warnings for each part that is not supported. A rule with either is left
// out. The result is never nil.
func Parse(name string, data []byte, known Known) (*Ruleset, diag.List) {
	if len(data) > maxSize {
		var list diag.List
		list.Errorf(diag.Pos{File: name, Line: 1, Column: 1}, CodeInvalid, "", "a ruleset has at most %d bytes", maxSize)
		return &Ruleset{}, list
	}
	root, list := yaml.Parse(name, data)
	r := &reader{out: list, set: &Ruleset{}, known: known, functions: map[string]bool{}, aliases: map[string]alias{}}
	if list.HasErrors() && root.IsNull() {
		return r.set, r.out
	}
	if root.Kind() != yaml.Map {
		pos := root.Pos()
		if !pos.IsValid() {
			pos = diag.Pos{File: name, Line: 1, Column: 1}
		}
		r.out.Errorf(pos, CodeInvalid, "", "a ruleset is a mapping, not %s", root.Kind())
		return r.set, r.out
	}
	r.top(root)
	r.set.sort()
	r.out.Sort()
	return r.set, r.out
}

func (r *Ruleset) sort() {
	r.gravest = slices.Clone(r.rules)
	slices.SortStableFunc(r.gravest, func(a, b *rule) int { return cmp.Compare(a.Severity, b.Severity) })
}

// Merge returns a ruleset of two, of which the first may be nil. A rule of the second
// takes the place of that of the same name in the first.
func Merge(first, second *Ruleset) *Ruleset {
	if first == nil {
		return second
	}
	ids := map[string]bool{}
	for _, one := range second.rules {
		ids[one.ID] = true
	}
	out := &Ruleset{levels: slices.Concat(first.levels, second.levels), skipped: slices.Concat(first.skipped, second.skipped)}
	for _, one := range first.rules {
		if !ids[one.ID] {
			out.rules = append(out.rules, one)
		}
	}
	out.rules = append(out.rules, second.rules...)
	out.sort()
	return out
}

// reader reads one ruleset.
type reader struct {
	out       diag.List
	set       *Ruleset
	known     Known
	functions map[string]bool
	aliases   map[string]alias
	// extends and formats tell that the ruleset has them.
	extends, formats bool
}

// alias is a name for paths.
type alias struct {
	paths []string
	// bad tells that the alias is not supported, and was named.
	bad bool
}

func (r *reader) invalid(n yaml.Node, format string, args ...any) {
	r.out.Errorf(n.Pos(), CodeInvalid, "", format, args...)
}

func (r *reader) unsupported(n yaml.Node, format string, args ...any) {
	r.out.Warnf(n.Pos(), CodeUnsupported, "", format, args...)
}

// top reads the members of the ruleset, those that rules refer to first.
func (r *reader) top(root yaml.Node) {
	if k, _ := memberNode(root, "rules"); !k.Pos().IsValid() && root.Get("extends").IsNull() {
		r.invalid(root, "a ruleset has rules")
	}
	var rules yaml.Node
	for k, v := range root.Members() {
		switch name := k.Text(); name {
		case "rules":
			rules = v
		case "description", "documentationUrl", "functionsDir":
		case "functions":
			r.readFunctions(v)
		case "aliases":
			r.readAliases(v)
		case "extends":
			r.readExtends(v)
		case "formats":
			r.formats = true
			r.unsupported(k, "formats are those of other kinds of documents, so no rule here is run")
		case "overrides", "except", "parserOptions":
			r.unsupported(k, "%s is not supported", name)
		default:
			if !strings.HasPrefix(name, "x-") {
				r.unsupported(k, "%q is not supported", diag.Short(name))
			}
		}
	}
	if k := rules.Kind(); k != yaml.Map && k != yaml.Null {
		r.invalid(rules, "rules is not a mapping")
	}
	for k, v := range rules.Members() {
		r.readRule(k, v)
	}
}

// memberNode returns the key and the value of a member; both are absent if there is none.
func memberNode(n yaml.Node, name string) (key, v yaml.Node) {
	for k, v := range n.Members() {
		if k.Text() == name {
			return k, v
		}
	}
	return yaml.Node{}, yaml.Node{}
}

func (r *reader) readExtends(v yaml.Node) {
	name := func(n yaml.Node) {
		r.extends = true
		what := n
		for first := range n.Items() {
			what = first
			break
		}
		r.unsupported(n, "the ruleset %q is not read: rules of other files are not supported", diag.Short(what.Text()))
	}
	switch v.Kind() {
	case yaml.List:
		for item := range v.Items() {
			name(item)
		}
	case yaml.Scalar:
		name(v)
	case yaml.Map:
		r.extends = true
		r.unsupported(v, "a ruleset inside of extends is not supported")
	case yaml.Null:
	}
}

func (r *reader) readFunctions(v yaml.Node) {
	if v.Kind() != yaml.List {
		if !v.IsNull() {
			r.invalid(v, "functions is not a list of names")
		}
		return
	}
	for item := range v.Items() {
		for first := range item.Items() {
			item = first
			break
		}
		if item.Type() != yaml.StringType {
			r.invalid(item, "a function is not named by a text")
			continue
		}
		r.functions[item.Text()] = true
	}
}

func (r *reader) readAliases(v yaml.Node) {
	if v.Kind() != yaml.Map {
		if !v.IsNull() {
			r.invalid(v, "aliases is not a mapping")
		}
		return
	}
	for k, paths := range v.Members() {
		name := k.Text()
		list, ok := texts(paths)
		switch {
		case !isAliasName(name):
			r.invalid(k, "%q cannot be the name of an alias", diag.Short(name))
		case paths.Kind() == yaml.Map:
			r.unsupported(k, "the alias %q has targets by format, which are not supported", diag.Short(name))
			r.aliases[name] = alias{bad: true}
		case !ok || len(list) == 0:
			r.invalid(k, "the alias %q is not a path or a list of paths", diag.Short(name))
			r.aliases[name] = alias{bad: true}
		default:
			r.aliases[name] = alias{paths: list}
		}
	}
}

// texts returns a text, or the texts of a list.
func texts(n yaml.Node) ([]string, bool) {
	if n.Type() == yaml.StringType {
		return []string{n.Text()}, true
	}
	var out []string
	for item := range n.Items() {
		if item.Type() != yaml.StringType {
			return nil, false
		}
		out = append(out, item.Text())
	}
	return out, n.Kind() == yaml.List
}

func isAliasName(s string) bool {
	return s != "" && aliasEnd(s) == len(s) && (s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z')
}

// aliasEnd returns how many bytes at the beginning of s can be the name of an alias.
func aliasEnd(s string) int {
	for i := range len(s) {
		if c := s[i]; c >= 0x80 || c == '$' || !isNameByte(c) && c != '-' {
			return i
		}
	}
	return len(s)
}

// severities are the words and the numbers for severities.
var severities = map[string]struct {
	is  diag.Severity
	off bool
}{
	"error": {is: diag.Error}, "0": {is: diag.Error},
	"warn": {is: diag.Warning}, "1": {is: diag.Warning},
	"info": {is: diag.Info}, "2": {is: diag.Info},
	"hint": {is: diag.Info}, "3": {is: diag.Info},
	"off": {is: diag.Warning, off: true}, "-1": {is: diag.Warning, off: true},
}

// Options says how rules are checked. The zero value is ready to use.
type Options struct {
	// Run reports whether a rule is run. If nil, those that are recommended are.
	Run func(Info) bool
	// Functions are the functions that rules name and the ruleset lists, by name. They
	// look at the whole document and say what is wrong; of their findings, Pos and Msg
	// are taken. A rule that names one calls it once, if it leads to anything; where a
	// finding has no Pos, it is where the rule leads first.
	Functions map[string]func() diag.List
}

// Check runs the rules on a document, those of the gravest findings first. Findings
// have the code and the severity of their rule, and are ordered by place. One with
// CodeLimit says which rules were stopped at a bound, or not begun behind it.
func (r *Ruleset) Check(root yaml.Node, o Options) diag.List {
	w := newWalk(root)
	var out diag.List
	var stopped []string
	for _, rule := range r.gravest {
		if rule.Off || o.Run == nil && !rule.Recommended || o.Run != nil && !o.Run(rule.Info) {
			continue
		}
		w.ruleLeft = maxRuleWork
		c := checker{walk: w, rule: rule, options: o, most: maxFindings, seen: map[string]bool{}, called: map[string]bool{}}
		if len(out) >= manyFindings {
			c.most = fewFindings
		}
		if w.left <= 0 || !c.run() {
			stopped = append(stopped, rule.ID)
		}
		out = append(out, c.out...)
	}
	out = append(out, w.stopped(stopped)...)
	slices.SortStableFunc(out, func(a, b diag.Diagnostic) int {
		return cmp.Or(a.Pos.Compare(b.Pos), cmp.Compare(a.Code, b.Code))
	})
	return out
}

package engine

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"naftiko/engine/internal/compile"
	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/load"
	"naftiko/spec/parse"
	"naftiko/spec/rule"
	"naftiko/spec/schema"
	"naftiko/spec/yaml"
)

// Checks says how documents are validated. The zero Checks is ready to use.
type Checks struct {
	// Strict makes errors of what the published schema of the document's version
	// refuses, and of nothing else; without it, of what cannot work when run.
	Strict bool
	// Version is the version to check against, as [PublishedVersion] returns it; the
	// one that the document declares if it is "".
	Version string
	// AllowPaths are folders outside the document's that imports may be read from.
	AllowPaths []string
	// Imports remembers imported files from one document to the next; nil is fine.
	Imports *Imports
	// Rules are the rules that look at the document, with the levels that somebody
	// gave to codes; nil for no rule. With Strict their findings still are what they
	// are, errors too.
	Rules *Rules
	// NoIgnore reports what comments in the document pass over, too.
	NoIgnore bool
}

// Imports remembers imported files, so that what many documents import is read
// once. It is safe for concurrent use.
type Imports = load.Cache

// PublishedVersion returns the full name of the published version that a person
// calls name, such as "ikanos 1.0.0-beta5" for "1.0.0-beta5"; of a text that two
// versions share, without a key, the text alone. It is "" for "". The error is an
// [Error] of kind Usage that lists the versions.
func PublishedVersion(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	v, err := schema.Find(name, "")
	if err != nil {
		return "", unknownVersion(err)
	}
	if !namesKey(name) && !v.IsOnly() {
		return v.Text, nil // which of the two, the document's key says
	}
	return v.String(), nil
}

// PublishedVersions lists the published versions by their full names, oldest first.
func PublishedVersions() []string {
	var out []string
	for _, v := range schema.Versions() {
		out = append(out, v.String())
	}
	return out
}

func namesKey(name string) bool {
	return len(name) > 0 && (name[0] < '0' || name[0] > '9')
}

func unknownVersion(err error) error {
	e := Errorf(Usage, "unknown-version", "%v", err)
	if u, ok := errors.AsType[*schema.UnknownVersionError](err); ok {
		e = e.Help("%s", u.Hint())
	}
	return e
}

// maxFindings is how many findings one document has at most.
const maxFindings = 20_000

// Validate checks a document up to the point where it would be run, without
// reading binds, the environment or the network. It reports false for what is no
// capability document at all, or cannot be read and does not look like one; the
// diagnostics then say what it is taken for. Of very many findings the first
// 20,000 are returned, and one that says so.
func Validate(src Source, c *Checks) (diags Diagnostics, isCapability bool) {
	if c == nil {
		c = &Checks{}
	}
	root, found := yaml.Parse(src.Name, src.Data)
	if root.IsNull() && found.HasErrors() {
		return found, looksLikeOurs(src.Data)
	}
	v := &validation{Checks: c, src: src, root: root}
	doc, more := parse.Document(root)
	if root.Kind() != yaml.Map || isForeign(more) {
		return append(found, more...), false
	}
	v.syntax, v.found = found, more
	v.schema()
	if !found.HasErrors() && !more.HasErrors() {
		v.meaning(doc)
	}
	out := v.controlled(v.merged())
	out.Sort()
	out = once(out)
	if len(out) > maxFindings {
		last := out[maxFindings]
		last.Code, last.Msg, last.Hint = "too-many-findings", "there are more findings than are shown", ""
		if out[maxFindings:].HasErrors() {
			last.Severity = diag.Error
		}
		out = append(out[:maxFindings:maxFindings], last)
	}
	return out, true
}

// once leaves one of findings that are equal: of what stands in a node that several
// aliases mean, or holds for several operations.
func once(found diag.List) diag.List {
	seen := make(map[diag.Diagnostic]bool, len(found))
	return slices.DeleteFunc(found, func(d diag.Diagnostic) bool {
		again := seen[d]
		seen[d] = true
		return again
	})
}

// ourKeys are keys of the root that no other kind of document has.
var ourKeys = [...]string{"naftiko", "ikanos", "capability"}

// looksLikeOurs reports whether a line of a text that is no YAML begins with one of
// our keys.
func looksLikeOurs(text []byte) bool {
	for line := range bytes.Lines(text) {
		line = bytes.TrimLeft(bytes.TrimPrefix(line, []byte("\uFEFF")), "\"'{")
		for _, key := range ourKeys {
			rest, ok := bytes.CutPrefix(line, []byte(key))
			if rest = bytes.TrimLeft(rest, "\"' \t"); ok && (len(rest) == 0 || rest[0] == ':' || rest[0] == '\r' || rest[0] == '\n') {
				return true
			}
		}
	}
	return false
}

// isForeign reports whether the parser found another kind of document.
func isForeign(found diag.List) bool {
	return slices.ContainsFunc(found, func(d diag.Diagnostic) bool {
		return d.Code == "not-a-capability" || d.Code == "other-document-kind"
	})
}

// validation is what is known of one document while it is checked.
type validation struct {
	*Checks
	src  Source
	root yaml.Node
	// syntax are the findings about the YAML text, found those about the document.
	syntax, found diag.List
	departures    []schema.Violation
	// version is the published version that it is held against; unversioned tells
	// why there is none.
	version     schema.Version
	unversioned *diag.Diagnostic
	more        bool
	// linked tells that the document was looked at as a whole.
	linked bool
	// ruled are the findings of rules.
	ruled diag.List
}

// meaning links and compiles the document.
func (v *validation) meaning(doc *spec.Document) {
	o := &Options{AllowPaths: v.AllowPaths}
	subject := rule.Note(doc)
	v.found = append(v.found, load.Link(doc, load.Source{
		Name: v.src.Name, Folder: v.src.Folder, Files: filesOf(v.src, o), Cache: v.Imports,
	})...)
	_, more := compile.Document(doc, compile.Options{Folder: v.src.Folder, Check: true, ReadSchema: schemaFiles(v.src, o)})
	v.found = append(v.found, more...)
	v.linked = true
	v.rules(subject)
}

// schema holds the document against the published schema of its version, or
// against the practical one where it has none.
func (v *validation) schema() {
	s, err := v.chosen()
	if err == nil {
		v.departures, v.more, err = s.Check(v.root)
	}
	if err != nil {
		panic(err) // the schemas are ours, and tested
	}
}

func (v *validation) chosen() (*schema.Schema, error) {
	key, text := declared(v.root)
	name := v.Version
	if name == "" {
		name = key + " " + text.Text()
	}
	version, err := schema.Find(name, key)
	if err == nil {
		v.version = version
		return schema.Published(version)
	}
	d := diag.Diagnostic{Pos: v.root.Pos(), Code: "missing-version", Msg: "the document does not say which version it follows"}
	d.Hint = parse.NoVersionHint + ", or say with --version which it is checked against; known: " + schema.Known()
	if key != "" {
		d.Pos, d.Code, d.Msg = text.Pos(), "unknown-version", fmt.Sprintf("there is no published schema of version %q of %s", diag.Short(text.Text()), key)
		d.Hint = (&schema.UnknownVersionError{Name: text.Text()}).Hint()
		if other, err := schema.Find(text.Text(), ""); err == nil {
			d.Hint = fmt.Sprintf("write %q", other.Key+": "+other.Text)
		}
	}
	v.unversioned = &d
	return schema.Practical()
}

// declared returns the key that names the document's version, and its value.
func declared(root yaml.Node) (key string, text yaml.Node) {
	for k, n := range root.Members() {
		if k.Text() == "naftiko" || k.Text() == "ikanos" {
			return k.Text(), n
		}
	}
	return "", yaml.Node{}
}

// merged puts all findings together: one for each mistake.
func (v *validation) merged() diag.List {
	raised := v.raiseUnversioned()
	m, ruled := newMerger(v.found), newRuledMerger(v.ruled)
	out := slices.Clone(v.syntax)
	for _, w := range v.departures {
		d := v.departure(w)
		if ruled.isTold(w, d) {
			continue
		}
		if d.Severity == diag.Error {
			out = append(out, m.replace(w, d))
		} else if !m.keep(w, d) {
			out = append(out, d)
		}
	}
	if v.more && len(v.departures) > 0 {
		last := v.departures[len(v.departures)-1]
		out = append(out, diag.Diagnostic{
			Pos: last.Pos, Severity: v.severity(), Code: "too-many-findings", Msg: "there are more departures from the schema than are shown",
		})
	}
	out = append(out, ruled.left()...)
	for i, d := range m.found {
		if v.Strict && d.Severity == diag.Error && i != raised {
			d.Severity = diag.Warning
		}
		if !m.dropped[i] {
			out = append(out, d)
		}
	}
	if v.Strict && v.unversioned != nil && !out.HasErrors() {
		out = append(out, *v.unversioned) // no schema has said that it is right
	}
	return out
}

// raiseUnversioned makes an error of the finding that there is no published schema to
// check against, and returns its index, or -1.
func (v *validation) raiseUnversioned() int {
	if v.unversioned == nil || !v.Strict {
		return -1
	}
	d := *v.unversioned
	i := slices.IndexFunc(v.found, func(f diag.Diagnostic) bool { return f.Code == d.Code })
	if i < 0 {
		v.found = append(v.found, d)
		return len(v.found) - 1
	}
	d.Pos = v.found[i].Pos
	if hint := v.found[i].Hint; d.Code == "missing-version" && hint != parse.NoVersionHint {
		d.Hint = hint
	}
	v.found[i] = d
	return i
}

// severity is that of departures from the published schema.
func (v *validation) severity() diag.Severity {
	if v.Strict && v.unversioned == nil {
		return diag.Error
	}
	return diag.Warning
}

// departure puts a violation of a schema into a finding.
func (v *validation) departure(w schema.Violation) diag.Diagnostic {
	d := diag.Diagnostic{Pos: w.Pos, Severity: v.severity(), Code: "schema-" + string(w.Kind), Msg: place(w) + w.Msg, Hint: w.Hint}
	if w.Kind == schema.UnknownKey && v.unversioned == nil {
		d.Msg = fmt.Sprintf("%s has no key %q here", v.version, diag.Short(w.Key)) // it may well be one of ours
	}
	return d
}

// place names what a violation is about, where the message does not.
func place(w schema.Violation) string {
	if w.Key != "" || w.Kind == schema.Conflict || w.Kind == schema.Required {
		return ""
	}
	entry := ""
	for _, segment := range slices.Backward(w.Path) {
		if strings.Trim(segment, "0123456789") != "" {
			return fmt.Sprintf("%s%q ", entry, diag.Short(segment))
		}
		entry = "an entry of "
	}
	return ""
}

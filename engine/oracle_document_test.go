package engine_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// The judge's own reading of documents. It shares nothing with the engine but
// the YAML library.

// judgedDoc is what a document consumes, as the judge reads it.
type judgedDoc struct {
	binds   []judgedBind
	entries []*judgedEntry
	ops     []*judgedOp
	// text is the whole document, to see where a bind is used.
	text string
	// spare is nil until spareTokens has looked.
	spare []judgedBind
}

type judgedBind struct{ namespace, variable, key string }

// judgedEntry is one entry of consumes.
type judgedEntry struct {
	namespace, kind, base string
	auth, tunnel          *yaml.Node
	params                []judgedParam
}

// judgedOp is one consumed operation.
type judgedOp struct {
	doc                  *judgedDoc
	entry                *judgedEntry
	name, method, format string
	path                 string
	// params of all levels, the outer ones first; an inner one of the same place
	// and name stands for the outer one.
	params     []judgedParam
	auth, body *yaml.Node
}

type judgedParam struct {
	name, in, kind string
	value, def     *yaml.Node
	enum           []*yaml.Node
	pattern        string
	required       bool
}

// judge reads a document; folder is where the files it imports lie.
func judge(data []byte, folder string) (*judgedDoc, error) {
	root, err := yamlRoot(data)
	if err != nil {
		return nil, err
	}
	d := &judgedDoc{text: string(data)}
	capability := member(root, "capability")
	for _, from := range []*yaml.Node{root, capability} {
		d.addBinds(member(from, "binds"))
		for _, e := range named(member(from, "consumes"), "namespace") {
			if err := d.addEntry(e, folder); err != nil {
				return nil, err
			}
		}
	}
	return d, nil
}

func yamlRoot(data []byte) (*yaml.Node, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	return doc.Content[0], nil
}

// isCapability tells capability documents from the other YAML files beside them.
func isCapability(data []byte) bool {
	root, err := yamlRoot(data)
	return err == nil && (member(root, "naftiko") != nil || member(root, "ikanos") != nil)
}

// member returns a member of a mapping, or nil.
func member(n *yaml.Node, names ...string) *yaml.Node {
	for _, name := range names {
		for _, m := range members(n) {
			if m.name == name {
				return actual(m.value)
			}
		}
	}
	return nil
}

// actual follows an alias, and gives nil for null.
func actual(n *yaml.Node) *yaml.Node {
	if n != nil && n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n != nil && n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return nil
	}
	return n
}

// pairOf is a member of a mapping.
type pairOf struct {
	name  string
	value *yaml.Node
}

// members gives the members of a mapping in order.
func members(n *yaml.Node) []pairOf {
	if n = actual(n); n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	var out, merged []pairOf
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Tag == "!!merge" {
			merged = append(merged, members(n.Content[i+1])...)
			continue
		}
		out = append(out, pairOf{n.Content[i].Value, n.Content[i+1]})
	}
	for _, m := range merged { // a member of its own stands for a merged one
		if !slices.ContainsFunc(out, func(o pairOf) bool { return o.name == m.name }) {
			out = append(out, m)
		}
	}
	return out
}

func text(n *yaml.Node, names ...string) string {
	if len(names) > 0 {
		n = member(n, names...)
	}
	if n == nil || n.Kind != yaml.ScalarNode {
		return ""
	}
	return n.Value
}

// named gives the entries of a list, or of a map whose keys are the names.
func named(n *yaml.Node, key string) []*yaml.Node {
	n = actual(n)
	if n == nil {
		return nil
	}
	var out []*yaml.Node
	switch n.Kind {
	case yaml.SequenceNode:
		for _, e := range n.Content {
			out = append(out, actual(e))
		}
	case yaml.MappingNode:
		for _, m := range members(n) {
			e := &yaml.Node{Kind: yaml.MappingNode}
			e.Content = append(e.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, &yaml.Node{Kind: yaml.ScalarNode, Value: m.name})
			if v := actual(m.value); v != nil && v.Kind == yaml.MappingNode {
				e.Content = append(e.Content, v.Content...)
			}
			out = append(out, e)
		}
	}
	return out
}

func (d *judgedDoc) addBinds(list *yaml.Node) {
	for _, b := range named(list, "namespace") {
		for _, k := range members(member(b, "keys")) {
			d.binds = append(d.binds, judgedBind{text(b, "namespace"), k.name, text(k.value)})
		}
	}
}

// addEntry reads one entry of consumes, in place or from the file it names.
func (d *judgedDoc) addEntry(e *yaml.Node, folder string) error {
	if from, name := text(e, "from", "location"), text(e, "import"); from != "" && name != "" {
		return d.addImport(e, folder)
	}
	entry := &judgedEntry{
		namespace: text(e, "namespace"), kind: text(e, "type"), base: text(e, "baseUri"),
		auth: member(e, "authentication"), tunnel: member(e, "tunnel"), params: judgedParams(e),
	}
	d.entries = append(d.entries, entry)
	for _, r := range named(member(e, "resources"), "name") {
		for _, o := range named(member(r, "operations"), "name") {
			op := &judgedOp{doc: d, entry: entry, name: text(o, "name"), method: text(o, "method"), format: text(o, "outputRawFormat"), body: member(o, "body")}
			if op.method == "" {
				op.method = "GET"
			}
			op.path = operationPath(text(r, "path"), text(o, "path"))
			op.auth = cmp.Or(member(o, "authentication"), member(r, "authentication"), entry.auth)
			op.params = overlay(entry.params, judgedParams(r), judgedParams(o))
			d.ops = append(d.ops, op)
		}
	}
	return nil
}

func (d *judgedDoc) addImport(e *yaml.Node, folder string) error {
	file := filepath.Join(folder, strings.TrimPrefix(text(e, "from", "location"), "file://"))
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	root, err := yamlRoot(data)
	if err != nil {
		return err
	}
	for _, from := range []*yaml.Node{root, member(root, "capability")} {
		for _, s := range named(member(from, "consumes"), "namespace") {
			if text(s, "namespace") == text(e, "import") {
				return d.addEntry(s, filepath.Dir(file))
			}
		}
	}
	return fmt.Errorf("%s has no %s", file, text(e, "import"))
}

// operationPath is the path of an operation that may have one of its own: it
// stands alone if it begins as the resource's does, else it is put behind it.
func operationPath(resource, own string) string {
	first := func(p string) string {
		p, _, _ = strings.Cut(strings.TrimPrefix(p, "/"), "/")
		return p
	}
	switch {
	case own == "":
		return resource
	case resource == "" || strings.HasPrefix(own, resource) || first(own) == first(resource):
		return own
	}
	return strings.TrimSuffix(resource, "/") + "/" + strings.TrimPrefix(own, "/")
}

func judgedParams(n *yaml.Node) []judgedParam {
	var out []judgedParam
	for _, p := range named(member(n, "inputParameters"), "name") {
		j := judgedParam{
			name: text(p, "name"), in: text(p, "in"), kind: text(p, "type"), value: member(p, "value", "template"),
			def: member(p, "default"), pattern: text(p, "pattern"), required: text(p, "required") == "true",
		}
		if enum := member(p, "enum"); enum != nil {
			j.enum = enum.Content
		}
		out = append(out, j)
	}
	return out
}

// overlay joins the parameters of several levels.
func overlay(levels ...[]judgedParam) []judgedParam {
	var out []judgedParam
	for _, level := range levels {
		for _, p := range level {
			same := func(o judgedParam) bool {
				return o.in == p.in && (o.name == p.name || p.in == "header" && strings.EqualFold(o.name, p.name))
			}
			if i := slices.IndexFunc(out, same); i >= 0 {
				out[i] = p
				continue
			}
			out = append(out, p)
		}
	}
	return out
}

// param returns the declared parameter of a name.
func (o *judgedOp) param(name string) (judgedParam, bool) {
	for _, p := range slices.Backward(o.params) {
		if p.name == name {
			return p, true
		}
	}
	return judgedParam{}, false
}

func (o *judgedOp) has(in, name string) bool {
	return slices.ContainsFunc(o.params, func(p judgedParam) bool { return p.in == in && strings.EqualFold(p.name, name) })
}

// bind returns the variable that a template calls name.
func (d *judgedDoc) bind(name string) (judgedBind, bool) {
	for _, b := range slices.Backward(d.binds) {
		if b.variable == name || b.namespace+"."+b.variable == name {
			return b, true
		}
	}
	return judgedBind{}, false
}

// machineName is a variable of the environment that belongs to the machine.
var machineName = regexp.MustCompile(`(?i)^((AWS|AZURE|GOOGLE|CI|ACTIONS|SSH|VAULT)_.*|KUBE.*|(GITHUB|GH|NPM)_TOKEN|PATH|HOME)$`)

// implicitToken returns the bind whose value is the bearer token that an API
// without authentication is given.
func (o *judgedOp) implicitToken() (judgedBind, bool) {
	if len(o.doc.entries) != 1 || o.auth != nil || o.has("header", "Authorization") {
		return judgedBind{}, false
	}
	if tokens := o.doc.spareTokens(); len(tokens) == 1 {
		return tokens[0], true
	}
	return judgedBind{}, false
}

// spareTokens are the binds that look like a token and that nothing refers to.
func (d *judgedDoc) spareTokens() []judgedBind {
	if d.spare == nil {
		d.spare = []judgedBind{}
		for _, b := range d.binds {
			if b.variable == b.key && strings.HasSuffix(b.variable, "TOKEN") && !machineName.MatchString(b.variable) && !d.refersTo(b) {
				d.spare = append(d.spare, b)
			}
		}
	}
	return d.spare
}

func (d *judgedDoc) refersTo(b judgedBind) bool {
	name := `(` + regexp.QuoteMeta(b.namespace) + `\.)?` + regexp.QuoteMeta(b.variable)
	return regexp.MustCompile(`\{\s*` + name + `\s*\}`).MatchString(d.text)
}

// obstacle says what in the document can keep an operation from being called.
// Where the judge knows what must be sent all the same, judged is true.
func (o *judgedOp) obstacle() (reason string, judged bool) {
	kind, format := strings.ToLower(text(o.auth, "type")), strings.ToLower(o.format)
	switch {
	case o.entry.kind != "http":
		return "foreign dialect: consumes type " + o.entry.kind, false
	case o.auth != nil && !slices.Contains([]string{"none", "basic", "bearer", "apikey"}, kind):
		return "authentication type " + kind, false
	case kind == "apikey" && text(o.auth, "key", "name") == "" && member(o.auth, "headers") == nil:
		return "authentication apikey without a key", false
	case kind == "apikey" && text(o.auth, "placement", "in") == "body":
		return "authentication apikey placed in the body", false
	case o.entry.tunnel != nil:
		return "tunnel", true
	case format != "" && format != "json":
		return "format " + format, true
	}
	return "", true
}

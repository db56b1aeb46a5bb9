// Package parse turns the node tree of a YAML file into a [spec.Document]. It
// knows the spellings of every version of the specification and gives them one
// meaning.
//
// It reports what has the wrong shape, and keys that it does not know, and goes
// on. It does not know what a document means: whether names exist, types fit or
// anything can be run is for later stages to say.
//
// The keys of each kind of object stand in one table, from which both reading
// and the search for unknown keys work.
package parse

import (
	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

const (
	// maxFindings keeps a hostile document from filling memory with messages. Of
	// each severity as many are kept, and one more that says so.
	maxFindings = 10_000
	// maxObjects bounds the model, whose objects take up to a kilobyte each even
	// for two bytes of YAML. A usual document of the largest size has a quarter.
	maxObjects = 1_000_000
)

// Bytes reads one YAML file. name is the file name that positions carry. The
// document is never nil; it is empty where data cannot be read at all.
func Bytes(name string, data []byte) (*spec.Document, diag.List) {
	n, diags := yaml.Parse(name, data)
	if n.IsNull() && diags.HasErrors() {
		return &spec.Document{}, diags
	}
	doc, found := Document(n)
	diags = append(diags, found...)
	diags.Sort()
	return doc, diags
}

// Document reads the root of a file in every spelling of every version
// of the specification. The document is never nil; what could not
// be read is missing from it. Findings are in the order of the file.
func Document(n yaml.Node) (*spec.Document, diag.List) {
	p := &parser{inputs: inputTable, outputs: outputTable, forms: map[string]bool{}}
	doc := &spec.Document{Pos: n.Pos()}
	p.document(n, doc)
	p.diags.Sort()
	return doc, p.diags
}

// parser reads one document.
type parser struct {
	diags  diag.List
	counts [2]int // findings by severity
	// objects counts those that have been made room for.
	objects int
	era     era
	// version is the declared one as messages name it.
	version string
	// noVersion is the key that was to name the version; absent if none was.
	noVersion yaml.Node
	// inputs and outputs refer to themselves, which only a variable can.
	inputs  table[spec.Input]
	outputs table[spec.Output]
	// forms are the keys whose form (list or mapping) has been reported.
	forms map[string]bool
}

// entry is a key and what stands there. An item of a list has the list's key.
type entry struct {
	key, node yaml.Node
	isItem    bool
}

func (e entry) name() string { return e.key.Text() }

// item is an item of the list that e is.
func (e entry) item(n yaml.Node) entry { return entry{key: e.key, node: n, isItem: true} }

// start is where a value of the wrong shape is pointed at: at its first character, or
// at its key where the value begins on a later line.
func (e entry) start() diag.Pos {
	if key := e.key.Pos(); !e.isItem && e.node.Pos().Line > key.Line {
		return key
	}
	return e.node.Pos()
}

func (p *parser) errorf(pos diag.Pos, code, hint, format string, args ...any) {
	if p.room(pos, diag.Error) {
		p.diags.Errorf(pos, code, hint, format, args...)
	}
}

func (p *parser) warnf(pos diag.Pos, code, hint, format string, args ...any) {
	if p.room(pos, diag.Warning) {
		p.diags.Warnf(pos, code, hint, format, args...)
	}
}

// room counts a finding and reports whether it is to be kept.
func (p *parser) room(pos diag.Pos, s diag.Severity) bool {
	p.counts[s]++
	if p.counts[s] == maxFindings+1 {
		p.diags = append(p.diags, diag.Diagnostic{
			Pos: pos, Severity: s, Code: "too-many-findings", Msg: "there are more " + s.String() + "s than are shown",
		})
	}
	return p.counts[s] <= maxFindings
}

// full reports whether no more findings of severity s are kept.
func (p *parser) full(s diag.Severity) bool { return p.counts[s] > maxFindings }

// grow makes room for the objects in e. It reports false when they are too many.
func (p *parser) grow(e entry) bool {
	if p.objects+e.node.Len() > maxObjects {
		p.errorf(e.key.Pos(), "too-large", "split the file", "the document has more than %d objects; %q is left out", maxObjects, diag.Short(e.name()))
		return false
	}
	p.objects += e.node.Len()
	return true
}

// wrongType reports that e is not what its key wants.
func (p *parser) wrongType(e entry, want, hint string) {
	p.errorf(e.start(), "wrong-type", hint, "%q must be %s, not %s", diag.Short(e.name()), want, e.node.Kind())
}

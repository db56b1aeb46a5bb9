// Package yaml reads YAML into a tree of nodes that know their place, turns
// nodes into values, reads YAML that is mere data, and writes values as YAML.
//
// It is the only package that knows the YAML library. It knows nothing of
// capability documents: what keys mean is the business of spec/parse.
//
// Messages quote keys, anchors and tags but never values. Who reads a file of
// secrets must still not print them.
package yaml

import (
	"bytes"
	"errors"
	"io"

	"gopkg.in/yaml.v3"

	"naftiko/spec/diag"
)

const (
	// MaxSize is how many bytes a document may have.
	MaxSize = 32 << 20
	// MaxDepth is how deep lists and mappings may nest, aliases followed.
	MaxDepth = 200

	// maxMarks bounds the number of entries, and with it the memory that a
	// document of many tiny ones takes (some 125 bytes an entry). A usual document
	// of MaxSize has half as many.
	maxMarks = 4 << 20
	// Aliases may make the document maxGrowth times as large as it was written,
	// but not larger than one without aliases may be. Documents under aliasFloor
	// nodes are not worth refusing.
	maxGrowth  = 10
	aliasFloor = 1000
	// maxFindings keeps a hostile document from filling memory with messages.
	maxFindings = 1000
)

// Parse reads the one YAML document in data. name is the file name that
// positions carry. A document that cannot be read at all gives the absent Node
// and an error; one with duplicate or complex keys gives errors and a tree
// without them. Aliases and merge keys are already applied.
//
// Sizes, depth and the growth by aliases are bounded, and
// the time taken is proportional to the size of data.
func Parse(name string, data []byte) (Node, diag.List) {
	r := reader{src: &source{name: name}}
	if !r.checkText(data) {
		return Node{}, r.diags
	}
	r.src.findBreaks(data)
	root := r.decode(data)
	if root == nil || !r.checkTree(root, data) {
		return Node{}, r.diags
	}
	return Node{n: root, src: r.src}, r.diags
}

// reader collects the findings of one Parse or Decode.
type reader struct {
	src   *source
	diags diag.List
	// lenient tells that nobody can be asked to mend the text: it is let pass if
	// there is any sense in it.
	lenient bool
}

// decode runs the YAML library. The result is nil when that fails or when there
// is nothing to read.
func (r *reader) decode(data []byte) *yaml.Node {
	dec := yaml.NewDecoder(bytes.NewReader(asYAML11(data)))
	var first, next yaml.Node
	if err := safeDecode(dec, &first); err != nil {
		if errors.Is(err, io.EOF) {
			r.empty()
			return nil
		}
		r.syntaxError(dec, data, err)
		return nil
	}
	for {
		err := safeDecode(dec, &next)
		switch {
		case errors.Is(err, io.EOF):
			return r.content(&first)
		case err != nil:
			r.syntaxError(dec, data, err)
			return nil
		case !isEmpty(&next):
			r.diags.Errorf(r.src.pos(next.Line, next.Column), "second-document", "put it into a file of its own",
				"a second document starts here; a file holds one")
			return nil
		}
		next = yaml.Node{}
	}
}

// content returns the root of a document node, or nil when it is empty.
func (r *reader) content(doc *yaml.Node) *yaml.Node {
	if isEmpty(doc) {
		r.empty()
		return nil
	}
	return doc.Content[0]
}

func (r *reader) empty() {
	r.diags.Errorf(r.src.pos(1, 1), "empty-document", "", "the document is empty")
}

// isEmpty reports whether a document node holds nothing but comments.
func isEmpty(doc *yaml.Node) bool {
	return len(doc.Content) == 0 || isNull(doc.Content[0])
}

// errCrash is what a panic of the library becomes.
var errCrash = errors.New("this text cannot be read")

func safeDecode(dec *yaml.Decoder, into *yaml.Node) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = errCrash
		}
	}()
	return dec.Decode(into)
}

// asYAML11 returns data with a directive for YAML 1.2 made one for 1.1: the library
// refuses it, and reads what both have alike. What was at a place stays there.
func asYAML11(data []byte) []byte {
	const directive, near = "%YAML 1.2", 4 << 10
	i := bytes.Index(data[:min(len(data), near)], []byte(directive))
	if i < 0 || i > 0 && data[i-1] != '\n' && !bytes.Equal(data[:i], []byte("\uFEFF")) {
		return data
	}
	out := bytes.Clone(data)
	out[i+len(directive)-1] = '1'
	return out
}

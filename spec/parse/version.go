package parse

import (
	"fmt"
	"slices"

	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/yaml"
)

// era tells the two families of spellings apart.
type era uint8

const (
	eraNone  era = iota // the document does not say
	eraLists            // naftiko: lists with names, label, functions, targetName, location
	eraMaps             // ikanos: mappings by name, display, flows, target, from
)

// eras has the root key and the published versions of each era.
var eras = [...]struct {
	key      string
	versions []string
}{
	eraLists: {"naftiko", []string{"0.4", "0.5", "1.0.0-alpha1", "1.0.0-alpha2", "1.0.0-alpha3"}},
	eraMaps: {"ikanos", []string{
		"1.0.0-alpha3", "1.0.0-alpha4", "1.0.0-beta1", "1.0.0-beta2", "1.0.0-beta3", "1.0.0-beta4", "1.0.0-beta5",
	}},
}

// NoVersionHint is the hint for a document that has no key that could be meant to
// name its version.
const NoVersionHint = "add the line: naftiko: 1.0.0-alpha2"

// readVersion finds out which specification the root n follows. It reports
// false when n is a document of another kind.
func (p *parser) readVersion(n yaml.Node, doc *spec.Document) bool {
	for k, v := range n.Members() {
		e := eraOf(k.Text())
		if e == eraNone {
			continue
		}
		if k := v.Kind(); k == yaml.Map || k == yaml.List {
			p.errorf(v.Pos(), "other-document-kind", "", "this is no capability document: %q must be a version, not %s", eras[e].key, k)
			return false
		}
		if p.era != eraNone {
			p.warnf(k.Pos(), "other-version-spelling", "leave one of them out", "the document names a version twice; %s counts", p.version)
			continue
		}
		p.era = e
		p.version = eras[e].key + " " + diag.Short(v.Text())
		doc.Version = spec.Version{Pos: k.Pos(), Key: eras[e].key, Text: v.Text()}
		p.checkVersion(v)
	}
	if p.era == eraNone {
		key, hint := misspelled(n)
		p.noVersion = key
		pos := n.Pos()
		if key.Pos().IsValid() {
			pos = key.Pos()
		}
		p.warnf(pos, "missing-version", hint, "the document does not say which version it follows")
	}
	return true
}

// misspelled finds the key of a document without a version that was to name it, and
// what to do. The key is absent if there is none.
func misspelled(root yaml.Node) (key yaml.Node, hint string) {
	keys := []string{eras[eraLists].key, eras[eraMaps].key}
	for k, v := range root.Members() {
		if near := diag.Nearest(k.Text(), keys); near != "" {
			return k, fmt.Sprintf("did you mean %q?", near)
		}
		if e := eraOfVersion(v.Text()); e != eraNone {
			return k, fmt.Sprintf("write %q", eras[e].key+": "+v.Text())
		}
		for k := range v.Members() {
			if e := eraOf(k.Text()); e != eraNone {
				return k, "write it at the top of the document"
			}
		}
	}
	return yaml.Node{}, NoVersionHint
}

// eraOfVersion returns the first era that has a published version.
func eraOfVersion(text string) era {
	for e := eraLists; int(e) < len(eras); e++ {
		if slices.Contains(eras[e].versions, text) {
			return e
		}
	}
	return eraNone
}

func eraOf(key string) era {
	for e := eraLists; int(e) < len(eras); e++ {
		if eras[e].key == key {
			return e
		}
	}
	return eraNone
}

// checkVersion warns of a version that is not known. One that has another key tells
// how the document is spelled, not the key.
func (p *parser) checkVersion(v yaml.Node) {
	own := eras[p.era]
	if slices.Contains(own.versions, v.Text()) {
		return
	}
	hint := ""
	if other := eraOfVersion(v.Text()); other != eraNone {
		p.era, p.version = other, eras[other].key+" "+v.Text()
		hint = fmt.Sprintf("write %q", eras[other].key+": "+v.Text())
	} else if near := diag.Nearest(v.Text(), own.versions); near != "" {
		hint = fmt.Sprintf("did you mean %s?", near)
	}
	p.warnf(v.Pos(), "unknown-version", hint, "version %q of %s is not known; the document is read as well as possible", diag.Short(v.Text()), own.key)
}

// spelling reports whether a key that only one era has is to be read. It warns
// when the declared version is of the other one; then, and when no version is
// declared, the twin counts if it is there too.
func (p *parser) spelling(owner yaml.Node, e entry, only era, twin string) bool {
	if only == p.era {
		return true
	}
	both := !owner.Get(twin).IsNull()
	if p.era == eraNone {
		return only == eraMaps || !both
	}
	note := ""
	if both {
		note = ", which is there and counts"
	}
	p.warnf(e.key.Pos(), "other-version-spelling", fmt.Sprintf("write %q", twin), "%q is another version's word; %s writes %q%s", e.name(), p.version, twin, note)
	return !both
}

// form reports, once a key, a list where the declared version has a mapping by
// name, or the other way round.
func (p *parser) form(e entry, written era) {
	if p.era == eraNone || p.era == written || p.forms[e.name()] {
		return
	}
	p.forms[e.name()] = true
	have, want := "a list", "a mapping by name"
	if written == eraMaps {
		have, want = want, have
	}
	p.warnf(e.start(), "other-version-spelling", "", "%q is %s here; %s writes %s", e.name(), have, p.version, want)
}

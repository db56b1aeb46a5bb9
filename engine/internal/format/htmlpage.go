package format

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

const (
	// maxTags is how many tags a page may have; each takes up to 300 bytes. Of those
	// that do not make up tables it may have maxScans: for many of them the parser
	// goes through all elements that are open, up to maxOpen.
	maxTags  = 3_000_000
	maxScans = 1_000_000
	// maxOpen is how many elements may be open at once, a limit of the parser.
	maxOpen = 512
	// maxCopies bounds how many elements the parser may add on its own: by the
	// rules of HTML an element like <b> that is not closed is opened anew in every
	// paragraph that follows.
	maxCopies = 2_000_000
	// maxRoots is how many <html> and <body> tags are looked at. Each copies the
	// attributes of all before it.
	maxRoots = 20
)

// parsePage reads a page as browsers do when scripts are off.
func parsePage(data []byte) (*html.Node, error) {
	s := survey(data)
	if s.tags > maxTags {
		return nil, fmt.Errorf("there are more than %d tags", maxTags)
	}
	if s.scans > maxScans {
		return nil, fmt.Errorf("there are more than %d tags that are not of tables", maxScans)
	}
	// Of equal elements that are open the parser copies three, and an <a>, a <nobr>.
	s.formatting = s.tags*min(3*len(s.styles)+2, maxOpen) > maxCopies
	page, err := html.ParseWithOptions(bytes.NewReader(s.tame(data)), html.ParseOptionEnableScripting(false))
	if err != nil {
		if strings.Contains(err.Error(), "exceeds 512") {
			return nil, fmt.Errorf("elements nest deeper than %d", maxOpen)
		}
		return nil, errors.New("the page cannot be read")
	}
	return page, nil
}

// tagSurvey is what can be said of a page without parsing it. It takes whatever
// looks like a tag for one, also in comments and scripts: what the parser takes
// for a tag is among it in any case.
type tagSurvey struct {
	tags, scans int
	// styles has the formatting start tags, one of each spelling. There are no more
	// than make a difference.
	styles map[string]struct{}
	// roots counts <html> and <body>.
	roots int
	// formatting tells that formatting tags are to be disarmed.
	formatting bool
}

func survey(data []byte) tagSurvey {
	s := tagSurvey{styles: map[string]struct{}{}}
	for at := range tagNames(data) {
		kind := at.kind(data)
		s.tags++
		if kind != tableTag {
			s.scans++
		}
		switch {
		case at.closing:
		case kind == rootTag:
			s.roots++
		case kind == formattingTag && 3*len(s.styles) < maxOpen:
			s.styles[at.spelling(data)] = struct{}{}
		}
	}
	return s
}

// maxSpelling is how long a tag may be to be compared with others.
const maxSpelling = 4096

// spelling returns the whole start tag, or what no other tag has in its place.
func (at tagName) spelling(data []byte) string {
	if at.to < len(data) && data[at.to] == '>' {
		return string(data[at.from:at.to])
	}
	z := html.NewTokenizer(bytes.NewReader(data[at.from-1:]))
	z.SetMaxBuf(maxSpelling)
	if z.Next() == html.ErrorToken {
		return strconv.Itoa(at.from)
	}
	return string(z.Raw())
}

// tame disarms the tags that would make the parser work or copy without bound.
// They become <wbr>, which has neither text nor content, so that cells keep
// their text and only selectors can tell.
func (s *tagSurvey) tame(data []byte) []byte {
	if !s.formatting && s.roots <= maxRoots {
		return data
	}
	var tamed []byte
	done, roots := 0, 0
	for at := range tagNames(data) {
		kind := at.kind(data)
		disarm := kind == formattingTag && s.formatting
		if kind == rootTag && !at.closing {
			roots++
			disarm = roots > maxRoots
		}
		if disarm {
			tamed = append(append(tamed, data[done:at.from]...), "wbr"...)
			done = at.to
		}
	}
	return append(tamed, data[done:]...)
}

// tagName is the place of a tag's name.
type tagName struct {
	from, to int
	closing  bool
}

// tagNames iterates over what could be a tag with a short name.
func tagNames(data []byte) func(yield func(tagName) bool) {
	return func(yield func(tagName) bool) {
		for i := 0; ; {
			n := bytes.IndexByte(data[i:], '<')
			if n < 0 {
				return
			}
			at := tagName{from: i + n + 1}
			if at.from < len(data) && data[at.from] == '/' {
				at.closing = true
				at.from++
			}
			at.to = at.from
			for at.to < len(data) && at.to <= at.from+len("strong") && isLetter(data[at.to]) {
				at.to++
			}
			if !yield(at) {
				return
			}
			i = at.to
		}
	}
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

type tagKind int

const (
	otherTag tagKind = iota
	formattingTag
	rootTag
	tableTag
)

// kind tells what the tag is.
func (at tagName) kind(data []byte) tagKind {
	if at.to == at.from || at.to < len(data) && bytes.IndexByte([]byte(" \t\n\f\r/>"), data[at.to]) < 0 {
		return otherTag
	}
	var name [len("strong") + 1]byte
	for i := range copy(name[:], data[at.from:at.to]) {
		name[i] |= 0x20
	}
	// Not <a> and <nobr>: there is never more than one of them to copy.
	switch string(name[:at.to-at.from]) {
	case "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u":
		return formattingTag
	case "html", "body":
		return rootTag
	case "tbody", "td", "tfoot", "th", "thead", "tr":
		return tableTag
	}
	return otherTag
}

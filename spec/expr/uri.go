package expr

import "strings"

// ParseURITemplate compiles the template of a URI or a path: {x}, {{x}}, {{{x}}}
// and {{&x}} are variables, and there are no sections. A brace that is not
// closed, an empty name, a name with a brace, and every other kind of tag are
// *[Error]s.
func ParseURITemplate(src string) (*Template, error) {
	t := &Template{src: src}
	pos := 0
	for {
		i := strings.IndexByte(src[pos:], '{')
		if i < 0 {
			t.nodes = appendText(t.nodes, src[pos:], pos)
			return t, nil
		}
		start := pos + i
		t.nodes = appendText(t.nodes, src[pos:start], pos)
		name, end, err := uriTag(src, start)
		if err != nil {
			return nil, err
		}
		t.refs = append(t.refs, Ref{Name: name, Offset: start})
		t.nodes = append(t.nodes, newTagNode(variableNode, name, start))
		pos = end
	}
}

// uriTag reads the tag that begins at start.
func uriTag(src string, start int) (name string, end int, err error) {
	braces := 1
	for braces < 3 && strings.HasPrefix(src[start+braces:], "{") {
		braces++
	}
	inner := start + braces
	n := strings.IndexAny(src[inner:], "{}")
	end = inner + n + braces
	if n < 0 || !strings.HasPrefix(src[inner+n:], "}}}"[:braces]) {
		return "", 0, fail(start, "%s is not closed", src[start:inner])
	}
	name = strings.TrimSpace(src[inner : inner+n])
	if braces == 2 && name != "" {
		if strings.IndexByte("#^/!=><", name[0]) >= 0 {
			return "", 0, fail(start, "only variables can stand in a URI, not %s", src[start:end])
		}
		name = strings.TrimSpace(strings.TrimPrefix(name, "&"))
	}
	if name == "" {
		return "", 0, fail(start, "a placeholder without a name")
	}
	return name, end, nil
}

package rule

import (
	"slices"
	"strings"

	"naftiko/spec/diag"
)

var shadowedRoute = Rule{
	Code: "shadowed-route", Level: Warning, In: Recommended,
	Title: "an operation behind one that takes its requests",
	Why: "Of several resources whose paths fit a request, the first in the document takes it. One with a placeholder, " +
		"such as /users/{id}, takes /users/me as well when it stands first, and the operation for that is never reached. A placeholder " +
		"called path at the end takes all that follows, and a forward all methods.",
	Check: checkShadowed,
}

// maxVisits is how many places are looked at for one adapter, so that paths which
// fit each other in very many ways do not take long.
const maxVisits = 500_000

func checkShadowed(p *Pass) {
	for _, e := range p.exposes("rest") {
		t := &routeTree{left: maxVisits}
		routes := routesOf(e)
		for i := range routes {
			r := &routes[i]
			if before := t.root.find(t, r.segments, r.method); before != nil && r.method != "" {
				p.shadowed(r, before)
			}
			t.root.add(r.segments, r)
		}
	}
}

func (p *Pass) shadowed(r, before *route) {
	hint := "put it in front of that one"
	if slices.Equal(before.segments, r.segments) {
		if before.method != "" {
			return // told as a duplicate
		}
		hint = "put the operation into that resource"
	}
	p.report(r.path.Pos, hint, "%s %s is taken by %s, which stands before it", r.method, diag.Short(r.path.Text), diag.Short(before.path.Text))
}

// routeTree finds the routes that take the requests of another.
type routeTree struct {
	root routeNode
	left int
}

// routeNode is what begins with the segments that lead to it.
type routeNode struct {
	next map[string]*routeNode
	// parts are the segments of next that are placeholders in part.
	parts []string
	// ends are the routes that end here.
	ends []*route
}

func (n *routeNode) add(segments []string, r *route) {
	for _, s := range segments {
		if n.next == nil {
			n.next = map[string]*routeNode{}
		}
		if n.next[s] == nil {
			n.next[s] = &routeNode{}
			if strings.Contains(s, anySegment) && s != anySegment {
				n.parts = append(n.parts, s)
			}
		}
		n = n.next[s]
	}
	n.ends = append(n.ends, r)
}

// find returns a route that takes requests with a method and the segments, or nil.
func (n *routeNode) find(t *routeTree, segments []string, method string) *route {
	if t.left--; n == nil || t.left < 0 {
		return nil
	}
	if len(segments) == 0 {
		return n.end(method)
	}
	if r := n.next[anyRest].end(method); r != nil {
		return r
	}
	s, rest := segments[0], segments[1:]
	if s == anyRest {
		return nil
	}
	if r := n.next[s].find(t, rest, method); r != nil || s == anySegment {
		return r
	}
	for _, part := range n.parts {
		if t.left--; part != s && takesSegment(part, s) {
			if r := n.next[part].find(t, rest, method); r != nil {
				return r
			}
		}
	}
	return n.next[anySegment].find(t, rest, method)
}

// end returns the route that ends here and takes a method, or nil. One that forwards
// takes all.
func (n *routeNode) end(method string) *route {
	if n == nil {
		return nil
	}
	for _, r := range n.ends {
		if r.method == method || r.method == "" {
			return r
		}
	}
	return nil
}

// takesSegment reports whether a segment with placeholders takes all that another does. A
// placeholder takes one character at least.
func takesSegment(pattern, segment string) bool {
	texts := strings.Split(pattern, anySegment)
	rest, ok := strings.CutPrefix(strings.ReplaceAll(segment, anySegment, "{"), texts[0])
	if !ok {
		return false
	}
	last := texts[len(texts)-1]
	for _, text := range texts[1 : len(texts)-1] {
		if rest == "" {
			return false
		}
		i := strings.Index(rest[1:], text)
		if i < 0 {
			return false
		}
		rest = rest[1+i+len(text):]
	}
	return len(rest) > len(last) && strings.HasSuffix(rest, last)
}

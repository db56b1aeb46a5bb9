package rule

import (
	"slices"

	"naftiko/spec/diag"
)

var shadowedRoute = Rule{
	Code: "shadowed-route", Level: Warning, In: Recommended,
	Title: "an operation behind one that takes its requests",
	Why: "Of several resources whose paths fit a request, the first in the document takes it. One with a placeholder, " +
		"such as /users/{id}, takes /users/me as well when it stands first, and the operation for that is never reached.",
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
			if before := t.root.find(t, r.segments, r.method); before != nil && r.method != "" && !slices.Equal(before.segments, r.segments) {
				p.report(r.path.Pos, "put it in front of that one", "%s %s is taken by %s, which stands before it", r.method,
					diag.Short(r.path.Text), diag.Short(before.path.Text))
			}
			t.root.add(r.segments, r)
		}
	}
}

// routeTree finds the routes that take the requests of another.
type routeTree struct {
	root routeNode
	left int
}

// routeNode is what begins with the segments that lead to it.
type routeNode struct {
	next map[string]*routeNode
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
	if all := n.next["{*}"]; all != nil {
		return all.ends[0]
	}
	if len(segments) == 0 {
		for _, r := range n.ends {
			if r.method == method {
				return r
			}
		}
		return nil
	}
	if r := n.next[segments[0]].find(t, segments[1:], method); r != nil {
		return r
	}
	if segments[0] == "{}" {
		return nil
	}
	return n.next["{}"].find(t, segments[1:], method)
}

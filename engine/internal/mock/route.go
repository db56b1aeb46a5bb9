package mock

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"naftiko/engine/internal/run"
)

// table is what requests are looked up in.
type table struct {
	// listed is in the document's order, sorted with the most specific first.
	listed, sorted []*route
	// longest is the greatest number of segments.
	longest int
}

// route is the request that an operation makes.
type route struct {
	op *run.Op
	// text is the whole path, for people.
	text string
	// full begins with the base URI's path; bare does not.
	full, bare []segment
	base       string
	slash      bool
	query      []pair
}

func newTable(ops []*run.Op) *table {
	t := &table{}
	for _, op := range ops {
		path, ok := opPattern(op.Path)
		if !ok || op.Method == "" {
			continue
		}
		base := basePattern(op.Base)
		r := &route{op: op, base: base.text, bare: path.segments, slash: path.slash, query: path.query, text: base.text + path.text}
		if !strings.HasPrefix(r.text, "/") {
			r.text = "/" + r.text
		}
		r.full = slices.Concat(base.segments, path.segments)
		t.longest = max(t.longest, len(r.full))
		t.listed = append(t.listed, r)
	}
	t.sorted = slices.Clone(t.listed)
	slices.SortStableFunc(t.sorted, moreSpecific)
	return t
}

// moreSpecific orders routes so that of those that match a path the one that
// was meant comes first: compared segment by segment, then by their queries.
func moreSpecific(a, b *route) int {
	if c := cmp.Compare(len(a.full), len(b.full)); c != 0 {
		return c
	}
	for i := range a.full {
		if c := cmp.Compare(b.full[i].weight(), a.full[i].weight()); c != 0 {
			return c
		}
	}
	return cmp.Compare(b.pairs(), a.pairs())
}

// pairs counts what the query asks for; pairs with their value count double.
func (r *route) pairs() int {
	n := len(r.query)
	for _, q := range r.query {
		if q.value.literal() {
			n++
		}
	}
	return n
}

// target is the path and query of a request, decoded.
type target struct {
	segments []string
	slash    bool
	query    url.Values
}

// newTarget cuts the URL into at most one segment more than any route has.
func (t *table) newTarget(u *url.URL) target {
	path, ok := strings.CutPrefix(u.EscapedPath(), "/")
	out := target{query: u.Query()}
	if !ok && path != "" {
		path = "*" // what is not a path is matched by no route
	}
	if path == "" {
		return out
	}
	if path, ok = strings.CutSuffix(path, "/"); ok {
		out.slash = true
	}
	out.segments = strings.SplitN(path, "/", t.longest+1)
	for i, s := range out.segments {
		if text, err := url.PathUnescape(s); err == nil {
			out.segments[i] = text
		}
	}
	return out
}

// found is the outcome of a look-up. Without a route, allowed lists the methods
// that the path is answered for, and ambiguous the base paths that could be meant.
type found struct {
	route     *route
	path      []binding
	allowed   []string
	ambiguous []string
}

// find looks a request up: with the path of the base URI in front, then without.
func (t *table) find(method string, to target) found {
	full := t.matches(to, func(r *route) []segment { return r.full })
	if f := choose(method, to, full); f.route != nil {
		return f
	}
	bare := t.matches(to, func(r *route) []segment { return r.bare })
	f := choose(method, to, bare)
	if f.route != nil {
		if bases := basesOf(method, bare); len(bases) > 1 {
			return found{ambiguous: bases}
		}
		return f
	}
	return found{allowed: allowed(append(full, bare...))}
}

// match is a route whose path is that of a request.
type match struct {
	route *route
	path  []binding
}

func (t *table) matches(to target, path func(*route) []segment) []match {
	var out []match
	for _, r := range t.sorted {
		if found, ok := matchPath(path(r), to.segments); ok {
			out = append(out, match{r, found})
		}
	}
	return out
}

func matchPath(want []segment, have []string) (found []binding, ok bool) {
	if len(want) != len(have) {
		return nil, false
	}
	for i, s := range want {
		if found, ok = s.match(have[i], found); !ok {
			return nil, false
		}
	}
	return found, true
}

// choose picks the first match for the method whose query and final slash are
// the request's; then one whose query is, then any: what its query lacks is
// reported to the caller. A HEAD that nothing else takes is a GET.
func choose(method string, to target, list []match) found {
	var best match
	score := -1
	for _, m := range list {
		if m.route.op.Method != method {
			continue
		}
		s := 0
		if len(m.route.lacking(to.query)) == 0 {
			s = 2
		}
		if m.route.slash == to.slash {
			s++
		}
		if s > score {
			best, score = m, s
		}
	}
	if score < 0 && method == "HEAD" {
		return choose("GET", to, list)
	}
	return found{route: best.route, path: best.path}
}

// lacking returns the pairs of the route's query that the request does not have.
func (r *route) lacking(query url.Values) []pair {
	var out []pair
	for _, q := range r.query {
		if !q.in(query) {
			out = append(out, q)
		}
	}
	return out
}

// in reports whether a query has the pair. A value that is all placeholder may be empty.
func (q pair) in(query url.Values) bool {
	have, ok := query[q.name]
	if !ok {
		return false
	}
	return q.bare || slices.ContainsFunc(have, func(text string) bool {
		_, ok := q.match(text)
		return ok
	})
}

func (q pair) match(text string) ([]binding, bool) {
	if len(q.value) == 1 && q.value[0].name != "" {
		return []binding{{q.value[0].name, text}}, true
	}
	return q.value.match(text, nil)
}

// bindings returns what the placeholders of the route's query stand for.
func (r *route) bindings(query url.Values) []binding {
	var out []binding
	for _, q := range r.query {
		for _, text := range query[q.name] {
			if found, ok := q.match(text); ok {
				out = append(out, found...)
				break
			}
		}
	}
	return out
}

// basesOf returns the base paths of the routes that match with a method.
func basesOf(method string, list []match) []string {
	var out []string
	for _, m := range list {
		same := m.route.op.Method == method || method == "HEAD" && m.route.op.Method == "GET"
		if same && !slices.Contains(out, m.route.base) {
			out = append(out, m.route.base)
		}
	}
	return out
}

func allowed(list []match) []string {
	var out []string
	add := func(method string) {
		if !slices.Contains(out, method) {
			out = append(out, method)
		}
	}
	for _, m := range list {
		add(m.route.op.Method)
		if m.route.op.Method == "GET" {
			add("HEAD")
		}
	}
	slices.Sort(out)
	return out
}

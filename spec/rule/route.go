package rule

import (
	"strings"

	"naftiko/spec"
)

const (
	// anySegment stands for a placeholder in a segment, which takes any text in its place.
	anySegment = "{}"
	// anyRest is a segment that takes all that follows: a placeholder called path.
	anyRest = "{*}"
)

// route is a way into a REST adapter.
type route struct {
	// method is "" for a resource that forwards whatever comes.
	method string
	// segments are those of the path; placeholders are [anySegment] and [anyRest].
	segments []string
	path     spec.Str
	// at is where the operation is told of.
	at spec.Str
}

// routesOf lists the ways into an adapter, in their order.
func routesOf(e *spec.Expose) []route {
	var out []route
	for i := range e.Resources {
		r := &e.Resources[i]
		segments := segmentsOf(r.Path.Text)
		for j := range r.Operations {
			o := &r.Operations[j]
			at := o.Name
			if !at.Set() {
				at = spec.Str{Pos: o.Pos}
			}
			out = append(out, route{method: strings.ToUpper(o.Method.Text), segments: segments, path: r.Path, at: at})
		}
		if r.Forward != nil {
			out = append(out, route{segments: segments, path: r.Path, at: r.Path})
		}
	}
	return out
}

// segmentsOf cuts a path at its slashes; how placeholders are called does not matter.
func segmentsOf(path string) []string {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, s := range segments {
		switch {
		case !strings.Contains(s, "{"):
		case i == len(segments)-1 && isWholePlaceholder(s, "path"):
			segments[i] = anyRest
		default:
			segments[i] = nameless(s)
		}
	}
	return segments
}

// isWholePlaceholder reports whether a segment is nothing but the placeholder of a name.
func isWholePlaceholder(segment, name string) bool {
	return strings.Trim(segment, "{} ") == name && strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}")
}

// nameless takes the names out of the placeholders of a segment.
func nameless(segment string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(segment, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		rest = strings.TrimLeft(rest, "{")
		_, after, closed := strings.Cut(rest, "}")
		if !closed {
			b.WriteString(rest)
			return b.String()
		}
		b.WriteString(anySegment)
		segment = strings.TrimLeft(after, "}")
	}
}

// key is equal for routes that are taken by the same requests.
func (r *route) key() string { return r.method + " /" + strings.Join(r.segments, "/") }

package mock

import "strings"

// hop is one step of a JSONPath that leads to a single place: a member, or an
// element when name is not used.
type hop struct {
	name  string
	index int
	list  bool
	// any is set for a step that matches every element or member.
	any bool
}

// trail is where a JSONPath leads: how to build what it will find.
type trail struct {
	hops []hop
	// call is the function at the end, or "".
	call string
	// plural is set when the path gives a list of what it matches.
	plural bool
}

// parseTrail reads the source of a path that is known to be valid: members,
// quoted names, indices, slices, wildcards and a function. ok is false for all
// other paths (filters, unions, descent), which nothing is built for.
func parseTrail(src string) (t trail, ok bool) {
	src = strings.TrimSpace(src)
	rest := strings.TrimLeft(src, "$@")
	if rest == src && rest != "" && rest[0] != '.' && rest[0] != '[' {
		rest = "." + rest
	}
	if rest == "." {
		return t, true
	}
	for rest != "" {
		var h hop
		switch {
		case strings.HasPrefix(rest, ".."):
			return trail{}, false
		case rest[0] == '[':
			h, rest, ok = bracketHop(rest[1:])
		case strings.HasPrefix(rest, ".["):
			h, rest, ok = bracketHop(rest[2:])
		case rest[0] == '.':
			h, rest, ok = dottedHop(rest[1:])
		default:
			return trail{}, false
		}
		if !ok {
			return trail{}, false
		}
		if rest == "()" && !h.list {
			t.call = h.name
			return t, true
		}
		t.plural = t.plural || h.any
		t.hops = append(t.hops, h)
	}
	return t, true
}

func dottedHop(src string) (h hop, rest string, ok bool) {
	end := strings.IndexAny(src, ".[()")
	if end < 0 {
		end = len(src)
	}
	if src[:end] == "*" {
		return hop{list: true, any: true}, src[end:], true
	}
	return hop{name: src[:end]}, src[end:], end > 0
}

// bracketHop reads what follows an opening bracket.
func bracketHop(src string) (h hop, rest string, ok bool) {
	src = strings.TrimLeft(src, " \t\r\n")
	if src == "" {
		return hop{}, "", false
	}
	if src[0] == '\'' || src[0] == '"' {
		h.name, src, ok = quotedName(src)
	} else {
		h, src, ok = elementHop(src)
	}
	src = strings.TrimLeft(src, " \t\r\n")
	if !ok || !strings.HasPrefix(src, "]") {
		return hop{}, "", false
	}
	return h, src[1:], true
}

// elementHop reads *, an index or a slice. A slice is built by its first element.
func elementHop(src string) (h hop, rest string, ok bool) {
	end := strings.IndexAny(src, "],")
	if end < 0 || src[end] == ',' {
		return hop{}, "", false
	}
	first, _, slice := strings.Cut(src[:end], ":")
	first = strings.TrimSpace(first)
	h = hop{list: true, any: slice || first == "*"}
	if first == "*" || first == "" && slice {
		return h, src[end:], true
	}
	negative := strings.HasPrefix(first, "-")
	for _, c := range strings.TrimPrefix(first, "-") {
		if c < '0' || c > '9' || h.index > maxIndex {
			return hop{}, "", false
		}
		h.index = 10*h.index + int(c-'0')
	}
	if negative {
		h.index-- // the last is there as soon as the first is
	}
	return h, src[end:], h.index >= 0
}

// quotedName reads a quoted name with its escapes, but \u.
func quotedName(src string) (name, rest string, ok bool) {
	var b strings.Builder
	for i := 1; i < len(src); i++ {
		switch c := src[i]; {
		case c == src[0]:
			return b.String(), src[i+1:], true
		case c == '\\' && i+1 < len(src):
			i++
			at := strings.IndexByte(`bfnrt/\'"`, src[i])
			if at < 0 {
				return "", "", false
			}
			b.WriteByte("\b\f\n\r\t/\\'\""[at])
		default:
			b.WriteByte(c)
		}
	}
	return "", "", false
}

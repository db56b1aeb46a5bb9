package args

import "strings"

// Complete returns what a half-typed argument can become, given the arguments
// that stand before it: NAME= for parameters that are not given yet, and the
// values of an enum or a boolean behind it. Candidates begin with word and come
// in the order of Params. Names and values with characters that mean something
// to a shell are left out. Nothing is read.
func (g *Grammar) Complete(given []string, word string) []string {
	x := newIndex(g)
	if t, ok := x.find(word); ok {
		return completeValue(t, word)
	}
	if strings.ContainsRune(word, '=') {
		return nil
	}
	taken := map[*Param]bool{}
	for _, arg := range given {
		if t, ok := x.find(arg); ok && t.param.Type != "array" {
			taken[t.param] = true
		}
	}
	var out []string
	for _, param := range x.order {
		// A name that begins with a dash would be taken for a flag.
		if !taken[param] && isSafe(param.Name) && param.Name[0] != '-' && strings.HasPrefix(param.Name, word) {
			out = append(out, param.Name+"=")
		}
	}
	return out
}

func completeValue(t target, word string) []string {
	if len(t.path) > 0 || (t.op != auto && t.op != exact) || !isSafe(t.typed) {
		return nil
	}
	values := t.param.Enum
	if len(values) == 0 && t.param.Type == "boolean" {
		values = []string{"true", "false"}
	}
	var out []string
	for _, v := range values {
		candidate := t.typed + "=" + v
		if t.op == exact || strings.HasPrefix(v, "@") || v == "-" {
			candidate = t.typed + "==" + v // the text, not a file
		}
		if isSafe(v) && strings.HasPrefix(candidate, word) {
			out = append(out, candidate)
		}
	}
	return out
}

// isSafe reports whether a shell takes s as it is, wherever it stands in a word.
func isSafe(s string) bool {
	for i := range len(s) {
		c := s[i]
		isWord := c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !isWord && !strings.ContainsRune("_-./:@%+,", rune(c)) {
			return false
		}
	}
	return s != ""
}

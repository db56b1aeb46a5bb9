package schema

import "regexp/syntax"

// charset is a pattern of the form ^[…]+$ over ASCII. Most patterns are, and a
// table tells faster than an automaton.
type charset [128]bool

// charsetOf returns the set that a pattern asks for, or nil where it asks for more.
func charsetOf(pattern string) *charset {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || re.Op != syntax.OpConcat || len(re.Sub) != 3 {
		return nil
	}
	begin, plus, end := re.Sub[0], re.Sub[1], re.Sub[2]
	if begin.Op != syntax.OpBeginText || end.Op != syntax.OpEndText || plus.Op != syntax.OpPlus || plus.Sub[0].Op != syntax.OpCharClass {
		return nil
	}
	set := &charset{}
	ranges := plus.Sub[0].Rune
	for i := 0; i < len(ranges); i += 2 {
		for c := ranges[i]; c <= ranges[i+1]; c++ {
			if c >= rune(len(set)) {
				return nil
			}
			set[c] = true
		}
	}
	return set
}

// match reports whether s is one or more characters of the set.
func (c *charset) match(s string) bool {
	for i := range len(s) {
		if s[i] >= byte(len(c)) || !c[s[i]] {
			return false
		}
	}
	return s != ""
}

package report

import "strings"

// tokenEnd returns where the YAML token at the start of s, the rest of a line,
// ends: in bytes, behind its first character at least unless s is empty. flow tells
// that it stands in a list or mapping in brackets. It looks at this line alone, so
// that a token that goes on in the next line ends with this one.
func tokenEnd(s string, flow bool) int {
	if s == "" {
		return 0
	}
	end := 1
	switch s[0] {
	case '"', '\'':
		end = quotedEnd(s)
	case '[', '{':
		end = bracketsEnd(s)
	case ']', '}', ',':
	case '&', '*', '!', '|', '>', '%', '@', '`':
		end = wordEnd(s)
	case '-', '?', ':':
		if len(s) > 1 && !blankAt(s, 1) {
			end = plainEnd(s, flow)
		}
	default:
		end = plainEnd(s, flow)
	}
	return max(end, firstLen(s))
}

// firstLen returns the length of the first character of s.
func firstLen(s string) int {
	for i := range s {
		if i > 0 {
			return i
		}
	}
	return len(s)
}

// quotedEnd returns where a quoted text ends: behind its closing quote, or with
// the line.
func quotedEnd(s string) int {
	quote := s[0]
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quote == '"':
			i++
		case s[i] != quote:
		case quote == '\'' && strings.HasPrefix(s[i+1:], "'"):
			i++ // two stand for one
		default:
			return i + 1
		}
	}
	return trimmed(s)
}

// bracketsEnd returns where a list or mapping in brackets ends; one that goes on
// in the next line is shown by its bracket alone.
func bracketsEnd(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 1
}

// wordEnd returns where a word ends.
func wordEnd(s string) int {
	if end := strings.IndexAny(s, " \t"); end >= 0 {
		return end
	}
	return len(s)
}

// plainEnd returns where a text without quotes ends: before a colon or a comment,
// in brackets also before a comma, and before a bracket that it does not open
// itself, as {{name}} does.
func plainEnd(s string, flow bool) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case ':':
			if blankAt(s, i+1) {
				return trimmed(s[:i])
			}
		case '#':
			if i > 0 && blankAt(s, i-1) {
				return trimmed(s[:i])
			}
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth < 0 {
				return trimmed(s[:i])
			}
		case ',':
			if (flow && depth == 0) || i+1 == len(s) {
				return trimmed(s[:i])
			}
		}
	}
	return trimmed(s)
}

// blankAt reports whether a blank or the end of the line is at s[i].
func blankAt(s string, i int) bool { return i >= len(s) || s[i] == ' ' || s[i] == '\t' }

// trimmed returns the length of s without blanks at its end.
func trimmed(s string) int { return len(strings.TrimRight(s, " \t")) }

// startsFlow reports whether a line begins like one of JSON: most likely it is in
// brackets that were opened on a line before.
func startsFlow(line string) bool {
	for i := range len(line) {
		switch line[i] {
		case ' ', '\t':
		case '"', '[', '{', ']', '}':
			return true
		default:
			return false
		}
	}
	return false
}

package binding

import (
	"fmt"
	"strings"
)

// ParseEnvFile reads the lines of an env file: NAME=value, with an optional
// "export " in front, blank lines and # comments. A value in single quotes is
// taken as it is, one in double quotes knows \n, \t, \" and \\, and may span lines; an
// unquoted one ends before " #". Nothing is expanded. Errors name file and line and never quote the content.
func ParseEnvFile(name string, data []byte) (map[string]string, error) {
	vars, _, line := parseEnv(string(data))
	if line > 0 {
		return nil, fmt.Errorf("%s:%d: not NAME=value, or a quote that is not closed", name, line)
	}
	return vars, nil
}

// parseEnv returns the variables and the order of their names, or the line that
// cannot be read.
func parseEnv(text string) (vars map[string]string, order []string, wrong int) {
	vars = map[string]string{}
	rest := strings.TrimPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "\ufeff")
	for line := 1; rest != ""; {
		text, after, _ := strings.Cut(rest, "\n")
		text = strings.TrimSpace(text)
		if text == "" || strings.HasPrefix(text, "#") {
			rest, line = after, line+1
			continue
		}
		key, val, ok := strings.Cut(rest, "=")
		key = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(key), "export "))
		if !ok || !isEnvName(key) {
			return nil, nil, line
		}
		v, tail, ok := envValue(val)
		if !ok {
			return nil, nil, line
		}
		if _, ok := vars[key]; !ok {
			order = append(order, key)
		}
		vars[key] = v
		line += strings.Count(rest[:len(rest)-len(tail)], "\n")
		rest = tail
	}
	return vars, order, 0
}

// envValue reads one value and returns what follows its line.
func envValue(s string) (val, rest string, ok bool) {
	s = strings.TrimLeft(s, " \t")
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		return quotedEnvValue(s)
	}
	val, rest, _ = strings.Cut(s, "\n")
	if i := strings.Index(val, " #"); i >= 0 {
		val = val[:i]
	}
	return strings.TrimSpace(val), rest, true
}

func quotedEnvValue(s string) (val, rest string, ok bool) {
	quote := s[0]
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == quote:
			_, rest, _ = strings.Cut(s[i+1:], "\n")
			return b.String(), rest, true
		case c == '\\' && quote == '"' && i+1 < len(s):
			i++
			b.WriteString(unescapeEnv(s[i]))
		default:
			b.WriteByte(c)
		}
	}
	return "", "", false
}

func unescapeEnv(c byte) string {
	switch c {
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case 'r':
		return "\r"
	case '"', '\\', '$':
		return string(c)
	}
	return "\\" + string(c)
}

func isEnvName(s string) bool {
	for i, c := range s {
		letter := c == '_' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') && c != '.' && c != '-' {
			return false
		}
	}
	return s != ""
}

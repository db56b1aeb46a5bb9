package binding

import (
	"strconv"
	"strings"

	"naftiko/spec/value"
)

func decodeEnv(data []byte) (*value.Object, int) {
	vars, order, line := parseEnv(string(data))
	if line > 0 {
		return nil, line
	}
	o := &value.Object{}
	for _, name := range order {
		o.Set(name, vars[name])
	}
	return o, 0
}

// decodeProperties reads a Java properties file: key=value, key:value or key
// value; # and ! begin comments; a line that ends with \ goes on in the next
// one; \n, \t, \r, \f and \uXXXX are known. A key given twice has its last value.
func decodeProperties(data []byte) (*value.Object, int) {
	o := &value.Object{}
	text := strings.TrimPrefix(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data)), "\ufeff")
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		at := i + 1
		line := strings.TrimLeft(lines[i], " \t\f")
		if line == "" || line[0] == '#' || line[0] == '!' {
			continue
		}
		for goesOn(line) && i+1 < len(lines) {
			i++
			line = line[:len(line)-1] + strings.TrimLeft(lines[i], " \t\f")
		}
		key, val := splitProperty(line)
		k, ok := unescapeProperty(key)
		v, ok2 := unescapeProperty(val)
		if !ok || !ok2 {
			return nil, at
		}
		o.Set(k, v)
	}
	return o, 0
}

// goesOn reports whether a line ends with an odd number of backslashes.
func goesOn(line string) bool {
	n := len(line) - len(strings.TrimRight(line, `\`))
	return n%2 == 1
}

// splitProperty cuts a line behind its key.
func splitProperty(line string) (key, val string) {
	end := len(line)
	for i := 0; i < len(line); i++ {
		if line[i] == '\\' {
			i++
			continue
		}
		if strings.IndexByte("=: \t\f", line[i]) >= 0 {
			end = i
			break
		}
	}
	key, val = line[:end], strings.TrimLeft(line[end:], " \t\f")
	if val != "" && (val[0] == '=' || val[0] == ':') {
		val = strings.TrimLeft(val[1:], " \t\f")
	}
	return key, val
}

// propertyEscapes are the letters that mean another character behind a backslash.
var propertyEscapes = map[byte]string{'n': "\n", 't': "\t", 'r': "\r", 'f': "\f"}

func unescapeProperty(s string) (string, bool) {
	if !strings.Contains(s, `\`) {
		return s, true
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		if s[i] == 'u' {
			if i+5 > len(s) {
				return "", false
			}
			n, err := strconv.ParseUint(s[i+1:i+5], 16, 16)
			if err != nil {
				return "", false
			}
			b.WriteRune(rune(n & 0xffff))
			i += 4
			continue
		}
		if esc, ok := propertyEscapes[s[i]]; ok {
			b.WriteString(esc)
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String(), true
}

package yaml

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"naftiko/spec/diag"
)

// refined returns what to say about a problem, and where, once the text around its
// place is looked at: often the mistake is before what the library stumbles over.
// began is where the construct began that the library could not finish.
func refined(a advice, m, began mark, data []byte) (advice, mark) {
	line := string(lineAt(data, m.line))
	switch c := charAt(data, m); {
	case c == '\t':
		return adviceFor("tab character"), m
	case strings.HasPrefix(line, "```"):
		a.msg, a.hint = "this is a mark of Markdown, not YAML", "leave the line out"
		return a, m
	case unquotedTemplate(data, m):
		a.hint = `put a text that starts with {{ in quotes: "{{name}}"`
		return a, m
	case c == ',' && strings.HasPrefix(a.msg, "a value is expected"):
		a.hint = "leave out one of the commas"
		return a, m
	}
	if word, mended, ok := gluedColon(line); ok && m.column == word {
		a.msg, a.hint = `there is no blank behind the ":"`, fmt.Sprintf("write %q", mended)
		return a, m
	}
	if at, ok := unclosed(a, m, began, data); ok {
		return at.advice, at.mark
	}
	return ended(a, m, data)
}

// place of a problem, and what to say about it.
type told struct {
	advice advice
	mark   mark
}

// unclosed finds out whether what the library stumbles over is the next part of the
// document, because a list or a mapping is not closed or no item.
func unclosed(a advice, m, began mark, data []byte) (told, bool) {
	if before := lineAt(data, m.line-1); m.line > 0 && gluedDash(before) {
		a.msg, a.hint = `there is no blank behind the "-"`, `write "- …"`
		return told{a, mark{line: m.line - 1, column: indent(before), ok: true}}, true
	}
	what, closing := "list", "]"
	switch {
	case strings.Contains(a.msg, `"}"`):
		what, closing = "mapping", "}"
	case !strings.Contains(a.msg, `"]"`):
		return told{}, false
	}
	if !began.ok || began.line >= m.line {
		return told{}, false
	}
	line := lineAt(data, m.line)
	if indent(line) > indent(lineAt(data, began.line)) || bytes.IndexByte([]byte("]}"), bytes.TrimSpace(line)[0]) >= 0 {
		return told{}, false
	}
	a.msg, a.hint = "this "+what+" is not closed", "close the "+what+" with "+closing
	return told{a, began}, true
}

// ended changes what is said of text behind a value that has ended too early: quotes
// inside of quotes, or brackets that were to be a part of a text.
func ended(a advice, m mark, data []byte) (advice, mark) {
	if !strings.HasPrefix(a.msg, "a key is expected") {
		return a, m
	}
	line := string(lineAt(data, m.line))
	before, value, found := strings.Cut(line, ": ")
	value = strings.TrimLeft(value, " ")
	if !found || value == "" || len([]rune(before)) >= m.column {
		return a, m
	}
	switch value[0] {
	case '\'':
		a.msg, a.hint = "the quoted text has ended before this", "write '' for an apostrophe inside of '…', or take double quotes"
	case '"':
		a.msg, a.hint = "the quoted text has ended before this", `write \" for a quotation mark inside of "…", or take single quotes`
	case '[', '{':
		a.msg, a.hint = "there is text behind the closing bracket", "put a text that starts with [ or { in quotes"
	}
	return a, m
}

// gluedColon finds a key at the beginning of a line whose colon has no blank behind
// it, and returns where it begins and how the line is to be written.
func gluedColon(line string) (column int, mended string, ok bool) {
	text := strings.TrimLeft(line, " ")
	key, value, found := strings.Cut(text, ":")
	if !found || value == "" || value[0] == ' ' || strings.HasPrefix(value, "//") || strings.ContainsAny(key, " \"'{[#") {
		return 0, "", false
	}
	return len(line) - len(text), short(key) + ": …", true // what stands there may be a secret
}

// gluedDash reports whether a line is an item of a list without a blank behind the
// dash.
func gluedDash(line []byte) bool {
	text := bytes.TrimSpace(line)
	return len(text) > 1 && text[0] == '-' && (text[1] >= 'a' && text[1] <= 'z' || text[1] >= 'A' && text[1] <= 'Z')
}

// indent returns how many blanks a line starts with.
func indent(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " ")) }

var anchors = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?:^|[ \t\[{,])&([A-Za-z0-9_-]+)`) })

// aliasHint is the anchor that an alias was to name, or how to make one.
func aliasHint(name string, data []byte) string {
	var names []string
	for _, m := range anchors().FindAllSubmatch(data, 100) {
		if string(m[1]) != name { // else it stands too late
			names = append(names, string(m[1]))
		}
	}
	if near := diag.Nearest(name, names); near != "" {
		return fmt.Sprintf("did you mean *%s?", short(near))
	}
	return fmt.Sprintf("mark a node before it with &%s", short(name))
}

// unquotedTemplate reports whether a value on the line of m starts with {{.
func unquotedTemplate(data []byte, m mark) bool {
	before, _, found := bytes.Cut(lineAt(data, m.line), []byte("{{"))
	before = bytes.TrimRight(before, " \t")
	return found && len(before) > 0 && bytes.IndexByte([]byte(":-[,"), before[len(before)-1]) >= 0
}

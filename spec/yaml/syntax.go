package yaml

import (
	"bytes"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"naftiko/spec/diag"
)

// advice is what we say for a problem that the library names.
type advice struct {
	problem string // a part of the library's text
	code    string // "" for "yaml-syntax"
	msg     string
	hint    string
	// opening says that the place to name is where the construct began, not
	// where the library gave up.
	opening bool
}

// known is looked through in order.
var known = []advice{
	{problem: "exceeded max depth", code: "too-deep", msg: fmt.Sprintf("lists and mappings nest deeper than %d", MaxDepth)},
	{
		problem: "could not find expected ':'", msg: `there is no ":" after this key`, opening: true,
		hint: `write "key: value", or indent the line if it goes on with the text above`,
	},
	{
		problem: "mapping values are not allowed", msg: `a ":" is not expected here`,
		hint: `quote a text that contains ": ", or check the indentation`,
	},
	{
		problem: "did not find expected key", msg: "a key is expected here",
		hint: "check the indentation, and quotes that end too early",
	},
	{problem: "did not find expected '-' indicator", msg: `a list item ("- ") is expected here`, hint: "check the indentation"},
	{
		problem: "block sequence entries are not allowed", msg: `a list item ("- ") is not expected here`,
		hint: "start the list on a line of its own",
	},
	{problem: "did not find expected ',' or ']'", msg: `"," or "]" is expected here`, hint: `write "," between entries, or close the list with ]`},
	{
		problem: "did not find expected ',' or '}'", msg: `"," or "}" is expected here`,
		hint: `write "," between entries, close the mapping with }, or quote a text that starts with {`,
	},
	{problem: "did not find expected node content", msg: "a value is expected here", hint: "close what is open"},
	{
		problem: "did not find expected alphabetic or numeric character", msg: `a text that starts with "*" or "&" needs quotes`,
		hint: "put the text in quotes", opening: true,
	},
	{problem: "found character that cannot start any token", msg: "no text can start with this character", hint: "put the text in quotes"},
	{problem: "tab character", msg: "a tab cannot be used for indentation", hint: "use blanks"},
	{problem: "unexpected end of stream", msg: "this quoted text is not closed", hint: "add the closing quote", opening: true},
	{problem: "unexpected document indicator", msg: "this quoted text is not closed", hint: "add the closing quote", opening: true},
	{
		problem: "did not find expected <document start>", msg: "the text goes on behind the end of the document",
		hint: "check the indentation",
	},
	{problem: "unknown escape character", msg: `this \ escape is unknown`, hint: `write \\ for a backslash (and / for \/), or use single quotes`},
	{
		problem: "invalid Unicode character escape", msg: "this escape is not a character by itself",
		hint: `write the character itself, or \U and its number`,
	},
	{problem: "undefined tag handle", msg: "this tag has no declared prefix", hint: `put a text that starts with "!" in quotes`},
}

// syntaxError reports err, by which dec refused data.
func (r *reader) syntaxError(dec *yaml.Decoder, data []byte, err error) {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	if strings.Contains(text, "control characters") {
		if at := controlAt(data); at >= 0 {
			r.diags.Errorf(place(r.src, data, at), "not-text", "", "this is not text: there is a control character")
			return
		}
	}
	if name, ok := strings.CutPrefix(text, "unknown anchor '"); ok {
		name, _, _ = strings.Cut(name, "'")
		r.diags.Errorf(r.at(markOf(dec, "event", "start_mark")), "yaml-syntax", aliasHint(name, data), "alias *%s names nothing", short(name))
		return
	}
	a := adviceFor(text)
	m := r.errorMark(dec, data, text, a.opening)
	a, m = refined(a, m, markOf(dec, "parser", "context_mark"), data)
	r.diags.Errorf(r.at(m), a.code, a.hint, "%s", a.msg)
}

func adviceFor(text string) advice {
	for _, a := range known {
		if strings.Contains(text, a.problem) {
			if a.code == "" {
				a.code = "yaml-syntax"
			}
			return a
		}
	}
	_, text, _ = cutLine(text)
	return advice{code: "yaml-syntax", msg: text}
}

// mark is a place as the library keeps it: counted from 0.
type mark struct {
	line, column int
	ok           bool
}

func (r *reader) at(m mark) diag.Pos { return r.src.pos(m.line+1, m.column+1) }

// errorMark finds the place of an error. The library's text has no column, and
// often the wrong line or none; it is used only where the marks cannot be read.
func (r *reader) errorMark(dec *yaml.Decoder, data []byte, text string, opening bool) mark {
	problem, context := markOf(dec, "parser", "problem_mark"), markOf(dec, "parser", "context_mark")
	if !problem.ok {
		line, _, _ := cutLine(text)
		return mark{line: max(line-1, 0)}
	}
	began := context.line > 0 || context.column > 0
	if problem.line == 0 && problem.column == 0 && !began {
		problem = markOf(dec, "parser", "mark")
	}
	switch {
	case opening:
		return context
	case lineAt(data, problem.line) != nil:
		return problem
	case began && lineAt(data, context.line) != nil:
		return context
	}
	return endOf(data)
}

// endOf returns the place behind the last text of data.
func endOf(data []byte) mark {
	data = bytes.TrimRight(data, " \t\r\n")
	last := bytes.LastIndexAny(data, "\r\n") + 1
	return mark{line: lineEnds(data), column: utf8.RuneCount(data[last:]), ok: true}
}

// markOf reads a mark of the library's parser. That is unexported, but it is
// the only place where the library keeps the column of an error.
func markOf(dec *yaml.Decoder, part, name string) mark {
	v := reflect.ValueOf(dec).Elem().FieldByName("parser")
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return mark{}
	}
	for _, field := range []string{part, name} {
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct {
			return mark{}
		}
		v = v.FieldByName(field)
	}
	if v.Kind() != reflect.Struct {
		return mark{}
	}
	line, column := v.FieldByName("line"), v.FieldByName("column")
	if !line.CanInt() || !column.CanInt() {
		return mark{}
	}
	return mark{line: int(line.Int()), column: int(column.Int()), ok: true}
}

// cutLine splits "line N: problem".
func cutLine(text string) (line int, problem string, ok bool) {
	rest, ok := strings.CutPrefix(text, "line ")
	if !ok {
		return 1, text, false
	}
	number, problem, ok := strings.Cut(rest, ": ")
	line, err := strconv.Atoi(number)
	if !ok || err != nil {
		return 1, text, false
	}
	return line, problem, true
}

// lineAt returns line n of data, counted from 0, or nil if nothing but white
// space is there and below.
func lineAt(data []byte, n int) []byte {
	for ; n > 0; n-- {
		_, rest, ok := cutLineEnd(data)
		if !ok {
			return nil
		}
		data = rest
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil
	}
	line, _, _ := cutLineEnd(data)
	return line
}

// cutLineEnd splits data around its first line end of any kind that the
// library knows.
func cutLineEnd(data []byte) (line, rest []byte, ok bool) {
	for i, b := range data {
		if b != '\n' && b != '\r' && b != 0xC2 && b != 0xE2 {
			continue
		}
		if n := lineEndSize(data[i:]); n > 0 {
			return data[:i], data[i+n:], true
		}
	}
	return data, nil, false
}

// lineEndSize returns how many bytes the line end takes that data starts with,
// or 0 if it starts with none.
func lineEndSize(data []byte) int {
	if bytes.HasPrefix(data, []byte("\r\n")) {
		return 2
	}
	switch c, size := utf8.DecodeRune(data); c {
	case '\n', '\r', nel, ls, ps:
		return size
	}
	return 0
}

// charAt returns the character at m, or 0 where there is none.
func charAt(data []byte, m mark) rune {
	column := 0
	for _, c := range string(lineAt(data, m.line)) {
		if column == m.column {
			return c
		}
		column++
	}
	return 0
}

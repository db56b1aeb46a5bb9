package format

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode/utf32"

	"naftiko/spec/value"
)

// UTF8 returns the text of an answer in UTF-8 without a byte order mark. What
// its encoding is, the first of these says: a byte order mark, the charset of
// contentType, NUL bytes that only UTF-16 and UTF-32 have, the text itself
// ([Kind.Charset]); else it is UTF-8. Names of encodings mean what they mean to
// browsers (WHATWG), so that ISO-8859-1 is windows-1252; an unknown one is an
// error.
//
// A text in UTF-8 is data itself and is not looked at: it is up to Decode what
// happens to bytes that are none. JSON, XML, YAML and the tables of CSV, TSV and
// PSV refuse them with their place. A text that is converted gets U+FFFD for
// what has no meaning in its encoding. It takes at most three times as many
// bytes as data. The answers of a format that is no text are data itself.
func (k Kind) UTF8(data []byte, contentType string) ([]byte, error) {
	if !k.Text {
		return data, nil
	}
	name, size := byteOrderMark(data)
	if size == 0 {
		name = k.charset(data, contentType)
	}
	enc, err := findEncoding(name)
	if err != nil {
		return nil, err
	}
	if enc == nil {
		return data[size:], nil
	}
	return enc.NewDecoder().Bytes(data[size:])
}

// charset names the encoding of a text without a byte order mark, "" for UTF-8.
func (k Kind) charset(data []byte, contentType string) string {
	if name := charsetParameter(contentType); name != "" {
		if strings.EqualFold(name, "utf-16") || strings.EqualFold(name, "utf-32") {
			return guess(data, name)
		}
		return name
	}
	if name := guess(data, ""); name != "" || k.Charset == nil {
		return name
	}
	name := k.Charset(data)
	if hasPrefixFold(name, "utf-16") || hasPrefixFold(name, "utf-32") {
		return "" // it could not have been found in one: somebody converted the text and left the name
	}
	return name
}

// byteOrderMark names the encoding whose mark data starts with; size is 0 where
// there is none.
func byteOrderMark(data []byte) (name string, size int) {
	marks := [...]struct{ mark, name string }{
		{"\xef\xbb\xbf", "utf-8"},
		{"\xff\xfe\x00\x00", "utf-32le"}, // before UTF-16, whose mark it starts with
		{"\x00\x00\xfe\xff", "utf-32be"},
		{"\xff\xfe", "utf-16le"},
		{"\xfe\xff", "utf-16be"},
	}
	for _, m := range marks {
		if bytes.HasPrefix(data, []byte(m.mark)) {
			return m.name, len(m.mark)
		}
	}
	return "", 0
}

// guess names the encoding in which data starts with an ASCII character, as
// every text of our formats does where it matters (RFC 4627 section 3); otherwise
// if it is neither UTF-16 nor UTF-32.
func guess(data []byte, otherwise string) string {
	if len(data) < 2 {
		return otherwise
	}
	wide := len(data) >= 4
	switch a, b := data[0], data[1]; {
	case wide && a == 0 && b == 0 && data[2] == 0 && data[3] != 0:
		return "utf-32be"
	case wide && a != 0 && b == 0 && data[2] == 0 && data[3] == 0:
		return "utf-32le"
	case a == 0 && b != 0:
		return "utf-16be"
	case a != 0 && b == 0:
		return "utf-16le"
	}
	return otherwise
}

// findEncoding returns what the name stands for, nil for UTF-8.
func findEncoding(name string) (encoding.Encoding, error) {
	switch {
	case name == "", strings.EqualFold(name, "utf-8"):
		return nil, nil
	case strings.EqualFold(name, "utf-32"), strings.EqualFold(name, "utf-32be"):
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), nil
	case strings.EqualFold(name, "utf-32le"):
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), nil
	}
	enc, err := htmlindex.Get(name)
	if err != nil || enc == encoding.Replacement {
		return nil, fmt.Errorf("its charset %q is unknown", cut(name, 40))
	}
	if canonical, err := htmlindex.Name(enc); err == nil && canonical == "utf-8" {
		return nil, nil
	}
	return enc, nil
}

// charsetParameter returns the first parameter of that name in a Content-Type,
// or "". Unlike mime.ParseMediaType it finds it among parameters that are not
// well formed, and in single quotes.
func charsetParameter(contentType string) string {
	_, rest, _ := cutParameter(contentType)
	for rest != "" {
		var parameter string
		parameter, rest, _ = cutParameter(rest)
		name, text, _ := strings.Cut(parameter, "=")
		if strings.EqualFold(strings.TrimSpace(name), "charset") {
			return strings.Trim(text, " \t\"'")
		}
	}
	return ""
}

// cutParameter splits text around the first semicolon outside of double quotes.
func cutParameter(text string) (before, after string, found bool) {
	quoted := false
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case c == ';' && !quoted:
			return text[:i], text[i+1:], true
		}
	}
	return text, "", false
}

// notUTF8 returns the error of the first byte that is not UTF-8, or nil.
func notUTF8(data []byte) error {
	if utf8.Valid(data) {
		return nil
	}
	at := 0
	for {
		c, size := utf8.DecodeRune(data[at:])
		if c == utf8.RuneError && size <= 1 {
			return value.NewSyntaxError(data, int64(at), "the text is not valid UTF-8 here")
		}
		at += size
	}
}

func hasPrefixFold(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}

// cut shortens text for a message to about most bytes.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + "…"
}

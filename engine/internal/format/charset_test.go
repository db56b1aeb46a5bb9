package format_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/format"
)

// wide spells text with so many bytes a character, big endian if big.
func wide(text string, size int, big bool) string {
	var units []uint32
	if size == 2 {
		for _, u := range utf16.Encode([]rune(text)) {
			units = append(units, uint32(u))
		}
	} else {
		for _, c := range text {
			units = append(units, uint32(c))
		}
	}
	var b strings.Builder
	for _, u := range units {
		for i := range size {
			shift := 8 * i
			if big {
				shift = 8 * (size - 1 - i)
			}
			b.WriteByte(byte(u >> shift))
		}
	}
	return b.String()
}

func kind(t *testing.T, name string) format.Kind {
	t.Helper()
	k, err := format.Find(name)
	require.NoError(t, err)
	return k
}

func TestUTF8(t *testing.T) {
	const (
		text   = `{"a":"é€😀"}`
		prolog = `<?xml version="1.0" encoding="ISO-8859-15"?>`
	)
	mark := "\ufeff"
	tests := map[string]struct{ format, in, contentType, want string }{
		"UTF-8":                           {"json", text, "", text},
		"UTF-8 with a mark":               {"json", mark + text, "", text},
		"UTF-16LE with a mark":            {"json", wide(mark+text, 2, false), "", text},
		"UTF-16BE with a mark":            {"json", wide(mark+text, 2, true), "", text},
		"UTF-32LE with a mark":            {"json", wide(mark+text, 4, false), "", text},
		"UTF-32BE with a mark":            {"json", wide(mark+text, 4, true), "", text},
		"a mark beats the header":         {"json", mark + text, "application/json; charset=iso-8859-1", text},
		"a mark beats the text":           {"xml", mark + prolog + "é", "", prolog + "é"},
		"UTF-16LE by its NULs":            {"json", wide(text, 2, false), "application/json", text},
		"UTF-16BE by its NULs":            {"json", wide(text, 2, true), "application/json", text},
		"UTF-32LE by its NULs":            {"json", wide(text, 4, false), "application/json", text},
		"UTF-32BE by its NULs":            {"json", wide(text, 4, true), "application/json", text},
		"UTF-16LE of one character":       {"json", "1\x00", "", "1"},
		"UTF-16BE of one character":       {"json", "\x001", "", "1"},
		"UTF-16LE, second is not ASCII":   {"json", wide(`"日"`, 2, false), "", `"日"`},
		"XML in UTF-16":                   {"xml", wide(`<r>é</r>`, 2, true), "", `<r>é</r>`},
		"charset utf-16, big endian":      {"json", wide(text, 2, true), "application/json; charset=utf-16", text},
		"charset utf-16, little endian":   {"json", wide(text, 2, false), "application/json; charset=UTF-16", text},
		"charset utf-16, nothing to see":  {"csv", wide("é", 2, false), "text/csv; charset=utf-16", "é"},
		"charset utf-16be":                {"csv", wide("é日", 2, true), "text/csv; charset=utf-16be", "é日"},
		"charset utf-32":                  {"csv", wide("é日", 4, true), "text/csv; charset=utf-32", "é日"},
		"charset utf-32le":                {"csv", wide("é日", 4, false), "text/csv; charset=UTF-32LE", "é日"},
		"half a character":                {"csv", wide("a", 2, false) + "b", "text/csv; charset=utf-16le", "a\ufffd"},
		"ISO-8859-1":                      {"csv", "a\xe9\x80", "text/csv; charset=ISO-8859-1", "aé€"},
		"US-ASCII":                        {"csv", "a\xe9", "text/csv; charset=us-ascii", "aé"},
		"windows-1251":                    {"csv", "\xcf\xf0", `text/csv; header=present; charset="Windows-1251"`, "Пр"},
		"Shift_JIS":                       {"csv", "\x93\xfa\x96\x7b", "text/csv;charset=Shift_JIS", "日本"},
		"gb2312":                          {"csv", "\xc8\xd5\xb1\xbe", "text/csv;charset=gb2312", "日本"},
		"utf8 without a hyphen":           {"csv", "é", "text/csv; charset=utf8", "é"},
		"single quotes":                   {"csv", "\xe9", "text/csv; charset='latin1'", "é"},
		"junk around":                     {"csv", "\xe9", `text/csv;;x; y="a;charset=koi8-r" ;  CharSet = latin1 ; charset=utf-8; =`, "é"},
		"no name":                         {"csv", "é", "text/csv; charset=", "é"},
		"an open quote":                   {"csv", "é", `text/csv; a="b; charset=latin1`, "é"},
		"charset in front":                {"csv", "é", "charset=latin1", "é"},
		"by the text":                     {"xml", prolog + "\xa4", "application/xml", prolog + "€"},
		"the header beats the text":       {"xml", prolog + "é", "application/xml; charset=utf-8", prolog + "é"},
		"UTF-16 in a text in UTF-8":       {"xml", `<?xml encoding="UTF-16LE"?>é`, "", `<?xml encoding="UTF-16LE"?>é`},
		"not UTF-8 is up to Decode":       {"csv", "\xff", "", "\xff"},
		"not UTF-8 as it says":            {"csv", "\xff", "text/csv; charset=utf-8", "\xff"},
		"nothing":                         {"xml", "", "", ""},
		"a mark alone":                    {"xml", mark, "", ""},
		"only half of the declaration":    {"xml", `<?xml encoding="`, "", `<?xml encoding="`},
		"a declaration without encoding":  {"xml", `<?xml version="1.0"?>é`, "", `<?xml version="1.0"?>é`},
		"encoding that is not quoted":     {"xml", `<?xml encoding=latin1?>é`, "", `<?xml encoding=latin1?>é`},
		"encoding without anything":       {"xml", `<?xml encoding = ?>é`, "", `<?xml encoding = ?>é`},
		"stylesheet is no declaration":    {"xml", `<?xml-stylesheet encoding="latin1"?>é`, "", `<?xml-stylesheet encoding="latin1"?>é`},
		"blanks before a declaration":     {"xml", "\n<?xml encoding = \"latin1\" ?>\xe9", "", "\n<?xml encoding = \"latin1\" ?>é"},
		"a byte order mark in the middle": {"csv", "a" + mark, "", "a" + mark},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := kind(t, tc.format).UTF8([]byte(tc.in), tc.contentType)
			require.NoError(t, err)
			assert.Equal(t, tc.want, string(got))
		})
	}
}

func TestUTF8_unknown(t *testing.T) {
	tests := map[string]struct{ format, in, contentType, want string }{
		"header":       {"json", "{}", "application/json; charset=klingon", `its charset "klingon" is unknown`},
		"text":         {"xml", `<?xml encoding="x-y"?>`, "", `its charset "x-y" is unknown`},
		"unsafe name":  {"csv", "a", "text/csv; charset=iso-2022-kr", `its charset "iso-2022-kr" is unknown`},
		"long name":    {"csv", "a", "text/csv; charset=" + strings.Repeat("é", 100), `its charset "` + strings.Repeat("é", 20) + `…" is unknown`},
		"control code": {"csv", "a", "text/csv; charset=a\x1b[1m", `its charset "a\x1b[1m" is unknown`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := kind(t, tc.format).UTF8([]byte(tc.in), tc.contentType)
			require.EqualError(t, err, tc.want)
			assert.Nil(t, got)
		})
	}
}

func TestUTF8_notText(t *testing.T) {
	in := []byte("\xef\xbb\xbf\xff")
	got, err := format.Kind{}.UTF8(in, "x/y; charset=klingon")
	require.NoError(t, err)
	assert.Equal(t, in, got)
}

func TestUTF8_copiesNothing(t *testing.T) {
	data := []byte(`<?xml version="1.0"?><r>é</r>`)
	for _, name := range []string{"json", "xml", "csv", "tsv", "psv", "yaml"} {
		for _, contentType := range []string{"", "text/x", "text/x; charset=UTF-8", `text/x;charset="utf-8"`} {
			k := kind(t, name)
			got, err := k.UTF8(data, contentType)
			require.NoError(t, err)
			assert.Same(t, &data[0], &got[0])
			assert.Zero(t, testing.AllocsPerRun(10, func() { _, _ = k.UTF8(data, contentType) }), "%s, %s", name, contentType)
		}
	}
}

func FuzzCharset(f *testing.F) {
	for _, s := range []string{"", "utf-8", "utf-16", "UTF-16BE", "utf-32le", "latin1", "shift_jis", "iso-2022-jp", "gb18030", "big5", "euc-kr", "x-user-defined", "koi8-r", "hz-gb-2312"} {
		f.Add([]byte("a\xe9\x80\x1b$B"), "text/csv; charset="+s)
		f.Add([]byte(`<?xml version="1.0" encoding="`+s+`"?><r>é</r>`), "")
	}
	for _, s := range []string{"\ufeffa", "\xff\xfea\x00", "\xfe\xff\x00a", "\xff\xfe\x00\x00a\x00\x00\x00", "\x00\x00\xfe\xff\x00\x00\x00a", "a\x00b\x00", "\x00a\x00b", "\x00\x00\x00a", "a\x00\x00\x00"} {
		f.Add([]byte(s), `text/csv; x="y;charset=a"; charset='utf-8'`)
	}
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		for _, name := range []string{"json", "xml", "csv", "yaml"} {
			k := kind(t, name)
			before := bytes.Clone(data)
			got, err := k.UTF8(data, contentType)
			switch {
			case !bytes.Equal(before, data):
				t.Fatal("data was changed")
			case err != nil && (got != nil || len(err.Error()) > 300):
				t.Fatalf("%q: %v", got, err)
			case len(got) > 3*len(data):
				t.Fatalf("%d bytes from %d", len(got), len(data))
			case !bytes.HasSuffix(data, got) && !utf8.Valid(got):
				t.Fatalf("%q is not UTF-8", got)
			}
			if err == nil {
				_, _ = sound(t, name, got)
			}
		}
	})
}

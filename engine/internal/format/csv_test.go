package format_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/format"
	"naftiko/spec/value"
)

// separators are those of the tables, by the name of the format.
var separators = map[string]string{"csv": ",", "tsv": "\t", "psv": "|"}

// csvRows are with commas; the other tables have their separator in their place.
var csvRows = rows{
	"rows":                           {"id,name\n1,Al\n", `[{"id":"1","name":"Al"}]`},
	"G71":                            {"name,age\nAlice,42\nBob,39\n", `[{"name":"Alice","age":"42"},{"name":"Bob","age":"39"}]`},
	"header trimmed, values not":     {" id , name\n 1 , Al \n", `[{"id":" 1 ","name":" Al "}]`},
	"quoted":                         {"a,b\n\"x,y\",\"say \"\"hi\"\"\"\n", `[{"a":"x,y","b":"say \"hi\""}]`},
	"quoted newline":                 {"a,b\n\"x\ny\r\nz\",1\n", `[{"a":"x\ny\r\nz","b":"1"}]`},
	"no escape character":            {`a,b` + "\n" + `x\,\n` + "\n", `[{"a":"x\\","b":"\\n"}]`},
	"short row":                      {"a,b,c\n1\n1,2\n", `[{"a":"1"},{"a":"1","b":"2"}]`},
	"one blank extra cell":           {"a,b\n1,2,\n1,2, \n", `[{"a":"1","b":"2"},{"a":"1","b":"2"}]`},
	"empty cell":                     {"a,b,c\n1,,3\n,,\n", `[{"a":"1","b":"","c":"3"},{"a":"","b":"","c":""}]`},
	"empty line in the middle":       {"a,b\n1,2\n\n3,4\n", `[{"a":"1","b":"2"},{"a":""},{"a":"3","b":"4"}]`},
	"no final newline":               {"a,b\n1,2", `[{"a":"1","b":"2"}]`},
	"CRLF":                           {"a,b\r\n1,2\r\n\r\n3,4\r\n", `[{"a":"1","b":"2"},{"a":""},{"a":"3","b":"4"}]`},
	"only a header":                  {"a,b\n", `[]`},
	"only a header, no newline":      {"a,b", `[]`},
	"trailing empty header name":     {"a,b,\n1,2,\n", `[{"a":"1","b":"2"}]`},
	"byte order mark":                {"\ufeffa,b\n1,2\n", `[{"a":"1","b":"2"}]`},
	"no comments":                    {"a,b\n#1,2\n", `[{"a":"#1","b":"2"}]`},
	"empty lines at the end":         {"a,b\n1,2\n\n\r\n\n", `[{"a":"1","b":"2"}]`},
	"CR":                             {"a,b\r1,2\r3,4\r", `[{"a":"1","b":"2"},{"a":"3","b":"4"}]`},
	"empty name in the middle":       {"a,,c\n1,2,3\n", `[{"a":"1","":"2","c":"3"}]`},
	"two empty names at the end":     {"a,,\n1,2\n", `[{"a":"1","":"2"}]`},
	"last of two names":              {"a,b,a\n1,2,3\n1,2\n", `[{"a":"3","b":"2"},{"a":"1","b":"2"}]`},
	"quoted header":                  {"\"a,1\",\" b \"\n1,2\n", `[{"a,1":"1","b":"2"}]`},
	"quoted empty cell":              {"a,b\n\"\",\"\"\"\"\n", `[{"a":"","b":"\""}]`},
	"quotes inside of a cell":        {"a,b\nx \"y\" z, \"q\"\n", `[{"a":"x \"y\" z","b":" \"q\""}]`},
	"blanks behind a quoted cell":    {"a,b\n\"x\" ,\"y\"  \n", `[{"a":"x","b":"y"}]`},
	"other characters":               {"né,b\nü,日本\n", `[{"né":"ü","b":"日本"}]`},
	"blank line":                     {"a,b\n  \n1,2\n", `[{"a":"  "},{"a":"1","b":"2"}]`},
	"separator at the end of a text": {"a,b\n1,", `[{"a":"1","b":""}]`},
}

func TestG72_csvTable(t *testing.T) {
	for name, separator := range separators {
		rs := rows{}
		for row, tc := range csvRows {
			tc.in = strings.ReplaceAll(tc.in, ",", separator)
			tc.want = strings.ReplaceAll(strings.ReplaceAll(tc.want, "x,y", "x"+separator+"y"), "a,1", "a"+separator+"1")
			tc.want = strings.ReplaceAll(tc.want, "\t", `\t`)
			rs[name+", "+row] = tc
		}
		rs.test(t, name)
	}
}

func TestG71_otherSeparatorsAreText(t *testing.T) {
	rows{"tab and bar": {"a,b|\tc\n1|2,3\t4", `[{"a":"1|2","b|\tc":"3\t4"}]`}}.test(t, "csv")
	rows{"comma and bar": {"a\tb,|c\n1|2\t3,4", `[{"a":"1|2","b,|c":"3,4"}]`}}.test(t, "tsv")
	rows{"comma and tab": {"a|b,\tc\n1\t2|3,4", `[{"a":"1\t2","b,\tc":"3,4"}]`}}.test(t, "psv")
}

func TestG72_csvErrors(t *testing.T) {
	wrong{
		"empty":                        {"", "line 1, column 1: there is no header: the first line names no column"},
		"newlines":                     {"\n\n", "line 1, column 1: there is no header: the first line names no column"},
		"blank header":                 {"  \n1\n", "line 1, column 1: there is no header: the first line names no column"},
		"empty header":                 {"\na,b\n", "line 1, column 1: there is no header: the first line names no column"},
		"header of separators":         {",,\n1,2,3\n", "line 1, column 1: there is no header: the first line names no column"},
		"long row":                     {"a,b\n1,2\n1,2,3\n", "line 3, column 5: too many cells: the header names 2"},
		"two blank extra cells":        {"a,b\n1,2,,\n", "line 2, column 5: too many cells: the header names 2"},
		"a cell behind a blank one":    {"a,b\n1,2,,3\n", "line 2, column 5: too many cells: the header names 2"},
		"long row behind quoted lines": {"a\n\"x\ny\"\n1,2\n", "line 4, column 3: too many cells: the header names 1"},
		"unclosed quote":               {"a,b\n1,\"2\n3,4\n", "line 2, column 3: the closing quote of this cell is missing"},
		"text behind a quote":          {"a,b\n1,\"2\"x\n", "line 2, column 6: text behind the closing quote of a cell"},
		"unclosed quote in the header": {"a,\"b\n", "line 1, column 3: the closing quote of this cell is missing"},
		"not UTF-8":                    {"a,b\n1,\xe9\n", "line 2, column 3: the text is not valid UTF-8 here"},
		"too many columns":             {"a" + strings.Repeat(",a", 1<<16), "line 1, column 131073: more than 65536 columns"},
	}.test(t, "csv")
}

// FuzzCSV holds all tables against encoding/csv where the two agree.
func FuzzCSV(f *testing.F) {
	for _, tc := range csvRows {
		f.Add([]byte(tc.in))
	}
	for _, s := range []string{"", ",", "a,b\n1,2,3", "a,\"b", "a\n\"b\"c", "a\tb\n1\t2", "a|b\n1|2", "\n", "a\n\n\n", "a,\xe9", "\"a\"\r\n\"\r\n\""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for name, separator := range separators {
			v, err := sound(t, name, data)
			want, comparable := standardCSV(string(data), separator)
			switch {
			case !comparable:
			case err != nil && !strings.Contains(err.Error(), "too many cells"):
				t.Fatalf("%s refuses %q: %v", name, data, err)
			case err == nil:
				assert.Equal(t, want, string(value.Append(nil, v)), "%s of %q", name, data)
			}
		}
	})
}

// standardCSV reads what means the same to encoding/csv as to us.
func standardCSV(text, separator string) (string, bool) {
	text = strings.TrimRight(text, "\n")
	if strings.Contains(text, "\r") || strings.Contains(text, "\n\n") || strings.HasPrefix(text, "\n") || strings.ToValidUTF8(text, "") != text {
		return "", false
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = rune(separator[0]), -1
	records, err := r.ReadAll()
	if err != nil || len(records) == 0 {
		return "", false
	}
	header := records[0]
	for i, name := range header {
		header[i] = strings.TrimSpace(name)
	}
	if strings.Join(header, "") == "" {
		return "", false
	}
	list := value.List{}
	for _, record := range records[1:] {
		o := &value.Object{}
		for i, cell := range record[:min(len(record), len(header))] {
			if i < len(header)-1 || header[i] != "" {
				o.Set(header[i], cell)
			}
		}
		list = append(list, o)
	}
	return string(value.Append(nil, list)), true
}

// sound decodes data and checks what holds for every format of text.
func sound(t *testing.T, name string, data []byte) (value.Value, error) {
	t.Helper()
	k, err := format.Find(name)
	require.NoError(t, err)
	v, err := k.Decode(data)
	if err != nil {
		var syn *value.SyntaxError
		require.ErrorAs(t, err, &syn)
		if v != nil || syn.Offset < 0 || syn.Offset > int64(len(data)) || syn.Line < 1 || syn.Column < 1 || len(err.Error()) > 400 {
			t.Fatalf("%v, offset %d: %v", v, syn.Offset, err)
		}
		return nil, err
	}
	if n := depth(v); n > value.MaxDepth {
		t.Fatalf("depth %d", n)
	}
	text := value.Append(nil, v) // panics on what is no Value
	again, err := value.Decode(text)
	require.NoError(t, err)
	require.True(t, value.Equal(v, again), "%s", text)
	return v, nil
}

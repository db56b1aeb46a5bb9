package report_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/report"
	"naftiko/cmd/internal/term"
	"naftiko/spec/diag"
	"naftiko/spec/value"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares got with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		require.NoError(t, os.WriteFile(path, got, 0o644))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got), "%s differs (run with -update, then read the diff)", path)
}

func findings() diag.List {
	var l diag.List
	l.Errorf(diag.Pos{File: "a.yaml", Line: 3, Column: 9}, "wrong-type", "write a list", "%q is not a list", "x\x1b[2J")
	l.Warnf(diag.Pos{File: "a.yaml"}, "no-base-uri", "", "no baseUri")
	return l
}

func TestText(t *testing.T) {
	var b bytes.Buffer
	report.Text(term.New(term.Options{Err: &b}), findings())
	assert.Equal(t, "a.yaml:3:9: \"x\\x1b[2J\" is not a list [wrong-type]\n  write a list\na.yaml: warning: no baseUri [no-base-uri]\n", b.String())
}

func TestJSON(t *testing.T) {
	want := `[{"file":"a.yaml","line":3,"column":9,"severity":"error","code":"wrong-type","message":"\"x\\x1b[2J\" is not a list","hint":"write a list"},` +
		`{"file":"a.yaml","severity":"warning","code":"no-base-uri","message":"no baseUri"}]`
	assert.Equal(t, want, string(value.Append(nil, report.JSON(findings()))))
	assert.Equal(t, "[]", string(value.Append(nil, report.JSON(nil))))
}

const (
	hardName  = "./a b%,c:d#ü/ö[1].yaml"
	otherName = "shared/import.yaml"
)

// hardSource has what lines can have: a byte order mark, tabs, wide and combining
// characters, pictures, commands of CI systems, all kinds of line ends.
const hardSource = "\uFEFFnaftiko: \"1.0.0-alpha3\"\r\n" + // 1
	"\tname:\ttabs\t# remark\r\n" + // 2
	"名前: 👍 e\u0301e\u0301 value\r" + // 3
	"x: \x00\x1b[31m\u202eevil\u2066 ##vso[x]y\n" + // 4
	"::error::y: [a, bc d, e]\n" + // 5
	"invalid: \xff\xfe tail\n" // 6

func hardLong() string {
	return "long: " + strings.Repeat("left ", 100) + "TOKEN " + strings.Repeat("right ", 300) + "\n" // 7
}

// hardDocuments is one hard set of outcomes.
func hardDocuments() []report.Document {
	src := []byte(hardSource + hardLong())
	pos := func(line, column int) diag.Pos { return diag.Pos{File: hardName, Line: line, Column: column} }
	var l diag.List
	l.Errorf(pos(1, 10), "first-line", "", "a byte order mark is no character")
	l.Warnf(pos(2, 8), "tabs", "use blanks", "tabs: 100%%, a:b")
	l.Errorf(pos(3, 5), "wide", "one\ntwo: three, 100%", "wide\nand ::error::x\r\nand more")
	l.Errorf(pos(3, 7), "wide", "", "combining")
	l.Errorf(pos(4, 4), "control-chars", "", "%s", "\x00 \x1b[31mred \u202e ]]> <&'\"> {0} [a](b) \\ \xff \ufffe ##[x]")
	l.Errorf(pos(5, 17), "equal", "", "equal findings")
	l.Errorf(pos(5, 17), "equal", "", "equal findings")
	l.Warnf(pos(6, 10), "invalid", "", "not UTF-8")
	l.Errorf(pos(7, 507), "long-line", "", "a long line")
	l.Errorf(diag.Pos{File: hardName}, "no-line", "", "no position")
	hard := report.Locate(src, l)
	hard[0].Help, hard[2].Help = "naftiko explain first-line", "naftiko explain wide"

	var imported diag.List
	imported.Warnf(diag.Pos{File: otherName, Line: 2, Column: 3}, "imported", "", "in an imported file")
	imported.Errorf(diag.Pos{}, "no-file", "look here", "no place at all")
	hard = append(hard, report.Locate([]byte("a:\n  b: c\n"), imported[:1])...)
	hard = append(hard, report.Locate(nil, imported[1:])...)

	var unread diag.List
	unread.Errorf(diag.Pos{File: "<stdin>", Line: 12, Column: 3}, "stdin", "", "source is not known")
	unread.Warnf(diag.Pos{File: "<stdin>", Line: 13, Column: 1}, "stdin", "", "and not here")
	remark := diag.Diagnostic{
		Pos: diag.Pos{File: "tips.yaml", Line: 1, Column: 4}, Severity: diag.Info, Code: "tip", Msg: "no example", Hint: "add one",
	}
	return []report.Document{
		{Name: hardName, Findings: hard},
		{Name: "./fine.yaml"},
		{Name: "<stdin>", Findings: report.Locate(nil, unread)},
		{Name: "tips.yaml", Findings: report.Locate([]byte("a: b\n"), diag.List{remark})},
	}
}

func hardSummary() report.Summary {
	return report.Summary{
		Documents: 4, Skipped: 1, Errors: 12, Warnings: 5, Infos: 1, Left: 2, Baselined: 3, Strict: true, Version: "1.2.3",
		Title: func(code string) string {
			if code == "equal" {
				return "Two findings that are equal"
			}
			return ""
		},
	}
}

// written returns the report about docs.
func written(t testing.TB, name string, o term.Options, s report.Summary, docs ...report.Document) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	o.Out, o.Err = &out, &errs
	r, err := report.New(name, term.New(o))
	require.NoError(t, err)
	for _, d := range docs {
		require.NoError(t, r.Document(d))
	}
	require.NoError(t, r.Close(s))
	require.Empty(t, errs.String())
	return out.Bytes()
}

// hard returns a report about the hard set, in a pipe.
func hard(t testing.TB, name string) []byte {
	t.Helper()
	return written(t, name, term.Options{}, hardSummary(), hardDocuments()...)
}

func TestReports(t *testing.T) {
	for _, name := range report.Formats() {
		t.Run(name, func(t *testing.T) {
			golden(t, name+".golden", hard(t, name))
			tty := term.Options{OutTTY: true, Color: true, Width: 60}
			golden(t, name+"-tty.golden", written(t, name, tty, hardSummary(), hardDocuments()...))
		})
	}
}

func TestReports_nothing(t *testing.T) {
	want := map[string]string{
		"text": "",
		"json": `{"findings":[],"summary":{"documents":0,"skipped":0,"errors":0,"warnings":0,"infos":0,"left":0,"baselined":0,"unread":0,"strict":false}}` + "\n",
		"sarif": `{"$schema":"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json","version":"2.1.0","runs":[` +
			`{"tool":{"driver":{"name":"naftiko","rules":[]}},"invocations":[{"executionSuccessful":true}],"columnKind":"utf16CodeUnits",` +
			`"newlineSequences":["\r\n","\n","\r"],"results":[]}]}` + "\n",
		"github": "",
		"junit":  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"naftiko validate\">\n</testsuites>\n",
		"gitlab": "[]\n",
	}
	for _, name := range report.Formats() {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, want[name], string(written(t, name, term.Options{}, report.Summary{})))
		})
	}
}

func TestNew_unknown(t *testing.T) {
	_, err := report.New("xml", term.New(term.Options{}))
	assert.EqualError(t, err, `no report format "xml"`)
	assert.Equal(t, []string{"text", "json", "sarif", "github", "junit", "gitlab"}, report.Formats())
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, assert.AnError }

// What cannot be written is an error of some call, and not lost.
func TestReports_failure(t *testing.T) {
	for _, name := range report.Formats() {
		t.Run(name, func(t *testing.T) {
			r, err := report.New(name, term.New(term.Options{Out: failing{}}))
			require.NoError(t, err)
			errs := []error{}
			for _, d := range hardDocuments() {
				errs = append(errs, r.Document(d))
			}
			assert.Contains(t, append(errs, r.Close(hardSummary())), assert.AnError)
		})
	}
}

// A credential in a line is never shown, nor is a line that is not known.
func TestReports_lines(t *testing.T) {
	const secret = "s3cr3t"
	list := diag.List{{Pos: diag.Pos{File: "a.yaml", Line: 1, Column: 8}, Code: "literal-secret", Msg: "a secret"}}
	known := report.Document{Name: "a.yaml", Findings: report.Locate([]byte("token: "+secret), list)}
	unknown := report.Document{Name: "a.yaml", Findings: report.Locate(nil, list)}
	for _, name := range report.Formats() {
		t.Run(name, func(t *testing.T) {
			got := string(written(t, name, term.Options{}, report.Summary{}, known))
			assert.NotContains(t, got, secret)
			assert.Equal(t, name == "text" || name == "junit", strings.Contains(got, "| token: ******"))
			got = string(written(t, name, term.Options{}, report.Summary{}, unknown))
			assert.NotContains(t, got, " | ")
		})
	}
}

// many returns a document with n findings.
func many(n int) report.Document {
	var src strings.Builder
	list := make(diag.List, n)
	for i := range list {
		fmt.Fprintf(&src, "  key%d: value %d # remark\n", i, i)
		list[i] = diag.Diagnostic{
			Pos: diag.Pos{File: "dir/a.yaml", Line: i + 1, Column: 3}, Severity: diag.Severity(i % 3), Code: "unknown-key",
			Msg: fmt.Sprintf("no key \"key%d\" is known here", i), Hint: "did you mean \"key\"?",
		}
	}
	return report.Document{Name: "dir/a.yaml", Findings: report.Locate([]byte(src.String()), list)}
}

func BenchmarkReports(b *testing.B) {
	d := many(10_000)
	for _, name := range report.Formats() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				written(b, name, term.Options{}, report.Summary{}, d)
			}
		})
	}
}

// A fingerprint outlasts moved lines and other blanks, and nothing else.
func TestFingerprint(t *testing.T) {
	of := func(src, code, msg string, line int) string {
		d := diag.Diagnostic{Pos: diag.Pos{File: "a.yaml", Line: line, Column: 1}, Code: code, Msg: msg}
		return report.Fingerprint(report.Locate([]byte(src), diag.List{d})[0])
	}
	same := of("a: b\n", "c", "first on line 7 of a.yaml", 1)
	assert.Regexp(t, "^[0-9a-f]{16}$", same)
	assert.Equal(t, same, of("# x\n\n    a: b  \r\n", "c", "first on line 1234 of a.yaml", 3))
	for name, other := range map[string]string{
		"code":    of("a: b\n", "d", "first on line 7 of a.yaml", 1),
		"message": of("a: b\n", "c", "first on line 7 of b.yaml", 1),
		"line":    of("a: c\n", "c", "first on line 7 of a.yaml", 1),
		"no line": report.Fingerprint(report.Finding{Diagnostic: diag.Diagnostic{Code: "c", Msg: "first on line 7 of a.yaml"}}),
	} {
		assert.NotEqual(t, same, other, name)
	}
	elsewhere := of("a: b", "c", "a port is taken already, at docs/a b.yaml:3:9", 1)
	assert.Equal(t, elsewhere, of("a: b", "c", "a port is taken already, at b.yaml:12:345", 1))
	assert.Equal(t, elsewhere, of("a: b", "c", "a port is taken already, at 12:345", 1))
	for _, msg := range []string{"a port is taken already, at b.yaml:12:", "a port is taken already, at b.yaml:12", "a port is taken already, at b.yaml::1", "a port is taken already, at 1:2 x"} {
		assert.NotEqual(t, elsewhere, of("a: b", "c", msg, 1), msg)
	}
	assert.Equal(t, of("token: hunter2", "c", "m", 1), of("token: sesame1", "c", "m", 1), "a credential is no part of it")
}

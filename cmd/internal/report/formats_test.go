package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/joshdk/go-junit"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/cmd/internal/report"
	"naftiko/cmd/internal/term"
	"naftiko/spec/diag"
)

// decoded reads data as one JSON text that has no member but those of T.
func decoded[T any](t *testing.T, data []byte) T {
	t.Helper()
	var v T
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	require.NoError(t, dec.Decode(&v))
	_, err := dec.Token()
	require.ErrorIs(t, err, io.EOF)
	assert.True(t, bytes.HasSuffix(data, []byte("\n")))
	return v
}

// shownAs is text with what is not UTF-8 replaced, as JSON has it.
func shownAs(text string) string { return string([]rune(text)) }

// flat returns all findings, with the names of their files.
func flat(docs []report.Document) []report.Finding {
	var all []report.Finding
	for _, d := range docs {
		for _, f := range d.Findings {
			if f.Pos.File == "" {
				f.Pos.File = d.Name
			}
			all = append(all, f)
		}
	}
	return all
}

// jsonFile is the report "json".
type jsonFile struct {
	Findings []struct {
		File, Severity, Code, Message, Hint, Help string
		Line, Column, EndColumn                   int
	}
	Summary struct {
		Documents, Skipped, Errors, Warnings, Infos, Left, Baselined, Unread int
		Strict                                                               bool
	}
}

func checkJSON(t *testing.T, data []byte, all []report.Finding) jsonFile {
	t.Helper()
	got := decoded[jsonFile](t, data)
	require.Len(t, got.Findings, len(all))
	for i, f := range got.Findings {
		want := all[i]
		assert.Equal(t, shownAs(want.Pos.File), f.File)
		assert.Equal(t, shownAs(want.Msg), f.Message)
		assert.Equal(t, shownAs(want.Hint), f.Hint)
		assert.Equal(t, want.Severity.String(), f.Severity)
		assert.Equal(t, shownAs(want.Help), f.Help)
		assert.Equal(t, shownAs(want.Code), f.Code)
		if want.Pos.IsValid() {
			assert.Equal(t, []int{want.Pos.Line, want.Pos.Column, want.End}, []int{f.Line, f.Column, f.EndColumn})
		}
	}
	return got
}

func TestJSONReport(t *testing.T) {
	got := checkJSON(t, hard(t, "json"), flat(hardDocuments())).Summary
	want := hardSummary()
	assert.Equal(t, []int{want.Documents, want.Skipped, want.Errors, want.Warnings, want.Infos, want.Left, want.Baselined, want.Unread},
		[]int{got.Documents, got.Skipped, got.Errors, got.Warnings, got.Infos, got.Left, got.Baselined, got.Unread})
	assert.True(t, got.Strict)
}

// gitlabIssue is an entry of the report "gitlab".
type gitlabIssue struct {
	Description string
	CheckName   string `json:"check_name"`
	Fingerprint string
	Severity    string
	Location    struct {
		Path  string
		Lines struct{ Begin int }
	}
}

func checkGitLab(t *testing.T, data []byte, all []report.Finding) []gitlabIssue {
	t.Helper()
	issues := decoded[[]gitlabIssue](t, data)
	require.Len(t, issues, len(all))
	seen := map[string]bool{}
	for i, issue := range issues {
		assert.Equal(t, max(all[i].Pos.Line, 1), issue.Location.Lines.Begin)
		assert.Equal(t, map[diag.Severity]string{diag.Error: "major", diag.Warning: "minor", diag.Info: "info"}[all[i].Severity], issue.Severity)
		assert.Equal(t, shownAs(all[i].Code), issue.CheckName)
		if all[i].Msg != "" {
			assert.Equal(t, shownAs(all[i].Msg), issue.Description)
		}
		assert.Regexp(t, "^[0-9a-f]{32}$", issue.Fingerprint)
		assert.False(t, seen[issue.Fingerprint])
		seen[issue.Fingerprint] = true
	}
	return issues
}

func TestGitLabReport(t *testing.T) {
	issues := checkGitLab(t, hard(t, "gitlab"), flat(hardDocuments()))
	assert.Equal(t, "a b%,c:d#ü/ö[1].yaml", issues[0].Location.Path)
	assert.Equal(t, otherName, issues[10].Location.Path)
}

// A fingerprint stays when other lines come and go.
func TestGitLabReport_stable(t *testing.T) {
	prints := func(src string, lines ...int) []string {
		var l diag.List
		for _, line := range lines {
			l.Errorf(diag.Pos{File: "a.yaml", Line: line, Column: 1}, "x", "", "line %d", line)
		}
		d := report.Document{Name: "a.yaml", Findings: report.Locate([]byte(src), l)}
		var got []string
		for _, issue := range checkGitLab(t, written(t, "gitlab", term.Options{}, report.Summary{}, d), d.Findings) {
			got = append(got, issue.Fingerprint)
		}
		return got
	}
	before := prints("a: 1\nb: 2\n  b: 2 \n", 1, 2, 3)
	assert.Equal(t, before, prints("# more\n\na: 1\n  b: 2\nb: 2", 3, 4, 5))
	assert.Equal(t, before[1:], prints("b: 2\nb: 2", 1, 2))
}

// unescaped undoes the escaping of a workflow command, as the runner does.
var unescaped = strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")

// checkGitHub reads a report as the runner does.
func checkGitHub(t *testing.T, data []byte, all []report.Finding) {
	t.Helper()
	lines := strings.SplitAfter(string(data), "\n")
	require.Empty(t, lines[len(lines)-1])
	require.GreaterOrEqual(t, len(lines)-1, len(all))
	for i, want := range all {
		line := strings.TrimSuffix(lines[i], "\n")
		assert.NotContains(t, line, "\r")
		name, rest, ok := strings.Cut(strings.TrimPrefix(line, "::"), "::")
		require.True(t, ok, line)
		name, head, _ := strings.Cut(name, " ")
		assert.Equal(t, map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Info: "notice"}[want.Severity], name)
		props := map[string]string{}
		for prop := range strings.SplitSeq(head, ",") {
			if key, v, ok := strings.Cut(prop, "="); ok {
				props[key] = unescaped.Replace(v)
			}
		}
		assert.Equal(t, term.Clean(want.Code), props["title"])
		if want.Pos.IsValid() {
			assert.Equal(t, strconv.Itoa(want.Pos.Line), props["line"])
			assert.Equal(t, strconv.Itoa(max(want.Pos.Column, 1)), props["col"])
		}
		message := want.Msg
		if want.Hint != "" {
			message += "\n" + strings.TrimRight(want.Hint, "\n")
		}
		assert.Equal(t, term.CleanText(message), unescaped.Replace(rest))
	}
}

func TestGitHubReport(t *testing.T) {
	data := hard(t, "github")
	checkGitHub(t, data, flat(hardDocuments()))
	assert.Equal(t, 16, bytes.Count(data, []byte("\n")))
	assert.True(t, bytes.HasPrefix(data, []byte("::error file=a b%25%2Cc%3Ad#ü/ö[1].yaml,line=1,col=10,endColumn=23,title=first-line::a byte")))
	assert.NotContains(t, string(data), "stdin>", "standard input is no file")
}

// checkJUnit reads a report as a library does, and all of it as XML.
func checkJUnit(t *testing.T, data []byte, docs []report.Document) []junit.Suite {
	t.Helper()
	for dec := xml.NewDecoder(bytes.NewReader(data)); ; {
		_, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
	}
	suites, err := junit.Ingest(data)
	require.NoError(t, err)
	require.Len(t, suites, len(docs))
	for i, d := range docs {
		var errs []report.Finding
		for _, f := range d.Findings {
			if f.Severity == diag.Error {
				errs = append(errs, f)
			}
		}
		tests := suites[i].Tests
		require.Len(t, tests, max(len(errs), 1))
		assert.Equal(t, len(errs), suites[i].Totals.Failed)
		assert.Equal(t, len(errs) < len(d.Findings), suites[i].SystemOut != "")
		seen := map[string]bool{}
		for j, f := range errs {
			failure, ok := errors.AsType[junit.Error](tests[j].Error)
			require.True(t, ok)
			assert.Equal(t, term.CleanText(f.Msg), failure.Message)
			assert.Equal(t, term.CleanText(f.Code), failure.Type)
			assert.False(t, seen[tests[j].Name])
			seen[tests[j].Name] = true
		}
		if len(errs) == 0 {
			assert.Equal(t, junit.StatusPassed, tests[0].Status)
		}
	}
	return suites
}

func TestJUnitReport(t *testing.T) {
	suites := checkJUnit(t, hard(t, "junit"), hardDocuments())
	name := "a b%,c:d#ü/ö[1].yaml"
	assert.Equal(t, name, suites[0].Name)
	assert.Equal(t, "equal: equal findings (2)", suites[0].Tests[5].Name)
	assert.Equal(t, map[string]string{"name": "equal: equal findings (2)", "classname": name, "file": name, "line": "5", "time": "0"}, suites[0].Tests[5].Properties)
	assert.Contains(t, suites[0].SystemOut, "in an imported file [imported]\n    2 |   b: c\n")
	assert.Equal(t, "no errors", suites[1].Tests[0].Name)
	assert.Equal(t, "<stdin>", suites[2].Name)
}

// validated checks data against the schema of the standard, which the library
// holds. The library's types stand in between: they know all of its members and
// their types, but not the default of languages.
func validated(data []byte) error {
	log, err := sarif.FromBytes(data)
	if err != nil {
		return err
	}
	for _, run := range log.Runs {
		run.Language, run.Tool.Driver.Language = "en-US", "en-US"
	}
	return log.Validate()
}

// checkSARIF reads a report with a library, and checks it.
func checkSARIF(t *testing.T, data []byte, all []report.Finding) *sarif.Run {
	t.Helper()
	log := decoded[sarif.Report](t, data)
	require.Len(t, log.Runs, 1)
	run := log.Runs[0]
	require.Len(t, run.Results, len(all))
	seen := map[string]bool{}
	for i, r := range run.Results {
		want := all[i]
		assert.Equal(t, *r.RuleID, *run.Tool.Driver.Rules[r.RuleIndex].ID)
		assert.Equal(t, shownAs(want.Code), *r.RuleID)
		assert.Equal(t, map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Info: "note"}[want.Severity], r.Level)
		assert.NotEmpty(t, *r.Message.Text)
		assert.False(t, seen[r.PartialFingerprints["codeAndLine/v1"]])
		seen[r.PartialFingerprints["codeAndLine/v1"]] = true
		if want.Pos.File == "" {
			continue
		}
		place := r.Locations[0].PhysicalLocation
		assert.Regexp(t, `^(file:///?)?([-A-Za-z0-9._~!$&'()*+,;=@/]|%[0-9A-F]{2})+$`, *place.ArtifactLocation.URI)
		if !want.Pos.IsValid() {
			assert.Nil(t, place.Region)
			continue
		}
		assert.Equal(t, []int{want.Pos.Line, want.Column16, want.Pos.Line, want.End16},
			[]int{*place.Region.StartLine, *place.Region.StartColumn, *place.Region.EndLine, *place.Region.EndColumn})
	}
	return run
}

func TestSARIFReport(t *testing.T) {
	data := hard(t, "sarif")
	require.NoError(t, validated(data))
	run := checkSARIF(t, data, flat(hardDocuments()))
	assert.Equal(t, "1.2.3", *run.Tool.Driver.Version)
	assert.Equal(t, "Two findings that are equal", *run.Tool.Driver.Rules[1].ShortDescription.Text)
	assert.Equal(t, "\x00 \x1b[31mred \u202e ]]> <&'\"> {{0}} [a](b) \\ \uFFFD \ufffe ##[x]", plainLink(*run.Results[4].Message.Text))
	assert.Equal(t, "%3Cstdin%3E", *run.Results[12].Locations[0].PhysicalLocation.ArtifactLocation.URI)
	assert.True(t, *run.Invocations[0].ExecutionSuccessful)
	assert.Equal(t, "2 more findings are not shown", *run.Invocations[0].ToolExecutionNotifications[0].Message.Text)
}

// plainLink undoes the escaping of what could be a link.
func plainLink(text string) string {
	return strings.NewReplacer(`\\`, `\`, `\[`, `[`, `\]`, `]`).Replace(text)
}

func TestSARIFReport_message(t *testing.T) {
	tests := map[string]struct{ msg, hint, want string }{
		"plain":            {`a [b] c\d`, "", `a [b] c\d`},
		"placeholder":      {"no {0} in {{x}}", "", "no {{0}} in {{{{x}}}}"},
		"link":             {`a [b](c) \d [e]`, "", `a \[b\](c) \\d \[e\]`},
		"escaped link":     {`\[b\](c)`, "", `\\\[b\\\](c)`},
		"hint":             {"a", "b\nc\n", "a\nb\nc"},
		"link in the hint": {"[a]", "[b](c)", "\\[a\\]\n\\[b\\](c)"},
		"across":           {"[a]", "(b)", "[a]\n(b)"},
		"empty":            {"", "", "code"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d := report.Document{Name: "a", Findings: report.Locate(nil, diag.List{{Code: "code", Msg: tc.msg, Hint: tc.hint}})}
			data := written(t, "sarif", term.Options{}, report.Summary{}, d)
			require.NoError(t, validated(data))
			run := checkSARIF(t, data, flat([]report.Document{d}))
			assert.Equal(t, tc.want, *run.Results[0].Message.Text)
		})
	}
}

// The check itself finds what the schema does not allow.
func TestSARIFReport_check(t *testing.T) {
	good := string(hard(t, "sarif"))
	for name, change := range map[string][2]string{
		"level":     {`"level":"error"`, `"level":"fatal"`},
		"region":    {`"startLine":1,"startColumn":10,"endLine":1,"endColumn":24`, `"startColumn":0`},
		"no text":   {`"message":{"text":"not UTF-8"}`, `"message":{}`},
		"version":   {`"version":"2.1.0"`, `"version":"2.0.0"`},
		"rule":      {`"ruleIndex":2`, `"ruleIndex":-2`},
		"columns":   {`"utf16CodeUnits"`, `"bytes"`},
		"not a URI": {`"uri":"%3Cstdin%3E"`, `"uri":":%"`},
	} {
		t.Run(name, func(t *testing.T) {
			bad := strings.Replace(good, change[0], change[1], 1)
			require.NotEqual(t, good, bad)
			assert.NoError(t, validated([]byte(good)))
			assert.Error(t, validated([]byte(bad)))
		})
	}
}

// FuzzReports: whatever a finding says, each report is well-formed and says it.
func FuzzReports(f *testing.F) {
	f.Add("a b%,c:d#ü.yaml", "src: \x00 ä\r\n[x](y)", "wide\n::error::x ##[y]", "use {0}\n[a](b)", "code", uint16(1), uint16(6), uint8(1))
	f.Add("/abs/\xff.yaml", "]]>\x1b[31m", "\x1b]0;x\a\u202e\u2028]]>&<>\"'", "\u0085\ufffe\ufeff", "a:b,c=d", uint16(1), uint16(1), uint8(0))
	f.Add("C:\\x", "\t\t", "\r", "\r\n", "", uint16(0), uint16(0), uint8(2))
	f.Add("..", "a", "", "\n\n", "##vso[x]", uint16(1), uint16(9), uint8(1))
	f.Fuzz(func(t *testing.T, file, src, msg, hint, code string, line, column uint16, severity uint8) {
		d := diag.Diagnostic{Pos: diag.Pos{File: file, Line: int(line), Column: int(column)}, Code: code, Msg: msg, Hint: hint}
		d.Severity = diag.Severity(severity % 3)
		found := report.Locate([]byte(src), diag.List{d, d})
		docs := []report.Document{{Name: file, Findings: found}, {Name: "fine"}}
		all := flat(docs)
		for _, o := range []term.Options{{}, {OutTTY: true}} {
			for _, name := range report.Formats() {
				data := written(t, name, o, report.Summary{Left: 1}, docs...)
				assert.True(t, utf8.Valid(data), name)
				for line := range strings.SplitSeq(string(data), "\n") {
					assert.Equal(t, -1, strings.IndexAny(line, "\x00\r\x1b\u0085\u009b\u2028\u202e\ufeff"), "%s: %q", name, line)
					assert.NotContains(t, line, "##[")
					assert.NotContains(t, line, "##vso[")
				}
				switch name {
				case "json":
					checkJSON(t, data, all)
				case "gitlab":
					checkGitLab(t, data, all)
				case "sarif":
					checkSARIF(t, data, all)
				case "github":
					assert.Equal(t, 3, bytes.Count(data, []byte("\n")))
					checkGitHub(t, data, all)
				case "junit":
					checkJUnit(t, data, docs)
				case "text":
					checkText(t, data, found)
				}
			}
		}
	})
}

// checkText counts the lines of a report: none is a stranger's.
func checkText(t *testing.T, data []byte, found []report.Finding) {
	t.Helper()
	want := 0
	for _, f := range found {
		want++
		if f.Line != "" {
			want += 2
		}
		if f.Hint != "" {
			want += 1 + strings.Count(strings.TrimRight(f.Hint, "\n"), "\n")
		}
	}
	assert.Equal(t, want, bytes.Count(data, []byte("\n")))
	for line := range strings.SplitSeq(string(data), "\n") {
		assert.Equal(t, term.CleanText(line), line)
	}
}

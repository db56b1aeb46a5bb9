package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"naftiko/cmd/internal/term"
	"naftiko/spec/value"
)

// sarifReport writes SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange
// Format (SARIF) Version 2.1.0", with errata 01): one run with a rule for each code
// that was found and a result for each finding. Columns are counted in UTF-16 code
// units (3.14.17), files are relative to where the program was started unless
// their path is absolute (3.4), and a finding without a line has no region. That
// findings are left out is a notification of the invocation (3.20.21).
//
// A result names a rule by its place in the sorted list of rules (3.27.6), which is
// known only at the end: until then all findings are held, without their source.
type sarifReport struct {
	out     jsonText
	results []sarifResult
	seen    fingerprints
}

// sarifResult is what a result needs of a finding.
type sarifResult struct {
	Finding
	file, mark string
}

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

func newSARIF(p *term.Printer) Reporter {
	return &sarifReport{out: jsonText{output: output{write: p.OutJSON}, indent: p.OutTTY()}, seen: fingerprints{}}
}

// Document implements [Reporter].
func (r *sarifReport) Document(d Document) error {
	for _, f := range d.Findings {
		file := d.file(f)
		mark := r.seen.of(f, file)
		f.Line = ""
		r.results = append(r.results, sarifResult{f, file, mark})
	}
	return nil
}

// Close implements [Reporter].
func (r *sarifReport) Close(s Summary) error {
	index, helps := map[string]int{}, map[string]string{}
	for _, f := range r.results {
		index[f.Code] = 0
		helps[f.Code] = cmp.Or(helps[f.Code], f.Help)
	}
	codes := slices.Sorted(maps.Keys(index))
	for i, code := range codes {
		index[code] = i
	}
	t := &r.out
	t.open('{')
	t.member("$schema")
	t.put(sarifSchema)
	t.member("version")
	t.put("2.1.0")
	t.member("runs")
	t.open('[')
	t.item()
	t.open('{')
	t.member("tool")
	t.put(objectOf("driver", driver(codes, helps, s)))
	t.member("invocations")
	t.put(value.List{invocation(s)})
	t.member("columnKind")
	t.put("utf16CodeUnits")
	t.member("newlineSequences")
	t.put(value.List{"\r\n", "\n", "\r"})
	t.member("results")
	t.open('[')
	for _, f := range r.results {
		t.item()
		t.put(f.object(index[f.Code]))
		if err := t.flushFull(); err != nil {
			return err
		}
	}
	t.end(']')
	t.end('}')
	t.end(']')
	t.end('}')
	return t.finish()
}

// objectOf returns an object with one member.
func objectOf(name string, v value.Value) *value.Object {
	return value.NewObject(value.Member{Name: name, Value: v})
}

// driver describes the program (3.19) and the codes it used (3.49), with what says
// more of them.
func driver(codes []string, helps map[string]string, s Summary) *value.Object {
	o := objectOf("name", "naftiko")
	if s.Version != "" {
		o.Set("version", s.Version)
	}
	rules := make(value.List, len(codes))
	for i, code := range codes {
		rule := objectOf("id", code)
		rule.Set("shortDescription", objectOf("text", s.title(code)))
		if helps[code] != "" {
			rule.Set("help", objectOf("text", helps[code]))
		}
		rules[i] = rule
	}
	o.Set("rules", rules)
	return o
}

// invocation says how the run went (3.20): that there are findings is no failure.
func invocation(s Summary) *value.Object {
	o := objectOf("executionSuccessful", s.Unread == 0)
	if s.Left > 0 {
		note := objectOf("level", "note")
		note.Set("message", objectOf("text", notShown(s.Left)))
		o.Set("toolExecutionNotifications", value.List{note})
	}
	return o
}

// object returns a result (3.27); rule is the place of its rule.
func (f sarifResult) object(rule int) *value.Object {
	o := objectOf("ruleId", f.Code)
	o.Set("ruleIndex", integer(rule))
	o.Set("level", as(f.Severity, "error", "warning", "note"))
	o.Set("message", objectOf("text", sarifText(joined(cmp.Or(f.Msg, f.Code, "finding"), f.Hint))))
	if f.file != "" {
		location := objectOf("artifactLocation", objectOf("uri", uri(f.file, onWindows)))
		if f.Pos.IsValid() {
			location.Set("region", f.region())
		}
		o.Set("locations", value.List{objectOf("physicalLocation", location)})
	}
	// Not primaryLocationLineHash: GitHub fills that itself, and complains of others.
	o.Set("partialFingerprints", objectOf("codeAndLine/v1", f.mark))
	return o
}

// region returns the place in the file (3.30).
func (f sarifResult) region() *value.Object {
	o := objectOf("startLine", integer(f.Pos.Line))
	if f.Column16 > 0 {
		o.Set("startColumn", integer(f.Column16))
		o.Set("endLine", integer(f.Pos.Line))
		o.Set("endColumn", integer(max(f.End16, f.Column16)))
	}
	return o
}

// sarifText returns text as a plain text message. Braces are doubled in all of them
// (3.11.5), with or without arguments. Brackets and backslashes are escaped where
// something could be read as a link (3.11.6), and else stand as they are, because
// not every reader takes the backslashes away.
func sarifText(text string) string {
	text = sarifBraces.Replace(text)
	if strings.Contains(text, "](") {
		text = sarifBrackets.Replace(text)
	}
	return text
}

var (
	sarifBraces   = strings.NewReplacer("{", "{{", "}", "}}")
	sarifBrackets = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`)
)

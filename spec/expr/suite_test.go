package expr_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec/expr"
	"naftiko/spec/value"
)

// suiteFile reads a file of the reference suites, which lie beside the module.
func suiteFile(t *testing.T, name string) []byte {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "reference", "suites", filepath.FromSlash(name))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("the reference suite %s is not here", name)
	}
	return data
}

func decode(t *testing.T, src string) value.Value {
	t.Helper()
	v, err := value.Decode([]byte(src))
	require.NoError(t, err, src)
	return v
}

func get(v value.Value, name string) value.Value {
	o, _ := v.(*value.Object)
	w, _ := o.Get(name)
	return w
}

// nodes returns what p matches as a list, as RFC 9535 has it.
func nodes(p *expr.Path, root value.Value) value.List {
	v, ok := p.Eval(root)
	switch {
	case !ok:
		return value.List{}
	case p.Definite():
		return value.List{v}
	}
	return v.(value.List)
}

// sameDifferences wants got, the cases that differ, to be exactly those that
// the file in testdata lists below its reasons.
func sameDifferences(t *testing.T, file string, got map[string]string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", file))
	require.NoError(t, err)
	reason, listed := "", map[string]bool{}
	for line := range strings.Lines(string(data)) {
		name := strings.TrimSuffix(line, "\n")
		switch {
		case name == "":
		case name[0] == '#':
			reason = name
		default:
			listed[name] = true
			_, differs := got[name]
			assert.True(t, differs, "%q stands below %q but passes", name, reason)
		}
	}
	for name, how := range got {
		assert.True(t, listed[name], "%q differs: %s", name, how)
	}
}

func TestPath_rfc9535(t *testing.T) {
	suite := decode(t, string(suiteFile(t, "jsonpath-rfc9535.json")))
	got := map[string]string{}
	for _, tc := range get(suite, "tests").(value.List) {
		if how := rfcDifference(tc); how != "" {
			got[get(tc, "name").(string)] = how
		}
	}
	sameDifferences(t, "rfc9535.txt", got)
}

// rfcDifference runs one case and says how the outcome differs, "" for not.
func rfcDifference(tc value.Value) string {
	p, err := expr.ParsePath(get(tc, "selector").(string))
	invalid := get(tc, "invalid_selector") == true
	switch {
	case err != nil && invalid:
		return ""
	case err != nil:
		return "refused: " + err.Error()
	case invalid:
		return "accepted"
	}
	got := nodes(p, get(tc, "document"))
	results, ok := get(tc, "results").(value.List)
	if !ok {
		results = value.List{get(tc, "result")}
	}
	if slices.ContainsFunc(results, func(want value.Value) bool { return value.Equal(got, want) }) {
		return ""
	}
	return "matched " + string(value.Append(nil, got))
}

// comparison is one query of the comparison of implementations.
type comparison struct {
	id       string
	selector string
	document string
	sorted   bool
	// fields are the other lines, as JSON or a bare word.
	fields map[string]string
}

// readQueries reads the list of queries of a suite file, one field a line.
func readQueries(t *testing.T, data []byte) []comparison {
	t.Helper()
	var all []comparison
	for line := range strings.Lines(string(data)) {
		if id, ok := strings.CutPrefix(line, "  - id: "); ok {
			all = append(all, comparison{id: strings.TrimSpace(id), fields: map[string]string{}})
			continue
		}
		name, text, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || len(all) == 0 {
			continue
		}
		q := &all[len(all)-1]
		switch name {
		case "selector":
			q.selector = decode(t, text).(string)
		case "document":
			q.document = text
		case "ordered":
			q.sorted = text == "false"
		default:
			q.fields[name] = text
		}
	}
	return all
}

func TestPath_jayway(t *testing.T) {
	recorded := map[string]string{}
	for _, q := range readQueries(t, suiteFile(t, "jsonpath-jayway.yaml")) {
		recorded[q.id] = q.fields["result"]
	}
	got := map[string]string{}
	for _, q := range readQueries(t, suiteFile(t, "jsonpath-comparison.yaml")) {
		want, ok := recorded[q.id]
		if !ok {
			want = q.consensus()
		}
		if how := q.difference(t, want); how != "" {
			got[q.id] = how
		}
	}
	sameDifferences(t, "jayway.txt", got)
}

func TestPath_consensus(t *testing.T) {
	got := map[string]string{}
	for _, q := range readQueries(t, suiteFile(t, "jsonpath-comparison.yaml")) {
		if want := q.consensus(); want != "" {
			if how := q.difference(t, want); how != "" {
				got[q.id] = how
			}
		}
	}
	sameDifferences(t, "consensus.txt", got)
}

// consensus is what most implementations answer; for a path that matches at
// most one node, the node itself.
func (q *comparison) consensus() string {
	p, err := expr.ParsePath(q.selector)
	if err == nil && p.Definite() {
		for _, name := range []string{"scalar-not-found-consensus", "scalar-consensus"} {
			if text, ok := q.fields[name]; ok {
				return text
			}
		}
	}
	return q.fields["consensus"]
}

// difference says how the outcome differs from want: JSON, NOT_SUPPORTED,
// NOT_FOUND, or "" where the implementation failed to answer.
func (q *comparison) difference(t *testing.T, want string) string {
	t.Helper()
	p, err := expr.ParsePath(q.selector)
	switch {
	case err != nil && want == "NOT_SUPPORTED":
		return ""
	case err != nil:
		return "refused: " + err.Error()
	case want == "NOT_SUPPORTED":
		return "accepted"
	}
	got, ok := p.Eval(decode(t, q.document))
	list, isList := got.(value.List)
	switch {
	case want == "NOT_FOUND" && (!ok || (isList && len(list) == 0 && !p.Definite())):
		return ""
	case !ok:
		return "matched nothing"
	case want == "" || want == "NOT_FOUND":
		return "matched " + string(value.Append(nil, got))
	}
	expected := decode(t, want)
	if other, isList := expected.(value.List); isList && q.sorted {
		sortJSON(list)
		sortJSON(other)
	}
	if value.Equal(got, expected) {
		return ""
	}
	return "matched " + string(value.Append(nil, got))
}

// sortJSON sorts a list by its JSON text, whatever the order of members is.
func sortJSON(list value.List) {
	text := func(v value.Value) string {
		plain, err := json.Marshal(plain(v))
		if err != nil {
			return ""
		}
		return string(plain)
	}
	slices.SortFunc(list, func(a, b any) int { return strings.Compare(text(a), text(b)) })
}

// plain returns v with maps for its objects, which encoding/json writes sorted.
func plain(v value.Value) any {
	switch v := v.(type) {
	case value.Number:
		return json.Number(v)
	case value.List:
		list := make([]any, len(v))
		for i := range v {
			list[i] = plain(v[i])
		}
		return list
	case *value.Object:
		m := map[string]any{}
		for name, v := range v.All() {
			m[name] = plain(v)
		}
		return m
	}
	return v
}

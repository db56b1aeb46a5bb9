package engine_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine"
	"naftiko/spec/rule"
	"naftiko/spec/rule/spectral"
	"naftiko/spec/yaml"
)

// stages are the packages whose findings are explained, as seen from here.
var stages = []string{
	".", "../spec/yaml", "../spec/parse", "../spec/load", "../spec/schema", "../spec/rule/spectral",
	"internal/compile", "internal/auth", "internal/step",
}

// reporters are the functions that add a finding; the first text they are given is
// its code.
var reporters = []string{"Errorf", "Warnf", "errorf", "warnf", "faultf", "cannot"}

// notFindings are codes of what is told when an operation is called, and passing are
// those of errors that a configuration makes findings of.
var (
	notFindings = []string{"steps"}
	passing     = []string{"unknown-code"}
)

// TestExplained wants each code that stands in the source of the stages to be
// explained, and no code to be explained that does not stand there.
func TestExplained(t *testing.T) {
	used := map[string]string{}
	for _, dir := range stages {
		files, err := filepath.Glob(dir + "/*.go")
		require.NoError(t, err)
		require.NotEmpty(t, files, dir)
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				codesIn(t, file, used)
			}
		}
	}
	assert.Greater(t, len(used), 70)
	for code, place := range used {
		assert.True(t, rule.Known(code) || slices.Contains(notFindings, code), "%s of %s is not explained", code, place)
	}
	for _, f := range rule.Findings() {
		if !slices.Contains(passing, f.Code) {
			assert.Contains(t, used, f.Code, "explained, and never found")
		}
	}
}

// codesIn adds the codes in the source of a file, with where they stand.
func codesIn(t *testing.T, file string, to map[string]string) {
	t.Helper()
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, file, nil, 0)
	require.NoError(t, err)
	ast.Inspect(tree, func(n ast.Node) bool {
		var code ast.Expr
		switch n := n.(type) {
		case *ast.CallExpr:
			code = reported(n)
		case *ast.CompositeLit: // of an error of a running call, which is no finding
			if name := typeName(n.Type); name == "Error" {
				return false
			}
		case *ast.KeyValueExpr: // Diagnostic{Code: …}, advice{code: …}
			if k, ok := n.Key.(*ast.Ident); ok && strings.EqualFold(k.Name, "code") {
				code = n.Value
			}
		case *ast.AssignStmt:
			code = assigned(n)
		case *ast.ValueSpec:
			constant(n, file, to)
		}
		if text := literal(code); text != "" {
			to[text] = set.Position(code.Pos()).String()
		}
		return true
	})
}

// constant adds the code that a constant is, or stands for.
func constant(n *ast.ValueSpec, file string, to map[string]string) {
	if len(n.Values) != 1 {
		return
	}
	text := literal(n.Values[0])
	switch {
	case text == "":
	case typeName(n.Type) == "Kind": // of departures from a schema
		to["schema-"+text] = file
	case strings.HasPrefix(n.Names[0].Name, "Code"):
		to[text] = file
	}
}

// reported returns the code that a call reports, or nil. Errors of a running call are
// none of those.
func reported(call *ast.CallExpr) ast.Expr {
	name := typeName(call.Fun)
	switch f := call.Fun.(type) {
	case *ast.Ident:
		if name == "Errorf" { // the engine's own
			return nil
		}
	case *ast.SelectorExpr:
		if pkg, ok := f.X.(*ast.Ident); ok && (pkg.Name == "run" || pkg.Name == "fmt") {
			return nil
		}
	}
	if !slices.Contains(reporters, name) {
		return nil
	}
	for _, arg := range call.Args {
		if literal(arg) != "" {
			return arg
		}
	}
	return nil
}

// typeName returns the last part of a name, or "".
func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// assigned returns what a statement gives to a field called Code.
func assigned(s *ast.AssignStmt) ast.Expr {
	for i, left := range s.Lhs {
		if f, ok := left.(*ast.SelectorExpr); ok && strings.EqualFold(f.Sel.Name, "code") && len(s.Rhs) == len(s.Lhs) {
			return s.Rhs[i]
		}
	}
	return nil
}

// kebab is what codes look like.
var kebab = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// literal returns the text of a literal that may be a code, or "".
func literal(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(lit.Value)
	if err != nil || !kebab.MatchString(text) {
		return ""
	}
	return text
}

// TestExplained_fixtures wants every code that the fixtures give to be explained.
func TestExplained_fixtures(t *testing.T) {
	files, err := filepath.Glob("../testdata/bad/*.yaml")
	require.NoError(t, err)
	assert.Greater(t, len(files), 200)
	for _, file := range files {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, strict := range []bool{false, true} {
			diags, _ := engine.Validate(engine.Source{Name: file, Data: src, Folder: filepath.Dir(file)}, &engine.Checks{Strict: strict})
			for _, d := range diags {
				assert.True(t, rule.Known(d.Code), "%v", d)
			}
		}
	}
}

// TestExplained_words holds the texts to their form.
func TestExplained_words(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range rule.Findings() {
		assert.False(t, seen[f.Code], "%s is explained twice", f.Code)
		seen[f.Code] = true
		assert.Regexp(t, `^[a-z][^\n]{4,69}$`, f.Title, f.Code)
		assert.NotRegexp(t, `[.!]$`, f.Title, f.Code)
		for _, text := range []string{f.Why, f.Do} {
			assert.Regexp(t, "^[A-Z`][^\n]{20,}\\.$", text, f.Code)
			assert.NotRegexp(t, `(?i)please|!( |$)`, text, f.Code)
		}
		sentences := len(regexp.MustCompile(`[.?] [A-Z]`).FindAllString(f.Why, -1)) + 1
		assert.True(t, sentences >= 3 && sentences <= 6, "%s: why has %d sentences", f.Code, sentences)
		assert.Equal(t, f.Bad == "", f.Good == "", f.Code)
		assert.NotEqual(t, f.Bad, f.Good+"\n", f.Code)
		for _, text := range []string{f.Bad, f.Good} {
			assert.LessOrEqual(t, strings.Count(text, "\n"), 16, f.Code)
			assert.True(t, text == "" || strings.HasSuffix(text, "\n"), f.Code)
		}
	}
}

// besides are what good snippets give all the same.
var besides = map[string][]string{
	"pattern-syntax": {"schema-unknown-key"}, // no published version has patterns
}

// TestExplained_snippets wants each bad snippet to give its code, and nothing else but
// departures from the published schema; and each good one to give nothing.
func TestExplained_snippets(t *testing.T) {
	folder := withImportable(t)
	for _, f := range rule.Findings() {
		if f.Bad == "" {
			continue
		}
		t.Run(f.Code, func(t *testing.T) {
			bad, good := whole(t, f.Within, f.Bad), whole(t, f.Within, f.Good)
			found := codes(t, folder, bad)
			assert.Contains(t, found, f.Code, bad)
			for _, code := range found {
				assert.True(t, code == f.Code || strings.HasPrefix(code, "schema-"), "%s of\n%s", code, bad)
			}
			assert.ElementsMatch(t, besides[f.Code], codes(t, folder, good), good)
		})
	}
}

// made are documents with the mistakes that no snippet shows.
var made = map[string]string{
	"too-large":         strings.Repeat("#\n", 17<<20),
	"not-utf8":          "naftiko: 1.0.0-alpha2\ninfo: {label: caf\xe9}\n",
	"not-text":          "naftiko: 1.0.0-alpha2\ninfo: {label: \"a\x1b\"}\n",
	"too-deep":          "naftiko: 1.0.0-alpha2\ncapability: " + strings.Repeat("[", 201) + strings.Repeat("]", 201) + "\n",
	"too-many-findings": "naftiko: 1.0.0-alpha2\ninfo:\n" + lines(1001, "  k%d: 1\n"),
	"too-many-imports":  "naftiko: 1.0.0-alpha2\nconsumes:\n" + lines(1001, "- {location: shared/crm.yaml, import: crm, as: n%d}\n"),
	"import-alias":      "naftiko: 1.0.0-alpha2\nexposes:\n- {import: shared/control.yaml, as: operations}\n",
	"import-unreadable": "naftiko: 1.0.0-alpha2\nconsumes:\n- {location: shared/crm.yaml/crm.yaml, import: crm}\n",
}

func lines(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// ofConfig are the codes of configurations, and ofRulesets those of rulesets, with a
// text that gives them.
var (
	ofConfig   = map[string]string{"bad-config": "ruls: {}\n", "unknown-code": "rules: {unknown: off}\n"}
	ofRulesets = map[string]string{
		"ruleset-invalid":     "[]\n",
		"ruleset-unsupported": "rules: {a: {given: $, then: {function: mine}}}\n",
		"ruleset-limit":       "rules: {a: {given: '$[*]', then: {function: falsy}}}\n",
	}
)

// TestExplained_made wants what has no snippet to be found nevertheless.
func TestExplained_made(t *testing.T) {
	folder := withImportable(t)
	for _, f := range rule.Findings() {
		if f.Bad != "" {
			continue
		}
		if text, ok := ofConfig[f.Code]; ok {
			c, found := engine.ParseConfig(".naftiko.yaml", []byte(text))
			rules, err := engine.NewRules("none")
			require.NoError(t, err)
			found = append(found, rules.Apply(c)...)
			if assert.Len(t, found, 1, f.Code) {
				assert.Equal(t, f.Code, found[0].Code)
			}
			continue
		}
		if text, ok := ofRulesets[f.Code]; ok {
			set, found := spectral.Parse("ruleset.yaml", []byte(text), spectral.Known{})
			root, _ := yaml.Parse("long.yaml", []byte(strings.Repeat("- 1\n", 10_001)))
			found = append(found, set.Check(root, spectral.Options{})...)
			assert.Contains(t, codesOf(found), f.Code)
			continue
		}
		require.Contains(t, made, f.Code)
		assert.Contains(t, codes(t, folder, made[f.Code]), f.Code)
	}
}

// withImportable returns a folder with the files that are imported.
func withImportable(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "capabilities")
	for name, text := range importable {
		path := filepath.Join(folder, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return folder
}

// codes lists the codes of what is found in a document, and of what keeps its
// operations from being called.
func codes(t *testing.T, folder, text string) []string {
	t.Helper()
	src := engine.Source{Name: filepath.Join(folder, "shop.yaml"), Data: []byte(text), Folder: folder}
	require.NoError(t, os.WriteFile(src.Name, src.Data, 0o600))
	diags, _ := engine.Validate(src, nil)
	if prog, _ := engine.Load(src, nil); prog != nil {
		for _, op := range append(prog.Ops(), prog.Exposed()...) {
			diags = append(diags, op.Problems...)
		}
	}
	return codesOf(diags)
}

func codesOf(diags engine.Diagnostics) []string {
	var out []string
	for _, d := range diags {
		out = append(out, d.Code)
	}
	return out
}

// level is a kind of mapping in a document: what it is an entry of, and the keys it
// needs at least.
type level struct {
	name, of string
	isItem   bool
	needs    []string
}

// levels lead from the inside of a document out.
var levels = []level{
	{"operation", "operations", true, []string{"name: list-orders", "method: GET"}},
	{"resource", "resources", true, []string{"name: orders", "path: /orders", "operations: [{name: list-orders, method: GET}]"}},
	{"consume", "consumes", true, []string{
		"type: http", "namespace: shop", "baseUri: https://shop.example.com",
		"resources: [{name: orders, path: /orders, operations: [{name: list-orders, method: GET}]}]",
	}},
	{"capability", "capability", false, []string{
		"consumes: [{type: http, namespace: shop, baseUri: https://shop.example.com, " +
			"resources: [{name: orders, path: /orders, operations: [{name: list-orders, method: GET}]}]}]",
	}},
	{"document", "", false, []string{
		"naftiko: 1.0.0-alpha2", "info: {label: Shop, description: Orders of a shop.}",
		"capability: {consumes: [{type: http, namespace: shop, baseUri: https://shop.example.com, " +
			"resources: [{name: orders, path: /orders, operations: [{name: list-orders, method: GET}]}]}]}",
	}},
}

// whole returns a document around the keys of a part of it.
func whole(t *testing.T, within, keys string) string {
	t.Helper()
	at := slices.IndexFunc(levels, func(l level) bool { return l.name == within })
	if within == "" {
		return keys
	}
	require.GreaterOrEqual(t, at, 0, within)
	for _, l := range levels[at:] {
		for _, need := range slices.Backward(l.needs) {
			key, _, _ := strings.Cut(need, ":")
			if !strings.HasPrefix(keys, key+":") && !strings.Contains(keys, "\n"+key+":") {
				keys = need + "\n" + keys
			}
		}
		switch indented := strings.ReplaceAll(strings.TrimSuffix(keys, "\n"), "\n", "\n  "); {
		case l.isItem:
			keys = fmt.Sprintf("%s:\n- %s\n", l.of, indented)
		case l.of != "":
			keys = fmt.Sprintf("%s:\n  %s\n", l.of, indented)
		}
	}
	return keys
}

// importable are files that snippets import.
var importable = map[string]string{
	"shared/crm.yaml":     apis("people", "crm"),
	"shared/apis.yaml":    apis("all", "crm", "billing"),
	"shared/broken.yaml":  "naftiko: 1.0.0-alpha2\nnaftiko: 1.0.0-alpha2\n",
	"shared/control.yaml": "naftiko: 1.0.0-alpha2\nexposes:\n- {type: control, port: 9090}\n",
	"../crm.yaml":         apis("people", "crm"),
}

// apis is a document that consumes APIs of these namespaces, each with one resource.
func apis(resource string, namespaces ...string) string {
	var b strings.Builder
	b.WriteString("naftiko: 1.0.0-alpha2\nconsumes:\n")
	for _, ns := range namespaces {
		fmt.Fprintf(&b, "- {type: http, namespace: %s, baseUri: 'https://%s.example.com', "+
			"resources: [{name: %s, path: /all, operations: [{name: list, method: GET}]}]}\n", ns, ns, resource)
	}
	return b.String()
}

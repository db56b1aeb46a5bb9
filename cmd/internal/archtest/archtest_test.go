package archtest

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestModule holds this module to its policy.
func TestModule(t *testing.T) {
	m, err := read(os.DirFS("../../.."))
	require.NoError(t, err)
	require.NotEmpty(t, m.pkgs)
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			for _, line := range r.run(m, ours) {
				t.Error(line)
			}
		})
	}
}

// TestPolicy finds lines of the tables that can never match.
func TestPolicy(t *testing.T) {
	known := func(pattern string) bool {
		for path := range may {
			if match(pattern, path) {
				return true
			}
		}
		return strings.HasPrefix(pattern, "engine/internal/") // made when they are needed
	}
	check := func(where string, patterns []string) {
		for _, p := range patterns {
			assert.True(t, known(p), "%s names %s, which is in no table", where, p)
		}
	}
	for path, allowed := range may {
		check(path, allowed)
	}
	for _, r := range only {
		check(r.pattern, r.by)
		assert.NotEmpty(t, r.why, r.pattern)
	}
	for _, r := range uses {
		check(r.pkg, r.by)
		assert.NotEmpty(t, r.why, r.pkg)
	}
	for file, why := range reveal {
		_, err := os.Stat("../../../" + file)
		assert.NoError(t, err, "reveal names a file that is gone")
		assert.NotEmpty(t, why, file)
	}
}

// tree makes a module named "m" of files; a file without a package clause is
// given one and a package doc.
func tree(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{"go.mod": {Data: []byte("module m\n\ngo 1.26\n")}}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// law is the policy of the test modules.
var law = policy{
	may: map[string][]string{
		"a": {"b", "c/..."}, "b": {}, "c": {}, "c/d": {}, "in/internal/x": {},
	},
	only: []onlyRule{
		{"example.com/yaml", []string{"a"}, "one reader"},
		{"example.com/lib/...", nil, "not at all"},
		{"os/...", []string{"c/..."}, "the machine"},
	},
	uses:      []useRule{{"time", []string{"Now"}, []string{"c"}, "the time is handed in"}},
	reveal:    map[string]string{"a/send.go": "sends"},
	pure:      []string{"errors.New", "sync.OnceValue"},
	pointed:   []string{"regexp.Table"},
	funcLines: 4,
	fileLines: 12,
	long:      []string{"a.Table", "a.T.Rows"},
}

// ruleCase is a module and what one rule says of it.
type ruleCase struct {
	files map[string]string
	want  []string
}

func checkRule(t *testing.T, name string, cases map[string]ruleCase) {
	t.Helper()
	for title, tc := range cases {
		t.Run(title, func(t *testing.T) {
			m, err := read(tree(tc.files))
			require.NoError(t, err)
			for _, r := range rules {
				if r.name == name {
					assert.ElementsMatch(t, tc.want, r.run(m, law))
					return
				}
			}
			t.Fatalf("no rule is named %q", name)
		})
	}
}

func TestImportsInside(t *testing.T) {
	checkRule(t, "imports inside the module", map[string]ruleCase{
		"what the table allows": {files: map[string]string{
			"a/a.go":   "package a\nimport (\"m/b\"; \"m/c\"; x \"m/c/d\"; \"fmt\")\n",
			"b/b.go":   "package b\n",
			"c/d/d.go": "package d\n",
		}},
		"a forbidden import": {
			files: map[string]string{"b/b.go": "package b\n\nimport \"m/a\"\n"},
			want:  []string{"b/b.go:3: b must not import a"},
		},
		"a forbidden import for another platform": {
			files: map[string]string{"b/b_windows.go": "package b\n\nimport \"m/a\"\n"},
			want:  []string{"b/b_windows.go:3: b must not import a"},
		},
		"a name that begins like a pattern": {
			files: map[string]string{"a/a.go": "package a\nimport \"m/cd\"\n"},
			want:  []string{"a/a.go:2: a must not import cd"},
		},
		"a package in no table": {
			files: map[string]string{"new/new.go": "package new\n"},
			want:  []string{"new/new.go:1: new is not in the table of packages: say there what it may import"},
		},
		"the root is a package too": {
			files: map[string]string{"m.go": "package m\n"},
			want:  []string{"m.go:1: . is not in the table of packages: say there what it may import"},
		},
		"tests, testdata, hidden folders and other modules are free": {files: map[string]string{
			"b/b_test.go":          "package b\nimport \"m/a\"\n",
			"b/testdata/x.go":      "package x\nimport \"m/a\"\n",
			".hidden/x.go":         "package x\n",
			"_old/x.go":            "package x\n",
			"nested/go.mod":        "module nested\n",
			"nested/x.go":          "package nested\n",
			"nested/more/wrong.go": "package more\n",
		}},
	})
}

func TestImportsOutside(t *testing.T) {
	checkRule(t, "imports from outside", map[string]ruleCase{
		"a library where it may be, and the standard library": {files: map[string]string{
			"a/a.go": "package a\nimport (\"example.com/yaml\"; \"strings\"; \"net/http\")\n",
			"c/d.go": "package c\nimport (\"os\"; \"os/exec\")\n",
		}},
		"a library elsewhere": {
			files: map[string]string{"b/b.go": "package b\nimport \"example.com/yaml\"\n"},
			want:  []string{"b/b.go:2: b must not import example.com/yaml (only a may): one reader"},
		},
		"a library that no package may import": {
			files: map[string]string{"a/a.go": "package a\nimport \"example.com/lib/sub\"\n"},
			want:  []string{"a/a.go:2: a must not import example.com/lib/sub (no package may): not at all"},
		},
		"a library without a line": {
			files: map[string]string{"a/a.go": "package a\nimport \"example.com/other\"\n"},
			want: []string{
				"a/a.go:2: example.com/other is in no table: a new dependency needs a line that says who may import it, and why",
			},
		},
		"a guarded part of the standard library": {
			files: map[string]string{"a/a.go": "package a\nimport (\n\"os\"\nrun \"os/exec\"\n)\n"},
			want: []string{
				"a/a.go:3: a must not import os (only c/... may): the machine",
				"a/a.go:4: a must not import os/exec (only c/... may): the machine",
			},
		},
	})
}

func TestImportForm(t *testing.T) {
	checkRule(t, "plain imports", map[string]ruleCase{
		"embed and other names": {files: map[string]string{
			"a/a.go": "package a\nimport (_ \"embed\"; str \"strings\")\n",
		}},
		"dot and blank": {
			files: map[string]string{"a/a.go": "package a\nimport (\n. \"strings\"\n_ \"m/b\"\n)\n"},
			want: []string{
				"a/a.go:3: dot import of strings",
				"a/a.go:4: import of m/b for its side effects: registration is by table",
			},
		},
	})
}

func TestUses(t *testing.T) {
	const now = "a/a.go:3: a must not use time.Now (only c may): the time is handed in"
	checkRule(t, "names few may use", map[string]ruleCase{
		"where it may be":  {files: map[string]string{"c/c.go": "package c\nimport \"time\"\nvar t = time.Now()\n"}},
		"a call":           {map[string]string{"a/a.go": "package a\nimport \"time\"\nfunc f() { time.Now() }\n"}, []string{now}},
		"the function":     {map[string]string{"a/a.go": "package a\nimport \"time\"\nvar clock = time.Now\n"}, []string{now}},
		"by another name":  {map[string]string{"a/a.go": "package a\nimport t \"time\"\nvar clock = t.Now\n"}, []string{now}},
		"another of time":  {files: map[string]string{"a/a.go": "package a\nimport \"time\"\nvar d = time.Second\n"}},
		"a local variable": {files: map[string]string{"a/a.go": "package a\ntype c struct{ Now int }\nfunc f(time c) int { return time.Now }\n"}},
	})
}

func TestReveal(t *testing.T) {
	const found = "a/a.go:2: Reveal is called outside the listed files: pass the secret on, or list the file"
	checkRule(t, "who sees secrets", map[string]ruleCase{
		"its declaration":  {files: map[string]string{"a/a.go": "package a\ntype s string\nfunc (s s) Reveal() string { return string(s) }\n"}},
		"a listed file":    {files: map[string]string{"a/send.go": "package a\nfunc f(s interface{ Reveal() string }) string { return s.Reveal() }\n"}},
		"another file":     {map[string]string{"a/a.go": "package a\nfunc f(s interface{ Reveal() string }) string { return s.Reveal() }\n"}, []string{found}},
		"the method value": {map[string]string{"a/a.go": "package a\nfunc f(s interface{ Reveal() string }) func() string { return s.Reveal }\n"}, []string{found}},
	})
}

func TestInit(t *testing.T) {
	checkRule(t, "no init", map[string]ruleCase{
		"init":     {map[string]string{"a/a.go": "package a\n\nfunc init() {}\n"}, []string{"a/a.go:3: func init: call it where it is needed"}},
		"a method": {files: map[string]string{"a/a.go": "package a\ntype t int\nfunc (t) init() {}\n"}},
	})
}

func TestAssign(t *testing.T) {
	const decl = "package a\nimport (\"m/b\"; \"slices\"; \"net/http\")\n" +
		"type t struct{ n int }\nfunc (*t) Set() {}\nfunc (t) Get() {}\n" +
		"var v, list, table, row = 0, []int{1}, map[string]int{}, t{}\n"
	body := func(stmts string) map[string]string {
		return map[string]string{"a/a.go": decl + "func f() { " + stmts + " }\n", "b/b.go": "package b\nvar Limit = 1\n"}
	}
	found := func(msg string) []string { return []string{"a/a.go:7: package variable " + msg} }
	checkRule(t, "package variables keep their value", map[string]ruleCase{
		"reading and calling":      {files: body("_, _ = v, &list[0]; row.Get(); for range list {}; m := table; _ = m")},
		"a local of the same name": {files: body("v := 1; v = 2; v++; _ = &v; list := list; list[0] = 1")},
		"a field of the same name": {files: body("var x struct{ v int }; x.v = 1")},
		"assignment":               {body("v = 1"), found("v is assigned to")},
		"addition":                 {body("v += 1"), found("v is assigned to")},
		"increment":                {body("(v)++"), found("v is assigned to")},
		"an element":               {body("list[0] = 1"), found("list is assigned to")},
		"a member":                 {body("table[`k`] = 1"), found("table is assigned to")},
		"a field":                  {body("row.n = 1"), found("row is assigned to")},
		"in a loop":                {body("for v = range 3 {}"), found("v is assigned to")},
		"in a function value":      {body("_ = func() { v = 1 }"), found("v is assigned to")},
		"its address":              {body("_ = &v"), found("v is handed out by its address")},
		"a pointer's method":       {body("row.Set()"), found("row is handed to a method by its address")},
		"delete":                   {body("delete(table, `k`)"), found("table is changed in place")},
		"clear":                    {body("clear(list)"), found("list is changed in place")},
		"copy":                     {body("copy(list[:1], []int{2})"), found("list is changed in place")},
		"sorting":                  {body("slices.Sort(list)"), found("list is changed in place")},
		"of another package":       {body("b.Limit = 2"), found("m/b.Limit is assigned to")},
		"of the standard library":  {body("http.DefaultClient = nil"), found("net/http.DefaultClient is assigned to")},
		"in a goroutine":           {body("go func() { table[`x`]++ }()"), found("table is assigned to")},
	})
}

func TestVars(t *testing.T) {
	file := func(decl string) map[string]string {
		return map[string]string{
			"a/a.go": "package a\nimport (\"errors\"; \"regexp\"; \"sync\"; \"sync/atomic\"; _ \"embed\"; \"m/b\")\n" + decl + "\n" +
				"type T struct{ n int }\nfunc build(rows ...T) map[int]T { return nil }\nfunc ptr() *T { return nil }\n",
			"b/b.go": "package b\ntype Name string\nfunc Make() Name { return `` }\n",
		}
	}
	found := func(msg string) []string { return []string{"a/a.go:3: variable v " + msg} }
	checkRule(t, "package variables are tables", map[string]ruleCase{
		"an error":               {files: file("var v = errors.New(`x`)")},
		"a table":                {files: file("var v = map[string][]T{`a`: {{1}}}")},
		"a table of pointers":    {files: file("var v = []*T{{1}, &T{2}}")},
		"a table by a function":  {files: file("var v = build(T{1}, T{2})")},
		"a conversion":           {files: file("var v, w = []byte(`x`), b.Name(`x`)")},
		"a string, a sum":        {files: file("var v = `a` + `b`")},
		"a function":             {files: file("var v = func() *T { return new(T) }")},
		"made at first use":      {files: file("var v = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`x`) })")},
		"an embedded file":       {files: file("//go:embed x\nvar v string")},
		"an embedded file, ()":   {files: file("var (\n//go:embed x\nv []byte\n)")},
		"an assertion":           {files: file("var _ error = (*T)(nil)")},
		"no value":               {file("var v int"), found("has no value: only something that changes it could use it")},
		"a lock":                 {file("var v sync.Mutex"), append(found("has no value: only something that changes it could use it"), found("holds sync.Mutex: state belongs to a value that is handed on")...)},
		"a lock inside":          {file("var v = struct{ sync.Once }{}"), found("holds sync.Once: state belongs to a value that is handed on")},
		"an atomic":              {file("var v = []atomic.Int64{}"), found("holds sync/atomic.Int64: state belongs to a value that is handed on")},
		"a pointer":              {file("var v = &T{1}"), found("is a pointer: others can change what it points to")},
		"a listed pointer":       {files: file("var v = &regexp.Table{}")},
		"not the listed pointer": {file("var v = &regexp.Other{}"), found("is a pointer: others can change what it points to")},
		"a pointer by new":       {file("var v = new(T)"), append(found("is a pointer: others can change what it points to"), found("is made with new: what starts empty is there to be changed")...)},
		"a pointer by function":  {file("var v = ptr()"), found("is a pointer: others can change what it points to")},
		"a pointer by its type":  {file("var v *T = nil"), found("is a pointer: others can change what it points to")},
		"a channel":              {file("var v chan int = nil"), found("is a channel: it belongs to a value that is handed on")},
		"an empty map":           {file("var v = make(map[int]int)"), found("is made with make: what starts empty is there to be changed")},
		"an expression compiled": {file("var v = regexp.MustCompile(`x`)"), found("calls regexp.MustCompile when the program starts: use sync.OnceValue")},
		"compiled in a table":    {file("var v = []any{regexp.MustCompile(`x`)}"), found("calls regexp.MustCompile when the program starts: use sync.OnceValue")},
		"another package's call": {file("var v = b.Make()"), found("calls b.Make when the program starts: use sync.OnceValue")},
		"a call for nothing":     {file("var _ = b.Make()"), []string{"a/a.go:3: variable _ calls b.Make when the program starts: use sync.OnceValue"}},
		"a local variable":       {files: file("func f() { var v = new(T); _ = v }")},
	})
}

func TestSurface(t *testing.T) {
	file := func(decl string) map[string]string {
		return map[string]string{"a/a.go": "package a\nimport (\"net/http\"; \"m/b\"; \"example.com/go-yaml.v3\"; y \"example.com/yaml\")\n" + decl + "\n"}
	}
	found := func(name, typ string) []string {
		return []string{"a/a.go:3: exported " + name + " names example.com/" + typ + " of a library"}
	}
	in := func(path, clause string) map[string]string {
		return map[string]string{path: clause + "\nimport y \"example.com/yaml\"\nfunc F(y.Node) {}\n"}
	}
	checkRule(t, "exported surface", map[string]ruleCase{
		"own and standard types":    {files: file("func F(r *http.Request, n b.Node) error { var n y.Node; _ = n; return nil }")},
		"what is not exported":      {files: file("type t struct{ N y.Node }\nfunc f(y.Node) {}\nfunc (t) F() y.Node\nvar v y.Node\ntype T struct{ n *y.Node }")},
		"a parameter":               {file("func F(n *y.Node) {}"), found("F", "yaml.Node")},
		"a result":                  {file("func F() (map[string][]y.Node, error) { return nil, nil }"), found("F", "yaml.Node")},
		"a method":                  {file("type T int; func (*T) M(y.Node) {}"), found("M", "yaml.Node")},
		"a generic type's method":   {file("type T[A any] int; func (*T[A]) M(y.Node) {}"), found("M", "yaml.Node")},
		"a field":                   {file("type T struct{ N func(y.Node) }"), found("T", "yaml.Node")},
		"an embedded field":         {file("type T struct{ *y.Node }"), found("T", "yaml.Node")},
		"an interface's method":     {file("type T interface{ M(y.Node) }"), found("T", "yaml.Node")},
		"a hidden interface method": {files: file("type T interface{ m(y.Node) }")},
		"an alias":                  {file("type T = y.Node"), found("T", "yaml.Node")},
		"a constraint":              {file("func F[N y.Node](n N) {}"), found("F", "yaml.Node")},
		"a type's constraint":       {file("type T[N y.Node] []N"), found("T", "yaml.Node")},
		"a variable's type":         {file("var V y.Node"), found("V", "yaml.Node")},
		"a variable's value":        {file("var V = y.Node{}"), found("V", "yaml.Node")},
		"inside a function value":   {files: file("var V = func() { _ = y.Node{} }")},
		"a function value's type":   {file("var V = func(y.Node) {}"), found("V", "yaml.Node")},
		"an internal package":       {files: in("in/internal/x/x.go", "package x")},
		"a command":                 {files: in("a/a.go", "package main")},
		"a package below":           {in("c/d/d.go", "package d"), []string{"c/d/d.go:3: exported F names example.com/yaml.Node of a library"}},
	})
}

func TestSize(t *testing.T) {
	const body = "{\n_ = 1\n_ = 2\n_ = 3\n}\n"
	checkRule(t, "size", map[string]ruleCase{
		"short":           {files: map[string]string{"a/a.go": "package a\nfunc F() {\n_ = 1\n_ = 2\n}\n"}},
		"long":            {map[string]string{"a/a.go": "package a\nfunc F() " + body}, []string{"a/a.go:2: a.F has 5 lines: at most 4 in a function"}},
		"a long method":   {map[string]string{"a/a.go": "package a\ntype T[A any] int\nfunc (t *T[A]) F() " + body}, []string{"a/a.go:3: a.T.F has 5 lines: at most 4 in a function"}},
		"long and listed": {files: map[string]string{"a/a.go": "package a\ntype T int\nfunc (T) Rows() " + body + "func Table() " + body}},
		"a long file":     {map[string]string{"a/a.go": "package a\n" + strings.Repeat("\n", 12)}, []string{"a/a.go:1: 13 lines: at most 12 in a file"}},
		"generated":       {files: map[string]string{"a/a.go": "// Code generated by x; DO NOT EDIT.\n\npackage a\nfunc F() " + body + strings.Repeat("\n", 12)}},
	})
}

func TestDoc(t *testing.T) {
	checkRule(t, "package doc", map[string]ruleCase{
		"one":        {files: map[string]string{"a/a.go": "// Package a is.\npackage a\n", "a/b.go": "package a\n"}},
		"a command":  {files: map[string]string{"a/a.go": "// The command a is.\npackage main\n"}},
		"none":       {map[string]string{"a/a.go": "package a\n"}, []string{"a/a.go:1: a has 0 package docs, not one"}},
		"two":        {map[string]string{"a/a.go": "// Package a is.\npackage a\n", "a/b.go": "// Package a too.\npackage a\n"}, []string{"a/a.go:2: a has 2 package docs, not one"}},
		"other form": {map[string]string{"a/a.go": "// This is a.\npackage a\n"}, []string{"a/a.go:2: the package doc must start with \"Package a \""}},
	})
}

func TestRead_errors(t *testing.T) {
	for title, fsys := range map[string]fstest.MapFS{
		"no go.mod":      {},
		"no name":        {"go.mod": {Data: []byte("go 1.26\n")}},
		"does not parse": {"go.mod": {Data: []byte("module m\n")}, "a.go": {Data: []byte("package")}},
	} {
		t.Run(title, func(t *testing.T) {
			_, err := read(fsys)
			assert.Error(t, err)
		})
	}
}

// Packages that import each other cannot be built, but can be read.
func TestRead_cycle(t *testing.T) {
	m, err := read(tree(map[string]string{
		"a/a.go": "package a\nimport \"m/b\"\nvar V = b.V\n",
		"b/b.go": "package b\nimport \"m/a\"\nvar V = a.V\n",
	}))
	require.NoError(t, err)
	assert.Len(t, m.pkgs, 2)
}

package load_test

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/load"
)

// folderOf is a folder in memory that counts how often its files are read.
type folderOf struct {
	files map[string]string
	reads map[string]int
}

func (f folderOf) ReadFile(path string) ([]byte, error) {
	path = filepath.ToSlash(path)
	f.reads[path]++
	if strings.HasPrefix(path, "..") || strings.HasPrefix(path, "/") {
		return nil, &load.Error{Kind: load.Refused, Msg: path + " lies outside", Hint: "allow it"}
	}
	text, ok := f.files[path]
	switch {
	case !ok:
		return nil, &load.Error{Kind: load.Unreadable, Msg: "cannot read " + path, Err: &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}}
	case text == "denied":
		return nil, &load.Error{Kind: load.Unreadable, Msg: "cannot read " + path, Hint: "look at it"}
	case text == "gone wrong":
		return nil, errors.New("gone wrong")
	}
	return []byte(text), nil
}

// linked loads the document src of the folder caps, beside files.
func linked(t *testing.T, src string, files map[string]string) (*spec.Document, diag.List, folderOf) {
	t.Helper()
	f := folderOf{files, map[string]int{}}
	doc, diags := load.Document(load.Source{Name: "caps/main.yaml", Data: []byte(src), Folder: "caps", Files: f})
	require.NotNil(t, doc, "%v", diags)
	return doc, diags, f
}

// fine loads a document in which nothing is to be found.
func fine(t *testing.T, src string, files map[string]string) *spec.Document {
	t.Helper()
	doc, diags, _ := linked(t, src, files)
	require.Empty(t, diags)
	return doc
}

const (
	alpha = "naftiko: 1.0.0-alpha2\n"
	beta  = "ikanos: 1.0.0-beta5\n"
)

// entries of the four sections, with the namespace %[1]s and the mark %[2]s.
var inline = map[string]string{
	"consumes":   "{type: http, namespace: %[1]s, baseUri: 'https://%[2]s.test'}",
	"exposes":    "{type: rest, namespace: %[1]s, address: %[2]s, port: 8080}",
	"aggregates": "{namespace: %[1]s, label: %[2]s, functions: [{name: f, description: d}]}",
	"binds":      "{namespace: %[1]s, keys: {A: %[2]s}}",
}

func entryOf(section, namespace, mark string) string {
	return fmt.Sprintf(inline[section], namespace, mark)
}

// read describes the entries of a section as "namespace mark file".
func read(s *spec.Sections, section string) []string {
	var out []string
	add := func(ns spec.Str, mark string, pos diag.Pos) {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s", ns.Text, mark, filepath.ToSlash(pos.File))))
	}
	switch section {
	case "consumes":
		for _, c := range s.Consumes {
			add(c.Namespace, strings.TrimSuffix(strings.TrimPrefix(c.BaseURI.Text, "https://"), ".test"), c.Pos)
		}
	case "exposes":
		for _, x := range s.Exposes {
			add(x.Namespace, x.Address.Text, x.Pos)
		}
	case "aggregates":
		for _, a := range s.Aggregates {
			add(a.Namespace, a.Label.Text, a.Pos)
		}
	case "binds":
		for _, b := range s.Binds {
			mark := ""
			if len(b.Keys) > 0 {
				mark = b.Keys[0].Key.Text
			}
			add(b.Namespace, mark, b.Pos)
		}
	}
	return out
}

// Each rule holds in each section, at the root and in a capability. S stands for
// the section, x() and y() for entries.
func TestDocument_sections(t *testing.T) {
	type test struct {
		entries string
		files   map[string]string
		want    []string
	}
	source := map[string]string{"shared/src.yaml": alpha + "S: [x(a 1), x(b 2)]"}
	tests := map[string]test{
		"K125 location": {"- {location: ./shared/src.yaml, import: b}", source, []string{"b 2 caps/shared/src.yaml"}},
		"K125 as":       {"- {location: shared/src.yaml, import: a, as: c}", source, []string{"c 1 caps/shared/src.yaml"}},
		"K125 one namespace twice": {
			"- {location: shared/src.yaml, import: a, as: c}\n- {location: shared/src.yaml, import: a, as: d}\n- {location: shared/src.yaml, import: a}", source,
			[]string{"c 1 caps/shared/src.yaml", "d 1 caps/shared/src.yaml", "a 1 caps/shared/src.yaml"},
		},
		"K125 mixed":       {"- x(m 9)\n- {location: shared/src.yaml, import: a}\n- x(n 8)", source, []string{"m 9 caps/main.yaml", "a 1 caps/shared/src.yaml", "n 8 caps/main.yaml"}},
		"K125 capability":  {"- {location: c.yaml, import: a}", map[string]string{"c.yaml": alpha + "capability: {S: [x(a 1)]}"}, []string{"a 1 caps/c.yaml"}},
		"K125 root first":  {"- {location: c.yaml, import: a}", map[string]string{"c.yaml": alpha + "capability: {S: [x(a 1)]}\nS: [x(a 2)]"}, []string{"a 2 caps/c.yaml"}},
		"K125 first wins":  {"- {location: c.yaml, import: a}", map[string]string{"c.yaml": alpha + "S: [x(a 1), x(a 2)]"}, []string{"a 1 caps/c.yaml"}},
		"K126 file: URI":   {"- {location: 'file:///./shared/src.yaml', import: a}", source, []string{"a 1 caps/shared/src.yaml"}},
		"K126 file:./":     {"- {location: 'file://./shared/s%72c.yaml', import: a}", source, []string{"a 1 caps/shared/src.yaml"}},
		"file alone":       {"- {import: c.yml}", map[string]string{"c.yml": alpha + "S: [x(a 1)]"}, []string{"a 1 caps/c.yml"}},
		"file alone, as":   {"- {import: ./c.yml, as: b}", map[string]string{"c.yml": alpha + "S: [x(a 1)]"}, []string{"b 1 caps/c.yml"}},
		"own before other": {"- {location: c.yaml, import: a}", map[string]string{"c.yaml": alpha + "S: [{import: d.yaml, as: a}, x(a 2)]"}, []string{"a 2 caps/c.yaml"}},
		"K126 by way of another": {
			"- {location: shared/c.yaml, import: b}",
			map[string]string{"shared/c.yaml": alpha + "S: [{location: d.yaml, import: a, as: b}]", "shared/d.yaml": alpha + "S: [x(a 3)]"},
			[]string{"b 3 caps/shared/d.yaml"},
		},
		"by way of another, as": {
			"- {location: shared/c.yaml, import: b, as: z}",
			map[string]string{"shared/c.yaml": alpha + "S: [{location: ../d.yaml, import: a, as: b}]", "d.yaml": alpha + "S: [x(a 3)]"},
			[]string{"z 3 caps/d.yaml"},
		},
		"its own file": {"- {location: main.yaml, import: a, as: b}", map[string]string{"main.yaml": alpha + "S: [{location: main.yaml, import: a, as: b}, x(a 1)]"}, []string{"b 1 caps/main.yaml"}},
	}
	for section := range inline {
		expand := func(text string) string {
			text = strings.ReplaceAll(text, "S:", section+":")
			for _, m := range []string{"a 1", "a 2", "a 3", "b 2", "m 9", "n 8"} {
				text = strings.ReplaceAll(text, "x("+m+")", entryOf(section, m[:1], m[2:]))
			}
			return text
		}
		for name, tc := range tests {
			files := map[string]string{}
			for path, text := range tc.files {
				files[path] = expand(text)
			}
			list := expand(tc.entries)
			t.Run(section+"/"+name, func(t *testing.T) {
				doc := fine(t, alpha+"capability:\n  "+section+":\n  "+strings.ReplaceAll(list, "\n", "\n  "), files)
				assert.Equal(t, tc.want, read(&doc.Capability.Sections, section))
				doc = fine(t, alpha+section+":\n"+list, files)
				assert.Equal(t, tc.want, read(&doc.Sections, section), "at the root")
				for path, text := range files {
					files[path] = relabelled(text)
				}
				doc = fine(t, relabelled(alpha+section+":\n"+list), files)
				assert.Equal(t, tc.want, read(&doc.Sections, section), "from")
			})
		}
	}
}

// relabelled spells a document as ikanos does.
func relabelled(text string) string {
	return strings.NewReplacer(
		alpha, beta, "location:", "from:", "label:", "display:", "functions: [{name: f, description: d}]", "flows: {f: {description: d}}",
	).Replace(text)
}

func TestDocument_failures(t *testing.T) {
	deep := map[string]string{"dup.yaml": alpha + "S: [{namespace: a}, {namespace: bee}]", "none.yaml": alpha + "info: {}\ncapability: {}", "list.yaml": "- 1"}
	deep["broken.yaml"] = alpha + "S:\n  - [\n"
	deep["wrong.yaml"] = alpha + "S:\n- namespace: a\n  description: b\n- namespace: [c]\n"
	deep["denied.yaml"], deep["odd.yaml"] = "denied", "gone wrong"
	deep["way.yaml"] = alpha + "S: [{location: gone.yaml, import: a}]"
	deep["way2.yaml"] = alpha + "S: [{location: way.yaml, import: a}]"
	deep["circle.yaml"] = alpha + "S: [{location: circle2.yaml, import: a}]"
	deep["circle2.yaml"] = alpha + "S: [{location: circle.yaml, import: a}]"
	tests := map[string]struct {
		entry, code, msg, hint string
	}{
		"K125 missing from":     {"{import: a}", "import-without-file", `the import of "a" does not say from which file`, "add  location: FILE"},
		"K125 missing import":   {"{location: dup.yaml, as: x}", "import-without-name", "the import from dup.yaml does not say what", "add  import: NAMESPACE"},
		"K125 empty import":     {"{location: dup.yaml, import: ''}", "import-without-name", "", ""},
		"only as":               {"{as: a}", "import-without-file", "neither what to import nor from which file", ""},
		"K125 missing file":     {"{location: gone.yaml, import: a}", "import-not-found", "there is no file caps/gone.yaml", ""},
		"K125 malformed YAML":   {"{location: broken.yaml, import: a}", "import-broken", "the imported file has an error: caps/broken.yaml:", ""},
		"wrong type":            {"{location: wrong.yaml, import: a}", "import-broken", "caps/wrong.yaml:5:14:", ""},
		"no document":           {"{location: list.yaml, import: a}", "import-broken", "caps/list.yaml:1:1:", ""},
		"K125 empty section":    {"{location: none.yaml, import: a}", "import-empty", "caps/none.yaml has no S entries", ""},
		"K125 unknown":          {"{location: dup.yaml, import: zzz}", "import-unknown", `caps/dup.yaml has no S entry with the namespace "zzz"`, "it has a, bee"},
		"nearly known":          {"{location: dup.yaml, import: beee}", "import-unknown", "", `did you mean "bee"? it has a, bee`},
		"several":               {"{import: dup.yaml}", "import-ambiguous", "caps/dup.yaml has 2 S entries", "it has a, bee"},
		"K126 http":             {"{location: 'http://x.test/a.yaml', import: a}", "import-remote", "http://x.test/a.yaml is not read", "download"},
		"K126 https":            {"{location: 'HTTPS://x.test/a.yaml', import: a}", "import-remote", "", ""},
		"K126 https alone":      {"{import: 'https://x.test/a.yaml'}", "import-remote", "", ""},
		"another scheme":        {"{location: 'git://x.test/a.yaml', import: a}", "import-remote", "", ""},
		"outside":               {"{location: ../a.yaml, import: a}", "import-refused", "../a.yaml lies outside", "allow it"},
		"outside, roundabout":   {"{location: x/../../a.yaml, import: a}", "import-refused", "../a.yaml lies outside", ""},
		"outside, URI":          {"{location: 'file:///./%2e%2e/a.yaml', import: a}", "import-refused", "", ""},
		"outside, absolute":     {"{location: /etc/a.yaml, import: a}", "import-refused", "", ""},
		"outside, absolute URI": {"{location: 'file:///etc/a.yaml', import: a}", "import-refused", "", ""},
		"no YAML":               {"{location: secrets.env, import: a}", "import-refused", "caps/secrets.env is not read: imports are .yaml, .yml, .json files", ""},
		"unreadable":            {"{location: denied.yaml, import: a}", "import-unreadable", "cannot read denied.yaml", "look at it"},
		"unreadable, other":     {"{location: odd.yaml, import: a}", "import-unreadable", "cannot read caps/odd.yaml: gone wrong", ""},
		"by way of others":      {"{location: way2.yaml, import: a}", "import-not-found", "caps/way2.yaml:2:", ""},
		"circle":                {"{location: circle.yaml, import: a}", "import-cycle", "caps/circle.yaml:2:", ""},
	}
	for section := range inline {
		files := map[string]string{}
		for path, text := range deep {
			files[path] = strings.ReplaceAll(text, "S:", section+":")
		}
		for name, tc := range tests {
			t.Run(section+"/"+name, func(t *testing.T) {
				src := alpha + "capability:\n  " + section + ":\n  - " + tc.entry + "\n  - " + entryOf(section, "own", "9") + "\n"
				doc, diags, _ := linked(t, src, files)
				require.Len(t, diags, 1)
				d := diags[0]
				assert.Equal(t, diag.Error, d.Severity)
				assert.Equal(t, tc.code, d.Code)
				assert.Equal(t, diag.Pos{File: "caps/main.yaml", Line: 4, Column: 5}, d.Pos)
				assert.True(t, strings.HasPrefix(d.Msg, "["+section+"] "), d.Msg)
				assert.Contains(t, filepath.ToSlash(d.Msg), strings.ReplaceAll(tc.msg, " S ", " "+section+" "))
				assert.Contains(t, d.Hint, tc.hint)
				got := read(&doc.Capability.Sections, section)
				require.Len(t, got, 2)
				assert.Equal(t, "own 9 caps/main.yaml", got[1], "the other entries stay")
				assert.Equal(t, &d, importOf(&doc.Capability.Sections, section).Problem)
			})
		}
	}
}

func importOf(s *spec.Sections, section string) *spec.Import {
	switch section {
	case "consumes":
		return s.Consumes[0].Import
	case "exposes":
		return s.Exposes[0].Import
	case "aggregates":
		return s.Aggregates[0].Import
	}
	return s.Binds[0].Import
}

func TestDocument_messages(t *testing.T) {
	_, diags, _ := linked(t, alpha+"consumes:\n- {location: way.yaml, import: a}\n- {location: round.yaml, import: a}\n", map[string]string{
		"way.yaml":   alpha + "consumes:\n- location: on.yaml\n  import: a\n",
		"on.yaml":    alpha + "consumes:\n- location: gone.yaml\n  import: a\n",
		"round.yaml": alpha + "consumes: [{location: round.yaml, import: a}]",
	})
	require.Len(t, diags, 2)
	assert.Equal(t, "caps/main.yaml:3:3: [consumes] caps/way.yaml:3:3: caps/on.yaml:3:3: there is no file caps/gone.yaml [import-not-found]", filepath.ToSlash(diags[0].Error()))
	assert.Equal(t, "caps/main.yaml:4:3: [consumes] the imports go in a circle: caps/round.yaml:2:12 → caps/round.yaml:2:12 [import-cycle]", filepath.ToSlash(diags[1].Error()))

	_, diags, _ = linked(t, beta+"consumes: [{import: a}]", nil)
	require.Len(t, diags, 1)
	assert.Equal(t, "add  from: FILE", diags[0].Hint, "in the document's own words")
}

func TestDocument_noFolder(t *testing.T) {
	doc, diags := load.Document(load.Source{Name: "built-in:x.yaml", Data: []byte(alpha + "consumes: [{location: a.yaml, import: a}]")})
	require.NotNil(t, doc)
	require.Len(t, diags, 1)
	assert.Equal(t, "built-in:x.yaml:2:12: [consumes] a.yaml is not read: the document lies in no folder [import-refused]", diags[0].Error())
}

// A document with errors of its own is none to work with.
func TestDocument_ownErrors(t *testing.T) {
	doc, diags := load.Document(load.Source{Name: "x.yaml", Data: []byte(alpha + "capability: []")})
	assert.Nil(t, doc)
	assert.True(t, diags.HasErrors())
}

func TestDocument_duplicates(t *testing.T) {
	tests := map[string]struct {
		src  string
		want []string
	}{
		"K125 imported twice": {
			"consumes:\n- {location: a.yaml, import: a}\n- {location: a.yaml, import: a}",
			[]string{`caps/main.yaml:4:3: [consumes] the namespace "a" is there already, at caps/main.yaml:3:3 [duplicate-namespace]`},
		},
		"K125 without imports": {
			"consumes:\n- {namespace: a}\n- {namespace: a}",
			[]string{`caps/main.yaml:4:3: [consumes] the namespace "a" is there already, at caps/main.yaml:3:3 [duplicate-namespace]`},
		},
		"root and capability": {
			"binds:\n- {namespace: a, keys: {A: A}}\ncapability:\n  binds:\n  - {namespace: a, keys: {B: B}}",
			[]string{`caps/main.yaml:6:5: [binds] the namespace "a" is there already, at caps/main.yaml:3:3 [duplicate-namespace]`},
		},
		"by an alias": {
			"consumes:\n- {namespace: b}\n- {location: a.yaml, import: a, as: b}",
			[]string{`caps/main.yaml:4:3: [consumes] the namespace "b" is there already, at caps/main.yaml:3:3 [duplicate-namespace]`},
		},
		"another section":                {"consumes:\n- {namespace: a}\nexposes:\n- {type: rest, namespace: a, port: 1}", nil},
		"K125 entries without namespace": {"consumes:\n- {baseUri: 'https://a.test'}\n- {baseUri: 'https://b.test'}", nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			doc, diags, _ := linked(t, alpha+tc.src, map[string]string{"a.yaml": alpha + "consumes: [{namespace: a}]"})
			var got []string
			for _, d := range diags {
				assert.Equal(t, diag.Warning, d.Severity)
				got = append(got, d.Error())
			}
			assert.Equal(t, tc.want, got)
			for _, c := range doc.Consumes {
				assert.Nil(t, c.Import, "all are there")
			}
		})
	}
}

// What an entry says besides being an import, and what is no import at all.
func TestDocument_besides(t *testing.T) {
	files := map[string]string{"a.yaml": alpha + "consumes: [{namespace: a, baseUri: 'https://a.test', description: theirs}]"}
	doc, diags, _ := linked(t, alpha+"consumes:\n- {location: a.yaml, import: a, namespace: b, baseUri: 'https://b.test'}", files)
	require.Len(t, diags, 1)
	assert.Equal(t, "import-ignores", diags[0].Code)
	assert.Equal(t, []string{"a a caps/a.yaml"}, read(&doc.Sections, "consumes"))

	doc, diags, _ = linked(t, alpha+"consumes:\n- {location: a.yaml, namespace: b, baseUri: 'https://b.test'}", files)
	require.Len(t, diags, 1)
	assert.Equal(t, "no-import", diags[0].Code)
	assert.Equal(t, diag.Warning, diags[0].Severity)
	assert.Equal(t, []string{"b b caps/main.yaml"}, read(&doc.Sections, "consumes"))

	files["b.yaml"] = alpha + "consumes: [{location: x.yaml, namespace: c, baseUri: 'https://c.test'}]"
	doc = fine(t, alpha+"consumes: [{location: b.yaml, import: c}]", files)
	assert.Nil(t, doc.Consumes[0].Import)
	assert.Equal(t, []string{"c c caps/b.yaml"}, read(&doc.Sections, "consumes"))

	doc = fine(t, alpha+"consumes: [{location: a.yaml, import: a}, {location: a.yaml, import: a, as: b, description: ours}]", files)
	assert.Equal(t, "theirs", doc.Consumes[0].Description.Text)
	assert.Equal(t, "ours", doc.Consumes[1].Description.Text)
	assert.Equal(t, "a", doc.Consumes[0].Namespace.Text, "K125 copies are independent")
}

// An adapter without a namespace can be imported, and not be given one.
func TestDocument_control(t *testing.T) {
	files := map[string]string{"c.yaml": alpha + "exposes: [{type: control, port: 9000}]"}
	doc := fine(t, alpha+"exposes: [{import: c.yaml}]", files)
	assert.Equal(t, "9000", doc.Exposes[0].Port.Text)
	_, diags, _ := linked(t, alpha+"exposes: [{import: c.yaml, as: x}]", files)
	require.Len(t, diags, 1)
	assert.Equal(t, "import-alias", diags[0].Code)
}

// Warnings about imported files are told with their places, once.
func TestDocument_warnings(t *testing.T) {
	files := map[string]string{"a.yaml": alpha + "consumes:\n- {namespace: a, baseUrl: x}\n- {namespace: b}"}
	_, diags, f := linked(t, alpha+"consumes: [{location: a.yaml, import: a}, {location: ./a.yaml, import: b}, {location: x/../a.yaml, import: b, as: c}]", files)
	require.Len(t, diags, 1)
	assert.Equal(t, `caps/a.yaml:3:18: unknown key "baseUrl" in a consumed API [unknown-key]`, filepath.ToSlash(diags[0].Error()))
	assert.Equal(t, map[string]int{"a.yaml": 1}, f.reads, "each file is read once")
}

// Bind files are looked for beside the file that names them.
func TestDocument_bindFolder(t *testing.T) {
	doc := fine(t, beta+"binds:\n- {from: shared/b.yaml, import: a, as: c}\n- {from: b.yaml, import: a}\n- {namespace: own, keys: {X: x}}", map[string]string{
		"shared/b.yaml": beta + "binds: [{namespace: a, location: 'file:///./s.yaml', keys: {K: k}}]",
		"b.yaml":        beta + "binds: [{namespace: a, location: 'file:///./s.yaml', keys: {K: k}}]",
	})
	require.Len(t, doc.Binds, 3)
	assert.Equal(t, "caps/shared", filepath.ToSlash(doc.Binds[0].Folder))
	assert.Equal(t, "c", doc.Binds[0].Namespace.Text, "the label is renamed")
	assert.Equal(t, "K", doc.Binds[0].Keys[0].Name, "and no variable")
	assert.Equal(t, "file:///./s.yaml", doc.Binds[0].Location.Text)
	assert.Equal(t, "caps/shared/b.yaml:2:61", filepath.ToSlash(doc.Binds[0].Keys[0].Pos.String()))
	assert.Empty(t, doc.Binds[1].Folder)
	assert.Empty(t, doc.Binds[2].Folder)
}

func TestDocument_limits(t *testing.T) {
	code := func(t *testing.T, src string, files map[string]string) string {
		t.Helper()
		_, diags, _ := linked(t, alpha+"consumes:\n"+src, files)
		errs := diags.Errors()
		require.Len(t, errs, 1)
		return errs[0].Code
	}
	many := func(n int, entry string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(entry, "N", fmt.Sprint(i)))
		}
		return b.String()
	}
	t.Run("imports", func(t *testing.T) {
		files := map[string]string{"a.yaml": alpha + "consumes: [{namespace: a}]"}
		assert.Equal(t, "too-many-imports", code(t, many(1200, "- {location: a.yaml, import: a, as: nN}\n"), files))
		fine(t, alpha+"consumes:\n"+many(1000, "- {location: a.yaml, import: a, as: nN}\n"), files)
	})
	t.Run("files", func(t *testing.T) {
		files := map[string]string{}
		for i := range 51 {
			files[fmt.Sprintf("a%d.yaml", i)] = alpha + "consumes: [{namespace: a}]"
		}
		assert.Equal(t, "too-many-imports", code(t, many(51, "- {location: aN.yaml, import: a, as: nN}\n"), files))
		fine(t, alpha+"consumes:\n"+many(50, "- {location: aN.yaml, import: a, as: nN}\n"), files)
	})
	t.Run("depth", func(t *testing.T) {
		files := map[string]string{"a10.yaml": alpha + "consumes: [{namespace: a}]"}
		for i := range 10 {
			files[fmt.Sprintf("a%d.yaml", i)] = alpha + fmt.Sprintf("consumes: [{location: a%d.yaml, import: a}]", i+1)
		}
		assert.Equal(t, "too-many-imports", code(t, "- {location: a0.yaml, import: a}", files))
		fine(t, alpha+"consumes: [{location: a1.yaml, import: a}]", files)
	})
	t.Run("warnings", func(t *testing.T) {
		_, diags, _ := linked(t, alpha+"consumes:\n"+many(3000, "- {namespace: n}\n"), nil)
		assert.Len(t, diags, 1000)
	})
	large := map[string]string{}
	for _, name := range []string{"a.yaml", "b.yaml"} {
		large[name] = alpha + "consumes: [{namespace: a}]\n" + strings.Repeat("# "+strings.Repeat("x", 1000)+"\n", 5000)
	}
	t.Run("size", func(t *testing.T) {
		assert.Equal(t, "too-many-imports", code(t, "- {location: a.yaml, import: a}\n- {location: b.yaml, import: a, as: b}", large))
	})
	t.Run("repeated", func(t *testing.T) {
		assert.Equal(t, "too-many-imports", code(t, many(8, "- {location: a.yaml, import: a, as: nN}\n"), large))
		fine(t, alpha+"consumes:\n"+many(7, "- {location: a.yaml, import: a, as: nN}\n"), large)
	})
}

// Long lists and long names make no long messages.
func TestDocument_longMessages(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, "- {namespace: n%d}\n", i)
	}
	long := strings.Repeat("x", 100_000)
	_, diags, _ := linked(t, alpha+"consumes:\n- {location: a.yaml, import: "+long+"}\n- {location: "+long+".yaml, import: a}\n- {location: 'ftp://"+long+"', import: a}",
		map[string]string{"a.yaml": alpha + "consumes:\n" + b.String()})
	require.Len(t, diags, 3)
	for _, d := range diags {
		assert.Less(t, len(d.Msg), 400, d.Code)
		assert.Less(t, len(d.Hint), 400, d.Code)
	}
}

// Whatever imports what, loading ends and finds a place for everything.
func FuzzDocument(f *testing.F) {
	f.Add("consumes: [{location: a.yaml, import: a}]", "consumes: [{location: main.yaml, import: a}]")
	f.Add("binds: [{import: a.yaml}]\nexposes: [{import: a.yaml, as: b}]", "binds: [{import: a.yaml}]\nexposes: [{type: control}]")
	f.Add("aggregates: [{from: a.yaml, import: x, as: y}, {as: x}]", "aggregates: [{from: ./a.yaml, import: y, as: x}, {import: x, from: a.yaml, as: y}]")
	f.Fuzz(func(t *testing.T, main, other string) {
		files := folderOf{map[string]string{"a.yaml": other, "main.yaml": main}, map[string]int{}}
		doc, diags := load.Document(load.Source{Name: "main.yaml", Data: []byte(main), Files: files})
		if doc == nil && !diags.HasErrors() {
			t.Fatal("no document, and no error")
		}
		for _, d := range diags {
			if !d.Pos.IsValid() || d.Code == "" || d.Msg == "" {
				t.Fatalf("%#v", d)
			}
		}
	})
}

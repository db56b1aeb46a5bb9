package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"naftiko/cmd/internal/report"
	"naftiko/spec/diag"
	"naftiko/spec/value"
)

// baseline is a file of findings that a check leaves out, so that a team can start
// on documents that have many. The file is JSON Lines: a line that says what it is,
// then one for all equal findings in a file, in the order of file, code and
// fingerprint, so that versions of it are easy to compare and to merge:
//
//	{"naftiko-baseline":1}
//	{"file":"docs/a.yaml","code":"schema-pattern","fingerprint":"9f86d081884c7d65","count":2}
//
// file is relative to the folder of the baseline, with slashes, and absolute only on
// another drive of Windows. fingerprint is that of [report.Fingerprint]: it outlasts
// moved lines, and the file has no word of the documents. Standard input has no path
// and so no baseline.
type baseline struct {
	// name is the baseline's file as shown to people, and folder the real path of its
	// folder.
	name, folder string
	// left is how many equal findings may still be left out.
	left map[known]int
	// checked are the files that were checked themselves.
	checked map[string]bool
	paths   realPaths
}

// known is what equal findings have in common.
type known struct{ file, code, mark string }

const (
	// baselineKey opens a baseline, and baselineVersion is its value.
	baselineKey     = "naftiko-baseline"
	baselineVersion = 1
	// maxBaseline is how large a baseline may be: half a million lines.
	maxBaseline = 64 << 20
)

// readBaseline reads a baseline that must be there.
func readBaseline(name string) (*baseline, error) {
	b, err := openBaseline(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("no-such-file", "there is no baseline %s", name).Help("write the findings that there are with  --write-baseline")
	}
	return b, err
}

// openBaseline reads a baseline; one that is not there is an error around
// [fs.ErrNotExist]. All errors are of the command line.
func openBaseline(name string) (*baseline, error) {
	b, err := newBaseline(name)
	if err != nil {
		return nil, err
	}
	data, err := readWhole(name, maxBaseline)
	if err != nil {
		return nil, unreadable(err)
	}
	b.left, err = parseBaseline(name, string(data))
	return b, err
}

// newBaseline returns an empty baseline for a file in a folder that must be there.
func newBaseline(name string) (*baseline, error) {
	b := &baseline{name: name, left: map[known]int{}, checked: map[string]bool{}}
	dir, _ := filepath.Split(name)
	folder, err := (&realPaths{}).folder(dir)
	if err != nil {
		return nil, unreadable(fileError("find the folder of", name, err))
	}
	b.folder = folder
	return b, nil
}

// parseBaseline reads the text of a baseline. Of lines for equal findings, as merging
// two versions may give, the largest count is taken.
func parseBaseline(name, text string) (map[known]int, error) {
	left := map[known]int{}
	number := 0
	for line := range strings.Lines(text) {
		number++
		pos := diag.Pos{File: name, Line: number, Column: 1}
		v, err := value.Decode([]byte(line))
		o, isObject := v.(*value.Object)
		switch {
		case number == 1:
			if e := checkHead(pos, o); e != nil {
				return nil, e
			}
		case strings.TrimSpace(line) == "":
		case err != nil || !isObject:
			return nil, badBaseline(pos, "this is no line of a baseline")
		default:
			k, count, ok := entryOf(o)
			if !ok {
				return nil, badBaseline(pos, "a line of a baseline has file, code, fingerprint and a count from 1")
			}
			left[k] = max(left[k], count)
		}
	}
	if number == 0 {
		return nil, checkHead(diag.Pos{File: name, Line: 1, Column: 1}, nil)
	}
	return left, nil
}

// checkHead checks the first line, which is nil if it is no object.
func checkHead(pos diag.Pos, o *value.Object) error {
	v, ok := o.Get(baselineKey)
	switch {
	case !ok:
		e := usage("bad-baseline", "this file is no baseline").Help("--write-baseline FILE  writes one")
		e.Pos = pos
		return e
	case v != value.Int(baselineVersion):
		return badBaseline(pos, fmt.Sprintf("this baseline is of another version of the program: it does not begin with  {%q:%d}", baselineKey, baselineVersion))
	}
	return nil
}

func badBaseline(pos diag.Pos, msg string) error {
	e := usage("bad-baseline", "%s", msg).Help("delete the file, and write it anew with  --write-baseline")
	e.Pos = pos
	return e
}

// entryOf reads a line. It takes no other members than those that it knows.
func entryOf(o *value.Object) (k known, count int, ok bool) {
	texts := map[string]*string{"file": &k.file, "code": &k.code, "fingerprint": &k.mark}
	for name, v := range o.All() {
		switch v := v.(type) {
		case string:
			if texts[name] == nil {
				return k, 0, false
			}
			*texts[name] = v
		case value.Number:
			n, err := strconv.Atoi(string(v))
			if err != nil || name != "count" {
				return k, 0, false
			}
			count = n
		default:
			return k, 0, false
		}
	}
	return k, count, k.file != "" && k.mark != "" && count > 0
}

// text returns the baseline's file.
func (b *baseline) text() []byte {
	entries := slices.SortedFunc(maps.Keys(b.left), func(x, y known) int {
		return cmp.Or(strings.Compare(x.file, y.file), strings.Compare(x.code, y.code), strings.Compare(x.mark, y.mark))
	})
	out := value.Append(nil, value.NewObject(value.Member{Name: baselineKey, Value: value.Int(baselineVersion)}))
	out = append(out, '\n')
	for _, k := range entries {
		out = value.Append(out, value.NewObject(
			value.Member{Name: "file", Value: k.file},
			value.Member{Name: "code", Value: k.code},
			value.Member{Name: "fingerprint", Value: k.mark},
			value.Member{Name: "count", Value: value.Int(int64(b.left[k]))},
		))
		out = append(out, '\n')
	}
	return out
}

// fileOf returns the path under which a document's findings are listed; "" if it
// has none.
func (b *baseline) fileOf(name string) string {
	if name == stdinName {
		return ""
	}
	path, err := b.paths.file(name)
	if err != nil {
		return filepath.ToSlash(name) // it is gone since it was checked
	}
	if rel, err := filepath.Rel(b.folder, path); err == nil {
		path = rel
	}
	return filepath.ToSlash(path)
}

// keyOf returns what a finding about the document called name is listed as; false
// if it cannot be listed.
func (b *baseline) keyOf(name string, f report.Finding) (known, bool) {
	file := b.fileOf(cmp.Or(f.Pos.File, name))
	return known{file, f.Code, report.Fingerprint(f)}, file != ""
}

// take reports whether a finding is left out. Each entry leaves out as many findings
// as it counts.
func (b *baseline) take(name string, f report.Finding) bool {
	k, ok := b.keyOf(name, f)
	if !ok || b.left[k] == 0 {
		return false
	}
	b.left[k]--
	return true
}

// gone returns how many findings of the files that were checked did not occur.
func (b *baseline) gone() int {
	n := 0
	for k, count := range b.left {
		if b.checked[k.file] {
			n += count
		}
	}
	return n
}

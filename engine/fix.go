package engine

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/parse"
	"naftiko/spec/yaml"
)

// Fixed is what comes of mending a document.
type Fixed struct {
	// Data is the text; the one that was given if nothing was changed.
	Data []byte
	// Changes are what was done, in the order of the text.
	Changes []Change
	// Origins has for each line of Data, as "\n" ends them, the number of that line of
	// the given text which it comes from, counted from 1; 0 for a line that was added.
	// No line is lost, nor is their order. It is nil if nothing was changed.
	Origins []int
	// Findings are those that are left, and IsCapability tells whether it is a
	// document at all, as of [Validate].
	Findings     Diagnostics
	IsCapability bool
}

// Change is one place of a document that was mended.
type Change struct {
	// Pos is where the finding is in the text that was given.
	Pos diag.Pos
	// Code is that of the finding, and Msg says what was done, as a sentence without
	// a final stop that quotes no values.
	Code, Msg string
}

const (
	// maxRounds is how often a document is looked through: a change may make room for
	// the next. Each round that keeps a change leaves fewer findings, so that usual
	// documents need two or three.
	maxRounds = 100
	// maxTried bounds the text that is checked in one round for changes that are not
	// right together, and minTries is how many checks there may be for any.
	maxTried, minTries = 16 << 20, 8
)

// Fix mends what can be mended without a doubt, as [Fixes] lists it: in the text, so
// that all else stays as somebody wrote it, comments, order, quotes and line ends too.
// A change is kept only if the finding that it mends is gone, no other has come, and
// the document says the same in all other places; of a document that could not be
// compiled before, what compiling finds afterwards is no other. Imported files are only
// read. Fixing the result again changes nothing.
//
// Where more findings have been left out than are shown, none of them may be mended:
// others would come in their place.
func Fix(src Source, c *Checks) Fixed {
	if c == nil {
		c = &Checks{}
	}
	f := Fixed{Data: src.Data}
	f.Findings, f.IsCapability = Validate(src, c)
	for range maxRounds {
		if !f.IsCapability || len(f.Findings) == 0 {
			break
		}
		src.Data = f.Data
		r := newRound(src, c, f.Findings)
		r.try(r.proposals())
		if len(r.kept) == 0 {
			break
		}
		for i := range r.kept {
			f.note(r.kept[i].change)
		}
		f.Origins = origins(f.Origins, f.Data, r.kept)
		f.Data, f.Findings = r.result, r.left
	}
	slices.SortStableFunc(f.Changes, func(a, b Change) int { return a.Pos.Compare(b.Pos) })
	return f
}

// note adds a change of the text as it is now, at its place in the one that was given.
func (f *Fixed) note(c Change) {
	if line := c.Pos.Line; line <= len(f.Origins) && f.Origins[line-1] > 0 {
		c.Pos.Line = f.Origins[line-1]
	}
	f.Changes = append(f.Changes, c)
}

// mend is a change that a fixer proposes: of the text, and of what it says.
type mend struct {
	// from and to bound what is replaced by text.
	from, to int
	text     string
	// finding is what is mended, change tells what was done.
	finding diag.Diagnostic
	change  Change
	// meant is what the document is to say.
	meant meant
	// mustCure tells that the change is right only where something cannot work without
	// it: an error must go with it.
	mustCure bool
}

// round is one pass over a document.
type round struct {
	*Checks
	src   Source
	doc   *outline
	found diag.List
	count map[diag.Diagnostic]int
	// shallow tells that the document was not compiled, for errors in its text or its
	// shape: what that finds once they are mended is not new.
	shallow bool
	// tries is how many sets of changes may still be checked, and trials how many that
	// must cure something.
	tries, trials int
	// broken counts what cannot work, once somebody has asked.
	broken map[diag.Diagnostic]int

	// kept are the changes that are right together, result is the text with them, and
	// left are the findings of that.
	kept   []mend
	result []byte
	left   diag.List
}

func newRound(src Source, c *Checks, found diag.List) *round {
	root, syntax := yaml.Parse(src.Name, src.Data)
	_, read := parse.Document(root)
	tries := max(minTries, maxTried/(len(src.Data)+1))
	return &round{
		Checks: c, src: src, found: found, count: counted(found), doc: newOutline(root, src.Data, read),
		shallow: syntax.HasErrors() || read.HasErrors(), tries: tries, trials: tries,
	}
}

// proposals lists what the fixers propose, in the order of the text and without
// those that are about one place.
func (r *round) proposals() []mend {
	var list []mend
	for _, d := range r.found {
		if d.Pos.File != r.src.Name {
			continue
		}
		for _, f := range fixersOf(d.Code) {
			if m, ok := f.mend(r.doc, d); ok && (!m.mustCure || r.cures(m)) {
				m.finding, m.change.Pos, m.change.Code = d, d.Pos, d.Code
				list = append(list, m)
				break
			}
		}
	}
	return apart(list)
}

// cures reports whether with a change alone something works that does not without it:
// whether an error is gone which does not depend on how strict the check is.
func (r *round) cures(m mend) bool {
	if r.trials--; r.trials < 0 {
		return false
	}
	if r.broken == nil {
		r.broken = r.errors(r.src.Data)
	}
	left := r.errors(applied(r.src.Data, []mend{m}))
	for d, n := range r.broken {
		if left[d] < n {
			return true
		}
	}
	return false
}

// errors counts what cannot work in a text.
func (r *round) errors(text []byte) map[diag.Diagnostic]int {
	src, c := r.src, &Checks{AllowPaths: r.AllowPaths, Imports: r.Imports, NoIgnore: true}
	src.Data = text
	var found diag.List
	if r.shallow {
		found = surface(src, c)
	} else {
		found, _ = Validate(src, c)
	}
	return counted(slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return d.Severity != diag.Error }))
}

// apart sorts changes by their place, and leaves the first of those that overlap.
func apart(list []mend) []mend {
	slices.SortStableFunc(list, func(a, b mend) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	last := -1
	return slices.DeleteFunc(list, func(m mend) bool {
		overlaps := m.from < last || m.from == m.to && m.from == last
		if !overlaps {
			last = m.to
		}
		return overlaps
	})
}

// try keeps those of the changes that are right together with what is kept: all of
// them, or those of each half.
func (r *round) try(list []mend) {
	if len(list) == 0 || r.keep(list) || len(list) == 1 {
		return
	}
	half := len(list) / 2
	r.try(list[:half])
	r.try(list[half:])
}

// keep keeps changes if they are right.
func (r *round) keep(list []mend) bool {
	if r.tries--; r.tries < 0 {
		return false
	}
	all := slices.Concat(r.kept, list)
	src := r.src
	src.Data = applied(r.src.Data, all)
	left, isCapability := Validate(src, r.Checks)
	if !isCapability {
		return false
	}
	seen := left
	if r.shallow {
		seen = surface(src, r.Checks)
	}
	if !r.mended(all, seen) {
		return false
	}
	root, _ := yaml.Parse(src.Name, src.Data)
	if !says(all).same(r.doc.root, root) {
		return false
	}
	r.kept, r.result, r.left = all, src.Data, left
	return true
}

// surface checks a document without compiling it.
func surface(src Source, c *Checks) diag.List {
	v := &validation{Checks: c, src: src}
	v.root, v.syntax = yaml.Parse(src.Name, src.Data)
	_, v.found = parse.Document(v.root)
	v.schema()
	return v.controlled(v.merged())
}

// mended reports whether of the findings those are gone that changes are for, and
// none has come.
func (r *round) mended(list []mend, left diag.List) bool {
	gone := map[diag.Diagnostic]int{}
	for i := range list {
		gone[placeless(list[i].finding)]++
	}
	now := counted(left)
	for d, n := range now {
		if n > r.count[d]-gone[d] {
			return false
		}
	}
	return true
}

func counted(list diag.List) map[diag.Diagnostic]int {
	count := map[diag.Diagnostic]int{}
	for _, d := range list {
		count[placeless(d)]++
	}
	return count
}

// placeless is a finding without what may move when lines are added: its place, and
// the numbers in its message. The way out does not matter.
func placeless(d diag.Diagnostic) diag.Diagnostic {
	msg := []byte(d.Msg)
	msg = slices.DeleteFunc(msg, func(b byte) bool { return b >= '0' && b <= '9' })
	return diag.Diagnostic{Severity: d.Severity, Code: d.Code, Msg: string(msg)}
}

// applied returns a text with changes, which are apart and in order.
func applied(text []byte, list []mend) []byte {
	var out bytes.Buffer
	at := 0
	for i := range list {
		out.Write(text[at:list[i].from])
		out.WriteString(list[i].text)
		at = list[i].to
	}
	out.Write(text[at:])
	return out.Bytes()
}

// origins returns the origins of the lines of a text after changes; before are those of
// the text, nil for a text that nobody has changed.
func origins(before []int, text []byte, list []mend) []int {
	if before == nil {
		lines := bytes.Count(text, []byte{'\n'})
		if len(text) > 0 && text[len(text)-1] != '\n' {
			lines++
		}
		for n := range lines {
			before = append(before, n+1)
		}
	}
	out := make([]int, 0, len(before)+len(list))
	done, line, at := 0, 0, 0 // at stands in line
	for i := range list {
		added := strings.Count(list[i].text, "\n")
		if added == 0 {
			continue
		}
		line += bytes.Count(text[at:list[i].from], []byte{'\n'})
		at = list[i].from
		out = append(out, before[done:line+1]...)
		out = append(out, make([]int, added)...)
		done = line + 1
	}
	return append(out, before[done:]...)
}

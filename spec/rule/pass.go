package rule

import (
	"fmt"
	"slices"

	"naftiko/spec/diag"
)

// maxOfRule is how many findings of one rule a document gives at most.
const maxOfRule = 20_000

// Pass is one look of one rule at one document.
type Pass struct {
	*Subject
	code     string
	severity diag.Severity
	out      *diag.List
	count    int
}

// Run lets the rules of set look at s. Findings come in the order of the rules, those
// in other files left out: they belong to the document that has them. Of one rule
// there are at most 20,000, and one that says so.
func Run(s *Subject, set *Set) diag.List {
	var out diag.List
	covered := map[covering]bool{}
	for _, r := range table() {
		l := set.Level(r)
		if l == Off {
			continue
		}
		from := len(out)
		r.Check(&Pass{Subject: s, code: r.shownAs(s.Doc.Version.Key), severity: l.Severity(), out: &out})
		for _, code := range r.Covers {
			for _, d := range out[from:] {
				covered[covering{d.Pos, code}] = true
			}
		}
	}
	if len(covered) == 0 {
		return out
	}
	return slices.DeleteFunc(out, func(d diag.Diagnostic) bool { return covered[covering{d.Pos, Canonical(d.Code)}] })
}

// covering is a place where the findings of a code tell what others tell.
type covering struct {
	pos  diag.Pos
	code string
}

// Look lets the rule called code look at s, whatever set it is in.
func Look(s *Subject, code string) diag.List {
	var out diag.List
	if r := Find(code); r != nil {
		r.Check(&Pass{Subject: s, code: r.Code, severity: max(r.Strict, r.Level).Severity(), out: &out})
	}
	return out
}

// instead notes that what is reported stands for a finding of following the imports,
// which may be nil, unless it is less grave.
func (p *Pass) instead(d *diag.Diagnostic) {
	if d != nil && p.severity == diag.Error {
		p.told = append(p.told, *d)
	}
}

// report adds a finding at pos. hint is the way out; the message is one sentence
// without a final stop.
func (p *Pass) report(pos diag.Pos, hint, format string, args ...any) {
	if pos.File != p.Doc.Pos.File || p.count > maxOfRule {
		return
	}
	p.count++
	if p.count > maxOfRule {
		format, args, hint = "there are more findings of this rule than are shown", nil, ""
	}
	*p.out = append(*p.out, diag.Diagnostic{Pos: pos, Severity: p.severity, Code: p.code, Msg: fmt.Sprintf(format, args...), Hint: hint})
}

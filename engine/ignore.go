package engine

import (
	"slices"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/rule"
	"naftiko/spec/yaml"
)

// ignoreMark begins the comments that pass over findings:
// # naftiko-ignore: CODE[, CODE] REASON.
const ignoreMark = "naftiko-ignore:"

// ignore is one code of such a comment.
type ignore struct {
	yaml.Comment
	code string
	used bool
}

// ignores are those of a document.
type ignores []*ignore

// ignoresOf reads the comments, and reports those that give no reason.
func ignoresOf(root yaml.Node, data []byte) (list ignores, found diag.List) {
	for _, c := range root.Comments(data, ignoreMark) {
		codes, reason := cutCodes(c.Text)
		switch {
		case len(codes) == 0:
			found.Warnf(c.Pos, "ignore-without-reason", "write  # naftiko-ignore: CODE REASON", "the comment names no code, and passes over nothing")
		case reason == "":
			found.Warnf(c.Pos, "ignore-without-reason", "write it behind the code", "the comment does not say why %s may stay", strings.Join(codes, ", "))
		}
		for _, code := range codes {
			list = append(list, &ignore{Comment: c, code: code})
		}
	}
	return list, found
}

// cutCodes cuts the codes off a comment: words with commas between them.
func cutCodes(text string) (codes []string, reason string) {
	for {
		word, rest, _ := strings.Cut(strings.TrimLeft(text, " \t"), " ")
		code, more := strings.CutSuffix(word, ",")
		for c := range strings.SplitSeq(code, ",") {
			if c != "" {
				codes = append(codes, c)
			}
		}
		if text = rest; !more {
			return codes, strings.TrimSpace(rest)
		}
	}
}

// has reports whether a comment passes over d, and notes its use.
func (l ignores) has(d diag.Diagnostic, file string) bool {
	if d.Pos.File != file {
		return false
	}
	hit := false
	for _, i := range l {
		if i.About == d.Pos.Line && rule.Canonical(i.code) == rule.Canonical(d.Code) {
			i.used, hit = true, true
		}
	}
	return hit
}

// unused reports the comments that pass over nothing, of those codes that were looked
// for.
func (l ignores) unused(isSought func(code string) bool) (found diag.List) {
	for _, i := range l {
		if i.used || !isSought(i.code) {
			continue
		}
		hint := "take the comment away"
		if !rule.Known(i.code) {
			hint = "naftiko explain  lists the codes"
		}
		found.Warnf(i.Pos, "unused-ignore", hint, "there is no finding %s here to pass over", diag.Short(i.code))
	}
	return found
}

// apply takes the findings away that comments pass over. What makes a document
// unreadable stays, and with strict what the published schema refuses.
func (l ignores) apply(found diag.List, file string, stays func(diag.Diagnostic) bool) diag.List {
	if len(l) == 0 {
		return found
	}
	return slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return l.has(d, file) && !stays(d) })
}

package engine

import (
	"bytes"
	"slices"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/rule"
	"naftiko/spec/yaml"
)

// ignoreMark begins the comments that pass over findings:
// # naftiko-ignore: CODE[, CODE] REASON.
const ignoreMark = "naftiko-ignore"

// ignore is one code of such a comment.
type ignore struct {
	yaml.Comment
	code string
	used bool
}

// ignores are those of a document.
type ignores []*ignore

// ignoresOf reads the comments, and reports those that lack something.
func ignoresOf(root yaml.Node, data []byte) (list ignores, found diag.List) {
	const form = "write  # naftiko-ignore: CODE REASON"
	for _, c := range root.Comments(data, ignoreMark) {
		text, ok := strings.CutPrefix(c.Text, ":")
		if !ok {
			if endsWord(c.Text) {
				found.Warnf(c.Pos, "ignore-without-reason", form, "the comment has no colon, and passes over nothing")
			}
			continue
		}
		codes, reason := cutCodes(text)
		switch {
		case len(codes) == 0:
			found.Warnf(c.Pos, "ignore-without-reason", form, "the comment names no code, and passes over nothing")
		case reason == "":
			found.Warnf(c.Pos, "ignore-without-reason", "write it behind the code", "the comment does not say why %s may stay", strings.Join(codes, ", "))
		}
		for _, code := range codes {
			list = append(list, &ignore{Comment: c, code: code})
		}
	}
	return list, found
}

// endsWord reports whether the mark is a word of its own in a comment that goes on with
// text: no longer name begins with it.
func endsWord(text string) bool {
	return text == "" || text[0] == ' ' || text[0] == '\t'
}

// cutCodes cuts the codes off a comment: words with commas between them, of which the
// last may have a colon.
func cutCodes(text string) (codes []string, reason string) {
	words := strings.Fields(text)
	for i, word := range words {
		more := strings.HasSuffix(word, ",")
		for code := range strings.SplitSeq(strings.TrimSuffix(word, ":"), ",") {
			if code != "" {
				codes = append(codes, code)
			}
		}
		if !more {
			return codes, strings.Join(words[i+1:], " ")
		}
	}
	return codes, ""
}

// has reports whether one of the comments about the line of d passes over it, and notes
// its use.
func (l ignores) has(d diag.Diagnostic) bool {
	hit := false
	for _, i := range l {
		if rule.Canonical(i.code) == rule.Canonical(d.Code) {
			i.used, hit = true, true
		}
	}
	return hit
}

// unused reports the comments that pass over nothing, of those codes that were looked
// for.
func (l ignores) unused(isSought func(code string) bool) (found diag.List) {
	hints := map[string]string{}
	for _, i := range l {
		if i.used || !isSought(i.code) {
			continue
		}
		hint, known := hints[i.code]
		if !known {
			hint = hintFor(i.code)
			hints[i.code] = hint
		}
		found.Warnf(i.Pos, "unused-ignore", hint, "there is no finding %s here to pass over", diag.Short(i.code))
	}
	return found
}

// hintFor is what to do about a comment that passes over nothing.
func hintFor(code string) string {
	if rule.Known(code) {
		return "take the comment away"
	}
	return codeHint(code)
}

// apply takes the findings away that comments pass over. What makes a document
// unreadable stays, and with strict what the published schema refuses.
func (l ignores) apply(found diag.List, file string, stays func(diag.Diagnostic) bool) diag.List {
	if len(l) == 0 {
		return found
	}
	byLine := map[int]ignores{}
	for _, i := range l {
		byLine[i.About] = append(byLine[i.About], i)
	}
	return slices.DeleteFunc(found, func(d diag.Diagnostic) bool {
		return d.Pos.File == file && byLine[d.Pos.Line].has(d) && !stays(d)
	})
}

// PassOver takes out of findings in a file those that comments in it pass over. data is
// the text of the file; one that cannot be read passes over nothing. [Validate] does
// this itself for the document it checks, and not for the files that this imports.
func PassOver(name string, data []byte, found Diagnostics) Diagnostics {
	if !bytes.Contains(data, []byte(ignoreMark)) {
		return found
	}
	root, _ := yaml.Parse(name, data)
	list, _ := ignoresOf(root, data)
	return list.apply(slices.Clone(found), name, func(diag.Diagnostic) bool { return false })
}

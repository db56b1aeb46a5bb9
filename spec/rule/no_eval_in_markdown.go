package rule

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

var noEvalInMarkdown = Rule{
	Code: "no-eval-in-markdown", Published: true, Level: Warning, Strict: Error, In: Recommended | AgentSafety,
	Title: "a call of eval in a label or description",
	Why: "A description is for people and models to read; code in it that evaluates a text has no place there. Tools that " +
		"render descriptions with templates, or agents that run what they are shown, may execute it.",
	Check: checkEval,
}

func checkEval(p *Pass) {
	for s := range p.prose() {
		if hasEval(s.Text) {
			p.report(s.Pos, "describe in words what is done", "the text has a call of eval")
		}
	}
}

// hasEval reports whether a text calls eval; retrieval( does not.
func hasEval(text string) bool {
	const call = "eval("
	for {
		before, rest, ok := strings.Cut(text, call)
		if !ok {
			return false
		}
		last, _ := utf8.DecodeLastRuneInString(before)
		if before == "" || !unicode.IsLetter(last) && !unicode.IsDigit(last) && last != '_' && last != '$' {
			return true
		}
		text = rest
	}
}

package rule

import "strings"

var noScriptTagsInMarkdown = Rule{
	Code: "no-script-tags-in-markdown", Published: true, Level: Warning, Strict: Error, In: Recommended | AgentSafety,
	Title: "a script tag in a label or description",
	Why: "Labels and descriptions are shown on pages, as Markdown, which lets HTML through unless somebody takes it out. A " +
		"script in the text of a document that a third party wrote then runs with the rights of whoever looks at the page.",
	Check: checkScriptTags,
}

func checkScriptTags(p *Pass) {
	for s := range p.prose() {
		if hasScriptTag(s.Text) {
			p.report(s.Pos, "leave it out, or write  &lt;script&gt;", "the text has a script tag")
		}
	}
}

// hasScriptTag reports whether a text has the start of a script element; <script-name>
// is none.
func hasScriptTag(text string) bool {
	const tag = "<script"
	for at := strings.IndexByte(text, '<'); at >= 0; {
		text = text[at:]
		if hasFold(text, tag) && (len(text) == len(tag) || strings.IndexByte(" \t\r\n/>", text[len(tag)]) >= 0) {
			return true
		}
		if at = strings.IndexByte(text[1:], '<'); at >= 0 {
			at++
		}
	}
	return false
}

package rule

import (
	"strings"
	"unicode/utf8"

	"naftiko/spec/diag"
)

// shortDescription is the length below which a description hardly says more than a
// name does.
const shortDescription = 20

var toolDescriptionShort = Rule{
	Code: "tool-description-short", Level: Warning, In: AgentSafety,
	Title: "a description of a tool that says nothing",
	Why: "A model reads the description to decide whether to call the tool and with what. One of a word or two, or one that " +
		"only repeats the name, tells it nothing that the name did not.",
	Check: checkToolDescriptionShort,
}

func checkToolDescriptionShort(p *Pass) {
	const hint = "say what it does, what it changes, and when to use it"
	for _, u := range p.tools() {
		text := strings.TrimSpace(u.Description.Text)
		switch {
		case text == "":
		case diag.Fold(text) == diag.Fold(u.Name.Text):
			p.report(u.Description.Pos, hint, "the description of %s only repeats its name", u.title())
		case utf8.RuneCountInString(text) < shortDescription:
			p.report(u.Description.Pos, hint, "the description of %s is very short", u.title())
		}
	}
}

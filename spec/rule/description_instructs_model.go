package rule

import (
	"strings"

	"naftiko/spec/diag"
)

var descriptionInstructsModel = Rule{
	Code: "description-instructs-model", Level: Warning, Strict: Error, In: Recommended | AgentSafety,
	Title: "a description that gives a model orders, or hides something",
	Why: "Models read descriptions as they read their instructions. Words that tell them to ignore what they were told, or to " +
		"keep something from the user, and characters that people do not see, are how documents turn agents against those who use them.",
	Check: checkInstructions,
}

// orders are what texts say that take over a model, in lower case with single blanks.
var orders = [...]string{
	"ignore all previous instructions", "ignore previous instructions", "ignore the previous instructions", "ignore all prior instructions",
	"ignore prior instructions", "ignore your instructions", "ignore all other instructions", "ignore any previous instructions",
	"disregard all previous instructions", "disregard previous instructions", "disregard prior instructions", "disregard your instructions",
	"forget all previous instructions", "forget your instructions", "override your instructions", "do not tell the user", "don't tell the user",
	"do not inform the user", "don't inform the user", "do not mention this to the user", "without telling the user", "hide this from the user",
	"never tell the user", "do not reveal this to the user",
}

func checkInstructions(p *Pass) {
	for s := range p.prose() {
		if name := hidden(s.Text); name != "" {
			p.report(s.Pos, "take it out", "the text has a character that nobody sees: %s", name)
			continue
		}
		if !mayOrder(s.Text) {
			continue
		}
		text := strings.ToLower(strings.Join(strings.Fields(s.Text), " "))
		for _, order := range orders {
			if strings.Contains(text, order) {
				p.report(s.Pos, "say what the thing does, and leave what to do to those who use it", "the text tells a model what to do: %q", diag.Short(order))
				break
			}
		}
	}
}

// mayOrder is a cheap look for words of which all orders have one.
func mayOrder(text string) bool {
	for i := range len(text) {
		switch text[i] | 0x20 {
		case 'i':
			if hasFold(text[i:], "instructions") {
				return true
			}
		case 'u':
			if hasFold(text[i:], "user") {
				return true
			}
		}
	}
	return false
}

// invisible are the characters, from and to, that people do not see and models do.
// The joiners of emoji and of some scripts are not among them.
var invisible = [...]struct {
	from, to rune
	name     string
}{
	{0x200B, 0x200B, "a zero-width space"},
	{0x2060, 0x2064, "a word joiner"},
	{0x202A, 0x202E, "a change of the direction of writing"},
	{0x2066, 0x2069, "a change of the direction of writing"},
	{firstTag, lastTag, "a tag"},
}

// A flag of a part of a country is a black flag with tags behind it, up to the last.
const blackFlag, firstTag, lastTag = 0x1F3F4, 0xE0000, 0xE007F

// hidden names the first invisible character of a text, or returns "".
func hidden(text string) string {
	start := strings.IndexFunc(text, func(r rune) bool { return r >= invisible[0].from })
	if start < 0 {
		return ""
	}
	inFlag := false
	for _, r := range text[start:] {
		inFlag = r == blackFlag || inFlag && r >= firstTag && r <= lastTag
		if inFlag {
			continue
		}
		for _, c := range invisible {
			if r >= c.from && r <= c.to {
				return c.name
			}
		}
	}
	return ""
}

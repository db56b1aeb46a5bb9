package engine

import (
	"fmt"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/rule"
)

// Page is what is told of a code of findings.
type Page = rule.Page

// PageOf returns what is told of a code, in any of its names. The error, of kind
// Usage, suggests one if there is none.
func PageOf(code string) (Page, error) {
	page, ok := rule.PageOf(code)
	if ok {
		page.Fix = FixOf(page.Code)
		return page, nil
	}
	return page, unknownCode(code)
}

// unknownCode is the error about a code that no finding has.
func unknownCode(code string) *Error {
	return Errorf(Usage, "unknown-code", "no finding has the code %q", diag.Short(code)).Help("%s", codeHint(code))
}

// codeHint is the way out for a code that no finding has.
func codeHint(code string) string {
	if near := diag.Nearest(code, rule.Codes()); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "naftiko explain  lists the codes; of a rule of a ruleset, the ruleset says more"
}

// Pages lists what is told of all codes, rules first.
func Pages() []Page {
	pages := rule.Pages()
	for i := range pages {
		pages[i].Fix = FixOf(pages[i].Code)
	}
	return pages
}

// FixOf says what [Fix] does about findings of a code where that is safe, or "".
func FixOf(code string) string {
	var does []string
	for _, f := range fixersOf(code) {
		does = append(does, f.Does)
	}
	return strings.Join(does, " ")
}

// TitleOf says in a few words what a code stands for; "" if it is not known.
func TitleOf(code string) string { return rule.TitleOf(code) }

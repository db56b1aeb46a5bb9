package rule

import (
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

var toolNameCharacters = Rule{
	Code: "tool-name-characters", Form: true, Level: Warning, In: Recommended | AgentSafety,
	Title: "the name of a tool with characters that many clients refuse",
	Why: "MCP and the models behind it take names of letters, digits, underscores, hyphens and dots. A blank or another " +
		"character makes clients leave the tool out, or refuse the whole list.",
	Check: checkToolNameCharacters,
}

func checkToolNameCharacters(p *Pass) {
	p.eachToolName(func(kind string, name spec.Str) {
		isOdd := func(r rune) bool { return isNoWord(r) && r != '.' }
		if i := strings.IndexFunc(name.Text, isOdd); i >= 0 {
			odd := []rune(name.Text[i:])[0]
			p.report(name.Pos, "write "+toolName(name.Text), "the name of the %s %q has the character %q", kind, diag.Short(name.Text), odd)
		}
	})
}

// toolName is a name with hyphens for what clients refuse.
func toolName(name string) string {
	return diag.Short(strings.Join(strings.FieldsFunc(name, func(r rune) bool { return isNoWord(r) && r != '.' }), "-"))
}

package rule

import (
	"strings"

	"naftiko/spec"
)

var consumedResourceNoQueryInPath = Rule{
	Code: "consumed-resource-no-query-in-path", Published: true, Level: Warning, In: Recommended,
	Title: "a consumed path with a query string",
	Why: "A query belongs into parameters with  in: query: there each value is encoded for its place, can be checked and " +
		"described, and shows up in help and schemas. Behind a question mark in a path it is fixed text, which callers " +
		"neither see nor change.",
	Check: checkConsumedQuery,
}

func checkConsumedQuery(p *Pass) {
	for _, c := range p.consumes() {
		if t := c.Type.Text; t != "http" && t != "" {
			continue
		}
		for i := range c.Resources {
			r := &c.Resources[i]
			p.noQuery(r.Path)
			for j := range r.Operations {
				p.noQuery(r.Operations[j].Path)
			}
		}
	}
}

// noQuery reports a path with a query string.
func (p *Pass) noQuery(path spec.Str) {
	if _, query, ok := strings.Cut(path.Text, "?"); ok {
		name, _, _ := strings.Cut(query, "=")
		if !isPlainName(name) {
			name = "NAME"
		}
		p.report(path.Pos, "write an input parameter instead: {name: "+name+", in: query}", "the path has a query string")
	}
}

// isPlainName reports whether a text is made of letters, digits, - and _ alone.
func isPlainName(text string) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool {
		return r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}) < 0
}

package rule

var infoTags = Rule{
	Code: "info-tags", Published: true, Level: Info, In: Strict, Lacks: []string{"tags"},
	Title: "a capability without tags",
	Why: "Catalogues group and filter capabilities by the tags of info. One that has none is found by those alone who know its " +
		"name; a single tag with the product or the domain is enough.",
	Check: checkTags,
}

func checkTags(p *Pass) {
	if info := &p.Doc.Info; info.Pos.IsValid() && len(info.Tags) == 0 {
		p.report(info.Pos, "add  tags: [NAME]", "the document has no tags")
	}
}

package rule

var importImportRequired = Rule{
	Code: "import-import-required", Published: true, Level: Error, In: Recommended,
	Replaces: []string{"import-without-file"}, Lacks: []string{"from", "location"},
	Title: "an import that does not say from which file",
	Why: "An import names a file and the namespace of the entry there that it stands for. A namespace alone is not looked for " +
		"anywhere: the import is not followed, and nothing of it can be called.",
	Check: func(p *Pass) { p.failedImports("import-without-file") },
}

package rule

import (
	"path"
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

var importFromNotSelf = Rule{
	Code: "import-from-not-self", Published: true, Level: Error, In: Recommended,
	Title: "a document that imports from itself",
	Why: "An import takes an entry of another file. The folder of the document, written as a dot, is no file; and the document " +
		"itself has its entries already: to import them again goes round in a circle. Neither import is followed, and nothing of it " +
		"can be called.",
	Check: checkSelfImport,
}

func checkSelfImport(p *Pass) {
	for i := range p.entries {
		e := &p.entries[i]
		if e.isOwn() {
			continue
		}
		switch from := e.imported.From; {
		case strings.TrimSpace(from.Text) == "":
		case isHere(from.Text):
			p.instead(e.imported.Problem)
			p.report(from.Pos, "name the file that has the entry", "the import is from %q, the folder of the document itself", diag.Short(from.Text))
		case isSame(from.Text, p.Doc.Pos.File):
			p.instead(e.imported.Problem)
			p.report(from.Pos, "use the entry under its own namespace", "the document imports from itself")
		}
	}
}

// isHere reports whether an import's file is the folder of the document.
func isHere(from string) bool { return path.Clean(strings.ReplaceAll(from, `\`, "/")) == "." }

// isSame reports whether an import names the file that it stands in, as it is known.
func isSame(from, file string) bool {
	file = path.Base(strings.ReplaceAll(file, `\`, "/"))
	return isYAMLFile(file) && path.Clean(spec.FilePath(from)) == file
}

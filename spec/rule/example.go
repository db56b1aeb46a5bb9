package rule

import "embed"

// examples are the documents that show each rule: bad/CODE.yaml has the mistake, with
// comments that say what is found, and good/CODE.yaml is its clean twin.
//
//go:embed bad/*.yaml good/*.yaml
var examples embed.FS

// Bad returns a document with the mistake that r finds; comments in it say where.
func (r *Rule) Bad() []byte { return example("bad", r.Code) }

// Good returns the document of [Rule.Bad] without the mistake.
func (r *Rule) Good() []byte { return example("good", r.Code) }

func example(kind, code string) []byte {
	text, err := examples.ReadFile(kind + "/" + code + ".yaml")
	if err != nil {
		panic(err) // a test holds that every rule has both
	}
	return text
}

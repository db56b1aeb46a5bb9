package rule

// Finding explains a code of the other stages.
type Finding struct {
	// Code is as findings have it.
	Code string
	// Title says in a few words what is wrong.
	Title string
	// Why is one paragraph: what it means when the document is run.
	Why string
	// Do is the way out.
	Do string
	// Bad and Good are pieces of documents with the mistake and without it, or "".
	Bad, Good string
}

// findings lists the codes of the other stages.
func findings() []Finding { return nil }

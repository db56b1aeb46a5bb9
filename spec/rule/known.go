package rule

// IsRule reports whether a code is that of a rule's findings.
func IsRule(code string) bool { return Find(code) != nil }

// Known reports whether code is the code of any finding, in any spelling.
func Known(code string) bool { return IsRule(code) || isExplained(code) }

func isExplained(code string) bool {
	_, ok := Explained(code)
	return ok
}

// Lacks returns the keys that findings of a code say are missing.
func Lacks(code string) []string {
	if r := Find(code); r != nil {
		return r.Lacks
	}
	return nil
}

// IsForm reports whether findings of a code are about the form of a text.
func IsForm(code string) bool {
	r := Find(code)
	return r != nil && r.Form
}

// Codes lists all codes, those of rules first.
func Codes() []string {
	var codes []string
	for _, r := range table() {
		codes = append(codes, r.Names()...)
	}
	for _, f := range Findings() {
		codes = append(codes, f.Code)
	}
	return codes
}

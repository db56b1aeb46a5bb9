package engine

// Ruleset is a ruleset of a user.
type Ruleset struct{}

// ParseRuleset reads a ruleset.
func ParseRuleset(name string, data []byte) (*Ruleset, Diagnostics) { return &Ruleset{}, nil }

// Add adds a ruleset.
func (r *Rules) Add(set *Ruleset) {}

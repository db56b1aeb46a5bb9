package binding

import "fmt"

// masked stands for the value of a secret wherever one is printed.
const masked = "***"

// Secret is the value of a bind. However it is printed or marshalled it comes
// out as "***"; only [Secret.Reveal] gives the value.
type Secret struct{ text string }

// Reveal returns the value itself. Its callers are listed in the import policy.
func (s Secret) Reveal() string { return s.text }

// String returns "***".
func (Secret) String() string { return masked }

// Format prints "***" for every verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(masked)) }

// MarshalText returns "***".
func (Secret) MarshalText() ([]byte, error) { return []byte(masked), nil }

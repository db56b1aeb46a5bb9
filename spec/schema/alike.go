package schema

// Alike reports whether key is the key word spelled otherwise or nearly so, or what
// people call it.
func Alike(key, word string) bool { return word != "" && like(key, []string{word}) == word }

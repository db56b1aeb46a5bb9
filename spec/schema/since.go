package schema

import (
	"strings"
	"sync"

	"naftiko/spec/value"
)

// allPublished returns the definitions of the published schemas of all versions, with
// their marks; allPractical those of the practical one.
var (
	allPublished = sync.OnceValue(func() *value.Object { return definitionsOf(published) })
	allPractical = sync.OnceValue(func() *value.Object { return definitionsOf(text) })
)

func definitionsOf(text []byte) *value.Object {
	tree, err := decodeObject(text)
	if err != nil {
		return &value.Object{} // hints are worth no error; compile has said so
	}
	return member(tree, definitions)
}

// since says which versions have a key that a definition has not in others, or "".
func since(definition, key string) string {
	in, _ := member(member(member(allPublished(), definition), "properties"), key).Get(markIn)
	return knownIn(in)
}

// sinceWord says which versions have a word as the value of a definition's key, which
// has not in others, or "".
func sinceWord(definition, key, word string) string {
	list, _ := member(member(member(allPublished(), definition), "properties"), key).Get("enum")
	words, _ := list.(value.List)
	for _, w := range words {
		marked, ok := w.(*value.Object)
		if !ok {
			continue
		}
		if text, _ := marked.Get(markValue); text == word {
			in, _ := marked.Get(markIn)
			return knownIn(in)
		}
	}
	return ""
}

// knownIn puts a range of versions into words.
func knownIn(in value.Value) string {
	words, _ := in.(string)
	first, last, isRange := strings.Cut(words, "..")
	first, last = strings.TrimSpace(first), strings.TrimSpace(last)
	switch {
	case words == "":
		return ""
	case !isRange:
		return "known in " + words
	case first == "":
		return "known up to " + last
	case last == "":
		return "known from " + first + " on"
	}
	return "known from " + first + " to " + last
}

// isOurs reports whether no published version has a key of a definition, and documents
// that can be run do.
func isOurs(definition, key string) bool {
	_, ok := member(member(allPractical(), definition), "properties").Get(key)
	return ok
}

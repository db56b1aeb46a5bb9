package schema

import (
	"fmt"
	"slices"
	"strings"

	"naftiko/spec/diag"
)

// Version names a published version of the specification.
type Version struct {
	// Key is the key that declares it in documents: "naftiko" or "ikanos".
	Key string
	// Text is the value of the key, such as "1.0.0-alpha2".
	Text string
}

// String returns the key and the text with a blank between them.
func (v Version) String() string { return v.Key + " " + v.Text }

// versions are the published versions, oldest first.
var versions = [...]Version{
	{"naftiko", "0.4"},
	{"naftiko", "0.5"},
	{"naftiko", "1.0.0-alpha1"},
	{"naftiko", "1.0.0-alpha2"},
	{"naftiko", "1.0.0-alpha3"},
	{"ikanos", "1.0.0-alpha3"},
	{"ikanos", "1.0.0-alpha4"},
	{"ikanos", "1.0.0-beta1"},
	{"ikanos", "1.0.0-beta2"},
	{"ikanos", "1.0.0-beta3"},
	{"ikanos", "1.0.0-beta4"},
	{"ikanos", "1.0.0-beta5"},
}

// Versions returns the published versions, oldest first.
func Versions() []Version { return slices.Clone(versions[:]) }

// Find returns the published version that a person calls name: "1.0.0-alpha2", or
// with its key "ikanos 1.0.0-alpha3", "ikanos:1.0.0-alpha3" or
// "ikanos/1.0.0-alpha3". Of two versions with one text, that of the key prefer is
// meant, else the newer. The error lists the versions.
func Find(name, prefer string) (Version, error) {
	key, text := "", name
	if i := strings.IndexAny(name, " :/"); i >= 0 {
		key, text = name[:i], strings.TrimSpace(name[i+1:])
	}
	var found []Version
	for _, v := range versions {
		if v.Text == text && (key == "" || key == v.Key) {
			found = append(found, v)
		}
	}
	for _, v := range found {
		if v.Key == prefer {
			return v, nil
		}
	}
	if len(found) > 0 {
		return found[len(found)-1], nil
	}
	return Version{}, &UnknownVersionError{Name: name}
}

// index returns where v stands among the versions, or -1.
func (v Version) index() int { return slices.Index(versions[:], v) }

// UnknownVersionError says that no published version has a name.
type UnknownVersionError struct{ Name string }

// Error says so.
func (e *UnknownVersionError) Error() string {
	return fmt.Sprintf("version %q is not known", e.Name)
}

// Hint names the nearest version, or all.
func (e *UnknownVersionError) Hint() string {
	var texts []string
	for _, v := range versions {
		texts = append(texts, v.Text)
	}
	if near := diag.Nearest(e.Name, texts); near != "" {
		return fmt.Sprintf("did you mean %s? known: %s", near, Known())
	}
	return "known: " + Known()
}

// Known lists the versions in words: those of each key, oldest first.
func Known() string {
	var b strings.Builder
	for i, v := range versions {
		switch {
		case i == 0:
			b.WriteString(v.String())
		case v.Key == versions[i-1].Key:
			b.WriteString(", " + v.Text)
		default:
			b.WriteString("; " + v.String())
		}
	}
	return b.String()
}

// IsOnly reports whether no other version has the text of v.
func (v Version) IsOnly() bool {
	for _, other := range versions {
		if other.Text == v.Text && other != v {
			return false
		}
	}
	return true
}

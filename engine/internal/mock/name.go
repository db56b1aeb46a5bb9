package mock

import (
	"slices"
	"strings"
	"unicode"

	"naftiko/engine/internal/run"
)

// words cuts a name at punctuation and where capitals begin: userId, user_id and
// user-id are user and id. They come in lower case.
func words(name string) []string {
	var out []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			out = append(out, string(word))
		}
		word = nil
	}
	lower := false
	for _, r := range name {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if !letter || lower && unicode.IsUpper(r) {
			flush()
		}
		if letter {
			word = append(word, unicode.ToLower(r))
		}
		lower = unicode.IsLower(r) || unicode.IsDigit(r)
	}
	flush()
	return out
}

func lastWord(name string) string {
	if w := words(name); len(w) > 0 {
		return w[len(w)-1]
	}
	return ""
}

// uncounted are words that end like a plural and mean one thing.
const uncounted = " address access status settings details stats statistics news analytics metadata preferences " +
	"permissions_settings progress process business class success series species canvas alias bonus "

func plural(word string) bool {
	return len(word) > 2 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") &&
		!strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is") && !strings.Contains(uncounted, " "+word+" ") ||
		word == "people" || word == "children" || word == "addresses" || word == "statuses"
}

// singular returns the name of one element of what name is the name of.
func singular(name string) string {
	last := lastWord(name)
	switch {
	case !plural(last):
		return name
	case last == "people":
		return "person"
	case last == "children":
		return "child"
	case strings.HasSuffix(name, "ies") && len(last) > 4:
		return strings.TrimSuffix(name, "ies") + "y"
	}
	for _, end := range []string{"sses", "shes", "ches", "xes", "uses"} {
		if strings.HasSuffix(name, end) {
			return strings.TrimSuffix(name, "es")
		}
	}
	return strings.TrimSuffix(name, "s")
}

func pluralOf(word string) string {
	switch {
	case plural(word) || word == "":
		return word
	case word == "person":
		return "people"
	case strings.HasSuffix(word, "y") && len(word) > 2 && !strings.ContainsRune("aeiou", rune(word[len(word)-2])):
		return strings.TrimSuffix(word, "y") + "ies"
	case strings.HasSuffix(word, "s"), strings.HasSuffix(word, "x"), strings.HasSuffix(word, "ch"), strings.HasSuffix(word, "sh"):
		return word + "es"
	}
	return word + "s"
}

// purpose is what an operation does, as far as its name, method and path tell.
type purpose uint8

const (
	// oneThing answers with a thing: what is read, made or changed.
	oneThing purpose = iota
	// manyThings answers with a list.
	manyThings
	// removal and action answer that something was done.
	removal
	action
)

// subject is what an operation is about.
type subject struct {
	purpose purpose
	// noun is one thing in lower case, as "user"; list is the member that holds many.
	noun, list string
}

// changing are verbs whose answer is the thing itself.
const changing = " create add new register make insert upsert update patch put post edit modify replace save upload import copy clone submit send get find fetch read retrieve show "

// subjectOf reads an operation's name, method and path.
func subjectOf(op *run.Op) subject {
	verb, nouns := nameParts(op)
	literal, inside := lastLiteral(op.Path)
	s := subject{purpose: oneThing, noun: nounOf(nouns, literal, op), list: listName(nouns, literal, op)}
	changes := op.Method != "GET" && op.Method != "HEAD"
	switch {
	case op.Method == "DELETE", changes && (verb == "delete" || verb == "remove"):
		s.purpose = removal
	case verb == "list" || verb == "search":
		s.purpose = manyThings
	case !changes && !inside && plural(literal) && (len(nouns) == 0 || plural(nouns[len(nouns)-1])),
		!changes && literal == "" && len(nouns) > 0 && plural(nouns[len(nouns)-1]):
		s.purpose = manyThings
	case changes && !inside && strings.Contains(op.Path, "}") && !strings.Contains(changing, " "+verb+" "):
		s.purpose = action
	}
	if s.purpose == manyThings {
		s.noun = singular(s.list)
	}
	return s
}

// nameParts cuts a name into its verb and the words that follow, up to one that
// begins a condition: list-users-by-group is list and users. A name that is all
// one word is cut behind a verb it begins with.
func nameParts(op *run.Op) (verb string, nouns []string) {
	if strings.ContainsAny(op.Name, " /") {
		return "", nil // METHOD /path, of an operation without a name
	}
	all := words(op.Name)
	if len(all) == 0 {
		return "", nil
	}
	verb = all[0]
	for _, w := range all[1:] {
		if strings.Contains(" by for of in with from to on at and via ", " "+w+" ") {
			break
		}
		nouns = append(nouns, w)
	}
	if len(all) > 1 {
		return verb, nouns
	}
	for _, known := range []string{"list", "search", "get", "find", "fetch", "retrieve", "create", "update", "delete", "remove", "add", "patch", "post"} {
		if rest, ok := strings.CutPrefix(verb, known); ok && len(rest) > 2 {
			return known, []string{rest}
		}
	}
	return verb, nil
}

// lastLiteral returns the last word of the last segment of a path that is text;
// inside is set when a placeholder follows it.
func lastLiteral(path string) (word string, inside bool) {
	path, _, _ = strings.Cut(path, "?")
	segments := strings.Split(strings.Trim(path, "/"), "/")
	for _, s := range slices.Backward(segments) {
		if strings.Contains(s, "{") {
			inside = true
			continue
		}
		s, _, _ = strings.Cut(s, ".")
		if w := lastWord(s); w != "" && !version(w) && w != "me" {
			return w, inside
		}
	}
	return "", inside
}

// version reports whether a segment is like v1 or 2.
func version(word string) bool {
	return strings.Trim(strings.TrimPrefix(word, "v"), "0123456789") == ""
}

// maxNoun keeps names that are whole sentences out of answers.
const maxNoun = 24

// nounOf names one thing: by the operation's name when that has several words,
// else by its path, since a name in one word may run on behind its noun.
func nounOf(nouns []string, literal string, op *run.Op) string {
	candidates := []string{literal, lastWord(op.Resource)}
	if n := len(nouns); n > 0 && (literal == "" || len(words(op.Name)) > 1) {
		candidates = []string{nouns[n-1], literal, lastWord(op.Resource)}
	}
	for _, c := range candidates {
		if c = singular(c); c != "" && len(c) <= maxNoun {
			return c
		}
	}
	return "item"
}

func listName(nouns []string, literal string, op *run.Op) string {
	if plural(literal) {
		return literal
	}
	for _, w := range slices.Backward(nouns) {
		if plural(w) && len(w) <= maxNoun {
			return w
		}
	}
	if n := len(nouns); n > 0 && len(nouns[n-1]) <= maxNoun {
		return pluralOf(nouns[n-1])
	}
	if w := lastWord(op.Resource); plural(w) {
		return w
	}
	return "items"
}

package report

import (
	"strings"

	"naftiko/spec/diag"
)

// Veiled returns a line of source with asterisks, as many as there were characters,
// for what may be a credential that somebody wrote into the document: reports end
// up in the logs of CI systems, which more people read. Templates and references
// to variables stay. The YAML need not be right: it is looked at as text.
func Veiled(line string) string {
	parts := diag.Tokens(line)
	for i := range len(line) {
		if line[i] != ':' {
			continue
		}
		if from, to := secret(line, i); from < to {
			parts = append(parts, diag.Span{From: from, To: to})
		}
	}
	return diag.Veil(line, parts)
}

// secret returns where the credential is that follows the colon at i, if the key
// before it is that of one.
func secret(line string, i int) (from, to int) {
	key := keyBefore(line[:i])
	from = i + 1
	for from < len(line) && (line[from] == ' ' || line[from] == '\t') {
		from++
	}
	if from == len(line) || (from == i+1 && !strings.HasSuffix(line[:i], `"`)) {
		return 0, 0 // nothing, or no key: blanks follow one, but in JSON
	}
	to = from + tokenEnd(line[from:], true)
	if quote := line[from]; quote == '"' || quote == '\'' {
		from++
		if to-1 > from && line[to-1] == quote {
			to--
		}
	}
	if to <= from || !diag.IsCredential(key, line[from:to]) {
		return 0, 0
	}
	return from, to
}

// keyBefore returns the word at the end of text, without quotes.
func keyBefore(text string) string {
	text = strings.TrimRight(text, ` "'`)
	at := strings.LastIndexAny(text, " \t\"'{[,?")
	return text[at+1:]
}

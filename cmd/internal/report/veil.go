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
	left := leastWork + maxDepth*len(line)
	for i := range len(line) {
		if line[i] != ':' {
			continue
		}
		from, to, seen := secret(line, i)
		if left -= seen; left < 0 {
			from, to = i+1, len(line)
		}
		if from < to {
			parts = append(parts, diag.Span{From: from, To: to})
		}
		if left < 0 {
			break
		}
	}
	return diag.Veil(line, parts)
}

const (
	// leastWork and maxDepth bound how many characters are looked at in a line: it may
	// be a whole document, with values in values. What is not looked at is hidden.
	leastWork, maxDepth = 1 << 16, 100
	// longKey is what is looked at of a key.
	longKey = 200
)

// secret returns where the credential is that follows the colon at i, if the key
// before it is that of one, and how many characters it has seen.
func secret(line string, i int) (from, to, seen int) {
	from = i + 1
	for from < len(line) && (line[from] == ' ' || line[from] == '\t') {
		from++
	}
	if from == len(line) || (from == i+1 && !strings.HasSuffix(line[:i], `"`)) {
		return 0, 0, from - i // nothing, or no key: blanks follow one, but in JSON
	}
	to = from + tokenEnd(line[from:], true)
	if seen = to - i; to == from+1 && strings.IndexByte("[{", line[from]) >= 0 { // nothing closes it
		seen = len(line) - i
	}
	if quote := line[from]; quote == '"' || quote == '\'' {
		from++
		if to-1 > from && line[to-1] == quote {
			to--
		}
	}
	if to <= from || !diag.IsCredential(keyBefore(line[max(0, i-longKey):i]), line[from:to]) {
		return 0, 0, seen
	}
	return from, to, seen
}

// keyBefore returns the word at the end of text, without quotes.
func keyBefore(text string) string {
	text = strings.TrimRight(text, ` "'`)
	at := strings.LastIndexAny(text, " \t\"'{[,?")
	return text[at+1:]
}

package engine

import (
	"bytes"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// textKeys are the keys whose values are read as texts, whatever YAML takes them for:
// in quotes they mean the same.
var textKeys = map[string]bool{
	"action": true, "address": true, "as": true, "baseUri": true, "cacheScope": true, "call": true, "compatibility": true, "content": true,
	"contentCompression": true, "contentEncoding": true, "contentMediaType": true, "created": true, "description": true, "display": true,
	"email": true, "file": true, "from": true, "fullName": true, "ikanos": true, "import": true, "in": true, "instruction": true, "key": true,
	"label": true, "language": true, "license": true, "location": true, "lookupValue": true, "match": true, "maxBinarySize": true,
	"mediaType": true, "method": true, "mimeType": true, "modified": true, "naftiko": true, "name": true, "namespace": true,
	"operation": true, "outputMediaType": true, "outputRawFormat": true, "outputSchema": true, "password": true, "path": true,
	"pattern": true, "placement": true, "ref": true, "role": true, "selector": true, "sourceNamespace": true, "tags": true,
	"target": true, "targetName": true, "targetNamespace": true, "token": true, "transport": true, "type": true, "uri": true,
	"username": true, "version": true,
}

// flagKeys are the keys whose values are read as true or false, numberKeys those that
// are read as they are written and mean numbers, and wordsKeys those for which a text is
// read as a list of one. caseKeys are read without regard to case.
var (
	flagKeys = map[string]bool{
		"binary": true, "cacheable": true, "destructive": true, "disable-model-invocation": true, "idempotent": true, "openWorld": true,
		"readOnly": true, "required": true, "safe": true, "user-invocable": true,
	}
	numberKeys = map[string]bool{"maxLength": true, "port": true, "precision": true, "scale": true, "ttlMs": true}
	wordsKeys  = map[string]bool{"dependencies": true, "tags": true, "trustedHeaders": true}
	caseKeys   = map[string]bool{"in": true, "method": true, "outputRawFormat": true}
)

// quoteText puts a number, true or false that is read as a text in quotes.
func quoteText(o *outline, d diag.Diagnostic) (mend, bool) {
	p := o.scalar(d.Pos)
	if p == nil || !p.node.IsPlain() || p.node.Type()&(yaml.NumberType|yaml.BooleanType) == 0 || !p.isText() {
		return mend{}, false
	}
	t, ok := o.text.Token(p.node)
	if !ok {
		return mend{}, false
	}
	text := p.node.Text()
	return mend{
		from: t.From, to: t.To, text: inQuotes(text, '"'),
		meant:  meant{at: p.node.Pos(), value: text},
		change: Change{Msg: about(p) + "is put in quotes"},
	}, true
}

// quoteTemplate puts a template in quotes that YAML takes for a mapping of mappings.
func quoteTemplate(o *outline, d diag.Diagnostic) (mend, bool) {
	p := o.scalars[d.Pos]
	if p == nil || !isTemplate(p.node.Text()) {
		return mend{}, false
	}
	from, ok := o.text.Offset(d.Pos)
	size := templateSize(o.data[from:], p.node.Text())
	if !ok || size == 0 {
		return mend{}, false
	}
	return mend{
		from: from, to: from + size, text: inQuotes(p.node.Text(), '"'),
		meant:  meant{at: p.node.Pos(), value: p.node.Text()},
		change: Change{Msg: about(p) + "is put in quotes"},
	}, true
}

// isTemplate reports whether a text is {{NAME}} and needs no escapes within quotes.
func isTemplate(text string) bool {
	name, ok := strings.CutPrefix(text, "{{")
	name, closed := strings.CutSuffix(name, "}}")
	return ok && closed && isName(name)
}

// templateSize returns how long the template is that data begins with, which may have
// blanks within its braces; 0 if it is no such template.
func templateSize(data []byte, template string) int {
	name := strings.Trim(template, "{}")
	at := 0
	for _, part := range [...]string{"{", "{", name, "}", "}"} {
		at += len(data[at:]) - len(bytes.TrimLeft(data[at:], " "))
		if !bytes.HasPrefix(data[at:], []byte(part)) {
			return 0
		}
		at += len(part)
	}
	return at
}

// isText reports whether a value is read as a text as it is written.
func (p *part) isText() bool {
	switch {
	case p.up != nil && p.up.key.Text() == "keys" && !p.isItem: // the variables of a bind
		return !p.up.isFree()
	case p.up != nil && p.up.key.Text() == "authentication" && p.key.Text() == "value":
		return !p.up.isFree()
	}
	return textKeys[p.key.Text()] && !p.isFree()
}

// plainFlag writes true or false for a word that is read so.
func plainFlag(o *outline, d diag.Diagnostic) (mend, bool) {
	p := o.scalar(d.Pos)
	if p == nil || p.isItem || !flagKeys[p.key.Text()] || p.isFree() {
		return mend{}, false
	}
	flag := false
	switch strings.ToLower(p.node.Text()) {
	case "true", "yes", "on":
		flag = true
	case "false", "no", "off":
	default:
		return mend{}, false
	}
	word := "false"
	if flag {
		word = "true"
	}
	return o.replace(p, word, flag, "is now "+word)
}

// plainNumber takes the quotes from a number that is read as one.
func plainNumber(o *outline, d diag.Diagnostic) (mend, bool) {
	p := o.scalar(d.Pos)
	if p == nil || p.isItem || !numberKeys[p.key.Text()] || p.isFree() || p.node.IsPlain() {
		return mend{}, false
	}
	n, ok := value.ParseNumber(p.node.Text())
	if !ok {
		return mend{}, false
	}
	return o.replace(p, string(n), n, "has no quotes any more")
}

// listOfOne puts a word that is read as a list of one in brackets.
func listOfOne(o *outline, d diag.Diagnostic) (mend, bool) {
	p := o.scalar(d.Pos)
	if p == nil || p.isItem || !wordsKeys[p.key.Text()] || p.isFree() || p.node.Type() != yaml.StringType || !isWord(p.node.Text()) {
		return mend{}, false
	}
	t, ok := o.text.Token(p.node)
	if !ok {
		return mend{}, false
	}
	return o.replace(p, "["+string(o.data[t.From:t.To])+"]", value.List{p.node.Text()}, "is now a list of one")
}

// rightCase writes a word as the schema has it.
func rightCase(o *outline, d diag.Diagnostic) (mend, bool) {
	p := o.scalar(d.Pos)
	word, ok := strings.CutPrefix(d.Hint, `did you mean "`)
	word, closed := strings.CutSuffix(word, `"?`)
	if p == nil || p.isItem || !ok || !closed || !caseKeys[p.key.Text()] || p.isFree() || !strings.EqualFold(word, p.node.Text()) {
		return mend{}, false
	}
	return o.reword(p, word, "")
}

// dropSlash takes the slash from the end of a base URI. Of several only the last would
// be dropped when requests are built: they stay.
func dropSlash(o *outline, d diag.Diagnostic) (mend, bool) {
	p := o.scalar(d.Pos)
	if p == nil || p.key.Text() != "baseUri" {
		return mend{}, false
	}
	t, ok := o.text.Token(p.node)
	if !ok {
		return mend{}, false
	}
	at := t.To - 1
	if t.Quote != 0 {
		at--
	}
	const least = 2 // something stands before the slash
	if at-t.From < least || o.data[at] != '/' || o.data[at-1] == '/' || o.data[at-1] == '\\' || o.data[at-1] == ':' {
		return mend{}, false
	}
	return mend{
		from: at, to: at + 1,
		meant:  meant{at: p.node.Pos(), value: strings.TrimSuffix(p.node.Text(), "/")},
		change: Change{Msg: "the slash at the end of the baseUri is taken away"},
	}, true
}

// replace puts a text for a scalar, quotes and all.
func (o *outline) replace(p *part, text string, v value.Value, what string) (mend, bool) {
	t, ok := o.text.Token(p.node)
	if !ok {
		return mend{}, false
	}
	return mend{
		from: t.From, to: t.To, text: text,
		meant:  meant{at: p.node.Pos(), value: v},
		change: Change{Msg: about(p) + what},
	}, true
}

// about names a value by its key.
func about(p *part) string {
	name := `"` + diag.Short(p.key.Text()) + `" `
	if p.isItem {
		return "an entry of " + name
	}
	return "the value of " + name
}

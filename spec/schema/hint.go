package schema

import (
	"fmt"
	"slices"
	"strings"

	"naftiko/spec/diag"
	"naftiko/spec/value"
	"naftiko/spec/yaml"
)

// hint is a way out for a value that is wrong in itself, or "".
func (w *walker) hint(r *rule, kind Kind, at place) string {
	switch kind {
	case Type:
		return w.typeHint(r, at)
	case Enum:
		return w.wordHint(r, at.node.Text())
	case Pattern:
		return r.formHint(at.node.Text())
	case Size:
		if n := at.node; (n.Type() == yaml.ArrayType || n.Type() == yaml.ObjectType) && n.Len() == 0 && !w.isWanted(at) {
			return "leave the key out"
		}
	}
	return ""
}

func (w *walker) wordHint(r *rule, text string) string {
	if r := w.around(); r != nil && len(wordSynonyms[diag.Fold(text)]) == 0 {
		if known := sinceWord(r.name, w.path[len(w.path)-1], text); known != "" {
			return known
		}
	}
	if near := likeWord(text, r.words); near != "" {
		return didYouMean(near)
	}
	return ""
}

// formHint is a text of the form that r wants, or what to do.
func (r *rule) formHint(text string) string {
	if isRandom(text) {
		return "" // perhaps a secret, which no spelling of it should repeat
	}
	const most = 100
	f := formOf(r.pattern.String())
	if len(text) > most {
		return ""
	}
	if f.name {
		f.mend = r.respelled
	}
	if f.mend != nil {
		// A URL with a user or a query may hold a secret.
		if mended := f.mend(text); mended != text && !strings.ContainsAny(mended, "@?") && r.takesText(mended) {
			return fmt.Sprintf("such as %q", mended)
		}
	}
	if f.hint != nil {
		return f.hint(text)
	}
	return ""
}

// addHint says what to add where a key is missing, or "".
func (r *rule) addHint(key string, n yaml.Node) string {
	if r.choice != nil && r.choice.key == key {
		if hint := r.choice.addHint(n); hint != "" {
			return hint
		}
	}
	p := r.property(key).follow()
	switch {
	case p == nil:
	case len(p.words) == 1:
		return fmt.Sprintf("add %q", key+": "+p.words[0])
	case len(p.words) > 1:
		return "it is one of " + strings.Join(p.words, ", ")
	}
	return ""
}

// addHint says by the keys of a mapping what its type is that is missing.
func (c *choice) addHint(n yaml.Node) string {
	const maxFit = 2 // more types than this say nothing
	var fit, whole []string
	for _, word := range c.words {
		r := c.cases[word].follow()
		all, some := true, false
		for k := range n.Members() {
			known := r.property(k.Text()) != nil
			all, some = all && known, some || known
		}
		if !all || !some {
			continue
		}
		fit = append(fit, word)
		if !slices.ContainsFunc(r.requires(), func(key string) bool { return key != c.key && !has(n, key) }) {
			whole = append(whole, word)
		}
	}
	if len(whole) > 0 {
		fit = whole
	}
	switch {
	case len(fit) > maxFit:
		return ""
	case len(fit) > 0:
		return fmt.Sprintf("add \"%s: %s\"", c.key, strings.Join(fit, " or "))
	}
	first := c.cases[c.words[0]].follow()
	wanted := slices.DeleteFunc(first.requires(), func(key string) bool { return key == c.key })
	for k := range n.Members() {
		if c.has(k.Text()) {
			return ""
		}
	}
	if len(wanted) == 1 {
		return fmt.Sprintf("put it under %q, beside \"%s: %s\"", wanted[0], c.key, c.words[0])
	}
	return ""
}

func (w *walker) typeHint(r *rule, at place) string {
	have := at.node.Type()
	text := at.node.Text()
	switch {
	case have == yaml.NullType && r.types == yaml.ObjectType:
		return "write its keys below it, indented"
	case have == yaml.NullType && w.isWanted(at):
		return "give it a value"
	case have == yaml.NullType:
		return "give it a value, or leave the key out"
	case have&(yaml.NumberType|yaml.BooleanType) != 0 && r.types&yaml.StringType != 0:
		if r.takesText(text) {
			return "put it in quotes"
		}
		if r.pattern != nil {
			return r.formHint(text)
		}
	case have == yaml.StringType && (isNumber(text) && r.types&yaml.NumberType != 0 || isBool(text) && r.types&yaml.BooleanType != 0):
		return "write it without quotes"
	case have == yaml.StringType && r.types == yaml.BooleanType:
		return oldBool(text)
	case have&yaml.NumberType != 0 && r.types == yaml.BooleanType:
		return oldBool(text)
	case r.types == yaml.StringType:
		return textHint(at)
	case r.types == yaml.ArrayType:
		return r.listHint(at.node)
	case r.types&yaml.ObjectType != 0 && have == yaml.StringType:
		return r.memberHint(at)
	case r.types == yaml.ObjectType && have == yaml.ArrayType:
		return r.mappingHint(at.node)
	}
	return ""
}

// isWanted reports whether a value must be there: the mapping around it wants its
// key, or is one of things by name.
func (w *walker) isWanted(at place) bool {
	r := w.around()
	if r == nil || !at.key.Pos().IsValid() {
		return true
	}
	key := at.key.Text()
	i, ok := r.index[key]
	return !ok || r.required&(1<<i) != 0 || slices.ContainsFunc(slices.Concat(r.anyOf, r.oneOf), func(b *rule) bool {
		return slices.Contains(b.follow().requires(), key)
	})
}

// around returns the rule of the mapping around the value that the walker is at, or
// nil.
func (w *walker) around() *rule {
	for _, f := range slices.Backward(w.up) {
		if f.depth < len(w.path) {
			return f.rule
		}
	}
	return nil
}

// oldBool is a way out for a word that older YAML takes for true or false.
func oldBool(text string) string {
	switch strings.ToLower(text) {
	case "yes", "on", "true", "enabled", "1":
		return "write true"
	case "no", "off", "false", "disabled", "0":
		return "write false"
	}
	return ""
}

// textHint is a way out for a list or a mapping where a text is wanted.
func textHint(at place) string {
	isList := at.node.Type() == yaml.ArrayType
	inLine := at.key.Pos().IsValid() && at.start() == at.node.Pos()
	switch {
	case inLine && isList:
		return "leave out [ and ], or put the text in quotes"
	case inLine:
		return "put a text that starts with { in quotes"
	case isList:
		return `write one text; after "|" it may have several lines`
	case at.node.Len() == 1 && !at.key.Pos().IsValid():
		return `write "- …", without a key`
	}
	return ""
}

// listHint is a way out for a value where a list is wanted.
func (r *rule) listHint(n yaml.Node) string {
	const dash = `start each entry with "- "`
	entries := r.items.forms()
	if n.Type() != yaml.ObjectType {
		if r.items == nil || r.items.follow().types&yaml.StringType != 0 {
			return dash
		}
		return ""
	}
	for k := range n.Members() {
		switch {
		case anyHas(entries, k.Text()):
			return dash
		case anyHas(entries, "name"):
			return fmt.Sprintf("write %q in place of %q", "- name: "+k.Text(), k.Text()+":")
		}
		break
	}
	return dash
}

// mappingHint is a way out for a list where a mapping is wanted.
func (r *rule) mappingHint(n yaml.Node) string {
	if r.extra == nil || len(r.properties) > 0 {
		for first := range n.Items() {
			switch key := first.Text(); {
			case n.Len() == 1 && first.Type() == yaml.ObjectType:
				return `leave out the "- "`
			case r.property(key) != nil:
				return fmt.Sprintf("write a mapping: \"%s: …\" in place of %q", key, "- "+key)
			}
			break
		}
		return ""
	}
	for first := range n.Items() {
		if name := first.Get("name"); name.Type() == yaml.StringType {
			return fmt.Sprintf("write a mapping by name: %q in place of %q", name.Text()+":", "- name: "+name.Text())
		}
		if first.Type() == yaml.StringType && r.names != nil && r.names.follow().takesText(first.Text()) {
			return fmt.Sprintf("write a mapping: \"%s: …\" in place of %q", first.Text(), "- "+first.Text())
		}
		if first.Len() == 1 && r.extra.follow().types&yaml.ObjectType == 0 {
			return `leave out the "- "`
		}
		break
	}
	return `write a mapping: "NAME:" in place of each "- "`
}

// memberHint is a way out for a text where a mapping is wanted: the key that the text
// belongs to.
func (r *rule) memberHint(at place) string {
	text, dash := at.node.Text(), ""
	if !at.key.Pos().IsValid() {
		dash = "- "
	}
	var free []string // keys that may have any text
	for _, form := range r.forms() {
		for i, p := range form.properties {
			rule := p.rule.follow()
			switch {
			case p.declared && p.name == text && rule != nil && rule.types == yaml.BooleanType:
				return fmt.Sprintf("write a mapping: %q", dash+text+": true")
			case !p.declared || rule == nil || rule.types != yaml.StringType || !rule.takesText(text):
			case rule.words != nil && form.required&(1<<i) != 0:
				return fmt.Sprintf("write a mapping: %q", dash+p.name+": "+text)
			case p.name == "name", form.required&(1<<i) != 0:
				free = append(free, p.name)
			}
		}
	}
	if slices.Contains(free, "name") {
		free = []string{"name"}
	}
	if len(free) != 1 {
		return ""
	}
	return fmt.Sprintf("write a mapping: \"%s%s: …\"", dash, free[0]) // the text may be a secret
}

// forms lists the rules for mappings of which a value takes one.
func (r *rule) forms() []*rule {
	r = r.follow()
	switch {
	case r == nil:
		return nil
	case r.choice != nil:
		var out []*rule
		for _, word := range r.choice.words {
			out = append(out, r.choice.cases[word].forms()...)
		}
		return out
	case r.when != nil && len(r.properties) == 0:
		return append(r.other.forms(), r.then.forms()...)
	}
	return []*rule{r}
}

func anyHas(rules []*rule, key string) bool {
	return slices.ContainsFunc(rules, func(r *rule) bool {
		i, ok := r.index[key]
		return ok && r.properties[i].declared
	})
}

// respelled returns name with a hyphen for what the pattern does not allow, or ""
// where that does not help.
func (r *rule) respelled(name string) string {
	if r.set == nil {
		return ""
	}
	name = strings.TrimLeft(name, "$.")
	var out strings.Builder
	for _, c := range name {
		switch {
		case c < rune(len(r.set)) && r.set[c]:
			out.WriteRune(c)
		case !strings.HasSuffix(out.String(), "-"):
			out.WriteByte('-')
		}
	}
	return strings.Trim(out.String(), "-")
}

func isNumber(s string) bool {
	_, ok := value.ParseNumber(s)
	return ok
}

func isBool(s string) bool { return s == "true" || s == "false" }

// isRandom reports whether a text looks like random characters: it is long, and has
// several digits and letters of both cases.
func isRandom(text string) bool {
	const long, several = 16, 3
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
	return len(text) >= long && len(digits) >= several && strings.ToLower(text) != text && strings.ToUpper(text) != text
}

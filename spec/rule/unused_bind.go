package rule

import (
	"bytes"
	"slices"
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

var unusedBind = Rule{
	Code: "unused-bind", Level: Warning, In: Recommended,
	Title: "a bind that nothing uses",
	Why: "A secret that is declared and used nowhere is mostly one that was to be sent: the calls go out without it and are " +
		"refused. Else it makes everybody who uses the document look for a value that nothing needs.",
	Check: checkUnusedBind,
}

func checkUnusedBind(p *Pass) {
	for _, k := range p.unusedKeys() {
		hint := "use it, as  {{" + diag.Short(k.Name) + "}}, or leave it out"
		if looksSecret(k.Name) {
			hint = "send it:  authentication: {type: bearer, token: \"{{" + diag.Short(k.Name) + "}}\"}, or leave it out"
		}
		p.report(k.Pos, hint, "nothing uses the bind %s", diag.Short(k.Name))
	}
}

// unusedKeys are the keys of binds that nothing uses, as far as that is known. A token
// that is sent without being asked for is used.
func (s *Subject) unusedKeys() []*spec.BindKey {
	if !s.usesBinds() {
		return nil
	}
	used := s.usedVariables()
	var keys, tokens []*spec.BindKey
	for i := range s.entries {
		b := s.entries[i].bind
		if b == nil {
			continue
		}
		for j := range b.Keys {
			k := &b.Keys[j]
			if used[k.Name] || used[b.Namespace.Text+"."+k.Name] || used["env."+k.Name] || k.Name == "" {
				continue
			}
			keys = append(keys, k)
			if s.looksLikeToken(k) {
				tokens = append(tokens, k)
			}
		}
	}
	if len(keys) == 0 {
		return nil
	}
	implicit := len(tokens) == 1 && s.isSilent()
	texts := s.textsOf(keys)
	s.markSource(texts)
	s.markMeant(texts, keys)
	return slices.DeleteFunc(keys, func(k *spec.BindKey) bool {
		return texts[k.Name] || implicit && k == tokens[0]
	})
}

// looksSecret reports whether a variable is a secret by its name.
func looksSecret(name string) bool {
	for _, word := range []string{"token", "key", "secret", "pass"} {
		if isIn(name, word) {
			return true
		}
	}
	return false
}

// usesBinds reports whether all that could use a bind is there to be seen: a script
// may use whatever it likes.
func (s *Subject) usesBinds() bool {
	units := s.units()
	if s.isMissing("") || slices.ContainsFunc(units, func(u unit) bool { return hasScript(u.Unit) }) {
		return false
	}
	for i := range s.entries {
		if e := &s.entries[i]; e.consume != nil || e.expose != nil {
			return true
		}
	}
	return false
}

// usedVariables are the names of variables in templates, whole and up to their dots.
func (s *Subject) usedVariables() map[string]bool {
	used := map[string]bool{}
	mentions := s.mentions()
	for i := range mentions {
		name := mentions[i].name
		used[name] = true
		for at := 0; ; at++ {
			n := strings.IndexByte(name[at:], '.')
			if n < 0 {
				break
			}
			at += n
			used[name[:at]] = true
		}
	}
	return used
}

// looksLikeToken reports whether a variable that nothing uses can only be a token.
func (s *Subject) looksLikeToken(k *spec.BindKey) bool {
	return (k.Key.Text == "" || k.Key.Text == k.Name) && strings.HasSuffix(strings.ToUpper(k.Name), "TOKEN") &&
		(s.Reserved == nil || !s.Reserved(k.Name))
}

// isSilent reports whether the document consumes one API and authenticates nowhere:
// the one token that it has is then sent.
func (s *Subject) isSilent() bool {
	var only *spec.Consume
	for i := range s.entries {
		if c := s.entries[i].consume; c != nil {
			if only != nil {
				return false
			}
			only = c
		}
	}
	if only == nil || only.Auth != nil {
		return false
	}
	ops := s.operations()
	for i := range ops {
		if o := &ops[i]; o.auth() != nil {
			return false
		}
		for _, level := range ops[i].levels() {
			for j := range level {
				if strings.EqualFold(level[j].In.Text, "header") && strings.EqualFold(level[j].Name.Text, "Authorization") {
					return false
				}
			}
		}
	}
	return true
}

// markMeant adds the keys that were meant by variables that no bind has, in places where
// that is told.
func (s *Subject) markMeant(words map[string]bool, keys []*spec.BindKey) {
	binds, guess := s.bindNames(), newGuesser()
	candidates := make([]string, len(keys))
	for i, k := range keys {
		candidates[i] = k.Name
	}
	mentions := s.mentions()
	for i := range mentions {
		m := &mentions[i]
		ns, name, _ := strings.Cut(m.name, ".")
		inBind := binds.namespaces[ns] || ns == "env"
		if !inBind {
			name = m.name
		}
		if inBind || m.inAuth || m.inField || m.inURL && m.op == nil {
			words[guess.near(name, candidates)] = true
		}
	}
}

// markSource adds the words of templates anywhere in the source: what stands under a
// key that is not known is used as soon as that key is right.
func (s *Subject) markSource(words map[string]bool) {
	text := s.Source
	for {
		i := bytes.Index(text, []byte("{{"))
		if i < 0 {
			return
		}
		text = text[i+2:]
		end := bytes.IndexAny(text, "}\n")
		if end < 0 {
			return
		}
		for _, word := range bytes.FieldsFunc(text[:end], isNoWord) {
			words[string(word)] = true
		}
		text = text[end:]
	}
}

// textsOf tells of the names of keys which of them stand somewhere in a value, in
// whatever form.
func (s *Subject) textsOf(keys []*spec.BindKey) map[string]bool {
	found := map[string]bool{}
	byWord := map[string]bool{}
	for _, k := range keys {
		byWord[k.Name] = true
	}
	declared := s.bindNames()
	s.eachValue(func(_ site, text string, _ diag.Pos) {
		if !strings.ContainsAny(text, "{$") {
			// A parameter in: environment, or a plain reference, which is told where it is.
			_, plain := splitScheme(text)
			name := plain[strings.LastIndexByte(plain, '.')+1:]
			if byWord[name] && declared.has[plain] {
				found[name] = true
			}
			return
		}
		for _, word := range strings.FieldsFunc(text, isNoWord) {
			if byWord[word] {
				found[word] = true
			}
		}
	})
	return found
}

func isNoWord(r rune) bool {
	return r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}

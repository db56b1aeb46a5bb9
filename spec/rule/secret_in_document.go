package rule

import (
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

var secretInDocument = Rule{
	Code: "secret-in-document", Level: Warning, Strict: Error, In: Recommended | AgentSafety,
	Title: "a secret that stands in the document",
	Why: "Documents are committed, shared and published, and whoever reads one has what stands in it. A secret belongs into " +
		"a bind; one that has been in a document should be replaced where it was issued.",
	Check: checkSecrets,
}

func checkSecrets(p *Pass) {
	s := &secrets{p: p, told: map[diag.Pos]bool{}}
	p.eachAuth(s.auth)
	p.eachSent(s.inputs)
	ops := p.operations()
	for i := range ops {
		if b := ops[i].Body; b != nil {
			s.pairs(b.Raw.Text, b.Raw.Pos)
			if b.Data != nil {
				s.data(b.Data)
			}
		}
	}
	for _, e := range p.exposes("") {
		s.inputs(e.Inputs)
		if e.Observability != nil {
			s.data(e.Observability)
		}
		for i := range e.Resources {
			s.inputs(e.Resources[i].Inputs)
		}
	}
	units := p.units()
	for i := range units {
		u := &units[i]
		s.inputs(u.Inputs)
		s.with(u.With, u.namespaceOf())
		for j := range u.Steps {
			s.with(u.Steps[j].With, u.namespaceOf())
		}
	}
	for i := range p.entries {
		if e := &p.entries[i]; e.bind != nil && e.isOwn() {
			s.bind(e.bind)
		}
	}
	p.eachValue(func(at site, text string, pos diag.Pos) {
		s.token(text, pos)
		if at.inURL || at.inField {
			s.pairs(text, pos)
		}
	})
	for text := range p.prose() {
		s.token(text.Text, text.Pos)
	}
}

// secrets looks for secrets. What it finds is never a part of a message.
type secrets struct {
	p    *Pass
	told map[diag.Pos]bool
}

func (s *secrets) report(pos diag.Pos, format string, args ...any) {
	s.reportHint(pos, "put it into a bind, as  {{NAME}}, and replace it where it was issued", format, args...)
}

func (s *secrets) reportHint(pos diag.Pos, hint, format string, args ...any) {
	if !s.told[pos] {
		s.told[pos] = true
		s.p.report(pos, hint, format, args...)
	}
}

// bind looks at the keys of a bind: they are names that a provider has for secrets, and
// not the secrets.
func (s *secrets) bind(b *spec.Bind) {
	for i := range b.Keys {
		k := &b.Keys[i]
		if kind, _ := findToken(k.Key.Text); kind != "" {
			s.reportHint(k.Key.Pos, "write the name of the variable that holds it, and replace it where it was issued",
				"%s stands in the document, where the name of a variable belongs", kind)
		}
	}
}

// shortestPassword and shortestToken are the lengths below which a text is more
// likely a word of some other meaning.
const shortestPassword, shortestToken = 6, 10

func (s *secrets) auth(a *spec.Auth) {
	s.field("token", a.Token, shortestToken)
	s.field("value", a.Value, shortestToken)
	s.field("password", a.Password, shortestPassword)
	for i := range a.More {
		m := &a.More[i]
		if text, ok := m.Node.Scalar.(string); ok && namesCredential(m.Name) {
			s.field(m.Name, spec.Str{Text: text, Pos: m.Node.Pos}, shortestToken)
		}
	}
}

func (s *secrets) field(key string, text spec.Str, shortest int) {
	if isCredential(text.Text, shortest) {
		s.report(text.Pos, "the %s of the authentication stands in the document", diag.Short(key))
	}
}

// inputs looks at the values of parameters whose names are those of credentials.
func (s *secrets) inputs(inputs []spec.Input) {
	for i := range inputs {
		in := &inputs[i]
		if len(in.Properties) > 0 {
			s.inputs(in.Properties)
		}
		var constant *spec.Node
		if in.Facets != nil {
			constant = in.Facets.Const
		}
		for _, n := range [...]*spec.Node{in.Value, in.Template, in.Default, constant} {
			if n != nil {
				s.named(in.Name.Text, n)
			}
		}
	}
}

// named looks at a value whose name may be that of a credential.
func (s *secrets) named(name string, n *spec.Node) {
	text, ok := n.Scalar.(string)
	if ok && isValueOf(name, text) {
		s.report(n.Pos, "the value of %s stands in the document", diag.Short(name))
	}
}

// shortestID is the length from which the value of an ID may be a secret.
const shortestID = 20

// isValueOf reports whether text is a secret in a place called name.
func isValueOf(name, text string) bool {
	switch {
	case namesCredential(name):
		return isCredential(text, shortestToken) && isRandom(text)
	case namesID(name):
		return isCredential(text, shortestID) && isRandom(text) && !strings.ContainsAny(text, "./:")
	}
	return false
}

// data looks at the data of a body.
func (s *secrets) data(n *spec.Node) {
	if text, ok := n.Scalar.(string); ok {
		s.pairs(text, n.Pos)
	}
	for i := range n.Items {
		s.data(&n.Items[i])
	}
	for i := range n.Members {
		s.named(n.Members[i].Name, &n.Members[i].Node)
		s.data(&n.Members[i].Node)
	}
}

func (s *secrets) with(with []spec.NodeMember, namespace string) {
	for i := range with {
		m := &with[i]
		text, _ := m.Node.Scalar.(string)
		if _, refers := isReference(text, namespace); !refers {
			s.named(m.Name, &m.Node)
		}
	}
}

// pairs looks at the query of a URL, or at a form.
func (s *secrets) pairs(text string, pos diag.Pos) {
	if !strings.Contains(text, "=") {
		return
	}
	for pair := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("?&;\n ", r) }) {
		if name, value, ok := strings.Cut(pair, "="); ok && isValueOf(name, value) {
			s.report(pos, "the value of %s stands in the document", diag.Short(name))
		}
	}
}

// token looks for the tokens of well-known issuers.
func (s *secrets) token(text string, pos diag.Pos) {
	if len(text) < 20 {
		return
	}
	if kind, _ := findToken(text); kind != "" {
		s.report(pos, "%s stands in the document", kind)
	}
}

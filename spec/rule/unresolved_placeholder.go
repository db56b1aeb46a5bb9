package rule

import (
	"slices"
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
)

var unresolvedPlaceholder = Rule{
	Code: "unresolved-placeholder", Level: Warning, Strict: Error, In: Recommended,
	Title: "a placeholder that nothing fills",
	Why: "Credentials, tunnels and the host of a base URI are filled from binds and from values in the document. A placeholder there " +
		"that is neither is left for each caller to fill by hand, and nothing that is exposed can be called.",
	Check: checkUnresolved,
}

func checkUnresolved(p *Pass) {
	if p.Doc.Capability == nil || p.isMissing("binds") || p.hasEmptyBind() {
		return // others may fill them
	}
	r := &resolver{p: p, guess: newGuesser(), binds: p.bindNames(), params: map[*spec.Consume]names{}}
	mentions := p.mentions()
	for i := range mentions {
		m := &mentions[i]
		switch {
		case r.isFilled(m.consume, m.name):
		case m.inAuth:
			p.report(m.pos, r.guess.hint(m.name, r.binds.names, "declare it under binds"),
				"{{%s}} in credentials is neither a bind nor a parameter", diag.Short(m.name))
		case m.inField && m.consume != nil && r.isMeantAsBind(m.name):
			p.report(m.pos, r.guess.hint(m.name, r.binds.names, "declare it under binds"),
				"{{%s}} in a value that is sent is neither a bind nor a parameter", diag.Short(m.name))
		}
	}
	for _, e := range p.exposes("control") {
		r.node(nil, e.Observability, "the observability")
	}
	for _, c := range p.consumes() {
		r.tunnel(c, c.Tunnel)
		r.host(c)
	}
}

// isMeantAsBind reports whether a variable that nothing fills can only be a bind: any
// other may be an argument of whoever calls the operation by hand.
func (r *resolver) isMeantAsBind(name string) bool {
	if r.unitInputs().has(name) {
		return false
	}
	near := r.guess.near(name, r.binds.names)
	return isVariableName(name) || near != "" && isUpper(name) == isUpper(near)
}

// unitInputs are the parameters of everything that is exposed.
func (r *resolver) unitInputs() names {
	if r.inputs == nil {
		r.inputs = names{}
		units := r.p.units()
		for i := range units {
			r.inputs.inputs(units[i].Inputs)
			for _, inherited := range units[i].inherited {
				r.inputs.inputs(inherited)
			}
		}
	}
	return r.inputs
}

// hasEmptyBind reports whether a bind has no keys, which is told where it is compiled.
func (s *Subject) hasEmptyBind() bool {
	return slices.ContainsFunc(s.entries, func(e entry) bool { return e.bind != nil && len(e.bind.Keys) == 0 })
}

// resolver knows what fills placeholders.
type resolver struct {
	p     *Pass
	guess *guesser
	binds binds
	// given are the keys of with that the document has anywhere, params the parameters
	// of consumed APIs, inputs those of what is exposed.
	given  names
	inputs names
	params map[*spec.Consume]names
}

// isFilled reports whether something fills a variable in an entry, or it is told
// elsewhere that nothing does.
func (r *resolver) isFilled(c *spec.Consume, name string) bool {
	root := first(name)
	switch {
	case r.binds.has[name] || r.binds.has[root], r.binds.namespaces[root]:
		return true
	case root == "env", argument(name, "") != name, name == ".", strings.HasPrefix(name, "$"):
		return true
	case c == nil:
		return false
	}
	return r.parametersOf(c).has(name) || r.parametersOf(c).has(root) || r.givenNames().has(name)
}

func (r *resolver) givenNames() names {
	if r.given == nil {
		r.given = names{}
		add := func(with []spec.NodeMember) {
			for i := range with {
				r.given.add(with[i].Name)
			}
		}
		units := r.p.units()
		for i := range units {
			add(units[i].With)
			for j := range units[i].Steps {
				add(units[i].Steps[j].With)
			}
		}
	}
	return r.given
}

func (r *resolver) parametersOf(c *spec.Consume) names {
	n, ok := r.params[c]
	if !ok {
		n = names{}
		n.inputs(c.Inputs)
		for i := range c.Resources {
			n.inputs(c.Resources[i].Inputs)
			for j := range c.Resources[i].Operations {
				n.inputs(c.Resources[i].Operations[j].Inputs)
			}
		}
		r.params[c] = n
	}
	return n
}

// tunnel looks at a tunnel; what it is identified by has a rule of its own.
func (r *resolver) tunnel(c *spec.Consume, n *spec.Node) {
	if n == nil {
		return
	}
	for i := range n.Members {
		if n.Members[i].Name != "identity" {
			r.node(c, &n.Members[i].Node, "a tunnel")
		}
	}
}

// node looks at all texts of n, which stands in place.
func (r *resolver) node(c *spec.Consume, n *spec.Node, place string) {
	m := newMentioner()
	m.node(n)
	for i := range m.out {
		if found := &m.out[i]; !r.isFilled(c, found.name) {
			r.p.report(found.pos, r.guess.hint(found.name, r.binds.names, "declare it under binds"),
				"{{%s}} in %s is neither a bind nor a parameter", diag.Short(found.name), place)
		}
	}
}

// host looks at the placeholders in the host of an API that something exposed calls:
// no caller of a server chooses where requests go.
func (r *resolver) host(c *spec.Consume) {
	base := c.BaseURI
	if !strings.Contains(base.Text, "{") || len(r.p.units()) == 0 {
		return
	}
	t, err := expr.ParseURITemplate(base.Text)
	if err != nil {
		return // reported where it is compiled
	}
	inHost := true
	for i, part := range t.Parts() {
		text := part.Text
		if i == 0 {
			if _, rest, ok := strings.Cut(text, "://"); ok {
				text = rest
			}
		}
		inHost = inHost && !strings.Contains(text, "/")
		if part.Name == "" || !inHost || r.isFilled(c, part.Name) {
			continue
		}
		pos := base.Pos
		pos.Column += part.Offset
		r.p.report(pos, r.guess.hint(part.Name, r.binds.names, "declare it under binds"),
			"{%s} in the host is neither a bind nor a parameter, and no caller of what is exposed can give it", diag.Short(part.Name))
	}
}

// binds are the variables that a document declares.
type binds struct {
	// has tells all names, alone and behind their namespace; names are those alone.
	has   map[string]bool
	names []string
	// full gives each name the one behind its namespace.
	full map[string]string
	// secret tells the names of binds that are secrets by their name or key.
	secret map[string]bool
	// namespaces are those of binds, in which a name may be missing.
	namespaces map[string]bool
}

func (s *Subject) bindNames() binds {
	b := binds{has: map[string]bool{}, full: map[string]string{}, secret: map[string]bool{}, namespaces: map[string]bool{}}
	for i := range s.entries {
		e := &s.entries[i]
		if e.bind == nil {
			continue
		}
		ns := e.namespace.Text
		if ns != "" {
			b.namespaces[ns] = true
		}
		for _, k := range e.bind.Keys {
			full := ns + "." + k.Name
			b.has[k.Name], b.has[full] = true, true
			b.full[full] = full
			if looksSecret(k.Name) || looksSecret(k.Key.Text) {
				b.secret[k.Name], b.secret[full] = true, true
			}
			if b.full[k.Name] == "" {
				b.full[k.Name] = full
			}
			b.names = append(b.names, k.Name)
		}
	}
	return b
}

// meant returns the bind that a variable means, behind its namespace, or "". {{env.X}}
// means the bind X of any namespace.
func (b *binds) meant(variable string) string {
	if full := b.full[variable]; full != "" {
		return full
	}
	name, inEnv := strings.CutPrefix(variable, "env.")
	if !inEnv {
		return ""
	}
	return b.full[name]
}

// isSecret reports whether a mention is that of a variable of the environment which is a
// secret, by its name or by where it stands.
func (b *binds) isSecret(m *mention) bool {
	bind := b.meant(m.name)
	switch {
	case bind != "":
		return m.inCredential || b.secret[bind]
	case first(m.name) == "env":
		return m.inCredential || looksSecret(m.name)
	}
	return false
}

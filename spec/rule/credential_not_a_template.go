package rule

import (
	"strings"

	"naftiko/spec"
	"naftiko/spec/diag"
)

var credentialNotATemplate = Rule{
	Code: "credential-not-a-template", Level: Warning, Strict: Error, In: Recommended,
	Covers: []string{"secret-in-document"},
	Title:  "a credential that is the name of a variable, and not its value",
	Why: "Only {{NAME}} is filled in credentials and headers. Other spellings, such as ${NAME}, {NAME} or the bare name, are sent as " +
		"they stand, and the API refuses the request.",
	Check: checkNotTemplate,
}

func checkNotTemplate(p *Pass) {
	n := &nameFinder{p: p, binds: p.bindNames()}
	p.eachAuth(n.auth)
	p.eachSent(n.inputs)
}

// eachAuth visits the authentication of consumed APIs and of the document's own
// adapters.
func (s *Subject) eachAuth(visit func(*spec.Auth)) {
	all := func(a *spec.Auth) {
		if a != nil {
			visit(a)
		}
	}
	for _, c := range s.consumes() {
		all(c.Auth)
		for i := range c.Resources {
			all(c.Resources[i].Auth)
		}
	}
	ops := s.operations()
	for i := range ops {
		all(ops[i].Auth)
	}
	for _, e := range s.exposes("") {
		all(e.Auth)
	}
}

// nameFinder looks for names of variables where their values were meant.
type nameFinder struct {
	p     *Pass
	binds binds
}

func (n *nameFinder) auth(a *spec.Auth) {
	for _, s := range [...]spec.Str{a.Username, a.Password, a.Token, a.Value} {
		n.text(s.Text, s.Pos, true)
	}
}

// inputs looks at what is sent in headers, queries and cookies.
func (n *nameFinder) inputs(inputs []spec.Input) {
	for i := range inputs {
		in := &inputs[i]
		if !isField(in) {
			continue
		}
		for _, node := range [...]*spec.Node{in.Value, in.Template, in.Default} {
			if node == nil {
				continue
			}
			if text, ok := node.Scalar.(string); ok {
				n.text(text, node.Pos, namesCredential(in.Name.Text))
			}
		}
	}
}

// text looks at the text of a credential, or of something else that is sent. There only
// names in braces that are declared count.
func (n *nameFinder) text(text string, pos diag.Pos, credential bool) {
	_, text = splitScheme(text)
	name, braced := variableIn(text)
	declared := n.binds.has[name]
	hint := "write  {{" + diag.Short(name) + "}}"
	switch {
	case name == "", declared && !braced && !credential, !declared && (!braced || !credential || !isUpper(name)):
		return
	case !declared:
		hint += ", and declare it under binds"
	}
	n.p.report(pos, hint, "%s is no template, and stands for itself instead of a value", diag.Short(text))
}

// variableIn returns the name of the variable that a text seems to stand for, or "":
// ${NAME} and {NAME}, for which it reports true, $NAME or NAME.
func variableIn(text string) (name string, braced bool) {
	name, dollar := strings.CutPrefix(text, "$")
	if inner, ok := strings.CutPrefix(name, "{"); ok {
		if name, braced = strings.CutSuffix(inner, "}"); !braced {
			return "", false
		}
	}
	if strings.ContainsFunc(name, func(r rune) bool { return r != '.' && isNoWord(r) }) {
		return "", false
	}
	return name, braced || dollar
}

// isUpper reports whether a name is written as variables of the environment are.
func isUpper(name string) bool {
	return name == strings.ToUpper(name) && name != strings.ToLower(name)
}

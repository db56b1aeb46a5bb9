// Package auth puts the credentials of a consumed API onto its requests: one
// file a scheme and one row in the table below.
package auth

import (
	"strings"

	"naftiko/engine/internal/run"
	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
)

// Applier adds credentials to a request. It is safe for concurrent use. Errors
// are *run.Error.
type Applier func(f *run.Frame, r *run.Request) error

// Scheme is one type of authentication.
type Scheme struct {
	Type string
	Doc  string
	// compile turns the block's fields into an Applier, reporting what is wrong with them.
	compile func(c *compiler, a *spec.Auth) Applier
}

// schemes has a row for each type that is sent.
var schemes = []Scheme{bearer, basic, apikey, digestScheme}

// Types returns the types of all schemes, in the order of the table.
func Types() []string {
	names := make([]string, len(schemes))
	for i, s := range schemes {
		names[i] = s.Type
	}
	return names
}

// Compile turns an authentication block into an Applier. The Applier is nil
// when there are errors, and for a type that sends nothing. names are the
// variables the fields refer to.
func Compile(a *spec.Auth) (ap Applier, names []expr.Ref, diags diag.List) {
	c := &compiler{}
	for _, s := range schemes {
		if strings.EqualFold(s.Type, a.Type.Text) {
			ap = s.compile(c, a)
			return ap, c.refs, c.diags
		}
	}
	c.unknown(a)
	return nil, nil, c.diags
}

// silent are types that documents declare and that put nothing on a consumed request.
var silent = map[string]string{
	"oauth2": "an oauth2 block describes a server; it sends no credentials upstream",
}

type compiler struct {
	diags diag.List
	refs  []expr.Ref
}

func (c *compiler) unknown(a *spec.Auth) {
	typ := strings.ToLower(a.Type.Text)
	switch {
	case typ == "none":
	case silent[typ] != "":
		c.diags.Warnf(a.Pos, "auth-no-effect", "use bearer with a token from a bind", "%s", silent[typ])
	case typ == "":
		c.diags.Errorf(a.Pos, "unsupported-auth", "add  type: "+strings.Join(Types(), " | "), "authentication has no type")
	default:
		c.diags.Errorf(a.Type.Pos, "unsupported-auth", "known types: "+strings.Join(Types(), ", "), "unknown authentication type %q", a.Type.Text)
	}
}

// field compiles one field as a template; a missing one is an error.
func (c *compiler) field(a *spec.Auth, name string, s spec.Str) *expr.Template {
	if !s.Set() {
		c.diags.Errorf(a.Pos, "auth-field", "", "%s authentication needs %s", a.Type.Text, name)
		return nil
	}
	t, err := expr.ParseTemplate(envReference(s.Text))
	if err != nil {
		c.diags.Errorf(s.Pos, "template-syntax", "", "%s: %v", name, err)
		return nil
	}
	c.refs = append(c.refs, t.Refs()...)
	return t
}

// envReference turns the older spelling $env.X of a whole field into a template.
func envReference(text string) string {
	if name, ok := strings.CutPrefix(text, "$env."); ok && isName(name) {
		return "{{env." + name + "}}"
	}
	return text
}

func isName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

// secretText renders a credential. A variable that nobody fills is an error, and
// so is a text that is empty before binds are looked at.
func secretText(f *run.Frame, t *expr.Template, what string, enc expr.Encoding) (expr.Text, error) {
	text, missing := t.Render(f.Lookup, expr.Raw)
	if len(missing) > 0 {
		return nil, run.Errorf(run.Input, "unresolved", "%s refers to %q, which is neither a bind nor an argument", what, missing[0]).
			At(f.Op.Auth.Pos).Help("declare it under binds, or pass  %s", diag.Word(missing[0]+"=…"))
	}
	if plain, ok := text.Plain(); ok && plain == "" {
		return nil, run.Errorf(run.Bind, "empty-secret", "%s is empty", what).At(f.Op.Auth.Pos)
	}
	return text.Encode(enc), nil
}

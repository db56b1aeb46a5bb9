package auth

import (
	"net/url"
	"strings"

	"naftiko/engine/internal/run"
	"naftiko/spec"
	"naftiko/spec/diag"
	"naftiko/spec/expr"
)

var apikey = Scheme{
	Type:    "apikey",
	Doc:     "a key in a header (default), a query parameter or a cookie",
	compile: compileAPIKey,
}

// placement is a place that a key can be sent in: how it is written and put there.
type placement struct {
	enc expr.Encoding
	put func(r *run.Request, name string, value expr.Text)
}

// placements has a row for each.
var placements = map[string]placement{
	"header": {expr.Raw, keyInHeader},
	"query":  {expr.Query, keyInQuery},
	"cookie": {expr.Cookie, keyInCookie},
}

func compileAPIKey(c *compiler, a *spec.Auth) Applier {
	if headers := keyHeaders(a); headers != nil && !a.Key.Set() {
		return compileHeaders(c, a, headers)
	}
	name, place := openAPI(a)
	key, secret := c.field(a, "key", name), c.field(a, "value", a.Value)
	where := strings.ToLower(place.Text)
	if where == "" {
		where = "header"
	}
	in, ok := placements[where]
	if !ok {
		c.diags.Errorf(place.Pos, "auth-field", "use header, query or cookie", "unknown placement %q", place.Text)
	}
	if key == nil || secret == nil || !ok || !c.name(key, where, name.Pos) {
		return nil
	}
	return func(f *run.Frame, r *run.Request) error {
		name, err := secretText(f, key, "the name of the API key", expr.Raw)
		if err != nil {
			return err
		}
		plain, ok := name.Plain()
		if !ok {
			return run.Errorf(run.Document, "auth-field", "the name of the API key may not come from a bind").At(f.Op.Auth.Pos)
		}
		if where != "query" && !run.ValidHeaderName(plain) {
			return run.Errorf(run.Refused, "auth-field", "%q cannot be the name of a %s", plain, where).At(f.Op.Auth.Pos)
		}
		text, err := secretText(f, secret, "the API key", in.enc)
		if err != nil {
			return err
		}
		in.put(r, plain, text)
		return nil
	}
}

// name checks the name of a header or a cookie, where the document spells it out.
func (c *compiler) name(t *expr.Template, where string, pos diag.Pos) bool {
	text := t.Source()
	switch {
	case where == "query" || !t.IsLiteral():
		return true
	case !run.ValidHeaderName(text):
		c.diags.Errorf(pos, "auth-field", "", "%q cannot be the name of a %s", text, where)
		return false
	case where == "header" && run.ForbiddenHeader(text):
		c.diags.Errorf(pos, "auth-field", "", "the header %s belongs to the connection and is not taken from a document", text)
		return false
	}
	return true
}

// openAPI returns the key's name and placement, which some documents write with
// OpenAPI's words name and in.
func openAPI(a *spec.Auth) (name, place spec.Str) {
	name, place = a.Key, a.Placement
	for _, m := range a.More {
		text, ok := m.Node.Scalar.(string)
		switch {
		case ok && m.Name == "name" && !name.Set():
			name = spec.Str{Text: text, Pos: m.Node.Pos}
		case ok && m.Name == "in" && !place.Set():
			place = spec.Str{Text: text, Pos: m.Node.Pos}
		}
	}
	return name, place
}

// keyHeaders returns the headers: mapping of a block that names several keys at
// once, as published documents do for APIs that want two.
func keyHeaders(a *spec.Auth) []spec.NodeMember {
	for _, m := range a.More {
		if m.Name == "headers" && m.Node.Kind == spec.ObjectNode {
			return m.Node.Members
		}
	}
	return nil
}

func compileHeaders(c *compiler, a *spec.Auth, headers []spec.NodeMember) Applier {
	secrets := make([]*expr.Template, len(headers))
	for i, h := range headers {
		text, _ := h.Node.Scalar.(string)
		secrets[i] = c.field(a, h.Name, spec.Str{Text: text, Pos: h.Node.Pos})
		if secrets[i] == nil || !c.name(expr.LiteralTemplate(h.Name), "header", h.Pos) {
			return nil
		}
	}
	return func(f *run.Frame, r *run.Request) error {
		for i, h := range headers {
			text, err := secretText(f, secrets[i], "the API key "+h.Name, expr.Raw)
			if err != nil {
				return err
			}
			keyInHeader(r, h.Name, text)
		}
		return nil
	}
}

func keyInHeader(r *run.Request, name string, value expr.Text) {
	r.SetHeader(run.Header{Name: name, Value: value, Private: true, Secret: true})
}

func keyInQuery(r *run.Request, name string, value expr.Text) {
	r.URL.Query = append(r.URL.Query, run.QueryParam{Name: url.QueryEscape(name), Value: value, Secret: true})
}

// keyInCookie joins the key to the cookies that parameters have set.
func keyInCookie(r *run.Request, name string, value expr.Text) {
	r.AddCookie(name, value, true)
}

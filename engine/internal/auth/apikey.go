package auth

import (
	"net/url"
	"strings"

	"naftiko/engine/internal/run"
	"naftiko/spec"
	"naftiko/spec/expr"
)

var apikey = Scheme{
	Type:    "apikey",
	Doc:     "a key in a header (default), a query parameter or a cookie",
	compile: compileAPIKey,
}

// placements has a row for each place a key can be sent in.
var placements = map[string]func(r *run.Request, name string, value expr.Text){
	"header": keyInHeader,
	"query":  keyInQuery,
	"cookie": keyInCookie,
}

func compileAPIKey(c *compiler, a *spec.Auth) Applier {
	key, secret := c.field(a, "key", a.Key), c.field(a, "value", a.Value)
	where := strings.ToLower(a.Placement.Text)
	if where == "" {
		where = "header"
	}
	put, ok := placements[where]
	if !ok {
		c.diags.Errorf(a.Placement.Pos, "auth-field", "use header, query or cookie", "unknown placement %q", a.Placement.Text)
	}
	if key == nil || secret == nil || !ok {
		return nil
	}
	enc := expr.Raw
	if where == "query" {
		enc = expr.Query
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
		text, err := secretText(f, secret, "the API key", enc)
		if err != nil {
			return err
		}
		put(r, plain, text)
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

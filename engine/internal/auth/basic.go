package auth

import (
	"naftiko/engine/internal/run"
	"naftiko/spec"
	"naftiko/spec/expr"
)

var basic = Scheme{
	Type:    "basic",
	Doc:     "Authorization: Basic BASE64(USER:PASSWORD) (RFC 7617)",
	compile: compileBasic,
}

func compileBasic(c *compiler, a *spec.Auth) Applier {
	user, password := c.field(a, "username", a.Username), c.field(a, "password", a.Password)
	if user == nil || password == nil {
		return nil
	}
	return func(f *run.Frame, r *run.Request) error {
		u, err := secretText(f, user, "the user name", expr.Raw)
		if err != nil {
			return err
		}
		p, err := passwordText(f, password)
		if err != nil {
			return err
		}
		pair := append(append(append(expr.Text{}, u...), expr.Segment{Text: ":"}), p...)
		r.SetHeader(run.Header{
			Name: "Authorization", Scheme: "Basic", Value: expr.Text{{Group: pair, Encoding: expr.Base64}}, Private: true, Secret: true,
		})
		return nil
	}
}

// passwordText renders a password; one that the document spells out as "" is
// sent, as APIs do that take a key for the user name.
func passwordText(f *run.Frame, t *expr.Template) (expr.Text, error) {
	if t.Source() == "" {
		return nil, nil
	}
	return secretText(f, t, "the password", expr.Raw)
}

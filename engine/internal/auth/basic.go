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
	return c.userPassword(a, func(r *run.Request, user, password expr.Text) {
		pair := append(append(append(expr.Text{}, user...), expr.Segment{Text: ":"}), password...)
		r.SetHeader(run.Header{
			Name: "Authorization", Scheme: "Basic", Value: expr.Text{{Group: pair, Encoding: expr.Base64}}, Private: true, Secret: true,
		})
	})
}

// userPassword compiles a scheme of a user name and a password, which put sets on
// the request.
func (c *compiler) userPassword(a *spec.Auth, put func(r *run.Request, user, password expr.Text)) Applier {
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
		put(r, u, p)
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

package auth

import (
	"naftiko/engine/internal/run"
	"naftiko/spec"
	"naftiko/spec/expr"
)

var bearer = Scheme{
	Type:    "bearer",
	Doc:     "Authorization: Bearer TOKEN (RFC 6750)",
	compile: compileBearer,
}

func compileBearer(c *compiler, a *spec.Auth) Applier {
	token := c.field(a, "token", a.Token)
	if token == nil {
		return nil
	}
	return func(f *run.Frame, r *run.Request) error {
		text, err := secretText(f, token, "the bearer token", expr.Raw)
		if err != nil {
			return err
		}
		r.SetHeader(run.Header{Name: "Authorization", Scheme: "Bearer", Value: text, Private: true, Secret: true})
		return nil
	}
}

// Implicit sends the variable id as a bearer token, to https origins and this
// machine only.
func Implicit(id string) Applier {
	return func(f *run.Frame, r *run.Request) error {
		if f.Env.NoImplicitAuth || r.HasHeader("Authorization") {
			return nil
		}
		r.SetHeader(run.Header{
			Name: "Authorization", Scheme: "Bearer", Value: expr.Text{{Opaque: id}}, Private: true, Secret: true, Implicit: true,
		})
		return nil
	}
}

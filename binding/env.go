package binding

import (
	"fmt"

	"naftiko/spec/diag"
)

// envProvider reads environment variables: those of --env-file first, then the
// process's own.
var envProvider = provider{lookup: lookupEnv, place: placeEnv}

func lookupEnv(s *Set, d Decl) (string, error) {
	if Reserved(d.Key) && !s.passes(d) {
		return "", &Error{
			Kind: Refused, Decl: d,
			Msg:  fmt.Sprintf("bind %s wants the environment variable %s, which belongs to this machine", d.Name, d.Key),
			Hint: fmt.Sprintf("let this document read it: --bind %s  or give another value: --bind %s", diag.Word(d.Name), diag.Word(d.Name+"=…")),
		}
	}
	if text, ok := s.opts.EnvFile[d.Key]; ok {
		return text, nil
	}
	if text, ok := s.opts.LookupEnv(d.Key); ok {
		return text, nil
	}
	where := "environment variable " + d.Key
	if s.opts.EnvFileName != "" {
		where += " (and in " + s.opts.EnvFileName + ")"
	}
	return "", unset(d, where)
}

func placeEnv(s *Set, d Decl) string {
	if _, ok := s.opts.EnvFile[d.Key]; ok {
		return s.opts.EnvFileName + " " + d.Key
	}
	return "env " + d.Key
}

package auth

import (
	"net/http"

	"github.com/icholy/digest"

	"naftiko/engine/internal/run"
	"naftiko/spec"
	"naftiko/spec/expr"
)

var digestScheme = Scheme{
	Type:    "digest",
	Doc:     "Authorization: Digest …, in answer to the upstream's challenge (RFC 7616)",
	compile: compileDigest,
}

func compileDigest(c *compiler, a *spec.Auth) Applier {
	return c.userPassword(a, func(r *run.Request, user, password expr.Text) {
		r.Digest = &run.Digest{User: user, Password: password}
	})
}

// AnswerChallenge returns the Authorization header that answers the challenge in
// the headers of an answer of 401. method and uri (path and query) are those of
// the request; count is how often the challenge's nonce is used with it, from 1.
// ok is false when there is no challenge that is understood: MD5, SHA-256,
// SHA-512 and SHA-512-256, with qop auth or none.
func AnswerChallenge(header http.Header, d *run.SentDigest, method, uri string, count int) (line string, stale, ok bool) {
	chal, err := digest.FindChallenge(header)
	if err != nil || !digest.CanDigest(chal) {
		return "", false, false
	}
	cred, err := digest.Digest(chal, digest.Options{
		Method: method, URI: uri, Count: count, Username: d.User, Password: d.Password,
	})
	if err != nil {
		return "", false, false
	}
	return cred.String(), chal.Stale, true
}

package engine_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/mccutchen/go-httpbin/v2/httpbin"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/binding"
	"naftiko/engine"
	"naftiko/spec/value"
)

const digestDoc = `
naftiko: 1.0.0-alpha2
binds:
- namespace: env
  keys: {D_USER: D_USER, D_PASS: D_PASS}
capability:
  consumes:
  - type: http
    namespace: d
    baseUri: http://UP
    authentication: {type: digest, username: "{{D_USER}}", password: "{{env.D_PASS}}"}
    resources:
    - name: r
      path: "PATH"
      operations:
      - {name: op, method: GET, inputParameters: [{name: q, in: query}], outputParameters: [{name: ok, value: $.authorized}]}
`

func invokeDigest(t *testing.T, base, path, password string) (*engine.Result, error) {
	t.Helper()
	prog := load(t, strings.NewReplacer("http://UP", base, "PATH", path).Replace(digestDoc))
	set := prog.NewBinds(binding.Options{Values: map[string]string{"D_USER": "ann", "D_PASS": password}})
	return prog.Invoke(t.Context(), find(t, prog, "op"), args(t, `{"q":"a b"}`), engine.Call{Binds: set})
}

func TestInvoke_F62_digest(t *testing.T) {
	s := httptest.NewServer(httpbin.New())
	defer s.Close()
	for _, path := range []string{"/digest-auth/auth/ann/secret", "/digest-auth/auth/ann/secret/MD5", "/digest-auth/auth/ann/secret/SHA-256"} {
		t.Run(path, func(t *testing.T) {
			res, err := invokeDigest(t, s.URL, path, "secret")
			require.NoError(t, err)
			assert.Equal(t, `{"ok":true}`, string(value.Append(nil, res.Value())))
			_, err = invokeDigest(t, s.URL, path, "wrong")
			assert.Equal(t, engine.Upstream, engine.KindOf(err))
		})
	}
}

// An upstream may call a nonce stale once; it gets no third try.
func TestInvoke_digestStaleNonce(t *testing.T) {
	for _, tc := range []struct{ stale, requests, status int }{{1, 3, 200}, {9, 3, 401}} {
		var seen []string
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			seen = append(seen, r.Header.Get("Authorization"))
			if n := len(seen); n <= 1+tc.stale {
				w.Header().Set("WWW-Authenticate", fmt.Sprintf(`Digest realm="r", nonce="n%d", qop="auth", algorithm=MD5, stale=%t`, n, n > 1))
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			fmt.Fprint(w, `{"authorized":true}`)
		}))
		_, err := invokeDigest(t, s.URL, "/x", "secret")
		s.Close()
		require.Len(t, seen, tc.requests)
		assert.Empty(t, seen[0])
		assert.Contains(t, seen[1], `nonce="n1"`)
		assert.Contains(t, seen[1], `uri="/x?q=a+b"`)
		assert.Contains(t, seen[2], `nonce="n2"`)
		assert.Equal(t, tc.status == 200, err == nil, "%v", err)
	}
}

// The answer to a challenge goes to the origin that was called and to no other.
func TestInvoke_digestRedirect(t *testing.T) {
	var authorized []string
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		authorized = append(authorized, r.Header.Get("Authorization"))
		w.Header().Set("WWW-Authenticate", `Digest realm="r", nonce="n", qop="auth"`)
		w.WriteHeader(http.StatusUnauthorized)
	}))
	defer other.Close()
	s := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusFound))
	defer s.Close()
	_, err := invokeDigest(t, s.URL, "/x", "secret")
	assert.Equal(t, engine.Upstream, engine.KindOf(err))
	assert.Equal(t, []string{""}, authorized)
}

package mock_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/mock"
	"naftiko/engine/internal/run"
	"naftiko/spec/value"
)

// op makes an operation whose name is its whole ID, on a base URI without a path.
func op(name, method, path string, params ...run.Param) *run.Op {
	return &run.Op{ID: name, Name: name, Method: method, Base: "https://api.example.com", Path: path, Params: params}
}

// get asks a mock in which every operation answers with its own name.
func get(ops []*run.Op, method, target string) (status int, answer string) {
	examples := map[string]value.Value{}
	for _, o := range ops {
		examples[o.ID] = o.ID
	}
	w := httptest.NewRecorder()
	mock.New(ops, mock.Options{Examples: examples}).ServeHTTP(w, httptest.NewRequest(method, target, nil))
	return w.Code, w.Body.String()
}

func TestServeHTTP_choosesTheRoute(t *testing.T) {
	ops := []*run.Op{
		op("any", "GET", "/users/{id}"),
		op("me", "GET", "/users/me"),
		op("prefixed", "GET", "/users/u-{id}"),
		op("posts", "GET", "/users/{{id}}/posts"),
		op("file", "GET", "/files/{name}.{ext}"),
		op("pair", "GET", "/pair/{a}{b}"),
		op("verb", "POST", "/docs/{id}:close"),
		op("search", "GET", "/search"),
		op("search-user", "GET", "/search?type=user"),
		op("search-kind", "GET", "/search?kind={kind}"),
		op("flag", "GET", "/flag?on"),
		op("slash", "GET", "/dir/"),
		op("no-slash", "GET", "/dir"),
		op("escaped", "GET", "/a b/caf%C3%A9"),
		op("root", "GET", ""),
		op("only-head", "HEAD", "/headed"),
	}
	tests := map[string]struct {
		target string
		want   string
		status int
	}{
		"a placeholder":                        {"/users/7", "any", 200},
		"literal beats placeholder":            {"/users/me", "me", 200},
		"more text beats less":                 {"/users/u-7", "prefixed", 200},
		"a placeholder takes a character":      {"/users/u-", "any", 200},
		"a placeholder is not empty":           {"/users/", "", 404},
		"an encoded slash stays inside":        {"/users/a%2Fb", "any", 200},
		"a slash does not":                     {"/users/a/b", "", 404},
		"a literal behind a placeholder":       {"/users/7/posts", "posts", 200},
		"two placeholders in a segment":        {"/files/a.tar.gz", "file", 200},
		"two placeholders need two characters": {"/pair/x", "", 404},
		"two placeholders side by side":        {"/pair/éx", "pair", 200},
		"a final slash is tolerated":           {"/users/7/", "any", 200},
		"with a final slash":                   {"/dir/", "slash", 200},
		"without a final slash":                {"/dir", "no-slash", 200},
		"no query":                             {"/search?q=1", "search", 200},
		"a pair of the query":                  {"/search?q=1&type=user", "search-user", 200},
		"another value of the pair":            {"/search?type=team", "search", 200},
		"a placeholder in the query":           {"/search?kind=", "search-kind", 200},
		"a name in the query":                  {"/flag?on", "flag", 200},
		"escaped text":                         {"/a%20b/caf%C3%A9", "escaped", 200},
		"other case":                           {"/Users/me", "", 404},
		"two slashes":                          {"//users/me", "", 404},
		"the root":                             {"/", "root", 200},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			method := "GET"
			status, answer := get(ops, method, tc.target)
			require.Equal(t, tc.status, status, answer)
			if status == 200 {
				assert.Equal(t, `"`+tc.want+`"`, answer)
			}
		})
	}
	status, answer := get(ops, "POST", "/docs/x:close")
	assert.Equal(t, 200, status)
	assert.Equal(t, `"verb"`, answer)
	status, answer = get(ops, "GET", "/flag")
	assert.Equal(t, 400, status)
	assert.Equal(t, `{"error":{"status":400,"message":"missing query parameter on","parameter":"on","in":"query"}}`, answer)
	status, answer = get(ops, "HEAD", "/users/me")
	assert.Equal(t, 200, status)
	assert.Empty(t, answer)
	status, _ = get(ops, "HEAD", "/headed")
	assert.Equal(t, 200, status)
}

func TestServeHTTP_missingPair(t *testing.T) {
	status, answer := get([]*run.Op{op("user", "GET", "/search?type=user")}, "GET", "/search?type=team")
	assert.Equal(t, 400, status)
	assert.Equal(t, `{"error":{"status":400,"message":"query parameter type must be user","parameter":"type","in":"query"}}`, answer)
}

func TestServeHTTP_basePath(t *testing.T) {
	crm := &run.Op{ID: "crm.get", Namespace: "crm", Method: "GET", Base: "https://{host}/crm/", Path: "/users"}
	crmOnly := &run.Op{ID: "crm.only", Namespace: "crm", Method: "GET", Base: "https://{host}/crm/", Path: "/only"}
	shop := &run.Op{ID: "shop.get", Namespace: "shop", Method: "GET", Base: "https://shop.example.com/{{tenant}}/v1", Path: "users"}
	ops := []*run.Op{crm, crmOnly, shop}
	for target, want := range map[string]string{
		"/crm/users": `"crm.get"`, "/acme/v1/users": `"shop.get"`, "/%7Btenant%7D/v1/users": `"shop.get"`, "/only": `"crm.only"`,
	} {
		status, answer := get(ops, "GET", target)
		assert.Equal(t, 200, status, target)
		assert.Equal(t, want, answer, target)
	}
	status, answer := get(ops, "GET", "/users")
	assert.Equal(t, 404, status)
	assert.Contains(t, answer, `GET /users could be meant for several APIs`)
	status, _ = get(ops, "POST", "/users")
	assert.Equal(t, 405, status)

	m := mock.New(ops, mock.Options{})
	assert.Equal(t, "/crm", m.BasePath("crm"))
	assert.Equal(t, "/{tenant}/v1", m.BasePath("shop"))
	assert.Empty(t, m.BasePath("unknown"))
	assert.Equal(t, []mock.Route{
		{Method: "GET", Path: "/crm/users", Op: "crm.get"},
		{Method: "GET", Path: "/crm/only", Op: "crm.only"},
		{Method: "GET", Path: "/{tenant}/v1/users", Op: "shop.get"},
	}, m.Routes())
}

func TestBasePath(t *testing.T) {
	for base, want := range map[string]string{
		"":                               "",
		"https://api.example.com":        "",
		"https://api.example.com/":       "",
		"https://api.example.com/v1/":    "/v1",
		"https://{host}:{port}/a/{b}":    "/a/{b}",
		"{{BASE}}":                       "",
		"{{BASE}}/v2":                    "/v2",
		"https://{sub}.example.com/x?y=": "/x",
		"https://h.example/{broken":      "",
		"/relative":                      "/relative",
	} {
		m := mock.New([]*run.Op{{ID: "x", Namespace: "ns", Method: "GET", Base: base, Path: "/p"}}, mock.Options{})
		assert.Equal(t, want, m.BasePath("ns"), base)
		assert.Equal(t, want+"/p", m.Routes()[0].Path, base)
	}
}

func TestRoutes_unreadable(t *testing.T) {
	m := mock.New([]*run.Op{op("broken", "GET", "/{x"), op("no-method", "", "/y"), op("q", "GET", "?a={a}"), op("r", "GET", "")}, mock.Options{})
	assert.Equal(t, []mock.Route{{Method: "GET", Path: "/?a={a}", Op: "q"}, {Method: "GET", Path: "/", Op: "r"}}, m.Routes())
}

// FuzzServeHTTP holds that no request makes a mock panic or answer with
// something that is not JSON.
func FuzzServeHTTP(f *testing.F) {
	for _, target := range []string{
		"/api/v1/users", "/user?id=kp_123", "/users/%2F/password", "/users/a/refresh_claims/", "*", "//", "/%zz", "/users/%ff/password?x=%ff;&=",
	} {
		for _, method := range []string{"GET", "PUT", "OPTIONS"} {
			f.Add(method, target, `{"a":1}`)
		}
	}
	ops := append(kinde(f).Ops,
		op("pieces", "GET", "/{a}-{b}.{c}/x{d}{e}?q={f}&r", run.Param{Name: "b", In: "path", Type: "integer"}, run.Param{Name: "f"}),
		op("body", "PUT", "/{a}", run.Param{Name: "n", In: "body", Type: "number"}, run.Param{Name: "m", In: "body"}))
	m := mock.New(ops, mock.Options{})
	f.Fuzz(func(t *testing.T, method, target, body string) {
		path, query, _ := strings.Cut(target, "?")
		r := httptest.NewRequest(http.MethodGet, "/", strings.NewReader(body))
		r.Method = method
		for _, u := range []*url.URL{{Path: path, RawQuery: query}, {Path: path, RawPath: path, RawQuery: query}} {
			r.URL = u
			w := httptest.NewRecorder()
			m.ServeHTTP(w, r)
			if w.Body.Len() == 0 && method == http.MethodHead {
				continue
			}
			if _, err := value.Decode(w.Body.Bytes()); err != nil {
				t.Fatalf("%s %s answers %q: %v", method, target, w.Body, err)
			}
		}
	})
}

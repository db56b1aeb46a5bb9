package mock_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/binding"
	"naftiko/engine/internal/compile"
	"naftiko/engine/internal/mock"
	"naftiko/engine/internal/run"
	"naftiko/spec/parse"
	"naftiko/spec/value"
)

// kinde compiles the document that is built into the program.
func kinde(t testing.TB) *compile.Program {
	t.Helper()
	data, err := os.ReadFile("../../../capabilities/kinde-users.yaml")
	require.NoError(t, err)
	return program(t, string(data))
}

// program compiles a document.
func program(t testing.TB, src string) *compile.Program {
	t.Helper()
	doc, diags := parse.Bytes("test.yaml", []byte(src))
	require.NoError(t, diags.Err())
	require.NotNil(t, doc)
	prog, diags := compile.Document(doc, compile.Options{})
	require.NoError(t, diags.Err())
	return prog
}

// call is one operation, as a request and as arguments of a call in process.
type call struct {
	method, path, body string
	args               string
	want               string
}

var kindeCalls = map[string]call{
	"getUsers": {
		method: "GET", path: "/users?page_size=10", args: `{"page_size":10}`,
		want: `{"users":[{"id":"user_2236d6","name":"Gia Field","email":"gia@example.com","created_on":"2026-01-22T09:30:00Z"},` +
			`{"id":"user_686a4e","name":"Hugo Field","email":"hugo@example.com","created_on":"2026-01-23T09:30:00Z"}],"total":2}`,
	},
	"createUser": {
		method: "POST", path: "/users", body: `{"profile":{"given_name":"Zoe","password":"pw"},"api_key":"k"}`,
		args: `{"body":{"profile":{"given_name":"Zoe","password":"pw"},"api_key":"k"}}`,
		want: `{"id":"user_d59eb2","profile":{"given_name":"Zoe"},"name":"Kira Wood","email":"kira@example.com","created_on":"2026-01-26T09:30:00Z"}`,
	},
	"getUser": {
		method: "GET", path: "/user?id=kp_123", args: `{"id":"kp_123"}`,
		want: `{"id":"kp_123","name":"Jon Marsh","email":"jon@example.com","created_on":"2026-01-19T09:30:00Z"}`,
	},
	"updateUser": {
		method: "PATCH", path: "/user?id=kp_123", body: `{"name":"Zoe"}`, args: `{"id":"kp_123","body":{"name":"Zoe"}}`,
		want: `{"id":"kp_123","name":"Zoe","email":"ann@example.com","created_on":"2026-01-22T09:30:00Z"}`,
	},
	"deleteUser": {
		method: "DELETE", path: "/user?id=kp_123", args: `{"id":"kp_123"}`,
		want: `{"message":"user deleted","id":"kp_123"}`,
	},
	"refreshUserClaims": {
		method: "POST", path: "/users/kp%20%2F1/refresh_claims", args: `{"user_id":"kp /1"}`,
		want: `{"user_id":"kp /1","status":"ok"}`,
	},
	"setUserPassword": {
		method: "PUT", path: "/users/kp_123/password", body: `{"hashed_password":"secret","note":"n"}`,
		args: `{"user_id":"kp_123","body":{"hashed_password":"secret","note":"n"}}`,
		want: `{"user_id":"kp_123","note":"n","status":"ok"}`,
	},
}

func TestKinde_server(t *testing.T) {
	m := mock.New(kinde(t).Ops, mock.Options{})
	assert.Equal(t, "/api/v1", m.BasePath("kinde-users"))
	server := httptest.NewServer(m)
	defer server.Close()
	for name, tc := range kindeCalls {
		for _, base := range []string{"/api/v1", ""} {
			t.Run(name+" under "+base, func(t *testing.T) {
				status, header, body := do(t, tc.method, server.URL+base+tc.path, tc.body)
				assert.Equal(t, http.StatusOK, status)
				assert.Equal(t, "application/json", header.Get("Content-Type"))
				assert.Equal(t, "naftiko", header.Get("X-Mock"))
				assert.Equal(t, tc.want, body)
			})
		}
	}
}

func TestKinde_inProcess(t *testing.T) {
	prog := kinde(t)
	require.Len(t, prog.Ops, len(kindeCalls))
	m := mock.New(prog.Ops, mock.Options{})
	for _, op := range prog.Ops {
		t.Run(op.Name, func(t *testing.T) {
			tc := kindeCalls[op.Name]
			res, err := invoke(t, prog, op, m, tc.args)
			require.NoError(t, err)
			assert.Equal(t, tc.want, string(res.Answer.Body), "the same answer as over HTTP")
			assert.Equal(t, http.StatusOK, res.Answer.Status)
			assert.Equal(t, "application/json", res.Answer.ContentType())
			assert.Equal(t, []string{"naftiko"}, res.Answer.Header["X-Mock"])
			assert.True(t, strings.HasPrefix(res.Answer.URL, "https://{KINDE_SUBDOMAIN}.kinde.com/api/v1/user"), res.Answer.URL)
			assert.Equal(t, `{"result":`+tc.want+`}`, string(value.Append(nil, res.Value())))
		})
	}
}

// invoke calls an operation with the mock as its upstream and binds that nothing fills.
func invoke(t testing.TB, prog *compile.Program, op *run.Op, m *mock.Mock, args string) (*run.Result, error) {
	t.Helper()
	in, err := value.Decode([]byte(args))
	require.NoError(t, err)
	env := &run.Env{
		Binds: binding.NewSet(prog.Decls, binding.Options{LookupEnv: func(name string) (string, bool) {
			t.Errorf("%s was read", name)
			return "", false
		}}),
		Send:    m,
		BaseURI: func(string) (string, bool) { return "", false },
	}
	return run.Exec(context.Background(), op, env, in.(*value.Object))
}

func TestKinde_wrongRequests(t *testing.T) {
	server := httptest.NewServer(mock.New(kinde(t).Ops, mock.Options{}))
	defer server.Close()
	tests := map[string]struct {
		method, path, body string
		status             int
		want               string
	}{
		"a missing parameter": {
			"GET", "/api/v1/user", "", 400,
			`{"error":{"status":400,"message":"missing query parameter id","parameter":"id","in":"query"}}`,
		},
		"all problems in one answer": {
			"PATCH", "/user", "", 400,
			`{"error":{"status":400,"message":"missing query parameter id; missing body parameter body","problems":[` +
				`{"message":"missing query parameter id","parameter":"id","in":"query"},` +
				`{"message":"missing body parameter body","parameter":"body","in":"body"}]}}`,
		},
		"not an integer": {
			"GET", "/users?page_size=ten", "", 400,
			`{"error":{"status":400,"message":"query parameter page_size must be an integer","parameter":"page_size","in":"query"}}`,
		},
		"a body of another type": {
			"POST", "/users", `[]`, 400,
			`{"error":{"status":400,"message":"body parameter body must be an object","parameter":"body","in":"body"}}`,
		},
		"a body that breaks off": {
			"POST", "/users", `{"a":`, 400,
			`{"error":{"status":400,"message":"the body is not JSON: line 1, column 6: the JSON ends too soon","parameter":"body","in":"body"}}`,
		},
		"an unknown path": {
			"GET", "/api/v2/user", "", 404,
			`{"error":{"status":404,"message":"no operation makes the request GET /api/v2/user"}}`,
		},
		"an empty segment": {
			"PUT", "/users//password", "{}", 404,
			`{"error":{"status":404,"message":"no operation makes the request PUT /users//password"}}`,
		},
		"another method": {
			"PUT", "/api/v1/user", "", 405,
			`{"error":{"status":405,"message":"no operation makes the request PUT /api/v1/user, but there is one for DELETE, GET, HEAD, PATCH"}}`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			status, header, body := do(t, tc.method, server.URL+tc.path, tc.body)
			assert.Equal(t, tc.status, status)
			assert.Equal(t, tc.want, body)
			assert.Equal(t, "application/json", header.Get("Content-Type"))
			if tc.status == http.StatusMethodNotAllowed {
				assert.Equal(t, "DELETE, GET, HEAD, PATCH", header.Get("Allow"))
			}
		})
	}
}

func TestKinde_sameSeedSameBytes(t *testing.T) {
	prog := kinde(t)
	answers := func(seed uint64) string {
		m := mock.New(prog.Ops, mock.Options{Seed: seed})
		var all strings.Builder
		for _, op := range prog.Ops {
			res, err := invoke(t, prog, op, m, kindeCalls[op.Name].args)
			require.NoError(t, err)
			all.Write(res.Answer.Body)
		}
		return all.String()
	}
	want := answers(7)
	for range 20 {
		require.Equal(t, want, answers(7))
	}
	assert.NotEqual(t, want, answers(8))
}

func TestKinde_routes(t *testing.T) {
	routes := mock.New(kinde(t).Ops, mock.Options{}).Routes()
	require.Len(t, routes, 7)
	assert.Equal(t, mock.Route{Method: "GET", Path: "/api/v1/users", Op: "kinde-users.users.getUsers"}, routes[0])
	assert.Equal(t, "/api/v1/users/{user_id}/password", routes[6].Path)
}

func TestKinde_upstreamError(t *testing.T) {
	prog := kinde(t)
	_, err := invoke(t, prog, prog.Ops[2], mock.New(prog.Ops, mock.Options{Status: 503}), `{"id":"kp_123"}`)
	var e *run.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, run.Upstream, e.Kind)
	assert.Equal(t, `{"error":{"status":503,"message":"Service Unavailable"}}`, string(e.Answer.Body))
}

// do sends one request and returns the answer.
func do(t testing.TB, method, url, body string) (status int, header http.Header, text string) {
	t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), method, url, strings.NewReader(body))
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, res.Header, string(data)
}

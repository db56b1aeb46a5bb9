package engine_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mccutchen/go-httpbin/v2/httpbin"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"naftiko/binding"
	"naftiko/engine"
	"naftiko/spec/value"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// load compiles a document that must have no errors.
func load(t *testing.T, src string) *engine.Program {
	t.Helper()
	prog, diags := engine.Load(engine.Source{Name: "doc.yaml", Data: []byte(src)}, nil)
	require.NotNil(t, prog, "%v", diags)
	t.Cleanup(prog.Close)
	return prog
}

func kinde(t *testing.T) *engine.Program {
	t.Helper()
	data, err := os.ReadFile("../capabilities/kinde-users.yaml")
	require.NoError(t, err)
	return load(t, string(data))
}

func find(t *testing.T, prog *engine.Program, name string) *engine.Op {
	t.Helper()
	op, err := prog.Find(name)
	require.NoError(t, err)
	return op
}

func args(t *testing.T, src string) *value.Object {
	t.Helper()
	v, err := value.Decode([]byte(src))
	require.NoError(t, err)
	return v.(*value.Object)
}

const httpbinDoc = `
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - type: http
    namespace: bin
    baseUri: http://UP
    authentication: {type: basic, username: "{{user}}", password: "{{password}}"}
    resources:
    - name: auth
      path: /basic-auth/ann/secret
      operations:
      - {name: basic, method: GET, outputParameters: [{name: ok, value: $.authorized}]}
    - name: bearer
      path: /bearer
      authentication: {type: bearer, token: "{{token}}"}
      operations:
      - {name: bearer, method: GET, outputParameters: [{name: token, value: $.token}]}
    - name: anything
      path: /anything/{part}
      authentication: {type: apikey, key: X-Key, value: k}
      operations:
      - name: anything
        method: POST
        inputParameters: [{name: q, in: query}, {name: body, in: body, type: object}]
        outputParameters: [{name: url, value: $.url}, {name: json, value: $.json}, {name: key, value: "$.headers['X-Key'][0]"}]
`

// A server written by others accepts what is sent.
func TestInvoke_httpbin(t *testing.T) {
	s := httptest.NewServer(httpbin.New())
	defer s.Close()
	prog := load(t, strings.ReplaceAll(httpbinDoc, "http://UP", s.URL))
	tests := map[string]struct{ op, in, want string }{
		"F61 basic": {"basic", `{"user":"ann","password":"secret"}`, `{"ok":true}`},
		"bearer":    {"bearer", `{"token":"abc"}`, `{"token":"abc"}`},
		"anything": {
			"anything", `{"part":"a b","q":"x&y","body":{"n":9007199254740993}}`,
			`{"url":"` + s.URL + `/anything/a%20b?q=x%26y","json":{"n":9007199254740992},"key":"k"}`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			res, err := prog.Invoke(t.Context(), find(t, prog, tc.op), args(t, tc.in), engine.Call{})
			require.NoError(t, err)
			assert.Equal(t, tc.want, string(value.Append(nil, res.Value())))
		})
	}
	_, err := prog.Invoke(t.Context(), find(t, prog, "basic"), args(t, `{"user":"ann","password":"wrong"}`), engine.Call{})
	assert.Equal(t, engine.Upstream, engine.KindOf(err))
}

// One program serves many calls at once, each with its own arguments and binds.
func TestInvoke_concurrently(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(value.Append(nil, value.NewObject(
			value.Member{Name: "id", Value: r.URL.Query().Get("id")}, value.Member{Name: "auth", Value: r.Header.Get("Authorization")},
		)))
	}))
	defer s.Close()
	prog := kinde(t)
	op := find(t, prog, "getUser")
	var wg sync.WaitGroup
	for i := range 32 {
		wg.Go(func() {
			id := strconv.Itoa(i)
			set := prog.NewBinds(binding.Options{Values: map[string]string{"KINDE_ACCESS_TOKEN": "token-" + id}})
			in := value.NewObject(value.Member{Name: "id", Value: id})
			res, err := prog.Invoke(t.Context(), op, in, engine.Call{Binds: set, BaseURI: map[string]string{"": s.URL}})
			if !assert.NoError(t, err) {
				return
			}
			assert.Equal(t, `{"result":{"id":"`+id+`","auth":"Bearer token-`+id+`"}}`, string(value.Append(nil, res.Value())))
		})
	}
	wg.Wait()
}

func TestInvoke_contextEnds(t *testing.T) {
	release := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer s.Close()
	defer close(release)
	prog := kinde(t)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	set := prog.NewBinds(binding.Options{Values: map[string]string{"KINDE_ACCESS_TOKEN": "t"}})
	_, err := prog.Invoke(ctx, find(t, prog, "getUsers"), nil, engine.Call{Binds: set, BaseURI: map[string]string{"": s.URL}})
	assert.Equal(t, engine.Canceled, engine.KindOf(err))
	assert.ErrorIs(t, err, context.DeadlineExceeded, "%v", err)
}

// A caller that is not the user's shell cannot say where a request goes.
func TestInvoke_hostFromArgument(t *testing.T) {
	prog := load(t, `
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://{region}.a.test
    inputParameters: [{name: region, in: path, default: eu, enum: [eu, us]}]
    resources:
    - {name: r, path: /r, operations: [{name: op}]}
`)
	op := find(t, prog, "op")
	show := func(in string, host bool) (string, error) {
		r, err := prog.Prepare(op, args(t, in), engine.Call{HostArguments: host})
		if err != nil {
			return "", err
		}
		shown, err := r.Show(prog.NewBinds(binding.Options{}))
		require.NoError(t, err)
		return shown.URL, nil
	}
	got, err := show(`{}`, false)
	require.NoError(t, err)
	assert.Equal(t, "https://eu.a.test/r", got, "the document's own value is fine")
	_, err = show(`{"region":"evil"}`, false)
	assert.Equal(t, engine.Input, engine.KindOf(err), "outside of the enum")
	got, err = show(`{"region":"us"}`, true)
	require.NoError(t, err)
	assert.Equal(t, "https://us.a.test/r", got)
}

// By whatever way an argument would come into the host, it needs leave.
func TestInvoke_hostByDetours(t *testing.T) {
	for name, tc := range map[string]struct{ params, base, in string }{
		"prefix":            {"", "https://{tools.h}.a.test", `{"h":"evil"}`},
		"parameter's value": {`{name: h, in: path, value: "{{tenant}}"}`, "https://{h}.a.test", `{"tenant":"evil"}`},
		"another spelling":  {`{name: the_host, in: path}`, "https://{theHost}.a.test", `{"THE-HOST":"evil"}`},
		"like a bind":       {`{name: SUB, in: path}`, "https://{SUB}.a.test", `{"SUB":"evil"}`},
	} {
		t.Run(name, func(t *testing.T) {
			prog := load(t, `
naftiko: 1.0.0-alpha2
binds: [{namespace: env, keys: {SUB: SUB, A_TOKEN: A_TOKEN}}]
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: "`+tc.base+`"
    inputParameters: [`+tc.params+`]
    resources:
    - {name: r, path: /r, operations: [{name: op}]}
`)
			op := find(t, prog, "op")
			assert.False(t, op.Auth.Implicit)
			_, err := prog.Prepare(op, args(t, tc.in), engine.Call{})
			assert.Equal(t, engine.Refused, engine.KindOf(err), "%v", err)
			r, err := prog.Prepare(op, args(t, tc.in), engine.Call{HostArguments: true})
			require.NoError(t, err)
			shown, err := r.Show(prog.NewBinds(binding.Options{}))
			require.NoError(t, err)
			assert.Equal(t, "https://evil.a.test/r", shown.URL)
		})
	}
}

// A parameter is checked under whatever spelling its argument comes.
func TestInvoke_checksOtherSpellings(t *testing.T) {
	prog := load(t, `
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.test
    resources:
    - {name: r, path: /r, operations: [{name: op, inputParameters: [{name: page_size, in: query, type: integer, required: true}]}]}
`)
	_, err := prog.Prepare(find(t, prog, "op"), args(t, `{"pageSize":"ten"}`), engine.Call{})
	assert.Equal(t, engine.Input, engine.KindOf(err))
	_, err = prog.Prepare(find(t, prog, "op"), args(t, `{"pageSize":10}`), engine.Call{})
	require.NoError(t, err)
}

func TestFind(t *testing.T) {
	prog := load(t, `
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.test
    resources:
    - name: r
      path: /r
      operations:
      - {name: get.it, method: GET}
      - {name: both, method: GET}
      - {method: DELETE}
      - {name: twin, method: PUT}
      - {name: twin, method: PATCH}
    - {name: s, path: /s, operations: [{name: both, method: GET}, {name: Case}, {name: case}]}
`)
	found := map[string]string{
		"get.it": "a.r.get.it", "a.get.it": "a.r.get.it", "a.r.get.it": "a.r.get.it", "GET.IT": "a.r.get.it", "a.r.both": "a.r.both",
		"DELETE /r": "a.r.DELETE /r", "delete /r": "a.r.DELETE /r", "PUT /r": "a.r.twin", "a.r.twin#2": "a.r.twin", "Case": "a.s.Case", "case": "a.s.case",
	}
	for name, want := range found {
		op, err := prog.Find(name)
		require.NoError(t, err, name)
		assert.Equal(t, want, op.ID)
	}
	refused := map[string]string{
		"both": "a.r.both, a.s.both", "twin": "a.r.twin#1, a.r.twin#2", "get": "it has", "gti": "it has", "bth": `did you mean "both"?`, "CASE": "a.s.Case, a.s.case",
	}
	for name, hint := range refused {
		_, err := prog.Find(name)
		var e *engine.Error
		require.ErrorAs(t, err, &e, name)
		assert.Equal(t, engine.Usage, e.Kind)
		assert.Contains(t, e.Hint, hint, name)
	}
}

// A broken operation leaves the others to be called.
func TestLoad_oneBrokenOperation(t *testing.T) {
	prog, diags := engine.Load(engine.Source{Name: "doc.yaml", Data: []byte(`
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.test
    resources:
    - {name: r, path: /r, operations: [{name: good}, {name: bad, outputParameters: [{name: x, value: "$["}]}]}
`)}, nil)
	require.NotNil(t, prog)
	defer prog.Close()
	assert.True(t, diags.HasErrors())
	_, err := prog.Prepare(find(t, prog, "good"), nil, engine.Call{})
	require.NoError(t, err)
	_, err = prog.Prepare(find(t, prog, "bad"), nil, engine.Call{})
	var e *engine.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, engine.Document, e.Kind)
	assert.Equal(t, "jsonpath-syntax", e.Code)
	assert.Equal(t, 9, e.Pos.Line)
}

func TestArgs(t *testing.T) {
	in, err := engine.Args(map[string]any{"b": 1, "a": []string{"x"}})
	require.NoError(t, err)
	assert.Equal(t, `{"a":["x"],"b":1}`, string(value.Append(nil, in)))
	_, err = engine.Args(map[string]any{"a": make(chan int)})
	require.Error(t, err)
}

func TestSchemas(t *testing.T) {
	prog := kinde(t)
	assert.Equal(t,
		`{"$schema":"http://json-schema.org/draft-07/schema#","title":"kinde-users.users.getUsers input","type":"object","properties":{`+
			`"page_size":{"type":"integer","description":"Number of results per page."},"email":{"type":"string","description":"Filter by email."}},`+
			`"additionalProperties":false}`,
		string(value.Append(nil, engine.InputSchema(find(t, prog, "getUsers")))))
	assert.Equal(t,
		`{"$schema":"http://json-schema.org/draft-07/schema#","title":"kinde-users.user.getUser output","type":"object","properties":{"result":{}}}`,
		string(value.Append(nil, engine.OutputSchema(find(t, prog, "getUser")))))
}

package run_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/binding"
	"naftiko/engine/internal/run"
	"naftiko/spec/expr"
)

// opened opens a request to the URL with the variable V set to value.
func opened(value string, u run.URL) (string, error) {
	decls := binding.Decls{{Name: "V", Key: "V"}}
	set := binding.NewSet(decls, binding.Options{Values: map[string]string{"V": value}})
	sent, err := (&run.Request{Op: &run.Op{Decls: binding.NewIndex(decls)}, Method: "GET", URL: u}).Open(set)
	if err != nil {
		return "", err
	}
	return sent.URL, nil
}

// pieces makes a URL of a literal, the variable at place, and a literal.
func pieces(before string, place run.Place, after string) run.URL {
	u := run.URL{Pieces: []run.Piece{{Text: before}, {Place: place, Opaque: "V", Name: "V"}}}
	if after != "" {
		u.Pieces = append(u.Pieces, run.Piece{Text: after})
	}
	return u
}

func TestURL_values(t *testing.T) {
	tests := map[string]struct {
		url   run.URL
		value string
		want  string // "" for a refusal
	}{
		"host":                     {pieces("https://", run.Authority, "/v1"), "a.test", "https://a.test/v1"},
		"host and port":            {pieces("https://", run.Authority, "/v1"), "a.test:8443", "https://a.test:8443/v1"},
		"address":                  {pieces("http://", run.Authority, "/v1"), "127.0.0.1:80", "http://127.0.0.1:80/v1"},
		"IPv6":                     {pieces("http://", run.Authority, "/v1"), "[::1]:80", "http://[::1]:80/v1"},
		"label":                    {pieces("https://", run.Authority, ".kinde.com/v1"), "acme", "https://acme.kinde.com/v1"},
		"port":                     {pieces("https://a.test:", run.Authority, "/v1"), "8443", "https://a.test:8443/v1"},
		"no path":                  {pieces("https://", run.Authority, ""), "a.test", "https://a.test"},
		"host is empty":            {pieces("https://", run.Authority, ".kinde.com"), "", ""},
		"host with slash":          {pieces("https://", run.Authority, ".kinde.com"), "evil.test/", ""},
		"host with user":           {pieces("https://", run.Authority, ".kinde.com"), "u@evil.test", ""},
		"host with port inside":    {pieces("https://", run.Authority, ".kinde.com"), "evil.test:80", ""},
		"host with query":          {pieces("https://", run.Authority, ".kinde.com"), "evil.test?", ""},
		"host with fragment":       {pieces("https://", run.Authority, ".kinde.com"), "evil.test#", ""},
		"host with backslash":      {pieces("https://", run.Authority, ".kinde.com"), `evil.test\`, ""},
		"host with blank":          {pieces("https://", run.Authority, ".kinde.com"), "evil test", ""},
		"host with percent":        {pieces("https://", run.Authority, ".kinde.com"), "evil.test%2f", ""},
		"host with line end":       {pieces("https://", run.Authority, ".kinde.com"), "a\r\nX: y", ""},
		"host of dots":             {pieces("https://", run.Authority, ".kinde.com"), "..", ""},
		"port of zero":             {pieces("https://a.test:", run.Authority, "/v1"), "0", ""},
		"port too large":           {pieces("https://a.test:", run.Authority, "/v1"), "65536", ""},
		"port of words":            {pieces("https://a.test:", run.Authority, "/v1"), "80@evil.test", ""},
		"origin":                   {pieces("", run.Origin, "/v1"), "https://a.test", "https://a.test/v1"},
		"origin with path":         {pieces("", run.Origin, "/v1"), "http://a.test:81/api/", "http://a.test:81/api/v1"},
		"origin alone":             {pieces("", run.Origin, ""), "https://a.test/", "https://a.test"},
		"origin is no URL":         {pieces("", run.Origin, "/v1"), "a.test", ""},
		"origin is relative":       {pieces("", run.Origin, "/v1"), "//a.test", ""},
		"origin of another scheme": {pieces("", run.Origin, "/v1"), "file:///etc/passwd", ""},
		"origin with user":         {pieces("", run.Origin, "/v1"), "https://u:p@a.test", ""},
		"origin with query":        {pieces("", run.Origin, "/v1"), "https://a.test?x=", ""},
		"origin with fragment":     {pieces("", run.Origin, "/v1"), "https://a.test#", ""},
		"origin is empty":          {pieces("", run.Origin, "/v1"), "", ""},
		"path":                     {pieces("https://a.test/o/", run.Path, "/x"), "a/b c?d#e%", "https://a.test/o/a%2Fb%20c%3Fd%23e%25/x"},
		"path with letters":        {pieces("https://a.test/o/", run.Path, ""), "é", "https://a.test/o/%C3%A9"},
		"path part":                {pieces("https://a.test/o/v", run.Path, ".json"), "..", "https://a.test/o/v...json"},
		"path of one dot":          {pieces("https://a.test/o/", run.Path, "/x"), ".", ""},
		"path of two dots":         {pieces("https://a.test/o/", run.Path, ""), "..", ""},
		"path dots with a literal": {pieces("https://a.test/o/.", run.Path, "/x"), ".", ""},
		"path of dots before ?":    {pieces("https://a.test/o/", run.Path, "?q=1"), "..", ""},
		"path is empty":            {pieces("https://a.test/o/", run.Path, "/x"), "", ""},
		"query":                    {pieces("https://a.test/o?q=", run.Query, "&r=1"), "a&b=c d", "https://a.test/o?q=a%26b%3Dc+d&r=1"},
		"literal dots stay":        {pieces("https://a.test/../o/", run.Path, ""), "x", "https://a.test/../o/x"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := opened(tc.value, tc.url)
			if tc.want == "" {
				var e *run.Error
				require.ErrorAs(t, err, &e)
				assert.Equal(t, run.Refused, e.Kind)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tc.want, got)
		})
	}
}

func TestURL_query(t *testing.T) {
	u := pieces("https://a.test/o", run.Path, "")
	u.Pieces[0].Text = "https://a.test/"
	u.Query = []run.QueryParam{{Name: "a", Value: expr.Literal("1")}, {Name: "b", Value: expr.Text{{Opaque: "V", Encoding: expr.Query}}}}
	got, err := opened("x y", u)
	require.NoError(t, err)
	assert.Equal(t, "https://a.test/x%20y?a=1&b=x+y", got)
}

func TestCheckBaseURI_hidesUser(t *testing.T) {
	err := run.CheckBaseURI("ftp://user:hunter2@a.test")
	require.NotNil(t, err)
	assert.NotContains(t, err.Error(), "hunter2")
}

func TestLoopback(t *testing.T) {
	for uri, want := range map[string]bool{
		"http://127.0.0.1:80/x": true, "http://localhost": true, "http://a.localhost/": true, "http://[::1]:1/": true, "http://127.9.9.9": true,
		"http://localhost.evil.test": false, "http://10.0.0.1": false, "http://127.0.0.1.evil.test": false, "://": false,
	} {
		assert.Equal(t, want, run.Loopback(uri), uri)
	}
}

// The implicit token goes to https origins and to this machine, and nowhere else.
func TestImplicitToken_origin(t *testing.T) {
	for uri, want := range map[string]bool{
		"https://a.test": true, "http://127.0.0.1:1": true, "HTTP://localhost": true, "http://a.test": false, "HTTP://a.test": false, "http://10.0.0.1": false,
	} {
		t.Run(uri, func(t *testing.T) {
			decls := binding.Decls{{Name: "T", Key: "T", Secret: true}}
			set := binding.NewSet(decls, binding.Options{Values: map[string]string{"T": "hunter2"}})
			r := &run.Request{
				Op: &run.Op{Decls: binding.NewIndex(decls), Auth: run.AuthInfo{Implicit: true, Bind: "T"}}, Method: "GET", URL: run.URL{Pieces: []run.Piece{{Text: uri}}},
				Header: []run.Header{{Name: "Authorization", Scheme: "Bearer", Value: expr.Text{{Opaque: "T"}}, Implicit: true, Secret: true}},
			}
			sent, err := r.Open(set)
			require.NoError(t, err)
			shown, err := r.Show(set)
			require.NoError(t, err)
			assert.Equal(t, want, len(sent.Header) == 1)
			assert.Equal(t, want, len(shown.Header) == 1)
			assert.Equal(t, !want, shown.Withheld)
			assert.Equal(t, want, shown.Implicit == "T")
			if want {
				assert.Equal(t, "Bearer hunter2", sent.Header[0].Value)
				assert.Equal(t, "Bearer $T", shown.Header[0].Value)
			}
		})
	}
}

func TestShow_hidesLiteralCredentials(t *testing.T) {
	decls := binding.Decls{{Name: "P", Key: "P", Secret: true}}
	op := &run.Op{Decls: binding.NewIndex(decls)}
	set := binding.NewSet(decls, binding.Options{LookupEnv: func(string) (string, bool) { return "", false }})
	r := &run.Request{
		Op: op, Method: "GET", URL: run.URL{
			Pieces: []run.Piece{{Text: "https://a.test/x"}}, Query: []run.QueryParam{{Name: "k", Value: expr.Literal("hunter2"), Secret: true}},
		},
		Header: []run.Header{
			{Name: "x-api-key", Value: expr.Literal("hunter2"), Secret: true},
			{Name: "Authorization", Scheme: "Basic", Secret: true, Value: expr.Text{{Encoding: expr.Base64, Group: expr.Text{{Text: "hunter2"}, {Text: ":"}, {Opaque: "P"}}}}},
		},
	}
	shown, err := r.Show(set)
	require.NoError(t, err)
	assert.Equal(t, "https://a.test/x?k=***", shown.URL)
	assert.Equal(t, []run.SentHeader{{Name: "X-Api-Key", Value: "***"}, {Name: "Authorization", Value: "Basic base64(***:$P)"}}, shown.Header)
	_, err = r.Open(set)
	var e *binding.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, binding.Unset, e.Kind)
}

func TestKindOf(t *testing.T) {
	assert.Equal(t, run.Internal, run.KindOf(errors.New("x")))
	assert.Equal(t, run.Input, run.KindOf(run.Errorf(run.Input, "c", "m")))
}

package wire_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/wire"
)

// seen is what a server was sent.
type seen struct {
	Method, URI, Body string
	Header            http.Header
}

// recorder is a server that keeps what it was sent and answers "end".
func recorder(t testing.TB) (base string, requests chan seen) {
	t.Helper()
	requests = make(chan seen, 32)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		requests <- seen{r.Method, r.RequestURI, string(body), r.Header}
		_, _ = io.WriteString(w, "end")
	}))
	t.Cleanup(s.Close)
	return s.URL, requests
}

// redirector redirects /from and answers the rest itself.
func redirector(t testing.TB, status int, location string) (base string, requests chan seen) {
	t.Helper()
	requests = make(chan seen, 32)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		requests <- seen{r.Method, r.RequestURI, string(body), r.Header}
		if strings.HasPrefix(r.URL.Path, "/from") {
			w.Header()["Location"] = []string{location}
			w.WriteHeader(status)
		}
		_, _ = io.WriteString(w, "end")
	}))
	t.Cleanup(s.Close)
	return s.URL, requests
}

func TestRedirectMethod(t *testing.T) {
	body := []byte("b")
	tests := map[string]struct {
		status       int
		method, want string
		body         []byte
		wantBody     string
	}{
		"301 GET":              {301, "GET", "GET", nil, ""},
		"301 HEAD":             {301, "HEAD", "HEAD", nil, ""},
		"301 POST":             {301, "POST", "GET", body, ""},
		"302 POST":             {302, "POST", "GET", body, ""},
		"302 POST no body":     {302, "POST", "GET", nil, ""},
		"301 PUT":              {301, "PUT", "PUT", body, "b"},
		"302 PATCH":            {302, "PATCH", "PATCH", body, "b"},
		"302 DELETE":           {302, "DELETE", "DELETE", nil, ""},
		"303 POST":             {303, "POST", "GET", body, ""},
		"303 PUT":              {303, "PUT", "GET", body, ""},
		"303 DELETE":           {303, "DELETE", "GET", nil, ""},
		"303 HEAD":             {303, "HEAD", "HEAD", nil, ""},
		"303 GET with body":    {303, "GET", "GET", body, ""},
		"307 POST":             {307, "POST", "POST", body, "b"},
		"307 GET":              {307, "GET", "GET", nil, ""},
		"308 PUT":              {308, "PUT", "PUT", body, "b"},
		"308 POST, empty body": {308, "POST", "POST", []byte{}, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			base, requests := redirector(t, tc.status, "/to")
			resp, err := client(t, wire.Options{}).Do(t.Context(), &wire.Request{
				Method: tc.method, URL: base + "/from", Body: tc.body,
				Header: []wire.Header{
					{Name: "Authorization", Value: "Basic x", Private: true},
					{Name: "Content-Type", Value: "text/plain"},
					{Name: "Content-Language", Value: "de"},
				},
			})
			require.NoError(t, err)
			assert.Equal(t, base+"/to", resp.URL)
			assert.Equal(t, 1, resp.Redirects)
			<-requests
			got := <-requests
			assert.Equal(t, tc.want, got.Method)
			assert.Equal(t, tc.wantBody, got.Body)
			assert.Equal(t, "Basic x", got.Header.Get("Authorization"), "same origin")
			dropped := tc.status == 303 || tc.method == "POST" && tc.status < 303
			assert.Equal(t, !dropped, got.Header.Get("Content-Type") != "")
			assert.Equal(t, !dropped, got.Header.Get("Content-Language") != "")
			assert.Empty(t, got.Header.Get("Referer"))
		})
	}
}

func TestRedirectLocation(t *testing.T) {
	tests := map[string]struct{ from, location, want string }{
		"absolute path":       {"/from/a", "/x%2Fy?q=a+b", "/x%2Fy?q=a+b"},
		"relative":            {"/from/a?q", "b?c", "/from/b?c"},
		"relative, base /":    {"/", "b", "/b"},
		"relative up":         {"/from/a/b", "../c", "/from/c"},
		"relative far up":     {"/from", "../../../../c", "/c"},
		"relative up to dir":  {"/from/a/b", "..", "/from/"},
		"relative here":       {"/from/a", ".", "/from/"},
		"query only":          {"/from?done", "?to=1", "/from?to=1"},
		"fragment only":       {"/from?q", "#x", "/from?q"},
		"dots":                {"/from", "/a/./b/../c", "/a/c"},
		"dots make //":        {"/from", "/a/..//c", "//c"},
		"double slash path":   {"/from", "/.//c", "//c"},
		"fragment":            {"/from", "/a#b", "/a"},
		"space and non-ASCII": {"/from", "/a b/ü?c d", "/a%20b/%C3%BC?c%20d"},
		"loose":               {"/from", "/a|b?{c}", "/a|b?{c}"},
		"white space around":  {"/from", "  /a\t", "/a"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			requests := make(chan string, 4)
			var once atomic.Bool
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				requests <- r.RequestURI
				if once.CompareAndSwap(false, true) {
					w.Header()["Location"] = []string{tc.location}
					w.WriteHeader(http.StatusFound)
				}
			}))
			t.Cleanup(s.Close)
			_, err := client(t, wire.Options{}).Do(t.Context(), get(s.URL+tc.from))
			require.NoError(t, err)
			assert.Equal(t, tc.from, <-requests)
			assert.Equal(t, tc.want, <-requests)
		})
	}
}

func TestRedirectToAuthority(t *testing.T) {
	second, requests := recorder(t)
	tests := map[string]string{
		"absolute":        second + "/x",
		"scheme-relative": strings.TrimPrefix(second, "http:") + "/x",
		"upper case":      "HTTP" + strings.TrimPrefix(second, "http") + "/x",
	}
	for name, location := range tests {
		t.Run(name, func(t *testing.T) {
			first, _ := redirector(t, 302, location)
			resp, err := client(t, wire.Options{}).Do(t.Context(), get(first+"/from?"+secret))
			require.NoError(t, err)
			assert.Equal(t, second+"/x", resp.URL)
			assert.Equal(t, "/x", (<-requests).URI)
		})
	}
}

func TestNoRedirect(t *testing.T) {
	tests := map[string]struct {
		status   int
		location string
	}{
		"300":            {300, "/to"},
		"304":            {304, "/to"},
		"305":            {305, "/to"},
		"306":            {306, "/to"},
		"201":            {201, "/to"},
		"401":            {401, "/to"},
		"empty Location": {302, ""},
		"blank Location": {302, "  "},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			base, _ := redirector(t, tc.status, tc.location)
			resp, err := client(t, wire.Options{}).Do(t.Context(), get(base+"/from"))
			require.NoError(t, err)
			assert.Equal(t, tc.status, resp.Status)
			assert.Zero(t, resp.Redirects)
		})
	}
	t.Run("no Location", func(t *testing.T) {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusFound)
			_, _ = io.WriteString(w, "body")
		}))
		t.Cleanup(s.Close)
		resp, err := client(t, wire.Options{}).Do(t.Context(), get(s.URL))
		require.NoError(t, err)
		assert.Equal(t, "body", string(resp.Body))
	})
}

// travellers are header lines of every sort.
func travellers() []wire.Header {
	return []wire.Header{
		{Name: "Accept", Value: "text/plain"},
		{Name: "User-Agent", Value: "naftiko/1"},
		{Name: "X-Fixed", Value: "document"},
		{Name: "X-Key", Value: secret, Private: true},
		{Name: "X-Fixed", Value: secret, Private: true},
		{Name: "Authorization", Value: secret},
		{Name: "cookie", Value: secret},
		{Name: "Cookie2", Value: secret},
		{Name: "Proxy-Authorization", Value: secret},
		{Name: "proxy-own", Value: secret},
		{Name: "Referer", Value: secret},
		{Name: "Origin", Value: secret},
	}
}

func TestAnotherOriginSees(t *testing.T) {
	second, requests := recorder(t)
	first, _ := redirector(t, 307, second+"/x")
	r := &wire.Request{Method: "POST", URL: first + "/from?" + secret, Header: travellers()}
	_, err := client(t, wire.Options{}).Do(t.Context(), r)
	require.NoError(t, err)
	assert.Equal(t, seen{Method: "POST", URI: "/x", Header: http.Header{
		"Accept":          {"text/plain"},
		"Accept-Encoding": {"gzip, deflate, br, zstd"},
		"Content-Length":  {"0"},
		"User-Agent":      {"naftiko/1"},
		"X-Fixed":         {"document"},
	}}, <-requests)
}

func TestSameOriginSeesAll(t *testing.T) {
	base, requests := redirector(t, 302, "/to")
	r := get(base + "/from")
	r.Header = travellers()
	_, err := client(t, wire.Options{}).Do(t.Context(), r)
	require.NoError(t, err)
	first, second := <-requests, <-requests
	assert.Equal(t, first.Header, second.Header)
	assert.Equal(t, []string{"document", secret}, second.Header["X-Fixed"])
}

// TestOtherHostNameIsAnotherOrigin goes to the same server by another name.
func TestOtherHostNameIsAnotherOrigin(t *testing.T) {
	requests := make(chan seen, 4)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests <- seen{Header: r.Header}
		if host, port, _ := strings.Cut(r.Host, ":"); host == "127.0.0.1" {
			http.Redirect(w, r, "http://localhost:"+port+"/", http.StatusFound)
		}
	}))
	t.Cleanup(s.Close)
	r := get(s.URL)
	r.Header = travellers()
	_, err := client(t, wire.Options{}).Do(t.Context(), r)
	require.NoError(t, err)
	assert.Equal(t, secret, (<-requests).Header.Get("X-Key"))
	assert.NotContains(t, fmt.Sprint((<-requests).Header), secret)
}

// TestStrippedIsNotRestored goes to another origin and back.
func TestStrippedIsNotRestored(t *testing.T) {
	var home string
	requests := make(chan seen, 4)
	away := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, home+"/back", http.StatusFound)
	}))
	t.Cleanup(away.Close)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests <- seen{Header: r.Header, URI: r.RequestURI}
		if r.URL.Path == "/from" {
			http.Redirect(w, r, away.URL, http.StatusFound)
		}
	}))
	t.Cleanup(s.Close)
	home = s.URL
	r := get(home + "/from")
	r.Header = travellers()
	resp, err := client(t, wire.Options{}).Do(t.Context(), r)
	require.NoError(t, err)
	assert.Equal(t, 2, resp.Redirects)
	assert.Equal(t, secret, (<-requests).Header.Get("X-Key"))
	back := <-requests
	assert.Equal(t, "/back", back.URI)
	assert.NotContains(t, fmt.Sprint(back.Header), secret)
}

func TestBodyDoesNotLeaveOrigin(t *testing.T) {
	tests := map[string]struct {
		status int
		method string
		want   string // method seen at the second origin; "" for refused
	}{
		"307 POST": {307, "POST", ""},
		"308 PUT":  {308, "PUT", ""},
		"301 PUT":  {301, "PUT", ""},
		"302 GET":  {302, "GET", ""},
		"302 POST": {302, "POST", "GET"},
		"303 PUT":  {303, "PUT", "GET"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			second, requests := recorder(t)
			first, _ := redirector(t, tc.status, second+"/?"+secret)
			_, err := client(t, wire.Options{}).Do(t.Context(), &wire.Request{Method: tc.method, URL: first + "/from", Body: []byte(secret)})
			if tc.want == "" {
				fails(t, err, wire.Refused, "another origin")
				assert.Empty(t, requests)
				return
			}
			require.NoError(t, err)
			got := <-requests
			assert.Equal(t, tc.want, got.Method)
			assert.Empty(t, got.Body)
		})
	}
}

func TestRedirectRefused(t *testing.T) {
	tests := map[string]struct {
		location string
		kind     wire.Kind
		words    string
	}{
		"user info":        {"http://" + secret + ":x@public.test/", wire.Refused, "user name"},
		"ftp":              {"ftp://public.test/" + secret, wire.Refused, "http"},
		"file":             {"file:///etc/passwd", wire.Refused, "http"},
		"data":             {"data:text/plain," + secret, wire.Refused, "http"},
		"loopback":         {"http://127.0.0.1/", wire.Refused, "loopback address 127.0.0.1"},
		"loopback, port":   {"http://127.0.0.1:6379/", wire.Refused, "loopback"},
		"loopback v6":      {"http://[::1]/", wire.Refused, "loopback"},
		"loopback mapped":  {"http://[::ffff:7f00:1]/", wire.Refused, "loopback"},
		"loopback odd":     {"http://127.1/", wire.Refused, "unusual"},
		"localhost":        {"http://localhost/", wire.Refused, "loopback"},
		"LOCALHOST.":       {"http://LOCALHOST./", wire.Refused, "loopback"},
		"under localhost":  {"http://x.localhost/", wire.Refused, "loopback"},
		"private":          {"http://10.0.0.1/", wire.Refused, "private address 10.0.0.1"},
		"private v6":       {"http://[fd00::1]/", wire.Refused, "private"},
		"carrier-grade":    {"http://100.64.0.1/", wire.Refused, "private"},
		"reserved":         {"http://198.18.0.1/", wire.Refused, "reserved"},
		"metadata":         {"http://169.254.169.254/", wire.Refused, "never called"},
		"scheme-relative":  {"//10.0.0.1/", wire.Refused, "private"},
		"no host":          {"http:///x", wire.Unreached, "no host"},
		"http:x":           {"http:x", wire.Unreached, "//"},
		"bad host":         {"http://a b/", wire.Unreached, "host"},
		"bad double slash": {"/.//a|b", wire.Unreached, "//"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			path := onSocket(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/from" {
					t.Errorf("the redirect to %s was followed", r.Host)
				}
				w.Header()["Location"] = []string{tc.location}
				w.WriteHeader(http.StatusFound)
			}))
			r := get("http://public.test/from?" + secret)
			r.TrustedHost = true
			_, err := client(t, wire.Options{UnixSocket: path}).Do(t.Context(), r)
			fails(t, err, tc.kind, tc.words)
			assert.Contains(t, err.Error(), "public.test")
		})
	}
}

func TestRedirectFromLocal(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(s.Close)
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	tests := map[string]struct {
		location string
		refused  string
	}{
		"loopback literal": {"http://127.0.0.1" + port, ""},
		"localhost":        {"http://localhost" + port, ""},
		"metadata":         {"http://169.254.169.254/", "never called"},
		"name of loopback": {"http://a.test" + port, `host "a.test" leads to the loopback address`},
		"name of private":  {"http://b.test" + port, "private"},
		"name of metadata": {"http://c.test" + port, "never called"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			first, _ := redirector(t, 302, tc.location)
			c := client(t, wire.Options{Resolve: names(map[string]string{
				"a.test": "127.0.0.1", "b.test": "10.0.0.1", "c.test": "169.254.169.254",
			})})
			// Trust is for the first origin and must not reach the names.
			_, err := c.Do(t.Context(), &wire.Request{Method: "GET", URL: first + "/from", TrustedHost: true})
			if tc.refused == "" {
				require.NoError(t, err)
				return
			}
			fails(t, err, wire.Refused, tc.refused)
		})
	}
}

// TestLocalPublicLocal goes through a public name, after which nothing local may
// follow.
func TestLocalPublicLocal(t *testing.T) {
	path := onSocket(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Host {
		case "127.0.0.1":
			http.Redirect(w, r, "http://public.test/", http.StatusFound)
		case "public.test":
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusFound)
		default:
			t.Errorf("reached %s", r.Host)
		}
	}))
	_, err := client(t, wire.Options{UnixSocket: path}).Do(t.Context(), get("http://127.0.0.1/"))
	fails(t, err, wire.Refused, "public.test redirects to the loopback address 127.0.0.1:1")
}

// TestTrustStaysWithTheServer follows a trusted name to itself, and not to
// another port of it.
func TestTrustStaysWithTheServer(t *testing.T) {
	second, _ := recorder(t)
	table := names(map[string]string{"a.test": "127.0.0.1"})
	portOf := func(base string) string { return base[strings.LastIndex(base, ":"):] }

	first, _ := redirector(t, 302, "/to")
	_, err := client(t, wire.Options{Resolve: table}).Do(t.Context(),
		&wire.Request{Method: "GET", URL: "http://a.test" + portOf(first) + "/from", TrustedHost: true})
	require.NoError(t, err)

	first, _ = redirector(t, 302, "http://a.test"+portOf(second)+"/")
	_, err = client(t, wire.Options{Resolve: table}).Do(t.Context(),
		&wire.Request{Method: "GET", URL: "http://a.test" + portOf(first) + "/from", TrustedHost: true})
	fails(t, err, wire.Refused, "loopback")
}

func TestRedirectCount(t *testing.T) {
	for length, ok := range map[int]bool{1: true, 8: true, 9: false} {
		t.Run(fmt.Sprint(length), func(t *testing.T) {
			var count atomic.Int32
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if int(count.Add(1)) <= length {
					http.Redirect(w, r, "/next", http.StatusFound)
				}
			}))
			t.Cleanup(s.Close)
			resp, err := client(t, wire.Options{}).Do(t.Context(), get(s.URL))
			if ok {
				require.NoError(t, err)
				assert.Equal(t, length, resp.Redirects)
				return
			}
			fails(t, err, wire.Unreached, "more than 8 redirects")
			assert.EqualValues(t, 9, count.Load(), "requests sent")
		})
	}
}

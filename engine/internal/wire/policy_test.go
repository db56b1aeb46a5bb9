package wire_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/wire"
)

func TestRefusedURL(t *testing.T) {
	tests := map[string]struct{ url, words string }{
		"ftp":                 {"ftp://h/" + secret, "http"},
		"file":                {"file:///etc/passwd", "http"},
		"javascript":          {"javascript:" + secret, "http"},
		"unix":                {"unix://h/", "http"},
		"user info":           {"http://" + secret + ":" + secret + "@h/", "user name"},
		"user only":           {"http://" + secret + "@h/", "user name"},
		"empty user":          {"http://@h/", "user name"},
		"two at signs":        {"http://a@b@h/", "user name"},
		"user hides host":     {"http://example.com:80@127.0.0.1/", "user name"},
		"hexadecimal":         {"http://0x7f.1/", "0x7f.1"},
		"one number":          {"http://2130706433/", "2130706433"},
		"one hex number":      {"http://0x7f000001/", "0x7f000001"},
		"short":               {"http://127.1/", "127.1"},
		"octal":               {"http://0177.0.0.1/", "0177.0.0.1"},
		"trailing dot":        {"http://127.0.0.1./", "127.0.0.1."},
		"too many parts":      {"http://1.2.3.4.5/", "1.2.3.4.5"},
		"too large":           {"http://127.0.0.256/", "127.0.0.256"},
		"name before number":  {"http://a.b.0x1/", "a.b.0x1"},
		"metadata":            {"http://169.254.169.254/latest", "169.254.169.254"},
		"metadata mapped":     {"http://[::ffff:169.254.169.254]/", "169.254.169.254"},
		"metadata mapped hex": {"http://[::ffff:a9fe:a9fe]/", "169.254.169.254"},
		"metadata NAT64":      {"http://[64:ff9b::a9fe:a9fe]/", "64:ff9b::a9fe:a9fe"},
		"metadata 6to4":       {"http://[2002:a9fe:a9fe::1]/", "2002:a9fe:a9fe::1"},
		"metadata Amazon v6":  {"http://[fd00:ec2::254]/", "fd00:ec2::254"},
		"metadata Alibaba":    {"http://100.100.100.200/", "100.100.100.200"},
		"metadata Oracle":     {"http://192.0.0.192/", "192.0.0.192"},
		"metadata Azure":      {"http://168.63.129.16/", "168.63.129.16"},
		"link-local":          {"http://169.254.1.1/", "169.254.1.1"},
		"link-local v6":       {"http://[fe80::1]/", "fe80::1"},
		"link-local v6 end":   {"http://[febf:ffff::1]/", "febf:ffff::1"},
		"unspecified":         {"http://0.0.0.0:80/", "0.0.0.0"},
		"this network":        {"http://0.1.2.3/", "0.1.2.3"},
		"unspecified v6":      {"http://[::]/", "::"},
		"multicast":           {"http://224.0.0.1/", "224.0.0.1"},
		"multicast v6":        {"http://[ff02::1]/", "ff02::1"},
		"broadcast":           {"http://255.255.255.255/", "255.255.255.255"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			asked := false
			resolve := func(context.Context, string) ([]netip.Addr, error) {
				asked = true
				return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
			}
			r := get(tc.url)
			r.TrustedHost = true
			_, err := client(t, wire.Options{Resolve: resolve}).Do(t.Context(), r)
			fails(t, err, wire.Refused, tc.words)
			assert.False(t, asked)
		})
	}
}

// TestAddressClasses tells the classes apart by who may reach them, without
// sending a packet: the time to connect is over before it begins.
func TestAddressClasses(t *testing.T) {
	const (
		anyone  = "anyone"
		trusted = "trusted"
		nobody  = "nobody"
	)
	tests := map[string]struct{ who, addresses string }{
		"public":       {anyone, "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0 223.255.255.255"},
		"public v6":    {anyone, "2606:4700::1111 2a00:1450::1 64:ff9b::808:808 2002:808:808::1 ::ffff:8.8.8.8"},
		"loopback":     {trusted, "127.0.0.1 127.255.255.254 ::1 ::ffff:127.0.0.1 64:ff9b::7f00:1 2002:7f00:1::"},
		"private":      {trusted, "10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 100.127.255.255 fc00::1 fdff::1 ::ffff:10.0.0.1"},
		"reserved":     {trusted, "192.0.0.1 192.0.2.1 192.88.99.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 240.0.0.1 255.255.255.254"},
		"reserved v6":  {trusted, "100::1 2001::1 2001:db8::1 3fff::1 fec0::1 ::7f00:1 64:ff9b:1::1 4000::1 5f00::1"},
		"forbidden":    {nobody, "0.0.0.0 0.255.255.255 169.254.0.1 169.254.169.254 100.100.100.200 192.0.0.192 168.63.129.16 224.0.0.1 239.255.255.255 255.255.255.255"},
		"forbidden v6": {nobody, ":: fe80::1 fe80::1%eth0 febf::1 ff02::1 fd00:ec2::254 fd20:ce::254 ::ffff:169.254.169.254 64:ff9b::a9fe:a9fe 2002:a9fe:a9fe::"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			for address := range strings.FieldsSeq(tc.addresses) {
				c := client(t, wire.Options{ConnectTimeout: time.Nanosecond, Resolve: names(map[string]string{"a.test": address})})
				for _, trust := range []bool{false, true} {
					_, err := c.Do(t.Context(), &wire.Request{Method: "GET", URL: "http://a.test/", TrustedHost: trust})
					e, ok := errors.AsType[*wire.Error](err)
					require.True(t, ok)
					allowed := tc.who == anyone || tc.who == trusted && trust
					assert.Equalf(t, !allowed, e.Kind == wire.Refused, "%s, trust %v: %s", address, trust, e.Msg)
				}
			}
		})
	}
}

func TestNamesAreJudgedByAllAddresses(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("the server was reached")
	}))
	t.Cleanup(s.Close)
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	tests := map[string]struct {
		addresses string
		trusted   bool
		words     string
	}{
		"loopback":                {"127.0.0.1", false, `host "a.test" leads to the loopback address 127.0.0.1`},
		"public first":            {"93.184.216.34 127.0.0.1", false, "loopback"},
		"loopback first":          {"127.0.0.1 93.184.216.34", false, "loopback"},
		"trusted, metadata too":   {"127.0.0.1 169.254.169.254", true, "169.254.169.254"},
		"trusted, metadata first": {"169.254.169.254 127.0.0.1", true, "169.254.169.254"},
		"mapped":                  {"::ffff:127.0.0.1", false, "loopback address 127.0.0.1"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := client(t, wire.Options{Resolve: names(map[string]string{"a.test": tc.addresses})})
			_, err := c.Do(t.Context(), &wire.Request{Method: "GET", URL: "http://a.test" + port, TrustedHost: tc.trusted})
			fails(t, err, wire.Refused, tc.words)
		})
	}
}

func TestReachable(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Host)
	}))
	t.Cleanup(s.Close)
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	table := map[string]string{"a.test": "127.0.0.1", "b.test": "::1 127.0.0.1", "c.test": "127.9.9.9 127.0.0.1", "d_e.test": "::ffff:127.0.0.1"}
	tests := map[string]struct {
		host    string
		trusted bool
	}{
		"loopback literal":        {"127.0.0.1", false},
		"mapped literal":          {"[::ffff:127.0.0.1]", false},
		"localhost":               {"localhost", false},
		"localhost, other case":   {"LocalHost", false},
		"localhost with dot":      {"localhost.", false},
		"under localhost":         {"api.localhost", false},
		"trusted name":            {"a.test", true},
		"trusted name in capital": {"A.Test", true},
		"second family":           {"b.test", true},
		"second address":          {"c.test", true},
		"mapped address":          {"d_e.test", true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := client(t, wire.Options{Resolve: names(table)})
			resp, err := c.Do(t.Context(), &wire.Request{Method: "GET", URL: "HTTP://" + tc.host + port, TrustedHost: tc.trusted})
			require.NoError(t, err)
			assert.Equal(t, tc.host+port, string(resp.Body))
		})
	}
}

// TestRebinding gives another answer to each look-up; there must be no second.
func TestRebinding(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(s.Close)
	var asked atomic.Int32
	resolve := func(context.Context, string) ([]netip.Addr, error) {
		if asked.Add(1) == 1 {
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
		}
		return []netip.Addr{netip.MustParseAddr("169.254.169.254")}, nil
	}
	r := get("http://a.test" + s.URL[strings.LastIndex(s.URL, ":"):])
	r.TrustedHost = true
	_, err := client(t, wire.Options{Resolve: resolve}).Do(t.Context(), r)
	require.NoError(t, err)
	assert.EqualValues(t, 1, asked.Load())
}

// TestTrustIsNotPooled calls a name first with trust and then without: the
// connection of the first call must not serve the second.
func TestTrustIsNotPooled(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(s.Close)
	c := client(t, wire.Options{Resolve: names(map[string]string{"a.test": "127.0.0.1"})})
	r := get("http://a.test" + s.URL[strings.LastIndex(s.URL, ":"):])
	r.TrustedHost = true
	_, err := c.Do(t.Context(), r)
	require.NoError(t, err)
	r.TrustedHost = false
	_, err = c.Do(t.Context(), r)
	fails(t, err, wire.Refused, "loopback")
}

func TestNoProxy(t *testing.T) {
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "ALL_PROXY"} {
		t.Setenv(name, "http://127.0.0.1:9")
	}
	c := client(t, wire.Options{Resolve: names(nil)})
	_, err := c.Do(t.Context(), get("http://a.test/"))
	fails(t, err, wire.Unreached, `cannot find host "a.test"`)
}

func TestUnixSocket(t *testing.T) {
	path := onSocket(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Host+r.RequestURI)
	}))
	resp, err := client(t, wire.Options{UnixSocket: path}).Do(t.Context(), get("http://docker/v1/info"))
	require.NoError(t, err)
	assert.Equal(t, "docker/v1/info", string(resp.Body))

	_, err = client(t, wire.Options{UnixSocket: path + "-none"}).Do(t.Context(), get("http://docker/"))
	fails(t, err, wire.Unreached, "does not exist")
}

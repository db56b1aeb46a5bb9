package wire_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"

	"naftiko/engine/internal/wire"
)

func BenchmarkGet(b *testing.B) {
	for name, size := range map[string]int{"303B": 303, "10KB": 10 << 10, "1MB": 1 << 20} {
		b.Run(name, func(b *testing.B) {
			body := bytes.Repeat([]byte("x"), size)
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) }))
			b.Cleanup(s.Close)
			c := client(b, wire.Options{})
			r := get(s.URL + "/users/a%2Fb?q=1")
			r.Header = []wire.Header{{Name: "Accept", Value: "application/json"}, {Name: "Authorization", Value: "Bearer x", Private: true}}
			b.ReportAllocs()
			b.SetBytes(int64(size))
			for b.Loop() {
				resp, err := c.Do(b.Context(), r)
				if err != nil || len(resp.Body) != size {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFirstGet is what a command line pays: a client, a transport, a
// connection and one call.
func BenchmarkFirstGet(b *testing.B) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) }))
	b.Cleanup(s.Close)
	b.ReportAllocs()
	for b.Loop() {
		c := wire.New(wire.Options{})
		if _, err := c.Do(b.Context(), get(s.URL)); err != nil {
			b.Fatal(err)
		}
		c.Close()
	}
}

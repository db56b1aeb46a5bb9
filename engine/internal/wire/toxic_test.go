package wire_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/wire"
)

// zero makes a value of a type that need not be named.
func zero[T any](*T) *T { return new(T) }

// toxic puts a disturbance, as toxiproxy writes them, in front of an address.
func toxic(t testing.TB, upstream, attributes string) (address string) {
	t.Helper()
	server := &toxiproxy.ApiServer{Metrics: toxiproxy.NewMetricsContainer(nil)}
	server.Logger = zero(server.Logger) // without a place to write to
	p := toxiproxy.NewProxy(server, t.Name(), "127.0.0.1:0", upstream)
	require.NoError(t, p.Start())
	t.Cleanup(p.Stop)
	_, err := p.Toxics.AddToxicJson(strings.NewReader(attributes))
	require.NoError(t, err)
	return p.Listen
}

func toxicity(kind, attributes string) string {
	return fmt.Sprintf(`{"type": %q, "attributes": {%s}}`, kind, attributes)
}

// TestToxic disturbs an answer of 60,000 bytes, with and without TLS.
func TestToxic(t *testing.T) {
	body := strings.Repeat("x", 60_000)
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(body)))
		_, _ = w.Write([]byte(body))
	})
	plain := serve(t, h)
	secure, roots := tlsServer(t, h, nil)
	tests := map[string]struct {
		toxic string
		fails bool
		late  bool // by the time-out
	}{
		"latency":          {toxicity("latency", `"latency": 50, "jitter": 20`), false, false},
		"too much latency": {toxicity("latency", `"latency": 30000`), true, true},
		"bandwidth":        {toxicity("bandwidth", `"rate": 1000`), false, false},
		"narrow bandwidth": {toxicity("bandwidth", `"rate": 1`), true, true},
		"slicer":           {toxicity("slicer", `"average_size": 500, "size_variation": 400, "delay": 10`), false, false},
		"swallowed":        {toxicity("timeout", `"timeout": 0`), true, true},
		"swallowed, ended": {toxicity("timeout", `"timeout": 50`), true, false},
		"reset":            {toxicity("reset_peer", `"timeout": 0`), true, false},
		"cut at once":      {toxicity("limit_data", `"bytes": 0`), true, false},
		"cut in the head":  {toxicity("limit_data", `"bytes": 30`), true, false},
		"cut in the body":  {toxicity("limit_data", `"bytes": 20000`), true, false},
	}
	for name, tc := range tests {
		for scheme, upstream := range map[string]string{"http": plain, "https": secure.Listener.Addr().String()} {
			t.Run(name+"/"+scheme, func(t *testing.T) {
				t.Parallel() // most of it is waiting
				address := toxic(t, upstream, tc.toxic)
				limit := time.Minute
				if tc.late {
					limit = 500 * time.Millisecond
				}
				resp, err := client(t, wire.Options{RootCAs: roots, Timeout: limit}).Do(t.Context(), secretRequest(scheme+"://"+address))
				if !tc.fails {
					require.NoError(t, err)
					assert.Equal(t, body, string(resp.Body))
					return
				}
				assert.Nil(t, resp, "there is no part of an answer")
				fails(t, err, wire.Unreached, address)
				assert.Equal(t, tc.late, strings.Contains(err.Error(), "within 500ms"), err.Error())
			})
		}
	}
}

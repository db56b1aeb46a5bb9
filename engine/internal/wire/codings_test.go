package wire_test

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine/internal/wire"
)

// encoders make the coded forms. "raw" is deflate without the head of zlib.
var encoders = map[string]func(io.Writer) io.WriteCloser{
	"gzip":    func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
	"x-gzip":  func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
	"deflate": func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) },
	"br":      func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, brotli.BestSpeed) },
	"raw": func(w io.Writer) io.WriteCloser {
		f, err := flate.NewWriter(w, flate.DefaultCompression)
		if err != nil {
			panic(err)
		}
		return f
	},
	"zstd": func(w io.Writer) io.WriteCloser {
		z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
		if err != nil {
			panic(err)
		}
		return z
	},
}

func encode(t testing.TB, coding string, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := encoders[coding](&b)
	_, err := w.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

// coded serves a body with its Content-Encoding lines.
func coded(t testing.TB, body []byte, lines ...string) (url string) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Encoding"] = lines
		_, _ = w.Write(body)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestCodings(t *testing.T) {
	small := []byte("hello")
	large := bytes.Repeat([]byte("0123456789abcdef"), 1<<16)
	noise := make([]byte, 300_000)
	for i := range noise {
		noise[i] = byte(rand.IntN(256))
	}
	for name := range encoders {
		label := strings.Replace(name, "raw", "deflate", 1)
		for _, want := range [][]byte{{}, small, large, noise} {
			t.Run(fmt.Sprintf("%s/%d", name, len(want)), func(t *testing.T) {
				body := encode(t, name, want)
				resp, err := client(t, wire.Options{MaxResponse: max(1, int64(len(want)))}).Do(t.Context(), get(coded(t, body, label)))
				require.NoError(t, err, "the limit is on decoded bytes")
				assert.True(t, bytes.Equal(want, resp.Body))
				assert.NotContains(t, resp.Header, "Content-Encoding")
				assert.NotContains(t, resp.Header, "Content-Length")
			})
		}
	}
}

func TestStackedCodings(t *testing.T) {
	const text = "hello, hello, hello"
	stack := func(names ...string) []byte {
		data := []byte(text)
		for _, n := range names {
			data = encode(t, n, data)
		}
		return data
	}
	tests := map[string]struct {
		body  []byte
		lines []string
	}{
		"two":             {stack("gzip", "br"), []string{"gzip, br"}},
		"two lines":       {stack("deflate", "zstd"), []string{"deflate", "zstd"}},
		"four":            {stack("zstd", "br", "deflate", "gzip"), []string{"zstd,br", "deflate ,\tx-gzip"}},
		"other case":      {stack("gzip"), []string{"GZip"}},
		"with identity":   {stack("gzip"), []string{"identity, gzip, identity"}},
		"identity":        {stack(), []string{"identity"}},
		"empty":           {stack(), []string{""}},
		"empty in a list": {stack("br"), []string{", ,br,"}},
		"nothing coded":   {stack(), []string{"none, UTF-8", "utf8, ISO-8859-1, Binary, 7bit, 8bit"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			resp, err := client(t, wire.Options{}).Do(t.Context(), get(coded(t, tc.body, tc.lines...)))
			require.NoError(t, err)
			assert.Equal(t, text, string(resp.Body))
		})
	}
}

func TestUnknownCodings(t *testing.T) {
	tests := map[string]struct {
		line, words string
	}{
		"own":       {"rot13", `comes in the content coding "rot13", which is not known`},
		"in a list": {"gzip, compress", `"compress"`},
		"no token":  {"a b\x1b" + secret, "in a content coding that is not known"},
		"long":      {"x" + secret + strings.Repeat("y", 40), "in a content coding that is not known"},
		"five":      {"gzip, gzip, gzip, gzip, gzip", "in more than 4 content codings"},
		"many":      {strings.Repeat("gzip,", 10_000), "in more than 4 content codings"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			address := rawServer(t, answers("HTTP/1.1 200 OK\r\nContent-Encoding: "+strings.ReplaceAll(tc.line, "\x1b", "")+"\r\nContent-Length: 1\r\n\r\nx"))
			_, err := client(t, wire.Options{}).Do(t.Context(), secretRequest("http://"+address))
			assert.Contains(t, fails(t, err, wire.Undecoded, tc.words), "-H 'Accept-Encoding: identity'")
			assert.Contains(t, err.Error(), address)
		})
	}
}

// TestCodingsOfNoBody leaves answers alone whose body is not there.
func TestCodingsOfNoBody(t *testing.T) {
	const lines = "Content-Encoding: gzip\r\nContent-Length: "
	tests := map[string]struct{ method, answer string }{
		"head":         {"HEAD", "HTTP/1.1 200 OK\r\n" + lines + "123\r\n\r\n"},
		"no content":   {"GET", "HTTP/1.1 204 No Content\r\nContent-Encoding: gzip\r\n\r\n"},
		"not modified": {"GET", "HTTP/1.1 304 Not Modified\r\n" + lines + "123\r\n\r\n"},
		"empty":        {"GET", "HTTP/1.1 200 OK\r\n" + lines + "0\r\n\r\n"},
		"head, odd":    {"HEAD", "HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\n\r\n"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			resp, err := client(t, wire.Options{}).Do(t.Context(), &wire.Request{Method: tc.method, URL: "http://" + rawServer(t, answers(tc.answer))})
			require.NoError(t, err)
			assert.Nil(t, resp.Body)
			assert.Contains(t, resp.Header, "Content-Encoding")
		})
	}
	for name := range encoders { // chunked, and empty
		label := strings.Replace(name, "raw", "deflate", 1)
		address := rawServer(t, answers("HTTP/1.1 200 OK\r\nContent-Encoding: "+label+"\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
		resp, err := client(t, wire.Options{}).Do(t.Context(), get("http://"+address))
		require.NoError(t, err, name)
		assert.Empty(t, resp.Body)
	}
}

// TestCodingsAskedFor sends the request's own line. Its answer is decoded all the
// same, unless the request says otherwise or asks for a part.
func TestCodingsAskedFor(t *testing.T) {
	plain, body := "hello", encode(t, "br", []byte("hello"))
	accept, part := wire.Header{Name: "accept-encoding", Value: "br"}, wire.Header{Name: "Range", Value: "bytes=0-9"}
	tests := map[string]struct {
		header    []wire.Header
		undecoded bool
		want      string
	}{
		"own":             {[]wire.Header{accept}, false, plain},
		"own, as it is":   {[]wire.Header{accept}, true, string(body)},
		"not own, as is":  {nil, true, plain},
		"a part":          {[]wire.Header{part}, false, string(body)},
		"a part, and own": {[]wire.Header{part, accept}, false, string(body)},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			r := get(coded(t, body, "br"))
			r.Header, r.Undecoded = tc.header, tc.undecoded
			resp, err := client(t, wire.Options{}).Do(t.Context(), r)
			require.NoError(t, err)
			assert.Equal(t, tc.want, string(resp.Body))
			assert.Equal(t, tc.want == plain, resp.Header.Get("Content-Encoding") == "")
		})
	}
	address, seen := capture(t)
	_, err := client(t, wire.Options{}).Do(t.Context(), &wire.Request{Method: "HEAD", URL: "http://" + address})
	require.NoError(t, err)
	assert.NotContains(t, <-seen, "Accept-Encoding")
	own := get("http://" + address)
	own.Header = []wire.Header{accept}
	_, err = client(t, wire.Options{}).Do(t.Context(), own)
	require.NoError(t, err)
	assert.Contains(t, <-seen, "Accept-Encoding: br\r\n")
}

// TestBrokenCodings cuts, damages and extends each coded form.
func TestBrokenCodings(t *testing.T) {
	const cut, not = "before the end of its body, which is coded as ", "cannot be decoded"
	text := []byte(strings.Repeat(secret+" and some words. ", 5000))
	damages := map[string]struct {
		change func([]byte) []byte
		words  []string // one of them
	}{
		"half":    {func(b []byte) []byte { return b[:len(b)/2] }, []string{cut}},
		"one":     {func(b []byte) []byte { return b[:1] }, []string{cut}},
		"but one": {func(b []byte) []byte { return b[:len(b)-1] }, []string{cut}},
		"behind":  {func(b []byte) []byte { return append(slices.Clone(b), secret...) }, []string{"has more bytes behind its end"}},
		"flipped": {func(b []byte) []byte {
			b = slices.Clone(b)
			for i := len(b) / 3; i < len(b); i++ {
				b[i] ^= 0xff
			}
			return b
		}, []string{not, cut, "behind its end"}},
		"plain": {func([]byte) []byte { return []byte(`{"` + secret + `":"` + strings.Repeat("x", 100) + `"}`) }, []string{not, cut}},
	}
	for name := range encoders {
		label := strings.Replace(name, "raw", "deflate", 1)
		body := encode(t, name, text)
		for how, d := range damages {
			t.Run(name+"/"+how, func(t *testing.T) {
				_, err := client(t, wire.Options{}).Do(t.Context(), secretRequest(coded(t, d.change(body), label)))
				e := failure(t, err, label)
				assert.True(t, slices.ContainsFunc(d.words, func(w string) bool { return strings.Contains(e.Msg, w) }), e.Msg)
				want := wire.Undecoded
				if strings.Contains(e.Msg, cut) {
					want = wire.Unreached
				}
				assert.Equal(t, want, e.Kind, e.Msg)
			})
		}
		t.Run(name+"/connection cut", func(t *testing.T) {
			head := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n", label, len(body)+1)
			_, err := client(t, wire.Options{}).Do(t.Context(), secretRequest("http://"+rawServer(t, answers(head+string(body)))))
			fails(t, err, wire.Unreached, cut+label)
		})
	}
	t.Run("second of two", func(t *testing.T) {
		body := encode(t, "br", encode(t, "gzip", text)[:40])
		_, err := client(t, wire.Options{}).Do(t.Context(), get(coded(t, body, "gzip, br")))
		fails(t, err, wire.Unreached, cut+"gzip, br")
	})
	t.Run("second member", func(t *testing.T) {
		body := encode(t, "gzip", text)
		_, err := client(t, wire.Options{}).Do(t.Context(), get(coded(t, append(body, body[:1]...), "gzip")))
		fails(t, err, wire.Unreached, cut+"gzip")
	})
}

// TestForms has bodies that are whole but not what they say, and what is tolerated.
func TestForms(t *testing.T) {
	hello := encode(t, "gzip", []byte("hello"))
	damaged := slices.Clone(hello)
	damaged[len(damaged)-6] ^= 0xff
	tests := map[string]struct {
		label string
		body  []byte
		words string // "" for "hello"
	}{
		"two gzip members":      {"gzip", slices.Concat(encode(t, "gzip", []byte("hel")), encode(t, "gzip", []byte("lo"))), ""},
		"zeros behind gzip":     {"gzip", slices.Concat(hello, make([]byte, 1000)), ""},
		"one zero":              {"gzip", slices.Concat(hello, []byte{0}), ""},
		"zeros and more":        {"gzip", slices.Concat(hello, []byte("\x00\x00x")), "more bytes behind its end"},
		"one byte behind gzip":  {"gzip", slices.Concat(hello, []byte("x")), "more bytes behind its end"},
		"one byte behind br":    {"br", slices.Concat(encode(t, "br", []byte("hello")), []byte("x")), "more bytes behind its end"},
		"zeros behind deflate":  {"deflate", slices.Concat(encode(t, "deflate", []byte("hello")), make([]byte, 9)), "more bytes behind its end"},
		"two zstd frames":       {"zstd", slices.Concat(encode(t, "zstd", []byte("hel")), encode(t, "zstd", []byte("lo"))), ""},
		"checksum of gzip":      {"gzip", damaged, "cannot be decoded"},
		"short plain as gzip":   {"gzip", []byte("{}"), "cannot be decoded"},
		"short plain as zstd":   {"zstd", []byte("{}"), "cannot be decoded"},
		"gzip as zstd":          {"zstd", hello, "cannot be decoded"},
		"plain under a stack":   {"gzip, br", encode(t, "br", []byte("hello")), "the answer says gzip, br but cannot be decoded"},
		"behind the inner form": {"gzip, br", encode(t, "br", slices.Concat(hello, []byte("x"))), "the answer says gzip, br but has more bytes behind its end"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			resp, err := client(t, wire.Options{}).Do(t.Context(), get(coded(t, tc.body, tc.label)))
			if tc.words != "" {
				assert.Contains(t, fails(t, err, wire.Undecoded, tc.words), "Accept-Encoding: identity")
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "hello", string(resp.Body))
		})
	}
}

// TestFaultBodies keeps the status of answers of 400 or more, whatever their bodies are.
func TestFaultBodies(t *testing.T) {
	const lines = "HTTP/1.1 503 Not Now\r\nX-A: b\r\n"
	text := strings.Repeat("out of order. ", 100)
	zipped := string(encode(t, "gzip", []byte(text)))
	noise := string(encode(t, "br", []byte(strings.Repeat("x", 100_000))))
	tests := map[string]struct {
		answer, want string
		coded        bool // Content-Encoding stays
	}{
		"coded":             {"Content-Encoding: gzip\r\n\r\n" + zipped, text, false},
		"unknown coding":    {"Content-Encoding: rot13\r\n\r\n" + text, text, true},
		"mislabelled":       {"Content-Encoding: gzip\r\n\r\n" + text, text, true},
		"more behind":       {"Content-Encoding: gzip\r\n\r\n" + zipped + "x", zipped + "x", true},
		"bomb":              {"Content-Encoding: br\r\n\r\n" + noise, "", true},
		"announced too big": {"Content-Length: 99999999999\r\n\r\n", "", false},
		"too big":           {"\r\n" + strings.Repeat("x", 5000), "", false},
		"cut":               {"Content-Length: 100\r\n\r\nout of", "out of", false},
		"cut in a chunk":    {"Transfer-Encoding: chunked\r\n\r\n9\r\nout of", "out of", false},
		"bad chunk":         {"Transfer-Encoding: chunked\r\n\r\n6\r\nout of\r\nzz", "out of", false},
		"empty":             {"Content-Encoding: gzip\r\n\r\n", "", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			r := secretRequest("http://" + rawServer(t, answers(lines+tc.answer)))
			r.MaxResponse = 10 // for what is asked for alone
			resp, err := client(t, wire.Options{MaxResponse: 4096}).Do(t.Context(), r)
			require.NoError(t, err)
			assert.Equal(t, 503, resp.Status)
			assert.Equal(t, "Not Now", resp.StatusText)
			assert.Equal(t, "b", resp.Header.Get("X-A"))
			assert.Equal(t, tc.want, string(resp.Body))
			assert.Equal(t, tc.coded, resp.Header.Get("Content-Encoding") != "")
		})
	}
	t.Run("cut within gzip", func(t *testing.T) {
		many := encode(t, "gzip", bytes.Repeat([]byte("out of order "), 100))
		resp, err := client(t, wire.Options{}).Do(t.Context(), get("http://"+rawServer(t, answers(lines+"Content-Encoding: gzip\r\n\r\n"+string(many[:len(many)-5])))))
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(string(resp.Body), "out of order out of"))
		assert.NotContains(t, resp.Header, "Content-Encoding")
	})
	t.Run("waits", func(t *testing.T) {
		resp, err := client(t, wire.Options{Timeout: short}).Do(t.Context(), get("http://"+rawServer(t, hold(lines+"\r\nout"))))
		require.NoError(t, err)
		assert.Equal(t, "out", string(resp.Body))
	})
	t.Run("canceled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		address := rawServer(t, func(c net.Conn, r *bufio.Reader) {
			hold := hold(lines + "\r\nout")
			time.AfterFunc(short, cancel)
			hold(c, r)
		})
		_, err := client(t, wire.Options{}).Do(ctx, get("http://"+address))
		fails(t, err, wire.Canceled, "canceled")
	})
}

// TestBombs unfolds little into much, in each coding and in two. Memory stays
// near the limit.
func TestBombs(t *testing.T) {
	zeros := make([]byte, 16<<20)
	bombs := map[string]struct {
		body  []byte
		label string
	}{"two": {encode(t, "gzip", encode(t, "gzip", zeros)), "gzip, gzip"}}
	for name := range encoders {
		bombs[name] = struct {
			body  []byte
			label string
		}{encode(t, name, zeros), strings.Replace(name, "raw", "deflate", 1)}
	}
	for name, bomb := range bombs {
		t.Run(name, func(t *testing.T) {
			url := coded(t, bomb.body, bomb.label)
			before := allocated()
			_, err := client(t, wire.Options{MaxResponse: 64 << 10}).Do(t.Context(), secretRequest(url))
			fails(t, err, wire.TooLarge, "larger than 64 KiB")
			assert.Less(t, allocated()-before, uint64(16<<20))
		})
	}
}

// TestLongCodedBodies has bodies that go on and unfold into nothing.
func TestLongCodedBodies(t *testing.T) {
	empty := map[string][]byte{"gzip": zip(t, nil), "zstd": {0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0}} // an empty member; a frame to skip
	for name, member := range empty {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", name)
				many := bytes.Repeat(member, 1000)
				for {
					if _, err := w.Write(many); err != nil {
						return
					}
				}
			}))
			t.Cleanup(s.Close)
			_, err := client(t, wire.Options{MaxResponse: 1000}).Do(t.Context(), get(s.URL))
			fails(t, err, wire.TooLarge, "larger than 1000 bytes")
		})
	}
}

func TestZstdWindow(t *testing.T) {
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b, zstd.WithWindowSize(32<<20), zstd.WithEncoderConcurrency(1))
	require.NoError(t, err)
	_, err = w.Write(make([]byte, 33<<20))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	before := allocated()
	_, err = client(t, wire.Options{MaxResponse: 64 << 20}).Do(t.Context(), get(coded(t, b.Bytes(), "zstd")))
	fails(t, err, wire.TooLarge, "more than 8 MiB of memory to decode (zstd)")
	assert.Less(t, allocated()-before, uint64(16<<20))
}

// TestCodedConnectionIsReused reads coded bodies to their end.
func TestCodedConnectionIsReused(t *testing.T) {
	for name := range encoders {
		label := strings.Replace(name, "raw", "deflate", 1)
		body := encode(t, name, []byte("hello"))
		conns := map[string]bool{}
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			conns[r.RemoteAddr] = true
			w.Header().Set("Content-Encoding", label)
			_, _ = w.Write(body)
			w.(http.Flusher).Flush() // chunked, so that the end comes apart
		}))
		c := client(t, wire.Options{})
		for range 3 {
			_, err := c.Do(t.Context(), get(s.URL))
			require.NoError(t, err)
		}
		s.Close()
		assert.Len(t, conns, 1, name)
	}
}

// FuzzCodings makes sure that any body in any coding is decoded within its limit
// or is an error of the right kind.
func FuzzCodings(f *testing.F) {
	names := []string{"gzip", "deflate", "br", "zstd", "gzip, br"}
	for i := range names {
		for name := range encoders {
			f.Add(i, encode(f, name, []byte("hello hello hello")))
		}
	}
	type answer struct {
		label string
		body  []byte
	}
	var next atomic.Pointer[answer]
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		a := next.Load()
		w.Header().Set("Content-Encoding", a.label)
		_, _ = w.Write(a.body)
	}))
	f.Cleanup(s.Close)
	c := client(f, wire.Options{MaxResponse: 1 << 10})
	f.Fuzz(func(t *testing.T, i int, data []byte) {
		next.Store(&answer{names[uint(i)%uint(len(names))], data})
		resp, err := c.Do(t.Context(), get(s.URL))
		if err == nil {
			assert.LessOrEqual(t, len(resp.Body), 1<<10)
			return
		}
		e, ok := err.(*wire.Error) //nolint:errorlint // Do returns no other
		require.True(t, ok)
		assert.Contains(t, []wire.Kind{wire.Unreached, wire.TooLarge, wire.Undecoded}, e.Kind)
	})
}

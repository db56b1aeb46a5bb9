package main

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"io"
	"net/http"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// coders write the content codings, by name.
var coders = map[string]func(io.Writer) io.WriteCloser{
	"gzip":    func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
	"deflate": func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) },
	"br":      func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) },
	"zstd": func(w io.Writer) io.WriteCloser {
		z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
		if err != nil {
			panic(err)
		}
		return z
	},
	"rot13": func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }, // not what it says
}

// addCoded adds answers in content codings: /coded/NAME/, /coded-cut/NAME/ without
// its end, /coded-bomb/NAME/ that unfolds into much, /coded-not/NAME/ that is plain,
// and /coded-fault/NAME/ that is plain and a failure.
func addCoded(mux *http.ServeMux) {
	for name, coder := range coders {
		for path, write := range map[string]func(http.ResponseWriter){
			"/coded/": func(w http.ResponseWriter) { _, _ = w.Write(inCoding(coder, []byte(`{"id":"kp_1"}`))) },
			"/coded-cut/": func(w http.ResponseWriter) {
				b := inCoding(coder, []byte(`{"id":"kp_1"}`))
				_, _ = w.Write(b[:len(b)-3])
			},
			"/coded-bomb/": func(w http.ResponseWriter) { _, _ = w.Write(inCoding(coder, make([]byte, 11<<20))) },
			"/coded-not/":  func(w http.ResponseWriter) { _, _ = io.WriteString(w, `{"id":"kp_1"}`) },
			"/coded-fault/": func(w http.ResponseWriter) {
				w.WriteHeader(http.StatusServiceUnavailable)
				_, _ = io.WriteString(w, "out of order")
			},
		} {
			mux.HandleFunc(path+name+"/", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.Header().Set("Content-Encoding", name)
				write(w)
			})
		}
	}
}

func inCoding(coder func(io.Writer) io.WriteCloser, data []byte) []byte {
	var b bytes.Buffer
	w := coder(&b)
	_, _ = w.Write(data) // a buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

package main

import (
	"io"
	"net"
	"net/http"
	"strings"
)

// faults are answers that net/http would not write, by path below /fault/. They
// repeat the secret that came with the request.
var faults = map[string]string{
	"closed":      "",
	"status-line": "HTTP/1.1 20",
	"header":      "HTTP/1.1 200 OK\r\nX-A: " + secret,
	"no-http":     "SSH-2.0-" + secret + "\r\n",
	"two-lengths": "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
	"bad-length":  "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
	"bad-chunk":   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + secret + "\r\n",
	"half-chunk":  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{\"id\"",
	"large-head":  "HTTP/1.1 200 OK\r\n" + strings.Repeat("X-A: "+strings.Repeat("a", 1000)+"\r\n", 300) + "\r\n",
	"hints":       strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: "+strings.Repeat("a", 1000)+"\r\n\r\n", 300),
	"switch":      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n" + secret,
	"failed-half": "HTTP/1.1 500 Oh No\r\nContent-Length: 100\r\n\r\nout of ord",
	"failed-much": "HTTP/1.1 500 Oh No\r\nContent-Length: 20971520\r\n\r\n{}",
	"login":       "HTTP/1.1 502 No Way\r\n\r\nyou are tok3n-of-ann, YW5uOnMzY3JldC1wYXNz or dG9rM24tb2YtYW5uOg==",
	"announced":   "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20971520\r\n\r\n{}",
}

// addFaults adds the faults, and /fault/reset/ that breaks off within the body.
func addFaults(mux *http.ServeMux) {
	for name, text := range faults {
		mux.HandleFunc("/fault/"+name+"/", func(w http.ResponseWriter, _ *http.Request) { writeRaw(w, text, false) })
	}
	mux.HandleFunc("/fault/reset/", func(w http.ResponseWriter, _ *http.Request) {
		writeRaw(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9000000\r\n\r\n"+strings.Repeat("x", 1<<20), true)
	})
}

// writeRaw takes the connection over, writes and ends it.
func writeRaw(w http.ResponseWriter, text string, reset bool) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	if c, ok := conn.(*net.TCPConn); ok && reset {
		_ = c.SetLinger(0)
	}
	_, _ = io.WriteString(conn, text) // the client may be gone
}

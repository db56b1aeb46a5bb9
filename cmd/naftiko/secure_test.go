package main

import (
	"crypto/tls"
	"encoding/pem"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// secureUpstream gives a script an upstream that speaks TLS 1.2, and the
// certificate to trust it by.
func secureUpstream(env *testscript.Env) error {
	s := httptest.NewUnstartedServer(answers(""))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.TLS = &tls.Config{MaxVersion: tls.VersionTLS12}
	s.StartTLS()
	env.Defer(s.Close)
	env.Setenv("SECURE", strings.TrimPrefix(s.URL, "https://"))
	env.Setenv("SECURE_PORT", s.URL[strings.LastIndex(s.URL, ":")+1:])
	file := filepath.Join(env.WorkDir, "ca.pem")
	env.Setenv("CA", file)
	return os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}), 0o600)
}

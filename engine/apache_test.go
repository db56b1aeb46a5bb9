package engine_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"naftiko/engine"
	"naftiko/spec/value"
)

const (
	apacheProgram = "/usr/sbin/apache2"
	apacheModules = "/usr/lib/apache2/modules"
	// apachePatience is how long a start may take; it takes a tenth of a second.
	apachePatience = 20 * time.Second
)

// apacheConf is all that the server is told. It leaves root behind before it
// answers, and DIR is its only folder.
const apacheConf = `
ServerName localhost
ServerRoot "DIR"
DocumentRoot "DIR/htdocs"
PidFile "DIR/pid"
Mutex file:DIR default
DefaultRuntimeDir "DIR"
Listen ADDR
ErrorLog "/dev/stderr"
LogLevel notice
User #65534
Group #65534
LoadModule mpm_prefork_module MODULES/mod_mpm_prefork.so
LoadModule authn_core_module MODULES/mod_authn_core.so
LoadModule authn_file_module MODULES/mod_authn_file.so
LoadModule authz_core_module MODULES/mod_authz_core.so
LoadModule authz_user_module MODULES/mod_authz_user.so
LoadModule auth_digest_module MODULES/mod_auth_digest.so
StartServers 1
KeepAliveTimeout 100ms
`

const apacheRealm = `a "quoted" realm`

// apacheLocations protect folders, each in another way.
var apacheLocations = map[string]string{
	"qop":       "AuthDigestQop auth",
	"noqop":     "AuthDigestQop none",
	"elsewhere": "AuthDigestDomain /elsewhere http://localhost/",
	"MD5":       "AuthDigestAlgorithm MD5",
}

// apacheLocation is what each of them has; none inherits from another.
const apacheLocation = `
<Location "/NAME">
  AuthType Digest
  AuthName "a \"quoted\" realm"
  AuthUserFile "DIR/users"
  OWN
  Require valid-user
</Location>
`

// startApache runs a server of our own in a folder of its own, and returns where
// it listens. It ends with the test.
func startApache(t *testing.T) string {
	t.Helper()
	for _, file := range []string{apacheProgram, apacheModules + "/mod_auth_digest.so", apacheModules + "/mod_mpm_prefork.so"} {
		if _, err := os.Stat(file); err != nil {
			t.Skipf("Apache of Debian is not installed: %v (apt-get install apache2)", err)
		}
	}
	dir := apacheFolder(t)
	for range 3 { // what listens on the free port in the meantime
		if base, ok := tryApache(t, dir); ok {
			return base
		}
	}
	t.Fatal("Apache does not start")
	return ""
}

// apacheFolder makes the folder of a server. Its worker is another user than
// the one who runs the tests, and reads it.
func apacheFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	docs := filepath.Join(dir, "htdocs")
	require.NoError(t, os.Mkdir(docs, 0o755))
	for name := range apacheLocations {
		sub := filepath.Join(docs, name)
		require.NoError(t, os.Mkdir(sub, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(sub, "a b.json"), []byte(`{"authorized":true}`), 0o644))
	}
	ha1 := md5.Sum([]byte("ann:" + apacheRealm + ":secret"))
	users := fmt.Sprintf("ann:%s:%x\n", apacheRealm, ha1)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "users"), []byte(users), 0o644))
	require.NoError(t, os.Chmod(filepath.Dir(dir), 0o755))
	return dir
}

// tryApache starts a server on a port that is free, and reports whether it runs.
func tryApache(t *testing.T, dir string) (base string, ok bool) {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := free.Addr().String()
	require.NoError(t, free.Close())
	conf := filepath.Join(dir, "apache.conf")
	text := apacheConf
	for name, own := range apacheLocations {
		text += strings.NewReplacer("NAME", name, "OWN", own).Replace(apacheLocation)
	}
	text = strings.NewReplacer("DIR", dir, "MODULES", apacheModules, "ADDR", addr).Replace(text)
	require.NoError(t, os.WriteFile(conf, []byte(text), 0o644))

	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, apacheProgram, "-X", "-f", conf) // -X: one process, which stop kills by its id
	var log bytes.Buffer
	cmd.Stderr = &log
	require.NoError(t, cmd.Start())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // that it was killed
	}()
	end := func() {
		stop()
		<-ended
		t.Logf("Apache's log:\n%s", &log)
	}
	if !listens(addr, ended) {
		end()
		return "", false
	}
	t.Cleanup(end)
	return "http://" + addr, true
}

// listens waits until something listens at addr, and reports whether it does
// before ended or too late.
func listens(addr string, ended <-chan struct{}) bool {
	tries, timeout := time.NewTicker(10*time.Millisecond), time.After(apachePatience)
	defer tries.Stop()
	for {
		select {
		case <-ended:
			return false
		case <-timeout:
			return false
		case <-tries.C:
			if c, err := net.Dial("tcp", addr); err == nil {
				return c.Close() == nil
			}
		}
	}
}

// TestInvoke_digestApache answers the challenges of a server that others wrote.
// It knows MD5 alone, with a quality of protection and without.
func TestInvoke_digestApache(t *testing.T) {
	base := startApache(t)
	for name := range apacheLocations {
		t.Run(name, func(t *testing.T) {
			path := "/" + name + "/a%20b.json"
			res, err := invokeDigest(t, base, path, "secret")
			require.NoError(t, err)
			assert.Equal(t, `{"ok":true}`, string(value.Append(nil, res.Value())))
			_, err = invokeDigest(t, base, path, "wrong")
			e, ok := errors.AsType[*engine.Error](err)
			require.True(t, ok)
			assert.Equal(t, engine.Upstream, e.Kind)
			require.NotNil(t, e.Answer)
			assert.Equal(t, http.StatusUnauthorized, e.Answer.Status)
		})
	}
}

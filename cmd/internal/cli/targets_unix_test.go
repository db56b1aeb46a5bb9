//go:build unix

package cli

import (
	"net"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Pipes and sockets in folders are passed over: nobody asked to wait for them.
func TestTargets_pipes(t *testing.T) {
	plant(t, "docs/a.yaml", "docs/link.yaml -> pipe.yaml")
	require.NoError(t, syscall.Mkfifo("docs/pipe.yaml", 0o600))
	socket, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", "docs/socket.yaml")
	require.NoError(t, err)
	defer socket.Close()
	a, _ := newTestApp()
	assert.Equal(t, []string{"docs/a.yaml"}, lines(a.targets(t.Context(), []string{"docs"})))
	assert.Equal(t, []string{"docs/a.yaml"}, lines(a.targets(t.Context(), []string{"docs/*.yaml"})))
	assert.Equal(t, []string{"!docs/pipe.yaml", "!docs/socket.yaml", "!docs/link.yaml", "!/dev/null"},
		lines(a.targets(t.Context(), []string{"docs/pipe.yaml", "docs/socket.yaml", "docs/link.yaml", "/dev/null"})))
}

// Backslashes are no separators here, but take the meaning of wildcards away.
func TestTargets_backslash(t *testing.T) {
	plant(t, `docs/a\b.yaml`, `docs/c\d.txt`, `docs/*.yaml`, `docs/x.yaml`, `a*/y.yaml`)
	a, _ := newTestApp()
	assert.Equal(t, []string{"docs/*.yaml", `docs/a\b.yaml`, "docs/x.yaml"}, lines(a.targets(t.Context(), []string{"docs"})))
	assert.Equal(t, []string{"docs/*.yaml"}, lines(a.targets(t.Context(), []string{`docs/\**`})))
	assert.Equal(t, []string{"a*/y.yaml"}, lines(a.targets(t.Context(), []string{`a\*/?.yaml`})))
	assert.Equal(t, []string{"docs/x.yaml"}, lines(a.targets(t.Context(), []string{`do\cs/[x].yaml`})))
}

package cli_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSilentPipe names a pipe that nobody writes to wherever a file is read:
// waiting for a writer would be for ever.
func TestSilentPipe(t *testing.T) {
	dir, doc := badInput(t)
	pipe := filepath.Join(dir, "pipe.yaml")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	tests := map[string]struct {
		args []string
		code int
	}{
		"body":             {[]string{"invoke", doc, "put", "body=@" + pipe}, 8},
		"JSON":             {[]string{"invoke", doc, "put", "body:=@" + pipe}, 8},
		"--args":           {[]string{"invoke", doc, "put", "--args", pipe}, 8},
		"--env-file":       {[]string{"invoke", doc, "put", "--env-file", pipe}, 8},
		"document":         {[]string{"invoke", pipe, "put"}, 8},
		"listed document":  {[]string{"list", pipe}, 8},
		"checked document": {[]string{"validate", pipe}, 2},
		"answers of mock":  {[]string{"mock", doc, "--example", "put=" + pipe}, 8},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			assertOneError(t, ends(t, tc.args...), tc.code, "it is a pipe that nobody writes to")
		})
	}
}
